// Which months are looked at: those of which something may be news, and those whose broken clauses are followed up later.
import type { Agreement, Duration, Instant } from '#domain/agreement.ts';
import { addDuration } from '#domain/business-time.ts';
import { DAY_MS, fromEpochMs, toEpochMs } from '#domain/instant.ts';
import { monthAt, monthBefore, monthOf } from '#domain/marketing/month.ts';
import { cohortJudgedAt } from '#domain/marketing/quality.ts';

/**
 * The current month, and those whose verdict may be news: of a cohort that is judged `matureAfterDays` after its month, the
 * month that became ripe last; of everything else the one before.
 */
export function monthsToAlert(
  calendar: Agreement['calendar'],
  now: Instant,
  matureAfterDays: readonly number[],
): readonly string[] {
  const ripe = [0, ...matureAfterDays].map((days) =>
    monthBefore(monthAt(calendar, fromEpochMs(toEpochMs(now) - days * DAY_MS))),
  );
  return [...new Set([monthAt(calendar, now), ...ripe])];
}

/** Nothing follows later. */
const MOST_MONTHS = 24;

/**
 * Beside those to alert, the ones of which something may have followed since `since`: what follows a verdict by one of `afters`.
 * `matureAfterDays`: of every version that was in force, as each month is judged by its own.
 */
export function monthsToFollow(
  calendar: Agreement['calendar'],
  afters: readonly Duration[],
  {
    now,
    since,
    matureAfterDays,
  }: { readonly now: Instant; readonly since: Instant; readonly matureAfterDays: readonly number[] },
): readonly string[] {
  const months = new Set(monthsToAlert(calendar, now, matureAfterDays));
  const longest = Math.max(0, ...matureAfterDays);
  const mayFollow = (month: string): boolean => {
    const verdictAt = cohortJudgedAt(monthOf(calendar, month), longest);
    return afters.some((after) => addDuration(calendar, verdictAt, after) > since);
  };
  let month = monthBefore(monthAt(calendar, now));
  for (let back = 0; back < MOST_MONTHS && mayFollow(month); back += 1) {
    months.add(month);
    month = monthBefore(month);
  }
  return [...months];
}
