// A lead whose owner is absent beyond what he promised to do by then: sickness after the assignment re-routes, it does not
// pause. Whom Accord gave the lead loses it to whoever can take it; one whom others chose stands, and so does one whom nobody
// can relieve. Nights, weekends and hours are no absence, and who comes back gets nothing back.
import { clocksOf, type Standing } from '#domain/clocks.ts';
import { addReason, type Course, reasonOf, withState } from '#domain/course.ts';
import type { ClockStatus, Reason } from '#domain/decision.ts';
import { fromEpochMs, toEpochMs } from '#domain/instant.ts';
import type { LeadState } from '#domain/lead.ts';
import { isHeld } from '#domain/stages.ts';
import { absenceCuts, type Spell, spellAt } from './absences.ts';
import { isOnHold, seekOwner } from './assign.ts';
import { noteFormer, repOf } from './former-reps.ts';

type Params = Reason['params'];

/** After an owner was found for leads that had none. */
export function relieveAbsent(course: Course): Course {
  const { owner } = course.state;
  const absence = findAbsence(course);
  if (absence === null) return attended(course);
  if (owner.by !== 'accord') return leave(course, { ...absence, reason: 'chosen' });
  const { desk } = course.context;
  if (desk === undefined) return leave(course, absence);
  const sought = seekOwner(noteFormer(course, owner.value), desk);
  const way = sought.reasons.slice(course.reasons.length);
  if (owner !== sought.state.owner)
    return attended({ ...sought, reasons: [...course.reasons, reasonOf('ownerAbsent', absence), ...way] });
  // The last word of a search in vain is why.
  const told = { ...course, route: sought.route, reasons: [...course.reasons, ...way.slice(0, -1)] };
  return leave(told, { ...absence, ...way.at(-1)?.params });
}

/** On hold, or Accord's to take from an owner who is absent: an owner is looked for. */
export function needsRep(state: LeadState): boolean {
  return isOnHold(state) || (state.unattendedSince !== undefined && state.owner.by === 'accord');
}

/** `later`: the lead as it is seen then, upon the state that this decision leaves. */
export function isAttendanceNew(later: Course): boolean {
  return (findAbsence(later) === null) !== (later.state.unattendedSince === undefined);
}

export function attendanceCuts({ state, context }: Pick<Course, 'state' | 'context'>): readonly number[] {
  return absenceCuts(context.pool, repOf(state));
}

function leave(course: Course, params: Params): Course {
  const { state, context } = course;
  const unattendedSince = state.unattendedSince ?? context.now;
  return addReason(withState(course, { unattendedSince }), 'unattended', params);
}

function attended(course: Course): Course {
  const { unattendedSince, ...state } = course.state;
  return unattendedSince === undefined ? course : { ...course, state };
}

type Seen = Parameters<typeof clocksOf>[0];

/** What the owner cannot do for his absence; null: he is there, or has begun. */
function findAbsence(seen: Seen): Params | null {
  const { state, context, sight } = seen;
  const ownerId = repOf(state);
  const spell = ownerId === '' ? null : spellAt(context.pool, ownerId, sight.nowMs);
  if (spell === null || state.status === 'rejected' || isHeld(seen) || isTouchedBy(seen, ownerId))
    return null;
  const missed = firstWithin(clocksOf(seen).standings, { ...spell, ownerId });
  if (missed === null) return null;
  return { ownerId, by: spell.by, until: fromEpochMs(spell.untilMs), ...missed };
}

/** In this cycle, by him or nobody named. */
function isTouchedBy({ view, state, sight }: Seen, ownerId: string): boolean {
  const sinceMs = toEpochMs(state.handedOverAt ?? '');
  return view.signals.some(
    ({ kind, at, ownerId: who = ownerId }) =>
      kind === 'touch' && who === ownerId && toEpochMs(at) > sinceMs && toEpochMs(at) <= sight.nowMs,
  );
}

const UNMET: readonly ClockStatus[] = ['running', 'warned', 'breached'];

/** Of equal due times the first of the agreement. */
function firstWithin(
  standings: readonly Standing[],
  { fromMs, untilMs, ownerId }: Spell & { readonly ownerId: string },
): { readonly clause: string; readonly dueAt: string } | null {
  let first: { readonly clause: string; readonly dueAt: string } | null = null;
  for (const { run, status } of standings) {
    const { clause, dueAt } = run;
    if (dueAt === null || run.ownerId !== ownerId || !UNMET.includes(status)) continue;
    const dueMs = toEpochMs(dueAt);
    if (dueMs < fromMs || dueMs >= untilMs || (first !== null && first.dueAt <= dueAt)) continue;
    first = { clause, dueAt };
  }
  return first;
}
