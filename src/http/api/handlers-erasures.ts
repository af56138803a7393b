// What the routes about erased people do.
import { HttpProblem, inWords } from '#http/problem.ts';
import { problemWords } from '#http/problem-words.ts';
import type { WebContext } from '#http/web-context.ts';
import { actorOf } from './caller.ts';
import type { ERASURE_ROUTES } from './contract-erasures.ts';
import type { HandlersOf } from './handler.ts';

export const ERASURE_HANDLERS: HandlersOf<typeof ERASURE_ROUTES> = {
  listErasures: async ({ erasures }, { params, query }) => {
    const { after = null, limit } = query;
    const { items, next } = await erasures.store.list(params.portalId, { after, limit });
    return { items: [...items], next };
  },
  readErasure: async ({ erasures }, { params }) => {
    const erased = await erasures.store.read(params.portalId, params.hash);
    if (erased === null) throw notFound('noSuchRecord');
    return erased;
  },
  eraseContact: async (context, { params: { portalId }, body, caller }) => {
    const contactIds = await findContacts(context, portalId, body);
    if (contactIds.length === 0) throw notFound('noSuchPerson');
    const { by } = actorOf(caller, undefined);
    const { isNew, hashes } = await context.erasures.store.request(portalId, { contactIds, by });
    return { isNew, hashes: [...hashes] };
  },
};

async function findContacts(
  { admin }: WebContext,
  portalId: string,
  asked: { readonly contactId?: string | undefined; readonly email?: string | undefined },
): Promise<readonly string[]> {
  if (asked.contactId !== undefined) return [asked.contactId];
  return asked.email === undefined ? [] : admin.findPerson(portalId, asked.email);
}

function notFound(key: 'noSuchRecord' | 'noSuchPerson'): HttpProblem {
  return new HttpProblem(inWords(problemWords(key), { status: 404, code: 'NOT_FOUND' }));
}
