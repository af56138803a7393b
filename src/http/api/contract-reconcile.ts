// The part of the contract about completeness: the first reading of an account, the comparison of HubSpot and ledger, and
// what nobody looks after.
import { z } from 'zod';
import { LOST_KINDS } from '#pipeline/rebuild-report.ts';
import { DIFFERENCE_KINDS, PHASES } from '#pipeline/reconcile/reconciliation.ts';
import { Orphan } from './data-contract.ts';
import { Count, Instant, Language, type Route, route } from './route.ts';

const Backfill = z.object({
  state: z
    .enum(['reading', 'paused', 'judging', 'done'])
    .meta({ description: '`judging`: all is read, and some of it waits to be judged.' }),
  total: Count.nullable().meta({
    description:
      'Contacts that HubSpot counted at the start; null: not begun, none, or it did not count them.',
  }),
  read: Count,
  toJudge: Count,
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  secondsLeft: Count.nullable().meta({
    description: 'At the speed since the start or the last pause; null: not known yet, or paused.',
  }),
});

const Difference = z.object({
  kind: z.enum(DIFFERENCE_KINDS),
  subject: z.string(),
  contactId: z.string(),
  what: z.string(),
  done: z.string().meta({ description: 'What was done about it, or has to be.' }),
  mended: z.boolean(),
});

const NOT_READING = { 409: 'The contacts are not being read for the first time.' };
const MAX_PAGE = 200;
const PagedTexts = z.strictObject({
  after: z.string().max(500).optional().meta({ description: '`next` of the page before.' }),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(50),
  language: Language.optional(),
});

export const RECONCILE_ROUTES = {
  listOrphans: route({
    caller: 'team',
    path: '/portals/{portalId}/orphans',
    summary:
      'What the last sweep found that nobody looks after, each with what was done or what to do; those left to a person first.',
    query: PagedTexts,
    answer: z.object({
      sweptAt: Instant.nullable().meta({ description: 'Null before the first sweep.' }),
      items: z.array(Orphan),
      next: z.string().nullable(),
    }),
  }),
  readBackfill: route({
    caller: 'team',
    path: '/portals/{portalId}/backfill',
    summary: 'How far the first reading of the contacts is, and how long it still takes.',
    answer: Backfill,
  }),
  pauseBackfill: route({
    method: 'post',
    path: '/portals/{portalId}/backfill/pause',
    summary: 'Stops the first reading; what is live goes on.',
    answer: Backfill,
    refusals: NOT_READING,
  }),
  resumeBackfill: route({
    method: 'post',
    path: '/portals/{portalId}/backfill/resume',
    summary: 'Goes on with the first reading where it stopped.',
    answer: Backfill,
    refusals: NOT_READING,
  }),
  readRebuild: route({
    caller: 'team',
    path: '/portals/{portalId}/rebuild',
    summary:
      'After the database was lost: leads and open tasks taken over from what HubSpot shows, and what is lost because HubSpot does not hold it.',
    query: z.strictObject({ language: Language.optional() }),
    answer: z.object({
      leads: Count.meta({ description: '0: this Accord has met the account for the first time.' }),
      byStatus: z.record(z.string(), Count).meta({ description: 'Leads by the status they were found in.' }),
      tasks: Count.meta({ description: 'Open tasks that go on.' }),
      lost: z.array(z.object({ kind: z.enum(LOST_KINDS), text: z.string() })),
    }),
  }),
  readReconciliation: route({
    caller: 'team',
    path: '/portals/{portalId}/reconciliation',
    summary:
      'What the last comparison of HubSpot with Accord’s ledger found and mended; those left to a person first. No difference: they agree.',
    query: PagedTexts,
    answer: z.object({
      run: z
        .object({
          startedAt: Instant,
          endedAt: Instant.nullable().meta({ description: 'Null while it is under way.' }),
          phase: z.enum(PHASES),
          contacts: Count.meta({ description: 'Contacts compared.' }),
          differences: Count,
          mended: Count,
        })
        .nullable()
        .meta({ description: 'Null before the first.' }),
      items: z.array(Difference),
      next: z.string().nullable(),
    }),
  }),
  startReconciliation: route({
    method: 'post',
    path: '/portals/{portalId}/reconciliation',
    summary:
      'Compares HubSpot with Accord’s ledger now, in the background; otherwise it happens every night.',
    answer: z.object({
      started: z.boolean().meta({ description: 'False: one is under way already.' }),
    }),
    refusals: { 409: 'The contacts are still being read for the first time.' },
  }),
} as const satisfies Readonly<Record<string, Route>>;
