// Reads from HubSpot, in batches, only what the agreement needs and the mirror lacks (D4).
// An event is also the hint to read its contact again: calculated properties (form submissions, counters) send no
// event of their own, and what is about to be written must have been seen after the newest change (10.7).
import { createHash } from 'node:crypto';
import type { Agreement } from '#domain/agreement.ts';
import { emptyMirror, foldMissing, foldRead, type Mirror } from '#domain/mirror.ts';
import { shownUntil } from '#domain/mirror-sightings.ts';
import { ownName } from '#domain/own-fields.ts';
import { SIGNAL_PROPERTIES } from '#domain/signal-sources.ts';
import { chunks } from './chunks.ts';
import type { ReadyLead } from './lead-inputs.ts';
import { readLists } from './lists/read-lists.ts';
import { OUTPUT_PROPERTY_NAMES } from './outputs.ts';
import type { Association, CrmObjectType, CrmRecord } from './ports.ts';
import { readDeals } from './read-deals.ts';
import { readHubspotLeads } from './read-hubspot-leads.ts';
import { callFor, type Turn } from './turn.ts';

/** Names for task texts, read along with what the agreement needs. */
const TEXT_PROPERTIES = ['firstname', 'lastname', 'company'];
/** Association type of a contact's primary company (HubSpot's associations documentation). */
const PRIMARY_COMPANY = 1;

export interface Facts {
  readonly leads: readonly ReadyLead[];
  readonly companies: Readonly<Record<string, Mirror>>;
}

export async function readMissing(turn: Turn, agreement: Agreement, facts: Facts): Promise<Facts> {
  const withLists = await readLists(turn, facts.leads, await readContacts(turn, agreement, facts.leads));
  const withDeals = await readDeals(turn, agreement, withLists);
  const withContacts = await readHubspotLeads(turn, agreement, withDeals);
  if (!usesCompanies(agreement)) return { leads: withContacts, companies: facts.companies };
  const leads = await findCompanies(turn, withContacts);
  return { leads, companies: await readCompanies(turn, agreement, { leads, companies: facts.companies }) };
}

export function contactProperties(agreement: Agreement): readonly string[] {
  return [
    ...new Set([
      ...agreement.needs.contact,
      ...SIGNAL_PROPERTIES,
      ...TEXT_PROPERTIES.map((name) => ownName(agreement, 'contact', name)),
      ...OUTPUT_PROPERTY_NAMES,
      ...(agreement.needs.outputs ?? []),
    ]),
  ].sort();
}

export function companyProperties(agreement: Agreement): readonly string[] {
  return [...new Set([...agreement.needs.company, 'hubspot_owner_id'])].sort();
}

/** Names a list of properties, so that a mirror knows whether it was read for this very list. */
export function readSetOf(properties: readonly string[]): string {
  return createHash('sha256').update(properties.join(' ')).digest('hex').slice(0, 16);
}

function usesCompanies(agreement: Agreement): boolean {
  return agreement.needs.company.length > 0 || agreement.routing.useCompanyOwner;
}

async function readContacts(
  turn: Turn,
  agreement: Agreement,
  leads: readonly ReadyLead[],
): Promise<readonly ReadyLead[]> {
  const properties = contactProperties(agreement);
  const readSet = readSetOf(properties);
  const stale = leads.filter((lead) => isStale(lead, readSet));
  const read = await readAll(turn, {
    objectType: 'contacts',
    ids: stale.map((lead) => lead.loaded.contactId),
    properties,
  });
  return leads.map((lead) => {
    const record = read.records.get(lead.loaded.contactId);
    if (record !== undefined) {
      const updatedAt = shownUntil(record, turn.startedAt);
      return { ...lead, mirror: foldRead(lead.mirror, { ...record, updatedAt, readSet }) };
    }
    const missing = read.missing.has(lead.loaded.contactId);
    return missing ? { ...lead, mirror: foldMissing(lead.mirror, turn.startedAt) } : lead;
  });
}

