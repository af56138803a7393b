// What people do to records in HubSpot's screens. They are bound by value validation, not by the API's forward-only
// rule, and HubSpot itself may also set what is read-only to the API.

import { defaultAssociationType, type Link, primaryAssociationType } from '#sandbox/crm/associations.ts';
import { linkRecords, unlinkRecords } from '#sandbox/crm/link-records.ts';
import { mergeRecords } from '#sandbox/crm/merge.ts';
import {
  archiveRecord,
  createRecord,
  eraseRecord,
  restoreRecord,
  updateRecord,
} from '#sandbox/crm/records.ts';
import { checkRow } from '#sandbox/crm/validate-row.ts';
import type { Portal } from '#sandbox/model.ts';
import type { RecordAction } from './action.ts';
import { personContext, requireTarget } from './find-record.ts';

type Of<T extends RecordAction['type']> = Extract<RecordAction, { type: T }>;

/** Answers the id of the record concerned; throws an Error that says what was wrong. */
export function applyToRecord(portal: Portal, action: RecordAction): string {
  switch (action.type) {
    case 'set':
      return setProperties(portal, action);
    case 'create':
      return createOne(portal, action);
    case 'delete':
      return deleteOne(portal, action);
    case 'privacyDelete':
      return eraseOne(portal, action);
    case 'restore':
      return restoreOne(portal, action);
    case 'merge':
      return mergeTwo(portal, action);
    case 'link':
      return linkTwo(portal, action);
    case 'completeTask':
      return setProperties(portal, {
        ...action,
        type: 'set',
        objectType: 'tasks',
        properties: { hs_task_status: 'COMPLETED' },
        bulk: false,
      });
    default:
      return answerLead(portal, action);
  }
}

function setProperties(portal: Portal, action: Of<'set'>): string {
  const record = requireTarget(portal, action.objectType, action);
  const row = {
    objectType: action.objectType,
    properties: action.properties,
    record,
    byApi: false,
    version: '2026-03',
  };
  const { values } = checkRow(portal, row, new Set());
  const source = action.source ?? (action.bulk ? 'CRM_UI_BULK_ACTION' : 'CRM_UI');
  updateRecord(portal, record, { values, ...personContext(portal, action, source) });
  return record.id;
}

function createOne(portal: Portal, action: Of<'create'>): string {
  const { objectType, properties, recordId } = action;
  const { values } = checkRow(
    portal,
    { objectType, properties, record: null, byApi: false, version: '2026-03' },
    new Set(),
  );
  if (recordId !== undefined) claimId(portal, recordId);
  const context = personContext(portal, action, action.source);
  const record = createRecord(
    portal,
    { objectType, values, ...(recordId === undefined ? {} : { id: recordId }) },
    context,
  );
  for (const to of action.links)
    linkRecords(portal, buildLink(portal, { type: objectType, id: record.id }, to), context.source);
  return record.id;
}

/** Given ids share one number space with minted ones. */
export function claimId(portal: Portal, id: string): void {
  const isTaken = Object.values(portal.objects).some(
    (store) => store.live.has(id) || store.archived.has(id) || store.aliases.has(id),
  );
  if (isTaken) throw new Error(`record id ${id} is taken`);
  portal.nextId = Math.max(portal.nextId, Number(id) + 1);
}

function deleteOne(portal: Portal, action: Of<'delete'>): string {
  const record = requireTarget(portal, action.objectType, action);
  archiveRecord(portal, record, personContext(portal, action, action.bulk ? 'CRM_UI_BULK_ACTION' : 'CRM_UI'));
  return record.id;
}

function eraseOne(portal: Portal, action: Of<'privacyDelete'>): string {
  const archived = portal.objects.contacts.archived.get(action.id ?? '');
  const record = archived ?? requireTarget(portal, 'contacts', action);
  eraseRecord(portal, record, personContext(portal, action));
  return record.id;
}

function restoreOne(portal: Portal, action: Of<'restore'>): string {
  const record = portal.objects[action.objectType].archived.get(action.id ?? '');
  if (record === undefined) throw new Error(`nothing to restore: ${action.id ?? 'no id given'}`);
  restoreRecord(portal, record, personContext(portal, action));
  return record.id;
}

function mergeTwo(portal: Portal, action: Of<'merge'>): string {
  const primary = requireTarget(portal, action.objectType, { id: action.primaryId });
  const secondary = requireTarget(portal, action.objectType, { id: action.secondaryId });
  if (primary === secondary) throw new Error('a record cannot be merged with itself');
  const request = { primary, secondary, mintsNewId: action.mintsNewId };
  return mergeRecords(portal, request, personContext(portal, action)).id;
}

function linkTwo(portal: Portal, action: Of<'link'>): string {
  const record = requireTarget(portal, action.objectType, action);
  const link = buildLink(portal, { type: action.objectType, id: record.id }, action.to);
  requireTarget(portal, action.to.type, { id: action.to.id });
  const change = action.removes ? unlinkRecords : linkRecords;
  change(portal, link, personContext(portal, action).source);
  return record.id;
}

function buildLink(portal: Portal, from: Link['from'], to: LinkTarget): Link {
  const type = typeOfLink(portal, from.type, to);
  if (type === undefined) throw new Error(`${from.type} cannot be linked to ${to.type}`);
  return { from, to: { type: to.type, id: to.id }, typeId: type.typeId };
}

type LinkTarget = Of<'link'>['to'];

function typeOfLink({ associationTypes }: Portal, from: Link['from']['type'], to: LinkTarget) {
  const { label, primary } = to;
  if (label === undefined) return (primary ? primaryAssociationType : defaultAssociationType)(from, to.type);
  return associationTypes.find((type) => type.from === from && type.to === to.type && type.label === label);
}

/** Sets the option that says yes or no in the words of whoever created the property. */
function answerLead(portal: Portal, action: Of<'answer'>): string {
  const options = portal.properties.contacts.get(action.property)?.options;
  if (options === undefined) throw new Error(`property ${action.property} does not exist`);
  const wanted = options.find((option) => option.value.toLowerCase().startsWith(action.answer));
  if (wanted === undefined) throw new Error(`property ${action.property} has no option for ${action.answer}`);
  const properties: Record<string, string> = { [action.property]: wanted.value };
  const reasons = portal.properties.contacts.get(action.reasonProperty);
  const reason = action.reason ?? reasons?.options[0]?.value;
  if (action.answer === 'reject' && reasons !== undefined && reason !== undefined)
    properties[action.reasonProperty] = reason;
  return setProperties(portal, { ...action, type: 'set', objectType: 'contacts', properties, bulk: false });
}
