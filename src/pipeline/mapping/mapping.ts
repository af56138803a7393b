// Which of the account's values mean what (5a.7): what the draft says, what the agreement in force says, and what the values
// look like. A change is a change of the draft: the agreement stays the only place where rules are.
import { createHash } from 'node:crypto';
import { setParts } from '#agreement/edit-document.ts';
import { readDocument } from '#agreement/parse.ts';
import type { AgreementDocument } from '#agreement/schema.ts';
import { err, ok, type Result } from '#domain/result.ts';
import { hasProblems } from '#pipeline/versions/check-proposal.ts';
import { diffVersions, type VersionDiff } from '#pipeline/versions/diff.ts';
import { type Uploaded, uploadDraft } from '#pipeline/versions/draft.ts';
import {
  type Caller,
  noSuchVersion,
  refusal,
  type VersionRecord,
  type VersionRefusal,
} from '#pipeline/versions/version.ts';
import type { VersionDeps } from '#pipeline/versions/version-store.ts';
import { type MappedField, mapFields } from './mapped-fields.ts';
import { type MappedOutput, mapOutputs, type OutputTarget } from './mapped-outputs.ts';
import { type MappedAnswers, mapAnswers } from './mapped-values.ts';
import { MAPPED_STAGES, type MappedStage, type MappingChange, partsOf } from './mapping-parts.ts';
import type { Option, OwnProperties, PortalOptions } from './portal-options.ts';

export interface MappingDeps {
  readonly versions: VersionDeps;
  /** Asks HubSpot. */
  readonly readOptions: (portalId: string) => Promise<PortalOptions>;
}

export interface Mapping extends MappedAnswers {
  /** What a change starts from: the draft, else the version in force. */
  readonly base: { readonly version: number; readonly isDraft: boolean; readonly hash: string };
  readonly inForce: number | null;
  /** Of the base; a reject may name one. */
  readonly reasons: readonly { readonly id: string; readonly label: string }[];
  readonly stages: readonly {
    readonly stage: MappedStage;
    readonly draft: string;
    readonly inForce: string;
  }[];
  readonly lifecycle: readonly Option[];
  readonly fields: readonly MappedField[];
  /** What fields may be read from. */
  readonly properties: OwnProperties;
  readonly outputs: readonly MappedOutput[];
  /** What some output may be written to. */
  readonly targets: readonly OutputTarget[];
}

export interface ChangedMapping extends Uploaded {
  /** Against the version in force; null where the draft has problems, or nothing is in force. */
  readonly diff: VersionDiff | null;
}

interface Which {
  readonly portalId: string;
  readonly agreementId: string;
}

/** `language`: of the labels. */
export async function readMapping(
  deps: MappingDeps,
  which: Which,
  language: 'en' | 'fr',
): Promise<Result<Mapping, VersionRefusal>> {
  const found = await readBase(deps.versions, which);
  if (!found.ok) return found;
  const { base, document, inForce } = found.value;
  const options = await deps.readOptions(which.portalId);
  const reasons = document.feedback.reasons.map(({ id, label }) => ({ id, label }));
  const others = await deps.versions.store.readOthersAhead(which);
  const documents = { draft: document, inForce: inForce?.document ?? null, others };
  return ok({
    base: { version: base.version, isDraft: base.status === 'draft', hash: hashOf(base.document) },
    inForce: inForce?.version ?? null,
    reasons,
    ...mapAnswers(options, documents),
    stages: MAPPED_STAGES.map((stage) => ({
      stage,
      draft: document.stages[stage].lifecycle,
      inForce: inForce?.document.stages[stage].lifecycle ?? '',
    })),
    lifecycle: options.lifecycle,
    fields: mapFields(options.own, documents, language),
    properties: options.own,
    ...mapOutputs(options, documents, language),
  });
}

/** Saved as the draft. What is the draft already when it comes to it is refused: somebody else has changed it. */
export async function changeMapping(
  deps: MappingDeps,
  which: Which,
  wish: { readonly change: MappingChange; readonly caller: Caller; readonly language: 'en' | 'fr' },
): Promise<Result<ChangedMapping, VersionRefusal>> {
  const { versions } = deps;
  const { change, caller, language } = wish;
  const found = await readBase(versions, which);
  if (!found.ok) return found;
  const { base, inForce } = found.value;
  if (hashOf(base.document) !== change.hash) return err(refusal('conflict', 'MAPPED_BASE_CHANGED'));
  const document = setParts(base.document, partsOf(change, found.value.document));
  const { agreementId, portalId } = which;
  const uploaded = await uploadDraft(versions, portalId, { agreementId, document, language, caller });
  if (!uploaded.ok) return uploaded;
  const { version, problems } = uploaded.value;
  const isComparable = problems.length === 0 && inForce !== null;
  const diff = isComparable
    ? await diffVersions(versions, { ...which, version }, { against: null, language })
    : null;
  return ok({ ...uploaded.value, diff: diff?.ok === true ? diff.value : null });
}

interface Base {
  readonly base: VersionRecord;
  readonly document: AgreementDocument;
  readonly inForce: { readonly version: number; readonly document: AgreementDocument } | null;
}

async function readBase(
  { store }: VersionDeps,
  { portalId, agreementId }: Which,
): Promise<Result<Base, VersionRefusal>> {
  const all = (await store.listVersions(portalId)).filter((one) => one.agreementId === agreementId);
  const active = all.find(({ status }) => status === 'active');
  const start = all.find(({ status }) => status === 'draft') ?? active;
  if (start === undefined) return err(refusal('conflict', 'NOTHING_IN_FORCE'));
  const read = async (version: number) => {
    const record = await store.readVersion({ portalId, agreementId, version });
    if (record === null) return err(noSuchVersion(version));
    const document = readDocument(record.document, record.language);
    return document.ok ? ok({ record, document: document.value }) : err(hasProblems(document.error));
  };
  const base = await read(start.version);
  if (!base.ok) return base;
  const inForce = active === undefined ? null : await read(active.version);
  if (inForce !== null && !inForce.ok) return inForce;
  return ok({
    base: base.value.record,
    document: base.value.document,
    inForce:
      inForce === null ? null : { version: inForce.value.record.version, document: inForce.value.document },
  });
}

function hashOf(document: string): string {
  return createHash('sha256').update(document).digest('hex');
}
