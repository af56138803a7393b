// Routes about both sides' clauses in a month: where each stands, and the leads behind it.
import { z } from 'zod';
import { COVERAGE_STANDINGS } from '#domain/handling/coverage.ts';
import { HANDLING_STANDINGS } from '#domain/handling/standing.ts';
import { LEAD_STANDINGS } from '#domain/marketing/ledger.ts';
import { UNITS } from '#domain/marketing/promises.ts';
import { Count, Instant, Language, Portal, route } from './route.ts';

/** A rule of our own, beside what zod says; api.ts has it in French. */
export const MONTH_FORM = 'must be a month, e.g. 2026-11';

export const MonthQuery = z.strictObject({
  month: z
    .string()
    .regex(/^(19|20)\d{2}-(0[1-9]|1[0-2])$/, MONTH_FORM)
    .optional()
    .meta({ description: 'In the zone of the agreement; without it, the current one.' }),
  agreement: z
    .string()
    .max(100)
    .optional()
    .meta({ description: 'Without it, the first agreement’s clauses.' }),
  language: Language.optional(),
});

const Percent = z.number().min(0).max(100);
const Day = z.iso.date();
const ClauseBase = z.object({
  id: z.string(),
  label: z.string(),
  status: z.enum([
    'notStarted',
    'notMeasured',
    'onPace',
    'behind',
    'kept',
    'missed',
    'tooYoung',
    'undecided',
    'noLeads',
  ]),
  alarm: z.enum(['none', 'atRisk', 'broken']).meta({ description: 'Never for a month that is too young.' }),
  text: z.string().meta({ description: 'Where it stands, in sentences.' }),
});

const Marketing = z.literal('marketing').meta({ description: 'Who promised it.' });
const Unit = z.enum(UNITS);
const Volume = ClauseBase.extend({
  kind: z.literal('volume'),
  side: Marketing,
  unit: Unit,
  segment: z.string().nullable(),
  channel: z.string().nullable(),
  campaign: z.string().nullable(),
  promised: Count,
  owed: Count.meta({ description: 'Less than promised where Accord was switched on during the month.' }),
  delivered: Count,
  expected: Count.meta({ description: 'By now, at the pace of the agreement’s working days.' }),
  projection: z
    .object({ count: Count, low: Count, high: Count })
    .nullable()
    .meta({ description: 'What the month comes to at this pace, with an interval of 80 %.' }),
  workingDays: Count,
  daysBegun: Count,
  pace: z.array(z.object({ day: Day, expected: Count, delivered: Count.nullable() })),
});

const Quality = ClauseBase.extend({
  kind: z.literal('quality'),
  side: Marketing,
  from: Unit,
  to: z.enum([...UNITS, 'meeting']),
  promised: Percent,
  judgedAt: Instant,
  cohort: Count,
  matured: Count.meta({
    description: 'Leads of the month that have had their time: those that are counted.',
  }),
  reached: Count,
  percent: Percent.nullable(),
  low: Percent.meta({ description: 'Ends of the 95 % interval (Wilson).' }),
  high: Percent,
  meets: z.boolean().nullable(),
  belowFloor: z.array(z.object({ channel: z.string(), matured: Count, reached: Count })),
});

const Completeness = ClauseBase.extend({
  kind: z.literal('completeness'),
  side: Marketing,
  promised: Percent,
  handedOver: Count,
  complete: Count,
  percent: Percent.nullable(),
});

const Handling = ClauseBase.extend({
  kind: z.literal('handling'),
  side: z.literal('sales').meta({ description: 'Who promised it.' }),
  promised: Percent,
  judgedAt: Instant.meta({ description: 'From then on no contact may be logged that keeps it.' }),
  due: Count.meta({ description: 'Leads for which it fell due in the month and that are counted.' }),
  kept: Count,
  late: Count,
  broken: Count,
  excused: Count,
  young: Count,
  percent: Percent.nullable(),
  low: Percent.meta({ description: 'Ends of the 95 % interval (Wilson), were the month a sample.' }),
  high: Percent,
});

const Coverage = ClauseBase.extend({
  kind: z.literal('coverage'),
  side: z.literal('sales').meta({ description: 'Who promised it.' }),
  promised: Percent,
  judgedAt: Instant,
  handedOver: Count.meta({ description: 'In the month; those that left before sales said anything apart.' }),
  answered: Count.meta({ description: 'With a yes, a no and its reason, a contact, or more.' }),
  silent: Count,
  young: Count,
  percent: Percent.nullable(),
});

const BehindBase = z.object({
  contactId: z.string().nullable().meta({ description: 'Null: HubSpot no longer has the contact.' }),
  counts: z.boolean(),
  fulfils: z.boolean(),
  text: z.string(),
});
const BehindMarketing = BehindBase.extend({
  at: Instant,
  channel: z.string(),
  because: z.enum(LEAD_STANDINGS),
});
const Rejected = z.object({ reason: z.string(), note: z.string() }).nullable().meta({
  description:
    'The no of sales, with what a rep wrote beside it. Null where there was none, or where the lead has had two cycles since; its decisions tell.',
});
const BehindSales = BehindBase.extend({
  rejected: Rejected,
  ownerId: z.string().nullable(),
  dueAt: Instant,
  metAt: Instant.nullable(),
  because: z.enum(HANDLING_STANDINGS),
});

const BehindCoverage = BehindBase.extend({
  rejected: Rejected,
  handedOverAt: Instant,
  because: z.enum(COVERAGE_STANDINGS),
});

const Of = z.object({
  month: z.string(),
  at: Instant,
  agreement: z
    .object({ id: z.string(), version: Count })
    .meta({ description: 'The version in force in the month.' }),
});

const NOT_THEN = 'No agreement was in force in that month, or there is no such clause.';

export const CLAUSE_ROUTES = {
  listClauses: route({
    path: '/portals/{portalId}/clauses',
    caller: 'team',
    summary:
      'What both sides promised for a month, clause by clause, and where each stands: of marketing volume, quality, completeness; of sales for how many leads each promise was kept, and feedback given.',
    query: MonthQuery,
    answer: Of.extend({
      since: Instant.nullable().meta({ description: 'From when on leads were counted.' }),
      items: z.array(z.discriminatedUnion('kind', [Volume, Quality, Completeness, Handling, Coverage])),
    }),
    refusals: { 404: NOT_THEN },
  }),
  listClauseLeads: route({
    path: '/portals/{portalId}/clauses/{clauseId}/leads',
    caller: 'team',
    summary:
      'The leads behind a clause in a month: which are counted, which are not, and why. Of marketing’s clauses oldest first, of sales’ those due last first.',
    params: Portal.extend({ clauseId: z.string().max(100) }),
    query: MonthQuery.extend({
      after: z.coerce.number().int().min(0).default(0).meta({ description: '`next` of the page before.' }),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    answer: Of.extend({
      total: Count,
      items: z.array(z.union([BehindMarketing, BehindSales, BehindCoverage])),
      next: z.string().nullable(),
    }),
    refusals: { 404: NOT_THEN },
  }),
} as const;
