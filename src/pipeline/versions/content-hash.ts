// What a version is, as one hash chained to the version before: change one weight, one signatory or one letter and it is
// another (10.8). Names and e-mail addresses are covered through salted hashes, so that they can be erased.
import { createHash } from 'node:crypto';
import { canonicalJson } from '#domain/canonical.ts';
import type { Signatory, VersionRecord } from './version.ts';

/** Of versions proposed by this release. Scheme 1, of earlier ones, covers document and compiled form only. */
export const HASH_SCHEME = 2;

export type Content = Pick<
  VersionRecord,
  'hashScheme' | 'previousHash' | 'document' | 'compiled' | 'language' | 'startsAt' | 'signatories'
>;

export function contentHash(content: Content): string {
  const { previousHash, document, compiled, language, startsAt, signatories } = content;
  if (content.hashScheme === 1) return chainHash([previousHash, document, compiled]);
  return chainHash([
    'accord version',
    previousHash,
    withoutNames(document, signatories),
    compiled,
    language,
    startsAt ?? '',
    canonicalJson(signatories.map(publicPart)),
  ]);
}

export function signatoryHash(
  salt: string,
  person: { readonly name: string; readonly email: string },
): string {
  return chainHash([salt, person.name, person.email.toLowerCase()]);
}

/** Chains a period to the one before, so that no version can be slipped into the past. */
export function periodSeal(parts: {
  readonly previousSeal: string;
  readonly version: number;
  readonly contentHash: string;
  readonly from: string;
}): string {
  return chainHash([parts.previousSeal, String(parts.version), parts.contentHash, parts.from]);
}

/** The same whatever number the version has: what a preview and an activation are matched by. */
export function previewHash(compiled: string): string {
  // Written by compileAgreement.
  const { version: _version, ...rest } = JSON.parse(compiled) as Readonly<Record<string, unknown>>;
  return chainHash(['preview', canonicalJson(rest)]);
}

/**
 * The document with each signatory's name and e-mail replaced by a stand-in made of the hash. It is the same before and
 * after an erasure, which stores it in place of the document.
 */
export function withoutNames(document: string, signatories: readonly Signatory[]): string {
  // An erasure of one has replaced them all, so that the order in which people are erased makes no difference.
  if (signatories.some(({ email }) => email === null)) return document;
  let text = document;
  // Longest first: one name may be part of another.
  const spans = signatories
    .flatMap(({ hash, name, email }) => [
      [name, `name-${hash.slice(0, 16)}`] as const,
      [email, `mail-${hash.slice(0, 16)}@erased.invalid`] as const,
    ])
    .flatMap(([value, standIn]) => (value === null || value === '' ? [] : [{ value, standIn }]))
    .toSorted((a, b) => b.value.length - a.value.length || (a.value < b.value ? -1 : 1));
  for (const { value, standIn } of spans) text = replaceAllOf(text, value, standIn);
  return text;
}

/** E-mail addresses are compared in lower case, and so they are found. */
function replaceAllOf(text: string, value: string, standIn: string): string {
  const pattern = value.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return text.replaceAll(new RegExp(pattern, value.includes('@') ? 'gi' : 'g'), () => standIn);
}

function publicPart({ position, side, delegate, fromDay, untilDay, hash }: Signatory): unknown {
  return { position, side, delegate, fromDay, untilDay, hash };
}

/** Each part is hashed first, so that no text can move from one part into the next. */
function chainHash(parts: readonly string[]): string {
  const hashes = parts.map((part) => createHash('sha256').update(part).digest('hex'));
  return createHash('sha256').update(hashes.join('\n')).digest('hex');
}
