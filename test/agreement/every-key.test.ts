// The agreement that uses every key uses every key: a key that the schema accepts and that no test writes could be dropped without
// anybody being told.
import { expect, it } from 'vitest';
import { AgreementDocument } from '#agreement/schema.ts';
import { issuesOf } from '#agreement/zod-issue.ts';
import type { Path } from '#test/support/document-mutants.ts';
import { fullDocument } from '#test/support/full-agreement.ts';

const NOBODYS = 'nobodys-key';
const RAW = fullDocument() as Record<string, unknown>;

/** The objects that are written somewhere, and those that a place may hold, by place: `routing.pools.members`. */
function objectsOf(value: unknown, path: Path = []): readonly { path: Path; keys: readonly string[] }[] {
  if (typeof value !== 'object' || value === null) return [];
  const entries = Array.isArray(value)
    ? value.map((item: unknown, index) => [index, item] as const)
    : Object.entries(value);
  const inside = entries.flatMap(([key, item]) => objectsOf(item, [...path, key]));
  return Array.isArray(value) ? inside : [{ path, keys: Object.keys(value) }, ...inside];
}

/** By a key that they have in common, wherever they stand: one function reads each of them. */
const FORMS = ['operator', 'monday', 'country', 'minutes', 'channel'];

function placeOf(path: Path, accepted: readonly string[]): string {
  const form = FORMS.some((key) => accepted.includes(key)) ? accepted.join(' ') : '';
  return form === '' ? path.filter((key) => typeof key === 'string').join('.') : `(${form})`;
}

/** What the schema itself names when it is given a key that it does not know; none where keys are free. */
function acceptedAt(path: Path): readonly string[] {
  const [part] = path;
  const raw = structuredClone(part === undefined ? RAW : { [part]: RAW[part] });
  const object = path.reduce<unknown>((each, key) => (each as Record<string | number, unknown>)[key], raw);
  (object as Record<string, unknown>)[NOBODYS] = 1;
  const schema =
    part === undefined ? AgreementDocument : AgreementDocument.shape[part as keyof AgreementDocument];
  const read = schema.safeParse(part === undefined ? raw : raw[part]);
  if (read.success) return [];
  const issues = issuesOf(read.error, part === undefined ? raw : raw[part]);
  const unknown = issues.find(({ code, path: at }) => code === 'unknownKey' && at.at(-1) === NOBODYS);
  return String(unknown?.params['valid'] ?? '')
    .split(', ')
    .filter((key) => key !== '');
}

it('uses every key that the schema accepts', () => {
  const objects = objectsOf(RAW).map((object) => ({ ...object, accepted: acceptedAt(object.path) }));
  const places = Map.groupBy(objects, ({ path, accepted }) => placeOf(path, accepted));
  const unused = [...places].flatMap(([place, alike]) => {
    const written = new Set(alike.flatMap(({ keys }) => keys));
    const accepted = new Set(alike.flatMap((object) => object.accepted));
    return [...accepted].filter((key) => !written.has(key)).map((key) => `${place}.${key}`);
  });

  expect(places.size).toBeGreaterThan(40);
  // What Accord works out is words: the operator that would need a second value is refused for them.
  expect(unused).toEqual(['(derived operator value highValue values).highValue']);
});
