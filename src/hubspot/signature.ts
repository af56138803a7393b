// Checks that a request comes from HubSpot (request validation v1, v2 and v3). Pure: the caller passes the raw body,
// the full URL built from PUBLIC_URL, the instant and the secrets. What a refusal answers is left to the HTTP layer.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { err, ok, type Result } from '#domain/result.ts';

type SignatureVersion = 'v1' | 'v2' | 'v3';

export interface SignedRequest {
  readonly method: string;
  /** Scheme, host, path and query as HubSpot called it: PUBLIC_URL + originalUrl, never the proxied host. */
  readonly url: string;
  /** The bytes as received; empty for a request without a body. */
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Client secrets of the app; any of them may have signed while a secret is being rotated. */
  readonly secrets: readonly string[];
  readonly nowMs: number;
  /** v1 and v2 carry no timestamp, so a captured request can be replayed for ever: off unless needed. */
  readonly acceptV1: boolean;
  readonly acceptV2: boolean;
}

export interface SignatureRefusal {
  readonly kind: 'missing' | 'stale' | 'future' | 'mismatch' | 'malformed';
  /** Constant text without any part of the request. */
  readonly message: string;
}

/** HubSpot's limit for old requests; the same distance is refused in the future (own rule). The bound itself passes. */
const MAX_SKEW_MS = 300_000;

const HEADER_V3 = 'x-hubspot-signature-v3';
const HEADER_TIMESTAMP = 'x-hubspot-request-timestamp';
const HEADER_OLD = 'x-hubspot-signature';
const HEADER_OLD_VERSION = 'x-hubspot-signature-version';
const TIMESTAMP = /^\d{1,15}$/;

/** The only escapes that HubSpot decodes before signing v3. It prints them in upper case; both cases are decoded. */
const DECODED_ESCAPES = /%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi;

/**
 * Checks a request's signature. A v3 header decides alone; v1 and v2 are looked at only when there is none.
 * @example verifySignature({ method: 'POST', url: publicUrl + req.originalUrl, body, headers: req.headers,
 *   secrets, nowMs: clock.nowMs(), acceptV1: false, acceptV2: false })
 */
export function verifySignature(
  request: SignedRequest,
): Result<{ readonly version: SignatureVersion }, SignatureRefusal> {
  assertSecrets(request.secrets);
  if (readHeader(request, HEADER_V3) !== undefined) return verifyV3(request);
  return verifyOld(request);
}

/** The URI as HubSpot signs it for v3: without fragment, twelve escapes decoded, everything else left as sent. */
export function signedUri(url: string): string {
  return withoutFragment(url).replace(DECODED_ESCAPES, (escape) => decodeURIComponent(escape));
}

function verifyV3(request: SignedRequest): Result<{ readonly version: 'v3' }, SignatureRefusal> {
  const signature = readHeader(request, HEADER_V3);
  const timestamp = readHeader(request, HEADER_TIMESTAMP);
  if (timestamp === undefined) return refuse('missing', 'The request has no timestamp header.');
  if (typeof signature !== 'string' || typeof timestamp !== 'string' || !TIMESTAMP.test(timestamp)) {
    return refuse('malformed', 'The signature or timestamp header is not readable.');
  }
  const ageMs = request.nowMs - Number(timestamp);
  if (ageMs > MAX_SKEW_MS) return refuse('stale', 'The request was signed more than five minutes ago.');
  if (ageMs < -MAX_SKEW_MS) return refuse('future', 'The request was signed more than five minutes ahead.');
  const head = request.method + signedUri(request.url);
  return matchAny(request.secrets, signature, (secret) =>
    createHmac('sha256', secret).update(head).update(request.body).update(timestamp).digest('base64'),
  )
    ? ok({ version: 'v3' })
    : refuse('mismatch', 'The signature does not fit the request.');
}

function verifyOld(request: SignedRequest): Result<{ readonly version: 'v1' | 'v2' }, SignatureRefusal> {
  const signature = readHeader(request, HEADER_OLD);
  const version = readHeader(request, HEADER_OLD_VERSION);
  if (signature === undefined) return refuse('missing', 'The request has no signature header.');
  if (typeof signature !== 'string' || (version !== 'v1' && version !== 'v2')) {
    return refuse('malformed', 'The signature header or its version is not readable.');
  }
  const accepted = version === 'v1' ? request.acceptV1 : request.acceptV2;
  if (!accepted)
    return refuse('missing', 'The request has no v3 signature, and older ones are switched off.');
  const head = version === 'v1' ? '' : request.method + withoutFragment(request.url);
  return matchAny(request.secrets, signature, (secret) =>
    createHash('sha256')
      .update(secret + head)
      .update(request.body)
      .digest('hex'),
  )
    ? ok({ version })
    : refuse('mismatch', 'The signature does not fit the request.');
}

/** Tries every secret even after a hit, so that the time taken does not tell which one signed. */
function matchAny(secrets: readonly string[], given: string, sign: (secret: string) => string): boolean {
  const matches = secrets.map((secret) => isSameText(sign(secret), given));
  return matches.includes(true);
}

/** `timingSafeEqual` throws on unequal lengths, and the length of a signature is no secret. */
function isSameText(expected: string, given: string): boolean {
  const expectedBytes = Buffer.from(expected);
  const givenBytes = Buffer.from(given);
  return expectedBytes.length === givenBytes.length && timingSafeEqual(expectedBytes, givenBytes);
}

function withoutFragment(url: string): string {
  const hash = url.indexOf('#');
  return hash === -1 ? url : url.slice(0, hash);
}

function readHeader(request: SignedRequest, name: string): string | readonly string[] | undefined {
  const key = Object.keys(request.headers).find((header) => header.toLowerCase() === name);
  return key === undefined ? undefined : request.headers[key];
}

/** With an empty secret anybody could sign. */
function assertSecrets(secrets: readonly string[]): void {
  if (secrets.length === 0 || secrets.includes('')) throw new Error('A client secret is missing or empty');
}

function refuse(
  kind: SignatureRefusal['kind'],
  message: string,
): { readonly ok: false; readonly error: SignatureRefusal } {
  return err({ kind, message });
}
