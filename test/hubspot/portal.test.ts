// What is read of the portal around its records: associations, owners, properties; and the creation of our properties.
import { describe, expect, it } from 'vitest';
import type { PropertyDefinition } from '#pipeline/ports.ts';
import { type PreparedAnswer, useHttpMock } from '#test/support/http-mock.ts';
import { bearer, callOf, rowError, startHubspot } from './harness.ts';

const http = useHttpMock();

describe('associations', () => {
  const read = (inputs: unknown, path = 'contacts/companies'): PreparedAnswer =>
    http.expect({
      method: 'POST',
      path: `/crm/associations/2026-03/${path}/batch/read`,
      headers: bearer(),
      body: { inputs },
    });
  const end = (toObjectId: number | string, ...typeIds: readonly number[]): unknown => ({
    toObjectId,
    associationTypes: typeIds.map((typeId) => ({ category: 'HUBSPOT_DEFINED', typeId, label: null })),
  });
  const types = { from: 'contacts', to: 'companies' } as const;

  it('are pairs of ids with their types', async () => {
    const { hubspot } = startHubspot();
    read([{ id: '1' }, { id: '2' }]).reply(200, {
      results: [
        { from: { id: '1' }, to: [end(66_001, 279, 1), end(66_002, 279)] },
        { from: { id: '2' }, to: [end('66001', 279)] },
      ],
    });

    expect(await hubspot.readAssociations(callOf(), types, ['1', '2', '1'])).toEqual([
      { fromId: '1', toId: '66001', typeIds: [279, 1] },
      { fromId: '1', toId: '66002', typeIds: [279] },
      { fromId: '2', toId: '66001', typeIds: [279] },
    ]);
  });

  it('keep all digits of long ids', async () => {
    const { hubspot } = startHubspot();
    const body = JSON.stringify({ results: [{ from: { id: '1' }, to: [end(0, 279)] }] }).replace(
      '"toObjectId":0',
      '"toObjectId":9007199254740993',
    );
    read([{ id: '1' }]).reply(200, body, { 'content-type': 'application/json' });

    expect(await hubspot.readAssociations(callOf(), types, ['1'])).toMatchObject([
      { toId: '9007199254740993' },
    ]);
  });

  it('are read to the last page, asking again only for records that have more', async () => {
    const { hubspot } = startHubspot();
    read([{ id: '1' }, { id: '2' }], 'companies/contacts').reply(200, {
      results: [
        { from: { id: '1' }, to: [end(5, 280)], paging: { next: { after: 'next-1' } } },
        { from: { id: '2' }, to: [end(6, 280)] },
      ],
    });
    read([{ id: '1', after: 'next-1' }], 'companies/contacts').reply(200, {
      results: [{ from: { id: '1' }, to: [end(7, 280)] }],
    });

    const found = await hubspot.readAssociations(callOf(), { from: 'companies', to: 'contacts' }, ['1', '2']);

    expect(found.map(({ fromId, toId }) => `${fromId}-${toId}`)).toEqual(['1-5', '2-6', '1-7']);
  });

  it.each([
    ['OBJECT_NOT_FOUND', {}],
    ['VALIDATION_ERROR', { subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND' }],
  ])('of a record that has none (%s %j) are none', async (category, more) => {
    const { hubspot } = startHubspot();
    const error = { ...(rowError(category, { fromObjectId: ['2'] }) as object), ...more };
    read([{ id: '1' }, { id: '2' }]).reply(207, {
      results: [{ from: { id: '1' }, to: [end(5, 279)] }],
      numErrors: 1,
      errors: [error],
    });

    expect(await hubspot.readAssociations(callOf(), types, ['1', '2'])).toHaveLength(1);
  });

  it('that HubSpot could not read for another reason are not taken for none', async () => {
    const { hubspot } = startHubspot();
    read([{ id: '1' }]).reply(207, { results: [], errors: [rowError('INTERNAL_ERROR', {})] });

    await expect(hubspot.readAssociations(callOf(), types, ['1'])).rejects.toMatchObject({
      code: 'SERVER_ERROR',
      retryable: true,
    });
  });

  it('are asked for in calls of 1,000', async () => {
    const { hubspot } = startHubspot();
    const ids = Array.from({ length: 1_001 }, (_, index) => String(index));
    read(ids.slice(0, 1_000).map((id) => ({ id }))).reply(200, { results: [] });
    read([{ id: '1000' }]).reply(200, { results: [] });

    expect(await hubspot.readAssociations(callOf(), types, ids)).toEqual([]);
  });

  it('end with an error when pages never do', async () => {
    const { hubspot } = startHubspot();
    const more = { results: [{ from: { id: '1' }, to: [], paging: { next: { after: 'again' } } }] };
    read([{ id: '1' }]).reply(200, more);
    for (let page = 1; page < 200; page += 1) read([{ id: '1', after: 'again' }]).reply(200, more);

    await expect(hubspot.readAssociations(callOf(), types, ['1'])).rejects.toMatchObject({
      code: 'TOO_MANY_PAGES',
    });
  });
});

describe('owners', () => {
  const list = (archived: boolean, after?: string): PreparedAnswer =>
    http.expect({
      method: 'GET',
      path: '/crm/owners/2026-03',
      headers: bearer(),
      query: { limit: '100', archived: String(archived), ...(after === undefined ? {} : { after }) },
    });
  const owner = (id: string, more: Readonly<Record<string, unknown>> = {}): unknown => ({
    id,
    email: `${id}@example.test`,
    type: 'PERSON',
    firstName: 'A',
    lastName: 'B',
    userId: Number(id) + 9_000,
    userIdIncludingInactive: Number(id) + 9_000,
    archived: false,
    teams: [],
    ...more,
  });

  it('are all of them, page by page, and the archived ones too', async () => {
    const { hubspot } = startHubspot();
    list(false).reply(200, { results: [owner('1')], paging: { next: { after: 'p2' } } });
    const teams = [
      { id: '9', name: 'Europe', primary: false },
      { id: '7', name: 'Paris', primary: true },
    ];
    list(false, 'p2').reply(200, { results: [owner('2', { teams })] });
    list(true).reply(200, { results: [owner('3', { archived: true, userId: null, firstName: '' })] });

    expect(await hubspot.listOwners(callOf())).toEqual([
      {
        id: '1',
        email: '1@example.test',
        userId: '9001',
        firstName: 'A',
        lastName: 'B',
        archived: false,
        teams: [],
      },
      {
        id: '2',
        email: '2@example.test',
        userId: '9002',
        firstName: 'A',
        lastName: 'B',
        archived: false,
        teams: ['Paris', 'Europe'],
      },
      {
        id: '3',
        email: '3@example.test',
        userId: '9003',
        firstName: '',
        lastName: 'B',
        archived: true,
        teams: [],
      },
    ]);
  });

  it('may be queues without user, mail and name', async () => {
    const { hubspot } = startHubspot();
    list(false).reply(200, { results: [{ id: '4', type: 'QUEUE', archived: false }] });
    list(true).reply(200, { results: [] });

    expect(await hubspot.listOwners(callOf())).toEqual([
      { id: '4', email: null, userId: null, firstName: null, lastName: null, archived: false, teams: [] },
    ]);
  });
});

describe('properties', () => {
  const PATH = '/crm/properties/2026-03/0-1';
  const list = (names: readonly string[]): void =>
    http
      .expect({ method: 'GET', path: PATH, headers: bearer(), query: { archived: 'false' } })
      .reply(200, { results: names.map((name) => ({ name, type: 'string' })) });
  const target = { objectType: 'contacts', groupName: 'accord' } as const;
  const definitions: readonly PropertyDefinition[] = [
    { name: 'accord_score', label: 'Score', type: 'number', fieldType: 'number', description: 'Points' },
    {
      name: 'accord_answer',
      label: 'Answer',
      type: 'enumeration',
      fieldType: 'select',
      options: [
        { label: 'Accept', value: 'accept' },
        { label: 'Reject', value: 'reject' },
      ],
    },
    { name: 'accord_flag', label: 'Flag', type: 'bool', fieldType: 'booleancheckbox' },
  ];
  const inputs = [
    {
      name: 'accord_score',
      label: 'Score',
      type: 'number',
      fieldType: 'number',
      description: 'Points',
      groupName: 'accord',
    },
    {
      name: 'accord_answer',
      label: 'Answer',
      type: 'enumeration',
      fieldType: 'select',
      groupName: 'accord',
      options: [
        { label: 'Accept', value: 'accept', displayOrder: 0, hidden: false },
        { label: 'Reject', value: 'reject', displayOrder: 1, hidden: false },
      ],
    },
    {
      name: 'accord_flag',
      label: 'Flag',
      type: 'bool',
      fieldType: 'booleancheckbox',
      groupName: 'accord',
      options: [
        { label: 'Yes', value: 'true', displayOrder: 0, hidden: false },
        { label: 'No', value: 'false', displayOrder: 1, hidden: false },
      ],
    },
  ] as const;
  const createBatch = (sent: readonly unknown[]): PreparedAnswer =>
    http.expect({ method: 'POST', path: `${PATH}/batch/create`, headers: bearer(), body: { inputs: sent } });
  const createOne = (sent: unknown): PreparedAnswer =>
    http.expect({ method: 'POST', path: PATH, headers: bearer(), body: sent });

  it('are listed with what decides whether we may write them', async () => {
    const { hubspot } = startHubspot();
    http
      .expect({ method: 'GET', path: '/crm/properties/2026-03/0-27', query: { archived: 'false' } })
      .reply(200, {
        results: [
          {
            name: 'hs_task_status',
            label: 'Task Status',
            hubspotDefined: true,
            type: 'enumeration',
            fieldType: 'select',
            hasUniqueValue: false,
            modificationMetadata: { readOnlyValue: false, readOnlyDefinition: true, archivable: false },
            options: [
              { label: 'Done', value: 'COMPLETED', displayOrder: 3, hidden: false },
              { label: 'X', value: 'X' },
            ],
          },
          { name: 'accord_task_key', type: 'string', hasUniqueValue: true, hubspotDefined: false },
          { name: 'hs_createdate', type: 'datetime', modificationMetadata: { readOnlyValue: true } },
          { name: 'hs_task_is_overdue', type: 'bool', calculated: true },
        ],
      });

    expect(await hubspot.listProperties(callOf(), 'tasks')).toEqual([
      {
        name: 'hs_task_status',
        label: 'Task Status',
        type: 'enumeration',
        fieldType: 'select',
        readOnly: false,
        hasUniqueValue: false,
        isOwn: false,
        options: [
          { value: 'COMPLETED', label: 'Done', displayOrder: 3 },
          { value: 'X', label: 'X', displayOrder: -1 },
        ],
      },
      {
        name: 'accord_task_key',
        label: 'accord_task_key',
        type: 'string',
        fieldType: '',
        readOnly: false,
        hasUniqueValue: true,
        isOwn: true,
        options: [],
      },
      {
        name: 'hs_createdate',
        label: 'hs_createdate',
        type: 'datetime',
        fieldType: '',
        readOnly: true,
        hasUniqueValue: false,
        isOwn: false,
        options: [],
      },
      {
        name: 'hs_task_is_overdue',
        label: 'hs_task_is_overdue',
        type: 'bool',
        fieldType: '',
        readOnly: true,
        hasUniqueValue: false,
        isOwn: false,
        options: [],
      },
    ]);
  });

  it('are created in one call, those that exist left alone', async () => {
    const { hubspot } = startHubspot();
    list(['email', 'accord_score']);
    createBatch(inputs.slice(1)).reply(201, { status: 'COMPLETE', results: inputs.slice(1) });

    expect(await hubspot.createProperties(callOf(), target, definitions)).toEqual([]);
  });

  it('that all exist cost one read', async () => {
    const harness = startHubspot();
    list(definitions.map(({ name }) => name));

    expect(await harness.hubspot.createProperties(callOf(), target, definitions)).toEqual([]);
    expect(harness.budgetUses).toHaveLength(1);
  });

  it('that failed in a 207 are tried alone, and named with HubSpot’s reason', async () => {
    const { hubspot } = startHubspot();
    list([]);
    createBatch(inputs).reply(207, { results: [inputs[0]], errors: [rowError('VALIDATION_ERROR', {})] });
    createOne(inputs[1]).reply(400, { category: 'PROPERTY_LIMIT', message: 'Too many properties' });
    createOne(inputs[2]).reply(201, inputs[2]);

    expect(await hubspot.createProperties(callOf(), target, definitions)).toEqual([
      { name: 'accord_answer', code: 'PROPERTY_LIMIT', message: 'Too many properties' },
    ]);
  });

  it.each([400, 409])(
    'are tried alone when the whole batch is answered %i; what exists by then is fine',
    async (status) => {
      const { hubspot } = startHubspot();
      list([]);
      createBatch(inputs.slice(0, 2)).reply(status, { category: 'CONFLICT' });
      createOne(inputs[0]).reply(409, { category: 'CONFLICT' });
      createOne(inputs[1]).reply(201, inputs[1]);

      expect(await hubspot.createProperties(callOf(), target, definitions.slice(0, 2))).toEqual([]);
    },
  );

  it('are not tried one by one when the scope is missing', async () => {
    const { hubspot } = startHubspot();
    list([]);
    createBatch(inputs).reply(403, { category: 'MISSING_SCOPES' });

    await expect(hubspot.createProperties(callOf(), target, definitions)).rejects.toMatchObject({
      code: 'MISSING_SCOPES',
    });
  });

  it.each([201, 409])('have their group, whether it is new or not (%i)', async (status) => {
    const { hubspot } = startHubspot();
    http
      .expect({
        method: 'POST',
        path: `${PATH}/groups`,
        headers: bearer(),
        body: { name: 'accord', label: 'Accord' },
      })
      .reply(status, {});

    expect(
      await hubspot.ensureGroup(callOf(), 'contacts', { name: 'accord', label: 'Accord' }),
    ).toBeUndefined();
  });
});
