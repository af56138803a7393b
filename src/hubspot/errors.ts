// Every way a call to HubSpot can fail, and what follows from it: one table from status to treatment.
// Who repeats what is decided by client.ts (reads) and batch-outcomes.ts (rows of a write).
import { AppError } from '#platform/errors.ts';
import { type Faults, NO_FAULTS } from './faults.ts';

export type HubspotCode =
  | 'NOT_INSTALLED' // we hold no grant for this portal
  | 'GRANT_DEAD' // HubSpot withdrew the grant
  | 'CLIENT_MISCONFIGURED' // our client id or secret is wrong: alert, keep the installs
  | 'OAUTH_REFUSED'
  | 'BAD_REQUEST'
  | 'UNAUTHORIZED'
  | 'MISSING_SCOPES'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'URI_TOO_LONG'
  | 'LOCKED'
  | 'RATE_LIMITED'
  | 'PORTAL_MOVING'
  | 'CIRCUIT_OPEN' // HubSpot has not answered this portal's calls, or asked for none: not sent
  | 'SERVER_ERROR'
  | 'OVERLOADED'
  | 'UNAVAILABLE'
  | 'EDGE_FAULT'
  | 'UNEXPECTED_STATUS'
  | 'WRONG_SHAPE'
  | 'NOT_JSON' // a file came whole and is no JSON
  | 'TOO_MANY_PAGES'
  | 'TIMEOUT'
  | 'NETWORK'
  | 'NOT_REACHED' // no connection was made, so nothing was sent
  | 'REDIRECTED'
  | 'ABORTED';

interface HubspotErrorOptions {
  readonly code: HubspotCode;
  /** Constant name of the call, e.g. `contacts batch read`. */
  readonly endpoint: string;
  /** Whether HubSpot may have applied a write: `unknown` forbids sending it again before reading back (10.3). */
  readonly applied: 'no' | 'unknown';
  readonly retryable: boolean;
  readonly retryAfterMs?: number;
  readonly status?: number;
  readonly category?: string;
  readonly correlationId?: string;
  readonly faults?: Faults;
  readonly cause?: unknown;
}

/** The message holds codes only: HubSpot's own text may quote values, so it stays in `faults`, which is never logged. */
export class HubspotError extends AppError {
  override readonly name = 'HubspotError';
  override readonly code: HubspotCode;
  readonly endpoint: string;
  readonly applied: 'no' | 'unknown';
  readonly status: number | null;
  readonly category: string | null;
  readonly correlationId: string | null;
  readonly faults: Faults;

  constructor(options: HubspotErrorOptions) {
    const { code, endpoint, status, category, correlationId } = options;
    super(`HubSpot call failed: ${endpoint}: ${code}`, {
      code,
      retryable: options.retryable,
      ...(options.retryAfterMs === undefined ? {} : { retryAfterMs: options.retryAfterMs }),
      ...(options.cause === undefined ? {} : { cause: options.cause }),
      data: {
        endpoint,
        ...(status === undefined ? {} : { status }),
        ...(category === undefined ? {} : { category }),
        ...(correlationId === undefined ? {} : { correlationId }),
      },
    });
    this.code = code;
    this.endpoint = endpoint;
    this.applied = options.applied;
    this.status = status ?? null;
    this.category = category ?? null;
    this.correlationId = correlationId ?? null;
    this.faults = options.faults ?? NO_FAULTS;
  }
}

/**
 * A failure while preparing a call (its token): the call itself was never sent, so its rows are untouched. The status
 * is dropped, since it says nothing about the call.
 */
export function asNotSent(error: HubspotError): HubspotError {
  return new HubspotError({
    code: error.code,
    endpoint: error.endpoint,
    applied: 'no',
    retryable: error.retryable,
    cause: error,
    ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
    ...(error.category === null ? {} : { category: error.category }),
    ...(error.correlationId === null ? {} : { correlationId: error.correlationId }),
  });
}

