// The part of the contract that the record card and the settings page in HubSpot live by (app-manifest/): everything on one
// page in one answer, from our tables. The shapes that the pages read are written from it: `npm run manifest`.
import { z } from 'zod';
import { CLOCK_STATUSES } from '#domain/decision.ts';
import { Channels } from './notice-contract.ts';
import { PortalReport, WithheldSummary } from './portal-contract.ts';
import { Id, Instant, Language, Portal, route } from './route.ts';

const Lead = Portal.extend({ contactId: Id });
const Speech = z.strictObject({ language: Language.optional() });
const Choice = z.object({ id: z.string(), label: z.string() });
const Sentences = z.array(z.string());

const CardClock = z.object({
  clause: z.string().meta({ description: 'Id of the promise.' }),
  label: z.string(),
  status: z.enum(CLOCK_STATUSES),
  dueAt: Instant.nullable().meta({ description: 'Null while it stands still or nobody owns the lead.' }),
  minutesLeft: z.int().nullable().meta({ description: 'Elapsed minutes; negative when overdue.' }),
});

export const CardReport = z.object({
  contactId: Id,
  at: Instant,
  language: Language,
  mode: z.enum(['observe', 'live', 'paused']),
  rehearsed: z.boolean().meta({ description: 'What would be, were Accord switched on.' }),
  judged: z.boolean().meta({ description: 'False: nobody has judged the lead yet; the rest is empty.' }),
  status: z.string(),
  statusText: z.string(),
  stageText: z.string(),
  summary: z.string().meta({ description: 'At most 250 characters.' }),
  score: z
    .object({
      total: z.number(),
      fit: z.number(),
      engagement: z.number(),
      grade: z.string(),
      parts: z.array(z.object({ label: z.string(), points: z.number() })),
    })
    .nullable(),
  why: Sentences,
  whyNotYet: Sentences,
  whatWouldItTake: Sentences,
  clocks: z.array(CardClock).meta({ description: 'Promises of sales that run, those that press first.' }),
  may: z
    .object({ answer: z.boolean(), handOver: z.boolean(), recycle: z.boolean() })
    .meta({ description: 'What this user may do with the lead as it stands.' }),
  rejectReasons: z.array(Choice),
  tracks: z.array(Choice),
});

const SettingsReport = z.object({
  language: Language,
  isAdmin: z.boolean().meta({ description: 'Whether this user may change anything but agreements.' }),
  sides: z
    .array(z.enum(['marketing', 'sales']))
    .meta({ description: 'Sides this user may sign for, as the agreement in force names people.' }),
  console: z.url().meta({ description: 'Where Accord runs.' }),
  portal: PortalReport.omit({ grant: true }),
  scopes: z.object({
    missing: z.array(
      z.object({
        scope: z.string(),
        required: z.boolean().meta({ description: 'False: Accord does without, as `use` says.' }),
        use: z.string(),
      }),
    ),
    grantUrl: z.url().meta({ description: 'Where an administrator of the HubSpot account grants them.' }),
  }),
  withheld: z.array(WithheldSummary),
  channels: Channels.nullable().meta({ description: 'For administrators.' }),
});

const Asked = z.object({ asked: z.literal(true), at: Instant });
const REFUSALS = {
  403: 'Only the lead’s owner or a manager may; of a hand-over, also a manager of marketing.',
};

export const CARD_ROUTES = {
  readCard: route({
    path: '/portals/{portalId}/leads/{contactId}/card',
    summary:
      'One lead for the record card: score with its parts, why, promises with the time left, what this user may do.',
    caller: 'own',
    params: Lead,
    query: Speech,
    answer: CardReport,
  }),
  askHandOver: route({
    method: 'post',
    path: '/portals/{portalId}/leads/{contactId}/hand-over',
    summary: 'Asks that the lead be handed over to sales whatever its score; decided at once.',
    caller: 'user',
    params: Lead,
    answer: Asked,
    refusals: REFUSALS,
  }),
  askRecycle: route({
    method: 'post',
    path: '/portals/{portalId}/leads/{contactId}/recycle',
    summary: 'Asks that the lead be taken back from sales into a track of nurture; decided at once.',
    caller: 'user',
    params: Lead,
    body: z
      .strictObject({
        track: z.string().max(100).optional().meta({ description: 'Without it, the track the rules say.' }),
      })
      .nullish(),
    answer: Asked,
    refusals: { ...REFUSALS, 422: 'The agreement has no such track.' },
  }),
  setLanguage: route({
    method: 'put',
    path: '/portals/{portalId}/language',
    summary: 'The language of tasks, properties and explanations.',
    caller: 'admin',
    body: z.strictObject({ language: Language }),
    answer: z.object({ changed: z.boolean(), language: Language }),
  }),
  readSettings: route({
    path: '/portals/{portalId}/settings',
    summary: 'Everything that the settings page in HubSpot shows of the portal.',
    caller: 'team',
    query: Speech,
    answer: SettingsReport,
  }),
} as const;
