// Lists of contacts: search by name, who is in one in the order of joining, the lists of many contacts, and who is added or removed.
// Making a list, and its filters, is an admin's work in HubSpot's screens: an action here.
import { z } from 'zod';
import {
  addMembers,
  applyFilters,
  type ContactList,
  listMembers,
  removeMembers,
} from '#sandbox/crm/lists.ts';
import { resolveRecord } from '#sandbox/crm/object-store.ts';
import { formatInstant } from '#sandbox/crm/read-values.ts';
import { refuseInput, refuseNotFound } from '#sandbox/errors.ts';
import { TYPE_IDS } from '#sandbox/model.ts';
import { buildBatchAnswer } from './batch-answer.ts';
import { type ApiAnswer, type ApiCall, type ApiRoute, readBody, readLimit } from './route.ts';

const READ = { bucket: 'general', writesRecords: false, scopes: () => ['crm.lists.read'] } as const;
const WRITE = { bucket: 'general', writesRecords: false, scopes: () => ['crm.lists.write'] } as const;
const MAX_LISTS = 500;
const MAX_MEMBERS = 250;
/** HubSpot names no largest batch here: as strict as its others. */
const MAX_INPUTS = 100;

export const LIST_ROUTES: readonly ApiRoute[] = [
  { ...READ, method: 'POST', path: '/crm/lists/:version/search', kind: 'lists.search', answer: searchLists },
  {
    ...READ,
    method: 'POST',
    path: '/crm/lists/:version/records/memberships/batch/read',
    kind: 'lists.memberships',
    answer: readMemberships,
  },
  {
    ...READ,
    method: 'GET',
    path: '/crm/lists/:version/:listId/memberships/join-order',
    kind: 'lists.members',
    answer: readMembers,
  },
  {
    ...WRITE,
    method: 'PUT',
    path: '/crm/lists/:version/:listId/memberships/add',
    kind: 'lists.add',
    answer: (call) => changeMembers(call, 'add'),
  },
  {
    ...WRITE,
    method: 'PUT',
    path: '/crm/lists/:version/:listId/memberships/remove',
    kind: 'lists.remove',
    answer: (call) => changeMembers(call, 'remove'),
  },
];

const SearchBody = z.strictObject({
  query: z.string().optional(),
  objectTypeId: z.string().optional(),
  listIds: z.array(z.string()).optional(),
  processingTypes: z.array(z.enum(['MANUAL', 'DYNAMIC', 'SNAPSHOT'])).optional(),
  additionalProperties: z.array(z.string()).optional(),
  count: z.number().int().min(1).max(MAX_LISTS).default(20),
  offset: z.number().int().min(0).default(0),
  sort: z.string().optional(),
});

function searchLists(call: ApiCall): ApiAnswer {
  const { query = '', count, offset, ...wish } = readBody(call, SearchBody);
  const found = [...call.portal.lists.values()].filter(
    (list) =>
      list.name.toLowerCase().includes(query.toLowerCase()) &&
      (wish.objectTypeId ?? TYPE_IDS.contacts) === TYPE_IDS.contacts &&
      wish.listIds?.includes(list.id) !== false &&
      wish.processingTypes?.includes(typeOf(list)) !== false,
  );
  const page = found.slice(offset, offset + count);
  const next = offset + page.length;
  const body = { lists: page.map(showList), hasMore: next < found.length, offset: next, total: found.length };
  return { status: 200, body, rows: page.length };
}

function typeOf({ filters }: ContactList): 'MANUAL' | 'DYNAMIC' {
  return filters === null ? 'MANUAL' : 'DYNAMIC';
}

function showList(list: ContactList): Record<string, unknown> {
  return {
    listId: list.id,
    listVersion: 1,
    name: list.name,
    objectTypeId: TYPE_IDS.contacts,
    processingType: typeOf(list),
    processingStatus: 'COMPLETE',
    createdAt: formatInstant(list.createdAtMs),
    updatedAt: formatInstant(list.updatedAtMs),
    additionalProperties: {},
  };
}

