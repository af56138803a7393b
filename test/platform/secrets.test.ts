import { randomBytes } from 'node:crypto';
import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSecretBox, type EncryptionKey, parseEncryptionKeys } from '#platform/secrets.ts';

const OLD: EncryptionKey = { id: 'k1', key: randomBytes(32) };
const NEW: EncryptionKey = { id: 'k2', key: randomBytes(32) };
const box = createSecretBox([OLD]);

describe('a secret box', () => {
  it('opens what it sealed, for any text and owner', () => {
    assert(
      property(string({ unit: 'binary' }), string(), (plain, owner) => {
        expect(box.open(box.seal(plain, owner), owner)).toBe(plain);
      }),
    );
  });

  it('never gives the same text twice, and says which key it took', () => {
    const first = box.seal('token', '4711');

    expect(first).toMatch(/^v1\.k1\.[\w+/=]{16}\.[\w+/=]+$/);
    expect(box.seal('token', '4711')).not.toBe(first);
    expect(first).not.toContain('token');
  });

  it('refuses another portal’s secret', () => {
    const sealed = box.seal('token', '4711');

    expect(() => box.open(sealed, '4712')).toThrow(
      expect.objectContaining({ code: 'secret_broken', retryable: false }),
    );
  });

  it('refuses a secret in which any one byte was changed', () => {
    const sealed = box.seal('token', '4711');
    const [version, id, nonce, text] = sealed.split('.') as [string, string, string, string];

    for (const part of [nonce, text]) {
      const bytes = Buffer.from(part, 'base64');
      for (let i = 0; i < bytes.length; i += 1) {
        const changed = Buffer.from(bytes);
        changed[i] = changed[i]! ^ 1;
        const other = changed.toString('base64');
        const altered = part === nonce ? [version, id, other, text] : [version, id, nonce, other];
        expect(() => box.open(altered.join('.'), '4711')).toThrow(
          expect.objectContaining({ code: 'secret_broken' }),
        );
      }
    }
  });

  it.each(['', 'v1', 'v1.k1', 'v1.k1..', 'v1.k1.AAAA.AAAA', 'v2.k1.AAAA.AAAA', 'v1.k1.a.b.c', 'plain text'])(
    'refuses %j, which is no sealed secret',
    (sealed) => {
      expect(() => box.open(sealed, '4711')).toThrow(expect.objectContaining({ code: 'secret_broken' }));
    },
  );

  it('refuses a shortened tag', () => {
    const parts = box.seal('token', '4711').split('.');
    const short = Buffer.from(parts[3]!, 'base64').subarray(0, -1).toString('base64');

    expect(() => box.open([parts[0], parts[1], parts[2], short].join('.'), '4711')).toThrow(
      expect.objectContaining({ code: 'secret_broken' }),
    );
  });

  it('opens old secrets after a rotation, and seals with the first key', () => {
    const sealed = box.seal('token', '4711');
    const rotated = createSecretBox([NEW, OLD]);

    expect(rotated.open(sealed, '4711')).toBe('token');
    expect(rotated.seal('token', '4711')).toMatch(/^v1\.k2\./);
  });

  it('names the key that is missing, and nothing else', () => {
    const sealed = box.seal('token', '4711');

    expect(() => createSecretBox([NEW]).open(sealed, '4711')).toThrow(
      expect.objectContaining({ code: 'secret_unknown_key', data: { keyId: 'k1' } }),
    );
  });

  it('does not work without a key', () => {
    expect(() => createSecretBox([])).toThrow(expect.objectContaining({ code: 'secret_no_key' }));
  });
});

describe('parseEncryptionKeys', () => {
  it('reads a list, first key first', () => {
    const text = [NEW, OLD].map(({ id, key }) => `${id}:${key.toString('base64')}`).join(', ');

    expect(parseEncryptionKeys(text)).toEqual({ ok: true, value: [NEW, OLD] });
  });

  it('says what is wrong with each entry without repeating a key', () => {
    const secret = randomBytes(31).toString('base64');

    const result = parseEncryptionKeys(
      `${secret},short:${secret},k1:${OLD.key.toString('base64')},k1:${NEW.key.toString('base64')}`,
    );

    expect(result).toEqual({
      ok: false,
      error: [
        expect.stringMatching(/^key 1 has no id; write id:base64key/),
        'key 2 ("short") is 31 bytes, 32 are needed: openssl rand -base64 32',
        'the id "k1" is used twice',
      ],
    });
    expect(JSON.stringify(result)).not.toContain(secret);
  });

  it.each(['', ':', 'k1:', 'k1', 'k 1:AAAA'])('refuses %j', (text) => {
    expect(parseEncryptionKeys(text).ok).toBe(false);
  });
});
