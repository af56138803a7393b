// The contract of a stored version: what people read before they sign. A draft must be one that could be proposed; what was
// frozen was checked then, and reads the same whatever HubSpot has lost since.

import { readDocument } from '#agreement/parse.ts';
import { type RenderOptions, renderAgreement } from '#agreement/render.ts';
import type { AgreementDocument } from '#agreement/schema.ts';
import { err, ok, type Result } from '#domain/result.ts';
import { checkDraft, hasProblems } from './check-proposal.ts';
import { noSuchVersion, type VersionRecord, type VersionRefusal } from './version.ts';
import type { VersionDeps, VersionKey } from './version-store.ts';

export interface RenderedVersion {
  readonly version: number;
  /** '' for a draft. */
  readonly contentHash: string;
  readonly format: RenderOptions['format'];
  readonly language: RenderOptions['language'];
  readonly text: string;
}

/** In the document's own language where none is wished for. */
export async function renderVersion(
  deps: VersionDeps,
  key: VersionKey & { readonly version: number },
  wish: { readonly format: RenderOptions['format']; readonly language?: RenderOptions['language'] },
): Promise<Result<RenderedVersion, VersionRefusal>> {
  const record = await deps.store.readVersion(key);
  if (record === null) return err(noSuchVersion(key.version));
  const read = await readRecord(deps, { ...record, portalId: key.portalId }, wish.language);
  if (!read.ok) return read;
  const { version, contentHash } = record;
  const { format, language = read.value.language } = wish;
  const text = renderAgreement(read.value, { format, language, version, contentHash });
  return ok({ version, contentHash, format, language, text });
}

async function readRecord(
  deps: VersionDeps,
  { portalId, agreementId, status, version, document }: VersionRecord & Pick<VersionKey, 'portalId'>,
  language: RenderOptions['language'] | undefined,
): Promise<Result<AgreementDocument, VersionRefusal>> {
  if (status === 'draft') {
    const wish = language === undefined ? {} : { language };
    const { parsed } = await checkDraft(deps, { portalId, agreementId, version, document, ...wish });
    return parsed.ok ? ok(parsed.value.document) : err(hasProblems(parsed.error));
  }
  const read = readDocument(document, language);
  return read.ok ? read : err(hasProblems(read.error));
}
