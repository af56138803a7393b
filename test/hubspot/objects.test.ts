// Reading records in batches, creating tasks with their contact, listing contacts: what is sent and what is understood.
import { describe, expect, it } from 'vitest';
import type { CreateTaskRow } from '#pipeline/ports.ts';
import { type PreparedAnswer, useHttpMock } from '#test/support/http-mock.ts';
import { bearer, callOf, rowError, startHubspot } from './harness.ts';

const http = useHttpMock();

function record(
  id: string,
  properties: Readonly<Record<string, string | null>> = {},
): Readonly<Record<string, unknown>> {
  return {
    id,
    properties: { hs_object_id: id, ...properties },
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-11-22T10:00:00.000Z',
    archived: false,
  };
}

function crmRecord(id: string, properties: Readonly<Record<string, string | null>> = {}): unknown {
  const { archived: _archived, ...rest } = record(id, properties);
  return rest;
}

describe('a batch read', () => {
  const read = (objectType: string, body: unknown): PreparedAnswer =>
    http.expect({
      method: 'POST',
      path: `/crm/objects/2026-03/${objectType}/batch/read`,
      headers: bearer(),
      body,
    });

  it('asks for records by id and gives what HubSpot shows', async () => {
    const { hubspot } = startHubspot();
    const body = {
      inputs: [{ id: '1' }, { id: '2' }],
      properties: ['email', 'city'],
      propertiesWithHistory: [],
    };
    read('contacts', body).reply(200, {
      status: 'COMPLETE',
      results: [record('1', { email: 'a@example.test', city: null }), record('2')],
    });

    const found = await hubspot.batchRead(callOf(), {
      objectType: 'contacts',
      ids: ['1', '2'],
      properties: ['email', 'city'],
    });

    expect(found).toEqual({
      records: [crmRecord('1', { email: 'a@example.test', city: null }), crmRecord('2')],
      missing: [],
    });
  });

  it('asks by a unique property where told to', async () => {
    const { hubspot } = startHubspot();
    const body = {
      inputs: [{ id: 'key-1' }],
      properties: [],
      propertiesWithHistory: [],
      idProperty: 'accord_task_key',
    };
    read('tasks', body).reply(200, { results: [record('9')] });

    const found = await hubspot.batchRead(callOf(), {
      objectType: 'tasks',
      ids: ['key-1'],
      properties: [],
      idProperty: 'accord_task_key',
    });

    expect(found.records).toMatchObject([{ id: '9' }]);
  });

  it('calls missing only what HubSpot names as not found', async () => {
    const { hubspot } = startHubspot();
    const ids = ['1', '2', '3', '4'];
    read('companies', { inputs: ids.map((id) => ({ id })), properties: [], propertiesWithHistory: [] }).reply(
      207,
      {
        results: [record('1')],
        numErrors: 2,
        errors: [
          rowError('OBJECT_NOT_FOUND', { ids: ['3', '2'] }),
          rowError('INTERNAL_ERROR', { ids: ['4'] }),
        ],
      },
    );

    const found = await hubspot.batchRead(callOf(), { objectType: 'companies', ids, properties: [] });

    expect(found.records).toHaveLength(1);
    expect(found.missing).toEqual(['2', '3']);
  });

  it('of nothing is no call', async () => {
    const found = await startHubspot().hubspot.batchRead(callOf(), {
      objectType: 'contacts',
      ids: [],
      properties: [],
    });

    expect(found).toEqual({ records: [], missing: [] });
  });

  it.each([
    ['the same id twice', ['1', '1']],
    ['101 ids', Array.from({ length: 101 }, (_, index) => String(index))],
  ])('of %s is a bug and is not sent', async (_name, ids) => {
    const harness = startHubspot();

    await expect(
      harness.hubspot.batchRead(callOf(), { objectType: 'contacts', ids, properties: [] }),
    ).rejects.toThrow(/twice|takes 100/);
    expect(harness.budgetUses).toEqual([]);
  });
});

