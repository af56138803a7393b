// A signature: by a user whom HubSpot vouches for, over the hash of what was read. Neither the command line nor the admin
// token signs (5a.10).
import { err, ok, type Result } from '#domain/result.ts';
import { contentHash } from './content-hash.ts';
import { findSigner, roleName } from './signer.ts';
import {
  type Book,
  type Caller,
  noSuchVersion,
  refusal,
  SIDES,
  type Side,
  type Step,
  type VersionRecord,
  type VersionRefusal,
} from './version.ts';
import type { VersionDeps, VersionKey } from './version-store.ts';

export interface SignWish {
  /** What the signer has read: the hash that the version showed. */
  readonly contentHash: string;
  readonly side: Side | null;
  readonly caller: Caller;
}

export interface Signed {
  readonly version: number;
  readonly side: Side;
  /** Both sides have signed. */
  readonly complete: boolean;
}

export async function signVersion(
  { store }: VersionDeps,
  key: VersionKey & { readonly version: number },
  wish: SignWish,
): Promise<Result<Signed, VersionRefusal>> {
  const { caller } = wish;
  if (caller.kind === 'admin') return err(notAUser());
  const outcome = await store.change(key, (book) => planSignature(book, { ...wish, caller }), caller.by);
  if (!outcome.ok) return outcome;
  const { change } = outcome.value;
  if (change.kind !== 'sign') throw new Error('a signature became another step');
  return ok({ version: change.version, side: change.signature.side, complete: change.complete });
}

/** The rules alone. Exported for its tests. */
export function planSignature(
  book: Book,
  wish: SignWish & { readonly caller: Extract<Caller, { kind: 'user' }> },
): Result<Step, VersionRefusal> {
  const { target } = book;
  if (target === null) return err(noSuchVersion(null));
  if (target.status !== 'proposed') return err(notOpen(target));
  const content = checkContent(target, wish.contentHash);
  if (content !== null) return err(content);
  const signer = findSigner(book, target, { user: wish.caller, side: wish.side });
  if (!signer.ok) return signer;
  const { side, position } = signer.value;
  const signature = {
    side,
    position,
    userId: wish.caller.userId,
    contentHash: target.contentHash,
    signedAt: book.now,
  };
  if (validSides(target).includes(side)) return err(alreadySigned(side));
  const sides = new Set([...validSides(target), side]);
  const complete = SIDES.every((one) => sides.has(one));
  return ok({
    change: { kind: 'sign', version: target.version, signature, complete },
    action: 'agreement: signed',
    role: roleName(signer.value),
    before: { version: target.version, status: target.status },
    after: {
      agreementId: book.agreementId,
      version: target.version,
      status: complete ? 'signed' : 'proposed',
      side,
      userId: wish.caller.userId,
      contentHash: target.contentHash,
    },
  });
}

/** A signature over other content than the version's is void. */
export function validSides(version: VersionRecord): readonly Side[] {
  return version.signatures
    .filter((signature) => signature.contentHash === version.contentHash)
    .map(({ side }) => side);
}

export function isSignedByBoth(version: VersionRecord): boolean {
  const sides = validSides(version);
  const users = new Set(version.signatures.map(({ userId }) => userId));
  return SIDES.every((side) => sides.includes(side)) && users.size >= SIDES.length;
}

function checkContent(target: VersionRecord, read: string): VersionRefusal | null {
  if (contentHash(target) !== target.contentHash) return tampered(target);
  if (read === target.contentHash) return null;
  return refusal('conflict', 'CONTENT_CHANGED');
}

export function tampered(version: Pick<VersionRecord, 'version' | 'agreementId'>): VersionRefusal {
  return refusal('conflict', 'AGREEMENT_TAMPERED', {
    version: version.version,
    agreementId: version.agreementId,
  });
}

function notAUser(): VersionRefusal {
  return refusal('forbidden', 'NOT_A_HUBSPOT_USER');
}

function notOpen({ version, status }: VersionRecord): VersionRefusal {
  return refusal('conflict', 'NOT_PROPOSED', { version, status });
}

function alreadySigned(side: Side): VersionRefusal {
  return refusal('conflict', 'ALREADY_SIGNED', { side });
}
