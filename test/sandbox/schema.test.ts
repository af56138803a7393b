import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Harness, PORTAL_ID, startHarness } from './harness.ts';

const PROPERTIES = '/crm/properties/2026-03/0-1';
const base = { label: 'Score', groupName: 'contactinformation', type: 'number', fieldType: 'number' };

describe('properties and groups', () => {
  let hub: Harness;
  beforeAll(async () => {
    hub = await startHarness({ customPropertyLimit: 40 });
  });
  afterAll(() => hub.stop());

  const create = (definition: Record<string, unknown>, path = PROPERTIES): Promise<Answer> =>
    hub.call('POST', path, { ...base, ...definition });

  it('creates a group and a property in it, and answers 409 for both the second time', async () => {
    const group = { name: 'accord', label: 'Accord' };
    expect((await hub.call('POST', `${PROPERTIES}/groups`, group)).status).toBe(201);
    expect((await create({ name: 'a_score', groupName: 'accord' })).status).toBe(201);

    expect((await hub.call('POST', `${PROPERTIES}/groups`, group)).status).toBe(409);
    expect((await create({ name: 'a_score' })).status).toBe(409);
    const shown = await hub.call('GET', `/crm/properties/2026-09/contacts/a_score`);
    expect(shown.body).toMatchObject({
      name: 'a_score',
      type: 'number',
      hubspotDefined: false,
      modificationMetadata: { readOnlyValue: false, archivable: true },
    });
  });

  it.each([
    ['an upper-case name', { name: 'Score' }],
    ['a name that starts with a digit', { name: '1score' }],
    ['a fieldType of another type', { name: 'mismatch', fieldType: 'text' }],
    ['a bool without its two options', { name: 'flag', type: 'bool', fieldType: 'booleancheckbox' }],
    ['an enumeration without options', { name: 'choice', type: 'enumeration', fieldType: 'select' }],
    [
      'an option without displayOrder',
      {
        name: 'choice',
        type: 'enumeration',
        fieldType: 'select',
        options: [{ label: 'A', value: 'a', hidden: false }],
      },
    ],
    ['a group that is not there', { name: 'lost', groupName: 'nowhere' }],
    ['an unknown key', { name: 'extra', unique: true }],
  ])('refuses %s', async (_, definition) => {
    expect((await create(definition)).status).toBe(400);
  });

  it('names what failed in a batch and creates the rest', async () => {
    const inputs = [
      { ...base, name: 'batch_one' },
      { ...base, name: 'batch_one' },
      { ...base, name: 'batch_two', type: 'text' },
    ];

    const answer = await hub.call('POST', `${PROPERTIES}/batch/create`, { inputs });

    expect(answer.status).toBe(207);
    expect(answer.body.results.map((one: { name: string }) => one.name)).toEqual(['batch_one']);
    expect(answer.body.errors).toMatchObject([
      { category: 'OBJECT_ALREADY_EXISTS', context: { propertyName: ['batch_one'] } },
      { category: 'VALIDATION_ERROR', context: { propertyName: ['batch_two'] } },
    ]);
  });

  it('allows ten unique properties per object type, and the quota of custom ones', async () => {
    const unique = (index: number): Promise<Answer> =>
      create(
        { name: `key_${index}`, type: 'string', fieldType: 'text', hasUniqueValue: true },
        '/crm/properties/2026-03/0-27',
      );
    const group = (index: number): Promise<Answer> => create({ name: `q_${index}` });
    hub.sandbox
      .requirePortal(PORTAL_ID)
      .groups.tasks.set('contactinformation', { name: 'contactinformation', label: 'x', displayOrder: 1 });

    for (let index = 0; index < 10; index++) expect((await unique(index)).status).toBe(201);
    expect((await unique(10)).status).toBe(400);
    const limits = await hub.call('GET', '/crm/limits/2026-03/custom-properties');
    const contacts = limits.body.byObjectType.find(
      (row: { objectTypeId: string }) => row.objectTypeId === '0-1',
    );
    expect(contacts).toMatchObject({ limit: 40, usage: 2, percentage: 5 });
    for (let index = 0; index < 38; index++) expect((await group(index)).status).toBe(201);
    expect((await group(38)).status).toBe(400);
  });

  it('refuses a second record with the same unique value, alone and within one batch, and finds records by it', async () => {
    const task = (key: string, traceId?: string): Record<string, unknown> => ({
      properties: { hs_timestamp: '2026-12-01T09:00:00Z', key_1: key },
      associations: [],
      ...(traceId === undefined ? {} : { objectWriteTraceId: traceId }),
    });
    const first = await hub.call('POST', '/crm/objects/2026-03/tasks', task('k1'));

    const again = await hub.call('POST', '/crm/objects/2026-03/tasks', task('k1'));
    const batch = await hub.call('POST', '/crm/objects/2026-03/tasks/batch/create', {
      inputs: [task('k1', 'a'), task('k2', 'b'), task('k2', 'c')],
    });
    const read = await hub.call('POST', '/crm/objects/2026-03/tasks/batch/read', {
      inputs: [{ id: 'k1' }, { id: 'k9' }],
      properties: ['key_1'],
      propertiesWithHistory: [],
      idProperty: 'key_1',
    });

    expect(again.status).toBe(400);
    expect(again.body.errors[0].code).toBe('CONFLICTING_UNIQUE_VALUE');
    expect(batch.status).toBe(207);
    expect(batch.body.results.map((one: { objectWriteTraceId: string }) => one.objectWriteTraceId)).toEqual([
      'b',
    ]);
    expect(
      batch.body.errors.map(
        (one: { context: { objectWriteTraceId: string[] } }) => one.context.objectWriteTraceId[0],
      ),
    ).toEqual(['a', 'c']);
    expect(read.status).toBe(207);
    expect(read.body.results[0].id).toBe(first.body.id);
    expect(read.body.errors[0].context.ids).toEqual(['k9']);
  });

  it('lists lifecycle stages in order and marks what is read-only', async () => {
    const stage = await hub.call('GET', `${PROPERTIES}/lifecyclestage`);
    const opens = await hub.call('GET', `${PROPERTIES}/hs_email_open`);
    const entered = await hub.call('GET', `${PROPERTIES}/hs_v2_date_entered_lead`);

    expect(stage.body.options.map((one: { value: string }) => one.value)).toEqual([
      'subscriber',
      'lead',
      'marketingqualifiedlead',
      'salesqualifiedlead',
      'opportunity',
      'customer',
      'evangelist',
      'other',
    ]);
    expect(opens.body).toMatchObject({ calculated: false, modificationMetadata: { readOnlyValue: true } });
    expect(entered.body).toMatchObject({ calculated: true, modificationMetadata: { readOnlyValue: true } });
  });

  it('forgets the values of a property that an admin deleted', async () => {
    const id = hub.act({ type: 'create', properties: { email: 'p@lead.example', a_score: '5' } });
    hub.act({ type: 'deleteProperty', name: 'a_score' });

    const write = await hub.call('PATCH', `/crm/objects/2026-03/contacts/${id}`, {
      properties: { a_score: '6' },
    });
    expect(write.body.errors[0].code).toBe('PROPERTY_DOESNT_EXIST');
    expect((await create({ name: 'a_score' })).status).toBe(201);

    const shown = await hub.call('GET', `/crm/objects/2026-03/contacts/${id}?properties=a_score`);
    expect(shown.body.properties.a_score).toBeNull();
  });

  it('refuses a unique property on tasks where the portal does not take one', async () => {
    const other = await startHarness({ tasksAcceptUniqueProperty: false });
    const definition = {
      ...base,
      groupName: 'task',
      name: 'key',
      type: 'string',
      fieldType: 'text',
      hasUniqueValue: true,
    };

    const answer = await other.call('POST', '/crm/properties/2026-03/0-27', definition);
    await other.stop();

    expect(answer.status).toBe(400);
  });
});

