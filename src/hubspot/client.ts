// The one governed way to HubSpot for a portal's call: budget slot, token, exchange, typed failure, bounded repeats.
// A write is sent once and never repeated blindly; what became of its rows is worked out in batch-write.ts (10.3).
import type { z } from 'zod';
import {
  type ApiBudget,
  BUDGET_SPENT,
  type BudgetBucket,
  type BudgetSlot,
  type CallContext,
  CIRCUIT_OPEN,
  type Observed,
} from '#pipeline/ports.ts';
import type { Clock } from '#platform/clock.ts';
import type { ClockWatch } from '#platform/clock-watch.ts';
import { AppError } from '#platform/errors.ts';
import type { Logger } from '#platform/logger.ts';
import { readAnswer } from './answer.ts';
import { type BatchSizes, createBatchSizes } from './batch-sizes.ts';
import { type HubspotCode, HubspotError, isTooMuch, mayRepeatRead } from './errors.ts';
import { isSilence, NOTHING_OBSERVED, observe } from './observe.ts';
import { type Paths, pathsOf } from './paths.ts';
import { refusalOf } from './refusal.ts';
import type { AccessTokens } from './tokens.ts';
import { type Answer, exchange } from './transport.ts';

export interface ApiCall<T> {
  /** Constant name for errors and logs, e.g. `contacts batch read`. */
  readonly endpoint: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly answer: z.ZodType<T>;
  /** True when sending it twice leaves HubSpot as sending it once: reads, and creations that answer 409 the second time. */
  readonly repeatable: boolean;
  /** HubSpot could not process it: not repeated as it is, since the caller asks for less (ask-for-less.ts). */
  readonly divisible?: boolean;
  /** Which of HubSpot's limits it counts against; `general` by default. */
  readonly bucket?: BudgetBucket;
}

export interface HubspotClient {
  readonly paths: Paths;
  readonly sizes: BatchSizes;
  readonly sleep: ClientOptions['sleep'];
  /** Throws HubspotError for every failure that is HubSpot's, the network's or the signal's. */
  call<T>(context: CallContext, request: ApiCall<T>): Promise<T>;
}

interface ClientOptions {
  readonly apiUrl: string;
  readonly apiVersion: string;
  readonly timeoutMs: number;
  readonly accessTokens: AccessTokens;
  readonly budget: ApiBudget;
  readonly clock: Clock;
  /** Told what HubSpot's clock shows. */
  readonly clocks?: Pick<ClockWatch, 'note'>;
  /** A connection failed at HubSpot's edge (522, 525, 526). */
  readonly noteEdgeFault?: () => void;
  readonly logger: Logger;
  readonly sleep: (delayMs: number, signal?: AbortSignal) => Promise<void>;
  readonly random: () => number;
}

/** Pauses before the second and third try of a repeatable call: a turn has seconds, not minutes. */
const REPEAT_DELAYS_MS = [250, 1_000] as const;

export function createClient(options: ClientOptions): HubspotClient {
  return {
    paths: pathsOf(options.apiVersion),
    sizes: createBatchSizes(options.clock),
    sleep: options.sleep,
    call: (context, request) => callWithRepeats(options, context, request),
  };
}

async function callWithRepeats<T>(
  options: ClientOptions,
  context: CallContext,
  request: ApiCall<T>,
): Promise<T> {
  const delaysMs = request.repeatable ? REPEAT_DELAYS_MS : [];
  for (const delayMs of delaysMs) {
    try {
      return await callOnce(options, context, request);
    } catch (error) {
      if (!(error instanceof HubspotError) || !mayRepeat(request, error)) throw error;
      const waitMs = error.code === 'LOCKED' ? Math.max(delayMs, error.retryAfterMs ?? 0) : delayMs;
      options.logger.warn(
        { portalId: context.portalId, endpoint: request.endpoint, code: error.code },
        'hubspot call repeated',
      );
      await options.sleep(waitMs, context.signal);
      // The failure that was met says more than that time ran out while waiting to try again.
      if (context.signal.aborted) throw error;
    }
  }
  return await callOnce(options, context, request);
}

function mayRepeat({ divisible = false }: Pick<ApiCall<unknown>, 'divisible'>, error: HubspotError): boolean {
  return mayRepeatRead(error) && !(divisible && isTooMuch(error));
}

