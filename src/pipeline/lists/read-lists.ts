// Which lists a contact is in: read with the contact, and by themselves where its cell tells of other lists than are asked about.
import { listsToldBy, writeListCell } from '#domain/contact-lists.ts';
import { foldAside, isGone, type Mirror, valueOf } from '#domain/mirror.ts';
import { LIST_MEMBERSHIPS, LISTS_READ } from '#domain/names.ts';
import { chunks } from '#pipeline/chunks.ts';
import type { ReadyLead } from '#pipeline/lead-inputs.ts';
import type { Lane } from '#pipeline/ports.ts';
import { callFor, type Turn } from '#pipeline/turn.ts';
import { askLists } from './ask-lists.ts';

/** `before`: the same leads as they were before their contacts were read. */
export async function readLists(
  turn: Turn,
  before: readonly ReadyLead[],
  leads: readonly ReadyLead[],
): Promise<readonly ReadyLead[]> {
  const isAsked = askedLists(turn).length > 0;
  const stale = leads.filter(({ mirror }, index) => {
    const isReread = isAsked && mirror !== before[index]?.mirror;
    return !isGone(mirror) && (isReread || !isTold(turn, mirror));
  });
  const ids = stale.map(({ loaded }) => loaded.contactId);
  const cells = await readListCells(turn, { lane: turn.lane, ids });
  if (cells === null) return leads;
  return leads.map((lead) => {
    const value = cells.get(lead.loaded.contactId);
    if (value === undefined) return lead;
    const told = foldAside(lead.mirror, LIST_MEMBERSHIPS, { value, at: turn.startedAt });
    return { ...lead, mirror: foldAside(told, LISTS_READ, { value: listsRead(turn), at: turn.startedAt }) };
  });
}

/** By contact, of those that HubSpot answers. Null: nothing may or need be read. */
export async function readListCells(
  turn: Turn,
  { lane, ids }: { readonly lane: Lane; readonly ids: readonly string[] },
): Promise<ReadonlyMap<string, string> | null> {
  const asked = askedLists(turn);
  if (turn.portal.lists.length === 0 || ids.length === 0) return null;
  // The account has none of them: nobody is in one.
  if (asked.length === 0) return new Map(ids.map((id) => [id, '']));
  const found = await askLists(turn, async () => {
    const memberships = new Map<string, readonly string[]>();
    for (const part of chunks(ids)) {
      const answer = await turn.hubspot.readListMemberships(callFor(turn, lane), part);
      for (const [id, listIds] of answer) memberships.set(id, listIds);
    }
    return memberships;
  });
  if (found === null) return null;
  return new Map([...found].map(([id, listIds]) => [id, cellOf(asked, listIds)]));
}

/** Those that the account has. */
function askedLists({ portal }: Turn): Turn['portal']['lists'] {
  return portal.lists.filter(({ listId }) => listId !== '');
}

/** A list that took the place of another under its name is not told of by what was read of that one. */
function isTold(turn: Turn, mirror: Mirror): boolean {
  const asked = askedLists(turn).map(({ key }) => key);
  const isNamedAlike = asked.sort().join('\n') === listsToldBy(valueOf(mirror, LIST_MEMBERSHIPS)).join('\n');
  return isNamedAlike && valueOf(mirror, LISTS_READ) === listsRead(turn);
}

/** `7 competitors`, one a line. */
function listsRead(turn: Turn): string {
  return askedLists(turn)
    .map(({ key, listId }) => `${listId} ${key}`)
    .sort()
    .join('\n');
}

function cellOf(asked: ReturnType<typeof askedLists>, listIds: readonly string[]): string {
  const keys = asked.map(({ key }) => key);
  const memberOf = asked.filter(({ listId }) => listIds.includes(listId)).map(({ key }) => key);
  return writeListCell(keys, new Set(memberOf));
}
