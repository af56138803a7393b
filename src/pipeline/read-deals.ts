// The deals of a contact, as decisions see them.
import type { Agreement } from '#domain/agreement.ts';
import type { Deal } from '#domain/lead.ts';
import { toInstant } from '#domain/values.ts';
import type { ReadyLead } from './lead-inputs.ts';
import { type LinkedRequest, readLinked } from './linked.ts';
import type { CrmRecord } from './ports.ts';
import type { Turn } from './turn.ts';

const REQUEST: LinkedRequest = {
  type: 'deal',
  properties: [
    'hubspot_owner_id',
    'pipeline',
    'dealstage',
    'closedate',
    'hs_is_closed',
    'hs_is_closed_won',
    'hs_is_closed_lost',
  ],
};

/** Fresh deals where a lead's are stale. */
export async function readDeals(
  turn: Turn,
  agreement: Agreement,
  leads: readonly ReadyLead[],
): Promise<readonly ReadyLead[]> {
  const stale = leads.filter(({ deals }) => deals === null).map(({ loaded }) => loaded);
  const fresh = await findDeals(turn, agreement, stale);
  if (fresh === null) return leads;
  return leads.map((lead) =>
    lead.deals === null ? { ...lead, deals: fresh.get(lead.loaded.contactId) ?? [] } : lead,
  );
}

/** By contact, oldest first. Null: nothing may or need be read. */
export async function findDeals(
  turn: Turn,
  agreement: Agreement,
  leads: readonly { readonly contactId: string; readonly knownDeals: readonly Deal[] }[],
): Promise<ReadonlyMap<string, readonly Deal[]> | null> {
  if (leads.length === 0) return null;
  const contactIds = leads.map(({ contactId }) => contactId);
  const answer = await readLinked(turn, agreement, { request: REQUEST, contactIds });
  if (answer === null) return null;
  const { links, records } = answer;
  const byContact = Map.groupBy(links, ({ fromId }) => fromId);
  return new Map(
    leads.map(({ contactId, knownDeals }) => {
      const ids = new Set((byContact.get(contactId) ?? []).map(({ toId }) => toId));
      const found = [...ids].flatMap((id) => records.get(id) ?? []);
      return [contactId, found.map((record) => toDeal(record, knownDeals)).toSorted(byCreation)];
    }),
  );
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
