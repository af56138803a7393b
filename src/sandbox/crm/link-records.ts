// Links and unlinks two records in both directions, with their events. Leaves storage to associations.ts.
import type { ObjectType, Portal, Source } from '#sandbox/model.ts';
import {
  asPrimary,
  defaultAssociationType,
  findAssociationType,
  invertLink,
  type Link,
  pairOf,
} from './associations.ts';
import { archiveRecord } from './records.ts';

/** A labelled link brings the unlabelled one along; a primary one takes the place of the one before. */
export function linkRecords(portal: Portal, link: Link, source: Source): void {
  const type = findAssociationType(portal.associationTypes, pairOf(link), link.typeId);
  if (type === undefined) return;
  if (type.label !== null) {
    const plain = defaultAssociationType(link.from.type, link.to.type);
    if (plain !== undefined)
      changeLink(portal, { ...link, typeId: plain.typeId }, { removed: false, source });
    dropOtherPrimaries(portal, link, source);
  }
  changeLink(portal, link, { removed: false, source });
}

/** Removing the unlabelled link removes every label of the pair. */
export function unlinkRecords(portal: Portal, link: Link, source: Source): void {
  const typeIds = portal.associations.list(link.from, link.to.type).get(link.to.id);
  const plain = defaultAssociationType(link.from.type, link.to.type);
  const gone = link.typeId === plain?.typeId ? [...(typeIds ?? [])] : [link.typeId];
  for (const typeId of gone) changeLink(portal, { ...link, typeId }, { removed: true, source });
  const lead = [link.from, link.to].find(({ type }) => type === 'leads');
  if (lead !== undefined) dropOrphan(portal, lead.id, source);
}

/** HubSpot deletes a lead that has no primary record any more. */
function dropOrphan(portal: Portal, id: string, source: Source): void {
  const record = portal.objects.leads.live.get(id);
  const links = portal.associations.listAll({ type: 'leads', id });
  if (record === undefined || links.some((link) => asPrimary(link) !== null)) return;
  archiveRecord(portal, record, { source, atMs: portal.clock.nowMs() });
}

function changeLink(portal: Portal, link: Link, change: { removed: boolean; source: Source }): void {
  const act = change.removed ? portal.associations.remove : portal.associations.add;
  for (const side of [link, invertLink(portal.associationTypes, link)]) {
    if (side === null || !act(side)) continue;
    portal.emit({
      kind: 'associationChange',
      objectType: side.from.type,
      objectId: side.from.id,
      occurredAtMs: portal.clock.nowMs(),
      source: change.source,
      toType: side.to.type,
      toId: side.to.id,
      typeId: side.typeId,
      removed: change.removed,
      primary: asPrimary(side) !== null,
    });
  }
}

function dropOtherPrimaries(portal: Portal, link: Link, source: Source): void {
  const primary = asPrimary(link);
  if (primary === null) return;
  const { from, to, typeId } = primary;
  for (const [id, typeIds] of portal.associations.list(from, to.type)) {
    if (id === to.id || !typeIds.has(typeId)) continue;
    changeLink(portal, { from, to: { type: to.type, id }, typeId }, { removed: true, source });
  }
}

/** For reads: the id of a contact's primary company. */
export function findPrimaryCompany(portal: Portal, contactId: string): string | null {
  const links = portal.associations.list(
    { type: 'contacts', id: contactId },
    'companies' satisfies ObjectType,
  );
  for (const [id, typeIds] of links) if (typeIds.has(1)) return id;
  return null;
}
