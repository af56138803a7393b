// The contract of the agreements' life: draft, propose, sign, preview, activate, withdraw, revert. The same routes are
// served below /hubspot/card for HubSpot users, where the portal is the one that HubSpot's signature names.
import { z } from 'zod';
import { Count, ID_LETTERS, Id, Instant, Language, Portal, Problem, Reason, route } from './route.ts';

const AgreementId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, ID_LETTERS)
  .default('main')
  .meta({ description: 'Which of the portal’s agreements; `main` where there is one.' });
const Speech = z.strictObject({
  language: Language.optional().meta({
    description: 'Of the sentences; else as Accept-Language asks, else the portal’s.',
  }),
});
export const Which = Speech.extend({ agreement: AgreementId });
export const DraftAnswer = z.object({
  version: Count,
  problems: z.array(Problem),
  notes: z.array(Problem),
  notYetRun: z.array(z.unknown()),
});
export const Change = z.object({ part: z.string(), path: z.string(), text: z.string() });
const VersionNumber = z.coerce.number().int().min(1).max(1_000_000);
const OneVersion = Portal.extend({ version: VersionNumber });
const Side = z.enum(['marketing', 'sales']);
const Status = z.enum(['draft', 'proposed', 'signed', 'active', 'superseded', 'withdrawn', 'reverted']);

