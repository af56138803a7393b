// The one place where a document is checked before it is proposed: by itself, and against the portal that is to run it.
// What needs the portal (stage values, property types) is read here and passed on.
import { type ParsedAgreement, parseAgreement } from '#agreement/parse.ts';
import { err, ok, type Result } from '#domain/result.ts';
import { refusal, type VersionRefusal } from './version.ts';
import type { VersionStore } from './version-store.ts';

export interface Proposal {
  readonly portalId: string;
  readonly agreementId: string;
  readonly version: number;
  readonly document: string;
  readonly language?: 'en' | 'fr';
}

export async function checkProposal(
  store: Pick<VersionStore, 'readNow' | 'readPortalStages'>,
  proposal: Proposal,
): Promise<Result<ParsedAgreement, VersionRefusal>> {
  const { agreementId, version, document } = proposal;
  const year = Number((await store.readNow()).slice(0, 4));
  const portalStages = await store.readPortalStages(proposal.portalId);
  const language = proposal.language === undefined ? {} : { language: proposal.language };
  const parsed = parseAgreement(document, { id: agreementId, version, year, portalStages, ...language });
  if (!parsed.ok) return err(hasProblems(parsed.error));
  return checkSigners(parsed.value);
}

/** Both sides are to be two people, or one would agree with himself (R02). */
function checkSigners(parsed: ParsedAgreement): Result<ParsedAgreement, VersionRefusal> {
  const { marketing, sales } = parsed.document.signatories;
  if (marketing.email.toLowerCase() !== sales.email.toLowerCase()) return ok(parsed);
  return err(
    refusal('problems', 'ONE_SIGNATORY', {
      message: 'Marketing and sales name the same signatory.',
      fix: 'Name two people under signatories: an agreement needs two sides.',
    }),
  );
}

function hasProblems(problems: readonly unknown[]): VersionRefusal {
  return refusal('problems', 'AGREEMENT_PROBLEMS', {
    message: `The agreement was not proposed: ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}.`,
    fix: 'Mend each one in the draft, upload it again and propose it.',
    details: { problems },
  });
}
