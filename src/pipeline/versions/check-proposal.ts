// The one place where a document is checked against the portal that is to run it: what its properties hold, which
// lifecycle stages it has in which order, and what its other agreements read and write. Properties and stages are read from
// HubSpot each time, so that the compiled conditions carry HubSpot's types.
import { type ParsedAgreement, parseAgreement } from '#agreement/parse.ts';
import { type PropertyTypes, STANDARD_TYPES } from '#agreement/property-types.ts';
import { err, ok, type Result } from '#domain/result.ts';
import { AppError } from '#platform/errors.ts';
import { refusal, type VersionRefusal } from './version.ts';
import type { VersionDeps } from './version-store.ts';

export interface Proposal {
  readonly portalId: string;
  readonly agreementId: string;
  readonly version: number;
  readonly document: string;
  readonly language?: 'en' | 'fr';
}

export type CheckDeps = Pick<VersionDeps, 'store' | 'readPropertyTypes'>;

/** Without an answer of HubSpot nothing is frozen: both sides would sign conditions that run otherwise there. */
export async function checkProposal(
  deps: CheckDeps,
  proposal: Proposal,
): Promise<Result<ParsedAgreement, VersionRefusal>> {
  const types = await readTypes(deps, proposal.portalId);
  if (!types.ok) return err(portalNotRead(types.error));
  const parsed = await parseFor(deps, proposal, types.value);
  if (!parsed.ok) return err(hasProblems(parsed.error));
  return checkSigners(parsed.value);
}

/** Kept whatever is wrong; `types` false: HubSpot could not be asked, so they were left unchecked. */
export async function checkDraft(
  deps: CheckDeps,
  proposal: Proposal,
): Promise<{ readonly parsed: ReturnType<typeof parseAgreement>; readonly typesChecked: boolean }> {
  const types = await readTypes(deps, proposal.portalId);
  const parsed = await parseFor(deps, proposal, types.ok ? types.value : null);
  return { parsed, typesChecked: types.ok };
}

async function readTypes(deps: CheckDeps, portalId: string): Promise<Result<PropertyTypes, AppError>> {
  try {
    return ok(await deps.readPropertyTypes(portalId));
  } catch (error) {
    if (error instanceof AppError) return err(error);
    throw error;
  }
}

/** The stages come with the types; the order that the last turn read serves where HubSpot is away. */
async function parseFor({ store }: CheckDeps, proposal: Proposal, types: PropertyTypes | null) {
  const { portalId, agreementId, version, document, language } = proposal;
  const year = Number((await store.readNow()).slice(0, 4));
  const known = types?.contact['lifecyclestage']?.options;
  return parseAgreement(document, {
    id: agreementId,
    version,
    year,
    portalStages: known ?? (await store.readPortalStages(portalId)),
    others: await store.readOthersAhead({ portalId, agreementId }),
    propertyTypes: types ?? { ...STANDARD_TYPES, isPending: true },
    ...(language === undefined ? {} : { language }),
  });
}

/** Both sides are to be two people, or one would agree with himself (R02). */
function checkSigners(parsed: ParsedAgreement): Result<ParsedAgreement, VersionRefusal> {
  const { marketing, sales } = parsed.document.signatories;
  if (marketing.email.toLowerCase() !== sales.email.toLowerCase()) return ok(parsed);
  return err(refusal('problems', 'ONE_SIGNATORY'));
}

export function hasProblems(problems: readonly unknown[]): VersionRefusal {
  return {
    ...refusal('problems', 'AGREEMENT_PROBLEMS', { count: problems.length }),
    details: { problems },
  };
}

function portalNotRead({ code, retryable }: AppError): VersionRefusal {
  return refusal('unavailable', 'PORTAL_NOT_READ', { code, wait: retryable ? 1 : 0 });
}
