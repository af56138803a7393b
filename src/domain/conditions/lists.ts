// Membership of a HubSpot list. What nothing is known of has no members.
import type { ListCondition } from '#domain/agreement.ts';
import { isMember, listKey } from '#domain/contact-lists.ts';
import { LIST_MEMBERSHIPS } from '#domain/names.ts';
import { contactValue } from '#domain/view.ts';
import type { Sight } from './sight.ts';

export function makeListCheck({ list, operator }: ListCondition): (sight: Sight) => boolean {
  const key = listKey(list);
  return (sight) => (memberships(sight, key) === true) === (operator === 'MEMBER');
}

export function isListKnown({ list }: ListCondition, sight: Sight): boolean {
  return memberships(sight, listKey(list)) !== null;
}

function memberships({ view }: Sight, key: string): boolean | null {
  return isMember(contactValue(view.facts, LIST_MEMBERSHIPS), key);
}
