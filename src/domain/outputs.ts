// Where an account wants what decisions write (5a.7): each output of ours in the property of ours, in one of the account's own, or
// nowhere. The agreement says it once; wishes, and what is read back of what was written, go by it.
import type { Agreement } from './agreement.ts';
import { OUTPUT_PROPERTIES } from './names.ts';

export type OutputName = keyof typeof OUTPUT_PROPERTIES;

/** Property by output; null: not written. What is not named has its own. */
export type OutputMap = Readonly<Partial<Record<OutputName, string | null>>>;

/** Of another agreement of the account, in force or to come. */
export type OtherAgreement = Pick<Agreement, 'id' | 'needs' | 'outputs'>;

/** Of a compiled agreement. */
interface Mapped {
  readonly outputs?: OutputMap;
}

// OUTPUT_PROPERTIES has literal keys.
export const OUTPUT_NAMES = Object.keys(OUTPUT_PROPERTIES) as OutputName[];

/** Null: HubSpot does not get it. */
export function outputProperty({ outputs }: Mapped, output: OutputName): string | null {
  const mapped = outputs?.[output];
  return mapped === undefined ? OUTPUT_PROPERTIES[output] : mapped;
}

/** Values by property as HubSpot has them, under our own names: what stands in a property that an output has left is not of it. */
export function inOutputNames<Value>(
  agreement: Mapped,
  shown: Readonly<Record<string, Value>>,
): Readonly<Record<string, Value>> {
  if (agreement.outputs === undefined) return shown;
  const left = OUTPUT_NAMES.map((output) => OUTPUT_PROPERTIES[output]) as string[];
  const others = Object.entries(shown).filter(([name]) => !left.includes(name));
  const ours = OUTPUT_NAMES.flatMap((output) => {
    const value = shown[outputProperty(agreement, output) ?? ''];
    return value === undefined ? [] : [[OUTPUT_PROPERTIES[output], value] as const];
  });
  return Object.fromEntries([...others, ...ours]);
}

/** What a task's text and a workflow's answer tell, wherever the account keeps it. */
const TOLD = ['nurtureTrack', 'theme'] as const satisfies readonly OutputName[];
type Told = (typeof TOLD)[number];
export type ToldElsewhere = Readonly<Partial<Record<Told, string>>>;

/** Of a decision, whose wishes do not say it under our own names; null: they say all. */
export function toldElsewhere(
  agreement: Mapped,
  values: Readonly<Record<Told, string>>,
): ToldElsewhere | null {
  const moved = TOLD.filter((output) => outputProperty(agreement, output) !== OUTPUT_PROPERTIES[output]);
  return moved.length === 0 ? null : Object.fromEntries(moved.map((output) => [output, values[output]]));
}

interface Decided {
  readonly properties: readonly { readonly name: string; readonly value: string }[];
  readonly elsewhere?: ToldElsewhere;
}

/** '' where there is none. */
export function outputIn({ properties, elsewhere }: Decided, output: Told): string {
  const own = properties.find(({ name }) => name === OUTPUT_PROPERTIES[output]);
  return elsewhere?.[output] ?? own?.value ?? '';
}
