// What changes between two stored versions, in sentences: what a signer reads before he signs. Only the documents are
// held against each other: a stage or a property that HubSpot has lost since hides no difference.
import { type AgreementChange, diffAgreements } from '#agreement/diff.ts';
import { readDocument } from '#agreement/parse.ts';
import { err, ok, type Result } from '#domain/result.ts';
import { hasProblems } from './check-proposal.ts';
import { noSuchVersion, refusal, type VersionRefusal } from './version.ts';
import type { VersionDeps, VersionKey } from './version-store.ts';

export interface VersionDiff {
  readonly from: number;
  readonly to: number;
  readonly changes: readonly AgreementChange[];
}

/** `against` null: the version in force. */
export async function diffVersions(
  { store }: VersionDeps,
  key: VersionKey & { readonly version: number },
  wish: { readonly against: number | null; readonly language?: 'en' | 'fr' },
): Promise<Result<VersionDiff, VersionRefusal>> {
  const { portalId, agreementId } = key;
  const versions = (await store.listVersions(portalId)).filter((one) => one.agreementId === agreementId);
  const from = wish.against ?? versions.find(({ status }) => status === 'active')?.version;
  if (from === undefined) return err(nothingInForce());
  const before = await parse(store, { ...key, version: from });
  const after = await parse(store, key);
  if (!before.ok) return before;
  if (!after.ok) return after;
  const language = wish.language ?? after.value.language;
  return ok({ from, to: key.version, changes: diffAgreements(before.value, after.value, language) });
}

async function parse(store: VersionDeps['store'], key: VersionKey & { readonly version: number }) {
  const record = await store.readVersion(key);
  if (record === null) return err(noSuchVersion(key.version));
  const read = readDocument(record.document);
  return read.ok ? read : err(hasProblems(read.error));
}

function nothingInForce(): VersionRefusal {
  return refusal('conflict', 'NOTHING_IN_FORCE');
}
