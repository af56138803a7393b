// What Accord writes, where draft and agreement in force say that it goes, and which of the account's own properties it could go to.

import { fittingProperties } from '#agreement/check-outputs.ts';
import type { DocumentOutput } from '#agreement/output-schema.ts';
import type { AgreementDocument } from '#agreement/schema.ts';
import { OUTPUT_PROPERTIES } from '#domain/names.ts';
import { OUTPUT_DEFINITIONS } from '#domain/output-definitions.ts';
import type { OtherAgreement } from '#domain/outputs.ts';
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
  /** Of the targets that can hold it. */
  readonly kinds: readonly number[];
}

/** One of the account's own properties; those of a kind can hold the same outputs. */
export interface OutputTarget extends Option {
  readonly kind: number;
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
): { readonly outputs: readonly MappedOutput[]; readonly targets: readonly OutputTarget[] } {
  const known = Object.fromEntries(targets.map(({ value, holds }) => [value, holds]));
  const fitting = fittingProperties(draft, known, others);
  const { kinds, kindOf } = sortByKind(fitting);
  const outputs = OUTPUT_NAMES.map((output) => ({
    output,
    label: OUTPUT_DEFINITIONS[output].label[language],
    own: OUTPUT_PROPERTIES[output],
    draft: draft.outputs?.[output] ?? 'own',
    inForce: inForce?.outputs?.[output] ?? 'own',
    kinds: kinds.flatMap((holds, kind) => (holds.includes(output) ? [kind] : [])),
  }));
  return {
    outputs,
    targets: targets.flatMap(({ value, label }) => {
      const kind = kindOf.get(value);
      return kind === undefined ? [] : [{ value, label, kind }];
    }),
  };
}

/** By what they can hold, so that an account with many properties has each named once, not once for each output. */
function sortByKind(fitting: Readonly<Record<OutputName, readonly string[]>>): {
  /** What each can hold. */
  readonly kinds: readonly (readonly OutputName[])[];
  readonly kindOf: ReadonlyMap<string, number>;
} {
  const held = new Map<string, OutputName[]>();
  for (const output of OUTPUT_NAMES)
    for (const name of fitting[output]) held.set(name, [...(held.get(name) ?? []), output]);
  const kinds = new Map([...held.values()].map((outputs) => [outputs.join(' '), outputs]));
  const order = [...kinds.keys()];
  const kindOf = new Map([...held].map(([name, outputs]) => [name, order.indexOf(outputs.join(' '))]));
  return { kinds: [...kinds.values()], kindOf };
}
