// HubSpot's webhook events in the form the inbox keeps: which record each hangs on. What an event means for the facts is
// left to the domain.

import { ENGAGEMENT_TYPES } from '#domain/engagements.ts';
import { eventKey, type SetAsideEvent, type WebhookEvent } from '#hubspot/schema.ts';
import type { IncomingEvent, SetAside } from '#pipeline/receive-events.ts';
import { storable } from '#platform/storable.ts';

/** Postgres and ISO text agree on years of four digits. */
const LATEST_MS = Date.UTC(9999, 11, 31);
/** Enough to see what came; a set-aside event is looked at by a person. */
const MAX_RAW_CHARS = 10_000;

export interface Incoming {
  readonly events: readonly IncomingEvent[];
  readonly setAside: readonly SetAside[];
}

export function toIncoming(batch: {
  readonly events: readonly WebhookEvent[];
  readonly setAside: readonly SetAsideEvent[];
}): Incoming {
  const isDated = (event: WebhookEvent): boolean => event.occurredAtMs <= LATEST_MS;
  const undated = batch.events.filter((event) => !isDated(event));
  return {
    events: batch.events.filter(isDated).flatMap(toEvents),
    setAside: [
      ...batch.setAside.map(({ reason, raw }) => toSetAside(reason, raw)),
      ...undated.map(({ raw }) => toSetAside('unreadable: occurredAt', raw)),
    ],
  };
}

/** One event, except a merge of two ids into a third: the old primary record changed as well. */
function toEvents(event: WebhookEvent): IncomingEvent[] {
  const whole = toEvent(event);
  if (event.merge === undefined || event.merge.primaryId === event.merge.newId) return [whole];
  return [whole, { ...whole, key: `${whole.key}:primary`, objectId: event.merge.primaryId }];
}

function toEvent(event: WebhookEvent): IncomingEvent {
  return {
    key: eventKey(event.raw),
    portalId: event.portalId,
    ...subjectOf(event),
    action: event.action,
    propertyName: event.propertyName ?? null,
    propertyValue: event.propertyValue === undefined ? null : storable(event.propertyValue),
    occurredAt: new Date(event.occurredAtMs).toISOString(),
    event: storableTree(event.raw),
    ...(event.merge === undefined ? {} : { merge: event.merge }),
    ...(event.association === undefined ? {} : { contactIds: contactsOf(event.association) }),
  };
}

function contactsOf(link: NonNullable<WebhookEvent['association']>): readonly string[] {
  const from = link.fromType === 'contact' ? [link.fromId] : [];
  return link.toType === 'contact' ? [...from, link.toId] : from;
}

/** A contact's company is a fact about the contact, a contact's activity one about the activity, from whichever end. */
function subjectOf({ association, objectType, objectId }: WebhookEvent): {
  objectType: string;
  objectId: string | null;
} {
  if (association === undefined) return { objectType, objectId };
  const { fromType, fromId, toType, toId } = association;
  if (fromType === 'contact' && toType === 'company') return { objectType: 'contact', objectId: fromId };
  if (fromType === 'company' && toType === 'contact') return { objectType: 'contact', objectId: toId };
  if (isOwnSubject(fromType) && toType === 'contact') return { objectType: fromType, objectId: fromId };
  if (fromType === 'contact' && isOwnSubject(toType)) return { objectType: toType, objectId: toId };
  return { objectType: fromType, objectId: null };
}

/** Activities, deals and HubSpot leads: a turn asks whom they belong to. */
function isOwnSubject(type: string): boolean {
  return type === 'deal' || type === 'lead' || ENGAGEMENT_TYPES.some((engagement) => engagement === type);
}

function toSetAside(reason: string, raw: unknown): SetAside {
  return {
    portalId: portalOf(raw),
    reason,
    raw: storable((JSON.stringify(raw) ?? '').slice(0, MAX_RAW_CHARS)),
  };
}

/** An event that is otherwise unreadable may still name its portal. */
function portalOf(raw: unknown): string | null {
  if (typeof raw !== 'object' || raw === null || !('portalId' in raw)) return null;
  const text =
    typeof raw.portalId === 'number' || typeof raw.portalId === 'string' ? String(raw.portalId) : '';
  return /^\d{1,20}$/.test(text) ? text : null;
}

function storableTree(value: unknown): unknown {
  if (typeof value === 'string') return storable(value);
  if (Array.isArray(value)) return value.map(storableTree);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [storable(key), storableTree(item)]));
}
