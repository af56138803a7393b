// Whether HubSpot's webhooks tell all they should: contacts that were created or changed lately, held against what came.
import type { Instant } from '#domain/agreement.ts';
import { DAY_MS, fromEpochMs, laterOf, MINUTE_MS, toEpochMs } from '#domain/instant.ts';
import type { Mirror } from '#domain/mirror.ts';
import { isSameValue } from '#domain/values.ts';
import { chunks } from '#pipeline/chunks.ts';
import type { CallContext, CrmRecord, HubspotPort, SearchFilter } from '#pipeline/ports.ts';
import type { Finding, SweepStore } from './orphan.ts';

/** Since the night before, with an hour over. */
const WINDOW_MS = DAY_MS + 60 * MINUTE_MS;
/** As long as an event may be under way without being missed. */
export const UNDER_WAY_MS = 15 * MINUTE_MS;
/** HubSpot's largest page of a search: a sample, which is enough to see that webhooks have stopped. */
const SAMPLE = 200;

/** Subscribed, and stored: HubSpot sends an event for each change, unlike for what it calculates. */
const TOLD_PROPERTIES = [
  'lifecyclestage',
  'hubspot_owner_id',
  'hs_lead_status',
  'email',
  'phone',
  'jobtitle',
  'company',
  'country',
  'accord_answer',
  'accord_reject_reason',
];

export interface GapSearch {
  readonly hubspot: Pick<HubspotPort, 'batchRead' | 'searchContacts'>;
  readonly store: Pick<SweepStore, 'loadContacts' | 'listTold' | 'listBusy'>;
  readonly call: CallContext;
  readonly now: Instant;
  /** Nothing was told before. */
  readonly installedAt: Instant;
}

export async function findWebhookGaps(search: GapSearch): Promise<readonly Finding[]> {
  const until = fromEpochMs(toEpochMs(search.now) - UNDER_WAY_MS);
  const since = laterOf(fromEpochMs(toEpochMs(search.now) - WINDOW_MS), search.installedAt);
  if (since >= until) return [];
  const untold = await findUntoldContacts(search, { since, until });
  const changed = await findUntoldChanges(search, { since, until });
  const found = new Map([...changed, ...untold].map((finding) => [finding.subject, finding]));
  return [...found.values()];
}

interface Span {
  readonly since: Instant;
  readonly until: Instant;
}

/** The creation of a contact is always told, also where a search has found it meanwhile. */
async function findUntoldContacts(search: GapSearch, span: Span): Promise<readonly Finding[]> {
  const created = await sample(search, 'createdate', span);
  const told = await search.store.listTold(search.call.portalId, created, span.since);
  return created.filter((id) => !told.includes(id)).map((id) => gap(id, ''));
}

/** Read by id: what a search shows may be older than what was told since. */
async function findUntoldChanges(search: GapSearch, span: Span): Promise<readonly Finding[]> {
  const { hubspot, store, call } = search;
  const ids = await sample(search, 'lastmodifieddate', span);
  const busy = await store.listBusy(call.portalId, ids);
  const quiet = ids.filter((id) => !busy.includes(id));
  const known = await store.loadContacts(call.portalId, quiet);
  const findings: Finding[] = [];
  for (const part of chunks(quiet)) {
    const { records } = await hubspot.batchRead(call, {
      objectType: 'contacts',
      ids: part,
      properties: TOLD_PROPERTIES,
    });
    for (const record of records) {
      const property = untoldProperty(record, known[record.id], span.until);
      if (property !== undefined) findings.push(gap(record.id, property));
    }
  }
  return findings;
}

/** A property that we know, and that HubSpot holds otherwise for long enough. */
function untoldProperty(record: CrmRecord, known: Mirror | undefined, until: Instant): string | undefined {
  if (known === undefined || record.updatedAt > until) return undefined;
  return TOLD_PROPERTIES.find((name) => {
    const cell = known.cells[name];
    return (
      cell !== undefined &&
      laterOf(cell.at, cell.r ?? '') <= record.updatedAt &&
      !isSameValue(record.properties[name] ?? '', cell.v)
    );
  });
}

async function sample({ hubspot, call }: GapSearch, property: string, span: Span): Promise<string[]> {
  const between: SearchFilter = {
    propertyName: property,
    operator: 'BETWEEN',
    value: String(toEpochMs(span.since)),
    highValue: String(toEpochMs(span.until)),
  };
  const { records } = await hubspot.searchContacts(call, {
    groups: [[between]],
    properties: [property],
    limit: SAMPLE,
  });
  return records.map(({ id }) => id);
}

function gap(contactId: string, detail: string): Finding {
  return { kind: 'webhookGap', subject: contactId, contactId, detail };
}
