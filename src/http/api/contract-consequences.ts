// The part of the contract about what followed breaches of sales' promises.
import { z } from 'zod';
import { CONSEQUENCE_KINDS } from '#domain/agreement-sales.ts';
import { Count, DIGITS_ONLY, Id, Instant, Language, Portal, Reason, route } from './route.ts';

const MAX_PAGE = 200;
/** Fits Postgres's bigint. */
const ConsequenceId = z.string().regex(/^\d{1,18}$/, DIGITS_ONLY);

const Consequence = z.object({
  id: ConsequenceId,
  contactId: Id.nullable().meta({ description: 'Null: the contact was erased.' }),
  agreementId: z.string(),
  version: Count,
  cycle: Count,
  clause: z.string().meta({ description: 'Id of the promise.' }),
  run: Count,
  step: Count.meta({ description: 'Place in the promise’s list of consequences, from 0.' }),
  kind: z.enum(CONSEQUENCE_KINDS),
  at: Instant,
  dueAt: Instant.meta({ description: 'The due time that was missed.' }),
  ownerId: z.string().meta({ description: 'Whose run it was.' }),
  ownerAfter: z.string().meta({ description: 'Whose the lead was then; empty for nobody’s.' }),
  askedAt: Instant.nullable().meta({ description: 'When a person took it back.' }),
  undoneAt: Instant.nullable(),
  touchedAt: Instant.nullable().meta({ description: 'Of the touch in time that became known late.' }),
  restored: z.boolean().meta({ description: 'The lead stands again where it stood.' }),
  sentence: z.string(),
});

export const CONSEQUENCE_ROUTES = {
  listConsequences: route({
    path: '/portals/{portalId}/consequences',
    caller: 'team',
    summary: 'What followed breaches of sales’ promises, newest first.',
    query: z.strictObject({
      suspended: z
        .enum(['true', 'false'])
        .default('false')
        .meta({ description: 'Only those for which a rep gets no further leads now.' }),
      language: Language.default('en'),
      after: ConsequenceId.optional().meta({ description: '`next` of the page before.' }),
      limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(50),
    }),
    answer: z.object({ items: z.array(Consequence), next: z.string().nullable() }),
  }),
  undoConsequence: route({
    method: 'post',
    path: '/portals/{portalId}/consequences/{id}/undo',
    summary:
      'An admin or a manager of sales takes a consequence back: owner, stage and task are restored unless somebody has acted since; a suspended rep gets leads again.',
    caller: 'user',
    params: z.strictObject({ ...Portal.shape, id: ConsequenceId }),
    body: z.strictObject({ reason: Reason }).nullish(),
    answer: z.object({ at: Instant }),
    refusals: {
      403: 'Only a manager of sales may.',
      409: 'It was taken back already, or the lead’s cycle is over.',
    },
  }),
} as const;
