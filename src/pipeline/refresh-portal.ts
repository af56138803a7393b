// What a turn must know of the portal itself: its owners, and the order of its lifecycle stages. Read hourly.
import { valuesInOrder } from './read-property-types.ts';
import { callFor, type Turn } from './turn.ts';
import type { PortalRecord } from './turn-store.ts';

export async function refreshPortal(turn: Turn): Promise<PortalRecord> {
  if (!turn.portal.ownersStale) return turn.portal;
  const owners = await turn.hubspot.listOwners(callFor(turn, 'live'));
  const properties = await turn.hubspot.listProperties(callFor(turn, 'live'), 'contacts');
  const stages = properties.find((property) => property.name === 'lifecyclestage')?.options ?? [];
  const order = valuesInOrder(stages);
  await turn.store.storeOwners(turn.lease, owners);
  await turn.store.storeLifecycleOrder(turn.lease, order);
  return { ...turn.portal, owners, ownersStale: false, lifecycleOrder: order };
}
