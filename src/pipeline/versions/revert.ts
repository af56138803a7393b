// Taking the version in force back at once (5a.9): one of its signatories is enough, and the other side is told. The admin
// prepares it; only a signatory does it. What the version did to each lead is undone when the lead is next judged.
import { err, ok, type Result } from '#domain/result.ts';
import { holdPortal } from '#pipeline/hold-portal.ts';
import { nextPeriod, roleFor } from './activate.ts';
import { contentHash } from './content-hash.ts';
import { isSignedByBoth, tampered } from './sign.ts';
import { rolesOf } from './signer.ts';
import {
  type Book,
  type Caller,
  noSuchVersion,
  type Period,
  refusal,
  type Side,
  type Step,
  type VersionRecord,
  type VersionRefusal,
} from './version.ts';
import type { VersionDeps, VersionKey } from './version-store.ts';

export interface Reverted {
  readonly version: number;
  /** The version that is in force again, or that would be. */
  readonly to: number;
  readonly state: 'prepared' | 'reverted';
  /** The side that did not confirm, and is to be told. */
  readonly tell: Side | null;
}

export async function revertVersion(
  { store, wake }: VersionDeps,
  key: VersionKey & { readonly version: number },
  caller: Caller,
): Promise<Result<Reverted, VersionRefusal>> {
  const outcome = await holdPortal(store, key.portalId, (lease) =>
    store.change(key, (book) => planRevert(book, caller), caller.by, lease),
  );
  if (!outcome.ok) return outcome;
  await wake(key.portalId);
  const { change } = outcome.value;
  if (change.kind === 'wishRevert')
    return ok({ version: change.version, to: change.to, state: 'prepared', tell: null });
  if (change.kind !== 'revert') throw new Error('a revert became another step');
  return ok({ version: change.version, to: change.to, state: 'reverted', tell: change.record.tell ?? null });
}

/** The rules alone. Exported for its tests. */
export function planRevert(book: Book, caller: Caller): Result<Step, VersionRefusal> {
  const { target, previous } = book;
  if (target === null) return err(noSuchVersion(null));
  const [open] = book.periods;
  if (target.status !== 'active' || open?.version !== target.version) return err(notInForce(target));
  if (open.cause !== 'activate' || previous === null) return err(nothingBefore(target));
  const obstacle = findObstacle(book, previous);
  if (obstacle !== null) return err(obstacle);
  if (caller.kind === 'admin') return ok(prepare(book, { target, previous, caller }));
  const role = roleFor(book, target, caller);
  if (!role.ok) return role;
  return ok(carryOut(book, { target, previous, open, caller, role: role.value }));
}

function prepare(
  book: Book,
  plan: { readonly target: VersionRecord; readonly previous: VersionRecord; readonly caller: Caller },
): Step {
  const { target, previous, caller } = plan;
  const wish = { actor: caller.by.actor, at: book.now, reason: caller.by.reason ?? '' };
  return {
    change: { kind: 'wishRevert', version: target.version, to: previous.version, wish },
    action: 'agreement: revert prepared',
    role: 'admin',
    before: { version: target.version },
    after: { agreementId: book.agreementId, version: target.version, to: previous.version },
  };
}

interface Revert {
  readonly target: VersionRecord;
  readonly previous: VersionRecord;
  readonly open: Period;
  readonly caller: Extract<Caller, { kind: 'user' }>;
  readonly role: string;
}

/** Where nothing was switched since, baseline and regime of before go on, as if the version had never been in force. */
function carryOut(book: Book, { target, previous, open, caller, role }: Revert): Step {
  const isUnswitched = book.portal.regime === open.regime;
  const [person] = rolesOf(target, caller, book);
  const tell: Side = person?.side === 'sales' ? 'marketing' : 'sales';
  const record = { actor: caller.by.actor, at: book.now, reason: caller.by.reason ?? '', tell };
  const period = nextPeriod(book, previous, {
    at: book.now,
    cause: 'revert',
    continuesRegime: isUnswitched ? open.regimeBefore : book.portal.regime,
  });
  return {
    change: {
      kind: 'revert',
      version: target.version,
      to: previous.version,
      period,
      baselineAt: isUnswitched ? open.baselineBefore : book.portal.baselineAt,
      record,
    },
    action: 'agreement: reverted',
    role,
    before: { version: target.version, from: open.from },
    after: { agreementId: book.agreementId, version: previous.version, from: period.from, tell },
  };
}

function findObstacle(book: Book, previous: VersionRecord): VersionRefusal | null {
  if (contentHash(previous) !== previous.contentHash) return tampered(previous);
  if (!book.portal.acts || isSignedByBoth(previous)) return null;
  return refusal('conflict', 'PREVIOUS_UNSIGNED', { version: previous.version });
}

function notInForce({ version, status }: VersionRecord): VersionRefusal {
  return refusal('conflict', 'NOT_IN_FORCE', { version, status });
}

function nothingBefore({ version }: VersionRecord): VersionRefusal {
  return refusal('conflict', 'NOTHING_TO_REVERT_TO', { version });
}
