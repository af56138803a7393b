// Which lists of the account the agreements in force mean by the names they have. HubSpot tells nobody when one is made, renamed
// or deleted, so they are looked up again with the owners, and at once when an agreement names another.
import { listsOfAll } from '#domain/choose-agreement.ts';
import { listKey } from '#domain/contact-lists.ts';
import type { ContactList } from '#pipeline/ports.ts';
import { callFor, type Turn } from '#pipeline/turn.ts';
import { askLists } from './ask-lists.ts';
import type { UsedList } from './list-store.ts';

/** `isDue`: it is time to look again. */
export async function refreshLists(turn: Turn, isDue: boolean): Promise<readonly UsedList[]> {
  const { store, lease, portal, hubspot } = turn;
  const keys = listsOfAll(portal.agreements);
  const known = portal.lists.map(({ key }) => key).sort();
  const isNamedAlike = keys.join('\n') === known.join('\n');
  if (isNamedAlike && (!isDue || keys.length === 0)) return portal.lists;
  const found =
    keys.length === 0 ? [] : await askLists(turn, () => hubspot.listContactLists(callFor(turn, 'live')));
  if (found === null) return portal.lists;
  const named = keys.map((key) => ({ key, listId: findList(found, key) }));
  await store.storeLists(lease, named);
  return named.map((list) => ({ ...list, after: placeIn(portal.lists, list) }));
}

/** HubSpot keeps names apart; should two differ by case alone, the older one is meant. */
function findList(lists: readonly ContactList[], key: string): string {
  const alike = lists.filter(({ name }) => listKey(name) === key).map(({ id }) => id);
  return alike.toSorted((a, b) => Number(a) - Number(b))[0] ?? '';
}

function placeIn(before: readonly UsedList[], { key, listId }: Pick<UsedList, 'key' | 'listId'>): string {
  return before.find((list) => list.key === key && list.listId === listId)?.after ?? '';
}
