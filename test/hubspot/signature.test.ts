// HubSpot's own examples and the ways a request can fail to be HubSpot's. Laws: signature.prop.test.ts.
import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type SignedRequest, signedUri, verifySignature } from '#hubspot/signature.ts';

const SECRET = 'f6e94c08-85d0-4608-bcc6-e1850176e7b8';
const TS = 1_632_188_626_483;
const SIGNATURE = 'jf872r5vscVcxCiDRHA4rGrqe/8BPLNVkdJSHdMnGTU=';

/** HubSpot's published example; each test changes what it is about. */
function published(changes: Partial<SignedRequest> = {}): SignedRequest {
  return {
    method: 'POST',
    url: 'https://www.hubspot.com/webhook',
    body: Buffer.from('REQUEST_BODY'),
    headers: { 'x-hubspot-signature-v3': SIGNATURE, 'x-hubspot-request-timestamp': String(TS) },
    secrets: [SECRET],
    nowMs: TS,
    acceptV1: false,
    acceptV2: false,
    ...changes,
  };
}

function signedV3(url: string, signedAs: string, nowMs = TS): SignedRequest {
  const signature = createHmac('sha256', SECRET).update(`GET${signedAs}${nowMs}`).digest('base64');
  return published({
    method: 'GET',
    url,
    body: Buffer.alloc(0),
    headers: { 'x-hubspot-signature-v3': signature, 'x-hubspot-request-timestamp': String(nowMs) },
    nowMs,
  });
}

function v3Headers(signature: string, timestamp: string): SignedRequest['headers'] {
  return { 'x-hubspot-signature-v3': signature, 'x-hubspot-request-timestamp': timestamp };
}

function kindOf(request: SignedRequest): string {
  const result = verifySignature(request);
  return result.ok ? result.value.version : result.error.kind;
}

describe('version 3', () => {
  it.each([
    ['a POST with a body', published()],
    [
      'a POST without a body',
      published({
        body: Buffer.alloc(0),
        headers: v3Headers('csXgk7UbrE9F8ZmMvbpuKBxqIvTSqU1EX9pI/SJtxSE=', String(TS)),
      }),
    ],
    [
      'a GET with a query and a body',
      published({
        method: 'GET',
        url: 'https://hubspot.com/?appId=1&portalId=2&userId=3',
        body: Buffer.from('{"a":1,"b":2}'),
        headers: v3Headers('aaknaCGCYJ4yqzuf1UKGqAWUfdcilJtm5nc/ZCudR9k=', '1111111111'),
        secrets: ['12345678-aaaa-bbbb-cccc-ddddeeeeffff'],
        nowMs: 1_111_111_111,
      }),
    ],
    [
      'a POST with quotes in its body',
      published({
        url: 'https://www.example.com/webhook_uri',
        body: Buffer.from("{'example_field':'example_value'}"),
        headers: v3Headers('K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y=', '1693657560000'),
        secrets: ['yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy'],
        nowMs: 1_693_657_560_000,
      }),
    ],
  ])('accepts HubSpot’s example: %s', (_name, request) => {
    expect(verifySignature(request)).toEqual({ ok: true, value: { version: 'v3' } });
  });

  it.each([
    [300_000, 'v3'],
    [300_001, 'stale'],
    [-300_000, 'v3'],
    [-300_001, 'future'],
  ])('takes a request that is %i ms old as %s', (ageMs, expected) => {
    expect(kindOf(published({ nowMs: TS + ageMs }))).toBe(expected);
  });

  it.each(['', 'soon', '-1', '1e12', '1632188626483.5', ' 1632188626483', '99999999999999999999'])(
    'refuses the timestamp %j as malformed',
    (timestamp) => {
      expect(kindOf(published({ headers: v3Headers(SIGNATURE, timestamp) }))).toBe('malformed');
    },
  );

  it('refuses a request without a timestamp as missing', () => {
    expect(kindOf(published({ headers: { 'x-hubspot-signature-v3': SIGNATURE } }))).toBe('missing');
  });

  it('refuses a request without any signature as missing', () => {
    expect(kindOf(published({ headers: {}, acceptV1: true, acceptV2: true }))).toBe('missing');
  });

  it.each([
    ['another method', { method: 'PUT' }],
    ['another host', { url: 'https://evil.example/webhook' }],
    ['http instead of https', { url: 'http://www.hubspot.com/webhook' }],
    ['another path', { url: 'https://www.hubspot.com/webhook2' }],
    ['an added query', { url: 'https://www.hubspot.com/webhook?x=1' }],
    ['another body', { body: Buffer.from('REQUEST_BODX') }],
    ['another secret', { secrets: ['not-the-secret'] }],
    ['a cut signature', { headers: v3Headers(SIGNATURE.slice(0, -1), String(TS)) }],
    ['a longer signature', { headers: v3Headers(`${SIGNATURE}=`, String(TS)) }],
    ['an empty signature', { headers: v3Headers('', String(TS)) }],
  ])('refuses %s as a mismatch', (_name, changes) => {
    expect(kindOf(published(changes))).toBe('mismatch');
  });

  it('accepts a request signed with any secret of a rotation', () => {
    expect(kindOf(published({ secrets: ['new-secret', SECRET] }))).toBe('v3');
    expect(kindOf(published({ secrets: [SECRET, 'new-secret'] }))).toBe('v3');
  });

  it('refuses a signature header sent twice', () => {
    const headers = { ...published().headers, 'x-hubspot-signature-v3': [SIGNATURE, SIGNATURE] };

    expect(kindOf(published({ headers }))).toBe('malformed');
  });

  it('finds headers in any spelling', () => {
    const headers = { 'X-HubSpot-Signature-v3': SIGNATURE, 'X-HubSpot-Request-Timestamp': String(TS) };

    expect(kindOf(published({ headers }))).toBe('v3');
  });

  it('signs over the bytes of the body, whether or not they are text', () => {
    const body = Buffer.from([0xff, 0x00, 0xfe]);
    const signature = createHmac('sha256', SECRET)
      .update(
        Buffer.concat([Buffer.from('POSThttps://www.hubspot.com/webhook'), body, Buffer.from(String(TS))]),
      )
      .digest('base64');

    expect(kindOf(published({ body, headers: v3Headers(signature, String(TS)) }))).toBe('v3');
  });

  it.each([
    ['missing list', []],
    ['empty secret', ['']],
  ])('treats an unusable configuration (%s) as a bug, never as a match', (_name, secrets) => {
    expect(() => verifySignature(published({ secrets }))).toThrow('client secret');
  });
});

