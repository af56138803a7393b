// When a run of a clause is warned about and due: on the calendar, without what it was paused for, and never earlier by a
// change of the agreement than people were told (10.9).
import type { Calendar, Instant } from './agreement.ts';
import type { PauseRule, SalesClause } from './agreement-sales.ts';
import { addDuration } from './business-time.ts';
import { earlierOf, fromEpochMs, HOUR_MS, toEpochMs } from './instant.ts';
import type { LeadPause } from './lead.ts';
import { endOfPromise, timeSpent } from './paused-time.ts';

const WHOLE = 1_000_000;

/** Half-open, and always with an end: the agreement's where people gave none. */
export interface CutPause {
  readonly from: Instant;
  readonly to: Instant;
}

interface PauseInput {
  readonly clause: SalesClause;
  readonly rules: readonly PauseRule[];
  readonly pauses: readonly LeadPause[];
  readonly calendar: Calendar;
  /** Start of the cycle. */
  readonly from: Instant;
}

/** The pauses that stop a clause: those it allows, as often and as long as the agreement allows. */
export function cutPauses({ clause, rules, pauses, calendar, from }: PauseInput): readonly CutPause[] {
  if (pauses.length === 0) return [];
  return rules
    .filter(({ id }) => clause.pauses.includes(id))
    .flatMap((rule) => {
      const asked = pauses
        .filter((pause) => pause.reason === rule.id && pause.from >= from)
        .toSorted(byStart);
      return asked.slice(0, rule.perLead ?? asked.length).map((pause) => {
        const quota = addDuration(calendar, pause.from, rule.atMost);
        return { from: pause.from, to: pause.to === null ? quota : earlierOf(pause.to, quota) };
      });
    })
    .filter((pause) => pause.from < pause.to);
}

function byStart(a: LeadPause, b: LeadPause): number {
  const [first, second] = [`${a.from} ${a.to ?? '~'}`, `${b.from} ${b.to ?? '~'}`];
  if (first === second) return 0;
  return first < second ? -1 : 1;
}

interface RunInput {
  readonly clause: SalesClause;
  readonly calendar: Calendar;
  readonly since: Instant;
  readonly pauses: readonly CutPause[];
  /** As told before; null: nothing was. */
  readonly dueBefore: Instant | null;
  readonly baselineAt: Instant;
}

export interface RunTimes {
  /** Null: no warning is agreed on. */
  readonly warnAt: Instant | null;
  readonly dueAt: Instant;
}

export function timesOfRun(input: RunInput): RunTimes {
  const { dueBefore, baselineAt } = input;
  const dueAt = endOf(input, input.clause.within);
  const warnAt = warnOf(input, dueAt);
  const leadMs = warnAt === null ? 0 : toEpochMs(dueAt) - toEpochMs(warnAt);
  // A promise that is new, or shorter than it was: as much time as the warning gives, unless less was left before.
  const renewed = fromEpochMs(toEpochMs(baselineAt) + leadMs);
  const least = dueBefore === null ? renewed : earlierOf(dueBefore, renewed);
  if (least <= dueAt) return { warnAt, dueAt };
  return { dueAt: least, warnAt: warnAt === null ? null : fromEpochMs(toEpochMs(least) - leadMs) };
}

/** The end of the promise from another start, as if nobody had been told of another. */
export function endFrom(input: Omit<RunInput, 'dueBefore' | 'baselineAt'>): Instant {
  return endOf(input, input.clause.within);
}

type EndInput = Pick<RunInput, 'calendar' | 'since' | 'pauses'>;

function endOf({ calendar, since, pauses }: EndInput, duration: SalesClause['within']): Instant {
  const end = endOfPromise({ calendar, start: since, duration, pauses });
  if (end === null) throw new Error('A pause without an end is cut before');
  return end;
}

/** The instant at which the agreed share of the promise's time is used up. */
function warnOf(input: RunInput, dueAt: Instant): Instant | null {
  const { clause, calendar, since, pauses } = input;
  if (clause.warnAt === null) return null;
  const unit = clause.within.unit === 'elapsedHours' ? 'elapsedHours' : 'workingHours';
  const total = timeSpent({ calendar, start: since, pauses }, unit, dueAt);
  return endOf(input, { unit, amount: shareOf(total, clause.warnAt) / HOUR_MS });
}

/** Rounded down; in two steps, as the product may be beyond what a number holds exactly. */
function shareOf(total: number, millionths: number): number {
  const rest = total % WHOLE;
  return ((total - rest) / WHOLE) * millionths + Math.floor((rest * millionths) / WHOLE);
}
