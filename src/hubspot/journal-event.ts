// A file of the webhooks journal in the notation of webhooks, so that both go the same way into the inbox. How HubSpot
// spells the changes of an event is lightly documented: both spellings that were seen are read, and what cannot be read
// is passed on as it is, to be set aside and shown.
import { createHash } from 'node:crypto';
import type { JournalEntry, JournalSubscription, LifecycleEvent } from '#pipeline/journal/ports.ts';
import { canonicalJson, isRecord } from './json.ts';
import { WEBHOOK_SUBSCRIPTIONS } from './subscriptions.ts';
import { OBJECT_TYPE_IDS } from './webhook-event.ts';

type Raw = Readonly<Record<string, unknown>>;

/** HubSpot's event types of an app's life (its webhooks journal guide). */
const LIFECYCLE: Readonly<Record<string, LifecycleEvent['kind']>> = {
  '4-1909196': 'installed',
  '4-1916193': 'uninstalled',
};
const ACTIONS: Readonly<Record<string, string>> = {
  CREATE: 'creation',
  DELETE: 'deletion',
  RESTORE: 'restore',
  MERGE: 'merge',
};

/** Throws nothing: a file that is no file holds no event. */
export function readJournalFile(file: unknown): Pick<JournalEntry, 'events' | 'lifecycle'> {
  const items: readonly unknown[] =
    isRecord(file) && Array.isArray(file['journalEvents']) ? file['journalEvents'] : [];
  const raws = items.filter(isRecord);
  const lifecycle = raws.flatMap(readLifecycle);
  const events = raws.filter((raw) => kindOf(raw) === undefined).flatMap(toWebhooks);
  return { events, lifecycle };
}

function kindOf(raw: Raw): LifecycleEvent['kind'] | undefined {
  const byType = LIFECYCLE[textOf(raw['eventTypeId'] ?? raw['objectTypeId'])];
  if (byType !== undefined) return byType;
  if (raw['action'] === 'APP_UNINSTALL') return 'uninstalled';
  return raw['action'] === 'APP_INSTALL' ? 'installed' : undefined;
}

function readLifecycle(raw: Raw): LifecycleEvent[] {
  const kind = kindOf(raw);
  const portalId = textOf(raw['portalId']);
  const atMs = msOf(raw['occurredAt']);
  if (kind === undefined || !/^\d{1,20}$/.test(portalId) || !Number.isFinite(atMs)) return [];
  return [{ portalId, kind, at: new Date(atMs).toISOString() }];
}

function toWebhooks(raw: Raw): readonly Raw[] {
  const action = textOf(raw['action']);
  if (action === 'GDPR_DELETE') return [webhook(raw, { subscriptionType: 'contact.privacyDeletion' })];
  if (action === 'ASSOCIATION_ADDED' || action === 'ASSOCIATION_REMOVED')
    return [
      webhook(raw, {
        subscriptionType: 'object.associationChange',
        associationRemoved: action === 'ASSOCIATION_REMOVED',
        isPrimaryAssociation: raw['isPrimary'] === true,
      }),
    ];
  if (action === 'UPDATE') {
    const changes = changesOf(raw['propertyChanges'] ?? raw['properties']);
    return changes.map(([propertyName, propertyValue]) =>
      webhook(raw, { subscriptionType: 'object.propertyChange', propertyName, propertyValue }),
    );
  }
  return [webhook(raw, { subscriptionType: `object.${ACTIONS[action] ?? action}` })];
}

/** The id that webhooks have and the journal does not is the content's own hash: read twice, it is the same event. */
function webhook(raw: Raw, own: Raw): Raw {
  const {
    action: _action,
    propertyChanges: _changes,
    properties: _properties,
    isPrimary: _primary,
    ...rest
  } = raw;
  const event = { ...rest, occurredAt: msOf(raw['occurredAt']), appId: 0, subscriptionId: 0, ...own };
  const hash = createHash('sha256').update(canonicalJson(event)).digest('hex');
  return { ...event, eventId: Number.parseInt(hash.slice(0, 12), 16), journal: true };
}

/** `{name: value}`, `{name: {value}}`, or a list of named values. */
function changesOf(changes: unknown): readonly (readonly [string, unknown])[] {
  const pairs = Array.isArray(changes)
    ? changes.filter(isRecord).map((one) => [textOf(one['propertyName'] ?? one['name']), one] as const)
    : isRecord(changes)
      ? Object.entries(changes)
      : [];
  return pairs.map(([name, value]) => [name, isRecord(value) ? valueIn(value) : value] as const);
}

function valueIn(record: Raw): unknown {
  return record['newValue'] ?? record['propertyValue'] ?? record['value'] ?? '';
}

/** Milliseconds or ISO. */
function msOf(value: unknown): number {
  return typeof value === 'string' && !/^\d+$/.test(value) ? Date.parse(value) : Number(value);
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

const OBJECT_ACTIONS = ['CREATE', 'UPDATE', 'DELETE', 'MERGE', 'RESTORE'];

/** The same as is pushed, and of contacts what the account's agreements look at beside. */
export function journalSubscriptions(
  portalId: string,
  contactProperties: readonly string[],
): readonly JournalSubscription[] {
  const base = { portalId, objectTypeId: '', eventTypeId: '', associatedObjectTypeIds: [], properties: [] };
  const types = ['contact', 'company', 'deal', 'call', 'meeting', 'email', 'communication', 'lead'] as const;
  const objects = types.map((type): JournalSubscription => {
    const more = type === 'contact' ? contactProperties : [];
    return {
      ...base,
      subscriptionType: 'OBJECT',
      objectTypeId: OBJECT_TYPE_IDS[type],
      actions: OBJECT_ACTIONS,
      properties: [...new Set([...pushedProperties(type), ...more])].sort(),
    };
  });
  const links = types
    .filter((type) => type !== 'contact')
    .map((type): JournalSubscription => {
      const actions = ['ASSOCIATION_ADDED', 'ASSOCIATION_REMOVED'];
      const associatedObjectTypeIds = [OBJECT_TYPE_IDS.contact];
      const objectTypeId = OBJECT_TYPE_IDS[type];
      return { ...base, subscriptionType: 'ASSOCIATION', objectTypeId, associatedObjectTypeIds, actions };
    });
  const lifecycle = Object.keys(LIFECYCLE).map((eventTypeId): JournalSubscription => {
    const actions = [LIFECYCLE[eventTypeId] === 'installed' ? 'APP_INSTALL' : 'APP_UNINSTALL'];
    return { ...base, subscriptionType: 'APP_LIFECYCLE_EVENT', eventTypeId, actions };
  });
  const privacy = { ...base, subscriptionType: 'GDPR_PRIVACY_DELETION', actions: ['GDPR_DELETE'] };
  return [...objects, ...links, ...lifecycle, privacy];
}

function pushedProperties(type: string): readonly string[] {
  const named = type === 'meeting' ? 'meeting_event' : type;
  return WEBHOOK_SUBSCRIPTIONS.flatMap(({ subscriptionType, objectType, propertyName }) => {
    const isOfType = objectType === named || subscriptionType === `${type}.propertyChange`;
    return isOfType && propertyName !== undefined ? [propertyName] : [];
  });
}
