// Before anything follows a breach (10.6): what sales did with the leads concerned is read from HubSpot once, for all of them
// in batches, so that a touch or an answer whose webhook was lost still counts. What cannot be read is waited for.
import type { Agreement, Instant } from '#domain/agreement.ts';
import {
  ENGAGEMENT_PROPERTIES,
  ENGAGEMENT_TYPES,
  type EngagementType,
  sightingsOfEngagement,
} from '#domain/engagements.ts';
import { DAY_MS, fromEpochMs, MINUTE_MS, toEpochMs } from '#domain/instant.ts';
import { foldEvents, foldRead, type Mirror, type MirrorEvent } from '#domain/mirror.ts';
import { shownUntil } from '#domain/mirror-sightings.ts';
import {
  ANSWER_PROPERTY,
  LEAD_STATUS_PROPERTY,
  REJECT_NOTE_PROPERTY,
  REJECT_REASON_PROPERTY,
} from '#domain/names.ts';
import type { Sighting } from '#domain/sightings.ts';
import { toInstant } from '#domain/values.ts';
import { chunks, LIMIT_WITH_HISTORY } from '#pipeline/chunks.ts';
import type { ReadyLead } from '#pipeline/lead-inputs.ts';
import { REFUSALS } from '#pipeline/linked.ts';
import type { CrmRecord } from '#pipeline/ports.ts';
import { ENGAGEMENT_OBJECTS, toEngagement } from '#pipeline/read-engagements.ts';
import { contactProperties, type Facts, readMissing, readSetOf } from '#pipeline/read-missing.ts';
import { callFor, type Turn } from '#pipeline/turn.ts';
import { AppError } from '#platform/errors.ts';

/** Of one lead and kind: who has more than that unknown in one cycle was surely touched by one of them. */
const MOST_ACTIVITIES = 100;
/** A promise may start with a form, which lies at most a day before the hand-over. */
const BEFORE_HAND_OVER_MS = DAY_MS;
/** Between two tries: not less, and not more however long HubSpot asks for. */
const WAIT_MS = 5 * MINUTE_MS;
const LONGEST_WAIT_MS = 60 * MINUTE_MS;
/** Dated by their history: a record's own last change may be a value that Accord itself wrote since. */
const ANSWERS = [ANSWER_PROPERTY, REJECT_REASON_PROPERTY, REJECT_NOTE_PROPERTY, LEAD_STATUS_PROPERTY];

export type ReadBefore =
  | { readonly kind: 'read'; readonly leads: readonly ReadyLead[] }
  /** Nothing may follow before. */
  | { readonly kind: 'unread'; readonly notBefore: Instant; readonly error: AppError };

export async function readBefore(
  turn: Turn,
  agreement: Agreement,
  { leads, companies, now }: Facts & { readonly now: Instant },
): Promise<ReadBefore> {
  try {
    const answered = await readAnswers(turn, agreement, leads);
    const unlinked = answered.map((lead) => ({ ...lead, deals: null, hubspotLeads: null }));
    const linked = await readMissing(turn, agreement, { leads: unlinked, companies });
    return { kind: 'read', leads: await readActivities(turn, linked.leads, now) };
  } catch (error) {
    if (!(error instanceof AppError) || turn.signal.aborted || turn.store.isUnavailable(error)) throw error;
    turn.logger.warn({ code: error.code, leads: leads.length }, 'what follows a breach waits for HubSpot');
    const waitMs = Math.min(Math.max(error.retryAfterMs ?? 0, WAIT_MS), LONGEST_WAIT_MS);
    return { kind: 'unread', notBefore: fromEpochMs(toEpochMs(now) + waitMs), error };
  }
}

async function readAnswers(
  turn: Turn,
  agreement: Agreement,
  leads: readonly ReadyLead[],
): Promise<readonly ReadyLead[]> {
  const properties = contactProperties(agreement);
  const readSet = readSetOf(properties);
  const records = new Map<string, CrmRecord>();
  const contactIds = leads.map(({ loaded }) => loaded.contactId);
  for (const ids of chunks(contactIds, LIMIT_WITH_HISTORY)) {
    const request = { objectType: 'contacts', ids, properties, history: ANSWERS } as const;
    const answer = await turn.hubspot.batchRead(callFor(turn, 'clock'), request);
    for (const record of answer.records) records.set(record.id, record);
  }
  return leads.map((lead) => {
    const record = records.get(lead.loaded.contactId);
    // Gone, or no answer about it: its event, or the next read, says so.
    if (record === undefined) return lead;
    const dated = foldEvents(lead.mirror, changesIn(lead.mirror, record));
    const updatedAt = shownUntil(record, turn.startedAt);
    return { ...lead, mirror: foldRead(dated, { ...record, updatedAt, readSet }) };
  });
}

