// Whose lead it is from the hand-over on (5a.4): the contact's owner, whoever search.ts finds, or nobody yet.

import type { Agreement } from '#domain/agreement.ts';
import { passedOwners } from '#domain/consequences/pending.ts';
import { addReason, type Course, isLetGo, isOpen, withState } from '#domain/course.ts';
import type { Desk } from '#domain/decision.ts';
import type { LeadState } from '#domain/lead.ts';
import { OWNER_PROPERTY } from '#domain/names.ts';
import { wishFor } from '#domain/tracked.ts';
import { spellAt } from './absences.ts';
import { findOwner, findRoomOf } from './search.ts';

/** An open lead of somebody who has left HubSpot waits for another owner, whoever gave it to him. */
export function releaseLeft(course: Course): Course {
  const { state, context } = course;
  const { value } = state.owner;
  if (!isOpen(state) || state.assignedAt === null || context.pool.left?.includes(value) !== true)
    return course;
  return addReason(withState(course, { assignedAt: null }), 'ownerLeft', { ownerId: value });
}

export function assignOwner(course: Course): Course {
  const { context, state } = course;
  if (!isOnHold(state)) return course;
  if (mayKeepOwner(course)) {
    const { value } = state.owner;
    if (isLetGo(course)) return keepIfFree(course, value);
    return addReason(withState(course, { assignedAt: context.now }), 'ownerKept', { ownerId: value });
  }
  return context.desk === undefined ? addReason(course, 'ownerHold') : seekOwner(course, context.desk);
}

/** Whom Accord itself gave the lead, it does not give it again while he is absent. */
function mayKeepOwner({ agreement, context, state, sight }: Course): boolean {
  const { value, by } = state.owner;
  if (!rulesFor(agreement, state).keepContactOwner || !context.pool.activeOwners.includes(value))
    return false;
  const isAbsent = by === 'accord' && spellAt(context.pool, value, sight.nowMs) !== null;
  return !isAbsent && !passedOwners(state).includes(value);
}

/** Whose it is stays as it is where nobody can take it, which is told. */
export function seekOwner(course: Course, desk: Desk): Course {
  const { useCompanyOwner } = rulesFor(course.agreement, course.state);
  const { route, reasons } = findOwner(course, desk, useCompanyOwner);
  const told = { ...course, route, reasons: [...course.reasons, ...reasons] };
  return route.ownerId === '' ? told : giveTo(told, route.ownerId);
}

/** A lead of the backlog stays its owner's, who gets it when he may have one. */
function keepIfFree(course: Course, ownerId: string): Course {
  const { desk, now } = course.context;
  if (desk === undefined) return addReason(course, 'ownerHold');
  const { route, reasons } = findRoomOf(course, desk, ownerId);
  const told = { ...course, route, reasons: [...course.reasons, ...reasons] };
  return route.ownerId === '' ? told : withState(told, { assignedAt: now });
}

/** Handed over to nobody yet, and nobody took the owner away since. */
export function isOnHold(state: LeadState): boolean {
  if (!isOpen(state) || state.assignedAt !== null) return false;
  const { by, value, at } = state.owner;
  return by === 'accord' || value !== '' || at <= (state.handedOverAt ?? '');
}

/** A lead that comes back goes to its owner or to the pool where the agreement says so; a person's hand-over as at first. */
function rulesFor(
  { routing }: Agreement,
  { cycle, byHand }: LeadState,
): Pick<Agreement['routing'], 'keepContactOwner' | 'useCompanyOwner'> {
  const { keepContactOwner, useCompanyOwner, onReturn } = routing;
  if (cycle <= 1 || byHand || onReturn === null) return { keepContactOwner, useCompanyOwner };
  return onReturn === 'same'
    ? { keepContactOwner: true, useCompanyOwner }
    : { keepContactOwner: false, useCompanyOwner: false };
}

function giveTo(course: Course, ownerId: string): Course {
  const { now } = course.context;
  const owner = wishFor(ownerId, course.view.facts, { property: OWNER_PROPERTY, now });
  return withState(course, { owner, assignedAt: now });
}
