// The agreement that uses every key, with one value changed: once for each kind of place in the document.
import { AgreementDocument } from '#agreement/schema.ts';
import { fullDocument } from './full-agreement.ts';

export type Path = readonly (string | number)[];

export interface Mutant {
  readonly path: Path;
  readonly before: unknown;
  readonly after: unknown;
  readonly document: AgreementDocument;
}

/** Texts of every syntax the document has: one of them differs from what stands there and is allowed. */
const TEXTS =
  `7 working hours|37 days|77 %|-77 %|2026-09-09|09:00-11:00|11:15|2026-05-05..2026-05-06|US|es|elsewhere.example|Some words|other@our-company.example|Europe/Rome|other-id|mobilephone|auto|any|lead|in|fr|credit|attempt|contact|assignment|reassign|warn|opportunity|customer|accepted|tuesday|year|email|quality|meeting|call|total|engagement|LTE|GT|NOT_HAS_PROPERTY|HAS_PROPERTY|EQ|NEQ|OFFLINE|none|sales|marketing|seniority|MS`.split(
    '|',
  );

export const BASE = documentOf(fullDocument())!;
const RAW = fullDocument() as Record<string, unknown>;
export const MUTANTS = onePerPlace(leavesOf(RAW)).flatMap(({ path, value }) => mutantOf(path, value) ?? []);

export function documentOf(raw: unknown): AgreementDocument | null {
  const result = AgreementDocument.safeParse(raw);
  return result.success ? result.data : null;
}

function leavesOf(value: unknown, path: Path = []): readonly { path: Path; value: unknown }[] {
  if (typeof value !== 'object' || value === null) return [{ path, value }];
  const entries = Array.isArray(value)
    ? value.map((item, index) => [index, item] as const)
    : Object.entries(value);
  return entries.flatMap(([key, item]) => leavesOf(item, [...path, key]));
}

/** Only its part is read again: the whole document would take minutes over all values. */
function mutantOf(path: Path, before: unknown): Mutant | null {
  const part = path[0] as keyof AgreementDocument;
  for (const after of candidatesFor(before)) {
    const raw = withValue({ [part]: structuredClone(RAW[part]) }, path, after) as Record<string, unknown>;
    const read = AgreementDocument.shape[part].safeParse(raw[part]);
    if (!read.success || JSON.stringify(read.data) === JSON.stringify(BASE[part])) continue;
    return { path, before, after, document: { ...BASE, [part]: read.data } };
  }
  return null;
}

/** One value of each kind of place: the rules of a list differ in nothing that matters here. */
function onePerPlace<Leaf extends { path: Path }>(leaves: readonly Leaf[]): readonly Leaf[] {
  const places = Map.groupBy(leaves, ({ path }) => path.filter((key) => typeof key === 'string').join('.'));
  return [...places.values()].map(([first]) => first!);
}

function candidatesFor(value: unknown): readonly unknown[] {
  if (typeof value === 'boolean') return [!value];
  if (typeof value === 'number') return [value + 1, value - 1, value + 0.001, value / 2];
  return TEXTS.filter((text) => text !== value);
}

function withValue(raw: unknown, path: Path, value: unknown): unknown {
  const [last, ...reversed] = path.toReversed();
  const holder = reversed
    .toReversed()
    .reduce<unknown>((each, key) => (each as Record<string | number, unknown>)[key], raw);
  (holder as Record<string | number, unknown>)[last!] = value;
  return raw;
}
