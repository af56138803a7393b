import { expect, it } from 'vitest';
import { buildSignatureHeaders, signV1, signV2, signV3 } from '#sandbox/webhooks/signer.ts';

it.each([
  {
    request: {
      method: 'POST',
      uri: 'https://www.hubspot.com/webhook',
      body: 'REQUEST_BODY',
      timestampMs: 1632188626483,
    },
    secret: 'f6e94c08-85d0-4608-bcc6-e1850176e7b8',
    expected: 'jf872r5vscVcxCiDRHA4rGrqe/8BPLNVkdJSHdMnGTU=',
  },
  {
    request: { method: 'POST', uri: 'https://www.hubspot.com/webhook', body: '', timestampMs: 1632188626483 },
    secret: 'f6e94c08-85d0-4608-bcc6-e1850176e7b8',
    expected: 'csXgk7UbrE9F8ZmMvbpuKBxqIvTSqU1EX9pI/SJtxSE=',
  },
  {
    request: {
      method: 'GET',
      uri: 'https://hubspot.com/?appId=1&portalId=2&userId=3',
      body: '{"a":1,"b":2}',
      timestampMs: 1111111111,
    },
    secret: '12345678-aaaa-bbbb-cccc-ddddeeeeffff',
    expected: 'aaknaCGCYJ4yqzuf1UKGqAWUfdcilJtm5nc/ZCudR9k=',
  },
  {
    request: {
      method: 'POST',
      uri: 'https://www.example.com/webhook_uri',
      body: "{'example_field':'example_value'}",
      timestampMs: 1693657560000,
    },
    secret: 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy',
    expected: 'K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y=',
  },
])('signs v3 as published: $request.method $request.uri', ({ request, secret, expected }) => {
  expect(signV3(secret, request)).toBe(expected);
});

it('decodes the twelve listed escapes and no others before signing v3', () => {
  const sign = (uri: string): string => signV3('secret', { method: 'GET', uri, body: '', timestampMs: 1 });
  const encoded = 'https://a.example/p?x=%3A%2F%3F%40%21%24%27%28%29%2A%2C%3B';

  expect(sign(encoded)).toBe(sign("https://a.example/p?x=:/?@!$'()*,;"));
  expect(sign('https://a.example/p?x=a%40b')).toBe(sign('https://a.example/p?x=a@b'));
  for (const kept of ['%20', '%26', '%3D', '%2B', '%23', '%C3%A9']) {
    expect(sign(`https://a.example/p?x=${kept}`)).not.toBe(
      sign(`https://a.example/p?x=${decodeURIComponent(kept)}`),
    );
  }
  expect(sign('https://a.example/p#part')).toBe(sign('https://a.example/p'));
});

it('signs v1 over secret and body, v2 over secret, method, address and body', () => {
  const body = '[{"eventId":1}]';

  expect(signV1('s', body)).toMatch(/^[0-9a-f]{64}$/);
  expect(signV1('s', body)).not.toBe(signV1('t', body));
  expect(signV2('s', { method: 'POST', uri: 'https://a.example/', body: '' })).toBe(
    signV1('s', 'POSThttps://a.example/'),
  );
});

it('sends v1 and v3 side by side', () => {
  const headers = buildSignatureHeaders(
    's',
    { method: 'POST', uri: 'https://a.example/', body: '', timestampMs: 5 },
    ['v1', 'v3'],
  );

  expect(Object.keys(headers).sort()).toEqual([
    'X-HubSpot-Request-Timestamp',
    'X-HubSpot-Signature',
    'X-HubSpot-Signature-Version',
    'X-HubSpot-Signature-v3',
  ]);
  expect(headers['X-HubSpot-Request-Timestamp']).toBe('5');
});
