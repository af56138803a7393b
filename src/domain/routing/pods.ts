// Pods (R18): a pool of reps and the marketer who works with it. A lead belongs to the pod of whoever has it, so the pods of a
// portal share out what both sides promised without counting anything twice.
import type { Agreement, Calendar, Instant } from '#domain/agreement.ts';
import { EVERYONE, type RoutingPool } from '#domain/agreement-routing.ts';
import { timeBetween } from '#domain/business-time.ts';
import type { HandlingState } from '#domain/handling/handling.ts';
import { DAY_MS, fromEpochMs, toEpochMs } from '#domain/instant.ts';
import { dayAt, startOfDay } from '#domain/local-day.ts';
import type { LedgerEntry, LedgerKind } from '#domain/marketing/ledger.ts';
import { type Month, monthOf } from '#domain/marketing/month.ts';

/** E-mail addresses of owners by their id, as HubSpot writes them; absent where it shows none. */
type Emails = Readonly<Record<string, string>>;

/** The first pool of the document that names the rep, else the first that everyone is in; null: of none, or nobody's. */
export function podOf(pools: readonly RoutingPool[], email: string): RoutingPool | null {
  if (email === '') return null;
  const holds = (address: string): RoutingPool | undefined =>
    pools.find(({ members }) => members.some((one) => one.email === address));
  return holds(email.toLowerCase()) ?? holds(EVERYONE) ?? null;
}

export interface PodLedger {
  /** `2026-11` */
  readonly month: string;
  readonly now: Instant;
  /** From when on Accord is switched on; null: not yet. */
  readonly since: Instant | null;
  readonly entries: readonly LedgerEntry[];
  /** Sales' promises of the month. */
  readonly handling: readonly HandlingState[];
  /** Who has each lead now, or had it last, by Accord's lead id. */
  readonly holders: Readonly<Record<string, string>>;
  readonly emails: Emails;
  /** Owner of each lead handed over since `forecastFrom`. */
  readonly recent: readonly string[];
}

export interface PodScore {
  /** Null: leads of reps in no pool, and of nobody. */
  readonly pool: string | null;
  readonly label: string;
  /** E-mail address; null: the pool names none. */
  readonly marketer: string | null;
  /** Leads handed over in the month; accepted and made SQL in it. */
  readonly handedOver: number;
  readonly accepted: number;
  readonly sql: number;
  /** Of each promise of sales, for how many leads it fell due and was kept. */
  readonly promises: readonly { readonly clause: string; readonly due: number; readonly kept: number }[];
  readonly nextWeek: Forecast;
}

/** The next seven local days (R23). */
export interface Forecast {
  /** Hand-overs to come, at the pace of the last four weeks' working time. */
  readonly expected: number;
  /** What the limits per day of the pool and of its reps let through; null: no limit. */
  readonly capacity: number | null;
}

const WEEK_DAYS = 7;
const LOOK_BACK_DAYS = 28;

/** Since when hand-overs are counted for the forecast. */
export function forecastFrom({ timeZone }: Pick<Calendar, 'timeZone'>, now: Instant): Instant {
  return fromEpochMs(startOfDay(timeZone, dayAt(timeZone, toEpochMs(now)) - LOOK_BACK_DAYS));
}