describe('the address that is signed', () => {
  it.each([
    ['%3A', ':'],
    ['%2F', '/'],
    ['%3F', '?'],
    ['%40', '@'],
    ['%21', '!'],
    ['%24', '$'],
    ['%27', "'"],
    ['%28', '('],
    ['%29', ')'],
    ['%2A', '*'],
    ['%2C', ','],
    ['%3B', ';'],
  ])('has %s decoded to %s, in upper and lower case', (escape, character) => {
    const signedAs = `https://a.example/card?userEmail=x${character}y`;

    expect(kindOf(signedV3(`https://a.example/card?userEmail=x${escape}y`, signedAs))).toBe('v3');
    expect(kindOf(signedV3(`https://a.example/card?userEmail=x${escape.toLowerCase()}y`, signedAs))).toBe(
      'v3',
    );
  });

  it.each(['%20', '%26', '%3D', '%2B', '%23', '%C3%A9', '%25', '%253A'])(
    'keeps %s as it was sent',
    (escape) => {
      expect(signedUri(`https://a.example/p?q=${escape}`)).toBe(`https://a.example/p?q=${escape}`);
    },
  );

  it('has no fragment', () => {
    expect(kindOf(signedV3('https://a.example/p?q=1#top', 'https://a.example/p?q=1'))).toBe('v3');
  });
});

describe('versions 1 and 2', () => {
  const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
  const old = (version: string, signature: string): SignedRequest['headers'] => ({
    'x-hubspot-signature': signature,
    'x-hubspot-signature-version': version,
  });
  const v1 = old('v1', hash(`${SECRET}REQUEST_BODY`));
  const v2 = old('v2', hash(`${SECRET}POSThttps://www.hubspot.com/webhookREQUEST_BODY`));

  it.each([
    [
      'v1',
      '[{"eventId":1,"subscriptionId":12345,"portalId":62515,"occurredAt":1564113600000,"subscriptionType":"contact.creation","attemptNumber":0,"objectId":123,"changeSource":"CRM","changeFlag":"NEW","appId":54321}]',
      '232db2615f3d666fe21a8ec971ac7b5402d33b9a925784df3ca654d05f4817de',
    ],
    [
      'v2',
      '{"example_field":"example_value"}',
      '9569219f8ba981ffa6f6f16aa0f48637d35d728c7e4d93d0d52efaa512af7900',
    ],
  ])('accept HubSpot’s example of %s', (version, body, signature) => {
    const request = published({
      url: 'https://www.example.com/webhook_uri',
      body: Buffer.from(body),
      headers: old(version, signature),
      secrets: ['yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy'],
      acceptV1: true,
      acceptV2: true,
    });

    expect(kindOf(request)).toBe(version);
  });

  it('are accepted only where their switch is on', () => {
    expect(kindOf(published({ headers: v1, acceptV1: true }))).toBe('v1');
    expect(kindOf(published({ headers: v1, acceptV2: true }))).toBe('missing');
    expect(kindOf(published({ headers: v2, acceptV2: true }))).toBe('v2');
    expect(kindOf(published({ headers: v2, acceptV1: true }))).toBe('missing');
  });

  it('do not help a request whose version 3 signature is wrong', () => {
    const headers = { ...v1, ...v3Headers('bad', String(TS)) };

    expect(kindOf(published({ headers, acceptV1: true, acceptV2: true }))).toBe('mismatch');
  });

  it.each(['v3', 'v4', '', undefined])('are refused under the version %j', (version) => {
    const headers = { 'x-hubspot-signature': 'abc', 'x-hubspot-signature-version': version };

    expect(kindOf(published({ headers, acceptV1: true, acceptV2: true }))).toBe('malformed');
  });

  it('are refused for another body', () => {
    const body = Buffer.from('OTHER');

    expect(kindOf(published({ headers: v1, body, acceptV1: true }))).toBe('mismatch');
    expect(kindOf(published({ headers: v2, body, acceptV2: true }))).toBe('mismatch');
  });

  it('accept any secret of a rotation', () => {
    expect(kindOf(published({ headers: v1, secrets: ['new', SECRET], acceptV1: true }))).toBe('v1');
  });
});
