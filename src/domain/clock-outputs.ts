// What HubSpot's users see of the clocks: how sales' promises about a lead stand, and by when the next one is due.
import type { Instant } from './agreement.ts';
import type { Standing } from './clocks.ts';
import type { ClockStatus } from './decision.ts';
import { earlierOf } from './instant.ts';

export const SLA_STATUSES = [
  'on_track',
  'warning',
  'breached',
  'paused',
  'met',
  'met_late',
  'excused',
] as const;
export type SlaStatus = (typeof SLA_STATUSES)[number];

const OPEN: Partial<Record<ClockStatus, SlaStatus>> = {
  breached: 'breached',
  warned: 'warning',
  running: 'on_track',
  paused: 'paused',
};
/** Worst first. */
const WORST_OPEN: readonly SlaStatus[] = ['breached', 'warning', 'on_track', 'paused'];
const WORST_CLOSED: readonly SlaStatus[] = ['breached', 'met_late', 'excused', 'met'];

/** The worst of the open clocks, else of those of the cycle that are closed; '' where there is none. */
export function slaStatusOf(standings: readonly Standing[]): SlaStatus | '' {
  const open = standings.flatMap(({ status }) => OPEN[status] ?? []);
  const closed = standings.flatMap(closedStatus);
  return (
    WORST_OPEN.find((status) => open.includes(status)) ??
    WORST_CLOSED.find((status) => closed.includes(status)) ??
    ''
  );
}

/** The earliest due time of what is open and not met; null where there is none, or all stand still. */
export function nextDueOf(standings: readonly Standing[]): Instant | null {
  return standings
    .filter(({ status }) => OPEN[status] !== undefined)
    .reduce<Instant | null>((first, { run: { dueAt } }) => {
      if (first === null || dueAt === null) return first ?? dueAt;
      return earlierOf(first, dueAt);
    }, null);
}

function closedStatus({ status, run }: Standing): readonly SlaStatus[] {
  switch (status) {
    case 'met':
    case 'metKnownLate':
      return ['met'];
    case 'metLate':
      return ['met_late'];
    case 'excused':
      return ['excused'];
    case 'ended':
      return run.breachedAt === null ? [] : ['breached'];
    default:
      return [];
  }
}
