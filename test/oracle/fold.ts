// Facts from webhook events, by the plainest rule: sort by (occurredAt, event key), the last one wins. Neither the
// order nor the number of deliveries can matter, because neither is looked at.
import { createHash } from 'node:crypto';
import { canonical } from './canonical.ts';
import { type Cell, iso, type Signal } from './shapes.ts';

/** One event as HubSpot posts it: `contact.*`, or `object.*` with an `objectTypeId`. */
export type RawEvent = Readonly<Record<string, unknown>>;

export interface FoldedContact {
  properties: Record<string, Cell>;
  signals: Signal[];
  created: boolean;
  /** The latest of creation, deletion and restore is a deletion, or a merge gave the record another id. */
  gone: boolean;
  erased: boolean;
  /** The id that a merge gave this record; null when none did. */
  mergedInto: string | null;
}

const SIGNAL_SOURCES = [
  { property: 'recent_conversion_date', kind: 'form', detail: 'recent_conversion_event_name' },
  { property: 'hs_analytics_last_timestamp', kind: 'pageView', detail: 'hs_analytics_last_url' },
  { property: 'hs_email_last_open_date', kind: 'emailOpen', detail: null },
  { property: 'hs_email_last_click_date', kind: 'emailClick', detail: null },
  { property: 'hs_email_last_reply_date', kind: 'emailReply', detail: null },
  { property: 'hs_sales_email_last_replied', kind: 'emailReply', detail: null },
  { property: 'engagements_last_meeting_booked', kind: 'meeting', detail: null },
  { property: 'notes_last_contacted', kind: 'touch', detail: null },
] as const;

/** The same for every delivery of one event, whatever the order of its keys. */
export function eventKey(event: RawEvent): string {
  const { attemptNumber: _, ...rest } = event;
  return createHash('sha256').update(canonical(rest)).digest('hex');
}

export function foldContact(contactId: string, events: readonly RawEvent[]): FoldedContact {
  const sorted = sortOnce(events.filter((event) => isAbout(event, contactId)));
  const changes = sorted.filter((event) => actionOf(event) === 'propertyChange');
  const properties: Record<string, Cell> = {};
  for (const event of changes) {
    const value = event['propertyValue'];
    properties[text(event['propertyName'])] = { value: text(value), at: iso(Number(event['occurredAt'])) };
  }
  const lives = sorted
    .map(actionOf)
    .filter((action) => ['creation', 'deletion', 'privacyDeletion', 'restore'].includes(action));
  const merges = sorted.filter(
    (event) => actionOf(event) === 'merge' && text(event['newObjectId']) !== contactId,
  );
  const merge = merges.at(-1);
  return {
    properties,
    signals: foldSignals(changes),
    created: lives.includes('creation'),
    gone: (lives.at(-1) ?? '').toLowerCase().includes('deletion') || merge !== undefined,
    erased: lives.includes('privacyDeletion'),
    mergedInto: merge === undefined ? null : text(merge['newObjectId']),
  };
}

function sortOnce(events: readonly RawEvent[]): RawEvent[] {
  const byKey = new Map(events.map((event) => [eventKey(event), event]));
  return [...byKey.entries()]
    .sort(
      ([keyA, a], [keyB, b]) => Number(a['occurredAt']) - Number(b['occurredAt']) || (keyA < keyB ? -1 : 1),
    )
    .map(([, event]) => event);
}

function isAbout(event: RawEvent, contactId: string): boolean {
  const type = text(event['subscriptionType']);
  const isContact =
    type.startsWith('contact.') || (type.startsWith('object.') && event['objectTypeId'] === '0-1');
  if (!isContact) return false;
  const merged = Array.isArray(event['mergedObjectIds']) ? event['mergedObjectIds'].map(text) : [];
  return [text(event['objectId']), text(event['primaryObjectId']), ...merged].includes(contactId);
}

function actionOf(event: RawEvent): string {
  return text(event['subscriptionType']).split('.')[1] ?? '';
}

/** Each distinct value of a dated property is one signal; its detail is what was said at the same instant, if anything. */
function foldSignals(changes: readonly RawEvent[]): Signal[] {
  const signals = new Map<string, Signal>();
  for (const source of SIGNAL_SOURCES) {
    for (const event of changes.filter((change) => change['propertyName'] === source.property)) {
      const at = instantOf(text(event['propertyValue']));
      if (at === null) continue;
      const id = `${source.kind}:${at}`;
      const detail = source.detail === null ? '' : detailAt(changes, source.detail, event);
      signals.set(id, {
        id,
        kind: source.kind,
        at: iso(at),
        detail: detail || (signals.get(id)?.detail ?? ''),
      });
    }
  }
  return [...signals.values()].sort((a, b) => compare(a.at, b.at) || compare(a.id, b.id));
}

function detailAt(changes: readonly RawEvent[], property: string, dated: RawEvent): string {
  const said = changes.filter(
    (change) => change['propertyName'] === property && change['occurredAt'] === dated['occurredAt'],
  );
  return text(said.at(-1)?.['propertyValue']);
}

function instantOf(value: string): number | null {
  const at = /^-?[0-9]+$/.test(value) ? Number(value) : Date.parse(value);
  return Number.isNaN(at) || value === '' ? null : at;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
