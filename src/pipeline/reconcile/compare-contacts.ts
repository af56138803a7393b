// A page of the portal's contacts, straight from its records and not from its search, held against what is known of
// them: values, existence, merges, company, lists.
import type { Agreement } from '#domain/agreement.ts';
import { isMember, listsToldBy } from '#domain/contact-lists.ts';
import { isGone, type Mirror, valueOf } from '#domain/mirror.ts';
import { shownUntil } from '#domain/mirror-sightings.ts';
import { LIST_MEMBERSHIPS } from '#domain/names.ts';
import { chunks } from '#pipeline/chunks.ts';
import { readListCells } from '#pipeline/lists/read-lists.ts';
import type { CrmRecord } from '#pipeline/ports.ts';
import { contactProperties, primaryOf } from '#pipeline/read-missing.ts';
import type { IncomingEvent } from '#pipeline/receive-events.ts';
import { callFor, type Turn } from '#pipeline/turn.ts';
import { differingProperties } from './compare-mirror.ts';
import { type Difference, type DifferenceKind, NOTHING, type Step } from './reconciliation.ts';

/** HubSpot's largest page of a list. */
const PAGE_SIZE = 100;
/** Known contacts within one page of HubSpot's: many more only where as many were deleted at once, and nobody told. */
const MAX_KNOWN = 2_000;
const MERGED_IDS = 'hs_merged_object_ids';
const COMPANY = 'associatedcompanyid';

interface Page {
  readonly turn: Turn;
  readonly properties: readonly string[];
  readonly records: readonly CrmRecord[];
  readonly known: ReadonlyMap<string, Mirror>;
  readonly busy: ReadonlySet<string>;
  /** Of the page's known contacts, the memberships that HubSpot shows; empty where none are asked about. */
  readonly lists: ReadonlyMap<string, string>;
}

export async function compareContacts(turn: Turn, agreement: Agreement, after: string): Promise<Step> {
  const { store, portal } = turn;
  const properties = contactProperties(agreement);
  const { records, next } = await turn.hubspot.listContacts(callFor(turn, 'backfill'), {
    after,
    limit: PAGE_SIZE,
    properties: [...new Set([...properties, MERGED_IDS, COMPANY])],
  });
  const until = next === null ? null : (records.at(-1)?.id ?? null);
  const range = { objectType: 'contact', after, until, limit: MAX_KNOWN } as const;
  const known = await store.listMirrors(portal.portalId, range);
  const ids = [...new Set([...records.map(({ id }) => id), ...known.keys()])];
  const busy = new Set(await store.listBusy(portal.portalId, ids));
  const compared = records.map(({ id }) => id).filter((id) => !busy.has(id) && known.has(id));
  // One call for up to a hundred contacts: nothing else tells who left a list.
  const lists = (await readListCells(turn, { lane: 'backfill', ids: compared })) ?? new Map<string, string>();
  const page: Page = { turn, properties, records, known, busy, lists };
  const values = records.filter(({ id }) => !busy.has(id)).flatMap((record) => compareRecord(page, record));
  const gone = await findGone(page);
  const merges = await findMerges(page);
  const relinked = await findRelinked(page);
  const differences = [...values, ...gone, ...merges.differences, ...relinked];
  const back = differences.filter(({ kind }) => kind === 'contactBack');
  return {
    ...NOTHING,
    differences,
    contacts: records.length,
    reread: [...new Set([...differences.map(({ contactId }) => contactId), ...merges.survivors])],
    relinked: relinked.map(({ contactId }) => contactId),
    events: [...merges.events, ...back.map(({ contactId }) => restored(turn, contactId))],
    next,
  };
}

function difference(kind: DifferenceKind, contactId: string, detail = ''): Difference {
  return { kind, subject: contactId, contactId, detail, isMended: true };
}

function compareRecord(page: Page, record: CrmRecord): readonly Difference[] {
  const { turn, properties, known } = page;
  const mirror = known.get(record.id);
  if (mirror === undefined) return [difference('contactUnknown', record.id)];
  if (isGone(mirror)) return [difference('contactBack', record.id)];
  const until = shownUntil(record, turn.startedAt);
  const names = [
    ...differingProperties(properties, record, { known: mirror, shownUntil: until }),
    ...differingLists(mirror, page.lists.get(record.id)),
  ];
  return names.length === 0 ? [] : [difference('contactDiffers', record.id, names.join(', '))];
}

/** As `list.competitors`; also one that was not asked about yet. */
function differingLists(mirror: Mirror, shown: string | undefined): readonly string[] {
  if (shown === undefined) return [];
  const held = valueOf(mirror, LIST_MEMBERSHIPS);
  const keys = new Set([...listsToldBy(held), ...listsToldBy(shown)]);
  return [...keys].filter((key) => isMember(held, key) !== isMember(shown, key)).map((key) => `list.${key}`);
}

