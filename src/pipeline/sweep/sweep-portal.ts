// One sweep of one portal (R22): finds what nobody looks after, mends what can be mended, keeps the rest for a person.
import { portalId as toPortalId } from '#domain/ids.ts';
import type { CallContext, HubspotPort } from '#pipeline/ports.ts';
import { sleep } from '#platform/clock.ts';
import { AppError } from '#platform/errors.ts';
import type { Logger } from '#platform/logger.ts';
import { findTaskOrphans } from './find-task-orphans.ts';
import { findWebhookGaps } from './find-webhook-gaps.ts';
import { type Finding, ORPHAN_KINDS, type OrphanKind, type SweepOutcome, type SweepStore } from './orphan.ts';

export interface SweepDeps {
  readonly store: SweepStore;
  readonly hubspot: Pick<HubspotPort, 'batchRead' | 'searchContacts'>;
  /** Of everything in HubSpot with everything known of it; a turn works through it when nothing fresher waits. */
  readonly startReconciliation: (portalId: string) => Promise<unknown>;
  readonly wake: (portalId: string) => Promise<void>;
  readonly logger: Logger;
}

export interface Swept extends SweepOutcome {
  /** What HubSpot could not be asked: of it nothing is known. */
  readonly unchecked: readonly OrphanKind[];
}

const OF_TASKS: readonly OrphanKind[] = ['taskNoDue', 'taskOpenLeadClosed', 'taskDoneNoTrace', 'taskDeleted'];
const OF_WEBHOOKS: readonly OrphanKind[] = ['webhookGap'];

/** Null: not installed, parked, or ended by the signal. Needs no lease: a turn that runs meanwhile finds its rows as after any event. */
export async function sweepPortal(
  deps: SweepDeps,
  portalId: string,
  signal: AbortSignal,
): Promise<Swept | null> {
  const { store, hubspot } = deps;
  const start = await store.startSweep(portalId);
  if (start === null) return null;
  const call: CallContext = { portalId: toPortalId(portalId), lane: 'backfill', signal };
  const { now, installedAt } = start;
  const asking = { call, triesLeft: TRIES };
  const ofTasks = await ask(deps, asking, () => findTaskOrphans(hubspot, call, start));
  const ofWebhooks = await ask(deps, asking, () =>
    findWebhookGaps({ hubspot, store, call, now, installedAt }),
  );
  // Not asked to the end: begun again by whoever claims it next.
  if (signal.aborted) return null;
  const unchecked = [...(ofTasks === null ? OF_TASKS : []), ...(ofWebhooks === null ? OF_WEBHOOKS : [])];
  const outcome = await store.endSweep(portalId, {
    now,
    findings: [...start.findings, ...(ofTasks ?? []), ...(ofWebhooks ?? [])],
    looked: ORPHAN_KINDS.filter((kind) => !unchecked.includes(kind)),
  });
  if (outcome.mended > 0) await deps.wake(portalId);
  deps.logger.info({ portalId, ...outcome, unchecked: unchecked.length }, 'a portal was swept');
  return { ...outcome, unchecked };
}

/** Leads come first: a sweep waits for room in the portal's budget, and for HubSpot to come back, but not all night. */
const TRIES = 5;
const WAIT_MS = 2_000;
const MAX_WAIT_MS = 30_000;

interface Asking {
  readonly call: CallContext;
  /** For the whole sweep: what did not answer the one question will not answer the next. */
  triesLeft: number;
}

/** Null where HubSpot does not answer: the rest of the sweep goes on. */
async function ask(
  { logger }: SweepDeps,
  asking: Asking,
  find: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[] | null> {
  const { call } = asking;
  for (;;) {
    try {
      return await find();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const { portalId } = call;
      if (error.retryable && asking.triesLeft > 0) asking.triesLeft -= 1;
      if (!error.retryable || asking.triesLeft === 0 || call.signal.aborted) {
        logger.warn({ portalId, code: error.code }, 'HubSpot could not be asked for what nobody looks after');
        return null;
      }
      await sleep(Math.min(error.retryAfterMs ?? WAIT_MS, MAX_WAIT_MS), call.signal);
    }
  }
}

/** Portals claimed at a time: another process takes the next ones. */
const AT_ONCE = 3;

/** Sweeps the portals whose night has come, one after the other; one that fails holds up no other. */
export async function sweepDue(deps: SweepDeps, signal: AbortSignal): Promise<void> {
  for (;;) {
    const due = await deps.store.claimDueSweeps(AT_ONCE);
    if (due.length === 0) return;
    for (const portalId of due) {
      if (signal.aborted) return;
      try {
        await sweepPortal(deps, portalId, signal);
        await deps.startReconciliation(portalId);
      } catch (err) {
        deps.logger.warn({ err, portalId }, 'a portal could not be swept');
      }
    }
  }
}
