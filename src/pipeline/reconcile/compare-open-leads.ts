// What hangs on the leads that sales has in hand: activities, which keep promises, and deals, which answer for them.
import type { Agreement } from '#domain/agreement.ts';
import {
  ENGAGEMENT_PROPERTIES,
  ENGAGEMENT_TYPES,
  type EngagementType,
  sightingsOfEngagement,
} from '#domain/engagements.ts';
import type { Deal } from '#domain/lead.ts';
import type { Sighting } from '#domain/sightings.ts';
import { chunks } from '#pipeline/chunks.ts';
import { REFUSALS } from '#pipeline/linked.ts';
import type { Association, CrmRecord } from '#pipeline/ports.ts';
import { findDeals } from '#pipeline/read-deals.ts';
import { ENGAGEMENT_OBJECTS, toEngagement } from '#pipeline/read-engagements.ts';
import { callFor, type Turn } from '#pipeline/turn.ts';
import { AppError } from '#platform/errors.ts';
import { type Difference, NOTHING, type OpenLeadFacts, type Step } from './reconciliation.ts';

const PAGE_SIZE = 100;

export async function compareOpenLeads(turn: Turn, agreement: Agreement, after: string): Promise<Step> {
  const { store, portal } = turn;
  const page = await store.listOpenLeadFacts(portal.portalId, after, PAGE_SIZE);
  const next = page.length < PAGE_SIZE ? null : (page.at(-1)?.leadId ?? null);
  const busy = new Set(
    await store.listBusy(
      portal.portalId,
      page.map(({ contactId }) => contactId),
    ),
  );
  const leads = page.filter(({ contactId }) => !busy.has(contactId));
  if (leads.length === 0) return { ...NOTHING, next };
  const activities: Found[] = [];
  for (const type of ENGAGEMENT_TYPES) activities.push(...(await compareActivities(turn, type, leads)));
  const deals = await compareDeals(turn, agreement, leads);
  return {
    ...NOTHING,
    differences: [
      ...activities.map(({ type, id, contactId }): Difference => {
        const subject = `${type} ${id}`;
        return { kind: 'activityDiffers', subject, contactId, detail: type, isMended: true };
      }),
      ...deals.map((contactId): Difference => {
        return { kind: 'dealsDiffer', subject: contactId, contactId, detail: '', isMended: true };
      }),
    ],
    marked: activities.map(({ type, id }) => ({ objectType: type, objectId: id })),
    dealsOf: deals,
    next,
  };
}

interface Found {
  readonly type: EngagementType;
  readonly id: string;
  readonly contactId: string;
}

async function compareActivities(
  turn: Turn,
  type: EngagementType,
  leads: readonly OpenLeadFacts[],
): Promise<readonly Found[]> {
  const shown = await readActivities(turn, type, leads).catch((error: unknown) => {
    // What HubSpot does not let us read is not known to differ.
    if (!(error instanceof AppError) || !REFUSALS.includes(error.code)) throw error;
    return null;
  });
  if (shown === null) return [];
  return leads.flatMap(({ contactId, activities }) => {
    const linked = new Set(shown.links.filter(({ fromId }) => fromId === contactId).map(({ toId }) => toId));
    const mine = activities.filter(({ id }) => id.startsWith(`${type}:`));
    const lost = mine
      .filter(({ id, kind }) => kind !== 'none' && !linked.has(idOf(id)))
      .map(({ id }) => idOf(id));
    const changed = [...linked].filter((id) => {
      const record = shown.records.get(id);
      return record !== undefined && !isKnown(mine, expected(turn, type, record));
    });
    return [...new Set([...changed, ...lost])].map((id) => ({ type, id, contactId }));
  });
}

/** `call:77`, `meeting:77:held`. */
function idOf(signalId: string): string {
  return signalId.split(':')[1] ?? '';
}

function expected(turn: Turn, type: EngagementType, record: CrmRecord): readonly Sighting[] {
  return sightingsOfEngagement(toEngagement(type, record, turn.startedAt));
}

function isKnown(mine: readonly Sighting[], wanted: readonly Sighting[]): boolean {
  return wanted.every((sighting) =>
    mine.some(
      (known) =>
        known.id === sighting.id &&
        known.kind === sighting.kind &&
        (sighting.kind === 'none' || (known.at === sighting.at && known.outcome === sighting.outcome)),
    ),
  );
}

async function readActivities(
  turn: Turn,
  type: EngagementType,
  leads: readonly OpenLeadFacts[],
): Promise<{ readonly links: readonly Association[]; readonly records: ReadonlyMap<string, CrmRecord> }> {
  const call = callFor(turn, 'backfill');
  const objectType = ENGAGEMENT_OBJECTS[type];
  const contactIds = leads.map(({ contactId }) => contactId);
  const links = await turn.hubspot.readAssociations(call, { from: 'contacts', to: objectType }, contactIds);
  const records = new Map<string, CrmRecord>();
  for (const ids of chunks([...new Set(links.map(({ toId }) => toId))])) {
    const properties = ENGAGEMENT_PROPERTIES[type];
    const answer = await turn.hubspot.batchRead(call, { objectType, ids, properties });
    for (const record of answer.records) records.set(record.id, record);
  }
  return { links, records };
}

async function compareDeals(
  turn: Turn,
  agreement: Agreement,
  leads: readonly OpenLeadFacts[],
): Promise<readonly string[]> {
  const known = leads.map(({ contactId, deals }) => ({ contactId, knownDeals: deals }));
  const fresh = await findDeals(turn, agreement, known);
  if (fresh === null) return [];
  return known
    .filter(({ contactId, knownDeals }) => textOf(fresh.get(contactId) ?? []) !== textOf(knownDeals))
    .map(({ contactId }) => contactId);
}

/** What a deal says of its lead; when its status changed is known by events alone. */
function textOf(deals: readonly Deal[]): string {
  return deals
    .map(({ id, ownerId, status, pipeline, stage }) => [id, ownerId, status, pipeline, stage].join(' '))
    .toSorted()
    .join('\n');
}