interface Treatment {
  readonly code: HubspotCode;
  /** `refused` and `retry`: HubSpot did not apply a write. `unknown`: it may have. */
  readonly write: 'refused' | 'retry' | 'unknown';
  /** A read may be repeated inside the same call, after a short pause. */
  readonly repeatRead: boolean;
  readonly retryable: boolean;
  /** How long the caller should wait; `policy` = by the rate limit that was hit, `header` = what Retry-After says. */
  readonly wait: number | 'policy' | 'header';
}

const SECOND_MS = 1_000;
const REFUSED = { write: 'refused', repeatRead: false, retryable: false, wait: 0 } as const;
const SERVER_FAULT = { write: 'unknown', repeatRead: true, retryable: true, wait: 5 * SECOND_MS } as const;

/** HubSpot's error classes (developers.hubspot.com, error handling). Waits without a source there are our own choice. */
const TREATMENTS: ReadonlyMap<number, Treatment> = new Map<number, Treatment>([
  [400, { ...REFUSED, code: 'BAD_REQUEST' }],
  // Seen by a caller only after a forced refresh and one repeat: the portal may be uninstalling, so not a dead end yet.
  [401, { code: 'UNAUTHORIZED', write: 'retry', repeatRead: false, retryable: true, wait: 60 * SECOND_MS }],
  [403, { ...REFUSED, code: 'FORBIDDEN' }],
  [404, { ...REFUSED, code: 'NOT_FOUND' }],
  // Existing key or concurrent write: read and reconcile, which is what `unknown` asks for.
  [409, { ...REFUSED, code: 'CONFLICT', write: 'unknown' }],
  [414, { ...REFUSED, code: 'URI_TOO_LONG' }],
  // HubSpot holds the lock for two seconds.
  [423, { code: 'LOCKED', write: 'retry', repeatRead: true, retryable: true, wait: 2 * SECOND_MS }],
  [429, { code: 'RATE_LIMITED', write: 'retry', repeatRead: false, retryable: true, wait: 'policy' }],
  // The portal moves to another data centre; Retry-After says for how long, up to a day.
  [477, { code: 'PORTAL_MOVING', write: 'retry', repeatRead: false, retryable: true, wait: 'header' }],
  [500, { ...SERVER_FAULT, code: 'SERVER_ERROR' }],
  [502, { ...SERVER_FAULT, code: 'OVERLOADED' }],
  [503, { ...SERVER_FAULT, code: 'UNAVAILABLE' }],
  [504, { ...SERVER_FAULT, code: 'OVERLOADED' }],
  [521, { ...SERVER_FAULT, code: 'UNAVAILABLE' }],
  [522, { ...SERVER_FAULT, code: 'EDGE_FAULT' }],
  [523, { ...SERVER_FAULT, code: 'UNAVAILABLE' }],
  [524, { ...SERVER_FAULT, code: 'UNAVAILABLE' }],
  [525, { ...SERVER_FAULT, code: 'EDGE_FAULT' }],
  [526, { ...SERVER_FAULT, code: 'EDGE_FAULT' }],
]);

/** The treatment of an answer's status; statuses HubSpot does not document follow their class. */
export function treatmentOf(status: number): Treatment {
  const listed = TREATMENTS.get(status);
  if (listed !== undefined) return listed;
  return status >= 500
    ? { ...SERVER_FAULT, code: 'UNEXPECTED_STATUS' }
    : { ...REFUSED, code: 'UNEXPECTED_STATUS' };
}

/** Whether a read that failed so may be sent again at once (after a pause) by the same call. */
export function mayRepeatRead(error: HubspotError): boolean {
  if (error.status !== null) return treatmentOf(error.status).repeatRead;
  return error.code === 'TIMEOUT' || error.code === 'NETWORK' || error.code === 'NOT_REACHED';
}

/** HubSpot could not process so much at once. */
export function isTooMuch({ code }: HubspotError): boolean {
  return code === 'OVERLOADED';
}

/** Somebody else writes to these records. Accord has one batch of a portal under way at a time: its length can be halved. */
export function isLocked({ code }: HubspotError): boolean {
  return code === 'LOCKED';
}
