// When owners are absent, as the agreement and HubSpot say: meanwhile they are given nothing, and what falls due they cannot do.
import type { PoolMember, RoutingModel } from '#domain/agreement-routing.ts';
import type { Absence, Desk, Owners, Sayer } from '#domain/decision.ts';
import { fromEpochMs, parseDay, toEpochMs } from '#domain/instant.ts';
import { startOfDay } from '#domain/local-day.ts';
import { HORIZON_MS } from '#domain/part-crossing.ts';
import { membersOf, type People } from './members.ts';

/** From `fromMs` on, before `untilMs`. */
export interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Absences that touch or overlap are one. */
export interface Spell extends Span {
  /** Who says so of the instant asked about. */
  readonly by: Sayer;
}

const spans = new WeakMap<PoolMember, readonly Span[]>();

/** Of the local days that the agreement says. */
export function spansOf(member: PoolMember): readonly Span[] {
  const known = spans.get(member);
  if (known !== undefined) return known;
  const found = member.absences.map(({ from, until }) => ({
    fromMs: startOfDay(member.timeZone, parseDay(from)),
    untilMs: startOfDay(member.timeZone, parseDay(until) + 1),
  }));
  spans.set(member, found);
  return found;
}

type AbsencesById = NonNullable<Owners['absences']>;

/** Those of now, and those that begin within as long as a decision looks ahead. Who is absent for one pool is so for all. */
export function absencesAhead(
  { pools }: Pick<RoutingModel, 'pools'>,
  people: People & Pick<Desk, 'users'>,
  nowMs: number,
): AbsencesById {
  const found = new Map<string, Absence[]>();
  const note = (ownerId: string, { fromMs, untilMs }: Span, by: Sayer): void => {
    if (untilMs <= nowMs || fromMs >= nowMs + HORIZON_MS) return;
    const absence = { from: fromEpochMs(fromMs), until: fromEpochMs(untilMs), by };
    found.set(ownerId, [...(found.get(ownerId) ?? []), absence]);
  };
  const known = pools.filter(({ members }) => members.some(({ absences }) => absences.length > 0));
  for (const { ownerId, member } of known.flatMap((pool) => membersOf(pool, people)))
    for (const span of spansOf(member)) note(ownerId, span, 'agreement');
  for (const [ownerId, { away = [] }] of Object.entries(people.users))
    for (const { from, until } of away)
      note(ownerId, { fromMs: toEpochMs(from), untilMs: toEpochMs(until) }, 'hubspot');
  return Object.fromEntries([...found].map(([ownerId, absences]) => [ownerId, absences.toSorted(inOrder)]));
}

function inOrder(a: Absence, b: Absence): number {
  return textOf(a) < textOf(b) ? -1 : 1;
}

function textOf({ from, until, by }: Absence): string {
  return `${from} ${until} ${by}`;
}

/** Null: he is not absent then. */
export function spellAt({ absences }: Pick<Owners, 'absences'>, ownerId: string, atMs: number): Spell | null {
  const own = absences?.[ownerId] ?? [];
  const now = own.find(({ from, until }) => toEpochMs(from) <= atMs && atMs < toEpochMs(until));
  if (now === undefined) return null;
  let [fromMs, untilMs] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { from, until } of own) {
    const startMs = toEpochMs(from);
    if (startMs > untilMs) {
      if (untilMs > atMs) break;
      fromMs = startMs;
    }
    untilMs = Math.max(untilMs, toEpochMs(until));
  }
  return { fromMs, untilMs, by: now.by };
}

/** When an absence of his begins or ends. */
export function absenceCuts({ absences }: Pick<Owners, 'absences'>, ownerId: string): readonly number[] {
  return (absences?.[ownerId] ?? []).flatMap(({ from, until }) => [toEpochMs(from), toEpochMs(until)]);
}
