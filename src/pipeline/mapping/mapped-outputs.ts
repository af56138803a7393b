// What Accord writes, where draft and agreement in force say that it goes, and which of the account's own properties it could go to.
import type { OtherAgreement } from '#agreement/check-others.ts';
import { fittingProperties } from '#agreement/check-outputs.ts';
import type { DocumentOutput } from '#agreement/output-schema.ts';
import type { AgreementDocument } from '#agreement/schema.ts';
import { OUTPUT_PROPERTIES } from '#domain/names.ts';
import { OUTPUT_DEFINITIONS } from '#domain/output-definitions.ts';
import { OUTPUT_NAMES, type OutputName } from '#domain/outputs.ts';
import type { Language } from '#domain/wording.ts';
import type { Option, PortalOptions } from './portal-options.ts';

export interface MappedOutput {
  readonly output: OutputName;
  readonly label: string;
  /** Accord's own property. */
  readonly own: string;
  readonly draft: DocumentOutput;
  readonly inForce: DocumentOutput;
  /** Names of the account's properties that can hold it. */
  readonly fitting: readonly string[];
}

interface Documents {
  readonly draft: AgreementDocument;
  readonly inForce: AgreementDocument | null;
  /** What they read, and write, is offered to no other output. */
  readonly others: readonly OtherAgreement[];
}

export function mapOutputs(
  { targets }: Pick<PortalOptions, 'targets'>,
  { draft, inForce, others }: Documents,
  language: Language,
): { readonly outputs: readonly MappedOutput[]; readonly targets: readonly Option[] } {
  const known = Object.fromEntries(targets.map(({ value, holds }) => [value, holds]));
  const fitting = fittingProperties(draft, known, others);
  const outputs = OUTPUT_NAMES.map((output) => ({
    output,
    label: OUTPUT_DEFINITIONS[output].label[language],
    own: OUTPUT_PROPERTIES[output],
    draft: draft.outputs?.[output] ?? 'own',
    inForce: inForce?.outputs?.[output] ?? 'own',
    fitting: fitting[output],
  }));
  const offered = new Set(outputs.flatMap((one) => one.fitting));
  return {
    outputs,
    targets: targets.flatMap(({ value, label }) => (offered.has(value) ? [{ value, label }] : [])),
  };
}
