// The records of HubSpot's lead object about a contact. One speaks for its primary contact; where its primary record is a
// company, for every contact on it.
import type { Agreement } from '#domain/agreement.ts';
import type { HubspotLead, HubspotLeadState } from '#domain/lead.ts';
import { toInstant } from '#domain/values.ts';
import type { ReadyLead } from './lead-inputs.ts';
import { type LinkedRequest, mayRead, readLinked } from './linked.ts';
import type { CrmRecord } from './ports.ts';
import { callFor, type Turn } from './turn.ts';

const STAGE = 'hs_pipeline_stage';
const REQUEST: LinkedRequest = {
  type: 'lead',
  properties: [STAGE, 'hs_lead_is_qualified', 'hs_lead_is_disqualified', 'hs_lead_disqualification_reason'],
  // The date of the stage is what an answer is dated by: the record's own last change is any counter's.
  history: [STAGE],
};
/** HubSpot's association type of a lead to its primary contact. */
const PRIMARY_CONTACT = 578;

/** Fresh ones where a lead's are stale; none where nothing may or need be read, since they then change unseen. */
export async function readHubspotLeads(
  turn: Turn,
  agreement: Agreement,
  leads: readonly ReadyLead[],
): Promise<readonly ReadyLead[]> {
  const stale = leads.filter(({ hubspotLeads }) => hubspotLeads === null);
  if (!mayRead(turn, agreement, 'lead')) return leads.map((lead) => ({ ...lead, hubspotLeads: null }));
  if (stale.length === 0) return leads;
  const contactIds = stale.map(({ loaded }) => loaded.contactId);
  const answer = await readLinked(turn, agreement, { request: REQUEST, contactIds });
  if (answer === null) return leads;
  const primary = await readPrimaryContacts(turn, [...answer.records.keys()]);
  const byContact = Map.groupBy(answer.links, ({ fromId }) => fromId);
  return leads.map((lead) => {
    if (lead.hubspotLeads !== null) return lead;
    const { contactId, knownHubspotLeads } = lead.loaded;
    const ids = new Set((byContact.get(contactId) ?? []).map(({ toId }) => toId));
    const found = [...ids]
      .filter((id) => (primary.get(id) ?? contactId) === contactId)
      .flatMap((id) => toHubspotLead(answer.records.get(id), knownHubspotLeads) ?? []);
    return { ...lead, hubspotLeads: found.toSorted(byStageDate) };
  });
}

async function readPrimaryContacts(turn: Turn, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const call = callFor(turn, turn.lane);
  const links = await turn.hubspot.readAssociations(call, { from: 'leads', to: 'contacts' }, ids);
  return new Map(
    links
      .filter(({ typeIds }) => typeIds.includes(PRIMARY_CONTACT))
      .map(({ fromId, toId }) => [fromId, toId]),
  );
}

/** Null without a stage: it says nothing. */
function toHubspotLead(record: CrmRecord | undefined, known: readonly HubspotLead[]): HubspotLead | null {
  const stage = record?.properties[STAGE] ?? '';
  if (record === undefined || stage === '') return null;
  const before = known.find(({ id }) => id === record.id);
  return {
    id: record.id,
    stage,
    stageAt: enteredAt(record, stage) ?? (before?.stage === stage ? before.stageAt : record.updatedAt),
    state: stateOf(record.properties, stage),
    reason: record.properties['hs_lead_disqualification_reason'] ?? '',
  };
}

/** HubSpot lists past values newest first. */
function enteredAt({ history = {} }: CrmRecord, stage: string): string | null {
  const values = history[STAGE] ?? [];
  const next = values.findIndex(({ value }) => value !== stage);
  const first = values[(next < 0 ? values.length : next) - 1];
  return first === undefined ? null : toInstant(first.at);
}

/** By HubSpot's flags, which also know the stages of an admin's own pipelines; else by the ids of its default pipeline. */
function stateOf(properties: CrmRecord['properties'], stage: string): HubspotLeadState {
  const is = (flag: string, id: string): boolean => {
    const told = properties[flag] ?? '';
    return told === '' ? stage === id : told === 'true';
  };
  if (is('hs_lead_is_disqualified', 'unqualified-stage-id')) return 'disqualified';
  if (is('hs_lead_is_qualified', 'qualified-stage-id')) return 'qualified';
  return stage === 'connected-stage-id' ? 'connected' : 'open';
}

function byStageDate(a: HubspotLead, b: HubspotLead): number {
  if (a.stageAt !== b.stageAt) return a.stageAt < b.stageAt ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