/** As if the webhook of the last change had come. */
function changesIn(mirror: Mirror, { id, properties, history = {} }: CrmRecord): readonly MirrorEvent[] {
  return ANSWERS.flatMap((propertyName): readonly MirrorEvent[] => {
    const value = properties[propertyName] ?? '';
    const [last] = history[propertyName] ?? [];
    const occurredAt = toInstant(last?.at ?? '');
    if (occurredAt === null || last?.value !== value || mirror.cells[propertyName]?.v === value) return [];
    const key = `history:${id}:${propertyName}:${occurredAt}`;
    return [{ key, action: 'propertyChange', propertyName, propertyValue: value, occurredAt }];
  });
}

async function readActivities(
  turn: Turn,
  leads: readonly ReadyLead[],
  now: Instant,
): Promise<readonly ReadyLead[]> {
  let read = leads;
  for (const type of ENGAGEMENT_TYPES) {
    read = await readType(turn, { type, now }, read).catch((error: unknown) => {
      // What HubSpot keeps from us for good is no reason to wait.
      if (!(error instanceof AppError) || !REFUSALS.includes(error.code)) throw error;
      turn.logger.warn({ code: error.code, objectType: type }, 'activities could not be read');
      return read;
    });
  }
  return read;
}

async function readType(
  turn: Turn,
  { type, now }: { readonly type: EngagementType; readonly now: Instant },
  leads: readonly ReadyLead[],
): Promise<readonly ReadyLead[]> {
  const objectType = ENGAGEMENT_OBJECTS[type];
  const call = callFor(turn, 'clock');
  const contactIds = leads.map(({ loaded }) => loaded.contactId);
  const links = await turn.hubspot.readAssociations(call, { from: 'contacts', to: objectType }, contactIds);
  const linked = Map.groupBy(links, ({ fromId }) => fromId);
  const asked = leads.map((lead) => {
    const ids = (linked.get(lead.loaded.contactId) ?? []).map(({ toId }) => toId);
    return { lead, ids: idsToRead(lead, type, ids) };
  });
  const records = new Map<string, CrmRecord>();
  const properties = ENGAGEMENT_PROPERTIES[type];
  for (const ids of chunks([...new Set(asked.flatMap(({ ids }) => ids))])) {
    const answer = await turn.hubspot.batchRead(call, { objectType, ids, properties });
    for (const record of answer.records) records.set(record.id, record);
  }
  return asked.map(({ lead, ids }) => {
    const seen = ids.flatMap((id) => {
      const record = records.get(id);
      return record === undefined ? [] : sightingsOfEngagement(toEngagement(type, record, now));
    });
    const fresh = seen.filter(({ at }) => at > startOfInterest(lead));
    return { ...lead, activities: [...(lead.activities ?? []), ...fresh] };
  });
}

/** Of this cycle, or not known; the newest, as HubSpot's ids grow. */
function idsToRead(lead: ReadyLead, type: EngagementType, ids: readonly string[]): readonly string[] {
  const old = new Set(lead.loaded.sightings.filter((sighting) => isOld(lead, sighting)).map(({ id }) => id));
  return [...new Set(ids)]
    .filter((id) => !old.has(`${type}:${id}`))
    .toSorted((a, b) => b.length - a.length || (a < b ? 1 : -1))
    .slice(0, MOST_ACTIVITIES);
}

function isOld(lead: ReadyLead, { source, at }: Sighting): boolean {
  return source === 'engagement' && at <= startOfInterest(lead);
}

/** What lies before it meets no promise; history that Accord never counted stays uncounted. */
function startOfInterest({ loaded }: ReadyLead): Instant {
  const { handedOverAt } = loaded.live;
  return handedOverAt === null ? '' : fromEpochMs(toEpochMs(handedOverAt) - BEFORE_HAND_OVER_MS);
}
