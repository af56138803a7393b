// HubSpot's lists of contacts: found over all pages, who is in which, and who joined since.
import { describe, expect, it } from 'vitest';
import { type PreparedAnswer, useHttpMock } from '#test/support/http-mock.ts';
import { bearer, callOf, startHubspot } from './harness.ts';

const http = useHttpMock();
const AT = '2026-11-22T10:00:00.000Z';

function search(offset: number): PreparedAnswer {
  return http.expect({
    method: 'POST',
    path: '/crm/lists/2026-03/search',
    headers: bearer(),
    body: { objectTypeId: '0-1', count: 500, offset },
  });
}

function memberships(ids: readonly string[]): PreparedAnswer {
  return http.expect({
    method: 'POST',
    path: '/crm/lists/2026-03/records/memberships/batch/read',
    headers: bearer(),
    body: { inputs: ids.map((recordId) => ({ objectTypeId: '0-1', recordId })) },
  });
}

describe('the lists of an account', () => {
  it('are those of contacts that are not deleted, of every page', async () => {
    const list = (listId: string | number, objectTypeId = '0-1', more: object = {}) => ({
      listId,
      name: `List ${listId}`,
      objectTypeId,
      ...more,
    });
    search(0).reply(200, { lists: [list('1'), list('2', '0-2')], hasMore: true, offset: 2, total: 4 });
    search(2).reply(200, {
      lists: [list(3), list('4', '0-1', { deletedAt: AT })],
      hasMore: false,
      offset: 4,
      total: 4,
    });

    expect(await startHubspot().hubspot.listContactLists(callOf())).toEqual([
      { id: '1', name: 'List 1' },
      { id: '3', name: 'List 3' },
    ]);
  });
});

describe('memberships', () => {
  it('are those of each contact that HubSpot answers, with ids as texts or numbers', async () => {
    memberships(['1', '2', '3']).reply(207, {
      results: [
        { objectTypeId: '0-1', recordId: '2', recordListMemberships: [] },
        { objectTypeId: '0-1', recordId: 1, recordListMemberships: [{ listId: 7 }, { listId: '9' }] },
      ],
      errors: [{ category: 'OBJECT_NOT_FOUND', context: { ids: ['3'] } }],
    });

    const found = await startHubspot().hubspot.readListMemberships(callOf(), ['1', '2', '3']);

    expect(Object.fromEntries(found)).toEqual({ '1': ['7', '9'], '2': [] });
  });

  it('are none of a contact that HubSpot leaves out and names in no error', async () => {
    memberships(['1', '2', '3']).reply(207, {
      results: [{ recordId: '1', recordListMemberships: [{ listId: '7' }] }],
      errors: [{ category: 'VALIDATION_ERROR', context: { recordId: ['3'] } }],
      numErrors: 1,
    });

    const found = await startHubspot().hubspot.readListMemberships(callOf(), ['1', '2', '3']);

    expect(Object.fromEntries(found)).toEqual({ '1': ['7'], '2': [] });
  });

  it.each([[{}], [{ context: {} }], [{ context: { ids: ['9'] } }]])(
    'stay undecided of all that are left out where an error names none of them: %j',
    async (error) => {
      memberships(['1', '2']).reply(207, {
        results: [{ recordId: '1', recordListMemberships: [{ listId: '7' }] }],
        errors: [error],
      });

      const found = await startHubspot().hubspot.readListMemberships(callOf(), ['1', '2']);

      expect(Object.fromEntries(found)).toEqual({ '1': ['7'] });
    },
  );

  it('are asked for in halves where they are too many at once', async () => {
    memberships(['1', '2']).reply(504, '<html>');
    memberships(['1']).reply(200, { results: [{ recordId: '1', recordListMemberships: [] }] });
    memberships(['2']).reply(200, { results: [{ recordId: '2', recordListMemberships: [{ listId: '7' }] }] });

    const found = await startHubspot().hubspot.readListMemberships(callOf(), ['1', '2']);

    expect(Object.fromEntries(found)).toEqual({ '1': [], '2': ['7'] });
  });

  it('of nobody are no call, and those of too many or of one twice are a mistake', async () => {
    const { hubspot } = startHubspot();
    const many = Array.from({ length: 101 }, (_, index) => String(index));

    expect(await hubspot.readListMemberships(callOf(), [])).toEqual(new Map());
    await expect(hubspot.readListMemberships(callOf(), many)).rejects.toThrow('101 ids');
    await expect(hubspot.readListMemberships(callOf(), ['1', '1'])).rejects.toThrow('record id');
  });
});

describe('members of a list', () => {
  it('come as they joined, with the place of the next page', async () => {
    http
      .expect({ method: 'GET', path: '/crm/lists/2026-03/7/memberships/join-order', query: { limit: '250' } })
      .reply(200, {
        results: [{ recordId: 5, membershipTimestamp: AT }],
        paging: { next: { after: 'MTI' } },
      });

    expect(
      await startHubspot().hubspot.listMembers(callOf(), { listId: '7', after: '', limit: 250 }),
    ).toEqual({ members: [{ contactId: '5', joinedAt: AT }], next: 'MTI' });
  });

  it.each([0, 251])('are never asked for %i at a time', async (limit) => {
    const page = { listId: '7', after: '', limit };
    await expect(startHubspot().hubspot.listMembers(callOf(), page)).rejects.toThrow('1 to 250');
  });
});
