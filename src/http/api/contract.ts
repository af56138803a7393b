// The contract of /api/v1: every route with what it takes and answers. OpenAPI is made from it (openapi.ts), requests are
// checked by it (api.ts), and a test walks through it.
import { z } from 'zod';
import { EFFECTS, TASK_CLAUSES } from '#domain/decision.ts';
import { PRIORITIES } from '#domain/priority.ts';
import { CLAUSE_ROUTES } from './clause-contract.ts';
import { AGENDA_ROUTES } from './contract-agenda.ts';
import { AGREEMENT_ROUTES } from './contract-agreements.ts';
import { BACKLOG_ROUTES } from './contract-backlog.ts';
import { CARD_ROUTES } from './contract-card.ts';
import { CLOCK_ROUTES } from './contract-clocks.ts';
import { CONSEQUENCE_ROUTES } from './contract-consequences.ts';
import { ERASURE_ROUTES } from './contract-erasures.ts';
import { LIFE_ROUTES } from './contract-life.ts';
import { MAPPING_ROUTES } from './contract-mapping.ts';
import { OBSERVE_ROUTES } from './contract-observe.ts';
import { POD_ROUTES } from './contract-pods.ts';
import { RECONCILE_ROUTES } from './contract-reconcile.ts';
import { RETENTION_ROUTES } from './contract-retention.ts';
import { SOURCE_PAUSE_ROUTES } from './contract-source-pauses.ts';
import { Completeness, DuplicateGroup, Feedback, SilentLead, Volumes } from './data-contract.ts';
import { LeadQuery, LeadReport } from './lead-contract.ts';
import { NOTICE_ROUTES } from './notice-contract.ts';
import { PortalReport, PortalSummary, WithheldSummary } from './portal-contract.ts';
import { ROLE_ROUTES } from './role-contract.ts';
import { Count, Id, Instant, Language, Nothing, Portal, Reason, type Route, route } from './route.ts';

const MAX_PAGE = 200;
const PageQuery = z.strictObject({
  after: z.string().max(300).optional().meta({ description: '`next` of the page before.' }),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(50),
});
/** Lists whose cursor is a number. */
const NumberedQuery = PageQuery.extend({
  after: Id.optional().meta({ description: '`next` of the page before.' }),
});

function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}

const ParkedChange = z.object({
  kind: z.enum(['property', 'task']),
  leadId: z.string(),
  contactId: z.string(),
  target: z.string(),
  value: z.string(),
  reason: z.string(),
  attempts: Count,
  intendedAt: Instant,
});
const WithheldChange = z.object({
  leadId: z.string(),
  contactId: z.string(),
  target: z.string(),
  effect: z.string(),
  value: z.string(),
  currentValue: z.string(),
  regime: Count,
  withheldAt: Instant,
});
const SetAside = z.object({ id: z.string(), reason: z.string(), raw: z.string(), receivedAt: Instant });
const AuditEntry = z.object({
  id: z.string(),
  at: Instant,
  actor: z.string(),
  role: z.string(),
  origin: z.string(),
  action: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  reason: z.string(),
});

const Version = z.object({ version: Count, contentHash: z.string() });
const AgreementInForce = Version.extend({
  agreementId: z.string(),
  status: z.string(),
  language: z.enum(['en', 'fr']),
  document: z.string(),
  activeFrom: Instant.nullable(),
  createdAt: Instant,
});

const Queue = z.object({
  at: Instant,
  total: Count.meta({ description: 'Open leads; at most 1,000 are looked at, those due soonest.' }),
  items: z.array(
    z.object({
      place: Count,
      leadId: z.string(),
      contactId: z.string(),
      ownerId: z.string(),
      rehearsed: z.boolean(),
      status: z.string(),
      priority: z.enum([...PRIORITIES, '']),
      grade: z.string(),
      score: z.number(),
      clause: z.enum(TASK_CLAUSES).nullable(),
      dueAt: Instant.nullable(),
      overdue: z.boolean(),
      reason: z.string(),
    }),
  ),
  held: z
    .array(z.object({ pauseId: z.string(), source: z.string(), leads: Count, sentence: z.string() }))
    .meta({ description: 'Sources whose hand-overs are paused, and how many leads wait for that alone.' }),
});

const Switched = z.object({ changed: z.boolean(), mode: z.enum(['observe', 'live', 'paused']) });
const NOT_READY =
  'Our properties do not exist in HubSpot yet, or the agreement in force is not signed by both sides.';
const Conflict = z.object({
  object: z.enum(['contact', 'task']),
  name: z.string(),
  code: z.string(),
  message: z.string(),
});

