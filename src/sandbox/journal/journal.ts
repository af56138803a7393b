// HubSpot's webhooks journal: what subscriptions asked for is written to files that the app pulls, three days back. Leaves
// HTTP to journal-routes.ts. Independent of the pushes: what a push lost is here.
import type { Clock } from '#platform/clock.ts';
import type { Portal } from '#sandbox/model.ts';
import { type EventDraft, isChangeSent } from '#sandbox/webhooks/events.ts';
import { typeIdOf } from '#sandbox/webhooks/subscriptions.ts';

export interface JournalSubscription {
  readonly id: number;
  readonly subscriptionType: 'OBJECT' | 'ASSOCIATION' | 'APP_LIFECYCLE_EVENT' | 'GDPR_PRIVACY_DELETION';
  readonly portalId: number;
  readonly objectTypeId: string;
  readonly eventTypeId: string;
  readonly associatedObjectTypeIds: readonly string[];
  readonly actions: readonly string[];
  readonly properties: readonly string[];
  readonly createdAt: string;
}

export type JournalEvent = Readonly<Record<string, unknown>>;

interface JournalFile {
  readonly offset: string;
  readonly publishedAtMs: number;
  readonly events: readonly JournalEvent[];
}

export interface Journal {
  readonly subscriptions: Map<number, JournalSubscription>;
  subscribe(wish: Omit<JournalSubscription, 'id' | 'createdAt'>): JournalSubscription;
  record(portal: Portal, draft: EventDraft): void;
  recordLifecycle(portalId: number, event: 'install' | 'uninstall'): void;
  earliest(): JournalFile | null;
  latest(): JournalFile | null;
  /** `gone`: there is no such offset any more. */
  after(offset: string): JournalFile | null | 'gone';
  find(offset: string): JournalFile | null;
}

const HISTORY_MS = 3 * 24 * 3_600_000;
const MAX_EVENTS = 10_000;
const LIFECYCLE_EVENTS = { install: '4-1909196', uninstall: '4-1916193' } as const;

export function createJournal(clock: Clock, countersFire: () => boolean): Journal {
  const subscriptions = new Map<number, JournalSubscription>();
  const shelf = createShelf(clock);
  let lastId = 5_000;
  const wanted = (portalId: number, test: (one: JournalSubscription) => boolean): boolean =>
    [...subscriptions.values()].some((one) => one.portalId === portalId && test(one));
  return {
    ...shelf,
    subscriptions,
    subscribe: (wish) => {
      const same = [...subscriptions.values()].find((one) => isSameSubject(one, wish));
      const id = same?.id ?? ++lastId;
      const subscription = { ...wish, id, createdAt: new Date(clock.nowMs()).toISOString() };
      subscriptions.set(id, subscription);
      return subscription;
    },
    record: (portal, draft) => {
      const { portalId } = portal;
      if (!portal.installed || !isChangeSent(portal, draft, countersFire())) return;
      const told = describe(draft);
      if (wanted(portalId, (one) => asksFor(one, draft, told.action))) shelf.write({ portalId, ...told });
    },
    recordLifecycle: (portalId, event) => {
      const eventTypeId = LIFECYCLE_EVENTS[event];
      const isAsked = wanted(
        portalId,
        (one) => one.subscriptionType === 'APP_LIFECYCLE_EVENT' && one.eventTypeId === eventTypeId,
      );
      const action = `APP_${event.toUpperCase()}`;
      if (isAsked) shelf.write({ portalId, eventTypeId, action, occurredAt: clock.nowMs() });
    },
  };
}

type Shelf = Pick<Journal, 'earliest' | 'latest' | 'after' | 'find'> & { write(event: JournalEvent): void };

function createShelf(clock: Clock): Shelf {
  let files: JournalFile[] = [];
  let open: JournalEvent[] = [];
  let lastOffset = 70_000;
  /** Ends the open file, and forgets the old ones. */
  const publish = (): readonly JournalFile[] => {
    const nowMs = clock.nowMs();
    for (let from = 0; from < open.length; from += MAX_EVENTS) {
      lastOffset += 1;
      const events = open.slice(from, from + MAX_EVENTS);
      files.push({ offset: String(lastOffset), publishedAtMs: nowMs, events });
    }
    open = [];
    files = files.filter(({ publishedAtMs }) => publishedAtMs > nowMs - HISTORY_MS);
    return files;
  };
  return {
    write: (event) => void open.push(event),
    earliest: () => publish()[0] ?? null,
    latest: () => publish().at(-1) ?? null,
    after: (offset) => {
      const all = publish();
      const at = all.findIndex((file) => file.offset === offset);
      return at < 0 ? 'gone' : (all[at + 1] ?? null);
    },
    find: (offset) => files.find((file) => file.offset === offset) ?? null,
  };
}

function isSameSubject(
  one: JournalSubscription,
  wish: Omit<JournalSubscription, 'id' | 'createdAt'>,
): boolean {
  return (
    one.subscriptionType === wish.subscriptionType &&
    one.portalId === wish.portalId &&
    one.objectTypeId === wish.objectTypeId &&
    one.eventTypeId === wish.eventTypeId
  );
}

function asksFor(one: JournalSubscription, draft: EventDraft, action: string): boolean {
  if (one.subscriptionType === 'GDPR_PRIVACY_DELETION') return action === 'GDPR_DELETE';
  if (one.objectTypeId !== typeIdOf(draft.objectType) || !one.actions.includes(action)) return false;
  if (draft.kind === 'associationChange')
    return (
      one.subscriptionType === 'ASSOCIATION' && one.associatedObjectTypeIds.includes(typeIdOf(draft.toType))
    );
  if (one.subscriptionType !== 'OBJECT') return false;
  return draft.kind !== 'propertyChange' || one.properties.includes(draft.propertyName);
}

const ACTIONS = {
  creation: 'CREATE',
  deletion: 'DELETE',
  restore: 'RESTORE',
  privacyDeletion: 'GDPR_DELETE',
  propertyChange: 'UPDATE',
  merge: 'MERGE',
} as const;

function describe(draft: EventDraft): { readonly action: string; readonly [name: string]: unknown } {
  const objectTypeId = typeIdOf(draft.objectType);
  const occurredAt = draft.occurredAtMs;
  if (draft.kind === 'associationChange')
    return {
      action: draft.removed ? 'ASSOCIATION_REMOVED' : 'ASSOCIATION_ADDED',
      fromObjectTypeId: objectTypeId,
      fromObjectId: Number(draft.objectId),
      toObjectTypeId: typeIdOf(draft.toType),
      toObjectId: Number(draft.toId),
      isPrimary: draft.primary,
      associationTypeId: draft.typeId,
      occurredAt,
    };
  const base = { action: ACTIONS[draft.kind], objectTypeId, objectId: Number(draft.objectId), occurredAt };
  if (draft.kind === 'propertyChange')
    return { ...base, propertyChanges: { [draft.propertyName]: draft.propertyValue } };
  if (draft.kind === 'merge')
    return {
      ...base,
      primaryObjectId: Number(draft.primaryObjectId),
      mergedObjectIds: draft.mergedObjectIds.map(Number),
      newObjectId: Number(draft.newObjectId),
    };
  return base;
}
