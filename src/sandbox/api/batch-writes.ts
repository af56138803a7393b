// Batch create, update and archive. With a unique objectWriteTraceId on every row failures are told row by row (207);
// without, the first bad row fails the whole batch and nothing is written.
import { z } from 'zod';
import { archiveRecord } from '#sandbox/crm/records.ts';
import { type CheckedRow, checkRow } from '#sandbox/crm/validate-row.ts';
import { HubspotError, refuseInput, refuseProperties } from '#sandbox/errors.ts';
import type { CrmRecord } from '#sandbox/model.ts';
import { buildBatchAnswer } from './batch-answer.ts';
import { MAX_BATCH, refuseMissing } from './object-reads.ts';
import {
  applyCreate,
  applyUpdate,
  CreateRow,
  Properties,
  planCreate,
  traceOf,
  writeContext,
} from './object-writes.ts';
import {
  type ApiAnswer,
  type ApiCall,
  type ApiRoute,
  asHubspotError,
  objectScope,
  readBody,
  requireObjectType,
} from './route.ts';

const BatchCreate = z.strictObject({ inputs: z.array(CreateRow) });

const UpdateRow = z.strictObject({
  id: z.string(),
  properties: Properties,
  objectWriteTraceId: z.string().optional(),
});
const BatchUpdate = z.strictObject({ inputs: z.array(UpdateRow) });
const BatchArchive = z.strictObject({ inputs: z.array(z.strictObject({ id: z.string() })) });

export const BATCH_WRITE_ROUTES: readonly ApiRoute[] = [
  { path: '/crm/objects/:version/:objectType/batch/create', kind: 'batchCreate', answer: createBatch },
  { path: '/crm/objects/:version/:objectType/batch/update', kind: 'batchUpdate', answer: updateBatch },
  { path: '/crm/objects/:version/:objectType/batch/archive', kind: 'batchArchive', answer: archiveBatch },
].map((route) => ({
  ...route,
  method: 'POST',
  bucket: 'general',
  writesRecords: true,
  scopes: (params) => objectScope(params, 'write'),
}));

interface Traced {
  readonly objectWriteTraceId?: string | undefined;
}

interface Planned<R, P> {
  readonly row: R;
  readonly plan: P | HubspotError;
}

function createBatch(call: ApiCall): ApiAnswer {
  const objectType = requireObjectType(call);
  const rows = readRows(readBody(call, BatchCreate).inputs);
  const claimed = new Set<string>();
  const planned = planRows(call, rows, (row) => planCreate(call, row, claimed));
  if (!hasTraceIds(rows)) throwFirst(planned);
  const results: unknown[] = [];
  const errors: HubspotError[] = [];
  for (const { row, plan } of planned) {
    if (plan instanceof HubspotError) errors.push(traceError(plan, row));
    else results.push({ ...applyCreate(call, objectType, plan), ...traceOf(row) });
  }
  return buildBatchAnswer(call, { status: 201, results, errors });
}

function updateBatch(call: ApiCall): ApiAnswer {
  const objectType = requireObjectType(call);
  const rows = readRows(readBody(call, BatchUpdate).inputs);
  if (new Set(rows.map((row) => row.id)).size < rows.length) {
    throw refuseInput('Duplicate IDs found in batch input: every id may be given once');
  }
  // A merged-away id is unknown here, although a single PATCH would land on the survivor.
  const { live } = call.portal.objects[objectType];
  const missing = rows.filter((row) => !live.has(row.id)).map((row) => row.id);
  const claimed = new Set<string>();
  const known = rows.flatMap((row) => {
    const record = live.get(row.id);
    return record === undefined ? [] : [{ ...row, record }];
  });
  const planned = planRows(call, known, (row) => {
    const request = {
      objectType,
      properties: row.properties,
      record: row.record,
      byApi: true,
      version: call.version,
    };
    return checkRow(call.portal, request, claimed);
  });
  const isPartial = call.world.switches.batchUpdatePartial && hasTraceIds(rows);
  if (!isPartial) {
    throwFirst(planned);
    if (missing.length > 0) throw new HubspotError(400, refuseMissing(objectType, missing).body);
  }
  const { results, errors } = applyUpdates(call, planned);
  if (missing.length > 0) errors.push(refuseMissing(objectType, missing));
  return buildBatchAnswer(call, { status: 200, results, errors });
}

function applyUpdates(
  call: ApiCall,
  planned: readonly Planned<Traced & { readonly record: CrmRecord }, CheckedRow>[],
): { results: unknown[]; errors: HubspotError[] } {
  const results: unknown[] = [];
  const errors: HubspotError[] = [];
  for (const { row, plan } of planned) {
    if (plan instanceof HubspotError) errors.push(traceError(plan, row));
    else results.push({ ...applyUpdate(call, row.record, plan), ...traceOf(row) });
  }
  return { results, errors };
}

function archiveBatch(call: ApiCall): ApiAnswer {
  const objectType = requireObjectType(call);
  const rows = readRows(readBody(call, BatchArchive).inputs);
  for (const { id } of rows) {
    const record = call.portal.objects[objectType].live.get(id);
    if (record !== undefined) archiveRecord(call.portal, record, writeContext(call));
  }
  return { status: 204, rows: rows.length };
}

function readRows<T>(inputs: readonly T[]): readonly T[] {
  if (inputs.length >= 1 && inputs.length <= MAX_BATCH) return inputs;
  throw refuseInput(`inputs must have between 1 and ${MAX_BATCH} entries, but has ${inputs.length}`);
}

function hasTraceIds(rows: readonly Traced[]): boolean {
  const ids = rows.flatMap((row) => row.objectWriteTraceId ?? []);
  return ids.length === rows.length && new Set(ids).size === rows.length;
}

function planRows<R, P>(call: ApiCall, rows: readonly R[], check: (row: R) => P): Planned<R, P>[] {
  return rows.map((row) => {
    try {
      if (call.world.faults.drawRow({ method: call.method, path: call.path })) throw refuseInjected(call);
      return { row, plan: check(row) };
    } catch (error) {
      return { row, plan: asHubspotError(error) };
    }
  });
}

function refuseInjected(call: ApiCall): HubspotError {
  const message = 'This row was refused by a rule of the portal';
  return refuseProperties(call.portal.portalId, [{ name: 'hs_object_id', error: 'INVALID_OPTION', message }]);
}

function throwFirst(planned: readonly Planned<unknown, unknown>[]): void {
  for (const { plan } of planned) if (plan instanceof HubspotError) throw plan;
}

/** Failed rows are named by their trace id alone, neither by index nor by record id. */
function traceError(error: HubspotError, row: Traced): HubspotError {
  const context = typeof error.body['context'] === 'object' ? error.body['context'] : {};
  const traced = { ...context, objectWriteTraceId: [row.objectWriteTraceId] };
  return new HubspotError(error.status, { ...error.body, context: traced });
}
