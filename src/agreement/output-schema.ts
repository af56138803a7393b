// Where the account wants what Accord writes (5a.7): each output in Accord's own property, in one of the account's, or nowhere. That what
// stands in the account's is overwritten is said here, so that both sides sign it; which may stand here is checked in check-outputs.ts.
import { z } from 'zod';
import { OUTPUT_NAMES, type OutputName } from '#domain/outputs.ts';
import { complain } from './issue.ts';
import { choose, PropertyName, show, strict } from './value-schema.ts';

/** The account's own property. */
export interface MappedOutput {
  readonly property: string;
  readonly overwrite: true;
}
export type DocumentOutput = 'own' | 'off' | MappedOutput;

const Confirmed = z.unknown().transform((value, sink): true => {
  if (value !== true) complain(sink, { code: 'overwriteNotConfirmed', suggestion: 'overwrite: true' });
  return true;
});
const Elsewhere = strict({ property: PropertyName, overwrite: Confirmed });
const Word = z.unknown().transform((value, sink): 'own' | 'off' => {
  if (value === 'own' || value === 'off') return value;
  complain(sink, { code: 'badOutput', params: { value: show(value) }, suggestion: likelyOutput(value) });
  return z.NEVER;
});
const Output = choose<DocumentOutput>((value) =>
  typeof value === 'object' && value !== null ? Elsewhere : Word,
);

// The keys that are mapped.
const SHAPE = Object.fromEntries(OUTPUT_NAMES.map((output) => [output, Output.optional()])) as Record<
  OutputName,
  z.ZodOptional<typeof Output>
>;
export const DocumentOutputs = strict(SHAPE);
export type DocumentOutputs = z.output<typeof DocumentOutputs>;

/** What was probably meant: no for off, a name alone for a property. */
function likelyOutput(value: unknown): string | undefined {
  if (value === false || value === null) return 'off';
  if (value === true) return 'own';
  const isName = typeof value === 'string' && PropertyName.safeParse(value).success;
  return isName ? `{ property: ${value}, overwrite: true }` : undefined;
}

/** Those that are written to a property of the account's. */
export function listMapped(
  outputs: DocumentOutputs = {},
): readonly { readonly output: OutputName; readonly property: string }[] {
  return OUTPUT_NAMES.flatMap((output) => {
    const said = outputs[output];
    return typeof said === 'object' ? [{ output, property: said.property }] : [];
  });
}
