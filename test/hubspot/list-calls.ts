// The calls that read HubSpot's lists and who is in them; the others are in calls.ts.
import type { ThrowingCall } from './calls.ts';
import { callOf } from './harness.ts';

const AT = '2026-11-22T10:00:00.000Z';
const BATCH = { status: 'COMPLETE', startedAt: AT, completedAt: AT };
const LISTS = 'crm/lists';

export const LIST_READS: readonly ThrowingCall[] = [
  {
    endpoint: 'lists search',
    request: {
      method: 'POST',
      path: '/crm/lists/2026-03/search',
      body: { objectTypeId: '0-1', count: 500, offset: 0 },
    },
    invoke: (hubspot) => hubspot.listContactLists(callOf()),
    good: {
      lists: [
        {
          listId: '7',
          listVersion: 1,
          name: 'Competitors',
          objectTypeId: '0-1',
          processingType: 'MANUAL',
          processingStatus: 'COMPLETE',
          createdAt: AT,
          updatedAt: AT,
          additionalProperties: {},
        },
      ],
      hasMore: false,
      offset: 1,
      total: 1,
    },
    models: {
      // HubSpot's reference of 2026-03 has it, the SDK's older specification does not.
      request: { api: LISTS, model: 'ListSearchRequest', otherwise: ['objectTypeId'] },
      answer: { api: LISTS, model: 'ListSearchResponse' },
    },
    repeated: true,
  },
  {
    endpoint: 'list memberships batch read',
    request: {
      method: 'POST',
      path: '/crm/lists/2026-03/records/memberships/batch/read',
      body: { inputs: [{ objectTypeId: '0-1', recordId: '1' }] },
    },
    invoke: (hubspot) => hubspot.readListMemberships(callOf(), ['1']),
    good: {
      ...BATCH,
      results: [
        {
          objectTypeId: '0-1',
          recordId: '1',
          recordListMemberships: [
            { listId: '7', listVersion: 1, firstAddedTimestamp: AT, lastAddedTimestamp: AT },
          ],
        },
      ],
    },
    models: {
      request: { api: LISTS, model: 'BatchInputRecordIdInput' },
      // The words of a status are declared in the SDK, and not carried.
      answer: { api: LISTS, model: 'BatchResponseRecordIdWithMemberships', otherwise: ['status'] },
    },
    repeated: true,
  },
  {
    endpoint: 'list members',
    request: {
      method: 'GET',
      path: '/crm/lists/2026-03/7/memberships/join-order',
      query: { limit: '250', after: 'MTI' },
    },
    invoke: (hubspot) => hubspot.listMembers(callOf(), { listId: '7', after: 'MTI', limit: 250 }),
    good: {
      results: [{ recordId: '1', membershipTimestamp: AT }],
      paging: { next: { after: 'MTM', link: 'https://api.hubapi.com/next' } },
      total: 251,
    },
    models: { answer: { api: LISTS, model: 'ApiCollectionResponseJoinTimeAndRecordId' } },
    repeated: true,
    divided: [502, 504],
  },
];