const MembershipsBody = z.strictObject({
  inputs: z
    .array(z.strictObject({ objectTypeId: z.string(), recordId: z.string() }))
    .min(1)
    .max(MAX_INPUTS),
});

/** A contact that does not exist is an error of its own; one in no list has none. */
function readMemberships(call: ApiCall): ApiAnswer {
  const { inputs } = readBody(call, MembershipsBody);
  if (inputs.some(({ objectTypeId }) => objectTypeId !== TYPE_IDS.contacts))
    throw refuseInput('lists of other objects than contacts are not modelled');
  const ids = [...new Set(inputs.map(({ recordId }) => recordId))];
  const live = ids.filter((id) => call.portal.objects.contacts.live.has(id));
  const lists = [...call.portal.lists.values()];
  for (const list of lists) applyFilters(call.portal, list);
  const results = live.map((recordId) => ({
    objectTypeId: TYPE_IDS.contacts,
    recordId,
    recordListMemberships: lists.flatMap((list) => {
      const member = list.members.get(recordId);
      if (member === undefined) return [];
      const firstAddedTimestamp = formatInstant(member.firstAddedMs);
      const lastAddedTimestamp = formatInstant(member.lastAddedMs);
      return [{ listId: list.id, listVersion: 1, firstAddedTimestamp, lastAddedTimestamp }];
    }),
  }));
  const gone = ids.filter((id) => !live.includes(id));
  const errors = gone.length === 0 ? [] : [refuseNotFound(`Could not find records ${gone.join(', ')}`)];
  return buildBatchAnswer(call, { status: 200, results, errors });
}

/** The cursor is opaque: the place of the page's last member. */
function readMembers(call: ApiCall): ApiAnswer {
  const list = requireList(call);
  const limit = readLimit(call, { max: MAX_MEMBERS, fallback: 100 });
  const from = readCursor(call.query.get('after'));
  const members = listMembers(call.portal, list);
  const behind = members.filter(({ place }) => place > from);
  const page = behind.slice(0, limit);
  const last = page.at(-1);
  const hasMore = behind.length > page.length && last !== undefined;
  const paging = hasMore ? { paging: { next: { after: writeCursor(last.place) } } } : {};
  const results = page.map(({ contactId, lastAddedMs }) => ({
    recordId: contactId,
    membershipTimestamp: formatInstant(lastAddedMs),
  }));
  return { status: 200, body: { results, ...paging, total: members.length }, rows: page.length };
}

function writeCursor(place: number): string {
  return Buffer.from(String(place)).toString('base64url');
}

function readCursor(after: string | null): number {
  if (after === null) return 0;
  const place = Buffer.from(after, 'base64url').toString();
  if (!/^\d+$/.test(place)) throw refuseInput(`after is not a valid cursor: ${after}`);
  return Number(place);
}

const MembersBody = z.array(z.string()).min(1);

function changeMembers(call: ApiCall, change: 'add' | 'remove'): ApiAnswer {
  const list = requireList(call);
  const ids = readBody(call, MembersBody);
  if (list.filters !== null)
    throw refuseInput(`List ${list.id} is DYNAMIC: its members are not changed by hand`);
  const contacts = call.portal.objects.contacts;
  const known = ids.flatMap((id) => resolveRecord(contacts, id)?.id ?? []);
  const atMs = call.portal.clock.nowMs();
  const body = {
    recordsIdsAdded: change === 'add' ? addMembers(list, known, atMs) : [],
    recordIdsRemoved: change === 'remove' ? removeMembers(list, known, atMs) : [],
    recordIdsMissing: ids.filter((id) => resolveRecord(contacts, id) === undefined),
  };
  return { status: 200, body, rows: ids.length };
}

function requireList(call: ApiCall): ContactList {
  const list = call.portal.lists.get(call.params['listId'] ?? '');
  if (list === undefined) throw refuseNotFound(`List ${call.params['listId'] ?? ''} does not exist`);
  return list;
}