describe('the creation of tasks', () => {
  const rows: readonly CreateTaskRow[] = ['a', 'b'].map((traceId, index) => ({
    traceId,
    properties: { hs_task_subject: `Call ${traceId}`, accord_task_key: `key-${traceId}` },
    contactId: String(55_001 + index),
  }));
  const inputOf = (row: CreateTaskRow): unknown => ({
    properties: row.properties,
    associations: [
      {
        to: { id: row.contactId },
        types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 204 }],
      },
    ],
    objectWriteTraceId: row.traceId,
  });
  const create = (sent: readonly CreateTaskRow[]): PreparedAnswer =>
    http.expect({
      method: 'POST',
      path: '/crm/objects/2026-03/tasks/batch/create',
      headers: bearer(),
      body: { inputs: sent.map(inputOf) },
    });

  it('sends each with its contact inline and its trace id, and gives the new ids', async () => {
    const { hubspot } = startHubspot();
    create(rows).reply(201, {
      status: 'COMPLETE',
      results: [
        { ...record('902'), objectWriteTraceId: 'b' },
        { ...record('901'), objectWriteTraceId: 'a' },
      ],
    });

    expect(await hubspot.batchCreateTasks(callOf(), rows)).toMatchObject([
      { kind: 'written', traceId: 'a', id: '901' },
      { kind: 'written', traceId: 'b', id: '902' },
    ]);
  });

  it('refuses the failed row of a 207 by its trace id', async () => {
    const { hubspot } = startHubspot();
    create(rows).reply(207, {
      results: [{ ...record('901'), objectWriteTraceId: 'a' }],
      errors: [
        rowError('VALIDATION_ERROR', {
          objectWriteTraceId: ['b'],
          INVALID_OBJECT_IDS: ['CONTACT=55002 is not valid'],
        }),
      ],
    });

    expect(await hubspot.batchCreateTasks(callOf(), rows)).toMatchObject([
      { kind: 'written' },
      { kind: 'refused', traceId: 'b', code: 'INVALID_OBJECT_IDS' },
    ]);
  });

  it('leaves rows unknown whose results do not say which they are', async () => {
    const { hubspot } = startHubspot();
    create(rows).reply(201, { results: [record('901'), record('902')] });

    expect(await hubspot.batchCreateTasks(callOf(), rows)).toMatchObject([
      { kind: 'unknown' },
      { kind: 'unknown' },
    ]);
  });

  it.each(['CONFLICT', 'OBJECT_ALREADY_EXISTS'])(
    'reads back a row of a 207 whose key exists (%s)',
    async (category) => {
      const { hubspot } = startHubspot();
      create(rows).reply(207, {
        results: [{ ...record('901'), objectWriteTraceId: 'a' }],
        errors: [rowError(category, { objectWriteTraceId: ['b'] })],
      });

      expect(await hubspot.batchCreateTasks(callOf(), rows)).toMatchObject([
        { kind: 'written' },
        { kind: 'unknown', traceId: 'b', code: category },
      ]);
    },
  );

  it('reads back all rows after a 409, in one call', async () => {
    const { hubspot } = startHubspot();
    create(rows).reply(409, { category: 'CONFLICT', message: 'exists' });

    expect(await hubspot.batchCreateTasks(callOf(), rows)).toEqual([
      { kind: 'unknown', traceId: 'a', code: 'CONFLICT' },
      { kind: 'unknown', traceId: 'b', code: 'CONFLICT' },
    ]);
  });

  it('halves a 400, and reads back the row whose unique key exists', async () => {
    const { hubspot } = startHubspot();
    const taken = {
      category: 'VALIDATION_ERROR',
      message:
        'Property values were not valid: [{"isValid":false,"message":"taken","error":"CONFLICTING_UNIQUE_VALUE","name":"accord_task_key"}]',
    };
    create(rows).reply(400, taken);
    create(rows.slice(0, 1)).reply(201, { results: [record('901')] });
    create(rows.slice(1)).reply(400, taken);

    expect(await hubspot.batchCreateTasks(callOf(), rows)).toMatchObject([
      { kind: 'written', traceId: 'a', id: '901' },
      { kind: 'unknown', traceId: 'b' },
    ]);
  });

  it.each([500, 504])('is sent once when HubSpot answers %i', async (status) => {
    const { hubspot } = startHubspot();
    create(rows).reply(status, {});

    expect(await hubspot.batchCreateTasks(callOf(), rows)).toMatchObject([
      { kind: 'unknown' },
      { kind: 'unknown' },
    ]);
  });
});

describe('the list of contacts', () => {
  const list = (query: Readonly<Record<string, string>>): PreparedAnswer =>
    http.expect({ method: 'GET', path: '/crm/objects/2026-03/contacts', headers: bearer(), query });

  it('starts without a cursor and tells where to go on', async () => {
    const { hubspot } = startHubspot();
    list({ limit: '100', archived: 'false', properties: 'email,city' }).reply(200, {
      results: [record('1')],
      paging: { next: { after: '2', link: 'https://api.hubapi.com/…' } },
    });

    const page = await hubspot.listContacts(callOf(), {
      after: '',
      limit: 100,
      properties: ['email', 'city'],
    });

    expect(page).toEqual({ records: [crmRecord('1')], next: '2' });
  });

  it('goes on behind the cursor and ends where HubSpot names no next page', async () => {
    const { hubspot } = startHubspot();
    list({ limit: '10', archived: 'false', after: '2' }).reply(200, { results: [] });

    expect(await hubspot.listContacts(callOf(), { after: '2', limit: 10, properties: [] })).toEqual({
      records: [],
      next: null,
    });
  });

  it.each([0, 101])('refuses a page of %i', async (limit) => {
    await expect(
      startHubspot().hubspot.listContacts(callOf(), { after: '', limit, properties: [] }),
    ).rejects.toThrow('1 to 100');
  });
});
