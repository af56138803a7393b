// A verified batch of webhook events becomes inbox rows and dirty marks, then a wake. Durable before it is answered (I1).
import type { Logger } from '#platform/logger.ts';

/** One event as the inbox keeps it. Association events hang on the contact's end. */
export interface IncomingEvent {
  /** SHA-256 of the canonical event without attemptNumber (10.7). */
  readonly key: string;
  readonly portalId: string;
  readonly objectType: string;
  readonly objectId: string | null;
  readonly action: string;
  readonly propertyName: string | null;
  readonly propertyValue: string | null;
  readonly occurredAt: string;
  readonly event: unknown;
  /** Contacts that it names as an end of a link; its own object apart. */
  readonly contactIds?: readonly string[];
  readonly merge?: EventMerge;
}

/** Of several records that became one. */
export interface EventMerge {
  readonly newId: string;
  readonly primaryId: string;
  readonly mergedIds: readonly string[];
}

export interface SetAside {
  /** Null when it cannot be read. */
  readonly portalId: string | null;
  readonly reason: string;
  readonly raw: string;
}

export interface Received {
  readonly accepted: number;
  readonly duplicated: number;
  readonly setAside: number;
  readonly echoed: number;
  /** Left out: about somebody who was erased. */
  readonly dropped: number;
}

export interface InboxStore {
  findPortalStatus(portalId: string): Promise<string | null>;
  storeEvents(
    portalId: string,
    batch: { readonly events: readonly IncomingEvent[]; readonly setAside: readonly SetAside[] },
  ): Promise<Received>;
  storeSetAside(portalId: string | null, events: readonly SetAside[]): Promise<void>;
}

export interface ReceiveDeps {
  readonly inbox: InboxStore;
  /** Never fails the request: the poll over portal_work wakes what a lost job would have. */
  readonly wake: (portalId: string) => Promise<void>;
  readonly logger: Logger;
}

/** Nothing says that a batch holds one portal only, so it is taken apart first. Resolves once all is committed. */
export async function receiveEvents(
  deps: ReceiveDeps,
  batch: { readonly events: readonly IncomingEvent[]; readonly setAside: readonly SetAside[] },
): Promise<Received> {
  const strays = batch.setAside.filter((event) => event.portalId === null);
  const total = { accepted: 0, duplicated: 0, setAside: strays.length, echoed: 0, dropped: 0 };
  if (strays.length > 0) await deps.inbox.storeSetAside(null, strays);
  const events = Map.groupBy(batch.events, (event) => event.portalId);
  const setAside = Map.groupBy(batch.setAside, (event) => event.portalId ?? '');
  const portalIds = new Set([...events.keys(), ...setAside.keys()]);
  portalIds.delete('');
  for (const portalId of [...portalIds].sort()) {
    const received = await receiveOf(deps, portalId, {
      events: events.get(portalId) ?? [],
      setAside: setAside.get(portalId) ?? [],
    });
    total.accepted += received.accepted;
    total.duplicated += received.duplicated;
    total.setAside += received.setAside;
    total.echoed += received.echoed;
    total.dropped += received.dropped;
  }
  return total;
}

async function receiveOf(
  deps: ReceiveDeps,
  portalId: string,
  batch: { readonly events: readonly IncomingEvent[]; readonly setAside: readonly SetAside[] },
): Promise<Received> {
  const status = await deps.inbox.findPortalStatus(portalId);
  if (status === null) return dropStrange(deps, portalId, [...batch.events, ...batch.setAside].length);
  if (status === 'uninstalled') return receiveAfterUninstall(deps, portalId, batch);
  const received = await deps.inbox.storeEvents(portalId, batch);
  if (received.accepted > received.echoed) await deps.wake(portalId);
  return received;
}

/** What was kept of a person goes on being his: that HubSpot erases him is heard as long as there is something. */
async function receiveAfterUninstall(
  deps: ReceiveDeps,
  portalId: string,
  batch: { readonly events: readonly IncomingEvent[]; readonly setAside: readonly SetAside[] },
): Promise<Received> {
  const words = batch.events.filter(({ action }) => action === 'privacyDeletion');
  const others = batch.events.length + batch.setAside.length - words.length;
  const received =
    words.length === 0 ? NOTHING : await deps.inbox.storeEvents(portalId, { events: words, setAside: [] });
  const strange = others === 0 ? NOTHING : await dropStrange(deps, portalId, others);
  return { ...received, setAside: received.setAside + strange.setAside };
}

const NOTHING: Received = { accepted: 0, duplicated: 0, setAside: 0, echoed: 0, dropped: 0 };

/** Answered 2xx all the same: HubSpot would repeat it for a day. Contents of strangers are not kept. */
async function dropStrange(deps: ReceiveDeps, portalId: string, count: number): Promise<Received> {
  deps.logger.warn({ portalId }, 'events of a portal that is not installed were dropped');
  const reason = `portal ${portalId} is not installed`;
  await deps.inbox.storeSetAside(
    null,
    Array.from({ length: count }, () => ({ portalId: null, reason, raw: '' })),
  );
  return { ...NOTHING, setAside: count };
}
