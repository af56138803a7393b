// The contract of the promises that run: which do, and what people say of one lead's. What a HubSpot user may call is served
// below /hubspot/card as well, where the portal is the one that HubSpot's signature names.
import { z } from 'zod';
import { CLOCK_STATUSES } from '#domain/decision.ts';
import { CLOCK_LISTS } from '#pipeline/clocks/clock-store.ts';
import { Count, Id, Instant, Portal, route } from './route.ts';

const MAX_PAGE = 200;
const Lead = Portal.extend({ contactId: Id });
const Text = z.string().trim().min(1).max(500);

export const Clock = z.object({
  clause: z.string().meta({ description: 'Id of the promise.' }),
  cycle: Count,
  run: Count.meta({ description: 'A new owner is a new run.' }),
  ownerId: z.string(),
  startedAt: Instant,
  since: Instant,
  warnAt: Instant.nullable(),
  dueAt: Instant.nullable().meta({ description: 'Null while it stands still, or nobody owns the lead.' }),
  totalDueAt: Instant.nullable().meta({ description: 'Of the lead, whoever owned it.' }),
  warnedAt: Instant.nullable(),
  breachedAt: Instant.nullable(),
  metAt: Instant.nullable(),
  status: z.enum(CLOCK_STATUSES),
});

const OpenClock = Clock.extend({
  leadId: z.string(),
  contactId: z.string(),
  agreementId: z.string(),
  version: Count,
  warnFiredAt: Instant.nullable(),
  breachFiredAt: Instant.nullable(),
});

const Done = z.object({ at: Instant });
const REFUSALS = {
  403: 'Only the lead’s owner or a manager of sales may; an excuse takes a manager.',
  409: 'The lead’s promises are not so that this could be done.',
};

export const CLOCK_ROUTES = {
  listClocks: route({
    path: '/portals/{portalId}/clocks',
    caller: 'team',
    summary: 'Promises of sales that run, those due soonest first.',
    query: z.strictObject({
      show: z.enum(CLOCK_LISTS).default('open'),
      within: z.coerce
        .number()
        .int()
        .min(1)
        .max(720)
        .default(24)
        .meta({ description: 'Hours, with `dueSoon`.' }),
      owner: Id.optional().meta({ description: 'HubSpot owner id; without it, the clocks of all.' }),
      after: z
        .string()
        .max(300)
        .regex(/^(infinity|\d{4}-\d\d-\d\dT[\d:.]{8,12}Z) \S+ \S+ \d+ \S+ \d+$/)
        .optional()
        .meta({ description: '`next` of the page before.' }),
      limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(50),
    }),
    answer: z.object({ items: z.array(OpenClock), next: z.string().nullable() }),
  }),
  pauseLead: route({
    method: 'post',
    path: '/portals/{portalId}/leads/{contactId}/pause',
    summary:
      'The lead’s promises stand still, for a reason of the agreement and as long and often as it allows.',
    caller: 'user',
    params: Lead,
    body: z.strictObject({
      reason: z
        .string()
        .trim()
        .min(1)
        .max(100)
        .meta({ description: 'Id of one of `promises.sales.pauses`.' }),
      note: Text.optional().meta({ description: 'For the audit trail.' }),
    }),
    answer: Done,
    refusals: REFUSALS,
  }),
  resumeLead: route({
    method: 'post',
    path: '/portals/{portalId}/leads/{contactId}/resume',
    summary: 'The lead’s promises run again.',
    caller: 'user',
    params: Lead,
    body: z.strictObject({ note: Text.optional() }).nullish(),
    answer: Done,
    refusals: REFUSALS,
  }),
  excusePromise: route({
    method: 'post',
    path: '/portals/{portalId}/leads/{contactId}/excuse',
    summary: 'A manager says that a promise need not be kept for this lead in its present cycle, and why.',
    caller: 'user',
    params: Lead,
    body: z.strictObject({
      clause: z.string().trim().min(1).max(100).meta({ description: 'Id of the promise.' }),
      text: Text.meta({ description: 'Why; for the audit trail.' }),
    }),
    answer: Done,
    refusals: REFUSALS,
  }),
} as const;
