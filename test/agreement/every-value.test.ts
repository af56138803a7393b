// No value of a document is lost on the way to people: whichever changes, the diff names it and the contract reads otherwise.
import { describe, expect, it } from 'vitest';
import { diffAgreements } from '#agreement/diff.ts';
import { parseAgreement } from '#agreement/parse.ts';
import { renderAgreement } from '#agreement/render.ts';
import { AgreementDocument } from '#agreement/schema.ts';
import { FULL_AGREEMENT, fullDocument } from '#test/support/full-agreement.ts';

type Path = readonly (string | number)[];

interface Mutant {
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

const BASE = documentOf(fullDocument())!;
const RAW = fullDocument() as Record<string, unknown>;
const MUTANTS = onePerPlace(leavesOf(RAW)).flatMap(({ path, value }) => mutantOf(path, value) ?? []);

function documentOf(raw: unknown): AgreementDocument | null {
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

/** Ids instead of places, and no brackets, so that a path of the file and one of the diff read alike. */
function plain(path: string): string {
  return path.replaceAll('.reps', '').replaceAll(/\[([^\]]*)\]/g, '.$1');
}

function namesOf({ path }: Mutant): string {
  let value: unknown = fullDocument();
  const names = path.map((key) => {
    value = (value as Record<string | number, unknown>)[key];
    const entry = value as { id?: string; email?: string } | string | null;
    const named = typeof entry === 'object' && entry !== null ? (entry.id ?? entry.email) : undefined;
    return typeof key === 'number' ? (named ?? String(key)) : key;
  });
  return names.join('.');
}

function isNamed(mutant: Mutant, path: string): boolean {
  // A list of mandatory fields is short for the fields that block.
  const told = plain(path).replace(/^(data\.mandatory\.\w+)\.(fields|how)/, '$1');
  const own = namesOf(mutant);
  // A list or a value of several parts is named as a whole; an entry with another id is named under it.
  const entry = own.split('.').slice(0, -2).join('.');
  // A rep may be written as an address alone.
  const isId = ['id', 'email'].includes(String(mutant.path.at(-1))) || String(mutant.before).includes('@');
  return (
    own === told ||
    own.startsWith(`${told}.`) ||
    told.startsWith(`${own}.`) ||
    (isId && told.startsWith(entry))
  );
}

describe('every value of an agreement', () => {
  it('is there in the one that uses every key', () => {
    expect(parseAgreement(FULL_AGREEMENT, { id: 'a', version: 1, year: 2026 })).toMatchObject({ ok: true });
    expect(MUTANTS.length).toBeGreaterThan(150);
    expect(new Set(MUTANTS.map(({ path }) => path[0]))).toEqual(new Set(Object.keys(BASE)));
  });

  it('that changes is named by the diff, in both languages', () => {
    const missed = MUTANTS.filter((mutant) => {
      const [english, french] = [
        diffAgreements(BASE, mutant.document, 'en'),
        diffAgreements(BASE, mutant.document, 'fr'),
      ];
      return !english.some(({ path }) => isNamed(mutant, path)) || english.length !== french.length;
    });

    expect(missed.map(({ path, after }) => `${path.join('.')} → ${String(after)}`)).toEqual([]);
  });

  it('that changes is told with what it was and what it is', () => {
    const vague = MUTANTS.flatMap(({ document }) => diffAgreements(BASE, document, 'en')).filter(
      ({ text }) => !text.endsWith('.') || /undefined|\[object/.test(text),
    );

    expect(vague).toEqual([]);
  });

  it.each(['en', 'fr'] as const)('that changes changes the contract in %s', (language) => {
    const page = renderAgreement(BASE, { language, format: 'html' });

    const unseen = MUTANTS.filter(
      ({ document }) => renderAgreement(document, { language, format: 'html' }) === page,
    );

    expect(unseen.map(({ path, after }) => `${path.join('.')} → ${String(after)}`)).toEqual([]);
  });

  it.each(['en', 'fr'] as const)('unchanged changes nothing in %s', (language) => {
    expect(diffAgreements(BASE, documentOf(fullDocument())!, language)).toEqual([]);
  });
});
