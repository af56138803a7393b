// What the routes about the backlog do.
import { tellPlan, tellRelease, tellWorth } from '#domain/explain/release-sentences.ts';
import { HttpProblem, inWords } from '#http/problem.ts';
import {
  type ReleaseActor,
  type ReleaseRefusal,
  reportBacklog,
  startRelease,
  stopRelease,
} from '#pipeline/backlog/backlog.ts';
import { describeReleaseRefusal } from '#pipeline/backlog/release-refusals.ts';
import type { PortalRole } from '#pipeline/portal-roles.ts';
import { actorOf, type KnownCaller } from './caller.ts';
import type { BACKLOG_ROUTES } from './contract-backlog.ts';
import type { HandlersOf } from './handler.ts';

export const BACKLOG_HANDLERS: HandlersOf<typeof BACKLOG_ROUTES> = {
  readBacklog: async ({ backlog }, { params, query, language }) => {
    const { perRepAndDay, limit } = query;
    const voice = query.language ?? language;
    const report = await reportBacklog(backlog, params.portalId, perRepAndDay);
    if (report === null) throw refuse('NOT_INSTALLED');
    const { leads, plan } = report;
    const start = Number(query.after ?? 0);
    const end = start + limit;
    return {
      total: leads.length,
      plan: { perRepAndDay, ...plan, sentence: tellPlan(plan, voice) },
      items: leads.slice(start, end).map(({ agreementId: _agreement, pools: _pools, ...lead }, index) => ({
        place: start + index + 1,
        ...lead,
        reason: tellWorth(lead, voice),
      })),
      next: end < leads.length ? String(end) : null,
    };
  },
  listReleases: async ({ backlog }, { params, query, language }) => {
    const page = { after: query.after ?? null, limit: query.limit };
    const { items, next } = await backlog.store.listReleases(params.portalId, page);
    return {
      items: items.map(({ number, days, ...release }) => ({
        id: String(number),
        ...release,
        days: days.map(({ day, reps }) => ({ day, reps: [...reps] })),
        sentence: tellRelease({ number, ...release }, query.language ?? language),
      })),
      next,
    };
  },
  startRelease: async ({ backlog }, { params, body, caller }) => {
    const { perRepAndDay, limit = null, reason } = body;
    const wish = { terms: { perRepAndDay, limit }, by: releaserOf(caller, reason) };
    const started = await startRelease(backlog, { ...params, roles: rolesOf(caller) }, wish);
    if ('refusal' in started) throw refuse(started.refusal);
    return { id: String(started.number) };
  },
  stopRelease: async ({ backlog }, { params, body, caller }) => {
    const { portalId, id } = params;
    const { by } = actorOf(caller, body?.reason);
    const place = { portalId, roles: rolesOf(caller) };
    const stopped = await stopRelease(backlog, place, { number: Number(id), by });
    if ('refusal' in stopped) throw refuse(stopped.refusal);
    return stopped;
  },
};

function rolesOf(caller: KnownCaller): readonly PortalRole[] | null {
  return caller.kind === 'admin' ? null : caller.roles;
}

function releaserOf(caller: KnownCaller, reason: string | undefined): ReleaseActor {
  const { by } = actorOf(caller, reason);
  const { userId, email } = caller.kind === 'admin' ? { userId: '', email: '' } : caller;
  return { ...by, userId, email };
}

const STATUSES: Readonly<Record<ReleaseRefusal, number>> = {
  NOT_INSTALLED: 404,
  NO_SUCH_RELEASE: 404,
  NOT_SALES: 403,
  PAUSED: 409,
  EFFECTS_OFF: 409,
  ALREADY_RUNNING: 409,
  ALREADY_ENDED: 409,
};

function refuse(code: ReleaseRefusal): HttpProblem {
  const rest = { status: STATUSES[code], code };
  return new HttpProblem(inWords((language) => describeReleaseRefusal(code, language), rest));
}