describe('owners and associations', () => {
  let hub: Harness;
  beforeAll(async () => {
    hub = await startHarness();
    for (const ownerId of ['11', '12', '13']) {
      hub.act({
        type: 'createOwner',
        ownerId,
        userId: Number(ownerId) + 9_000,
        email: `Rep${ownerId}@team.example`,
        firstName: 'R',
        lastName: ownerId,
      });
    }
    hub.act({ type: 'archiveOwner', ownerId: '13' });
  });
  afterAll(() => hub.stop());

  it('pages owners, filters by e-mail, and keeps archived ones apart and without a user id', async () => {
    const first = await hub.call('GET', '/crm/owners/2026-03?limit=1');
    const second = await hub.call('GET', `/crm/owners/2026-03?limit=1&after=${first.body.paging.next.after}`);
    const archived = await hub.call('GET', '/crm/owners/2026-03?archived=true');

    expect([first, second].map((page) => page.body.results[0].id)).toEqual(['11', '12']);
    expect(second.body.paging).toBeUndefined();
    expect(archived.body.results).toMatchObject([
      { id: '13', userId: null, userIdIncludingInactive: 9_013, archived: true },
    ]);
    expect((await hub.call('GET', '/crm/owners/2026-03?email=rep12@team.example')).body.results).toHaveLength(
      1,
    );
    expect((await hub.call('GET', '/crm/owners/2026-03/9011?idProperty=userId')).body.id).toBe('11');
    expect((await hub.call('GET', '/crm/owners/2026-03/13')).status).toBe(404);
  });

  it('takes an active owner, dates the assignment, and refuses an archived one', async () => {
    const id = hub.act({ type: 'create', properties: { email: 'o@lead.example' } });
    const assign = (owner: string): Promise<Answer> =>
      hub.call('PATCH', `/crm/objects/2026-03/contacts/${id}`, { properties: { hubspot_owner_id: owner } });

    expect((await assign('11')).status).toBe(200);
    expect((await assign('13')).body.errors[0].code).toBe('INVALID_OPTION');

    const shown = await hub.call(
      'GET',
      `/crm/objects/2026-03/contacts/${id}?properties=hubspot_owner_id,hubspot_owner_assigneddate`,
    );
    expect(shown.body.properties).toMatchObject({
      hubspot_owner_id: '11',
      hubspot_owner_assigneddate: expect.stringMatching(/Z$/),
    });
  });

  it('creates and reads associations, with 207 for records that have none', async () => {
    const company = hub.act({ type: 'create', objectType: 'companies', properties: { name: 'Acme' } });
    const linked = hub.act({ type: 'create', properties: { email: 'l1@lead.example' } });
    const alone = hub.act({ type: 'create', properties: { email: 'l2@lead.example' } });
    const path = '/crm/associations/2026-03/contacts/companies/batch';
    const types = [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 1 }];

    expect(
      (
        await hub.call('POST', `${path}/create`, {
          inputs: [{ from: { id: linked }, to: { id: company }, types }],
        })
      ).status,
    ).toBe(201);
    const read = await hub.call('POST', `${path}/read`, { inputs: [{ id: linked }, { id: alone }] });

    expect(read.status).toBe(207);
    expect(read.body.results[0].from.id).toBe(linked);
    expect(
      read.body.results[0].to[0].associationTypes.map((one: { typeId: number }) => one.typeId).sort(),
    ).toEqual([1, 279]);
    expect(read.body.errors[0].context.fromObjectId).toEqual([alone]);
    const bad = await hub.call('POST', `${path}/create`, {
      inputs: [{ from: { id: linked }, to: { id: '5' }, types }],
    });
    expect(bad.body.context).toEqual({ INVALID_OBJECT_IDS: ['COMPANY=5 is not valid'] });
    const labels = await hub.call('GET', '/crm/associations/2026-03/contacts/companies/labels');
    expect(labels.body.results).toEqual([
      { category: 'HUBSPOT_DEFINED', typeId: 279, label: null },
      { category: 'HUBSPOT_DEFINED', typeId: 1, label: 'Primary' },
    ]);
  });

  it('keeps one primary company per contact, and links by default without a body only', async () => {
    const [one, two] = ['A', 'B'].map((name) =>
      hub.act({ type: 'create', objectType: 'companies', properties: { name } }),
    );
    const id = hub.act({
      type: 'create',
      properties: { email: 'prim@lead.example' },
      links: [{ type: 'companies', id: one!, primary: true }],
    });
    hub.act({ type: 'link', id, to: { type: 'companies', id: two!, primary: true } });

    const read = await hub.call('POST', '/crm/associations/2026-03/0-1/0-2/batch/read', { inputs: [{ id }] });

    const primaries = read.body.results[0].to.filter((link: { associationTypes: { typeId: number }[] }) =>
      link.associationTypes.some((type) => type.typeId === 1),
    );
    expect(primaries.map((link: { toObjectId: number }) => String(link.toObjectId))).toEqual([two]);
    const put = `/crm/objects/2026-03/contacts/${id}/associations/default/companies/${one}`;
    expect((await hub.call('PUT', put)).status).toBe(201);
    expect((await hub.call('PUT', put, {})).status).toBe(400);
  });
});
