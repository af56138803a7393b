// The part of the contract about people who are erased, and about what is kept for how long.
import { z } from 'zod';
import { Count, Id, Instant, NOT_A_CURSOR, ONE_OF_BOTH, Portal, route } from './route.ts';

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
      'Erases all that Accord keeps of a contact and of those that HubSpot has merged with it, within a minute and for good; nothing in HubSpot is touched. Counts of closed months stay.',
    params: Portal,
    // In the body: addresses end up in logs, which cannot be erased.
    body: z
      .strictObject({
        contactId: Id.optional(),
        email: z
          .email()
          .max(320)
          .optional()
          .meta({ description: 'Instead of the id: every contact that has exactly this address.' }),
      })
      .refine(({ contactId, email }) => (contactId === undefined) !== (email === undefined), ONE_OF_BOTH),
    answer: z.object({
      isNew: z.boolean().meta({ description: 'False: it was asked for before.' }),
      hashes: z.array(z.string()).meta({
        description: 'Of the contact and of all that HubSpot has merged with it: see how far they are.',
      }),
    }),
    refusals: { 502: 'HubSpot refuses to look the address up.' },
  }),
  readErasure: route({
    path: '/portals/{portalId}/erasures/{hash}',
    summary: 'How far one erasure is.',
    params: Portal.extend({ hash: z.string().regex(HASH, NOT_A_CURSOR) }),
    answer: Erased,
  }),
} as const;
