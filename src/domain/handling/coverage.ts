// Feedback on every lead (R41): of the leads handed over in a month, of how many sales has said or shown what became of them.
// A yes, a no with its reason, a contact, an opportunity are feedback; a no without a reason, and silence, are none.
import type { Agreement, Calendar, Instant } from '#domain/agreement.ts';
import { isAttempts, type SalesClause } from '#domain/agreement-sales.ts';
import { addDuration } from '#domain/business-time.ts';
import type { ClauseAlarm, ClauseStatus, LedgerEntry } from '#domain/marketing/ledger.ts';
import { type Month, monthOf } from '#domain/marketing/month.ts';
import { compare } from '#domain/order.ts';

/** The id of the clause, which the document promises without giving it one. */
export const FEEDBACK_ON_ALL = 'feedback-on-all';

/**
 * answered: sales said or did something about it · silent: it did not · tooYoung: sales still has time · withdrawn: the lead left before
 * sales said anything (it cooled, a gate closed) · beforeStart: handed over before the switch-on.
 */
export const COVERAGE_STANDINGS = ['answered', 'silent', 'tooYoung', 'withdrawn', 'beforeStart'] as const;
export type CoverageStanding = (typeof COVERAGE_STANDINGS)[number];

export interface CoverageLead {
  readonly leadId: string;
  /** Null for a contact that HubSpot no longer has: it is counted and not named. */
  readonly contactId: string | null;
  readonly cycle: number;
  readonly handedOverAt: Instant;
  readonly counts: boolean;
  readonly fulfils: boolean;
  readonly standing: CoverageStanding;
}

export interface CoverageState {
  readonly kind: 'coverage';
  readonly promise: Pick<SalesClause, 'id' | 'rate' | 'owner'>;
  readonly status: ClauseStatus;
  readonly alarm: ClauseAlarm;
  /** From then on the month is judged; feedback that comes later still counts. */
  readonly judgedAt: Instant;
  /** Leads that are counted, and those of them with feedback. */
  readonly due: number;
  readonly kept: number;
  readonly young: number;
  /** Handed over in the month, the last one first. */
  readonly leads: readonly CoverageLead[];
}

export interface CoverageLedger {
  /** `2026-11` */
  readonly month: string;
  readonly now: Instant;
  /** From when on Accord is switched on; null: not yet. */
  readonly since: Instant | null;
  /** Of every lead handed over in the month all that it has, first contacts included. */
  readonly entries: readonly LedgerEntry[];
}

/** Null where sales has not promised it. `agreement` is the version that was in force in the month (R33, I11). */
export function judgeCoverage(agreement: Rules, ledger: CoverageLedger): CoverageState | null {
  if (agreement.sales.feedbackOnAll !== true) return null;
  const month = monthOf(agreement.calendar, ledger.month);
  const leads = leadsBehind(agreement, month, ledger);
  const count = (...standings: readonly CoverageStanding[]): number =>
    leads.filter(({ standing }) => standings.includes(standing)).length;
  const [kept, due] = [count('answered'), count(...COUNTED)];
  const judgedAt = ripeAt(agreement, month.end);
  const status = statusOf(month, ledger, { judgedAt, kept, due });
  return {
    kind: 'coverage',
    promise: { id: FEEDBACK_ON_ALL, rate: MILLION, owner: null },
    status,
    // Whoever is silent may still speak, so until the month is judged nothing is lost.
    alarm: status === 'missed' ? 'broken' : 'none',
    judgedAt,
    due,
    kept,
    young: count('tooYoung'),
    leads,
  };
}

const MILLION = 1_000_000;
const COUNTED: readonly CoverageStanding[] = ['answered', 'silent'];

type Rules = Pick<Agreement, 'sales' | 'stages'> & { readonly calendar: Calendar };

/** Sales has the time that it promised for its answer, or for the first contact, whichever is longer. */
function ripeAt({ sales, calendar }: Rules, at: Instant): Instant {
  const ends = sales.clauses
    .filter((clause) => clause.label === null && clause.kind !== 'feedback' && !isAttempts(clause))
    .map(({ within }) => addDuration(calendar, at, within));
  return ends.reduce((latest, end) => (end > latest ? end : latest), at);
}

function leadsBehind(
  agreement: Rules,
  { start, end }: Month,
  { entries, now, since }: CoverageLedger,
): readonly CoverageLead[] {
  const cycles = Map.groupBy(entries, cycleOf);
  return entries
    .filter(({ kind, at }) => kind === 'mql' && at >= start && at < end)
    .map((handOver): CoverageLead => {
      const { leadId, contactId, cycle, at } = handOver;
      const answer = answerOf(agreement, cycles.get(cycleOf(handOver)) ?? []);
      const isYoung = ripeAt(agreement, at) > now;
      // Of the young, those with feedback would be counted before those without.
      const standing = whyNotCounted({ at, since, isYoung }) ?? answer;
      return {
        leadId,
        contactId,
        cycle,
        handedOverAt: at,
        counts: COUNTED.includes(standing),
        fulfils: standing === 'answered',
        standing,
      };
    })
    .toSorted((a, b) => compare(b.handedOverAt, a.handedOverAt) || compare(a.leadId, b.leadId));
}

function cycleOf({ leadId, cycle }: LedgerEntry): string {
  return `${leadId} ${cycle}`;
}

function whyNotCounted({
  at,
  since,
  isYoung,
}: Pick<CoverageLedger, 'since'> & {
  readonly at: Instant;
  readonly isYoung: boolean;
}): CoverageStanding | null {
  if (since === null || at < since) return 'beforeStart';
  return isYoung ? 'tooYoung' : null;
}

/** Where the hand-over is the yes (`sql: auto`), nobody said it. */
const SAID = ['touch', 'opportunity', 'customer'];
const SAID_YES = ['accepted', 'sql'];
/** Endings that sales brought about. */
const BY_SALES = ['rejected', 'noContact', 'dealLost'];

function answerOf({ stages }: Rules, cycle: readonly LedgerEntry[]): CoverageStanding {
  const isFeedback = ({ kind, ending }: LedgerEntry): boolean =>
    SAID.includes(kind) || (stages.sql !== 'auto' && SAID_YES.includes(kind)) || BY_SALES.includes(ending);
  if (cycle.some(isFeedback)) return 'answered';
  // One that a consequence took from sales is what silence came to.
  return cycle.some(({ kind, ending }) => kind === 'recycled' && ending !== 'returned')
    ? 'withdrawn'
    : 'silent';
}

/** Every lead of the month is counted, none is a sample. */
function statusOf(
  month: Month,
  { now, since }: CoverageLedger,
  { judgedAt, kept, due }: Pick<CoverageState, 'judgedAt' | 'kept' | 'due'>,
): ClauseStatus {
  if (now < month.start) return 'notStarted';
  if (since === null || since >= month.end) return 'notMeasured';
  if (due === 0) return 'noLeads';
  if (now >= judgedAt) return kept === due ? 'kept' : 'missed';
  return kept === due ? 'onPace' : 'behind';
}
