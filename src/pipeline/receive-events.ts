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
  const total = { accepted: 0, duplicated: 0, setAside: strays.length, echoed: 0 };
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
  }
  return total;
}

async function receiveOf(
  deps: ReceiveDeps,
  portalId: string,
  batch: { readonly events: readonly IncomingEvent[]; readonly setAside: readonly SetAside[] },
): Promise<Received> {
  const status = await deps.inbox.findPortalStatus(portalId);
  if (status === null || status === 'uninstalled') {
    // Answered 2xx all the same: HubSpot would repeat it for a day. Contents of strangers are not kept.
    deps.logger.warn({ portalId }, 'events of a portal that is not installed were dropped');
    const dropped = [...batch.events, ...batch.setAside];
    const reason = `portal ${portalId} is not installed`;
    await deps.inbox.storeSetAside(
      null,
      dropped.map(() => ({ portalId: null, reason, raw: '' })),
    );
    return { accepted: 0, duplicated: 0, setAside: dropped.length, echoed: 0 };
  }
  const received = await deps.inbox.storeEvents(portalId, batch);
  if (received.accepted > received.echoed) await deps.wake(portalId);
  return received;
}
