// No value of a document is lost on the way to people: whichever changes, the diff names it and the contract reads otherwise.
import { describe, expect, it } from 'vitest';
import { diffAgreements } from '#agreement/diff.ts';
import { parseAgreement } from '#agreement/parse.ts';
import { renderAgreement } from '#agreement/render.ts';
import { BASE, documentOf, MUTANTS, type Mutant } from '#test/support/document-mutants.ts';
import { FULL_AGREEMENT, fullDocument } from '#test/support/full-agreement.ts';

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
