// The part of the contract about people who are erased, and about what is kept for how long.
import { z } from 'zod';
import { Count, Id, Instant, NOT_A_CURSOR, Portal, route } from './route.ts';

const MAX_PAGE = 200;
const HASH = /^[0-9a-f]{64}$/;

const Erased = z.object({
  hash: z.string().meta({ description: 'All that is kept of who it was; without the key it leads nowhere.' }),
  requestedAt: Instant,
  erasedAt: Instant.nullable().meta({ description: 'Null while the last traces are looked for.' }),
  dropped: Count.meta({
    description: 'Events and reads of the contact that came afterwards and were left out.',
  }),
});

export const ERASURE_ROUTES = {
  listErasures: route({
    path: '/portals/{portalId}/erasures',
    summary: 'People who were erased, by hash, and how often HubSpot still named them.',
    query: z.strictObject({
      after: z
        .string()
        .regex(HASH, NOT_A_CURSOR)
        .optional()
        .meta({ description: '`next` of the page before.' }),
      limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(50),
    }),
    answer: z.object({ items: z.array(Erased), next: z.string().nullable() }),
  }),
  eraseContact: route({
    method: 'post',
    path: '/portals/{portalId}/erasures',
    summary:
      'Erases all that Accord keeps of a contact, within a minute and for good; nothing in HubSpot is touched. Counts of closed months stay.',
    params: Portal,
    // In the body: addresses end up in logs, which cannot be erased.
    body: z.strictObject({ contactId: Id }),
    answer: z.object({ isNew: z.boolean().meta({ description: 'False: it was asked for before.' }) }),
  }),
} as const;
