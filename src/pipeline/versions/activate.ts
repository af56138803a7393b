// A signed version comes into force, now or at a later date; its predecessor is superseded. And how a proposal ends that
// is not wanted any more.
import { err, ok, type Result } from '#domain/result.ts';
import { holdPortal } from '#pipeline/hold-portal.ts';
import { contentHash, periodSeal, previewHash } from './content-hash.ts';
import { describeRefusal } from './refusals.ts';
import { isSignedByBoth, tampered } from './sign.ts';
import { checkUser, roleName, rolesOf } from './signer.ts';
import {
  type Book,
  type Caller,
  type NewPeriod,
  noSuchVersion,
  refusal,
  type Step,
  type VersionRecord,
  type VersionRefusal,
} from './version.ts';
import type { VersionDeps, VersionKey } from './version-store.ts';

export interface ActivationWish {
  /** Null: now, or at the start that the version names. */
  readonly from: string | null;
  /** The preview's token, where more leads would change than the blast limit allows (5a.9). */
  readonly confirm: string | null;
  readonly caller: Caller;
}

export interface Activated {
  readonly version: number;
  readonly status: 'active' | 'signed';
  readonly from: string;
}

/** A preview is out of date after a day: the leads it judged have moved on. */
const PREVIEW_KEPT_MS = 86_400_000;

/** No turn of the portal is at work meanwhile: none goes on judging under the version before. */
export async function activateVersion(
  { store, wake }: VersionDeps,
  key: VersionKey & { readonly version: number },
  wish: ActivationWish,
): Promise<Result<Activated, VersionRefusal>> {
  const outcome = await holdPortal(store, key.portalId, (lease) =>
    store.change(key, (book) => planActivation(book, wish), wish.caller.by, lease),
  );
  if (!outcome.ok) return outcome;
  await wake(key.portalId);
  const { change } = outcome.value;
  if (change.kind === 'schedule') return ok({ version: change.version, status: 'signed', from: change.at });
  if (change.kind === 'activate')
    return ok({ version: change.version, status: 'active', from: change.period.from });
  throw new Error('an activation became another step');
}

/** The rules alone. Exported for its tests. */
export function planActivation(book: Book, wish: ActivationWish): Result<Step, VersionRefusal> {
  const { target } = book;
  if (target === null) return err(noSuchVersion(null));
  const role = roleFor(book, target, wish.caller);
  if (!role.ok) return role;
  const problem = findObstacle(book, target) ?? checkBlast(book, target, wish.confirm);
  if (problem !== null) return err(problem);
  const from = wish.from ?? target.startsAt ?? book.now;
  if (target.startsAt !== null && from < target.startsAt) return err(tooEarly(target.startsAt));
  return from > book.now
    ? ok(schedule(book, target, { at: from, role: role.value }))
    : ok(activation(book, target, { at: book.now, role: role.value }));
}

/** A scheduled version whose time has come; workers ask. It was confirmed when it was scheduled. */
export function planDueActivation(book: Book): Result<Step, VersionRefusal> {
  const { target } = book;
  if (target === null || target.activatesAt === null) return err(noSuchVersion(target?.version ?? null));
  const problem = findObstacle(book, target);
  return problem === null
    ? ok(activation(book, target, { at: target.activatesAt, role: 'worker' }))
    : err(problem);
}

/** Takes back that it comes into force by itself, with the reason in the audit trail. */
export function planUnschedule(book: Book, why: VersionRefusal): Result<Step, VersionRefusal> {
  if (book.target === null) return err(noSuchVersion(null));
  const { version } = book.target;
  const { message } = describeRefusal(why, book.portal.language);
  return ok({
    change: { kind: 'unschedule', version },
    action: 'agreement: activation refused',
    role: 'worker',
    before: { version, activatesAt: book.target.activatesAt },
    after: { agreementId: book.agreementId, version, code: why.code, message },
  });
}

export async function withdrawVersion(
  { store }: VersionDeps,
  key: VersionKey & { readonly version: number },
  caller: Caller,
): Promise<Result<{ readonly version: number }, VersionRefusal>> {
  const outcome = await store.change(key, (book) => planWithdrawal(book, caller), caller.by);
  return outcome.ok ? ok({ version: key.version }) : outcome;
}

function planWithdrawal(book: Book, caller: Caller): Result<Step, VersionRefusal> {
  const { target } = book;
  if (target === null) return err(noSuchVersion(null));
  const role = roleFor(book, target, caller);
  if (!role.ok) return role;
  if (target.status !== 'proposed' && target.status !== 'signed') return err(notOpen(target));
  return ok({
    change: { kind: 'withdraw', version: target.version },
    action: 'agreement: withdrawn',
    role: role.value,
    before: { version: target.version, status: target.status, signatures: target.signatures.length },
    after: { agreementId: book.agreementId, version: target.version, status: 'withdrawn' },
  });
}

