// The webhooks journal's events on the way into the inbox: as webhooks, without those that a webhook has told.
import { parseWebhookBatch } from '#hubspot/schema.ts';
import type { JournalDeps } from '#pipeline/journal/ports.ts';
import { type IncomingEvent, type ReceiveDeps, receiveEvents } from '#pipeline/receive-events.ts';
import { toIncoming } from './incoming.ts';

export function receiveJournal(
  deps: ReceiveDeps,
  listUntold: (events: readonly IncomingEvent[]) => Promise<readonly IncomingEvent[]>,
): JournalDeps['receive'] {
  return async (raw) => {
    const batch = parseWebhookBatch(raw);
    if (!batch.ok) throw new Error(batch.error.message);
    const { events, setAside } = toIncoming(batch.value);
    return receiveEvents(deps, { setAside, events: await listUntold(events) });
  };
}
