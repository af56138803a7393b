// A frozen version as it runs. One that an earlier release compiled lacks what that release did not know, and decisions would
// fail over it. What both sides signed stays as it is, and is what the hash covers; the rest is worked out anew from the
// document that they signed with it.
import { COMPILED_SHAPE, compileAgreement } from '#agreement/compile.ts';
import { type Problem, readDocument } from '#agreement/parse.ts';
import type { Agreement } from '#domain/agreement.ts';
import { AppError } from '#platform/errors.ts';

/** Thrown instead of judging under a version that this release cannot run: the portal is parked. */
export class OutdatedAgreement extends AppError {
  override readonly name = 'OutdatedAgreement';
  constructor({ agreementId, version }: Pick<CompiledForm, 'agreementId' | 'version'>, problem: string) {
    super(
      `version ${version} of agreement ${agreementId} was frozen by an earlier release, and this one cannot read its document: ` +
        `${problem} Start the release before, put a version in force that this one can read, and update again.`,
      { code: 'AGREEMENT_OUTDATED', retryable: false },
    );
  }
}

export interface CompiledForm {
  readonly agreementId: string;
  readonly version: number;
  readonly compiled: string;
  readonly document: string;
  readonly shape: number;
  /** Around whose year public holidays were looked up. */
  readonly createdAt: string;
}

/** Throws `OutdatedAgreement`. */
export function readCompiled(form: CompiledForm): Agreement {
  // Written by compile and hashed when it was frozen; a schema would only copy it.
  const signed = JSON.parse(form.compiled) as Agreement;
  if (form.shape === COMPILED_SHAPE) return signed;
  const document = readDocument(form.document);
  if (!document.ok) throw new OutdatedAgreement(form, document.error.slice(0, 1).map(tell).join(''));
  const { agreementId: id, version, createdAt } = form;
  const year = Number(createdAt.slice(0, 4));
  return complete(signed, compileAgreement(document.value, { id, version, year })) as Agreement; // its keys, and more
}

function tell({ path, problem }: Problem): string {
  return path === '' ? problem : `${path}: ${problem}`;
}

/** Only what is lacking is added: a list is one of the same document, entry by entry. */
function complete(signed: unknown, fresh: unknown): unknown {
  if (Array.isArray(signed) && Array.isArray(fresh))
    return signed.length === fresh.length
      ? signed.map((item, index) => complete(item, fresh[index]))
      : signed;
  if (!isRecord(signed) || !isRecord(fresh)) return signed;
  const known = Object.entries(signed).map(([key, value]) => [key, complete(value, fresh[key])]);
  return { ...fresh, ...Object.fromEntries(known) };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
