// Requests that nobody would send: every address of the app with bent parameters, headers and bodies, signed or not; and
// agreements with a piece cut, doubled or garbled. Seeded, so that a failure can be repeated.
import { Agent, request as httpRequest } from 'node:http';
import * as fc from 'fast-check';
import { ROUTES } from '#http/api/contract.ts';
import { ENGLISH_TEMPLATE } from './agreement-text.ts';
import { ADMIN_TOKEN, PORTAL, SECRET, signature, webhookEvent } from './web.ts';

const AGENT = new Agent({ keepAlive: true, maxSockets: 16 });

export interface BadRequest {
  readonly method: string;
  readonly path: string;
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
  /** v3, over exactly this. */
  readonly isSigned: boolean;
}

const OWN_PATHS = [
  '/',
  '/webhooks/hubspot',
  '/hubspot/card/answer',
  '/hubspot/card/agreements/draft',
  '/hubspot/card/leads/501/pause',
  '/hubspot/actions/judge-now',
  '/oauth/install',
  '/oauth/callback',
  '/oauth/sign-in',
  '/oauth/sign-in/callback',
  '/oauth/sign-out',
  '/help',
  '/agreement',
  '/healthz',
  '/metrics',
];
const API_PATHS = Object.values(ROUTES).map(({ path }) => `/api/v1${path}`);

const segment = fc.oneof(
  fc.constantFrom(
    PORTAL,
    '44000099',
    '501',
    '1',
    '0',
    '-1',
    '1e9',
    '9'.repeat(30),
    '..',
    '%00',
    '%',
    '%ff',
    "'%20or%201=1--",
  ),
  fc.constantFrom('scores', 'main', 'draft', 'first-touch', '__proto__', 'constructor', '%7B%7D', '*'),
  fc.string({ unit: 'binary', maxLength: 12 }).map(encodeURIComponentSafe),
);

function encodeURIComponentSafe(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

const path = fc
  .tuple(
    fc.constantFrom(...OWN_PATHS, ...API_PATHS, ...API_PATHS),
    fc.array(segment, { minLength: 3, maxLength: 3 }),
  )
  .map(([template, parts]) => {
    let at = 0;
    return template.replaceAll(/\{\w+\}/g, () => parts[at++ % parts.length] ?? 'x');
  });

const query = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  fc.constant(`?portalId=${PORTAL}&userId=171&userEmail=a%40b.example&appId=1`),
  fc.constant(`?portalId=${PORTAL}&portalId=44000099&userId=171&userEmail=a%40b.example`),
  fc.constant('?limit=-1&after=%00&at=yesterday&language=de'),
  fc.constant('?limit=1&after=9999999999999999999999&owner=x&month=2026-13'),
  fc.constant('?state=x&code=y&error=%3Cscript%3E'),
  fc.string({ unit: 'binary', maxLength: 30 }).map((text) => `?${encodeURIComponentSafe(text)}`),
);

const body = fc.oneof(
  fc.constant(Buffer.alloc(0)),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc.json({ maxDepth: 6 }).map((text) => Buffer.from(text)),
  fc
    .constantFrom('[', '{"a":', '{"__proto__":{"x":1}}', '[]', 'null', '[[[[[[[[', '"\\ud800"', '1e999')
    .map((text) => Buffer.from(text)),
  fc.nat(5_000).map((depth) => Buffer.from('['.repeat(depth) + ']'.repeat(depth))),
  bentEvents(),
  bentDocument().map((document) => Buffer.from(JSON.stringify({ document }))),
);

const header = fc.dictionary(
  fc.constantFrom(
    'content-type',
    'authorization',
    'cookie',
    'accept-language',
    'origin',
    'x-hubspot-signature',
    'x-hubspot-signature-v3',
    'x-hubspot-request-timestamp',
    'x-forwarded-for',
    'transfer-encoding-x',
  ),
  fc.constantFrom(
    'application/json',
    'application/json; charset=utf-16',
    'text/yaml',
    'Bearer',
    'Bearer x',
    'accord-session=x',
    'accord-session=%',
    'fr;q=zzz',
    'null',
    'v1=',
    '0',
    '9'.repeat(40),
    '::1',
  ),
  { maxKeys: 4 },
);

const request: fc.Arbitrary<BadRequest> = fc
  .tuple(
    fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'),
    path,
    query,
    body,
    header,
    fc.constantFrom('none', 'token', 'signature'),
  )
  .map(([method, route, asked, bytes, headers, key]) => ({
    method,
    path: route + asked,
    body: bytes,
    headers: {
      'content-type': 'application/json',
      ...headers,
      ...(key === 'token' ? { authorization: `Bearer ${ADMIN_TOKEN}` } : {}),
    },
    isSigned: key === 'signature',
  }));

/** One event with a key too many, too few, or of another kind. */
function bentEvents(): fc.Arbitrary<Buffer> {
  const keys = Object.keys(webhookEvent());
  return fc
    .tuple(fc.constantFrom(...keys), fc.jsonValue({ maxDepth: 2 }), fc.nat(120))
    .map(([key, value, times]) =>
      Buffer.from(JSON.stringify(Array.from({ length: times }, () => ({ ...webhookEvent(), [key]: value })))),
    );
}

export function bentDocument(): fc.Arbitrary<string> {
  const end = ENGLISH_TEMPLATE.length;
  const garbage = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom(
      '',
      ':',
      '- ',
      '{',
      '}',
      '\t',
      '&a',
      '*a',
      '!!js/function',
      '<<: *x',
      '"',
      '\n  ',
      '%',
      '999999999999999999999',
    ),
  );
  return fc
    .tuple(fc.nat(end), fc.nat(80), garbage)
    .map(
      ([from, length, text]) =>
        ENGLISH_TEMPLATE.slice(0, from) + text + ENGLISH_TEMPLATE.slice(from + length),
    );
}

export function sampleRequests(count: number, seed: number): readonly BadRequest[] {
  return fc.sample(request, { numRuns: count, seed });
}

export interface RawAnswer {
  readonly status: number;
  readonly text: string;
}

/** By node:http, which sends what fetch would refuse to. */
export function send(url: string, bad: BadRequest): Promise<RawAnswer> {
  const { port, hostname } = new URL(url);
  const signed = bad.isSigned
    ? signature(url + bad.path, bad.body, { secret: SECRET, method: bad.method })
    : {};
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      {
        hostname,
        port,
        method: bad.method,
        path: bad.path,
        headers: { ...bad.headers, ...signed, 'content-length': bad.body.length },
        agent: AGENT,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
        );
        response.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(bad.body);
  });
}