/** Known, and not on the page where it should stand: asked for by id, since a page says nothing of what it leaves out. */
async function findGone({ turn, records, known, busy }: Page): Promise<readonly Difference[]> {
  const listed = new Set(records.map(({ id }) => id));
  const lacking = [...known].flatMap(([id, mirror]) =>
    listed.has(id) || busy.has(id) || isGone(mirror) ? [] : [id],
  );
  const gone: Difference[] = [];
  for (const ids of chunks(lacking)) {
    const call = callFor(turn, 'backfill');
    const { missing } = await turn.hubspot.batchRead(call, { objectType: 'contacts', ids, properties: [] });
    gone.push(...missing.map((id) => difference('contactGone', id)));
  }
  return gone;
}

/** HubSpot's record names the ids that went into it; a lead that still goes by one of them was not told. */
async function findMerges({ turn, records }: Page): Promise<{
  readonly differences: readonly Difference[];
  readonly survivors: readonly string[];
  readonly events: readonly IncomingEvent[];
}> {
  const { store, portal } = turn;
  const merged = records.flatMap((record) =>
    mergedIdsOf(record).map((id) => ({ id, survivor: record.id, at: record.updatedAt })),
  );
  if (merged.length === 0) return { differences: [], survivors: [], events: [] };
  const ids = merged.map(({ id }) => id);
  const mirrors = await store.loadContacts(portal.portalId, ids);
  const held = new Set(await store.listLeads(portal.portalId, ids));
  const busy = new Set(await store.listBusy(portal.portalId, ids));
  const untold = merged.filter(({ id }) => {
    const mirror = mirrors[id];
    return mirror !== undefined && !isGone(mirror) && held.has(id) && !busy.has(id);
  });
  const bySurvivor = Map.groupBy(untold, ({ survivor }) => survivor);
  return {
    differences: untold.map(({ id, survivor }) => difference('contactMerged', id, survivor)),
    survivors: [...bySurvivor.keys()],
    events: [...bySurvivor].map(([survivor, parts]) =>
      mergeEvent(turn, survivor, { ids: parts.map(({ id }) => id), at: parts[0]?.at ?? turn.startedAt }),
    ),
  };
}

function mergedIdsOf({ id, properties }: CrmRecord): readonly string[] {
  const named = (properties[MERGED_IDS] ?? '').split(';').map((part) => part.trim());
  return [...new Set(named)].filter((part) => /^\d{1,20}$/.test(part) && part !== id);
}

/** As HubSpot's webhook would have told it; which of the ids was the primary one, the record does not say. */
function mergeEvent(
  { portal }: Turn,
  survivor: string,
  { ids, at }: { readonly ids: readonly string[]; readonly at: string },
): IncomingEvent {
  const sorted = [...ids].sort();
  return {
    key: `reconciled:merge:${survivor}:${sorted.join(',')}`,
    portalId: portal.portalId,
    objectType: 'contact',
    objectId: survivor,
    action: 'merge',
    propertyName: null,
    propertyValue: null,
    occurredAt: at,
    event: {
      newObjectId: survivor,
      primaryObjectId: sorted[0] ?? survivor,
      mergedObjectIds: sorted,
      reconciled: true,
    },
  };
}

function restored({ portal, startedAt }: Turn, contactId: string): IncomingEvent {
  return {
    key: `reconciled:restore:${contactId}:${startedAt}`,
    portalId: portal.portalId,
    objectType: 'contact',
    objectId: contactId,
    action: 'restore',
    propertyName: null,
    propertyValue: null,
    occurredAt: startedAt,
    event: { objectId: contactId, occurredAt: startedAt, reconciled: true },
  };
}

/** The record shows its primary company; where there is none, the choice is made as when it was looked up. */
async function findRelinked({ turn, records, busy }: Page): Promise<readonly Difference[]> {
  const { store, portal, hubspot } = turn;
  const ids = records.map(({ id }) => id).filter((id) => !busy.has(id));
  const links = await store.loadCompanyLinks(portal.portalId, ids);
  const shown = new Map(records.map(({ id, properties }) => [id, properties[COMPANY] ?? '']));
  const doubtful = [...links].flatMap(([id, companyId]) => (shown.get(id) === companyId ? [] : [id]));
  const differences: Difference[] = [];
  for (const part of chunks(doubtful)) {
    const types = { from: 'contacts', to: 'companies' } as const;
    const found = await hubspot.readAssociations(callFor(turn, 'backfill'), types, part);
    const byContact = Map.groupBy(found, ({ fromId }) => fromId);
    for (const id of part)
      if (primaryOf(byContact.get(id) ?? []) !== links.get(id))
        differences.push(difference('companyLinkDiffers', id));
  }
  return differences;
}
