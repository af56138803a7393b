// What each route of the contract does: a use case or a report, and its refusals as HTTP.

import type { Effect } from '#domain/decision.ts';
import { installUrlOf } from '#http/consent-page.ts';
import { HttpProblem, inWords } from '#http/problem.ts';
import { problemWords } from '#http/problem-words.ts';
import type { WebContext } from '#http/web-context.ts';
import { REQUIRED_SCOPES } from '#hubspot/scopes.ts';
import type { Actor } from '#pipeline/admin-ports.ts';
import { ALL_STANDING } from '#pipeline/consequences/source-pauses.ts';
import { parkedText } from '#pipeline/parked-text.ts';
import type { ParkedChange, PortalReport } from '#pipeline/reports.ts';
import type { SwitchCommand } from '#pipeline/switch-effects.ts';
import { readCompiled } from '#pipeline/versions/compiled-form.ts';
import { readAgenda } from './agenda.ts';
import { actorOf, type KnownCaller } from './caller.ts';
import { listClauseLeads, listClauses } from './clauses.ts';
import type { ROUTES } from './contract.ts';
import { explainOne } from './explain-lead.ts';
import type { Answer, HandlersOf, Input } from './handler.ts';
import { AGREEMENT_HANDLERS } from './handlers-agreements.ts';
import { BACKLOG_HANDLERS } from './handlers-backlog.ts';
import { CARD_HANDLERS } from './handlers-card.ts';
import { CLOCK_HANDLERS } from './handlers-clocks.ts';
import { CONSEQUENCE_HANDLERS } from './handlers-consequences.ts';
import { ERASURE_HANDLERS } from './handlers-erasures.ts';
import { LIFE_HANDLERS } from './handlers-life.ts';
import { MAPPING_HANDLERS } from './handlers-mapping.ts';
import { NOTICE_HANDLERS } from './handlers-notices.ts';
import { OBSERVE_HANDLERS } from './handlers-observe.ts';
import { RECONCILE_HANDLERS } from './handlers-reconcile.ts';
import { RETENTION_HANDLERS } from './handlers-retention.ts';
import { SOURCE_PAUSE_HANDLERS } from './handlers-source-pauses.ts';
import { asRep, isOwnLead } from './own-leads.ts';
import { listPods } from './pods.ts';
import { ROLE_HANDLERS } from './role-handlers.ts';
import { answerQueue } from './work-queue.ts';

export const HANDLERS: HandlersOf<typeof ROUTES> = {
  listPortals: async ({ reports }) => ({ items: [...(await reports.listPortals())] }),
  readPortal: async ({ reports, config }, { params }) => {
    const { scopes, ...report } = found(await reports.readPortal(params.portalId));
    return { ...report, grant: describeGrant(config.publicUrl, { ...report, scopes }) };
  },
  switchEffect: async (context, { params, body, caller }) => {
    const { effect, portalId } = params;
    const { by } = actorOf(caller, body.reason);
    const command: SwitchCommand = { kind: 'effects', effects: [effect], enabled: body.enabled };
    const switched = await switchPortal(context, portalId, { command, by });
    return { ...switched, effect: effect satisfies Effect, enabled: body.enabled };
  },
  pausePortal: (context, { params, caller }) =>
    switchPortal(context, params.portalId, { command: { kind: 'pause' }, by: actorOf(caller).by }),
  resumePortal: (context, { params, caller }) =>
    switchPortal(context, params.portalId, { command: { kind: 'resume' }, by: actorOf(caller).by }),
  provisionPortal: async ({ admin }, { params, caller }) => {
    const outcome = await admin.provision(params.portalId, actorOf(caller).by);
    if (!outcome.ok) throw notInstalled();
    return { ...outcome.value, conflicts: [...outcome.value.conflicts] };
  },
  listParked: async ({ reports }, { params, query, language }) => {
    const { items, next } = await reports.listParked(params.portalId, pageOf(query));
    const explain = (parked: ParkedChange): string => parkedText(parked, query.language ?? language);
    return { items: items.map((parked) => ({ ...parked, explanation: explain(parked) })), next };
  },
  retryParked: ({ admin }, { params, caller }) => admin.retryParked(params.portalId, actorOf(caller).by),
  listWithheld: async ({ reports }, { params, query }) => ({
    ...copy(await reports.listWithheld(params.portalId, pageOf(query))),
    summary: [...(await reports.summarizeWithheld(params.portalId))],
  }),
  listQueue,
  readLead: async (context, { params, query, caller }) => {
    const rep = asRep(caller);
    if (rep !== null && !(await isOwnLead(context, rep, params.contactId))) throw noSuchRecord();
    return found(await explainOne(context, params, query));
  },
  listSetAside: async ({ reports }, { params, query }) =>
    copy(await reports.listSetAside(params.portalId, pageOf(query))),
  readAgreement: async ({ reports }, { params, query }) => {
    const {
      compiled: _compiled,
      shape: _shape,
      ...version
    } = found(await reports.readAgreement(params.portalId, query.at ?? null));
    return version;
  },
  readCompleteness: async ({ reports }, { params }) => {
    const report = await reports.readCompleteness(params.portalId);
    return { ...report, rows: [...report.rows] };
  },
  listDuplicates: async ({ reports }, { params, query }) => {
    const { items, next } = await reports.listDuplicates(params.portalId, pageOf(query));
    return {
      items: items.map((one) => ({ ...one, leads: [...one.leads], reasons: [...one.reasons] })),
      next,
    };
  },
  readVolumes: async ({ reports }, { params }) => ({
    months: [...(await reports.countVolumes(params.portalId))],
  }),
  readFeedback: async ({ reports }, { params }) => {
    const report = await reports.readFeedback(params.portalId);
    return { ...report, rejects: [...report.rejects] };
  },
  listSilent: async ({ reports }, { params, query }) =>
    copy(await reports.listSilent(params.portalId, pageOf(query))),
  listAudit: async ({ reports }, { params, query }) =>
    copy(await reports.listAudit(params.portalId, pageOf(query))),
  ...ROLE_HANDLERS,
  ...CARD_HANDLERS,
  ...NOTICE_HANDLERS,
  ...CLOCK_HANDLERS,
  ...CONSEQUENCE_HANDLERS,
  ...SOURCE_PAUSE_HANDLERS,
  ...BACKLOG_HANDLERS,
  readAgenda,
  ...RECONCILE_HANDLERS,
  ...ERASURE_HANDLERS,
  ...RETENTION_HANDLERS,
  ...LIFE_HANDLERS,
  listClauses,
  listClauseLeads,
  listPods,
  ...AGREEMENT_HANDLERS,
  ...MAPPING_HANDLERS,
  ...OBSERVE_HANDLERS,
};

