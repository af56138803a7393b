// What the demo can be told on the command line.
import { parseArgs } from 'node:util';
import { err, ok, type Result } from '#domain/result.ts';

export interface DemoOptions {
  readonly seed: number;
  /** Virtual hours per real second. */
  readonly speed: number;
  /** Contacts in the portal when the demo begins. */
  readonly contacts: number;
  readonly leadsPerDay: number;
  /** A contact export to rehearse on, instead of a generated portal. */
  readonly importFile: string | null;
  /** An agreement to run instead of the shipped template. */
  readonly agreementFile: string | null;
  readonly language: 'en' | 'fr';
  /** Leaves everything running at the end. */
  readonly keep: boolean;
}

export const DEMO_HELP = `npm run demo -- [options]
  --seed N             another portal (default 1)
  --speed H            virtual hours per second (default 2)
  --contacts N         contacts at the start (default 600)
  --leads-per-day N    new leads on a working day (default 60)
  --import FILE        rehearse on your own HubSpot contact export (CSV)
  --agreement FILE     run your own agreement instead of the template
  --language en|fr     of the portal and of this report
  --keep               leave it running at the end`;

export function readDemoOptions(argv: readonly string[]): Result<DemoOptions, string> {
  let values: Record<string, string | boolean | undefined>;
  try {
    values = parseArgs({
      args: [...argv],
      options: {
        seed: { type: 'string', default: '1' },
        speed: { type: 'string', default: '2' },
        contacts: { type: 'string', default: '600' },
        'leads-per-day': { type: 'string', default: '60' },
        import: { type: 'string' },
        agreement: { type: 'string' },
        language: { type: 'string', default: 'en' },
        keep: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
  return check(values);
}

function check(values: Readonly<Record<string, string | boolean | undefined>>): Result<DemoOptions, string> {
  const numbers = { seed: [0, 2 ** 31], speed: [0.01, 24], contacts: [1, 100_000], 'leads-per-day': [1, 5_000] } as const;
  const read: Record<string, number> = {};
  for (const [name, [least, most]] of Object.entries(numbers)) {
    const value = Number(values[name]);
    if (!Number.isFinite(value) || value < least || value > most) return err(`--${name} takes a number from ${least} to ${most}`);
    read[name] = value;
  }
  const { language } = values;
  if (language !== 'en' && language !== 'fr') return err('--language takes en or fr');
  return ok({
    seed: read['seed'] ?? 1,
    speed: read['speed'] ?? 2,
    contacts: Math.floor(read['contacts'] ?? 600),
    leadsPerDay: read['leads-per-day'] ?? 60,
    importFile: typeof values['import'] === 'string' ? values['import'] : null,
    agreementFile: typeof values['agreement'] === 'string' ? values['agreement'] : null,
    language,
    keep: values['keep'] === true,
  });
}
