// The account's users: when each of them works, is out of office, or is shut out. A user is the person behind an owner.
import type { z } from 'zod';
import type { CallContext, HubspotUser } from '#pipeline/ports.ts';
import { type CrmRecordItem, ListAnswer } from './answers.ts';
import type { HubspotClient } from './client.ts';
import { type Page, readAllPages } from './pages.ts';
import { readAbsences, readWorkingHours } from './user-time.ts';

const ENDPOINT = 'users list';
const PAGE_SIZE = 100;
/** HubSpot's name of `Owner.userId`: the record's own id names the user in this account only. */
const USER_ID = 'hs_internal_user_id';
const ZONE = 'hs_standard_time_zone';
const HOURS = 'hs_working_hours';
const AWAY = 'hs_out_of_office_hours';
const DEACTIVATED = 'hs_deactivated';

export function listUsers(client: HubspotClient, context: CallContext): Promise<readonly HubspotUser[]> {
  return readAllPages(ENDPOINT, (after) => readPage(client, context, after));
}

async function readPage(
  client: HubspotClient,
  context: CallContext,
  after: string | null,
): Promise<Page<HubspotUser>> {
  const answer = await client.call(context, {
    endpoint: ENDPOINT,
    method: 'GET',
    path: client.paths.users,
    query: {
      limit: String(PAGE_SIZE),
      archived: 'false',
      properties: [USER_ID, ZONE, HOURS, AWAY, DEACTIVATED].join(','),
      ...(after === null ? {} : { after }),
    },
    answer: ListAnswer,
    repeatable: true,
  });
  return { items: answer.results.flatMap((record) => toUser(record) ?? []), next: answer.paging };
}

/** Null for one who cannot be told to be anybody's. */
function toUser({ properties }: z.infer<typeof CrmRecordItem>): HubspotUser | null {
  const valueOf = (name: string): string => properties[name]?.trim() ?? '';
  const userId = valueOf(USER_ID);
  if (userId === '') return null;
  const hours = readWorkingHours(valueOf(HOURS), valueOf(ZONE));
  const { away, isSound } = readAbsences(valueOf(AWAY));
  const unreadable = [...(hours === undefined ? [HOURS] : []), ...(isSound ? [] : [AWAY])];
  return {
    userId,
    deactivated: valueOf(DEACTIVATED) === 'true',
    ...(hours === null || hours === undefined ? {} : { hours }),
    away,
    unreadable,
  };
}