/** The admin, or whom the version names. */
export function roleFor(book: Book, version: VersionRecord, caller: Caller): Result<string, VersionRefusal> {
  if (caller.kind === 'admin') return ok('admin');
  const mismatch = checkUser(book, caller);
  if (mismatch !== null) return err(mismatch);
  const [person] = rolesOf(version, caller, book);
  if (person !== undefined) return ok(roleName(person));
  return err(refusal('forbidden', 'NOT_A_SIGNATORY', { version: version.version, act: 'decide' }));
}

function findObstacle(book: Book, target: VersionRecord): VersionRefusal | null {
  if (target.status !== 'signed') return notSigned(target);
  if (contentHash(target) !== target.contentHash) return tampered(target);
  if (!isSignedByBoth(target)) return signaturesVoid(target);
  if (book.inForce !== null && book.inForce.version > target.version) return overtaken(target, book.inForce);
  return null;
}

/** Asks twice where many leads would move. Without a preview nobody knows how many (5a.9). */
function checkBlast(book: Book, target: VersionRecord, confirm: string | null): VersionRefusal | null {
  const hash = previewHash(target.compiled);
  const preview = book.previews.find(
    (one) => one.previewHash === hash && one.against === (book.inForce?.version ?? null),
  );
  const isFresh = preview !== undefined && Date.parse(book.now) - Date.parse(preview.at) <= PREVIEW_KEPT_MS;
  if (!isFresh) return needsPreview(target);
  const limit = preview.blastLimit;
  if (preview.changed * 1_000_000 <= preview.inScope * limit || confirm === preview.token) return null;
  const { changed, inScope } = preview;
  return {
    ...refusal('conflict', 'BLAST_LIMIT', { changed, inScope, percent: limit / 10_000 }),
    details: { changed, inScope, blastLimit: limit / 1_000_000 },
  };
}

function schedule(
  book: Book,
  target: VersionRecord,
  plan: { readonly at: string; readonly role: string },
): Step {
  return {
    change: { kind: 'schedule', version: target.version, at: plan.at },
    action: 'agreement: activation scheduled',
    role: plan.role,
    before: { version: target.version, activatesAt: target.activatesAt },
    after: { agreementId: book.agreementId, version: target.version, activatesAt: plan.at },
  };
}

function activation(
  book: Book,
  target: VersionRecord,
  plan: { readonly at: string; readonly role: string },
): Step {
  const period = nextPeriod(book, target, { at: plan.at, cause: 'activate' });
  return {
    change: { kind: 'activate', version: target.version, period },
    action: 'agreement: activated',
    role: plan.role,
    before: book.inForce === null ? null : { version: book.inForce.version },
    after: {
      agreementId: book.agreementId,
      version: target.version,
      from: period.from,
      contentHash: target.contentHash,
    },
  };
}

/** Starts when it was to start, but after the last decision under the version before: a past instant keeps its judge. */
export function nextPeriod(
  book: Book,
  version: VersionRecord,
  plan: { readonly at: string; readonly cause: NewPeriod['cause']; readonly continuesRegime?: number },
): NewPeriod {
  const [last] = book.periods;
  const afterLast = new Date(Date.parse(book.portal.lastNow) + 1).toISOString();
  const from = [plan.at, afterLast, last?.from ?? ''].reduce((a, b) => (a > b ? a : b));
  return {
    seq: (last?.seq ?? 0) + 1,
    version: version.version,
    from,
    cause: plan.cause,
    seal: periodSeal({
      previousSeal: last?.seal ?? '',
      version: version.version,
      contentHash: version.contentHash,
      from,
    }),
    continuesRegime: plan.continuesRegime ?? null,
  };
}

function notSigned({ version, status }: VersionRecord): VersionRefusal {
  return refusal('conflict', 'NOT_SIGNED', { version, status });
}

function signaturesVoid({ version }: VersionRecord): VersionRefusal {
  return refusal('conflict', 'SIGNATURES_VOID', { version });
}

function overtaken(target: VersionRecord, inForce: VersionRecord): VersionRefusal {
  return refusal('conflict', 'OVERTAKEN', { version: target.version, inForce: inForce.version });
}

function needsPreview({ version }: VersionRecord): VersionRefusal {
  return refusal('conflict', 'PREVIEW_NEEDED', { version });
}

function tooEarly(startsAt: string): VersionRefusal {
  return refusal('conflict', 'STARTS_LATER', { startsAt });
}

function notOpen({ version, status }: VersionRecord): VersionRefusal {
  return refusal('conflict', 'NOT_OPEN', { version, status });
}
