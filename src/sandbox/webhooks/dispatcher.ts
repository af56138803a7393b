// Delivers events as HubSpot does: batched, unordered, sometimes twice, retried one by one, at most ten POSTs in
// flight per portal. All waiting is on the machine's clock. Leaves building events to events.ts.

import type { WebhookOptions } from '#sandbox/options.ts';
import { createRandom, type Random } from '#sandbox/random.ts';
import { createDeliveryQueue, type DeliveryQueue, type PendingDelivery } from './delivery-queue.ts';
import type { EventLog, LoggedEvent } from './event-log.ts';
import { postBatch } from './post-batch.ts';

/** HubSpot's retries: ten after the first attempt, spread over 24 hours with randomised delays. */
const RETRY_DELAYS_MS = [60, 300, 900, 1_800, 3_600, 7_200, 14_400, 18_000, 18_000, 21_600].map(
  (s) => s * 1_000,
);

export interface Dispatcher {
  enqueue(event: LoggedEvent): void;
  configure(change: Partial<WebhookOptions>): void;
  readonly settings: () => WebhookOptions;
  pause(): void;
  resume(): void;
  /** Makes everything that waits due at once, retries included. */
  flush(): void;
  /** Forgets what waits for a portal: uninstalling ends its subscriptions. */
  drop(portalId: number): void;
  readonly pending: () => number;
  readonly inFlight: () => number;
  stop(): Promise<void>;
}

interface State {
  options: WebhookOptions;
  readonly secret: string;
  readonly log: EventLog;
  readonly random: Random;
  readonly queue: DeliveryQueue;
  readonly flights: Map<number, number>;
  readonly running: Set<Promise<void>>;
  readonly stopping: AbortController;
  paused: boolean;
  timer: NodeJS.Timeout | null;
  timerDueMs: number;
}

export interface DispatcherOptions {
  readonly webhook: WebhookOptions;
  readonly secret: string;
  readonly seed: string;
  readonly log: EventLog;
}

export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const state: State = {
    options: options.webhook,
    secret: options.secret,
    log: options.log,
    random: createRandom(options.seed, 'webhooks'),
    queue: createDeliveryQueue(),
    flights: new Map(),
    running: new Set(),
    stopping: new AbortController(),
    paused: false,
    timer: null,
    timerDueMs: 0,
  };
  return {
    enqueue: (event) => enqueue(state, event),
    configure: (change) => {
      state.options = { ...state.options, ...change };
      pump(state);
    },
    settings: () => state.options,
    pause: () => {
      state.paused = true;
    },
    resume: () => {
      state.paused = false;
      pump(state);
    },
    flush: () => {
      state.queue.makeAllDue(performance.now());
      pump(state);
    },
    drop: (portalId) => state.queue.drop(portalId),
    pending: () => state.queue.size(),
    inFlight: () => state.running.size,
    stop: () => stop(state),
  };
}

function enqueue(state: State, event: LoggedEvent): void {
  const { lostShare } = state.options;
  // Drawn only where events get lost, so that other portals' seeds stay what they were.
  if (lostShare > 0 && state.random.chance(lostShare)) {
    event.abandoned = true;
    return;
  }
  const [low, high] = state.options.delayMs;
  const copies = state.random.chance(state.options.duplicateShare) ? 2 : 1;
  for (let copy = 0; copy < copies; copy++) {
    state.queue.push({
      event,
      attemptNumber: 0,
      dueAtMs: performance.now() + state.random.between(low, high),
    });
  }
  schedule(state);
}

/** One timer, for the earliest due delivery of a portal that may send; bursts are taken together. */
function schedule(state: State): void {
  const dueAtMs = isSending(state) ? state.queue.nextDueMs((id) => isFree(state, id)) : null;
  if (dueAtMs === null || (state.timer !== null && state.timerDueMs <= dueAtMs)) return;
  clearTimer(state);
  const LONGEST_TIMER_MS = 60_000;
  const waitMs = Math.min(LONGEST_TIMER_MS, Math.max(1, dueAtMs - performance.now()));
  state.timerDueMs = dueAtMs;
  state.timer = setTimeout(() => pump(state), waitMs);
}

function clearTimer(state: State): void {
  if (state.timer !== null) clearTimeout(state.timer);
  state.timer = null;
}

function isFree(state: State, portalId: number): boolean {
  return (state.flights.get(portalId) ?? 0) < state.options.maxInFlight;
}

function isSending(state: State): boolean {
  return !state.paused && state.options.targetUrl !== null && !state.stopping.signal.aborted;
}

function pump(state: State): void {
  clearTimer(state);
  while (isSending(state)) {
    const batch = state.queue.takeDue({
      nowMs: performance.now(),
      limit: Math.max(1, Math.min(100, state.options.maxBatch)),
      mixPortals: state.options.mixPortals,
      isFree: (id) => isFree(state, id),
    });
    if (batch.length === 0) break;
    launch(state, batch);
  }
  schedule(state);
}

function launch(state: State, batch: readonly PendingDelivery[]): void {
  const rows = state.options.shuffle ? state.random.shuffle(batch) : batch;
  const portalIds = [...new Set(rows.map((row) => row.event.portalId))];
  for (const id of portalIds) state.flights.set(id, (state.flights.get(id) ?? 0) + 1);
  const flight = send(state, rows, portalIds).finally(() => {
    for (const id of portalIds) state.flights.set(id, (state.flights.get(id) ?? 1) - 1);
    state.running.delete(flight);
    pump(state);
  });
  state.running.add(flight);
}

async function send(
  state: State,
  rows: readonly PendingDelivery[],
  portalIds: readonly number[],
): Promise<void> {
  const startedAtMs = Date.now();
  for (const row of rows) row.event.attempts += 1;
  const outcome = await postBatch({
    url: state.options.targetUrl ?? '',
    events: rows.map(({ event, attemptNumber }) => ({ ...event.event, attemptNumber })),
    secret: state.secret,
    signatures: state.options.signatures,
    timeoutMs: state.options.timeoutMs,
    signal: state.stopping.signal,
  });
  state.log.deliveries.push({
    seq: state.log.deliveries.length + 1,
    startedAtMs,
    durationMs: Date.now() - startedAtMs,
    portalIds,
    eventSeqs: rows.map((row) => row.event.seq),
    attemptNumbers: rows.map((row) => row.attemptNumber),
    outcome,
  });
  const isAccepted = typeof outcome === 'number' && outcome >= 200 && outcome < 300;
  for (const row of rows) {
    if (isAccepted) row.event.acceptedAtMs ??= Date.now();
    else retry(state, row);
  }
}

function retry(state: State, row: PendingDelivery): void {
  const baseMs = RETRY_DELAYS_MS[row.attemptNumber];
  if (baseMs === undefined) {
    if (row.event.acceptedAtMs === null) row.event.abandoned = true;
    return;
  }
  const delayMs = baseMs * state.options.retryScale * state.random.between(0.5, 1);
  state.queue.push({ ...row, attemptNumber: row.attemptNumber + 1, dueAtMs: performance.now() + delayMs });
}

async function stop(state: State): Promise<void> {
  state.stopping.abort();
  clearTimer(state);
  await Promise.allSettled(state.running);
}
