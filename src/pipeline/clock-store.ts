// The clocks of sales between decisions and the database: what people say of them, what a decision leaves, what fires.
import type { Instant } from '#domain/agreement.ts';
import type { Clock } from '#domain/decision.ts';
import type { Excuse, LeadPause } from '#domain/lead.ts';

/** Of one lead. */
export interface SaidOfClocks {
  /** By (from, reason). */
  readonly pauses: readonly LeadPause[];
  /** By (at, clause). */
  readonly excuses: readonly Excuse[];
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
