// Where outputs are written, in the form that decisions run on.
import { OUTPUT_NAMES, type OutputMap } from '#domain/outputs.ts';
import type { DocumentOutput, DocumentOutputs } from './output-schema.ts';

/** Null where each is written to Accord's own property. */
export function compileOutputs(outputs: DocumentOutputs = {}): OutputMap | null {
  const moved = OUTPUT_NAMES.flatMap((output) => {
    const said: DocumentOutput = outputs[output] ?? 'own';
    return said === 'own' ? [] : [[output, said === 'off' ? null : said.property] as const];
  });
  return moved.length === 0 ? null : Object.fromEntries(moved);
}
