// Writes of one record: create, change, archive. Leaves batches to batch-writes.ts.
import { z } from 'zod';
import { linkRecords } from '#sandbox/crm/link-records.ts';
import { archiveRecord, createRecord, updateRecord, type WriteContext } from '#sandbox/crm/records.ts';
import { type CheckedRow, type ClaimedValues, checkRow } from '#sandbox/crm/validate-row.ts';
import { refuseInput } from '#sandbox/errors.ts';
import type { CrmRecord, ObjectType } from '#sandbox/model.ts';
import { InlineAssociation, readTargets, type Target } from './inline-associations.ts';
import { findOne } from './object-reads.ts';
import {
  type ApiAnswer,
  type ApiCall,
  type ApiRoute,
  appSource,
  objectScope,
  readBody,
  requireObjectType,
} from './route.ts';
import { type ShownRecord, showRecord } from './show-record.ts';

/** Values are strings, as the specification has them: numbers, booleans and null are refused. */
export const Properties = z.record(z.string(), z.string());

export const CreateRow = z.strictObject({
  properties: Properties,
  // Marked as required by the specification: `[]` when there are none.
  associations: z.array(InlineAssociation),
  objectWriteTraceId: z.string().optional(),
});
export type CreateRow = z.infer<typeof CreateRow>;

const PRIMARY_OF_LEADS: readonly number[] = [578, 580];

const UpdateOne = z.strictObject({ properties: Properties, objectWriteTraceId: z.string().optional() });

export const WRITE_ROUTES: readonly ApiRoute[] = [
  { method: 'POST', path: '/crm/objects/:version/:objectType', kind: 'create', answer: createOne },
  { method: 'PATCH', path: '/crm/objects/:version/:objectType/:id', kind: 'update', answer: updateOne },
  { method: 'DELETE', path: '/crm/objects/:version/:objectType/:id', kind: 'archive', answer: archiveOne },
].map((route) => ({
  ...route,
  method: route.method as 'POST' | 'PATCH' | 'DELETE', // The literals above, widened by map.
  bucket: 'general',
  writesRecords: true,
  scopes: (params) => objectScope(params, 'write'),
}));

export interface PlannedCreate {
  readonly checked: CheckedRow;
  readonly targets: readonly Target[];
}

/** Checks a row without writing; throws the row's refusal. */
export function planCreate(call: ApiCall, row: CreateRow, claimed: ClaimedValues): PlannedCreate {
  const objectType = requireObjectType(call);
  const targets = readTargets(call.portal, objectType, row.associations);
  if (objectType === 'users') throw refuseInput('Users are created in the settings of the account');
  if (objectType === 'leads' && !targets.some(({ typeId }) => PRIMARY_OF_LEADS.includes(typeId)))
    throw refuseInput('A lead must be associated with a primary contact or company');
  const request = {
    objectType,
    properties: row.properties,
    record: null,
    byApi: true,
    version: call.version,
  };
  return { checked: checkRow(call.portal, request, claimed), targets };
}

export function applyCreate(call: ApiCall, objectType: ObjectType, plan: PlannedCreate): ShownRecord {
  const context = writeContext(call);
  const record = createRecord(call.portal, { objectType, values: plan.checked.values }, context);
  for (const target of plan.targets) {
    const link = {
      from: { type: objectType, id: record.id },
      to: { type: target.type, id: target.id },
      typeId: target.typeId,
    };
    linkRecords(call.portal, link, context.source);
  }
  return showWritten(call, record, plan.checked);
}

export function applyUpdate(call: ApiCall, record: CrmRecord, checked: CheckedRow): ShownRecord {
  updateRecord(call.portal, record, { values: checked.values, ...writeContext(call) });
  return showWritten(call, record, checked);
}

export function writeContext(call: ApiCall): WriteContext {
  return { source: appSource(call.world), atMs: call.portal.clock.nowMs() };
}

function showWritten(call: ApiCall, record: CrmRecord, checked: CheckedRow): ShownRecord {
  const properties = Object.keys(checked.values);
  const shown = showRecord(call.portal, record, { objectType: record.objectType, properties });
  if (checked.warnings.length > 0) shown['warnings'] = checked.warnings;
  return shown;
}

function createOne(call: ApiCall): ApiAnswer {
  const objectType = requireObjectType(call);
  const row = readBody(call, CreateRow);
  const shown = applyCreate(call, objectType, planCreate(call, row, new Set()));
  return { status: 201, body: { ...shown, ...traceOf(row) }, rows: 1 };
}

function updateOne(call: ApiCall): ApiAnswer {
  const objectType = requireObjectType(call);
  const row = readBody(call, UpdateOne);
  const record = findOne(call, objectType);
  if (record.archivedAtMs !== null) throw refuseInput('An archived record cannot be changed');
  const request = { objectType, properties: row.properties, record, byApi: true, version: call.version };
  const shown = applyUpdate(call, record, checkRow(call.portal, request, new Set()));
  return { status: 200, body: { ...shown, ...traceOf(row) }, rows: 1 };
}

/** HubSpot answers 204 for records that are gone already. */
function archiveOne(call: ApiCall): ApiAnswer {
  const objectType = requireObjectType(call);
  const record = call.portal.objects[objectType].live.get(call.params['id'] ?? '');
  if (record !== undefined) archiveRecord(call.portal, record, writeContext(call));
  return { status: 204, rows: 1 };
}

export function traceOf(row: { readonly objectWriteTraceId?: string | undefined }): {
  objectWriteTraceId?: string;
} {
  return row.objectWriteTraceId === undefined ? {} : { objectWriteTraceId: row.objectWriteTraceId };
}
