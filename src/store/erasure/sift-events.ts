// Events that name somebody who was erased are left out; the word that somebody is to be erased is taken here, in the very
// transaction that answers for it.
import type { Actor } from '#pipeline/admin-ports.ts';
import type { EventMerge, IncomingEvent } from '#pipeline/receive-events.ts';
import type { Tx } from '#store/database.ts';
import { requestErasures } from './requests.ts';
import type { Tombstones } from './tombstones.ts';

export interface Sifted {
  readonly events: readonly IncomingEvent[];
  /** Words of an erasure: they are no events of a lead any more. */
  readonly words: number;
  /** Left out, because a contact in them was erased. */
  readonly dropped: number;
}

const BY_HUBSPOT: Actor = { actor: 'HubSpot', origin: 'hubspot', reason: 'contact.privacyDeletion' };

export function isErasureWord({ objectType, action }: IncomingEvent): boolean {
  return objectType === 'contact' && action === 'privacyDeletion';
}

export async function siftEvents(
  tx: Tx,
  tombstones: Tombstones,
  { portalId, events }: { readonly portalId: string; readonly events: readonly IncomingEvent[] },
): Promise<Sifted> {
  const named = [...new Set(events.flatMap(contactsIn))];
  const before = await tombstones.findErased(tx, portalId, named);
  const words = events.filter((event) => isErasureWord(event) && !before.has(event.objectId ?? ''));
  const asked = partsOf(events, [...before, ...words.flatMap(({ objectId }) => objectId ?? [])]);
  const contactIds = [...asked].filter((id) => !before.has(id));
  await requestErasures(tx, tombstones, { portalId, contactIds, by: BY_HUBSPOT });
  const gone = new Set([...before, ...asked]);
  const kept = events.flatMap((event) => without(event, gone));
  const left = events.filter((event) => !isErasureWord(event) && without(event, gone).length === 0);
  const again = events.filter((event) => isErasureWord(event) && before.has(event.objectId ?? ''));
  const mentions = [...left, ...again].flatMap((event) => contactsIn(event).filter((id) => gone.has(id)));
  await tombstones.countDropped(tx, portalId, mentions);
  return { events: kept, words: words.length, dropped: left.length + again.length };
}

/** Whoever became part of an erased contact is erased with it, also where the merge is told afterwards. */
function partsOf(events: readonly IncomingEvent[], ids: readonly string[]): ReadonlySet<string> {
  const merges = events.flatMap(({ merge }) => merge ?? []);
  const all = new Set(ids);
  for (let size = -1; size < all.size; ) {
    size = all.size;
    for (const id of merges.filter(({ newId }) => all.has(newId)).flatMap(partsIn)) all.add(id);
  }
  return all;
}

function partsIn(merge: EventMerge): readonly string[] {
  return [merge.primaryId, ...merge.mergedIds];
}

function contactsIn({ objectType, objectId, contactIds = [], merge }: IncomingEvent): readonly string[] {
  const own = objectType === 'contact' && objectId !== null ? [objectId] : [];
  const merged = objectType === 'contact' && merge !== undefined ? [merge.newId, ...partsIn(merge)] : [];
  return [...new Set([...own, ...contactIds, ...merged])];
}

/** The event as it is kept: whole, not at all, or a merge without those of its parts that were erased. */
function without(event: IncomingEvent, gone: ReadonlySet<string>): readonly IncomingEvent[] {
  if (isErasureWord(event)) return [];
  if (!contactsIn(event).some((id) => gone.has(id))) return [event];
  const { merge, objectId } = event;
  if (merge === undefined || gone.has(merge.newId) || gone.has(objectId ?? '')) return [];
  return mergeWithout(event, merge, gone);
}

/** Not at all where nobody is left whom the survivor was made of. */
function mergeWithout(
  event: IncomingEvent,
  merge: EventMerge,
  gone: ReadonlySet<string>,
): readonly IncomingEvent[] {
  const mergedIds = merge.mergedIds.filter((id) => !gone.has(id));
  const primaryId = gone.has(merge.primaryId) ? merge.newId : merge.primaryId;
  if (mergedIds.length === 0 && primaryId === merge.newId) return [];
  const raw = typeof event.event === 'object' && event.event !== null ? event.event : {};
  const told = { ...raw, primaryObjectId: primaryId, mergedObjectIds: mergedIds };
  return [{ ...event, merge: { ...merge, primaryId, mergedIds }, event: told }];
}
