// What sales promised, compiled: one list of clauses, whichever place of the document they come from, and what may stop
// their clocks.
import type { Duration, StageKey } from './agreement.ts';

/** accept: a yes or a no · touch: documented contacts · feedback: the reason of a no. */
export type ClauseKind = 'accept' | 'touch' | 'feedback';
export type ClauseStart = 'handOver' | 'assignment' | 'stage' | 'form' | 'reject';
export const CONSEQUENCE_KINDS = ['warn', 'escalate', 'reassign', 'return', 'suspend', 'agenda'] as const;
export type ConsequenceKind = (typeof CONSEQUENCE_KINDS)[number];

/** What follows a breach. */
export interface Consequence {
  /** Counted from the breach; null: at once. */
  readonly after: Duration | null;
  readonly do: ConsequenceKind;
  readonly to: string | null;
  /** In the portal; null: no limit. */
  readonly maxPerHour: number | null;
  /** Not again for the same within so many hours; null: always. */
  readonly coolDownHours: number | null;
}

export interface SalesClause {
  readonly id: string;
  /** Null: one that has a place of its own in the document: the three that every agreement has, and the attempts. */
  readonly label: string | null;
  readonly kind: ClauseKind;
  readonly start: ClauseStart;
  /** Of start `stage`, else null. */
  readonly stage: StageKey | null;
  /** Only leads that are in this segment when the clause starts; null: all. */
  readonly segment: string | null;
  readonly within: Duration;
  /** Of a touch: whether one that reached nobody counts. */
  readonly counts: 'attempt' | 'contact';
  /** So many touches; 1 for other kinds. */
  readonly count: number;
  /** Of the attempts alone. True: whoever has reached the lead owes no more of them; false: so many contacts are promised. */
  readonly untilReached?: boolean;
  /** A touch counts when it was entered so soon after it happened. */
  readonly logWithin: Duration;
  /** Share of the time after which a warning comes, in millionths; null: none. */
  readonly warnAt: number | null;
  /** Ids of the pauses for which the clock stands still. */
  readonly pauses: readonly string[];
  /** Share of the leads for which it must be kept, in millionths. */
  readonly rate: number;
  /** E-mail address of who answers for it. */
  readonly owner: string | null;
  readonly consequences: readonly Consequence[];
}

/** A reason to stop clocks for a while. */
export interface PauseRule {
  readonly id: string;
  readonly label: string;
  /** One pause ends so long after its start. */
  readonly atMost: Duration;
  /** In one cycle; null: any number. */
  readonly perLead: number | null;
}

export interface SalesPromises {
  /** In the document's order: accept, first touch, feedback, attempts, then sales' own. */
  readonly clauses: readonly SalesClause[];
  readonly pauses: readonly PauseRule[];
  /** Feedback on every lead handed over; absent: it is not promised. */
  readonly feedbackOnAll?: true;
  /** So many touches without any reaction of the lead end the cycle once the time for them is over. */
  readonly attempts: { readonly count: number; readonly within: Duration } | null;
}

/** Where a clause stands in the document: `acceptWithin`, `clauses.hot`. */
export function placeOf(clause: SalesClause): string {
  const { id, label, kind } = clause;
  if (label !== null) return `clauses.${id}`;
  return isAttempts(clause) ? 'attempts' : PLACES[kind];
}

/** The one clause of how often sales tries before it gives up. */
export function isAttempts({ untilReached }: Pick<SalesClause, 'untilReached'>): boolean {
  return untilReached !== undefined;
}

const PLACES: Readonly<Record<ClauseKind, string>> = {
  accept: 'acceptWithin',
  touch: 'firstTouchWithin',
  feedback: 'feedbackWithin',
};
