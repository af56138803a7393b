// HubSpot's three request signatures, from the sender's side. Written from the published rules alone, so that it can
// check a receiver.
import { createHash, createHmac } from 'node:crypto';

export interface RequestToSign {
  readonly method: string;
  /** Exactly as called: scheme, host, path, query. */
  readonly uri: string;
  readonly body: string;
  readonly timestampMs: number;
}

/** The only escapes that v3 decodes before signing. */
const DECODED: Readonly<Record<string, string>> = {
  '%3A': ':',
  '%2F': '/',
  '%3F': '?',
  '%40': '@',
  '%21': '!',
  '%24': '$',
  '%27': "'",
  '%28': '(',
  '%29': ')',
  '%2A': '*',
  '%2C': ',',
  '%3B': ';',
};

export function signV1(secret: string, body: string): string {
  return createHash('sha256')
    .update(secret + body, 'utf8')
    .digest('hex');
}

export function signV2(secret: string, request: Omit<RequestToSign, 'timestampMs'>): string {
  return createHash('sha256')
    .update(secret + request.method + request.uri + request.body, 'utf8')
    .digest('hex');
}

export function signV3(secret: string, request: RequestToSign): string {
  const uri = decodeForV3(stripFragment(request.uri));
  return createHmac('sha256', secret)
    .update(request.method + uri + request.body + request.timestampMs, 'utf8')
    .digest('base64');
}

/** The headers of one request; v1 and v2 share theirs, so the later of the two wins. */
export function buildSignatureHeaders(
  secret: string,
  request: RequestToSign,
  versions: readonly ('v1' | 'v2' | 'v3')[],
): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const version of versions) {
    if (version === 'v3') {
      headers['X-HubSpot-Signature-v3'] = signV3(secret, request);
      headers['X-HubSpot-Request-Timestamp'] = String(request.timestampMs);
    } else {
      headers['X-HubSpot-Signature'] =
        version === 'v1' ? signV1(secret, request.body) : signV2(secret, request);
      headers['X-HubSpot-Signature-Version'] = version;
    }
  }
  return headers;
}

function decodeForV3(uri: string): string {
  return uri.replace(/%[0-9A-Fa-f]{2}/g, (escape) => DECODED[escape.toUpperCase()] ?? escape);
}

function stripFragment(uri: string): string {
  return uri.split('#', 1)[0] ?? uri;
}
