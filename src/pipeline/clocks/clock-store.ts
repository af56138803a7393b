// The clocks of sales between decisions and the database: what people say of them, what a decision leaves, what fires.
import type { Instant } from '#domain/agreement.ts';
import type { Clock } from '#domain/decision.ts';
import type { FiredClock } from '#domain/latch-clocks.ts';
import type { Excuse, LeadPause } from '#domain/lead.ts';
import type { PageRequest } from '#pipeline/reports.ts';

/** Of one lead. */
export interface SaidOfClocks {
  /** By (from, reason). */
  readonly pauses: readonly LeadPause[];
  /** By (at, clause); `agreementId`: whose clause it is, '' where an earlier release did not say. */
  readonly excuses: readonly (Excuse & { readonly agreementId: string })[];
}

/** What a lead's decision takes from them. */
export interface OfClocks extends SaidOfClocks {
  /** In any cycle, under the agreement that judged the lead last. */
  readonly fired: readonly FiredClock[];
}

export interface JudgedClocks {
  readonly clocks: readonly Clock[];
  /** The next warning or end of a promise; null: none is ahead. */
  readonly clockAt: Instant | null;
}

/** One warning or breach that fired, and by how much after its instant. */
export interface Firing {
  readonly kind: 'warn' | 'breach';
  readonly lateMs: number;
}

export interface Fired {
  readonly fired: readonly Firing[];
  /** As many were due as could be taken at once. */
  readonly more: boolean;
}

/** dueSoon: not over yet, and due within `withinHours` · breached: over and still owed. */
export const CLOCK_LISTS = ['open', 'dueSoon', 'breached', 'paused'] as const;

export interface ClockQuery extends PageRequest {
  readonly show: (typeof CLOCK_LISTS)[number];
  readonly withinHours: number;
  /** Null: of every owner, and of leads that wait for one. */
  readonly ownerId: string | null;
}

/** A run that is not over, as the last decision and what fired since left it. */
export interface OpenClock extends Clock {
  readonly leadId: string;
  readonly contactId: string;
  readonly agreementId: string;
  readonly version: number;
  /** Null with a `warnedAt` or `breachedAt`: it was so before the portal was switched on. */
  readonly warnFiredAt: Instant | null;
  readonly breachFiredAt: Instant | null;
}