/** In the order of the document; what belongs to none comes last, where there is any. */
export function scorePods(
  { routing, calendar }: Pick<Agreement, 'routing' | 'calendar'>,
  ledger: PodLedger,
): readonly PodScore[] {
  const { pools } = routing;
  const podOfOwner = (ownerId: string): string | null =>
    podOf(pools, ledger.emails[ownerId] ?? '')?.id ?? null;
  const month = monthOf(calendar, ledger.month);
  const share = shareToCome(calendar, ledger);
  const scoreOf = (pool: RoutingPool | null): PodScore => {
    const id = pool?.id ?? null;
    const mine = (ownerId: string): boolean => podOfOwner(ownerId) === id;
    const reached = (kind: LedgerKind): number => countReached(ledger, month, { kind, mine });
    return {
      pool: id,
      label: pool?.label ?? '',
      marketer: pool?.marketer ?? null,
      handedOver: reached('mql'),
      accepted: reached('accepted'),
      sql: reached('sql'),
      promises: ledger.handling.map(({ promise, leads }) => {
        const counted = leads.filter(({ counts, ownerId }) => counts && mine(ownerId));
        return {
          clause: promise.id,
          due: counted.length,
          kept: counted.filter(({ fulfils }) => fulfils).length,
        };
      }),
      nextWeek: {
        expected: Math.round(ledger.recent.filter(mine).length * share),
        capacity: pool === null ? null : capacityOf(pool, workingDaysAhead(calendar, ledger.now)),
      },
    };
  };
  const rest = scoreOf(null);
  const isThere = rest.handedOver + rest.nextWeek.expected > 0 || rest.promises.some(({ due }) => due > 0);
  return [...pools.map(scoreOf), ...(isThere ? [rest] : [])];
}

function countReached(
  { entries, since, holders }: PodLedger,
  { start, end }: Month,
  { kind, mine }: { readonly kind: LedgerKind; readonly mine: (ownerId: string) => boolean },
): number {
  return entries.filter(
    (entry) =>
      entry.kind === kind &&
      since !== null &&
      entry.at >= since &&
      entry.at >= start &&
      entry.at < end &&
      mine(holders[entry.leadId] ?? ''),
  ).length;
}

/** Working time of the next week over that of the four before it, as far as Accord was switched on. */
function shareToCome(calendar: Calendar, { now, since }: PodLedger): number {
  if (since === null) return 0;
  const from = forecastFrom(calendar, now);
  const past = timeBetween(calendar, 'workingHours', { start: since > from ? since : from, end: now });
  if (past <= 0) return 0;
  const [start, end] = weekAhead(calendar, now);
  return timeBetween(calendar, 'workingHours', { start, end }) / past;
}

/** From the next local midnight on. */
function weekAhead({ timeZone }: Calendar, now: Instant): readonly [Instant, Instant] {
  const first = dayAt(timeZone, toEpochMs(now)) + 1;
  return [fromEpochMs(startOfDay(timeZone, first)), fromEpochMs(startOfDay(timeZone, first + WEEK_DAYS))];
}

/** Local dates, `2026-11-02`, on which people work. */
function workingDaysAhead(calendar: Calendar, now: Instant): readonly string[] {
  const { timeZone } = calendar;
  const first = dayAt(timeZone, toEpochMs(now)) + 1;
  return Array.from({ length: WEEK_DAYS }, (_, index) => first + index)
    .filter((day) => {
      const [start, end] = [startOfDay(timeZone, day), startOfDay(timeZone, day + 1)].map(fromEpochMs);
      return timeBetween(calendar, 'workingHours', { start: start ?? '', end: end ?? '' }) > 0;
    })
    .map((day) => fromEpochMs(day * DAY_MS).slice(0, 'YYYY-MM-DD'.length));
}

function capacityOf({ maxPerDay, members }: RoutingPool, days: readonly string[]): number | null {
  // How many everyone is, no agreement says.
  const isOpenEnded = members.some(({ email }) => email === EVERYONE);
  const limits = days.map((day) => {
    if (isOpenEnded) return maxPerDay;
    const there = members.filter(({ absences }) =>
      absences.every(({ from, until }) => day < from || day > until),
    );
    const own = there.reduce<number | null>(
      (sum, one) => (sum === null || one.maxPerDay === null ? null : sum + one.maxPerDay),
      0,
    );
    return own === null || (maxPerDay !== null && maxPerDay < own) ? maxPerDay : own;
  });
  return limits.reduce<number | null>(
    (sum, limit) => (sum === null || limit === null ? null : sum + limit),
    0,
  );
}
