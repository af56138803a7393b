// Where each notice goes, by the agreement in force when it is sent: a channel that was changed meanwhile is the new one.
import { type NoticeRoute, routesOf } from '#domain/notices/channels.ts';
import type { Notice } from '#domain/notices/notice.ts';
import type { TurnStore } from '#pipeline/turn-store.ts';
import { AppError } from '#platform/errors.ts';
import type { Logger } from '#platform/logger.ts';
import type { NoticeStore, Pace } from './ports.ts';

export interface NoticePaces {
  /** How long notices are gathered before a message to a manager or a side, in ms. */
  readonly gatherMs: number;
  /** How long after a message a manager or a side gets no other, in ms. */
  readonly digestMs: number;
}

export interface RouteDeps {
  readonly store: NoticeStore;
  readonly loadPortal: TurnStore['loadPortal'];
  readonly paces: NoticePaces;
  readonly logger: Logger;
}

const MAX_ROUTED = 500;
const NOBODY = { marketing: null, sales: null } as const;

/** Answers how many found their places, or that there are none. What goes wrong with one portal holds up no other. */
export async function routeNotices(deps: RouteDeps): Promise<number> {
  const waiting = await deps.store.listUnrouted(MAX_ROUTED);
  let routed = 0;
  for (const portalId of new Set(waiting.map((one) => one.portalId))) {
    const notices = waiting.filter((one) => one.portalId === portalId).map(({ notice }) => notice);
    try {
      await routePortal(deps, portalId, notices);
      routed += notices.length;
    } catch (err) {
      deps.logger.warn({ err, portalId }, 'notices of an account could not be routed');
    }
  }
  return routed;
}

async function routePortal(deps: RouteDeps, portalId: string, notices: readonly Notice[]): Promise<void> {
  const { store, paces } = deps;
  const agreements = await loadAgreements(deps, portalId);
  const signatories = await store.readSignatories(portalId);
  const routed = notices.map((notice) => {
    const agreement = agreements.find(({ id }) => id === notice.agreementId);
    const routes = routesOf(notice, agreement?.notify, signatories.get(notice.agreementId) ?? NOBODY);
    const pace = paceOf(notice, paces);
    return {
      key: notice.key,
      routes: routes.map((route): NoticeRoute & { readonly pace: Pace } => ({ ...route, pace })),
      reason: routes.length === 0 ? 'NO_CHANNEL' : '',
    };
  });
  await store.storeRoutes(portalId, routed);
}

/** None where the versions in force are not what was signed: nobody is told anything in their name. */
async function loadAgreements({ loadPortal, logger }: RouteDeps, portalId: string) {
  try {
    return (await loadPortal(portalId))?.agreements ?? [];
  } catch (error) {
    if (!(error instanceof AppError) || error.retryable) throw error;
    logger.warn({ portalId, code: error.code }, 'notices of this account have no agreement to go by');
    return [];
  }
}

/** An owner is told at once, then rests a moment: two strong signals in a minute make one notice (R20). */
function paceOf({ audience }: Notice, { gatherMs, digestMs }: NoticePaces): Pace {
  return audience === 'owner' ? { gatherMs: 0, restMs: gatherMs } : { gatherMs, restMs: digestMs };
}
