// Uploading a draft: kept whatever is wrong with it, and every problem named, so that two teams can write it over days.
import { noteOnDocument, type ParsedAgreement, type Problem } from '#agreement/parse.ts';
import { ok, type Result } from '#domain/result.ts';
import { checkDraft } from './check-proposal.ts';
import type { Book, Caller, Step, VersionRefusal } from './version.ts';
import type { VersionDeps } from './version-store.ts';

export interface Upload {
  readonly agreementId: string;
  readonly document: string;
  /** Of the sentences in problems. */
  readonly language?: 'en' | 'fr';
}

export interface Uploaded {
  readonly version: number;
  readonly problems: readonly Problem[];
  readonly notes: ParsedAgreement['notes'];
  readonly notYetRun: ParsedAgreement['notYetRun'];
}

/** Replaces the draft; what is proposed stays as it is. Where HubSpot does not answer, a note says what was not checked. */
export async function uploadDraft(
  deps: VersionDeps,
  portalId: string,
  upload: Upload & { readonly caller: Caller },
): Promise<Result<Uploaded, VersionRefusal>> {
  const { agreementId, document, caller } = upload;
  const language = upload.language === undefined ? {} : { language: upload.language };
  const proposal = { portalId, agreementId, version: 1, document, ...language };
  const { parsed, typesChecked } = await checkDraft(deps, proposal);
  const written = parsed.ok ? parsed.value.agreement.language : null;
  const outcome = await deps.store.change(
    { portalId, agreementId, version: null },
    (book) => planDraft(book, { document, language: written, caller }),
    caller.by,
  );
  if (!outcome.ok) return outcome;
  return ok({
    version: outcome.value.change.version,
    problems: parsed.ok ? [] : parsed.error,
    notes: [
      ...(typesChecked ? [] : [noteOnDocument('typesNotChecked', upload.language ?? 'en')]),
      ...(parsed.ok ? parsed.value.notes : []),
    ],
    notYetRun: parsed.ok ? parsed.value.notYetRun : [],
  });
}

/** The draft keeps its number; a new one gets the next. */
function planDraft(
  book: Book,
  upload: { readonly document: string; readonly language: 'en' | 'fr' | null; readonly caller: Caller },
): Result<Step, VersionRefusal> {
  const version = book.target?.version ?? (book.versions.at(-1)?.version ?? 0) + 1;
  const language = upload.language ?? book.portal.language;
  return ok({
    change: { kind: 'draft', version, language, document: upload.document },
    action: 'agreement: draft uploaded',
    role: upload.caller.kind,
    before: book.target === null ? null : { version },
    after: { agreementId: book.agreementId, version },
  });
}
