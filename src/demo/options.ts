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
  /** Another agreement: at the end, who would move under it. */
  readonly previewFile: string | null;
  readonly language: 'en' | 'fr';
  /** A story with a script, instead of a portal that lives by chance; null: none. */
  readonly story: 'sla' | null;
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
  --preview FILE       at the end, who would move under this other agreement, and why
  --language en|fr     of the portal and of this report
  --keep               live on until today and leave it running: open its pages in a browser
  --story sla          three weeks of five reps under promises with consequences, told day by day;
                       of the others it takes --seed and --language`;

export function readDemoOptions(argv: readonly string[]): Result<DemoOptions, string> {
  let values: Record<string, string | boolean | undefined>;
  try {
    values = parseArgs({
      args: [...argv],
      options: {
        seed: { type: 'string' },
        speed: { type: 'string' },
        contacts: { type: 'string' },
        'leads-per-day': { type: 'string' },
        import: { type: 'string' },
        agreement: { type: 'string' },
        preview: { type: 'string' },
        language: { type: 'string' },
        story: { type: 'string' },
        keep: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
  const misplaced = values['story'] === undefined ? undefined : NOT_WITH_STORY.find((name) => name in values);
  if (misplaced !== undefined) return err(`--story goes with --seed and --language only, not --${misplaced}`);
  return check({ ...DEFAULTS, ...values });
}

const DEFAULTS = { seed: '1', speed: '2', contacts: '600', 'leads-per-day': '60', language: 'en' } as const;
const NOT_WITH_STORY = [
  'speed',
  'contacts',
  'leads-per-day',
  'import',
  'agreement',
  'preview',
  'keep',
] as const;

const NUMBERS = {
  seed: [0, 2 ** 31],
  speed: [0.01, 24],
  contacts: [1, 100_000],
  'leads-per-day': [1, 5_000],
} as const;
type NumberName = keyof typeof NUMBERS;

type Values = Readonly<Record<string, string | boolean | undefined>>;

function check(values: Values): Result<DemoOptions, string> {
  const problem = findProblem(values);
  if (problem !== null) return err(problem);
  return ok({
    seed: numberOf(values, 'seed'),
    speed: numberOf(values, 'speed'),
    contacts: Math.floor(numberOf(values, 'contacts')),
    leadsPerDay: numberOf(values, 'leads-per-day'),
    importFile: textOf(values, 'import'),
    agreementFile: textOf(values, 'agreement'),
    previewFile: textOf(values, 'preview'),
    language: values['language'] === 'fr' ? 'fr' : 'en',
    story: values['story'] === 'sla' ? 'sla' : null,
    keep: values['keep'] === true,
  });
}

function findProblem(values: Values): string | null {
  const names = Object.keys(NUMBERS) as NumberName[]; // Object.keys forgets the literal type
  const wrong = names.find(
    (name) => !(numberOf(values, name) >= NUMBERS[name][0] && numberOf(values, name) <= NUMBERS[name][1]),
  );
  if (wrong !== undefined)
    return `--${wrong} takes a number from ${NUMBERS[wrong][0]} to ${NUMBERS[wrong][1]}`;
  const story = textOf(values, 'story');
  if (story !== null && story !== 'sla') return '--story takes sla';
  return ['en', 'fr'].includes(String(values['language'])) ? null : '--language takes en or fr';
}

function numberOf(values: Values, name: NumberName): number {
  return Number(values[name]);
}

function textOf(values: Values, name: string): string | null {
  const value = values[name];
  return typeof value === 'string' ? value : null;
}
