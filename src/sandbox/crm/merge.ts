// Merges two records of one type. Deletion events are sent for every id that goes, none for moved properties.
import { type CrmRecord, mintId, type Portal } from '#sandbox/model.ts';
import { invertLink } from './associations.ts';
import { furtherStage } from './lifecycle.ts';
import { findPrimaryCompany } from './link-records.ts';
import { moveMemberships } from './lists.ts';
import { addRecord, removeRecord } from './object-store.ts';
import type { WriteContext } from './records.ts';

export interface MergeRequest {
  readonly primary: CrmRecord;
  readonly secondary: CrmRecord;
  /** HubSpot may mint a new id for the survivor; both old ids then go away. */
  readonly mintsNewId: boolean;
}

export function mergeRecords(portal: Portal, request: MergeRequest, context: WriteContext): CrmRecord {
  const { primary, secondary } = request;
  const store = portal.objects[primary.objectType];
  const merged = mergeValues(portal, request, context.atMs);
  const gone = request.mintsNewId ? [primary, secondary] : [secondary];
  removeRecord(store, primary);
  removeRecord(store, secondary);
  const survivor: CrmRecord = {
    ...primary,
    id: request.mintsNewId ? mintId(portal) : primary.id,
    createdAtMs: Math.min(primary.createdAtMs, secondary.createdAtMs),
    updatedAtMs: context.atMs,
    values: merged.values,
  };
  for (const record of gone) store.aliases.set(record.id, survivor.id);
  addRecord(store, survivor);
  for (const record of gone) moveLinks(portal, record, survivor);
  for (const { id } of gone) moveMemberships(portal, id, survivor.id);
  const event = { objectType: primary.objectType, occurredAtMs: context.atMs, source: context.source };
  portal.emit({
    ...event,
    kind: 'merge',
    objectId: survivor.id,
    primaryObjectId: primary.id,
    mergedObjectIds: [secondary.id],
    newObjectId: survivor.id,
    moved: merged.moved,
  });
  for (const record of gone) portal.emit({ ...event, kind: 'deletion', objectId: record.id });
  return survivor;
}

function mergeValues(
  portal: Portal,
  request: MergeRequest,
  atMs: number,
): { values: Record<string, string>; moved: number } {
  const { primary, secondary } = request;
  const values: Record<string, string> = { ...secondary.values, ...primary.values };
  const moved = Object.keys(secondary.values).filter((name) => primary.values[name] === undefined).length;
  const stageDef = portal.properties[primary.objectType].get('lifecyclestage');
  const stages = [primary.values['lifecyclestage'] ?? '', secondary.values['lifecyclestage'] ?? ''] as const;
  const stage = furtherStage(stageDef, ...stages);
  if (stage !== '') values['lifecyclestage'] = stage;
  if (primary.objectType === 'contacts') {
    values['hs_additional_emails'] = joinList(
      [
        primary.values['hs_additional_emails'],
        secondary.values['email'],
        secondary.values['hs_additional_emails'],
      ],
      values['email'],
    );
    values['hs_merged_object_ids'] = joinList([
      primary.values['hs_merged_object_ids'],
      secondary.values['hs_merged_object_ids'],
      secondary.id,
      request.mintsNewId ? primary.id : undefined,
    ]);
    values['hs_calculated_merged_vids'] = joinList([
      primary.values['hs_calculated_merged_vids'],
      `${secondary.id}:${atMs}`,
    ]);
  }
  return { values: Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '')), moved };
}

function joinList(parts: readonly (string | undefined)[], except?: string): string {
  const all = parts
    .flatMap((part) => (part ?? '').split(';'))
    .filter((part) => part !== '' && part !== except);
  return [...new Set(all)].join(';');
}

/** Links follow the survivor silently, as values do; the primary record's primary company stays the only one. */
function moveLinks(portal: Portal, from: CrmRecord, survivor: CrmRecord): void {
  for (const link of portal.associations.listAll({ type: from.objectType, id: from.id })) {
    const back = invertLink(portal.associationTypes, link);
    portal.associations.remove(link);
    if (back !== null) portal.associations.remove(back);
    if (link.typeId === 1 && findPrimaryCompany(portal, survivor.id) !== null) continue;
    const self = { type: survivor.objectType, id: survivor.id };
    portal.associations.add({ ...link, from: self });
    if (back !== null) portal.associations.add({ ...back, to: self });
  }
}
