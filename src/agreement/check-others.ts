// A lead goes from one agreement of the account to another: what one writes to a property must be neither a fact to another nor another
// output's value there. One output of several agreements may share a property, as a lead is judged by one of them at a time.
import type { Condition } from '#domain/agreement.ts';
import { type OtherAgreement, OUTPUT_NAMES, type OutputName } from '#domain/outputs.ts';
import type { Issue, Path } from './issue.ts';

interface Wish {
  readonly output: OutputName;
  readonly property: string;
}

export function checkElsewhere(wish: Wish, others: readonly OtherAgreement[]): Omit<Issue, 'path'> | null {
  const { property } = wish;
  const reader = others.find(({ needs }) => needs.contact.includes(property));
  if (reader !== undefined)
    return { code: 'outputIsInputElsewhere', params: { ...wish, agreement: reader.id } };
  const written = writtenTo(property, others).find(({ output }) => output !== wish.output);
  return written === undefined
    ? null
    : { code: 'outputTwiceElsewhere', params: { ...wish, other: written.output, agreement: written.id } };
}

/** What this document reads, and another agreement writes: at the conditions on it, else where fields are named. */
export function checkInputsElsewhere(
  inputs: ReadonlySet<string>,
  conditions: readonly { readonly path: Path; readonly condition: Condition }[],
  others: readonly OtherAgreement[],
): readonly Issue[] {
  return [...inputs].flatMap((property) => {
    const [written] = writtenTo(property, others);
    if (written === undefined) return [];
    const places = conditions.filter(({ condition }) => asks(condition, property)).map(({ path }) => path);
    const params = { property, output: written.output, agreement: written.id };
    return (places.length > 0 ? places : [['data']]).map((path) => ({
      path,
      code: 'inputIsOutputElsewhere',
      params,
    }));
  });
}

function asks(condition: Condition, property: string): boolean {
  return (
    (condition.kind === 'property' || condition.kind === 'daysSince') &&
    condition.object === 'contact' &&
    condition.property === property
  );
}

function writtenTo(
  property: string,
  others: readonly OtherAgreement[],
): readonly { readonly id: string; readonly output: OutputName }[] {
  return others.flatMap(({ id, outputs = {} }) =>
    OUTPUT_NAMES.flatMap((output) => (outputs[output] === property ? [{ id, output }] : [])),
  );
}
