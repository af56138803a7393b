// The part of the contract about the backlog, and about letting it go.
import { z } from 'zod';
import { MAX_PER_REP_AND_DAY, PER_REP_AND_DAY } from '#pipeline/backlog/backlog.ts';
import { Count, DIGITS_ONLY, Instant, Language, NOT_A_CURSOR, Portal, Reason, route } from './route.ts';

const MAX_PAGE = 200;
/** Fits Postgres's integer. */
const Place = z.string().regex(/^\d{1,9}$/, NOT_A_CURSOR);
const Limit = z.coerce.number().int().min(1).max(MAX_PAGE).default(50);
const Share = z.int().min(1).max(MAX_PER_REP_AND_DAY);
const ReleaseId = z.string().regex(/^\d{1,9}$/, DIGITS_ONLY);

const Plan = z.object({
  perRepAndDay: Count,
  leads: Count,
  reps: Count.meta({ description: 'Active reps of the agreement’s pools.' }),
  perDay: Count.meta({ description: 'Leads a working day at most, under the limits of a day.' }),
  days: Count.nullable().meta({
    description:
      'Working days that it takes at least; absences and open leads may make it more. Null: nobody can be given any.',
  }),
  sentence: z.string(),
});

const BacklogLead = z.object({
  place: Count,
  leadId: z.string(),
  contactId: z.string(),
  ownerId: z.string(),
  grade: z.string(),
  score: z.number(),
  putOffUntil: Instant.nullable().meta({
    description: 'Tried in the release under way and taken by nobody: not tried again before.',
  }),
  reason: z.string(),
});

const Release = z.object({
  id: ReleaseId,
  state: z.enum(['running', 'paused', 'stopped', 'done']).meta({
    description: 'paused: the account is, or stage, owner or tasks are off; it goes on when that ends.',
  }),
  perRepAndDay: Count,
  limit: Count.nullable(),
  startedBy: z.string(),
  startedByName: z.string(),
  startedAt: Instant,
  endedAt: Instant.nullable(),
  endedBy: z.string().meta({ description: 'Empty unless a person stopped it.' }),
  nextAt: Instant.nullable().meta({ description: 'When it is looked at again.' }),
  released: Count,
  waiting: Count.meta({ description: 'Leads that it may still let go.' }),
  days: z
    .array(z.object({ day: z.string(), reps: z.array(z.object({ ownerId: z.string(), released: Count })) }))
    .meta({ description: 'The last days with leads, latest first.' }),
  sentence: z.string(),
});

const NOT_SALES = 'Only an admin or a lead of sales may.';

export const BACKLOG_ROUTES = {
  readBacklog: route({
    path: '/portals/{portalId}/backlog',
    caller: 'team',
    summary:
      'Leads that were over the line before the switch-on and wait for a new sign of interest or a release, best first, with how long a release would take.',
    query: z.strictObject({
      perRepAndDay: z.coerce.number().pipe(Share).default(PER_REP_AND_DAY),
      language: Language.optional(),
      after: Place.optional().meta({ description: '`next` of the page before.' }),
      limit: Limit,
    }),
    answer: z.object({
      total: Count,
      plan: Plan,
      items: z.array(BacklogLead),
      next: z.string().nullable(),
    }),
  }),
  listReleases: route({
    path: '/portals/{portalId}/backlog/releases',
    caller: 'team',
    summary: 'Releases of the backlog, newest first, with what they have let go by day and rep.',
    query: z.strictObject({
      language: Language.optional(),
      after: Place.optional().meta({ description: '`next` of the page before.' }),
      limit: Limit,
    }),
    answer: z.object({ items: z.array(Release), next: z.string().nullable() }),
  }),
  startRelease: route({
    method: 'post',
    path: '/portals/{portalId}/backlog/releases',
    summary:
      'An admin or a lead of sales lets the backlog go: the best leads first, in working time, so many to each rep a day at most, as far as the limits of the agreement have room.',
    caller: 'user',
    body: z.strictObject({
      perRepAndDay: Share,
      limit: z.int().min(1).max(10_000_000).optional().meta({
        description: 'Leads, all days together; the whole backlog without it.',
      }),
      reason: Reason,
    }),
    answer: z.object({ id: ReleaseId }),
    refusals: {
      403: NOT_SALES,
      409: 'One is under way, the account is paused, or stage, owner and tasks are not all switched on.',
    },
  }),
  stopRelease: route({
    method: 'post',
    path: '/portals/{portalId}/backlog/releases/{id}/stop',
    summary: 'Nothing more of the backlog goes, from now on; what was let go stays with sales.',
    caller: 'user',
    params: z.strictObject({ ...Portal.shape, id: ReleaseId }),
    body: z.strictObject({ reason: Reason }).nullish(),
    answer: z.object({ at: Instant, released: Count.meta({ description: 'Leads that it has let go.' }) }),
    refusals: { 403: NOT_SALES, 409: 'It has ended already.' },
  }),
} as const;
