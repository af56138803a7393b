// The portal's owners, present and archived: an archived owner may still stand on records and must be known as such.
import type { CallContext, Owner } from '#pipeline/ports.ts';
import { OwnersAnswer } from './answers.ts';
import type { HubspotClient } from './client.ts';
import { type Page, readAllPages } from './pages.ts';

const ENDPOINT = 'owners list';
const PAGE_SIZE = 100;

export async function listOwners(client: HubspotClient, context: CallContext): Promise<readonly Owner[]> {
  const present = await listAll(client, context, false);
  const archived = await listAll(client, context, true);
  return [...present, ...archived];
}

function listAll(client: HubspotClient, context: CallContext, archived: boolean): Promise<readonly Owner[]> {
  return readAllPages(ENDPOINT, (after) => readPage(client, context, { archived, after }));
}

async function readPage(
  client: HubspotClient,
  context: CallContext,
  page: { readonly archived: boolean; readonly after: string | null },
): Promise<Page<Owner>> {
  const answer = await client.call(context, {
    endpoint: ENDPOINT,
    method: 'GET',
    path: client.paths.owners,
    query: {
      limit: String(PAGE_SIZE),
      archived: String(page.archived),
      ...(page.after === null ? {} : { after: page.after }),
    },
    answer: OwnersAnswer,
    repeatable: true,
  });
  const items = answer.results.map(({ userId, userIdIncludingInactive, teams, ...owner }) => ({
    ...owner,
    teams: (teams ?? [])
      .toSorted((a, b) => Number(b.primary ?? false) - Number(a.primary ?? false))
      .map(({ name }) => name),
    // HubSpot empties `userId` of a deactivated user.
    userId: userId ?? userIdIncludingInactive ?? null,
  }));
  return { items, next: answer.paging };
}