const Summary = z.object({
  agreementId: z.string(),
  version: Count,
  status: Status,
  language: Language,
  contentHash: z.string(),
  createdAt: Instant,
  proposedAt: Instant.nullable(),
  startsAt: Instant.nullable(),
  activatesAt: Instant.nullable(),
  activeFrom: Instant.nullable(),
});
const Period = z.object({
  agreementId: z.string(),
  version: Count,
  from: Instant,
  until: Instant.nullable(),
  cause: z.enum(['install', 'activate', 'revert']),
});
const Finding = z.object({ agreementId: z.string(), version: Count, problem: z.string() });
const Signatory = z.object({
  side: Side,
  delegate: z.boolean(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  fromDay: z.string().nullable(),
  untilDay: z.string().nullable(),
});
const Signature = z.object({ side: Side, userId: Id, signedAt: Instant, valid: z.boolean() });
/** `tell`: the version was taken back, and this side has not confirmed it. */
const RevertWish = z.object({ actor: z.string(), at: Instant, reason: z.string(), tell: Side.optional() });
const Version = Summary.extend({
  document: z.string(),
  previousHash: z.string(),
  signatories: z.array(Signatory),
  signatures: z.array(Signature),
  /** What is wrong with it, when it is not what was frozen and signed. */
  fault: z.string().nullable(),
  revertWish: RevertWish.nullable(),
});

const Standing = z.object({ status: z.string(), stage: z.string(), grade: z.string(), owner: z.string() });
const PerRepAndDay = z.object({ ownerId: z.string(), day: z.string(), count: Count });
const Shares = z.record(z.string(), Count);
const Preview = z.object({
  agreementId: z.string(),
  /** The version in force it was held against. */
  against: Count.nullable(),
  previewHash: z.string(),
  /** What activation takes as `confirm` above the blast limit. */
  token: z.string(),
  at: Instant,
  leads: Count,
  inScope: Count,
  changed: Count,
  /** Of the leads in scope, in millionths. */
  changedShare: Count,
  blastLimit: Count,
  overLimit: z.boolean(),
  enterScope: Count,
  leaveScope: Count,
  /** Over the line, and waiting for a sign of interest after the activation. */
  baseline: Count,
  /** Whom the rules alone would hand over: in scope, over the line, no gate, no mandatory field missing. */
  qualify: z.object({ before: Count, after: Count }),
  byGrade: z.object({ before: Shares, after: Shares }),
  byStatus: z.object({ before: Shares, after: Shares }),
  handOvers: z.array(PerRepAndDay).readonly(),
  tasks: z.array(PerRepAndDay).readonly(),
  moves: z
    .array(z.object({ contactId: z.string(), from: Standing, to: Standing, reason: z.string() }))
    .readonly(),
  movesLeftOut: Count,
  /** Properties that the document looks at and that have never been read: judged as empty here. */
  notRead: z.array(z.string()).readonly(),
});

const NOT_ALLOWED = 'This user or token may not do it; the fix says who may.';
const WRONG_STATE = 'The version is not in a state for it; the message says which, the fix what to do.';

export const AGREEMENT_ROUTES = {
  listVersions: route({
    path: '/portals/{portalId}/agreements',
    summary: 'All versions and when each was in force; what is wrong with any of them.',
    caller: 'user',
    query: Speech,
    answer: z.object({
      items: z.array(Summary),
      periods: z.array(Period),
      findings: z.array(Finding),
    }),
  }),
  verifyAgreements: route({
    method: 'post',
    path: '/portals/{portalId}/agreements/verify',
    summary:
      'Verifies every version against its hash and signatures; parks the portal, or takes it out again.',
    query: Speech,
    answer: z.object({ findings: z.array(Finding) }),
  }),
  uploadDraft: route({
    method: 'post',
    path: '/portals/{portalId}/agreements/draft',
    summary:
      'Uploads a document (YAML or JSON) as the draft, in place of an earlier draft; the whole file may also be sent as application/yaml.',
    caller: 'author',
    query: Which,
    body: z.strictObject({ document: z.string().min(1), reason: Reason }),
    answer: DraftAnswer,
  }),
  readVersion: route({
    path: '/portals/{portalId}/agreements/{version}',
    summary: 'One version: document, signatories, signatures, hash.',
    caller: 'user',
    params: OneVersion,
    query: Which,
    answer: Version,
  }),
  diffVersions: route({
    path: '/portals/{portalId}/agreements/{version}/diff',
    summary: 'What changes from another version (by default the one in force) to this one, in sentences.',
    caller: 'user',
    params: OneVersion,
    query: Which.extend({
      against: VersionNumber.optional(),
      language: Language.optional().meta({ description: 'The document’s own where none is given.' }),
    }),
    answer: z.object({
      from: Count,
      to: Count,
      changes: z.array(Change).readonly(),
    }),
    refusals: { 409: WRONG_STATE, 422: 'One of the documents has problems.' },
  }),
  renderVersion: route({
    path: '/portals/{portalId}/agreements/{version}/render',
    summary: 'The version as the contract that people read before they sign, in English or French.',
    caller: 'user',
    params: OneVersion,
    query: Which.extend({
      language: Language.optional().meta({ description: 'The document’s own where none is given.' }),
      format: z.enum(['html', 'markdown']).default('html'),
    }),
    answer: z.object({
      version: Count,
      /** '' for a draft. */
      contentHash: z.string(),
      format: z.enum(['html', 'markdown']),
      language: Language,
      text: z.string(),
    }),
    refusals: { 422: 'The draft has problems; each is listed with its path, line and fix.' },
  }),
  previewVersion: route({
    method: 'post',
    path: '/portals/{portalId}/agreements/{version}/preview',
    summary:
      'Judges every known lead under the version without writing: who moves, tasks per rep and day, grades.',
    caller: 'author',
    params: OneVersion,
    query: Which,
    answer: Preview,
    refusals: {
      409: WRONG_STATE,
      422: 'The document has problems; each is listed with its path, line and fix.',
    },
  }),
  readPreview: route({
    path: '/portals/{portalId}/agreements/{version}/preview',
    summary:
      'What the last preview of the version found, up to a day old: for callers that cannot wait for a long one.',
    caller: 'user',
    params: OneVersion,
    query: Which,
    answer: Preview,
    refusals: {
      409: WRONG_STATE,
      422: 'The document has problems; each is listed with its path, line and fix.',
    },
  }),
  proposeVersion: route({
    method: 'post',
    path: '/portals/{portalId}/agreements/{version}/propose',
    summary: 'Checks, compiles, freezes and hashes the draft, for both sides to sign.',
    caller: 'author',
    params: OneVersion,
    query: Which,
    body: z
      .strictObject({
        startsAt: Instant.optional().meta({ description: 'Not in force before; part of what is signed.' }),
        reason: Reason,
      })
      .nullish(),
    answer: z.object({ version: Count, contentHash: z.string() }),
    refusals: {
      403: NOT_ALLOWED,
      409: WRONG_STATE,
      422: 'The document has problems; each is listed with its path, line and fix.',
    },
  }),
  signVersion: route({
    method: 'post',
    path: '/portals/{portalId}/agreements/{version}/sign',
    summary:
      'Signs for a side, over the hash of what was read. Only a HubSpot user does, never the admin token.',
    caller: 'user',
    params: OneVersion,
    query: Which,
    body: z.strictObject({ contentHash: z.string().min(1).max(100), side: Side.optional(), reason: Reason }),
    answer: z.object({ version: Count, side: Side, complete: z.boolean() }),
    refusals: { 403: NOT_ALLOWED, 409: WRONG_STATE },
  }),
  activateVersion: route({
    method: 'post',
    path: '/portals/{portalId}/agreements/{version}/activate',
    summary:
      'Puts a signed version in force, now or from a date; above the blast limit with the preview’s token.',
    caller: 'user',
    params: OneVersion,
    query: Which,
    body: z
      .strictObject({
        from: Instant.optional(),
        confirm: z.string().max(200).optional().meta({ description: '`token` of the preview.' }),
        reason: Reason,
      })
      .nullish(),
    answer: z.object({ version: Count, status: z.enum(['active', 'signed']), from: Instant }),
    refusals: { 403: NOT_ALLOWED, 409: WRONG_STATE },
  }),
  withdrawVersion: route({
    method: 'post',
    path: '/portals/{portalId}/agreements/{version}/withdraw',
    summary: 'Withdraws a proposed or signed version that is not in force.',
    caller: 'user',
    params: OneVersion,
    query: Which,
    body: z.strictObject({ reason: Reason }).nullish(),
    answer: z.object({ version: Count }),
    refusals: { 403: NOT_ALLOWED, 409: WRONG_STATE },
  }),
  revertVersion: route({
    method: 'post',
    path: '/portals/{portalId}/agreements/{version}/revert',
    summary:
      'Puts the version before in force again at once and undoes what this one did. A signatory does it; the admin token prepares it.',
    caller: 'user',
    params: OneVersion,
    query: Which,
    body: z.strictObject({ reason: Reason }).nullish(),
    answer: z.object({
      version: Count,
      to: Count,
      state: z.enum(['prepared', 'reverted']),
      tell: Side.nullable(),
    }),
    refusals: { 403: NOT_ALLOWED, 409: WRONG_STATE },
  }),
} as const;
