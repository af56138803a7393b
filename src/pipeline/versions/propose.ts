// Proposing freezes a draft: checked, compiled, hashed over its predecessor. From here on nothing about it changes; what
// is to be different is a new draft.
import { randomBytes } from 'node:crypto';
import { COMPILED_SHAPE } from '#agreement/compile.ts';
import type { AgreementDocument } from '#agreement/schema.ts';
import { canonicalJson } from '#domain/canonical.ts';
import { err, ok, type Result } from '#domain/result.ts';
import { checkProposal } from './check-proposal.ts';
import { contentHash, HASH_SCHEME, signatoryHash } from './content-hash.ts';
import {
  type Book,
  type Caller,
  noSuchVersion,
  refusal,
  type Signatory,
  type Step,
  type VersionRefusal,
} from './version.ts';
import type { VersionDeps, VersionKey } from './version-store.ts';

export interface Proposed {
  readonly version: number;
  readonly contentHash: string;
}

export async function proposeVersion(
  deps: VersionDeps,
  key: VersionKey & { readonly version: number },
  wish: { readonly startsAt: string | null; readonly caller: Caller; readonly language?: 'en' | 'fr' },
): Promise<Result<Proposed, VersionRefusal>> {
  const { store } = deps;
  const draft = await store.readVersion(key);
  if (draft === null) return err(noSuchVersion(key.version));
  if (draft.status !== 'draft') return err(notADraft(key.version, draft.status));
  const language = wish.language === undefined ? {} : { language: wish.language };
  const checked = await checkProposal(deps, { ...key, document: draft.document, ...language });
  if (!checked.ok) return checked;
  const { agreement, document } = checked.value;
  const frozen = {
    language: agreement.language,
    document: draft.document,
    compiled: canonicalJson(agreement),
    signatories: listSignatories(document.signatories),
    startsAt: wish.startsAt,
  };
  const outcome = await store.change(key, (book) => planProposal(book, frozen, wish.caller), wish.caller.by);
  if (!outcome.ok) return outcome;
  const { change } = outcome.value;
  return ok({ version: change.version, contentHash: change.kind === 'propose' ? change.contentHash : '' });
}

/** A template or a document that is put in force without signatures, while nothing is written (5a.1). */
export function freeze(
  parsed: { readonly document: AgreementDocument; readonly compiled: string; readonly text: string },
  previousHash: string,
): { readonly contentHash: string; readonly signatories: readonly Signatory[] } {
  const signatories = listSignatories(parsed.document.signatories);
  const hash = contentHash({
    hashScheme: HASH_SCHEME,
    previousHash,
    document: parsed.text,
    compiled: parsed.compiled,
    language: parsed.document.language,
    startsAt: null,
    signatories,
  });
  return { contentHash: hash, signatories };
}

interface Frozen {
  readonly language: 'en' | 'fr';
  readonly document: string;
  readonly compiled: string;
  readonly signatories: readonly Signatory[];
  readonly startsAt: string | null;
}

function planProposal(book: Book, frozen: Frozen, caller: Caller): Result<Step, VersionRefusal> {
  const { target } = book;
  if (target === null) return err(noSuchVersion(null));
  if (target.status !== 'draft') return err(notADraft(target.version, target.status));
  if (target.document !== frozen.document) return err(changedMeanwhile());
  const open = book.versions.find(({ status }) => status === 'proposed');
  if (open !== undefined) return err(alreadyOpen(open.version));
  if (frozen.startsAt !== null && frozen.startsAt < book.now) return err(startsInThePast(frozen.startsAt));
  const hash = contentHash({ ...frozen, hashScheme: HASH_SCHEME, previousHash: target.previousHash });
  const { document: _document, ...kept } = frozen;
  return ok({
    change: { kind: 'propose', version: target.version, contentHash: hash, shape: COMPILED_SHAPE, ...kept },
    action: 'agreement: proposed',
    role: caller.kind,
    before: { version: target.version, status: 'draft' },
    after: { agreementId: book.agreementId, version: target.version, status: 'proposed', contentHash: hash },
  });
}

type Person = Pick<Signatory, 'side' | 'delegate' | 'fromDay' | 'untilDay'> & {
  readonly name: string;
  readonly email: string;
};

/** Whom a document names: marketing, sales, then the delegates in their order. */
export function namedPeople(named: AgreementDocument['signatories']): readonly Person[] {
  const heads = (['marketing', 'sales'] as const).map((side) => ({
    side,
    ...named[side],
    delegate: false,
    fromDay: null,
    untilDay: null,
  }));
  const delegates = (named.delegates ?? []).map(({ for: side, name, email, from, until }) => ({
    side,
    name,
    email,
    delegate: true,
    fromDay: from,
    untilDay: until,
  }));
  return [...heads, ...delegates];
}

function listSignatories(named: AgreementDocument['signatories']): Signatory[] {
  return namedPeople(named).map((person, position) => {
    const salt = randomBytes(16).toString('hex');
    return { ...person, position, salt, hash: signatoryHash(salt, person) };
  });
}

function notADraft(version: number, status: string): VersionRefusal {
  return refusal('conflict', 'NOT_A_DRAFT', { version, status });
}

function changedMeanwhile(): VersionRefusal {
  return refusal('conflict', 'DRAFT_CHANGED');
}

function alreadyOpen(version: number): VersionRefusal {
  return refusal('conflict', 'ALREADY_PROPOSED', { version });
}

function startsInThePast(startsAt: string): VersionRefusal {
  return refusal('conflict', 'STARTS_IN_THE_PAST', { startsAt });
}
