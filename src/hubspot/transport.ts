// One exchange with HubSpot over the SDK's `apiRequest`: sends, reads the whole answer, ends in time. It knows nothing
// of budgets, retries or meanings; it only tells apart what may have reached HubSpot from what cannot have.
import { Client } from '@hubspot/api-client';
import { withCallSignal } from './call-fetch.ts';
import { type HubspotCode, HubspotError } from './errors.ts';
import { isRecord } from './json.ts';

interface Exchange {
  readonly apiUrl: string;
  readonly endpoint: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  /** Null for the token endpoints, which authenticate by client id and secret in the form. */
  readonly accessToken: string | null;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Sends and reads to the end. Throws HubspotError when no complete answer came; any status is an answer. */
export async function exchange(request: Exchange): Promise<Answer> {
  const { endpoint, signal } = request;
  if (signal.aborted) throw new HubspotError({ code: 'ABORTED', endpoint, applied: 'no', retryable: true });
  const timeout = AbortSignal.timeout(request.timeoutMs);
  try {
    return await withCallSignal(AbortSignal.any([signal, timeout]), () => send(request));
  } catch (cause) {
    throw translate(request, { cause, isTimeout: timeout.aborted });
  }
}

async function send(request: Exchange): Promise<Answer> {
  // A client per call: the SDK keeps its limiter and retry in a process-wide singleton that every new client resets,
  // so a fresh one without options switches both off for exactly this call, and no token outlives it.
  const client = new Client({
    basePath: request.apiUrl,
    ...(request.accessToken === null ? {} : { accessToken: request.accessToken }),
  });
  const response = await client.apiRequest({
    method: request.method,
    path: request.path,
    ...(request.query === undefined ? {} : { qs: { ...request.query } }),
    ...contentOf(request),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

function contentOf(request: Exchange): {
  body?: unknown;
  defaultJson?: boolean;
  headers?: Record<string, string>;
} {
  if (request.form !== undefined) {
    return {
      body: new URLSearchParams(request.form).toString(),
      defaultJson: false,
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    };
  }
  return request.json === undefined ? {} : { body: request.json };
}

/** Failures before a connection stood: the request was never written, so sending it again is safe. */
const NOT_CONNECTED: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function translate(
  request: Exchange,
  failure: { readonly cause: unknown; readonly isTimeout: boolean },
): HubspotError {
  const { endpoint } = request;
  const { cause } = failure;
  if (request.signal.aborted) return failed('ABORTED', endpoint, cause);
  if (failure.isTimeout) return failed('TIMEOUT', endpoint, cause);
  if (!(cause instanceof TypeError)) throw cause;
  const reason: unknown = cause.cause;
  if (reason instanceof Error && reason.message === 'unexpected redirect')
    return failed('REDIRECTED', endpoint, cause);
  const code = isRecord(reason) ? reason['code'] : undefined;
  return typeof code === 'string' && NOT_CONNECTED.has(code)
    ? new HubspotError({ code: 'NOT_REACHED', endpoint, applied: 'no', retryable: true, cause })
    : failed('NETWORK', endpoint, cause);
}

function failed(code: HubspotCode, endpoint: string, cause: unknown): HubspotError {
  return new HubspotError({ code, endpoint, applied: 'unknown', retryable: code !== 'REDIRECTED', cause });
}
