// `accord retention show PORTAL`, `accord retention set PORTAL --events DAYS --decisions DAYS`: how long things are kept.
import { parseArgs } from 'node:util';
import { RETENTION_BOUNDS, type Retention } from '#pipeline/retention/retention.ts';
import { notInstalled, operator } from './portal-commands.ts';
import { requirePortalId, UsageError } from './usage.ts';
import { withContext } from './with-context.ts';

export async function retentionCommand(args: readonly string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { events: { type: 'string' }, decisions: { type: 'string' } },
  });
  const [action, portal, ...rest] = positionals;
  if (action !== 'show' && action !== 'set')
    throw new UsageError(`Unknown action ${action ?? 'without a name'}; it is show or set.`);
  if (rest.length > 0) throw new UsageError(`One account at a time: ${rest.join(' ')} is too much.`);
  const portalId = requirePortalId(portal);
  const wish: Partial<Retention> = {
    ...daysOf(values.events, 'events', 'eventsKeepDays'),
    ...daysOf(values.decisions, 'decisions', 'decisionsKeepDays'),
  };
  requireFit(action, wish);
  return withContext(async ({ retention: { store }, reports }) => {
    if (!(await reports.hasPortal(portalId))) {
      process.stderr.write(`${notInstalled(portalId)}\n`);
      return 1;
    }
    const kept =
      action === 'show' ? await store.read(portalId) : await store.set(portalId, { wish, by: operator() });
    process.stdout.write(`${describe(kept)}\n`);
    return 0;
  });
}

function daysOf(text: string | undefined, option: string, key: keyof Retention): Partial<Retention> {
  if (text === undefined) return {};
  const { least, most } = RETENTION_BOUNDS[key];
  const days = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (days >= least && days <= most) return { [key]: days };
  throw new UsageError(`--${option} is a number of days from ${least} to ${most}, not ${text}.`);
}

function requireFit(action: 'show' | 'set', wish: Partial<Retention>): void {
  const isEmpty = Object.keys(wish).length === 0;
  if (action === 'set' && isEmpty)
    throw new UsageError('Set what? --events DAYS, --decisions DAYS, or both.');
  if (action === 'show' && !isEmpty) throw new UsageError('show changes nothing; use set.');
}

function describe({ eventsKeepDays, decisionsKeepDays }: Retention): string {
  return [
    `Events are kept for ${eventsKeepDays} days.`,
    `What decisions were made from is kept for ${decisionsKeepDays} days; answers and hashes stay.`,
    'What is older is dropped at night.',
  ].join('\n');
}
