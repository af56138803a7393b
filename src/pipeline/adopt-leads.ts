// Leads of a portal whose database is gone, taken over from what Accord once wrote to HubSpot (5a.14): looked for once, before a lead is
// judged for the first time, and only where its contact shows a hand-over. Its open task comes along, so that it is followed, not doubled.
import { adoptedProperties, adoptLead, dateByHistory } from '#domain/adopt-lead.ts';
import type { Agreement } from '#domain/agreement.ts';
import { isOpen } from '#domain/course.ts';
import { TASK_OF } from '#domain/decision.ts';
import type { LeadState } from '#domain/lead.ts';
import { valueOf } from '#domain/mirror.ts';
import { outputProperty } from '#domain/outputs.ts';
import { toInstant } from '#domain/values.ts';
import { chunks, LIMIT_WITH_HISTORY } from './chunks.ts';
import type { ReadyLead } from './lead-inputs.ts';
import { TASK_KEY_PROPERTY } from './outputs.ts';
import type { CrmRecord } from './ports.ts';
import { callFor, type Turn } from './turn.ts';
import type { TaskRow } from './turn-store.ts';

const TASK_PROPERTIES = [
  TASK_KEY_PROPERTY,
  'hs_task_status',
  'hs_timestamp',
  'hubspot_owner_id',
  'hs_task_subject',
  'hs_task_body',
];
const CLOSED: readonly string[] = ['COMPLETED', 'DEFERRED'];

interface Stranger {
  readonly lead: ReadyLead;
  readonly state: LeadState;
}

export interface AdoptedLead {
  readonly leadId: string;
  readonly state: LeadState;
  /** The open one; null: there is none. */
  readonly task: TaskRow | null;
}

/** The same leads, those that are taken over with what they go on from. */
export async function adoptLeads(
  turn: Turn,
  agreement: Agreement,
  leads: readonly ReadyLead[],
): Promise<readonly ReadyLead[]> {
  const strangers = leads.filter((lead) => isStranger(agreement, lead));
  if (strangers.length === 0) return leads;
  const known = await readStates(turn, agreement, strangers);
  if (known.length === 0) return leads;
  const open = known.filter(({ state }) => isOpen(state)).map(({ lead }) => lead.loaded.contactId);
  const tasks = await readOpenTasks(turn, open);
  const adopted = known.map(({ lead, state }) => {
    const record = tasks.get(lead.loaded.contactId);
    return goOnFrom(lead, state, record === undefined ? null : toRow(agreement, state, record));
  });
  await turn.store.storeAdopted(
    turn.lease,
    adopted.map(
      ({
        loaded: {
          leadId,
          live,
          tasks: [task = null],
        },
      }) => ({ leadId, state: live, task }),
    ),
  );
  const byLead = new Map(adopted.map((lead) => [lead.loaded.leadId, lead]));
  return leads.map((lead) => byLead.get(lead.loaded.leadId) ?? lead);
}

function goOnFrom(lead: ReadyLead, live: LeadState, task: TaskRow | null): ReadyLead {
  return { ...lead, loaded: { ...lead.loaded, live, tasks: task === null ? [] : [task], adopted: true } };
}

/** Shows a hand-over of which nothing is known. */
function isStranger(agreement: Agreement, { loaded, mirror }: ReadyLead): boolean {
  const isNew = loaded.live.regime === -1 && loaded.shadow === null && !loaded.adopted;
  return isNew && valueOf(mirror, outputProperty(agreement, 'handOverStatus') ?? '') !== '';
}

async function readStates(
  turn: Turn,
  agreement: Agreement,
  strangers: readonly ReadyLead[],
): Promise<readonly Stranger[]> {
  const records = new Map<string, CrmRecord>();
  const ids = strangers.map(({ loaded }) => loaded.contactId);
  const properties = adoptedProperties(agreement);
  for (const part of chunks(ids, LIMIT_WITH_HISTORY)) {
    const answer = await turn.hubspot.batchRead(callFor(turn, turn.lane), {
      objectType: 'contacts',
      ids: part,
      properties,
      history: properties,
    });
    for (const record of answer.records) records.set(record.id, record);
  }
  return strangers.flatMap((lead) => {
    const shown = records.get(lead.loaded.contactId)?.history ?? {};
    const state = adoptLead(agreement, shown, turn.portal.firstLiveAt);
    return state === null
      ? []
      : [{ lead: { ...lead, mirror: dateByHistory(agreement, lead.mirror, shown) }, state }];
  });
}

/** By contact; of several the one of the smallest id. */
async function readOpenTasks(
  turn: Turn,
  contactIds: readonly string[],
): Promise<ReadonlyMap<string, CrmRecord>> {
  const found = new Map<string, CrmRecord>();
  if (contactIds.length === 0) return found;
  const call = callFor(turn, turn.lane);
  const links = await turn.hubspot.readAssociations(call, { from: 'contacts', to: 'tasks' }, contactIds);
  const records = new Map<string, CrmRecord>();
  for (const ids of chunks([...new Set(links.map(({ toId }) => toId))])) {
    const answer = await turn.hubspot.batchRead(call, {
      objectType: 'tasks',
      ids,
      properties: TASK_PROPERTIES,
    });
    for (const record of answer.records) records.set(record.id, record);
  }
  for (const { fromId, toId } of links.toSorted(byTask)) {
    const record = records.get(toId);
    if (record !== undefined && isOwnOpen(turn, record) && !found.has(fromId)) found.set(fromId, record);
  }
  return found;
}

function byTask(a: { readonly toId: string }, b: { readonly toId: string }): number {
  return a.toId.length - b.toId.length || (a.toId < b.toId ? -1 : 1);
}

/** `<portal>:<lead>:c<cycle>`: notices to managers are tasks of their own. */
function isOwnOpen({ portal }: Turn, { properties }: CrmRecord): boolean {
  const [portalId, , occurrence = ''] = (properties[TASK_KEY_PROPERTY] ?? '').split(':');
  const isOwn = portalId === portal.portalId && /^c\d+$/.test(occurrence);
  return isOwn && !CLOSED.includes(properties['hs_task_status'] ?? '');
}

function toRow({ sales }: Agreement, state: LeadState, { id, properties }: CrmRecord): TaskRow | null {
  const dueAt = toInstant(properties['hs_timestamp'] ?? '');
  if (dueAt === null) return null;
  const clause = sales.clauses.find((one) => one.id === state.clocks?.[0]?.clause);
  return {
    taskKey: properties[TASK_KEY_PROPERTY] ?? '',
    ownerId: properties['hubspot_owner_id'] ?? '',
    clause: clause === undefined ? '' : TASK_OF[clause.kind],
    subject: properties['hs_task_subject'] ?? '',
    body: properties['hs_task_body'] ?? '',
    dueAt,
    open: true,
    state: 'confirmed',
    noticedAt: null,
    taskId: id,
  };
}
