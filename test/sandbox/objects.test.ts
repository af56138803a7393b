import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Harness, PORTAL_ID, startHarness } from './harness.ts';

const V = '2026-03';
const CONTACTS = `/crm/objects/${V}/contacts`;
const TASKS = `/crm/objects/${V}/tasks`;

describe('records', () => {
  let hub: Harness;
  beforeAll(async () => {
    hub = await startHarness();
  });
  afterAll(() => hub.stop());

  const create = async (properties: Record<string, string>): Promise<string> => {
    const answer = await hub.call('POST', CONTACTS, { properties, associations: [] });
    expect(answer.status).toBe(201);
    return answer.body.id;
  };
  const read = async (id: string, properties: string): Promise<Record<string, string | null>> =>
    (await hub.call('GET', `${CONTACTS}/${id}?properties=${properties}`)).body.properties;

  it('creates a contact and shows asked values, nulls for unset ones, and leaves unknown names out', async () => {
    const id = await create({ email: 'Ada@Lead.Example', firstname: 'Ada' });

    const shown = await hub.call('GET', `${CONTACTS}/${id}?properties=email,jobtitle,no_such_property`);

    expect(shown.status).toBe(200);
    expect(shown.body.properties).toMatchObject({
      email: 'ada@lead.example',
      jobtitle: null,
      hs_object_id: id,
    });
    expect(shown.body.properties).not.toHaveProperty('no_such_property');
    expect(shown.body.archived).toBe(false);
  });

  it.each([
    ['PROPERTY_DOESNT_EXIST', { no_such_property: 'x' }],
    ['READ_ONLY_VALUE', { hs_email_open: '3' }],
    ['READ_ONLY_VALUE', { createdate: '2026-01-01T00:00:00Z' }],
    ['INVALID_OPTION', { lifecyclestage: 'no_such_stage' }],
    ['INVALID_OPTION', { hubspot_owner_id: '1' }],
    ['INVALID_EMAIL', { email: 'not an address' }],
    ['INVALID_DATE', { hs_latest_source_timestamp: 'yesterday' }],
  ])('refuses %s in the shape of a validation error', async (code, properties) => {
    const answer = await hub.call('POST', CONTACTS, { properties, associations: [] });

    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ status: 'error', category: 'VALIDATION_ERROR' });
    expect(answer.body.correlationId).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.body.errors[0]).toMatchObject({ code, context: { propertyName: Object.keys(properties) } });
    const prefix = 'Property values were not valid: ';
    expect(answer.body.message.startsWith(prefix)).toBe(true);
    const [embedded] = JSON.parse(answer.body.message.slice(prefix.length));
    expect(embedded).toMatchObject({
      isValid: false,
      error: code,
      name: Object.keys(properties)[0],
      portalId: PORTAL_ID,
    });
  });

  it('refuses malformed numbers and over-long texts, and clears with an empty value', async () => {
    const company = (value: string): Promise<{ status: number; body: { errors: { code: string }[] } }> =>
      hub.call('POST', `/crm/objects/${V}/companies`, {
        properties: { name: 'A', numberofemployees: value },
        associations: [],
      });
    expect((await company('1,200')).body.errors[0]?.code).toBe('INVALID_INTEGER');
    const revenue = await hub.call('POST', `/crm/objects/${V}/companies`, {
      properties: { annualrevenue: '1,200.5' },
      associations: [],
    });
    expect(revenue.body.errors[0].code).toBe('INVALID_FLOAT');
    const long = await hub.call('POST', CONTACTS, {
      properties: { message: 'x'.repeat(65_537) },
      associations: [],
    });
    expect(long.status).toBe(400);
    const id = await create({ email: 'clear@lead.example', jobtitle: 'CEO' });

    await hub.call('PATCH', `${CONTACTS}/${id}`, { properties: { jobtitle: '' } });

    expect((await read(id, 'jobtitle'))['jobtitle']).toBeNull();
  });

  it('answers 409 with the existing id when an e-mail is taken', async () => {
    const id = await create({ email: 'taken@lead.example' });

    const clash = await hub.call('POST', CONTACTS, {
      properties: { email: 'TAKEN@lead.example' },
      associations: [],
    });

    expect(clash.status).toBe(409);
    expect(clash.body).toMatchObject({
      category: 'CONFLICT',
      message: `Contact already exists. Existing ID: ${id}`,
    });
  });

  it('moves the lifecycle stage forward only, unless it is cleared first, and dates the moves', async () => {
    const id = await create({ email: 'stage@lead.example', lifecyclestage: 'salesqualifiedlead' });

    const back = await hub.call('PATCH', `${CONTACTS}/${id}`, {
      properties: { lifecyclestage: 'lead', jobtitle: 'X' },
    });
    expect(back.status).toBe(200);
    expect(await read(id, 'lifecyclestage,jobtitle')).toMatchObject({
      lifecyclestage: 'salesqualifiedlead',
      jobtitle: 'X',
    });

    await hub.call('PATCH', `${CONTACTS}/${id}`, { properties: { lifecyclestage: '' } });
    await hub.call('PATCH', `${CONTACTS}/${id}`, { properties: { lifecyclestage: 'lead' } });
    const names =
      'lifecyclestage,hs_v2_date_entered_salesqualifiedlead,hs_v2_date_exited_salesqualifiedlead,hs_lifecyclestage_lead_date';
    const after = await read(id, names);
    expect(after['lifecyclestage']).toBe('lead');
    expect(after['hs_v2_date_entered_salesqualifiedlead']).toMatch(/Z$/);
    expect(after['hs_v2_date_exited_salesqualifiedlead']).toMatch(/Z$/);
    expect(after['hs_lifecyclestage_lead_date']).toMatch(/Z$/);
  });

  it('keeps history, newest first, with who changed it', async () => {
    const id = await create({ email: 'history@lead.example', jobtitle: 'First' });
    await hub.call('PATCH', `${CONTACTS}/${id}`, { properties: { jobtitle: 'Second' } });
    hub.act({ type: 'set', id, by: 77, properties: { jobtitle: 'Third' } });

    const body = { inputs: [{ id }], properties: [], propertiesWithHistory: ['jobtitle'] };
    const answer = await hub.call('POST', `${CONTACTS}/batch/read`, body);

    const versions = answer.body.results[0].propertiesWithHistory.jobtitle;
    expect(versions.map((one: { value: string }) => one.value)).toEqual(['Third', 'Second', 'First']);
    expect(versions[0]).toMatchObject({ sourceType: 'CRM_UI', sourceId: 'userId:77' });
    expect(versions[1]).toMatchObject({ sourceType: 'INTEGRATION', sourceId: '7788991' });
  });

  it('reads batches with 207 and OBJECT_NOT_FOUND for what is missing', async () => {
    const id = await create({ email: 'batch@lead.example' });

    const answer = await hub.call('POST', `${CONTACTS}/batch/read`, {
      inputs: [{ id }, { id: '999' }],
      properties: ['email'],
      propertiesWithHistory: [],
    });

    expect(answer.status).toBe(207);
    expect(answer.body).toMatchObject({ status: 'COMPLETE', numErrors: 1 });
    expect(answer.body.errors[0]).toMatchObject({ category: 'OBJECT_NOT_FOUND', context: { ids: ['999'] } });
    expect(answer.body.results.map((one: { id: string }) => one.id)).toEqual([id]);
  });

  it('caps batches at 100, and at 50 with history', async () => {
    const inputs = Array.from({ length: 101 }, (_, index) => ({ id: String(index) }));
    const read = (count: number, history: string[]): Promise<{ status: number }> =>
      hub.call('POST', `${CONTACTS}/batch/read`, {
        inputs: inputs.slice(0, count),
        properties: [],
        propertiesWithHistory: history,
      });

    expect((await read(101, [])).status).toBe(400);
    expect((await read(100, [])).status).toBe(207);
    expect((await read(51, ['email'])).status).toBe(400);
    expect((await read(50, ['email'])).status).toBe(207);
  });

  it('pages lists by id until there is no next page', async () => {
    const seen: string[] = [];
    let after: string | undefined = '0';
    while (after !== undefined) {
      const page = await hub.call('GET', `${CONTACTS}?limit=2&after=${after}`);
      seen.push(...page.body.results.map((one: { id: string }) => one.id));
      after = page.body.paging?.next.after;
    }

    expect(seen).toEqual(seen.toSorted((a, b) => Number(a) - Number(b)));
    expect(new Set(seen).size).toBe(hub.sandbox.requirePortal(PORTAL_ID).objects.contacts.live.size);
    expect((await hub.call('GET', `${CONTACTS}?limit=101`)).status).toBe(400);
  });

  it('writes a batch row by row with trace ids, naming the failed row by trace id alone', async () => {
    const good = await create({ email: 'row-good@lead.example' });
    const bad = await create({ email: 'row-bad@lead.example' });
    const inputs = [
      { id: good, properties: { jobtitle: 'Written' }, objectWriteTraceId: 't1' },
      { id: bad, properties: { lifecyclestage: 'nope' }, objectWriteTraceId: 't2' },
      { id: '424242', properties: { jobtitle: 'x' }, objectWriteTraceId: 't3' },
    ];

    const answer = await hub.call('POST', `${CONTACTS}/batch/update`, { inputs });

    expect(answer.status).toBe(207);
    expect(answer.body.results).toHaveLength(1);
    expect(answer.body.results[0]).toMatchObject({
      id: good,
      objectWriteTraceId: 't1',
      properties: { jobtitle: 'Written' },
    });
    expect(answer.body.errors).toHaveLength(2);
    expect(answer.body.errors[0]).toMatchObject({
      status: 'error',
      category: 'VALIDATION_ERROR',
      context: { objectWriteTraceId: ['t2'] },
    });
    expect(answer.body.errors[0].message).toContain('INVALID_OPTION');
    expect(answer.body.errors[1]).toMatchObject({
      category: 'OBJECT_NOT_FOUND',
      context: { ids: ['424242'] },
    });
  });

  it('fails the whole batch without trace ids, and writes nothing', async () => {
    const good = await create({ email: 'whole-good@lead.example' });
    const bad = await create({ email: 'whole-bad@lead.example' });
    const inputs = [
      { id: good, properties: { jobtitle: 'Not written' } },
      { id: bad, properties: { lifecyclestage: 'nope' } },
    ];

    const answer = await hub.call('POST', `${CONTACTS}/batch/update`, { inputs });

    expect(answer.status).toBe(400);
    expect((await read(good, 'jobtitle'))['jobtitle']).toBeNull();
    const twice = {
      inputs: [
        { id: good, properties: {} },
        { id: good, properties: {} },
      ],
    };
    expect((await hub.call('POST', `${CONTACTS}/batch/update`, twice)).status).toBe(400);
  });

  it('creates tasks with inline associations and refuses what is missing or linked to nobody', async () => {
    const contact = await create({ email: 'task@lead.example' });
    const row = (properties: Record<string, string>, to: string, traceId: string): unknown => ({
      properties,
      associations: [
        { to: { id: to }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 204 }] },
      ],
      objectWriteTraceId: traceId,
    });
    const due = '2026-12-01T09:00:00Z';

    const answer = await hub.call('POST', `${TASKS}/batch/create`, {
      inputs: [
        row({ hs_timestamp: due, hs_task_subject: 'Call', hs_task_type: 'CALL' }, contact, 'a'),
        row({ hs_task_subject: 'No due date' }, contact, 'b'),
        row({ hs_timestamp: due }, '123', 'c'),
      ],
    });

    expect(answer.status).toBe(207);
    const [task] = answer.body.results;
    expect(task).toMatchObject({
      objectWriteTraceId: 'a',
      properties: { hs_timestamp: '2026-12-01T09:00:00.000Z' },
    });
    const byTrace = Object.fromEntries(
      answer.body.errors.map((one: { context: { objectWriteTraceId: string[] } }) => [
        one.context.objectWriteTraceId[0],
        one,
      ]),
    );
    expect(byTrace['b'].message).toContain('REQUIRED_PROPERTY');
    expect(byTrace['c'].context.INVALID_OBJECT_IDS).toEqual(['CONTACT=123 is not valid']);
    const links = await hub.call('POST', `/crm/associations/${V}/tasks/contacts/batch/read`, {
      inputs: [{ id: task.id }],
    });
    expect(links.body.results[0].to[0]).toMatchObject({
      toObjectId: Number(contact),
      associationTypes: [{ typeId: 204 }],
    });
  });

  it('creates nothing when one row is bad and a trace id is missing or used twice', async () => {
    const row = (email: string, traceId?: string): unknown => ({
      properties: { email },
      associations: [],
      ...(traceId === undefined ? {} : { objectWriteTraceId: traceId }),
    });
    const create = (...inputs: unknown[]): Promise<{ status: number }> =>
      hub.call('POST', `${CONTACTS}/batch/create`, { inputs });
    const { unique } = hub.sandbox.requirePortal(PORTAL_ID).objects.contacts;

    expect((await create(row('none@lead.example'), row('bad'))).status).toBe(400);
    expect((await create(row('none@lead.example', 'a'), row('bad'))).status).toBe(400);
    expect((await create(row('none@lead.example', 'a'), row('bad', 'a'))).status).toBe(400);
    expect(unique.get('email')?.has('none@lead.example')).toBe(false);
    expect((await create(row('none@lead.example', 'a'), row('bad', 'b'))).status).toBe(207);
    expect((await create(row('one@lead.example'), row('two@lead.example'))).status).toBe(201);
  });

  it('answers PATCH of a merged-away id with the survivor, and batch update of it with OBJECT_NOT_FOUND', async () => {
    const first = await create({ email: 'merge-1@lead.example' });
    const second = await create({ email: 'merge-2@lead.example', jobtitle: 'Kept' });
    const survivor = hub.act({ type: 'merge', primaryId: first, secondaryId: second });

    const patched = await hub.call('PATCH', `${CONTACTS}/${second}`, { properties: { city: 'Lyon' } });
    const batch = await hub.call('POST', `${CONTACTS}/batch/update`, {
      inputs: [{ id: first, properties: { city: 'Lille' }, objectWriteTraceId: 'x' }],
    });

    expect(survivor).not.toBe(first);
    expect(patched.body.id).toBe(survivor);
    expect(batch.body.errors[0].category).toBe('OBJECT_NOT_FOUND');
    expect(await read(survivor, 'jobtitle,city,email')).toMatchObject({
      jobtitle: 'Kept',
      city: 'Lyon',
      email: 'merge-1@lead.example',
    });
  });

  it('archives with 204, hides the record, and restores it with its values', async () => {
    const id = await create({ email: 'gone@lead.example' });

    expect((await hub.call('DELETE', `${CONTACTS}/${id}`)).status).toBe(204);
    expect((await hub.call('GET', `${CONTACTS}/${id}`)).status).toBe(404);
    hub.act({ type: 'restore', id });

    expect((await read(id, 'email'))['email']).toBe('gone@lead.example');
  });

  it.each([
    ['a number as a value', { properties: { jobtitle: 5 }, associations: [] }],
    ['an unknown key', { properties: {}, associations: [], property: {} }],
    ['no associations', { properties: {} }],
  ])('refuses a body with %s', async (_, body) => {
    expect((await hub.call('POST', CONTACTS, body)).status).toBe(400);
  });

  it('knows date versions only', async () => {
    expect((await hub.call('GET', '/crm/v3/objects/contacts')).status).toBe(404);
    expect((await hub.call('GET', '/crm/objects/v3/contacts')).status).toBe(404);
    expect((await hub.call('GET', '/crm/objects/2025-09/contacts')).status).toBe(404);
    expect((await hub.call('GET', '/crm/objects/2026-09/contacts')).status).toBe(200);
  });

  it('enforces an admin rule on 2026-09 paths and not on 2026-03 paths', async () => {
    const id = await create({ email: 'rule@lead.example' });
    const when = { property: 'hs_lead_status', value: 'UNQUALIFIED' };
    hub.act({
      type: 'setRules',
      rules: { conditional: [{ objectType: 'contacts', when, requires: 'message' }] },
    });
    const body = { properties: { hs_lead_status: 'UNQUALIFIED' } };

    const strict = await hub.call('PATCH', `/crm/objects/2026-09/contacts/${id}`, body);
    const lax = await hub.call('PATCH', `${CONTACTS}/${id}`, body);
    hub.act({ type: 'setRules', rules: {} });

    expect(strict.body.errors[0]).toMatchObject({
      code: 'MISSING_CONDITIONAL_REQUIRED_PROPERTY',
      context: { propertyName: ['message'] },
    });
    expect(lax.status).toBe(200);
  });
});

describe('records with other switches', () => {
  it('rejects a backward stage and makes batch updates whole when told so', async () => {
    const hub = await startHarness({ lifecycleBackward: 'rejected', batchUpdatePartial: false });
    const id = hub.act({
      type: 'create',
      properties: { email: 'x@lead.example', lifecyclestage: 'customer' },
    });

    const single = await hub.call('PATCH', `${CONTACTS}/${id}`, { properties: { lifecyclestage: 'lead' } });
    const batch = await hub.call('POST', `${CONTACTS}/batch/update`, {
      inputs: [{ id: '5', properties: {}, objectWriteTraceId: 'a' }],
    });
    await hub.stop();

    expect(single.status).toBe(400);
    expect(batch.status).toBe(400);
    expect(batch.body.category).toBe('OBJECT_NOT_FOUND');
  });
});
