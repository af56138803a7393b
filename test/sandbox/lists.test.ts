// HubSpot's lists of contacts in the sandbox: found by name, members in the order of joining, memberships of many contacts, static
// and dynamic ones.
import { afterEach, describe, expect, it } from 'vitest';
import { generatePortal } from '#sandbox/generator/portal.ts';
import { createSandbox } from '#sandbox/sandbox.ts';
import { ALL_SCOPES, type Harness, PORTAL_ID, startHarness } from './harness.ts';

const LISTS = '/crm/lists/2026-03';
let hub: Harness;
let token = '';

afterEach(() => hub.stop());

async function open(scopes = ['crm.lists.read', 'crm.lists.write']): Promise<void> {
  hub = await startHarness();
  const { body } = await hub.control('POST', `/portals/${PORTAL_ID}/install`, {
    scopes: [...ALL_SCOPES, ...scopes],
  });
  token = body.access_token;
}

function contact(name: string, properties: Record<string, string> = {}): string {
  return hub.act({ type: 'create', properties: { email: `${name}@lead.example`, ...properties } });
}

async function members(listId: string, query = ''): Promise<readonly string[]> {
  const { body } = await hub.call(
    'GET',
    `${LISTS}/${listId}/memberships/join-order${query}`,
    undefined,
    token,
  );
  return body.results.map(({ recordId }: { readonly recordId: string }) => recordId);
}

async function listsOf(ids: readonly string[]) {
  const inputs = ids.map((recordId) => ({ objectTypeId: '0-1', recordId }));
  const { status, body } = await hub.call(
    'POST',
    `${LISTS}/records/memberships/batch/read`,
    { inputs },
    token,
  );
  interface Row {
    readonly recordId: string;
    readonly recordListMemberships: readonly { readonly listId: string }[];
  }
  const rows: readonly Row[] = body.results;
  const found = rows.map((row) => [row.recordId, row.recordListMemberships.map(({ listId }) => listId)]);
  return { status, found: Object.fromEntries(found), errors: body.errors };
}

