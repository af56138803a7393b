// What sales promised for a month (R32): of the leads for which a clause fell due in it, how many it was kept for.

import type { Agreement, Calendar, Instant } from '#domain/agreement.ts';
import type { SalesClause } from '#domain/agreement-sales.ts';
import type { ClauseAlarm, ClauseStatus } from '#domain/marketing/ledger.ts';
import { type Month, monthOf } from '#domain/marketing/month.ts';
import { projectMonth } from '#domain/marketing/projection.ts';
import { type Interval, wilson } from '#domain/marketing/wilson.ts';
import { compare } from '#domain/order.ts';
import { type HandledLead, type HandlingStanding, ripeAt, standingOf } from './standing.ts';

export interface HandlingLead extends HandledLead {
  /** It is one of those that are counted… */
  readonly counts: boolean;
  /** …and one that the promise was kept for. */
  readonly fulfils: boolean;
  readonly standing: HandlingStanding;
}

export interface HandlingState {
  readonly kind: 'handling';
  readonly promise: SalesClause;
  readonly status: ClauseStatus;
  readonly alarm: ClauseAlarm;
  /** From then on the month's numbers are complete. */
  readonly judgedAt: Instant;
  /** Leads that are counted; those of them it was kept for, late for, and not at all. */
  readonly due: number;
  readonly kept: number;
  readonly late: number;
  readonly broken: number;
  readonly excused: number;
  readonly young: number;
  /** How sure the share is, were the month a sample. */
  readonly interval: Interval;
  /** Of the month, the one that fell due last first. */
  readonly leads: readonly HandlingLead[];
}

export interface HandlingLedger {
  /** `2026-11` */
  readonly month: string;
  readonly now: Instant;
  /** From when on Accord is switched on; null: not yet. */
  readonly since: Instant | null;
  /** Those whose clause fell due in the month, or does. */
  readonly handled: readonly HandledLead[];
}

/** In the order of the document. `agreement` is the version that was in force in the month (R33, I11). */
export function judgeHandling(
  { sales, calendar }: Pick<Agreement, 'sales' | 'calendar'>,
  ledger: HandlingLedger,
): readonly HandlingState[] {
  const month = monthOf(calendar, ledger.month);
  return sales.clauses.map((clause) => judgeClause(clause, { ...ledger, calendar, month }));
}

interface Judged extends Omit<HandlingLedger, 'month'> {
  readonly calendar: Calendar;
  readonly month: Month;
}

function judgeClause(promise: SalesClause, at: Judged): HandlingState {
  const leads = leadsBehind(promise, at);
  const count = (...standings: readonly HandlingStanding[]): number =>
    leads.filter(({ standing }) => standings.includes(standing)).length;
  const [kept, due, young] = [count('kept'), count(...COUNTED), count('tooYoung')];
  const judgedAt = ripeAt(at.calendar, promise, at.month.end);
  const status = statusOf(promise, at, { judgedAt, kept, due });
  return {
    kind: 'handling',
    promise,
    status,
    alarm: alarmOf(status, isOutOfReach(promise, at, { missed: due - kept, all: due + young })),
    judgedAt,
    due,
    kept,
    late: count('late'),
    broken: count('broken'),
    excused: count('excused'),
    young,
    interval: wilson(kept, due),
    leads,
  };
}

const MILLION = 1_000_000;
const COUNTED: readonly HandlingStanding[] = ['kept', 'late', 'broken'];

function leadsBehind(promise: SalesClause, at: Judged): readonly HandlingLead[] {
  const { start, end } = at.month;
  return (
    at.handled
      .filter(({ clause, dueAt }) => clause === promise.id && dueAt >= start && dueAt < end)
      // What is not due yet is shown as too young, and never counted.
      .map((lead) => {
        const standing = standingOf(promise, lead, at);
        return { ...lead, standing, counts: COUNTED.includes(standing), fulfils: standing === 'kept' };
      })
      .toSorted((a, b) => compare(b.dueAt, a.dueAt) || compare(a.leadId, b.leadId))
  );
}

/** Every lead of the month is counted, none is a sample: once all are known, the share is what it is. */
function statusOf(
  { rate }: SalesClause,
  { month, now, since }: Judged,
  { judgedAt, kept, due }: Pick<HandlingState, 'judgedAt' | 'kept' | 'due'>,
): ClauseStatus {
  if (now < month.start) return 'notStarted';
  if (since === null || since >= month.end) return 'notMeasured';
  if (due === 0) return 'noLeads';
  const meets = kept * MILLION >= rate * due;
  if (now >= judgedAt) return meets ? 'kept' : 'missed';
  return meets ? 'onPace' : 'behind';
}

function alarmOf(status: ClauseStatus, isLost: boolean): ClauseAlarm {
  if (status === 'missed') return 'broken';
  // What can no longer be kept is behind.
  return isLost ? 'atRisk' : 'none';
}

/**
 * Though it were kept for every lead that still falls due, at the pace so far. No share of a few leads is taken for the month's:
 * it is looked at every hour, and one of many looks at a sample would alarm by chance.
 */
function isOutOfReach(
  { rate }: SalesClause,
  at: Judged,
  { missed, all }: { readonly missed: number; readonly all: number },
): boolean {
  const projection = projectMonth(all, at);
  if (projection === null) return false;
  return (projection.count - missed) * MILLION < rate * projection.count;
}
