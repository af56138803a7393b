// Whether versions are still what was frozen and signed: the content hash, the chain, the signatures and the periods.
// Asked when a version is loaded for judging, before it is activated, and by `doctor` and the API.
import { AppError } from '#platform/errors.ts';
import { contentHash, periodSeal } from './content-hash.ts';
import { describeRefusal, type FindingCode, type RefusalParams } from './refusals.ts';
import { isSignedByBoth } from './sign.ts';
import type { Period, VersionRecord } from './version.ts';
import type { VersionStore } from './version-store.ts';

const TAMPERED = 'AGREEMENT_TAMPERED';

/** Thrown instead of judging under a version that nobody signed: the portal is parked. */
export class TamperedAgreement extends AppError {
  override readonly name = 'TamperedAgreement';
  constructor(finding: Finding, language: 'en' | 'fr') {
    super(describeFinding(finding, language), { code: TAMPERED, retryable: false });
  }
}

export interface Finding {
  readonly agreementId: string;
  readonly version: number;
  readonly code: FindingCode;
  readonly params: RefusalParams;
}

/** What is wrong and what to do about it. */
export function describeFinding(finding: Finding, language: 'en' | 'fr'): string {
  const { message, fix } = describeRefusal(finding, language);
  return `${message} ${fix}`;
}

/** Null when nothing is wrong. Drafts have nothing to keep yet. */
export function findFault(version: VersionRecord, options: { readonly unsigned: boolean }): Finding | null {
  if (version.status === 'draft') return null;
  if (contentHash(version) !== version.contentHash) return finding('NOT_AS_FROZEN', version);
  // The template of an install is in force unsigned, and so were the versions of earlier releases.
  const needsSignatures = !options.unsigned && ['signed', 'active'].includes(version.status);
  if (needsSignatures && !isSignedByBoth(version)) return finding('NOT_SIGNED_BY_BOTH', version);
  return null;
}

/** Everything the portal has, oldest first; a period that does not follow from its predecessor is named by its version. */
export async function verifyPortal(store: VersionStore, portalId: string): Promise<readonly Finding[]> {
  const periods = await store.listPeriods(portalId);
  const findings: Finding[] = [];
  const hashes = new Map<string, string>();
  for (const { agreementId, version } of await store.listVersions(portalId)) {
    const record = await store.readVersion({ portalId, agreementId, version });
    if (record === null) continue;
    hashes.set(`${agreementId} ${version}`, record.contentHash);
    const fault = findFault(record, { unsigned: isUnsigned(periods, record) });
    if (fault !== null) findings.push(fault);
  }
  return [...findings, ...findBrokenPeriods(periods, hashes)];
}

/** In force by the install, or put in force by a release that knew no signatures. */
function isUnsigned(periods: readonly Period[], version: VersionRecord): boolean {
  return periods.some(
    (period) =>
      period.agreementId === version.agreementId &&
      period.version === version.version &&
      (period.cause === 'install' || period.seal === ''),
  );
}

function findBrokenPeriods(periods: readonly Period[], hashes: ReadonlyMap<string, string>): Finding[] {
  return periods.flatMap((period) => {
    const { agreementId, version, from, seal } = period;
    const before = periods.find((one) => one.agreementId === agreementId && one.seq === period.seq - 1);
    // A period of an earlier release carries no seal.
    if (seal === '') return [];
    const hash = hashes.get(`${agreementId} ${version}`) ?? '';
    const isSealed =
      periodSeal({ previousSeal: before?.seal ?? '', version, contentHash: hash, from }) === seal;
    const isJoined = before === undefined || before.until === from;
    if (isSealed && isJoined) return [];
    return [finding('OTHER_PERIOD', period, { from })];
  });
}

function finding(
  code: FindingCode,
  { agreementId, version }: Pick<Finding, 'agreementId' | 'version'>,
  more: RefusalParams = {},
): Finding {
  return { agreementId, version, code, params: { agreementId, version, ...more } };
}

/** Parks the portal when something is wrong, and takes it out again when it was parked for that and nothing is any more. */
export async function verifyAndPark(store: VersionStore, portalId: string): Promise<readonly Finding[]> {
  const findings = await verifyPortal(store, portalId);
  const [first] = findings;
  const language = (await store.readLanguage(portalId)) ?? 'en';
  const reason = first === undefined ? null : `${TAMPERED}: ${describeFinding(first, language)}`;
  await store.parkForAgreement(portalId, reason);
  return findings;
}