export const ROUTES = {
  listPortals: route({
    path: '/portals',
    summary: 'Portals that installed the app.',
    params: Nothing,
    answer: z.object({ items: z.array(PortalSummary) }),
  }),
  readPortal: route({
    path: '/portals/{portalId}',
    caller: 'team',
    summary:
      'One portal: mode, effects, baseline, import, leads, events, what is parked, withheld and not to be read.',
    answer: PortalReport,
  }),
  switchEffect: route({
    method: 'put',
    path: '/portals/{portalId}/effects/{effect}',
    summary: 'Switches one effect on or off. What was not written while off is never sent later.',
    params: Portal.extend({ effect: z.enum(EFFECTS) }),
    body: z.strictObject({ enabled: z.boolean(), reason: Reason }),
    answer: Switched.extend({ effect: z.enum(EFFECTS), enabled: z.boolean() }),
    refusals: { 409: NOT_READY },
  }),
  pausePortal: route({
    method: 'post',
    path: '/portals/{portalId}/pause',
    summary: 'Stops all writing at once.',
    answer: Switched,
  }),
  resumePortal: route({
    method: 'post',
    path: '/portals/{portalId}/resume',
    summary: 'Ends a pause. What happened meanwhile is baseline.',
    answer: Switched,
  }),
  provisionPortal: route({
    method: 'post',
    path: '/portals/{portalId}/provision',
    summary: 'Creates Accord’s properties in HubSpot, as often as one likes; names what stands in the way.',
    answer: z.object({ provisioned: z.boolean(), uniqueTaskKey: z.boolean(), conflicts: z.array(Conflict) }),
  }),
  listParked: route({
    path: '/portals/{portalId}/parked',
    caller: 'team',
    summary: 'Changes that HubSpot did not take, with the reason.',
    query: PageQuery.extend({ language: Language.optional() }),
    answer: pageOf(
      ParkedChange.extend({
        explanation: z
          .string()
          .meta({ description: 'What the refusal means and what an admin does about it.' }),
      }),
    ),
  }),
  retryParked: route({
    method: 'post',
    path: '/portals/{portalId}/parked/retry',
    summary: 'Tries the parked changes again, as far as they are still wanted and switched on.',
    answer: z.object({ properties: Count, tasks: Count }),
  }),
  listWithheld: route({
    path: '/portals/{portalId}/withheld',
    caller: 'team',
    summary: 'What would have been written while effects were off.',
    query: PageQuery,
    answer: pageOf(WithheldChange).extend({ summary: z.array(WithheldSummary) }),
  }),
  readLead: route({
    path: '/portals/{portalId}/leads/{contactId}',
    caller: 'own',
    summary:
      'One lead at an instant: state, verdict clause by clause, why, why not yet, what it would take, latest decisions.',
    params: Portal.extend({ contactId: Id }),
    query: LeadQuery,
    answer: LeadReport,
  }),
  listQueue: route({
    path: '/portals/{portalId}/queue',
    caller: 'own',
    summary: 'Open leads in the order in which sales should take them, each with the reason for its place.',
    query: z.strictObject({
      owner: Id.optional().meta({ description: 'HubSpot owner id; without it, the leads of all.' }),
      limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(50),
      language: z.enum(['en', 'fr']).optional(),
    }),
    answer: Queue,
  }),
  listSetAside: route({
    path: '/portals/{portalId}/set-aside',
    summary: 'Webhook events that could not be understood, newest first.',
    query: NumberedQuery,
    answer: pageOf(SetAside),
  }),
  readAgreement: route({
    path: '/portals/{portalId}/agreement',
    summary: 'The agreement in force, now or at a past instant; of the first where there are several.',
    caller: 'user',
    query: z.strictObject({ at: Instant.optional() }),
    answer: AgreementInForce,
  }),
  readCompleteness: route({
    path: '/portals/{portalId}/completeness',
    caller: 'team',
    summary: 'Mandatory fields of inbound leads: how many hold a value, per field, source and owner.',
    answer: Completeness,
  }),
  listDuplicates: route({
    path: '/portals/{portalId}/duplicates',
    caller: 'team',
    summary: 'Contacts that may be one person, with the keys they share.',
    query: PageQuery,
    answer: pageOf(DuplicateGroup),
  }),
  readVolumes: route({
    path: '/portals/{portalId}/volumes',
    caller: 'team',
    summary: 'Hand-overs of the last year by month; contacts of one person are counted once beside.',
    answer: Volumes,
  }),
  readFeedback: route({
    path: '/portals/{portalId}/feedback',
    caller: 'team',
    summary: 'How many handed-over leads sales has answered, and what they were rejected for.',
    answer: Feedback,
  }),
  listSilent: route({
    path: '/portals/{portalId}/feedback/silent',
    caller: 'team',
    summary: 'Handed-over leads without an answer, or rejected without a reason, oldest first.',
    query: PageQuery,
    answer: pageOf(SilentLead),
  }),
  listAudit: route({
    path: '/portals/{portalId}/audit',
    summary: 'Who changed what, newest first.',
    query: NumberedQuery,
    answer: pageOf(AuditEntry),
  }),
  ...ROLE_ROUTES,
  ...CARD_ROUTES,
  ...NOTICE_ROUTES,
  ...CLOCK_ROUTES,
  ...CONSEQUENCE_ROUTES,
  ...SOURCE_PAUSE_ROUTES,
  ...BACKLOG_ROUTES,
  ...AGENDA_ROUTES,
  ...RECONCILE_ROUTES,
  ...ERASURE_ROUTES,
  ...RETENTION_ROUTES,
  ...LIFE_ROUTES,
  ...CLAUSE_ROUTES,
  ...POD_ROUTES,
  ...AGREEMENT_ROUTES,
  ...MAPPING_ROUTES,
  ...OBSERVE_ROUTES,
} as const satisfies Readonly<Record<string, Route>>;

export type RouteName = keyof typeof ROUTES;
