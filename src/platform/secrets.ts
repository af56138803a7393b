// Encryption of what must not stand in the database in clear: AES-256-GCM, the key's id beside the text so that keys can
// be rotated, the owner as additional data so that a row copied to another portal does not open.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { err, ok, type Result } from '#domain/result.ts';
import { AppError } from './errors.ts';

export interface EncryptionKey {
  readonly id: string;
  readonly key: Buffer;
}

export interface SecretBox {
  /** The id of the key that seals. */
  readonly sealsWith: string;
  /** `aad` names the owner (the portal id); the same must be given to open it. */
  seal(plain: string, aad: string): string;
  /** Throws `AppError`: `secret_unknown_key` (a key was taken away too early) or `secret_broken` (altered, or another's). */
  open(sealed: string, aad: string): string;
  /** False: sealed with an older key; seal it anew, and that key may be taken away. */
  isCurrent(sealed: string): boolean;
  /** Null where `open` would throw. */
  tryOpen(sealed: string, aad: string): string | null;
}

const VERSION = 'v1';
const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
/** 96 bits, the size GCM is made for; random ones stay unique far beyond the number of tokens here. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_ID = /^[A-Za-z0-9_-]{1,32}$/;

/** The first key encrypts, all decrypt. */
export function createSecretBox(keys: readonly EncryptionKey[]): SecretBox {
  const [first] = keys;
  if (first === undefined)
    throw new AppError('No encryption key was given.', { code: 'secret_no_key', retryable: false });
  const byId = new Map(keys.map(({ id, key }) => [id, key]));
  return {
    sealsWith: first.id,
    seal: (plain, aad) => seal(first, plain, aad),
    open: (sealed, aad) => open(byId, sealed, aad),
    isCurrent: (sealed) => sealed.split('.')[1] === first.id,
    tryOpen: (sealed, aad) => tryOpen(byId, sealed, aad),
  };
}

/** The id of the key that sealed a text; '' when it was not sealed here. */
export function keyIdOf(sealed: string): string {
  const [version, id = ''] = sealed.split('.');
  return version === VERSION ? id : '';
}

function tryOpen(keys: ReadonlyMap<string, Buffer>, sealed: string, aad: string): string | null {
  try {
    return open(keys, sealed, aad);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

function seal({ id, key }: EncryptionKey, plain: string, aad: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(aad));
  const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return [VERSION, id, nonce.toString('base64'), text.toString('base64')].join('.');
}

function open(keys: ReadonlyMap<string, Buffer>, sealed: string, aad: string): string {
  const [version, id = '', nonce = '', text = '', ...rest] = sealed.split('.');
  const bytes = Buffer.from(text, 'base64');
  if (version !== VERSION || rest.length > 0 || bytes.length < TAG_BYTES) throw broken();
  const key = keys.get(id);
  if (key === undefined) {
    throw new AppError('A stored secret was sealed with a key that ENCRYPTION_KEYS no longer holds.', {
      code: 'secret_unknown_key',
      retryable: false,
      data: { keyId: KEY_ID.test(id) ? id : 'malformed' },
    });
  }
  try {
    const decipher = createDecipheriv(CIPHER, key, Buffer.from(nonce, 'base64'), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(aad)).setAuthTag(bytes.subarray(-TAG_BYTES));
    return decipher.update(bytes.subarray(0, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    // The cause is left out on purpose: it says nothing more, and this error may reach a log.
    throw broken();
  }
}

function broken(): AppError {
  return new AppError('A stored secret was altered, or belongs to somebody else.', {
    code: 'secret_broken',
    retryable: false,
  });
}

/** Reads `id:base64key,id:base64key`. Each problem is one line that names the entry by place, never by content. */
export function parseEncryptionKeys(text: string): Result<readonly EncryptionKey[], readonly string[]> {
  const parsed = text.split(',').map((entry, index) => parseKey(entry.trim(), index + 1));
  const problems = parsed.flatMap((result) => (result.ok ? [] : [result.error]));
  const keys = parsed.flatMap((result) => (result.ok ? [result.value] : []));
  const ids = keys.map(({ id }) => id);
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  const all = [...problems, ...new Set(twice.map((id) => `the id "${id}" is used twice`))];
  return all.length === 0 ? ok(keys) : err(all);
}

function parseKey(entry: string, place: number): Result<EncryptionKey, string> {
  const colon = entry.indexOf(':');
  const id = entry.slice(0, Math.max(colon, 0));
  if (!KEY_ID.test(id)) return err(`key ${place} has no id; write id:base64key, e.g. k1:${'A'.repeat(43)}=`);
  const key = Buffer.from(entry.slice(colon + 1), 'base64');
  if (key.length !== KEY_BYTES) {
    return err(
      `key ${place} ("${id}") is ${key.length} bytes, ${KEY_BYTES} are needed: openssl rand -base64 32`,
    );
  }
  return ok({ id, key });
}
