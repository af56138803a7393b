// What HubSpot's users see of the clocks: how sales' promises about a lead stand, and by when the next one is due.
import type { Instant } from './agreement.ts';
import type { Standing } from './clocks.ts';
import type { ClockStatus } from './decision.ts';
import { earliest } from './instant.ts';

/** What each says of the promises, worst first; a closed clock says something where none is open. */
const OPEN: readonly (readonly [ClockStatus, string])[] = [
  ['breached', 'breached'],
  ['warned', 'warning'],
  ['running', 'on_track'],
  ['paused', 'paused'],
];
const CLOSED: readonly (readonly [ClockStatus, string])[] = [
  ['ended', 'breached'],
  ['metLate', 'met_late'],
  ['excused', 'excused'],
  ['metKnownLate', 'met'],
  ['met', 'met'],
];
const WORST_FIRST = [...OPEN, ...CLOSED];
const OPEN_STATUSES = OPEN.map(([status]) => status);

/** The worst of the open clocks, else of those of the cycle that are closed; '' where there is none. */
export function slaStatusOf(standings: readonly Standing[]): string {
  const told = standings.filter(isTold).map(({ status }) => status);
  return WORST_FIRST.find(([status]) => told.includes(status))?.[1] ?? '';
}

/** The earliest due time of what is open and not met; null where there is none, or all stand still. */
export function nextDueOf(standings: readonly Standing[]): Instant | null {
  return earliest(
    standings.filter(({ status }) => OPEN_STATUSES.includes(status)).map(({ run }) => run.dueAt),
  );
}

/** One that ended before it was due says nothing. */
function isTold({ status, run }: Standing): boolean {
  return status !== 'ended' || run.breachedAt !== null;
}