describe('lists', () => {
  it('are found by a part of their name, page by page', async () => {
    await open();
    for (const list of ['Competitors', 'Partners', 'Old competitors']) hub.act({ type: 'createList', list });

    const { body } = await hub.call('POST', `${LISTS}/search`, { query: 'COMPETITORS', count: 1 }, token);
    const { body: rest } = await hub.call(
      'POST',
      `${LISTS}/search`,
      { query: 'competitors', offset: body.offset },
      token,
    );

    expect(body).toMatchObject({ hasMore: true, offset: 1, total: 2 });
    expect(body.lists).toMatchObject([
      { listId: '1', name: 'Competitors', objectTypeId: '0-1', processingType: 'MANUAL' },
    ]);
    expect(rest).toMatchObject({ hasMore: false, lists: [{ name: 'Old competitors' }] });
  });

  it('keep their members in the order of joining, behind a cursor that stands when some leave', async () => {
    await open();
    hub.act({ type: 'createList', list: 'Partners' });
    const [a, b, c] = [contact('a'), contact('b'), contact('c')];
    const { body } = await hub.call('PUT', `${LISTS}/1/memberships/add`, [c, a, '99'], token);
    hub.act({ type: 'addToList', list: 'Partners', id: b });
    const first = await hub.call('GET', `${LISTS}/1/memberships/join-order?limit=2`, undefined, token);
    const removed = await hub.call('PUT', `${LISTS}/1/memberships/remove`, [c], token);

    expect(body).toEqual({ recordsIdsAdded: [c, a], recordIdsRemoved: [], recordIdsMissing: ['99'] });
    expect(first.body.results.map(({ recordId }: { readonly recordId: string }) => recordId)).toEqual([c, a]);
    expect(removed.body).toMatchObject({ recordIdsRemoved: [c] });
    expect(await members('1', `?after=${first.body.paging.next.after}`)).toEqual([b]);
    expect(await members('1')).toEqual([a, b]);
  });

  it('tell of many contacts which they are in; one that does not exist is an error of its own', async () => {
    await open();
    const [a, b] = [contact('a'), contact('b')];
    for (const list of ['Competitors', 'Partners']) hub.act({ type: 'createList', list });
    for (const list of ['Competitors', 'Partners']) hub.act({ type: 'addToList', list, id: a });

    expect(await listsOf([a, b])).toMatchObject({ status: 200, found: { [a]: ['1', '2'], [b]: [] } });
    expect(await listsOf([a, '99'])).toMatchObject({
      status: 207,
      found: { [a]: ['1', '2'] },
      errors: [{ category: 'OBJECT_NOT_FOUND' }],
    });
  });

  it('that are dynamic look after their members themselves', async () => {
    await open();
    const id = contact('a', { city: 'Brest' });
    hub.act({
      type: 'createList',
      list: 'Brest',
      filters: [{ propertyName: 'city', operator: 'EQ', value: 'Brest' }],
    });
    expect(await members('1')).toEqual([id]);

    hub.act({ type: 'set', id, properties: { city: 'Lyon' } });
    expect(await members('1')).toEqual([]);
    expect((await listsOf([id])).found).toEqual({ [id]: [] });
    const { status } = await hub.call('PUT', `${LISTS}/1/memberships/add`, [id], token);
    expect(status).toBe(400);
    expect(() => hub.act({ type: 'addToList', list: 'Brest', id })).toThrow('dynamic');
  });

  it('follow a merge and forget who is deleted', async () => {
    await open();
    const [a, b, c] = [contact('a'), contact('b'), contact('c')];
    hub.act({ type: 'createList', list: 'Partners' });
    for (const id of [a, b]) hub.act({ type: 'addToList', list: 'Partners', id });
    const survivor = hub.act({ type: 'merge', primaryId: c, secondaryId: a });
    hub.act({ type: 'delete', id: b });

    expect(await members('1')).toEqual([survivor]);
  });

  it.each([
    ['a list that there is not', 'GET', '/7/memberships/join-order', undefined, 404],
    ['too long a page', 'GET', '/1/memberships/join-order?limit=251', undefined, 400],
    ['a cursor of nothing', 'GET', '/1/memberships/join-order?after=x', undefined, 400],
    ['a key that HubSpot does not know', 'POST', '/search', { name: 'Partners' }, 400],
    [
      'another object',
      'POST',
      '/records/memberships/batch/read',
      { inputs: [{ objectTypeId: '0-2', recordId: '1' }] },
      400,
    ],
    ['nobody', 'PUT', '/1/memberships/add', [], 400],
  ])('refuse %s', async (...[, method, path, body, expected]) => {
    await open();
    hub.act({ type: 'createList', list: 'Partners' });
    expect((await hub.call(method, `${LISTS}${path}`, body, token)).status).toBe(expected);
  });

  it('are read and changed with a scope each', async () => {
    await open(['crm.lists.read']);
    hub.act({ type: 'createList', list: 'Partners' });
    const changed = await hub.call('PUT', `${LISTS}/1/memberships/add`, [contact('a')], token);
    const read = await hub.call('POST', `${LISTS}/search`, {}, hub.token);

    expect([changed.status, changed.body.category]).toEqual([403, 'MISSING_SCOPES']);
    expect(read.body.errors[0].context.requiredGranularScopes).toEqual(['crm.lists.read']);
  });

  it('are made once by a name, of properties that there are, and deleted by it', async () => {
    await open();
    hub.act({ type: 'createList', list: 'Partners' });
    const unknown = [{ propertyName: 'citty', operator: 'HAS_PROPERTY' } as const];

    expect(() => hub.act({ type: 'createList', list: 'Partners' })).toThrow('exists');
    expect(() => hub.act({ type: 'createList', list: 'Other', filters: unknown })).toThrow('citty');
    hub.act({ type: 'deleteList', list: 'Partners' });
    expect(() => hub.act({ type: 'deleteList', list: 'Partners' })).toThrow('no such list');
  });
});

describe('a generated portal', () => {
  it('has lists of whom it competes and sells with, the same from the same seed', async () => {
    await open();
    const listsOfPortal = () => {
      const portal = createSandbox({ portals: [{ portalId: 1, timeZone: 'Europe/Paris' }] }).requirePortal(1);
      generatePortal(portal, { contacts: 800, companies: 150, seed: 3, untilMs: Date.UTC(2026, 10, 1) });
      return [...portal.lists.values()].map(({ name, members }) => ({ name, members: [...members.keys()] }));
    };
    const lists = listsOfPortal();

    expect(lists.map(({ name }) => name)).toEqual(['Concurrents', 'Partenaires']);
    expect(lists.every(({ members: all }) => all.length > 0)).toBe(true);
    expect(listsOfPortal()).toEqual(lists);
  });
});
