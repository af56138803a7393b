// What HubSpot cannot process at once (502, 504), or while others write to it (423), is not asked for again at full length.
import { describe, expect, it } from 'vitest';
import type { UpdateRow } from '#pipeline/ports.ts';
import { type PreparedAnswer, useHttpMock } from '#test/support/http-mock.ts';
import { bearer, callOf, NOW_MS, OTHER_PORTAL, startHubspot } from './harness.ts';

const http = useHttpMock();
const AT = '2026-11-22T10:00:00.000Z';
const MINUTE_MS = 60_000;

function expectRead(ids: readonly string[], portal = callOf().portalId): PreparedAnswer {
  return http.expect({
    method: 'POST',
    path: '/crm/objects/2026-03/contacts/batch/read',
    headers: bearer(portal),
    body: { inputs: ids.map((id) => ({ id })), properties: ['email'], propertiesWithHistory: [] },
  });
}

function found(ids: readonly string[], missing: readonly string[] = []): unknown {
  return {
    results: ids.map((id) => ({ id, properties: { email: null }, createdAt: AT, updatedAt: AT })),
    errors: missing.map((id) => ({ category: 'OBJECT_NOT_FOUND', context: { ids: [id] } })),
  };
}

function idsTo(count: number): string[] {
  return Array.from({ length: count }, (_, index) => String(index + 1));
}

function read(harness: ReturnType<typeof startHubspot>, ids: readonly string[], call = callOf()) {
  return harness.hubspot.batchRead(call, { objectType: 'contacts', ids, properties: ['email'] });
}

describe.each([502, 504])('a batch read that HubSpot answers with %i', (status) => {
  it('is asked for in halves after a second, and answers as if it had been one', async () => {
    const harness = startHubspot();
    expectRead(['1', '2', '3', '4']).reply(status, '<html>');
    expectRead(['1', '2']).reply(200, found(['2', '1']));
    expectRead(['3', '4']).reply(207, found(['3'], ['4']));

    const { records, missing } = await read(harness, ['1', '2', '3', '4']);

    expect(records.map(({ id }) => id)).toEqual(['2', '1', '3']);
    expect(missing).toEqual(['4']);
    expect(harness.pausesMs).toEqual([1_000]);
  });

  it('fails at the third try, and the next read begins where it ended', async () => {
    const harness = startHubspot();
    for (const count of [8, 4, 2]) expectRead(idsTo(count)).reply(status, '<html>');

    await expect(read(harness, idsTo(8))).rejects.toMatchObject({ code: 'OVERLOADED', status });
    expect(harness.pausesMs).toEqual([1_000, 2_000]);

    for (const id of ['1', '2']) expectRead([id]).reply(200, found([id]));
    expect((await read(harness, ['1', '2'])).records).toHaveLength(2);
  });
});

describe('a smaller batch', () => {
  it('grows back, twice as long each minute', async () => {
    let nowMs = NOW_MS;
    const harness = startHubspot({ clock: { nowMs: () => nowMs } });
    expectRead(idsTo(4)).reply(504, '');
    expectRead(['1', '2']).reply(504, '');
    for (const id of idsTo(4)) expectRead([id]).reply(200, found([id]));
    await read(harness, idsTo(4));

    nowMs += MINUTE_MS;
    expectRead(['1', '2']).reply(200, found(['1', '2']));
    expectRead(['3', '4']).reply(200, found(['3', '4']));
    await read(harness, idsTo(4));
    nowMs += MINUTE_MS;
    expectRead(idsTo(4)).reply(200, found(idsTo(4)));
    await read(harness, idsTo(4));
    nowMs += 10 * MINUTE_MS;
    expectRead(idsTo(100)).reply(200, found(idsTo(100)));

    expect((await read(harness, idsTo(100))).records).toHaveLength(100);
  });

  it('is of that portal and of that call alone', async () => {
    const harness = startHubspot();
    expectRead(idsTo(2)).reply(504, '');
    for (const id of ['1', '2']) expectRead([id]).reply(200, found([id]));
    await read(harness, idsTo(2));

    expectRead(idsTo(2), OTHER_PORTAL).reply(200, found(idsTo(2)));
    await read(harness, idsTo(2), callOf({ portalId: OTHER_PORTAL }));
    expectUpdate(rowsOf(2)).reply(200, written(rowsOf(2)));

    await expect(harness.hubspot.batchUpdate(callOf(), 'contacts', rowsOf(2))).resolves.toHaveLength(2);
  });

  it('is not waited for once the caller has given up', async () => {
    const given = new AbortController();
    const harness = startHubspot({ sleep: async () => given.abort() });
    expectRead(idsTo(2)).reply(504, '');

    const attempt = read(harness, idsTo(2), callOf({ signal: given.signal }));

    await expect(attempt).rejects.toMatchObject({ code: 'OVERLOADED' });
  });
});

