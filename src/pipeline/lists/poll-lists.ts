// Who joined a list: lists send no webhook, so their members are read in the order of joining, from the place where the last look
// ended. Who left is seen when the contact is read next, at the latest by the nightly comparison.
import type { Instant } from '#domain/agreement.ts';
import { isMember } from '#domain/contact-lists.ts';
import { MINUTE_MS, toEpochMs } from '#domain/instant.ts';
import type { Mirror } from '#domain/mirror.ts';
import { LIST_MEMBERSHIPS } from '#domain/names.ts';
import { REFUSALS } from '#pipeline/linked.ts';
import type { ListMembers } from '#pipeline/ports.ts';
import { callFor, type Turn } from '#pipeline/turn.ts';
import { LeaseLost } from '#pipeline/turn-store.ts';
import { AppError } from '#platform/errors.ts';
import { askLists, mayReadLists } from './ask-lists.ts';
import type { UsedList } from './list-store.ts';

/** HubSpot's largest page of members. */
const PAGE_SIZE = 250;
/** Of one list in one round, whatever else there is to do: a thousand that joined at once are known within the bound. */
const MAX_PAGES = 4;
/**
 * Of one list in one round, as long as nobody was found and the slice has time: a list that was named, made or replaced just now
 * has its members known by reading the leads, and is only gone through to its end. Ten thousand.
 */
const MAX_PAGES_AHEAD = 40;
/** Clocks of two machines, and memberships that HubSpot shows in one place before the other. */
const LOOKBACK_MS = MINUTE_MS;

/** True when somebody joined. */
export async function pollLists(turn: Turn): Promise<boolean> {
  let hasJoined = false;
  for (const list of turn.portal.lists) {
    if (list.listId === '' || !mayReadLists(turn)) continue;
    hasJoined = (await pollApart(turn, list)) || hasJoined;
  }
  return hasJoined;
}

/** A list that cannot be read, such as one that was deleted just now, keeps nothing else from being looked for. */
async function pollApart(turn: Turn, list: UsedList): Promise<boolean> {
  try {
    return await pollList(turn, list);
  } catch (error) {
    if (!(error instanceof AppError) || error instanceof LeaseLost || turn.signal.aborted) throw error;
    turn.logger.warn({ code: error.code }, 'the members of a list could not be read');
    return false;
  }
}

async function pollList(turn: Turn, list: UsedList): Promise<boolean> {
  let place: string | null = list.after;
  let found = 0;
  for (let pages = 0; place !== null && goesOn(turn, { pages, found }); pages++) {
    const page: PolledMembers = await pollPage(turn, list, place);
    found += page.found;
    place = page.next;
  }
  if (found > 0) turn.logger.info({ found }, 'members of a list were found');
  return found > 0;
}

function goesOn(turn: Turn, { pages, found }: { readonly pages: number; readonly found: number }): boolean {
  if (pages < MAX_PAGES) return true;
  return pages < MAX_PAGES_AHEAD && found === 0 && turn.hasTime();
}

interface PolledMembers {
  readonly found: number;
  /** Null: there is no more, or HubSpot refused. */
  readonly next: string | null;
}

async function pollPage(turn: Turn, list: UsedList, after: string): Promise<PolledMembers> {
  const { store, lease, hubspot } = turn;
  const wish = { listId: list.listId, after, limit: PAGE_SIZE };
  const page = await askLists(turn, () => hubspot.listMembers(callFor(turn, 'live'), wish), isOfAllLists);
  if (page === null) return { found: 0, next: null };
  const { next } = page;
  const joined = await findJoined(turn, list, page.members);
  // The last page is read again: whoever joins next is added to it.
  if (joined.length > 0 || next !== null)
    await store.commitMembers(lease, { list, after: next ?? after, joined });
  return { found: joined.length, next };
}

/** Anything else may be about this one alone, such as one that was deleted. */
function isOfAllLists(error: unknown): error is AppError {
  return error instanceof AppError && REFUSALS.includes(error.code);
}

/** Leads that were last seen outside of it. One that has not been asked about is asked when it is judged anyhow. */
async function findJoined(
  { store, portal }: Turn,
  { key }: UsedList,
  members: ListMembers['members'],
): Promise<readonly string[]> {
  const known = await store.loadContacts(
    portal.portalId,
    members.map(({ contactId }) => contactId),
  );
  return members
    .filter(({ contactId, joinedAt }) => isNews(known[contactId], { key, joinedAt }))
    .map(({ contactId }) => contactId);
}

/** What was read since then is believed, or a contact that HubSpot shows otherwise elsewhere would be read for ever. */
function isNews(
  mirror: Mirror | undefined,
  { key, joinedAt }: { readonly key: string; readonly joinedAt: Instant },
): boolean {
  const cell = mirror?.cells[LIST_MEMBERSHIPS];
  if (cell === undefined || isMember(cell.v, key) !== false) return false;
  return toEpochMs(joinedAt) >= toEpochMs(cell.r ?? cell.at) - LOOKBACK_MS;
}
