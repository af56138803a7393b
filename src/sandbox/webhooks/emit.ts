// From "something happened" to logged events on their way: subscriptions, event ids, the log, the dispatcher.
import type { Portal } from '#sandbox/model.ts';
import { createRandom } from '#sandbox/random.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { EventLog } from './event-log.ts';
import { buildEvent, type EventDraft, isChangeSent } from './events.ts';
import { findSubscriptions, indexSubscriptions } from './subscriptions.ts';

export interface EmitterOptions {
  readonly appId: number;
  readonly seed: string;
  readonly countersFire: () => boolean;
  readonly log: EventLog;
  readonly dispatcher: Dispatcher;
}

export type Emit = (portal: Portal, draft: EventDraft) => void;

export function createEmitter(options: EmitterOptions): Emit {
  const random = createRandom(options.seed, 'events');
  let rows = options.dispatcher.settings().subscriptions;
  let index = indexSubscriptions(rows);
  let lastObject = '';
  let lastEventId = 910_000 + random.int(1_000_000);
  return (portal, draft) => {
    const settings = options.dispatcher.settings();
    if (settings.subscriptions !== rows) {
      rows = settings.subscriptions;
      index = indexSubscriptions(rows);
    }
    if (!portal.installed || !isChangeSent(portal, draft, options.countersFire())) return;
    for (const subscription of findSubscriptions(index, draft)) {
      // HubSpot says that eventId is not unique, and captures show one id on two objects.
      const isOther = lastObject !== '' && lastObject !== `${portal.portalId}/${draft.objectId}`;
      const isReused = isOther && random.chance(settings.reusedEventIdShare);
      if (!isReused) lastEventId += 1 + random.int(7);
      lastObject = `${portal.portalId}/${draft.objectId}`;
      const event = buildEvent(portal, draft, { eventId: lastEventId, subscription, appId: options.appId });
      const logged = {
        seq: options.log.events.length + 1,
        portalId: portal.portalId,
        event,
        emittedAtMs: Date.now(),
        attempts: 0,
        acceptedAtMs: null,
        abandoned: false,
      };
      options.log.events.push(logged);
      options.dispatcher.enqueue(logged);
    }
  };
}
