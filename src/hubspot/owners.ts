// The portal's owners, present and archived: an archived owner may still stand on records and must be known as such.
import type { CallContext, Owner } from '#pipeline/ports.ts';
import { OwnersAnswer } from './answers.ts';
import type { HubspotClient } from './client.ts';
import { HubspotError } from './errors.ts';

const ENDPOINT = 'owners list';
const PAGE_SIZE = 100;
/** 10,000 owners each; far above the largest known sales teams, and a bound on a cursor that never ends. */
const MAX_PAGES = 100;

export async function listOwners(client: HubspotClient, context: CallContext): Promise<readonly Owner[]> {
  const present = await listAll(client, context, false);
  const archived = await listAll(client, context, true);
  return [...present, ...archived];
}

async function listAll(
  client: HubspotClient,
  context: CallContext,
  archived: boolean,
): Promise<readonly Owner[]> {
  const owners: Owner[] = [];
  let after: string | null = null;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer = await readPage(client, context, { archived, after });
    owners.push(...answer.owners);
    if (answer.next === null) return owners;
    after = answer.next;
  }
  throw new HubspotError({ code: 'TOO_MANY_PAGES', endpoint: ENDPOINT, applied: 'no', retryable: false });
}

async function readPage(
  client: HubspotClient,
  context: CallContext,
  page: { readonly archived: boolean; readonly after: string | null },
): Promise<{ readonly owners: readonly Owner[]; readonly next: string | null }> {
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
  const owners = answer.results.map(({ userId, userIdIncludingInactive, teams, ...owner }) => ({
    ...owner,
    teams: (teams ?? [])
      .toSorted((a, b) => Number(b.primary ?? false) - Number(a.primary ?? false))
      .map(({ name }) => name),
    // HubSpot empties `userId` of a deactivated user.
    userId: userId ?? userIdIncludingInactive ?? null,
  }));
  return { owners, next: answer.paging };
}
