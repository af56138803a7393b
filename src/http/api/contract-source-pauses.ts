// The part of the contract about sources whose hand-overs are paused for their quality.
import { z } from 'zod';
import { UNITS } from '#domain/marketing/promises.ts';
import { Count, DIGITS_ONLY, Id, Instant, Language, Portal, Reason, route } from './route.ts';

const MAX_PAGE = 200;
/** Fits Postgres's bigint. */
const PauseId = z.string().regex(/^\d{1,18}$/, DIGITS_ONLY);
const Percent = z.number().min(0).max(100);
const OfPause = z.strictObject({ ...Portal.shape, id: PauseId });
const Limit = z.coerce.number().int().min(1).max(MAX_PAGE).default(50);

const SourcePause = z.object({
  id: PauseId,
  agreementId: z.string(),
  version: Count.meta({ description: 'In force when it began.' }),
  clause: z.string().meta({ description: 'Id of marketing’s quality clause.' }),
  source: z.string().meta({ description: 'HubSpot’s original source.' }),
  month: z.string().meta({ description: 'Of the cohort that was judged: `2026-10`.' }),
  from: z.enum(UNITS),
  to: z.enum(UNITS),
  reached: Count,
  matured: Count,
  floor: Percent,
  since: Instant,
  until: Instant.nullable().meta({ description: 'Null: it stands.' }),
  endedBy: z.enum(['met', 'agreement', 'person']).nullable().meta({
    description:
      'met: a later month meets the floor · agreement: the version in force asks for it no more · person.',
  }),
  endedByActor: z.string(),
  held: Count.meta({ description: 'Leads that nothing else keeps from being handed over.' }),
  sentence: z.string(),
});

const HeldLead = z.object({ contactId: Id, heldSince: Instant, grade: z.string(), score: z.number() });

export const SOURCE_PAUSE_ROUTES = {
  listSourcePauses: route({
    path: '/portals/{portalId}/source-pauses',
    caller: 'team',
    summary: 'Sources whose hand-overs are, or were, paused for their quality, newest first.',
    query: z.strictObject({
      standing: z.enum(['true', 'false']).default('false').meta({ description: 'Only those that stand.' }),
      language: Language.default('en'),
      after: PauseId.optional().meta({ description: '`next` of the page before.' }),
      limit: Limit,
    }),
    answer: z.object({ items: z.array(SourcePause), next: z.string().nullable() }),
  }),
  listHeldLeads: route({
    path: '/portals/{portalId}/source-pauses/{id}/leads',
    caller: 'team',
    summary: 'The leads that a pause holds back, highest score first; none once it has ended.',
    params: OfPause,
    query: z.strictObject({ limit: Limit }),
    answer: z.object({ items: z.array(HeldLead) }),
  }),
  liftSourcePause: route({
    method: 'post',
    path: '/portals/{portalId}/source-pauses/{id}/lift',
    summary:
      'An admin or a lead of sales ends a pause: the leads that it held are judged at once, and handed over as far as routing has room. The same month pauses the source no more.',
    caller: 'user',
    params: OfPause,
    body: z.strictObject({ reason: Reason }).nullish(),
    answer: z.object({
      at: Instant,
      released: Count.meta({ description: 'How many leads it held.' }),
    }),
    refusals: { 403: 'Only a lead of sales may.', 409: 'It has ended already.' },
  }),
} as const;
