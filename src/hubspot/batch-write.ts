// Sends up to 100 rows and settles every one of them. A batch that HubSpot refuses as a whole is halved, so that one
// bad row does not block 99 good ones: at most 16 extra calls, then row by row in the backfill lane (10.3).
import { chunks } from '#pipeline/chunks.ts';
import type { CallContext, RowOutcome } from '#pipeline/ports.ts';
import { BatchWriteAnswer } from './answers.ts';
import { DEFAULT_RETRY_MS, outcomeOfFailure, outcomesOfAnswer } from './batch-outcomes.ts';
import type { HubspotClient } from './client.ts';
import { HubspotError, isLocked, isTooMuch } from './errors.ts';

/** HubSpot's documented maximum of inputs per call; where it could not process as many, batch-sizes.ts knows how many it could. */
export const MAX_BATCH_ROWS = 100;
/** Finding one bad row in 100 takes 14 calls; two more leave room for a second one nearby. */
const MAX_HALVING_CALLS = 16;

interface WriteRow {
  readonly traceId: string;
  readonly id: string | null;
  readonly properties: Readonly<Record<string, string>>;
  /** The row as HubSpot takes it, with its `objectWriteTraceId`. */
  readonly input: unknown;
}

interface BatchWrite {
  readonly endpoint: string;
  readonly path: string;
  /** Answers to a whole batch that may be the fault of one row in it. */
  readonly divisibleStatuses: readonly number[];
}

type Group = readonly WriteRow[];

type Attempt =
  | { readonly kind: 'settled'; readonly outcomes: readonly RowOutcome[] }
  | { readonly kind: 'divided'; readonly outcomes: readonly RowOutcome[]; readonly groups: readonly Group[] }
  | { readonly kind: 'stopped'; readonly outcomes: readonly RowOutcome[]; readonly error: HubspotError };

/** One outcome per row, in the order of the rows. Throws only for bugs and failures of our own stores. */
export async function writeBatch(
  client: HubspotClient,
  context: CallContext,
  job: { readonly write: BatchWrite; readonly rows: readonly WriteRow[] },
): Promise<readonly RowOutcome[]> {
  assertBatch(job.rows);
  const outcomes = new Map<string, RowOutcome>();
  const settle = (settled: readonly RowOutcome[]): void => {
    for (const outcome of settled) outcomes.set(outcome.traceId, outcome);
  };
  const size = client.sizes.current(context.portalId, {
    endpoint: job.write.endpoint,
    wanted: job.rows.length,
  });
  let groups: readonly Group[] = chunks(job.rows, size);
  const maxCalls = groups.length + MAX_HALVING_CALLS;
  let calls = 0;
  while (groups[0] !== undefined) {
    const isSpent = calls >= maxCalls;
    if (isSpent) groups = groups.flat().map((row) => [row]);
    const [group = [], ...rest] = groups;
    const laned: CallContext = isSpent ? { ...context, lane: 'backfill' } : context;
    const attempt = await attemptGroup(client, laned, { write: job.write, group });
    calls += 1;
    settle(attempt.outcomes);
    groups = attempt.kind === 'divided' ? [...rest, ...attempt.groups] : rest;
    if (attempt.kind === 'stopped') {
      settle(rest.flat().map((row) => outcomeOfUnsent(row, attempt.error)));
      groups = [];
    }
  }
  return job.rows.map(
    (row) => outcomes.get(row.traceId) ?? { kind: 'unknown', traceId: row.traceId, code: 'NOT_ANSWERED' },
  );
}

async function attemptGroup(
  client: HubspotClient,
  context: CallContext,
  job: { readonly write: BatchWrite; readonly group: Group },
): Promise<Attempt> {
  const { write, group } = job;
  try {
    const answer = await client.call(context, {
      endpoint: write.endpoint,
      method: 'POST',
      path: write.path,
      body: { inputs: group.map((row) => row.input) },
      answer: BatchWriteAnswer,
      repeatable: false,
    });
    return { kind: 'settled', outcomes: outcomesOfAnswer(group, answer) };
  } catch (error) {
    if (!(error instanceof HubspotError)) throw error;
    // What became of these rows is found out first; the next batch is half as long.
    if (isTooMuch(error) || isLocked(error))
      client.sizes.shrink(context.portalId, { endpoint: write.endpoint, sent: group.length });
    const isDivisible = error.status !== null && write.divisibleStatuses.includes(error.status);
    if (isDivisible && group.length > 1) return divide(group, error);
    const outcomes = group.map((row) => outcomeOfFailure(row, error));
    // A verdict on one row says nothing about the next; any other failure would meet the next call as well.
    return isDivisible ? { kind: 'settled', outcomes } : { kind: 'stopped', outcomes, error };
  }
}

/**
 * Rows that carry a property which this portal has not, or has read-only, would be refused one by one whatever their
 * values: they are settled at once, and only the others are sent again. Anything else is halved.
 */
function divide(group: Group, error: HubspotError): Attempt {
  const barred = error.faults.barredProperties;
  const isBarred = (row: WriteRow): boolean => barred.some((name) => name in row.properties);
  const hit = group.filter(isBarred);
  if (hit.length > 0) {
    const others = group.filter((row) => !isBarred(row));
    const outcomes = hit.map((row) => outcomeOfFailure(row, error));
    return { kind: 'divided', outcomes, groups: others.length === 0 ? [] : [others] };
  }
  const middle = Math.ceil(group.length / 2);
  return { kind: 'divided', outcomes: [], groups: [group.slice(0, middle), group.slice(middle)] };
}

/** Rows behind a failure were not sent: they wait as long as it asks, or share its refusal if it is about the portal. */
function outcomeOfUnsent(row: WriteRow, error: HubspotError): RowOutcome {
  if (error.applied === 'no' && !error.retryable) return outcomeOfFailure(row, error);
  return {
    kind: 'retry',
    traceId: row.traceId,
    afterMs: error.retryAfterMs ?? DEFAULT_RETRY_MS,
    code: error.code,
  };
}

function assertBatch(rows: readonly WriteRow[]): void {
  if (rows.length > MAX_BATCH_ROWS)
    throw new Error(`A batch holds ${rows.length} rows, HubSpot takes ${MAX_BATCH_ROWS}`);
  assertUnique(
    rows.map((row) => row.traceId),
    'trace id',
  );
  // HubSpot refuses the whole batch for one id that stands in it twice.
  assertUnique(
    rows.flatMap((row) => (row.id === null ? [] : [row.id])),
    'record id',
  );
}

export function assertUnique(values: readonly string[], name: string): void {
  if (new Set(values).size !== values.length) throw new Error(`A batch holds a ${name} twice`);
}
