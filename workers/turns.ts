// The worker: takes wakes from the queue, runs turns, and polls for portals whose time has come. A lost wake costs a
// quarter of a second, never a lead (D1, 10.4).
import { type PortalId, portalId } from '#domain/ids.ts';
import type { CallbackDeps } from '#pipeline/actions/complete-callbacks.ts';
import type { AlertDeps } from '#pipeline/alerts/look-for-alerts.ts';
import type { EraseDeps } from '#pipeline/erasure/erase-due.ts';
import type { JournalDeps } from '#pipeline/journal/ports.ts';
import type { RetentionDeps } from '#pipeline/retention/retention.ts';
import { runTurn, type TurnDeps } from '#pipeline/run-turn.ts';
import type { SweepDeps } from '#pipeline/sweep/sweep-portal.ts';
import type { Metrics } from '#platform/metrics.ts';
import type { QueueConnection } from '#queue/connection.ts';
import { startConsumer } from '#queue/consume.ts';
import type { Waker } from '#queue/produce.ts';
import { lookForAlertsUntil } from './alerts.ts';
import { callBackUntil } from './callbacks.ts';
import { type ClockDeps, fireDueClocks } from './clocks.ts';
import { eraseUntil } from './erasures.ts';
import { readJournalUntil } from './journal.ts';
import { sendNoticesUntil } from './notices.ts';
import { repeatUntil } from './repeat.ts';
import { dropOldUntil } from './retention.ts';
import { sweepUntil } from './sweeps.ts';

/** How late a due portal may be found. */
const POLL_EVERY_MS = 250;
/** Per poll; what is due beyond it comes with the next. */
const POLL_LIMIT = 500;
const POLL_FAILED_PAUSE_MS = 1_000;
/** A portal still due after so many polls has a wake that nobody will run: a stray key of a killed worker. */
const STUCK_AFTER_POLLS = 40;

/** About hourly: what must be there before a month begins. */
const MAINTAIN_EVERY_POLLS = 14_400;

export interface WorkerDeps {
  readonly turn: TurnDeps;
  readonly metrics: Pick<Metrics, 'observeTurn' | 'observeFiring'>;
  readonly maintain: () => Promise<void>;
  readonly queue: QueueConnection;
  readonly waker: Waker;
  readonly findDuePortals: (limit: number) => Promise<readonly string[]>;
  readonly fireClocks: ClockDeps['fireClocks'];
  readonly lookAtClocks: ClockDeps['lookAtClocks'];
  readonly concurrency: number;
  readonly sendNotices: () => Promise<boolean>;
  readonly callbacks: CallbackDeps;
  readonly sweep: SweepDeps;
  readonly alerts: AlertDeps;
  /** Null: switched off. */
  readonly journal: JournalDeps | null;
  readonly erasures: EraseDeps;
  readonly retention: RetentionDeps;
}

export interface Workers {
  /** Takes no more turns and waits, bounded, for the running ones. */
  close(): Promise<void>;
}

export function startWorkers(deps: WorkerDeps): Workers {
  const stop = new AbortController();
  const consumer = startConsumer({
    connection: deps.queue,
    concurrency: deps.concurrency,
    logger: deps.turn.logger,
    handle: (portal, signal) => handleWake(deps, portal, signal),
  });
  const polling = pollDuePortals(deps, stop.signal);
  const { logger } = deps.turn;
  const firing = fireDueClocks({ ...deps, logger }, stop.signal);
  const telling = sendNoticesUntil(stop.signal, { sendNotices: deps.sendNotices, logger });
  const callingBack = callBackUntil(stop.signal, deps.callbacks);
  const sweeping = sweepUntil(stop.signal, deps.sweep);
  const alerting = lookForAlertsUntil(stop.signal, deps.alerts);
  const reading = readJournalUntil(stop.signal, deps.journal);
  const erasing = eraseUntil(stop.signal, deps.erasures);
  const dropping = dropOldUntil(stop.signal, deps.retention);
  const loops = [polling, firing, telling, callingBack, sweeping, alerting, reading, erasing, dropping];
  return {
    close: async () => {
      stop.abort();
      await Promise.all([...loops, consumer.close()]);
    },
  };
}

/** One wake: one slice. What is left goes to the end of the line, so that no portal holds a worker (I9). */
async function handleWake(deps: WorkerDeps, portal: PortalId, stop: AbortSignal): Promise<void> {
  const { clock } = deps.turn;
  const startedMs = clock.nowMs();
  const result = await runTurn(deps.turn, portal, stop);
  deps.metrics.observeTurn(result, (clock.nowMs() - startedMs) / 1_000);
  if (result === 'more') await deps.waker.wake(portal);
}

function pollDuePortals(deps: WorkerDeps, stop: AbortSignal): Promise<void> {
  let found = new Map<string, number>();
  let poll = 0;
  return repeatUntil(stop, {
    work: async () => {
      poll += 1;
      if (poll % MAINTAIN_EVERY_POLLS === 0) await deps.maintain();
      found = await wakeDue(deps, found);
      return false;
    },
    everyMs: POLL_EVERY_MS,
    failedPauseMs: POLL_FAILED_PAUSE_MS,
    failure: 'due portals could not be looked up',
    logger: deps.turn.logger,
  });
}

/** Answers how many polls in a row found each portal due. */
async function wakeDue(deps: WorkerDeps, before: ReadonlyMap<string, number>): Promise<Map<string, number>> {
  const polls = new Map<string, number>();
  for (const id of await deps.findDuePortals(POLL_LIMIT)) {
    const count = (before.get(id) ?? 0) + 1;
    const isStuck = count >= STUCK_AFTER_POLLS;
    await (isStuck ? deps.waker.revive(portalId(id)) : deps.waker.wake(portalId(id)));
    polls.set(id, isStuck ? 0 : count);
  }
  return polls;
}