/** A later release may need more than the account granted when it installed: its administrator connects it again. */
function describeGrant(publicUrl: string, { portalId, scopes }: Pick<PortalReport, 'portalId' | 'scopes'>) {
  return {
    scopes: [...scopes],
    lacking: REQUIRED_SCOPES.filter((scope) => !scopes.includes(scope)),
    installUrl: installUrlOf(publicUrl, portalId),
  };
}

async function switchPortal(
  { admin, reports }: WebContext,
  portalId: string,
  change: { readonly command: SwitchCommand; readonly by: Actor },
): Promise<Answer<(typeof ROUTES)['pausePortal']>> {
  const outcome = await admin.switch(portalId, change);
  if (!outcome.ok && outcome.error === 'not-installed') throw notInstalled();
  if (!outcome.ok && outcome.error === 'not-provisioned') {
    throw new HttpProblem(inWords(problemWords('notProvisioned'), { status: 409, code: 'NOT_PROVISIONED' }));
  }
  if (!outcome.ok && outcome.error === 'not-signed') {
    throw new HttpProblem(inWords(problemWords('notSignedYet'), { status: 409, code: 'NOT_SIGNED' }));
  }
  const portal = found(await reports.summarizePortal(portalId));
  return { changed: outcome.ok, mode: portal.mode };
}

/** Without an agreement nothing was handed over. */
async function listQueue(
  { reports, roles, consequences }: WebContext,
  { params, query, caller }: Input<(typeof ROUTES)['listQueue']>,
): Promise<Answer<(typeof ROUTES)['listQueue']>> {
  const ownerId = await ownerAskedFor(roles, caller, query.owner ?? null);
  const open = await reports.listOpenLeads(params.portalId, { ownerId });
  const inForce = await reports.readAgreement(params.portalId);
  if (inForce === null) return { at: open.now, total: 0, items: [], held: [] };
  const language = query.language ?? inForce.language;
  const agreement = readCompiled(inForce);
  const { items: pauses } = await consequences.pauses.list(params.portalId, ALL_STANDING);
  return answerQueue(open, { agreement, language, limit: query.limit, pauses });
}

/** A rep's own queue is all he is shown, whomever he asks for. HubSpot has one owner per user. */
async function ownerAskedFor(
  roles: WebContext['roles'],
  caller: KnownCaller,
  asked: string | null,
): Promise<string | null> {
  const rep = asRep(caller);
  if (rep === null) return asked;
  const [own] = await roles.listOwnerIds(rep.portalId, rep.userId);
  if (own === undefined || (asked !== null && asked !== own))
    throw new HttpProblem(inWords(problemWords('notYours'), { status: 403, code: 'NOT_YOURS' }));
  return own;
}

function pageOf(query: { readonly after?: string | undefined; readonly limit: number }): {
  after: string | null;
  limit: number;
} {
  return { after: query.after ?? null, limit: query.limit };
}

function copy<T>(page: { readonly items: readonly T[]; readonly next: string | null }): {
  items: T[];
  next: string | null;
} {
  return { items: [...page.items], next: page.next };
}

function found<T>(value: T | null): T {
  if (value !== null) return value;
  throw noSuchRecord();
}

function noSuchRecord(): HttpProblem {
  return new HttpProblem(inWords(problemWords('noSuchRecord'), { status: 404, code: 'NOT_FOUND' }));
}

function notInstalled(): HttpProblem {
  return new HttpProblem(inWords(problemWords('notInstalled'), { status: 404, code: 'PORTAL_NOT_FOUND' }));
}
