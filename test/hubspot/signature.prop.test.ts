// Law: whatever is signed, no byte of it may change unseen, except where HubSpot's decoding makes two spellings equal.
import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SignedRequest, verifySignature } from '#hubspot/signature.ts';

/** The decoding written a second time, from HubSpot's table, so that the law does not lean on the code it judges. */
const DECODED: Readonly<Record<string, string>> = {
  '3A': ':',
  '2F': '/',
  '3F': '?',
  '40': '@',
  '21': '!',
  '24': '$',
  '27': "'",
  '28': '(',
  '29': ')',
  '2A': '*',
  '2C': ',',
  '3B': ';',
};

function decodePlainly(url: string): string {
  const [kept = ''] = url.split('#');
  let text = '';
  for (let index = 0; index < kept.length; index += 1) {
    const character =
      kept[index] === '%' ? DECODED[kept.slice(index + 1, index + 3).toUpperCase()] : undefined;
    text += character ?? kept[index];
    if (character !== undefined) index += 2;
  }
  return text;
}

interface Original {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: Buffer;
  readonly timestamp: string;
}

const SECRET = 'a-secret';
const BASE = 'https://accord.example';
const urlText = fc
  .array(fc.constantFrom(...'abz09-_.~/=&+:@%'.split(''), '%3A', '%3a', '%2F', '%40', '%20', '%C3%A9'), {
    maxLength: 20,
  })
  .map((parts) => parts.join(''));
const original: fc.Arbitrary<Original> = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
  path: urlText,
  query: urlText,
  body: fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
  timestamp: fc.integer({ min: 1_000_000_000_000, max: 1_900_000_000_000 }).map(String),
});

function sign(request: Original): string {
  const head = `${request.method}${decodePlainly(urlOf(request))}`;
  return createHmac('sha256', SECRET)
    .update(head)
    .update(request.body)
    .update(request.timestamp)
    .digest('base64');
}

function urlOf(request: Original): string {
  return `${BASE}/${request.path}?${request.query}`;
}

function received(request: Original, signature: string): SignedRequest {
  return {
    method: request.method,
    url: urlOf(request),
    body: request.body,
    headers: { 'x-hubspot-signature-v3': signature, 'x-hubspot-request-timestamp': request.timestamp },
    secrets: [SECRET],
    nowMs: Number(request.timestamp),
    acceptV1: true,
    acceptV2: true,
  };
}

/** Another character in one place; % and hex digits are among them, so that escapes arise and vanish. */
function flipText(text: string, at: number, by: string): string {
  const index = at % text.length;
  return text.slice(0, index) + by + text.slice(index + 1);
}

function flipByte(body: Buffer, at: number, by: number): Buffer {
  const flipped = Buffer.from(body);
  const index = at % body.length;
  flipped[index] = (flipped[index] ?? 0) ^ by;
  return flipped;
}

const character = fc.constantFrom(...'abcdefABCDEF0123456789%:/@#?&='.split(''));

describe('a signed request', () => {
  it('is accepted as it was signed', () => {
    fc.assert(
      fc.property(original, (request) => {
        expect(verifySignature(received(request, sign(request)))).toEqual({
          ok: true,
          value: { version: 'v3' },
        });
      }),
    );
  });

  it.each(['method', 'path', 'query', 'timestamp'] as const)(
    'is refused with one byte of its %s changed',
    (part) => {
      fc.assert(
        fc.property(original, fc.nat(), character, (request, at, by) => {
          fc.pre(request[part].length > 0);
          const changed = { ...request, [part]: flipText(request[part], at, by) };
          fc.pre(changed[part] !== request[part]);
          fc.pre(
            part === 'method' ||
              part === 'timestamp' ||
              decodePlainly(urlOf(changed)) !== decodePlainly(urlOf(request)),
          );

          const result = verifySignature(received(changed, sign(request)));

          expect(result.ok).toBe(false);
        }),
        { numRuns: 500 },
      );
    },
  );

  it('is refused with one byte of its body changed', () => {
    fc.assert(
      fc.property(original, fc.nat(), fc.integer({ min: 1, max: 255 }), (request, at, by) => {
        fc.pre(request.body.length > 0);
        const changed = { ...request, body: flipByte(request.body, at, by) };

        expect(verifySignature(received(changed, sign(request))).ok).toBe(false);
      }),
    );
  });

  it('is accepted in another spelling that HubSpot’s decoding makes equal', () => {
    fc.assert(
      fc.property(original, (request) => {
        const respelled = { ...request, query: request.query.replaceAll(':', '%3a').replaceAll('@', '%40') };

        expect(verifySignature(received(respelled, sign(request))).ok).toBe(true);
      }),
    );
  });
});
