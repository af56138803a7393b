// Reads of records: list, one by id, batch. Leaves search to search-route.ts.
import { z } from 'zod';
import { findByUnique, pageRecords, resolveRecord } from '#sandbox/crm/object-store.ts';
import { HubspotError, refuseInput, refuseNotFound } from '#sandbox/errors.ts';
import { type CrmRecord, type ObjectType, readObjectType, SINGULAR } from '#sandbox/model.ts';
import { buildBatchAnswer } from './batch-answer.ts';
import {
  type ApiAnswer,
  type ApiCall,
  type ApiRoute,
  objectScope,
  readBody,
  readLimit,
  readList,
  requireObjectType,
} from './route.ts';
import { showRecord } from './show-record.ts';

export const MAX_BATCH = 100;
/** Pages and batches are half as long when property history is asked for. */
const MAX_BATCH_WITH_HISTORY = 50;

const BatchRead = z.strictObject({
  inputs: z.array(z.strictObject({ id: z.string() })),
  properties: z.array(z.string()),
  propertiesWithHistory: z.array(z.string()),
  idProperty: z.string().optional(),
});

export const READ_ROUTES: readonly ApiRoute[] = [
  { method: 'GET', path: '/crm/objects/:version/:objectType', kind: 'list', answer: listRecords },
  { method: 'GET', path: '/crm/objects/:version/:objectType/:id', kind: 'get', answer: getRecord },
  {
    method: 'POST',
    path: '/crm/objects/:version/:objectType/batch/read',
    kind: 'batchRead',
    answer: readBatch,
  },
].map((route) => ({
  ...route,
  method: route.method as 'GET' | 'POST', // The literals above, widened by map.
  bucket: 'general',
  writesRecords: false,
  scopes: (params) => objectScope(params, 'read'),
}));

function listRecords(call: ApiCall): ApiAnswer {
  const objectType = requireObjectType(call);
  const history = readList(call, 'propertiesWithHistory');
  const max = history.length > 0 ? MAX_BATCH_WITH_HISTORY : MAX_BATCH;
  const limit = readLimit(call, { max, fallback: 10 });
  const after = call.query.get('after') ?? '0';
  if (!/^\d+$/.test(after)) throw refuseInput(`after is not a valid cursor: ${after}`);
  const selection = {
    objectType,
    properties: readList(call, 'properties'),
    history,
    associations: readAssociations(call),
  };
  const found =
    call.query.get('archived') === 'true'
      ? pageArchived(call, objectType, { after, limit })
      : pageRecords(call.portal.objects[objectType], Number(after), limit + 1);
  const results = found.slice(0, limit).map((record) => showRecord(call.portal, record, selection));
  const last = results.at(-1);
  const hasMore = found.length > limit && last !== undefined;
  const next = hasMore ? { paging: { next: { after: last.id, link: `${call.path}?after=${last.id}` } } } : {};
  return { status: 200, body: { results, ...next }, rows: results.length };
}

function pageArchived(
  call: ApiCall,
  objectType: ObjectType,
  page: { after: string; limit: number },
): CrmRecord[] {
  return [...call.portal.objects[objectType].archived.values()]
    .filter((record) => Number(record.id) > Number(page.after))
    .sort((a, b) => Number(a.id) - Number(b.id))
    .slice(0, page.limit + 1);
}

function getRecord(call: ApiCall): ApiAnswer {
  const objectType = requireObjectType(call);
  const record = findOne(call, objectType);
  const selection = {
    objectType,
    properties: readList(call, 'properties'),
    history: readList(call, 'propertiesWithHistory'),
    associations: readAssociations(call),
  };
  return { status: 200, body: showRecord(call.portal, record, selection), rows: 1 };
}

/** By id (a merged-away one answers with its survivor) or by a unique property. */
export function findOne(call: ApiCall, objectType: ObjectType): CrmRecord {
  const store = call.portal.objects[objectType];
  const id = call.params['id'] ?? '';
  const idProperty = call.query.get('idProperty');
  if (idProperty !== null) requireUnique(call, objectType, idProperty);
  const archived = call.query.get('archived') === 'true' ? store.archived.get(id) : undefined;
  const found =
    idProperty === null ? (resolveRecord(store, id) ?? archived) : findByUnique(store, idProperty, id);
  if (found === undefined) throw refuseNotFound();
  return found;
}

function requireUnique(call: ApiCall, objectType: ObjectType, property: string): void {
  if (call.portal.objects[objectType].unique.has(property)) return;
  throw refuseInput(`Unable to read by non-unique ${SINGULAR[objectType]} property ${property}`);
}

function readBatch(call: ApiCall): ApiAnswer {
  const objectType = requireObjectType(call);
  const body = readBody(call, BatchRead);
  const max = body.propertiesWithHistory.length > 0 ? MAX_BATCH_WITH_HISTORY : MAX_BATCH;
  if (body.inputs.length === 0 || body.inputs.length > max) {
    throw refuseInput(`inputs must have between 1 and ${max} entries, but has ${body.inputs.length}`);
  }
  const { idProperty } = body;
  if (idProperty !== undefined) requireUnique(call, objectType, idProperty);
  const store = call.portal.objects[objectType];
  const ids = [...new Set(body.inputs.map((input) => input.id))];
  const find = (id: string): CrmRecord | undefined =>
    idProperty === undefined ? store.live.get(id) : findByUnique(store, idProperty, id);
  const missing = ids.filter((id) => find(id) === undefined);
  const selection = { objectType, properties: body.properties, history: body.propertiesWithHistory };
  const results = ids.flatMap((id) => {
    const record = find(id);
    return record === undefined ? [] : [showRecord(call.portal, record, selection)];
  });
  const errors = missing.length === 0 ? [] : [refuseMissing(objectType, missing)];
  return buildBatchAnswer(call, { status: 200, results, errors });
}

/** One error for all unknown ids of a batch, as HubSpot answers it. */
export function refuseMissing(objectType: ObjectType, ids: readonly string[]): HubspotError {
  const name = SINGULAR[objectType].toUpperCase();
  return new HubspotError(404, {
    status: 'error',
    category: 'OBJECT_NOT_FOUND',
    message: `Could not get some ${name} objects, they may be deleted or not exist. Check that ids are valid.`,
    context: { ids },
  });
}

function readAssociations(call: ApiCall): ObjectType[] {
  return readList(call, 'associations').flatMap((name) => readObjectType(name) ?? []);
}
