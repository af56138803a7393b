// The deals of a contact: read where the agreement looks at them and the portal lets us. What a deal's event means for which
// contacts is asked through its associations, since it carries none.
import type { Agreement } from '#domain/agreement.ts';
import type { Deal } from '#domain/lead.ts';
import { toInstant } from '#domain/values.ts';
import { chunks } from './chunks.ts';
import type { ReadyLead } from './judge-batch.ts';
import type { CrmRecord } from './ports.ts';
import { callFor, type Turn } from './turn.ts';
import type { DirtyObject } from './turn-store.ts';

const DEAL_PROPERTIES = [
  'hubspot_owner_id',
  'pipeline',
  'dealstage',
  'closedate',
  'hs_is_closed',
  'hs_is_closed_won',
  'hs_is_closed_lost',
];

/** Deal events: whoever they belong to, or belonged to, is judged again on fresh deals. */
export async function noteDeals(
  turn: Turn,
  agreement: Agreement,
  claimed: readonly DirtyObject[],
): Promise<void> {
  const objects = claimed.filter(({ objectType }) => objectType === 'deal');
  if (objects.length === 0) return;
  const ids = objects.map(({ objectId }) => objectId);
  const links = readsDeals(turn, agreement)
    ? await turn.hubspot.readAssociations(callFor(turn, 'live'), { from: 'deals', to: 'contacts' }, ids)
    : [];
  await turn.store.commitDeals(turn.lease, objects, [...new Set(links.map(({ toId }) => toId))]);
}

/** Fresh deals where a lead's are stale; one that is deleted is in no answer. */
export async function readDeals(
  turn: Turn,
  agreement: Agreement,
  leads: readonly ReadyLead[],
): Promise<readonly ReadyLead[]> {
  const stale = leads.filter(({ deals }) => deals === null);
  if (stale.length === 0 || !readsDeals(turn, agreement)) return leads;
  const contactIds = stale.map(({ loaded }) => loaded.contactId);
  const call = callFor(turn, 'live');
  const links = await turn.hubspot.readAssociations(call, { from: 'contacts', to: 'deals' }, contactIds);
  const records = new Map<string, CrmRecord>();
  for (const ids of chunks([...new Set(links.map(({ toId }) => toId))])) {
    const answer = await turn.hubspot.batchRead(call, {
      objectType: 'deals',
      ids,
      properties: DEAL_PROPERTIES,
    });
    for (const record of answer.records) records.set(record.id, record);
  }
  const byContact = Map.groupBy(links, ({ fromId }) => fromId);
  return leads.map((lead) => {
    if (lead.deals !== null) return lead;
    const ids = new Set((byContact.get(lead.loaded.contactId) ?? []).map(({ toId }) => toId));
    const found = [...ids].flatMap((id) => records.get(id) ?? []);
    return {
      ...lead,
      deals: found.map((record) => toDeal(record, lead.loaded.knownDeals)).toSorted(byCreation),
    };
  });
}

function readsDeals(turn: Turn, agreement: Agreement): boolean {
  return agreement.needs.deals && turn.portal.readsDeals;
}

function toDeal({ id, properties, createdAt, updatedAt }: CrmRecord, known: readonly Deal[]): Deal {
  const status = statusOf(properties);
  const before = known.find((deal) => deal.id === id);
  return {
    id,
    ownerId: properties['hubspot_owner_id'] ?? '',
    createdAt,
    status,
    statusAt: status === 'open' ? createdAt : closedAt(before, { status, properties, updatedAt }),
    pipeline: properties['pipeline'] ?? '',
    stage: properties['dealstage'] ?? '',
  };
}

function statusOf(properties: CrmRecord['properties']): Deal['status'] {
  if (properties['hs_is_closed_won'] === 'true') return 'won';
  const isClosed = properties['hs_is_closed_lost'] === 'true' || properties['hs_is_closed'] === 'true';
  return isClosed ? 'lost' : 'open';
}

/** Seen open before: when HubSpot changed it. Closed at first sight: by its close date, never later than that change. */
function closedAt(
  before: Deal | undefined,
  now: { status: Deal['status']; properties: CrmRecord['properties']; updatedAt: string },
): string {
  if (before?.status === now.status) return before.statusAt;
  const closed = toInstant(now.properties['closedate'] ?? '');
  return before === undefined && closed !== null && closed < now.updatedAt ? closed : now.updatedAt;
}

function byCreation(a: Deal, b: Deal): number {
  if (a.createdAt !== b.createdAt) return a.createdAt < b.createdAt ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