async function callOnce<T>(options: ClientOptions, context: CallContext, request: ApiCall<T>): Promise<T> {
  const answer = await sendWithToken(options, context, request);
  if (answer.status >= 200 && answer.status < 300)
    return readAnswer(request.endpoint, answer, request.answer);
  const timing = { nowMs: options.clock.nowMs(), random: options.random() };
  const refusal = refusalOf(request.endpoint, answer, timing);
  // HubSpot's support asks for the correlation id, and rows of a batch do not carry it on.
  options.logger.warn(
    { portalId: context.portalId, code: refusal.code, ...refusal.data },
    'hubspot call refused',
  );
  if (refusal.code === 'EDGE_FAULT') {
    options.noteEdgeFault?.();
    options.logger.error(
      { portalId: context.portalId, ...refusal.data },
      'connections to HubSpot fail at its edge: look at TLS and proxies in between',
    );
  }
  throw refusal;
}

/** A 401 means that nothing was applied, so even a write may be sent again with another token, once. */
async function sendWithToken<T>(
  options: ClientOptions,
  context: CallContext,
  request: ApiCall<T>,
): Promise<Answer> {
  const { accessTokens } = options;
  const { portalId } = context;
  let used = '';
  const answer = await sendInSlot(options, context, {
    request,
    readToken: async () => {
      used = await accessTokens.current(portalId);
      return used;
    },
  });
  if (answer.status !== 401) return answer;
  return await sendInSlot(options, context, {
    request,
    readToken: () => accessTokens.replace(portalId, used),
  });
}

interface Sending<T> {
  readonly request: ApiCall<T>;
  readonly readToken: () => Promise<string>;
}

/** The token is read inside the slot: after a long wait for budget, an uninstall in between still stops the call. */
async function sendInSlot<T>(
  options: ClientOptions,
  context: CallContext,
  sending: Sending<T>,
): Promise<Answer> {
  const slot = await acquireSlot(options, context, sending.request);
  let observed: Observed = NOTHING_OBSERVED;
  try {
    const accessToken = await sending.readToken();
    const answer = await send(options, context, { request: sending.request, accessToken });
    observed = observe(answer);
    return answer;
  } catch (error) {
    if (error instanceof HubspotError && isSilence(error)) observed = { ...NOTHING_OBSERVED, way: 'failed' };
    throw error;
  } finally {
    await releaseSlot(options, slot, observed);
  }
}

async function send<T>(
  options: ClientOptions,
  context: CallContext,
  sending: { readonly request: ApiCall<T>; readonly accessToken: string },
): Promise<Answer> {
  const { request, accessToken } = sending;
  const startedMs = options.clock.nowMs();
  const answer = await exchange({
    apiUrl: options.apiUrl,
    endpoint: request.endpoint,
    method: request.method,
    path: request.path,
    ...(request.query === undefined ? {} : { query: request.query }),
    ...(request.body === undefined ? {} : { json: request.body }),
    accessToken,
    signal: context.signal,
    timeoutMs: options.timeoutMs,
  });
  // Whole seconds, and those of the answer's first byte: close enough for a clock that may be half a minute off.
  options.clocks?.note('hubspot', Date.parse(answer.headers.get('date') ?? ''));
  const durationMs = options.clock.nowMs() - startedMs;
  const fields = {
    portalId: context.portalId,
    endpoint: request.endpoint,
    status: answer.status,
    durationMs,
  };
  options.logger.debug(fields, 'hubspot call answered');
  return answer;
}

const WAITING: ReadonlyMap<string, HubspotCode> = new Map([
  [BUDGET_SPENT, 'RATE_LIMITED'],
  [CIRCUIT_OPEN, 'CIRCUIT_OPEN'],
]);

async function acquireSlot(
  options: ClientOptions,
  context: CallContext,
  { endpoint, bucket = 'general' }: Pick<ApiCall<unknown>, 'endpoint' | 'bucket'>,
): Promise<BudgetSlot> {
  try {
    return await options.budget.acquire(context, bucket);
  } catch (cause) {
    const code = cause instanceof AppError ? WAITING.get(cause.code) : undefined;
    if (cause instanceof AppError && code !== undefined) {
      const { retryAfterMs = 1_000 } = cause;
      throw new HubspotError({
        code,
        endpoint,
        applied: 'no',
        retryable: true,
        retryAfterMs,
        cause,
      });
    }
    if (!context.signal.aborted) throw cause;
    throw new HubspotError({ code: 'ABORTED', endpoint, applied: 'no', retryable: true, cause });
  }
}

/** A budget that fails here must not hide what became of the call; an unreleased slot counts as full (D9). */
async function releaseSlot(options: ClientOptions, slot: BudgetSlot, observed: Observed): Promise<void> {
  try {
    await slot.release(observed);
  } catch (err) {
    options.logger.warn({ err }, 'budget slot not released');
  }
}
