// Whose lead it is from the hand-over on (5a.4): the contact's owner, the company's, the pool's next, or nobody yet.

import type { Agreement } from './agreement.ts';
import { passedOwners } from './consequences/pending.ts';
import { addReason, type Course, isOpen, withState } from './course.ts';
import type { LeadState } from './lead.ts';
import { OWNER_PROPERTY } from './names.ts';
import { wishFor } from './tracked.ts';

export function assignOwner(course: Course): Course {
  const { agreement, context, state } = course;
  if (!isOnHold(state)) return course;
  const { members, companyOwner, turns } = context.pool;
  const passed = passedOwners(state);
  const activeOwners = context.pool.activeOwners.filter((ownerId) => !passed.includes(ownerId));
  const { keepContactOwner, useCompanyOwner } = rulesFor(agreement, state);
  if (keepContactOwner && activeOwners.includes(state.owner.value)) {
    return addReason(withState(course, { assignedAt: context.now }), 'ownerKept', {
      ownerId: state.owner.value,
    });
  }
  if (useCompanyOwner && activeOwners.includes(companyOwner)) {
    return addReason(giveTo(course, companyOwner), 'ownerFromCompany', { ownerId: companyOwner });
  }
  const inTurn = members.map((_, place) => members[(turns + place) % members.length] ?? '');
  const next = inTurn.find((ownerId) => !passed.includes(ownerId));
  if (next === undefined) return addReason(course, 'ownerHold');
  return addReason({ ...giveTo(course, next), turnsUsed: 1 }, 'ownerByTurn', { ownerId: next, turn: turns });
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
