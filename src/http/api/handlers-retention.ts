// What the routes about retention do.
import { actorOf } from './caller.ts';
import type { RETENTION_ROUTES } from './contract-retention.ts';
import type { HandlersOf } from './handler.ts';

export const RETENTION_HANDLERS: HandlersOf<typeof RETENTION_ROUTES> = {
  readRetention: ({ retention }, { params }) => retention.store.read(params.portalId),
  setRetention: ({ retention }, { params, body, caller }) => {
    const { reason, decisionsKeepDays, eventsKeepDays } = body;
    const wish = {
      ...(decisionsKeepDays === undefined ? {} : { decisionsKeepDays }),
      ...(eventsKeepDays === undefined ? {} : { eventsKeepDays }),
    };
    return retention.store.set(params.portalId, { wish, by: actorOf(caller, reason).by });
  },
};
