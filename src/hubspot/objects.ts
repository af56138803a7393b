// Reading and writing CRM records in batches, and listing contacts for the first backfill.
import type { z } from 'zod';
import type {
  BatchReadRequest,
  BatchReadResult,
  CallContext,
  CreateTaskRow,
  CrmObjectType,
  CrmRecord,
  Pipeline,
  RowOutcome,
  UpdateRow,
} from '#pipeline/ports.ts';
import { BatchReadAnswer, type CrmRecordItem, ListAnswer, PipelinesAnswer } from './answers.ts';
import { askForLess, readInParts } from './ask-for-less.ts';
import { assertUnique, MAX_BATCH_ROWS, writeBatch } from './batch-write.ts';
import type { HubspotClient } from './client.ts';
import { textsOf } from './faults.ts';
import { isRecord } from './json.ts';

/** HubSpot's association type of a task to its contact. */
const TASK_TO_CONTACT = 204;

export async function batchRead(
  client: HubspotClient,
  context: CallContext,
  request: BatchReadRequest,
): Promise<BatchReadResult> {
  if (request.ids.length === 0) return { records: [], missing: [] };
  if (request.ids.length > MAX_BATCH_ROWS)
    throw new Error(`A read names ${request.ids.length} ids, HubSpot takes 100`);
  assertUnique(request.ids, 'record id');
  const endpoint = `${request.objectType} batch read`;
  const answers = await readInParts(client, context, {
    endpoint,
    items: request.ids,
    read: (ids, divisible) =>
      client.call(context, {
        endpoint,
        method: 'POST',
        path: client.paths.batch(request.objectType, 'read'),
        body: {
          inputs: ids.map((id) => ({ id })),
          properties: request.properties,
          propertiesWithHistory: request.history ?? [],
          ...(request.idProperty === undefined ? {} : { idProperty: request.idProperty }),
        },
        answer: BatchReadAnswer,
        repeatable: true,
        divisible,
      }),
  });
  const missing = answers.flatMap(({ errors }) => errors.flatMap((error) => missingIdsOf(error)));
  return {
    records: answers.flatMap(({ results }) => results.map(withHistory)),
    missing: request.ids.filter((id) => missing.includes(id)),
  };
}

function withHistory({ propertiesWithHistory, ...record }: z.infer<typeof CrmRecordItem>): CrmRecord {
  const histories = Object.entries(propertiesWithHistory ?? {});
  if (histories.length === 0) return record;
  const history = histories.map(([name, values]) => [
    name,
    values.map(({ value, timestamp }) => ({ value: value ?? '', at: timestamp })),
  ]);
  return { ...record, history: Object.fromEntries(history) };
}

export async function listPipelines(
  client: HubspotClient,
  context: CallContext,
  objectType: CrmObjectType,
): Promise<readonly Pipeline[]> {
  const { results } = await client.call(context, {
    endpoint: `${objectType} pipelines`,
    method: 'GET',
    path: client.paths.pipelines(objectType),
    answer: PipelinesAnswer,
    repeatable: true,
  });
  return results;
}

/** 409 and 404 may be the fault of one row of an update, like 400. */
export function batchUpdate(
  client: HubspotClient,
  context: CallContext,
  job: { readonly objectType: CrmObjectType; readonly rows: readonly UpdateRow[] },
): Promise<readonly RowOutcome[]> {
  return writeBatch(client, context, {
    write: {
      endpoint: `${job.objectType} batch update`,
      path: client.paths.batch(job.objectType, 'update'),
      divisibleStatuses: [400, 404, 409],
    },
    rows: job.rows.map(({ traceId, id, properties }) => ({
      traceId,
      id,
      properties,
      input: { id, properties, objectWriteTraceId: traceId },
    })),
  });
}

/** A 409 is not divided: each row is read back by its key, and only what is missing is created again (10.3). */
export function batchCreateTasks(
  client: HubspotClient,
  context: CallContext,
  rows: readonly CreateTaskRow[],
): Promise<readonly RowOutcome[]> {
  return writeBatch(client, context, {
    write: {
      endpoint: 'tasks batch create',
      path: client.paths.batch('tasks', 'create'),
      divisibleStatuses: [400, 404],
    },
    rows: rows.map(({ traceId, properties, contactId }) => ({
      traceId,
      id: null,
      properties,
      input: {
        properties,
        // HubSpot wants the list, also of none.
        associations: contactId === null ? [] : [aboutContact(contactId)],
        objectWriteTraceId: traceId,
      },
    })),
  });
}

function aboutContact(contactId: string): Readonly<Record<string, unknown>> {
  return {
    to: { id: contactId },
    types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: TASK_TO_CONTACT }],
  };
}

export async function listContacts(
  client: HubspotClient,
  context: CallContext,
  page: { readonly after: string; readonly limit: number; readonly properties: readonly string[] },
): Promise<{ readonly records: readonly CrmRecord[]; readonly next: string | null }> {
  if (page.limit < 1 || page.limit > MAX_BATCH_ROWS)
    throw new Error(`A page of ${page.limit} records: HubSpot lists 1 to 100`);
  const endpoint = 'contacts list';
  const { answer } = await askForLess(client, context, {
    endpoint,
    wanted: page.limit,
    send: (limit, divisible) =>
      client.call(context, {
        endpoint,
        method: 'GET',
        path: client.paths.objects('contacts'),
        query: {
          limit: String(limit),
          archived: 'false',
          ...(page.properties.length === 0 ? {} : { properties: page.properties.join(',') }),
          ...(page.after === '' ? {} : { after: page.after }),
        },
        answer: ListAnswer,
        repeatable: true,
        divisible,
      }),
  });
  return { records: answer.results, next: answer.paging };
}

/** Only ids that HubSpot names as not found are gone; an id that it merely left out stays undecided. */
function missingIdsOf(error: Readonly<Record<string, unknown>>): readonly string[] {
  if (error['category'] !== 'OBJECT_NOT_FOUND') return [];
  return isRecord(error['context']) ? textsOf(error['context']['ids']) : [];
}