function isStale(lead: ReadyLead, readSet: string): boolean {
  const { mirror } = lead;
  if (mirror.readAt === null || mirror.readSet !== readSet) return true;
  // What a reverted version wrote is undone only where HubSpot still holds it (5a.9).
  if (lead.loaded.undo !== null) return true;
  const { readAt } = mirror;
  return lead.loaded.events.some((event) => event.occurredAt > readAt);
}

async function findCompanies(turn: Turn, leads: readonly ReadyLead[]): Promise<readonly ReadyLead[]> {
  const unknown = leads.filter((lead) => lead.companyId === null).map((lead) => lead.loaded.contactId);
  if (unknown.length === 0) return leads;
  const found = new Map<string, string>();
  for (const ids of chunks(unknown)) {
    const associations = await turn.hubspot.readAssociations(
      callFor(turn, turn.lane),
      { from: 'contacts', to: 'companies' },
      ids,
    );
    for (const id of ids)
      found.set(id, primaryOf(associations.filter((association) => association.fromId === id)));
  }
  return leads.map((lead) =>
    lead.companyId === null ? { ...lead, companyId: found.get(lead.loaded.contactId) ?? '' } : lead,
  );
}

/** The primary company, else the one with the smallest id, so that the choice does not depend on the answer's order. */
export function primaryOf(associations: readonly Association[]): string {
  const sorted = associations.toSorted((a, b) => a.toId.length - b.toId.length || (a.toId < b.toId ? -1 : 1));
  return (
    (sorted.find((association) => association.typeIds.includes(PRIMARY_COMPANY)) ?? sorted[0])?.toId ?? ''
  );
}

async function readCompanies(
  turn: Turn,
  agreement: Agreement,
  facts: Facts,
): Promise<Readonly<Record<string, Mirror>>> {
  const properties = companyProperties(agreement);
  const readSet = readSetOf(properties);
  const wanted = [...new Set(facts.leads.map((lead) => lead.companyId ?? ''))].filter((id) => id !== '');
  const known = await turn.store.loadCompanies(
    turn.portal.portalId,
    wanted.filter((id) => facts.companies[id] === undefined),
  );
  const companies: Record<string, Mirror> = { ...facts.companies, ...known };
  const stale = wanted.filter((id) => companies[id]?.readSet !== readSet);
  const read = await readAll(turn, { objectType: 'companies', ids: stale, properties });
  for (const id of stale)
    companies[id] = foldAnswer(turn, companies[id], { record: read.records.get(id), readSet });
  return companies;
}

/** Companies whose own events came: read again whatever the mirror says. */
export async function rereadCompanies(
  turn: Turn,
  agreement: Agreement,
  ids: readonly string[],
): Promise<Record<string, Mirror>> {
  const properties = companyProperties(agreement);
  const readSet = readSetOf(properties);
  const known = await turn.store.loadCompanies(turn.portal.portalId, ids);
  const read = await readAll(turn, { objectType: 'companies', ids, properties });
  const companies: Record<string, Mirror> = {};
  for (const id of ids)
    companies[id] = foldAnswer(turn, known[id], { record: read.records.get(id), readSet });
  return companies;
}

function foldAnswer(
  turn: Turn,
  before: Mirror | undefined,
  answer: { readonly record: CrmRecord | undefined; readonly readSet: string },
): Mirror {
  const mirror = before ?? emptyMirror(answer.record?.createdAt ?? turn.startedAt);
  if (answer.record === undefined) return { ...foldMissing(mirror, turn.startedAt), readSet: answer.readSet };
  return foldRead(mirror, { ...answer.record, readSet: answer.readSet });
}

interface ReadRequest {
  readonly objectType: CrmObjectType;
  readonly ids: readonly string[];
  readonly properties: readonly string[];
}

async function readAll(
  turn: Turn,
  request: ReadRequest,
): Promise<{ readonly records: ReadonlyMap<string, CrmRecord>; readonly missing: ReadonlySet<string> }> {
  const records = new Map<string, CrmRecord>();
  const missing = new Set<string>();
  for (const ids of chunks(request.ids)) {
    const answer = await turn.hubspot.batchRead(callFor(turn, turn.lane), { ...request, ids });
    for (const record of answer.records) records.set(record.id, record);
    for (const id of answer.missing) missing.add(id);
  }
  return { records, missing };
}
