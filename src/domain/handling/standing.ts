// How one promise of sales about one lead came out: a clause in one cycle from one start, whoever owned the lead meanwhile.
// A rep that hands a lead on takes nothing from what the team promised.
import type { Calendar, Instant } from '#domain/agreement.ts';
import type { SalesClause } from '#domain/agreement-sales.ts';
import { addDuration } from '#domain/business-time.ts';

/** The clock's runs together, as they were kept. */
export interface HandledLead {
  readonly leadId: string;
  /** Null for a contact that HubSpot no longer has: it is counted and not named. */
  readonly contactId: string | null;
  readonly cycle: number;
  /** Clause id. */
  readonly clause: string;
  /** Of the last run; '' while nobody owns the lead. */
  readonly ownerId: string;
  /** The later of the first run's due time and the lead's total: a new owner changes neither. */
  readonly dueAt: Instant;
  readonly metAt: Instant | null;
  /** A manager excused it. */
  readonly isExcused: boolean;
  /** The last run is over, unmet: its cycle ended, or it was not owed any more. */
  readonly isOver: boolean;
  /** A run was breached, and one of the breaches fired: it fell due while the portal was live. */
  readonly isBreached: boolean;
  readonly hasFired: boolean;
}

/**
 * kept, late: met in time, or after it · broken: due and not met · tooYoung: a touch in time may still be logged · excused: by a
 * manager · ended: over before anybody broke it · stoodStill: fell due while the portal was paused or observed, and was not kept
 * · beforeStart: due before Accord was switched on.
 */
export const HANDLING_STANDINGS = [
  'kept',
  'late',
  'broken',
  'tooYoung',
  'excused',
  'ended',
  'stoodStill',
  'beforeStart',
] as const;
export type HandlingStanding = (typeof HANDLING_STANDINGS)[number];

export interface HandlingMoment {
  readonly calendar: Calendar;
  readonly now: Instant;
  readonly since: Instant | null;
}

export function standingOf(
  clause: SalesClause,
  lead: HandledLead,
  { calendar, now, since }: HandlingMoment,
): HandlingStanding {
  const { dueAt, metAt } = lead;
  if (since === null || dueAt < since) return 'beforeStart';
  // Also one that was kept: of the young, those that were would be counted before those that were not.
  if (ripeAt(calendar, clause, dueAt) > now) return 'tooYoung';
  return metAt !== null && metAt <= dueAt ? 'kept' : whyNotKept(lead);
}

function whyNotKept({ metAt, isExcused, isOver, isBreached, hasFired }: HandledLead): HandlingStanding {
  if (isExcused) return 'excused';
  if (isBreached && !hasFired) return 'stoodStill';
  if (metAt !== null) return 'late';
  return isOver && !isBreached ? 'ended' : 'broken';
}

/** From then on no document may come that keeps what fell due at `dueAt`. */
export function ripeAt(calendar: Calendar, { kind, logWithin }: SalesClause, dueAt: Instant): Instant {
  return kind === 'touch' ? addDuration(calendar, dueAt, logWithin) : dueAt;
}
