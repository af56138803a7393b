// What a turn must know of the portal itself: its owners and when they work, the order of its lifecycle stages, the lists that
// agreements name. HubSpot tells
// nobody when these change, so they are read again after a while.
import { refreshLists } from './lists/refresh-lists.ts';
import { valuesInOrder } from './read-property-types.ts';
import { readUsers, withoutLeavers } from './read-users.ts';
import { callFor, type Turn } from './turn.ts';
import type { PortalRecord } from './turn-store.ts';

export async function refreshPortal(turn: Turn): Promise<PortalRecord> {
  const { portal, store, lease, hubspot, ownersEveryMs } = turn;
  const isDue = portal.ownersAgeMs === null || portal.ownersAgeMs >= ownersEveryMs;
  const lists = await refreshLists(turn, isDue);
  if (!isDue) return { ...portal, lists };
  const users = await readUsers(turn);
  const owners = withoutLeavers(await hubspot.listOwners(callFor(turn, 'live')), users ?? []);
  const properties = await hubspot.listProperties(callFor(turn, 'live'), 'contacts');
  const stages = properties.find((property) => property.name === 'lifecyclestage')?.options ?? [];
  const order = valuesInOrder(stages);
  await store.storeOwners(lease, owners, users);
  await store.storeLifecycleOrder(lease, order);
  // HubSpot shows as active whom it does not take as an owner.
  const able = owners.map((owner) =>
    portal.refusedOwners.includes(owner.id) ? { ...owner, archived: true } : owner,
  );
  return { ...portal, lists, owners: able, ownersAgeMs: 0, lifecycleOrder: order };
}