describe('other reads', () => {
  it('of associations go on with fewer records, and follow each one’s pages', async () => {
    const harness = startHubspot();
    const ask = (inputs: readonly unknown[]): PreparedAnswer =>
      http.expect({
        method: 'POST',
        path: '/crm/associations/2026-03/contacts/deals/batch/read',
        body: { inputs },
      });
    const links = (from: string, to: string, after?: string): unknown => ({
      from: { id: from },
      to: [{ toObjectId: to, associationTypes: [{ typeId: 4 }] }],
      ...(after === undefined ? {} : { paging: { next: { after } } }),
    });
    ask([{ id: '1' }, { id: '2' }]).reply(504, '');
    ask([{ id: '1' }]).reply(200, { results: [links('1', '71', 'next')] });
    ask([{ id: '2' }]).reply(200, { results: [links('2', '72')] });
    ask([{ id: '1', after: 'next' }]).reply(200, { results: [links('1', '73')] });

    const found = await harness.hubspot.readAssociations(callOf(), { from: 'contacts', to: 'deals' }, [
      '1',
      '2',
    ]);

    expect(found.map(({ fromId, toId }) => `${fromId} ${toId}`)).toEqual(['1 71', '2 72', '1 73']);
  });

  it('of the list of contacts take shorter pages', async () => {
    const harness = startHubspot();
    const list = (limit: string): PreparedAnswer =>
      http.expect({
        method: 'GET',
        path: '/crm/objects/2026-03/contacts',
        query: { limit, archived: 'false' },
      });
    list('100').reply(502, '');
    list('50').reply(200, { results: [], paging: { next: { after: '50' } } });

    const page = await harness.hubspot.listContacts(callOf(), { after: '', limit: 100, properties: [] });

    expect(page.next).toBe('50');
  });

  it('by search take shorter pages, and a full one of those is not the last', async () => {
    const harness = startHubspot();
    const search = (limit: number): PreparedAnswer =>
      http.expect({
        method: 'POST',
        path: '/crm/objects/2026-03/contacts/search',
        body: {
          filterGroups: [{ filters: [] }],
          sorts: [{ propertyName: 'hs_object_id', direction: 'ASCENDING' }],
          properties: [],
          limit,
        },
      });
    const ask = () => harness.hubspot.searchContacts(callOf(), { groups: [[]], properties: [], limit: 4 });
    search(4).reply(504, '');
    search(2).reply(200, found(['1', '2']));
    search(2).reply(200, found(['3']));

    const full = await ask();
    const rest = await ask();

    expect(full.records.map(({ id }) => id)).toEqual(['1', '2']);
    expect(full.isLast).toBe(false);
    expect(rest.isLast).toBe(true);
  });
});

function rowsOf(count: number): readonly UpdateRow[] {
  return idsTo(count).map((id) => ({ traceId: `t${id}`, id, properties: { accord_score: '1' } }));
}

function expectUpdate(rows: readonly UpdateRow[]): PreparedAnswer {
  return http.expect({
    method: 'POST',
    path: '/crm/objects/2026-03/contacts/batch/update',
    body: {
      inputs: rows.map(({ traceId, id, properties }) => ({ id, properties, objectWriteTraceId: traceId })),
    },
  });
}

function written(rows: readonly UpdateRow[]): unknown {
  return { results: rows.map(({ id, traceId }) => ({ id, objectWriteTraceId: traceId })) };
}

describe.each([
  [502, 'unknown'],
  [504, 'unknown'],
  [423, 'retry'],
])('a batch write that HubSpot answers with %i', (status, kind) => {
  it(`is sent once, its rows are ${kind}, and the next is half as long`, async () => {
    const harness = startHubspot();
    const rows = rowsOf(5);
    expectUpdate(rows).reply(status, {});
    const first = await harness.hubspot.batchUpdate(callOf(), 'contacts', rows);
    expect(new Set(first.map((outcome) => outcome.kind))).toEqual(new Set([kind]));

    expectUpdate(rows.slice(0, 3)).reply(200, written(rows));
    expectUpdate(rows.slice(3)).reply(200, written(rows));
    const second = await harness.hubspot.batchUpdate(callOf(), 'contacts', rows);

    expect(second.map((outcome) => outcome.kind)).toEqual(rows.map(() => 'written'));
  });

  it('leaves the parts behind it unsent', async () => {
    const harness = startHubspot();
    const rows = rowsOf(4);
    expectUpdate(rows).reply(status, {});
    await harness.hubspot.batchUpdate(callOf(), 'contacts', rows);

    expectUpdate(rows.slice(0, 2)).reply(status, {});
    const outcomes = await harness.hubspot.batchUpdate(callOf(), 'contacts', rows);

    expect(outcomes.map((outcome) => outcome.kind)).toEqual([kind, kind, 'retry', 'retry']);
    for (const row of rows.slice(0, 2)) expectUpdate([row]).reply(200, written([row]));
    await harness.hubspot.batchUpdate(callOf(), 'contacts', rows.slice(0, 2));
  });
});

describe('rows sent one by one', () => {
  it('still leave room to find a bad one, in the lane they came in', async () => {
    const harness = startHubspot();
    const rows = rowsOf(24);
    for (const count of [2, 1]) {
      expectUpdate(rowsOf(count)).reply(504, {});
      await harness.hubspot.batchUpdate(callOf(), 'contacts', rowsOf(count));
    }
    for (const row of rows) expectUpdate([row]).reply(row.id === '20' ? 400 : 200, written([row]));

    const outcomes = await harness.hubspot.batchUpdate(callOf(), 'contacts', rows);

    expect(outcomes.filter((outcome) => outcome.kind !== 'written')).toMatchObject([
      { kind: 'refused', traceId: 't20' },
    ]);
    expect(harness.budgetUses.every(({ lane }) => lane === 'live')).toBe(true);
  });
});
