// What the routes about erased people do.
import { actorOf } from './caller.ts';
import type { ERASURE_ROUTES } from './contract-erasures.ts';
import type { HandlersOf } from './handler.ts';

export const ERASURE_HANDLERS: HandlersOf<typeof ERASURE_ROUTES> = {
  listErasures: async ({ erasures }, { params, query }) => {
    const { after = null, limit } = query;
    const { items, next } = await erasures.store.list(params.portalId, { after, limit });
    return { items: [...items], next };
  },
  eraseContact: async ({ erasures }, { params, body, caller }) => {
    const { by } = actorOf(caller, undefined);
    return { isNew: await erasures.store.request(params.portalId, { contactId: body.contactId, by }) };
  },
};
