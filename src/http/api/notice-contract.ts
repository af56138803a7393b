// The part of the contract about notices: where they go, and what became of them.
import { z } from 'zod';
import { NOTICE_CHANNELS } from '#domain/notices/channels.ts';
import { Count, Id, Instant, NOT_A_CURSOR, Reason, type Route, route } from './route.ts';

const Place = z.strictObject({
  side: z.enum(['marketing', 'sales']),
  team: z
    .string()
    .max(200)
    .default('')
    .meta({ description: 'Name of a HubSpot team; empty for the whole side.' }),
  channel: z.enum(['slack', 'teams']),
});
export const Channels = z.object({
  email: z.boolean().meta({ description: 'Whether SMTP_URL is set.' }),
  webhooks: z.array(z.object({ ...Place.shape, team: z.string(), host: z.string(), setAt: Instant })),
});

const MAX_PAGE = 200;
/** `2026-11-26T09:00:00.000Z KEY`, as `next` has it. */
const After = z
  .string()
  .max(600)
  .refine((text) => Instant.safeParse(text.split(' ', 1)[0]).success, NOT_A_CURSOR)
  .meta({ description: '`next` of the page before.' });

const NoticeItem = z.object({
  key: z.string(),
  kind: z.string(),
  audience: z.enum(['owner', 'manager', 'sales', 'marketing', 'salesPerson', 'marketingPerson']),
  recipient: z.string(),
  clauseId: z.string(),
  clauseLabel: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  leads: Count,
  contactIds: z.array(Id),
  at: Instant,
  state: z.enum(['intended', 'routed', 'parked']),
  reason: z.string(),
  messages: z.array(
    z.object({
      messageId: z.string(),
      channel: z.enum(NOTICE_CHANNELS),
      state: z.enum(['intended', 'sent', 'confirmed', 'parked']),
      reason: z.string(),
      attempts: Count,
    }),
  ),
});

export const NOTICE_ROUTES = {
  readChannels: route({
    path: '/portals/{portalId}/channels',
    summary:
      'Where notices can go: e-mail, and the Slack and Teams webhooks that are set; their addresses are not shown.',
    answer: Channels,
  }),
  setChannel: route({
    method: 'put',
    path: '/portals/{portalId}/channels',
    summary:
      'Sets the address of a Slack or Teams webhook of a side or one of its teams; null takes it away.',
    body: Place.extend({ url: z.string().max(2_000).nullable(), reason: Reason }),
    answer: Channels,
    refusals: { 422: 'The address is not one that Accord may call.' },
  }),
  listNotices: route({
    path: '/portals/{portalId}/notices',
    caller: 'team',
    summary: 'What was told to whom, newest first, and what became of each message.',
    query: z.strictObject({
      message: z.uuid().optional().meta({ description: 'Only what this message told.' }),
      after: After.optional(),
      limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(50),
    }),
    answer: z.object({ items: z.array(NoticeItem), next: z.string().nullable() }),
  }),
} as const satisfies Readonly<Record<string, Route>>;
