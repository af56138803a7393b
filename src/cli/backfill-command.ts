// `accord backfill PORTAL`: how far the first reading of an account's contacts is, and its pauses.
import type { Backfill } from '#pipeline/reports.ts';
import { notInstalled, operator, positionals } from './portal-commands.ts';
import { requirePortalId, UsageError } from './usage.ts';
import { withContext } from './with-context.ts';

export async function backfillCommand(args: readonly string[]): Promise<number> {
  const [portal, action, ...rest] = positionals(args);
  const portalId = requirePortalId(portal);
  if (rest.length > 0 || (action !== undefined && action !== 'pause' && action !== 'resume'))
    throw new UsageError(`Unknown action ${[action, ...rest].join(' ')}.`);
  return withContext(async ({ admin, reports }) => {
    if (action !== undefined) {
      const isReading = await admin.switchBackfill(portalId, { paused: action === 'pause', by: operator() });
      if (!isReading) process.stderr.write('The contacts are not being read for the first time.\n');
      if (!isReading) return 1;
    }
    const backfill = await reports.readBackfill(portalId);
    if (backfill === null) {
      process.stderr.write(`${notInstalled(portalId)}\n`);
      return 1;
    }
    process.stdout.write(`${describe(backfill)}\n`);
    return 0;
  });
}

function describe({ state, total, read, toJudge, secondsLeft }: Backfill): string {
  const waiting = toJudge === 0 ? '' : ` ${toJudge} wait to be judged.`;
  if (state === 'done') return read === 0 ? 'Nothing is being read.' : `Done: ${read} contacts were read.`;
  if (state === 'judging') return `All ${read} contacts are read.${waiting}`;
  const percent = total === null ? '' : `, ${Math.min(100, Math.floor((read / total) * 100))} %`;
  const progress = `${read} of ${total ?? 'unknown'} contacts are read${percent}.${waiting}`;
  if (state === 'paused') return `Paused. ${progress}`;
  return secondsLeft === null ? progress : `${progress} About ${inWords(secondsLeft)} left.`;
}

const MINUTE = 60;
const HOUR = 3_600;

function inWords(seconds: number): string {
  if (seconds < 2 * MINUTE) return `${seconds} seconds`;
  if (seconds < 2 * HOUR) return `${Math.ceil(seconds / MINUTE)} minutes`;
  return `${Math.ceil(seconds / HOUR)} hours`;
}
