// HubSpot's lists of contacts, and who is in them. The shapes are those of HubSpot's reference of 2026-03
// (developers.hubspot.com/docs/api-reference/2026-03/crm/lists: search, memberships/get-memberships-batch,
// memberships/get-memberships-by-added-date) and of the models of its SDK (codegen/crm/lists).
import type { CallContext, ContactList, ListMembers } from '#pipeline/ports.ts';
import { ListMembersAnswer, ListMembershipsAnswer, ListsAnswer } from './answers.ts';
import { askForLess, readInParts } from './ask-for-less.ts';
import { assertUnique, MAX_BATCH_ROWS } from './batch-write.ts';
import type { HubspotClient } from './client.ts';
import { textsOf } from './faults.ts';
import { isRecord } from './json.ts';
import { type Page, readAllPages } from './pages.ts';
import { TYPE_IDS } from './paths.ts';

const ENDPOINT = 'lists search';
/** HubSpot's largest page of a search for lists, and of a list's members. */
const LISTS_PAGE = 500;
const MEMBERS_PAGE = 250;

/** All, and not by name: nothing says whether HubSpot's search minds case, and an account has few pages of them. */
export function listContactLists(
  client: HubspotClient,
  context: CallContext,
): Promise<readonly ContactList[]> {
  return readAllPages(ENDPOINT, (after) => readLists(client, context, after ?? '0'));
}

async function readLists(
  client: HubspotClient,
  context: CallContext,
  offset: string,
): Promise<Page<ContactList>> {
  const answer = await client.call(context, {
    endpoint: ENDPOINT,
    method: 'POST',
    path: client.paths.listSearch,
    body: { objectTypeId: TYPE_IDS.contacts, count: LISTS_PAGE, offset: Number(offset) },
    answer: ListsAnswer,
    repeatable: true,
  });
  const items = answer.lists
    .filter(({ objectTypeId, deletedAt }) => objectTypeId === TYPE_IDS.contacts && deletedAt === null)
    .map(({ listId, name }) => ({ id: listId, name }));
  return { items, next: answer.hasMore ? String(answer.offset) : null };
}

/**
 * HubSpot names no largest batch here: as many as everywhere. Whom it merely leaves out is in no list; whom it names in an error
 * stays undecided, and so does whoever is left out where an error names nobody.
 */
export async function readListMemberships(
  client: HubspotClient,
  context: CallContext,
  contactIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (contactIds.length === 0) return new Map();
  if (contactIds.length > MAX_BATCH_ROWS)
    throw new Error(`A read names ${contactIds.length} ids, HubSpot takes 100`);
  assertUnique(contactIds, 'record id');
  const endpoint = 'list memberships batch read';
  const answers = await readInParts(client, context, {
    endpoint,
    items: contactIds,
    read: (ids, divisible) =>
      client.call(context, {
        endpoint,
        method: 'POST',
        path: client.paths.listMemberships,
        body: { inputs: ids.map((recordId) => ({ objectTypeId: TYPE_IDS.contacts, recordId })) },
        answer: ListMembershipsAnswer,
        repeatable: true,
        divisible,
      }),
  });
  const told = new Map(
    answers
      .flatMap(({ results }) => results)
      .map(({ recordId, recordListMemberships }) => [
        recordId,
        (recordListMemberships ?? []).map(({ listId }) => listId),
      ]),
  );
  const unread = unreadIn(
    answers.flatMap(({ errors }) => errors),
    contactIds,
  );
  const decided = contactIds.filter((id) => told.has(id) || !unread.has(id));
  return new Map(decided.map((id) => [id, told.get(id) ?? []]));
}

/** HubSpot does not say under which name of its context an error has the ids. */
function unreadIn(
  errors: readonly Readonly<Record<string, unknown>>[],
  asked: readonly string[],
): ReadonlySet<string> {
  const named = errors.map(({ context }) => {
    const texts = isRecord(context) ? Object.values(context).flatMap((value) => textsOf(value)) : [];
    return texts.filter((text) => asked.includes(text));
  });
  return new Set(named.some((ids) => ids.length === 0) ? asked : named.flat());
}

export async function listMembers(
  client: HubspotClient,
  context: CallContext,
  page: { readonly listId: string; readonly after: string; readonly limit: number },
): Promise<ListMembers> {
  if (page.limit < 1 || page.limit > MEMBERS_PAGE)
    throw new Error(`A page of ${page.limit} members: HubSpot lists 1 to ${MEMBERS_PAGE}`);
  const endpoint = 'list members';
  const { answer } = await askForLess(client, context, {
    endpoint,
    wanted: page.limit,
    send: (limit, divisible) =>
      client.call(context, {
        endpoint,
        method: 'GET',
        path: client.paths.listMembers(page.listId),
        query: { limit: String(limit), ...(page.after === '' ? {} : { after: page.after }) },
        answer: ListMembersAnswer,
        repeatable: true,
        divisible,
      }),
  });
  return {
    members: answer.results.map(({ recordId, membershipTimestamp }) => ({
      contactId: recordId,
      joinedAt: membershipTimestamp,
    })),
    next: answer.paging,
  };
}
