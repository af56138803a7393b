// What became of each row of a batch write, from a batch answer or from the failure of the whole batch (10.3).
// `unknown` is the safe word: the row is read back before it is sent again.
import type { RowOutcome } from '#pipeline/ports.ts';
import { type BatchWriteAnswer, WrittenItem } from './answers.ts';
import type { HubspotCode, HubspotError } from './errors.ts';
import { type Faults, readFaults, textsOf } from './faults.ts';
import { isRecord } from './json.ts';

interface SentRow {
  readonly traceId: string;
  /** The record id of an update; null for a creation. */
  readonly id: string | null;
}

/** When HubSpot gave no wait for a row that it did not apply. */
export const DEFAULT_RETRY_MS = 1_000;

/** Categories of a row's error that are not a verdict on the row. All others are refusals. */
const ROW_RETRY: ReadonlySet<string> = new Set(['RATE_LIMIT', 'RATE_LIMITS', 'LOCKED']);
const ROW_UNKNOWN: ReadonlySet<string> = new Set([
  'INTERNAL_ERROR',
  'SERVER_ERROR',
  'SERVICE_UNAVAILABLE',
  'TIMEOUT',
]);

/** A creation refused because its key exists has most likely been applied before: read back by key. */
const KEY_EXISTS: ReadonlySet<string> = new Set([
  'CONFLICT',
  'OBJECT_ALREADY_EXISTS',
  'CONFLICTING_UNIQUE_VALUE',
]);

/** Refusals of the whole portal, not of a row: its rows wait until an admin has installed again or granted the scope. */
const PORTAL_WIDE: ReadonlySet<HubspotCode> = new Set([
  'NOT_INSTALLED',
  'GRANT_DEAD',
  'CLIENT_MISCONFIGURED',
  'MISSING_SCOPES',
  'FORBIDDEN',
]);
const PORTAL_RETRY_MS = 60_000;

/** One outcome per row, in the order of the rows. */
export function outcomesOfAnswer(rows: readonly SentRow[], answer: BatchWriteAnswer): readonly RowOutcome[] {
  const only = rows.length === 1 ? rows[0] : undefined;
  const written = new Map<string, WrittenItem>();
  for (const item of answer.results) {
    const read = WrittenItem.safeParse(item);
    const row = read.success ? findRow(rows, read.data.objectWriteTraceId, read.data.id) : undefined;
    const match = row ?? only;
    if (read.success && match !== undefined) written.set(match.traceId, read.data);
  }
  const failed = new Map<string, Readonly<Record<string, unknown>>>();
  for (const error of answer.errors) {
    for (const row of rowsOfError(rows, error)) failed.set(row.traceId, error);
  }
  return rows.map((row) => outcomeOfRow(row, written.get(row.traceId), failed.get(row.traceId)));
}

/** What the failure of a whole batch means for a row that was in it. */
export function outcomeOfFailure(row: SentRow, error: HubspotError): RowOutcome {
  const { traceId } = row;
  const isKeyConflict = row.id === null && KEY_EXISTS.has(error.faults.code ?? '');
  if (error.applied === 'unknown' || isKeyConflict) return { kind: 'unknown', traceId, code: error.code };
  if (PORTAL_WIDE.has(error.code)) {
    return { kind: 'retry', traceId, afterMs: error.retryAfterMs ?? PORTAL_RETRY_MS, code: error.code };
  }
  if (error.retryable) {
    return { kind: 'retry', traceId, afterMs: error.retryAfterMs ?? DEFAULT_RETRY_MS, code: error.code };
  }
  return refused(row, error.faults, {
    code: error.category ?? error.code,
    correlationId: error.correlationId,
  });
}

function outcomeOfRow(
  row: SentRow,
  written: WrittenItem | undefined,
  error: Readonly<Record<string, unknown>> | undefined,
): RowOutcome {
  const { traceId } = row;
  if (error === undefined) {
    return written === undefined
      ? { kind: 'unknown', traceId, code: 'NOT_ANSWERED' }
      : {
          kind: 'written',
          traceId,
          id: written.id,
          properties: written.properties,
          updatedAt: written.updatedAt,
        };
  }
  if (written !== undefined) return { kind: 'unknown', traceId, code: 'CONTRADICTORY' };
  return outcomeOfRowError(row, error);
}

function outcomeOfRowError(row: SentRow, error: Readonly<Record<string, unknown>>): RowOutcome {
  const { traceId } = row;
  const faults = readFaults(error);
  const category = typeof error['category'] === 'string' ? error['category'] : 'UNCLASSIFIED';
  const code = faults.code ?? category;
  if (ROW_RETRY.has(category)) return { kind: 'retry', traceId, afterMs: DEFAULT_RETRY_MS, code };
  const isKeyConflict = row.id === null && (KEY_EXISTS.has(category) || KEY_EXISTS.has(code));
  if (ROW_UNKNOWN.has(category) || isKeyConflict) return { kind: 'unknown', traceId, code };
  const correlationId = typeof error['correlationId'] === 'string' ? error['correlationId'] : null;
  return refused(row, faults, { code: category, correlationId });
}

function refused(
  row: SentRow,
  faults: Faults,
  fallback: { readonly code: string; readonly correlationId: string | null },
): RowOutcome {
  return {
    kind: 'refused',
    traceId: row.traceId,
    code: faults.code ?? fallback.code,
    message: faults.message === '' ? fallback.code : faults.message,
    properties: faults.properties,
    ...(fallback.correlationId === null ? {} : { correlationId: fallback.correlationId }),
  };
}

function rowsOfError(rows: readonly SentRow[], error: Readonly<Record<string, unknown>>): readonly SentRow[] {
  const context = isRecord(error['context']) ? error['context'] : {};
  const traceIds = textsOf(context['objectWriteTraceId']);
  const byTrace = rows.filter((row) => traceIds.includes(row.traceId));
  if (byTrace.length > 0) return byTrace;
  const ids = textsOf(context['ids']);
  const byId = rows.filter((row) => row.id !== null && ids.includes(row.id));
  // An error that names nobody is about the only row there is, or about a row that cannot be told (then unknown).
  return byId.length === 0 && rows.length === 1 ? rows : byId;
}

function findRow(
  rows: readonly SentRow[],
  traceId: string | null | undefined,
  id: string,
): SentRow | undefined {
  return rows.find((row) => row.traceId === traceId) ?? rows.find((row) => row.id === id);
}
