import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { listCodes } from '#agreement/messages.ts';
import { type Problem, parseAgreement } from '#agreement/parse.ts';
import { ENGLISH_TEMPLATE } from '#test/support/agreement-text.ts';

const OPTIONS = { id: 'main', version: 1, year: 2026 };
const LINES = ENGLISH_TEMPLATE.split('\n');

function problemsOf(text: string, language: 'en' | 'fr'): readonly Problem[] {
  const result = parseAgreement(text, { ...OPTIONS, language });
  return result.ok ? result.value.notes : result.error;
}

/** Problems whose place lies outside the text, or whose sentence shows what is no word. */
function misplaced(text: string): readonly Problem[] {
  const lines = text.split('\n').length;
  return problemsOf(text, 'fr').filter(
    ({ line, column, problem }) =>
      line < 1 || line > lines || column < 1 || /undefined|\[object/.test(problem.replaceAll(text, '')),
  );
}

describe('any text', () => {
  it('never throws, and every problem lies inside the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(misplaced(text)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('never throws for YAML that is no agreement', () => {
    const yamlish = fc.array(
      fc.constantFrom(
        'a:',
        ' - ',
        '[',
        ']',
        '{',
        '}',
        '&x',
        '*x',
        '? ',
        '!!str',
        '|',
        '>',
        '"',
        "'",
        '\n',
        '  ',
        '#',
        '---',
        '<<:',
        '1',
        '~',
        '__proto__:',
        'score:',
        '\t',
      ),
      { maxLength: 40 },
    );

    fc.assert(
      fc.property(yamlish, (parts) => {
        expect(misplaced(parts.join(''))).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it('never throws when any value of a real agreement becomes any other', () => {
    const document: unknown = parseYaml(ENGLISH_TEMPLATE);
    const places = placesOf(document);
    const values = fc.oneof(
      fc.constant(null),
      fc.boolean(),
      fc.double(),
      fc.string(),
      fc.constant([]),
      fc.constant({}),
      fc.constant([null]),
      fc.constant({ a: { b: [1] } }),
    );

    fc.assert(
      fc.property(fc.nat({ max: places.length - 1 }), values, (place, value) => {
        const copy = structuredClone(document);
        put(copy, places[place] ?? [], value);
        expect(misplaced(JSON.stringify(copy))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('never throws when lines of a real agreement are lost, doubled or moved', () => {
    fc.assert(
      fc.property(fc.nat(LINES.length - 1), fc.nat(20), fc.nat(LINES.length - 1), (from, count, to) => {
        const rest = LINES.toSpliced(from, count);
        const text = rest.toSpliced(to, 0, ...LINES.slice(from, from + count)).join('\n');
        expect(misplaced(text)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a hostile text', () => {
  const KILOBYTES = 250;
  const fill = (piece: string): string => piece.repeat(Math.ceil((KILOBYTES * 1024) / piece.length));

  it.each([
    ['a fault on the line after an empty first line', '\n\n|a: b]'],
    ['a fault below an empty first line', '\n\n\na: b: c'],
    ['a long text of empty lines with a fault', `${fill('\n')}|x]`],
    ['tabs in every line', fill('\ta: b\n')],
    ['a reserved start in every line', fill('- @x\n')],
    ['closing brackets', fill('[]')],
    ['aliases of one anchor', `a: &a [x]\nb: [${fill('*a,')}]`],
    ['aliases of nothing', `b: [${fill('*z,')}]`],
    ['a text of another kind of a megabyte', fill('a,b;c\n').repeat(4)],
  ])('is answered in seconds: %s', { timeout: 20_000 }, (_, text) => {
    const problems = problemsOf(text, 'fr');

    expect(problems.length).toBeGreaterThan(0);
    expect(problems.length).toBeLessThanOrEqual(500);
  });
});

describe('sentences', () => {
  it('exist for the same problems in both languages', () => {
    expect(listCodes('fr')).toEqual(listCodes('en'));
  });

  it('exist for every code that the checks can give', () => {
    const folder = new URL('../../src/agreement/', import.meta.url);
    const sources = readdirSync(folder).filter((name) => name.endsWith('.ts'));
    const text = sources.map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n');
    const codes = [...text.matchAll(/(?:code|kind): '([a-z]\w+)'/g)].map((match) => match[1] ?? '');
    // Zod's own word, and the kinds of decay, conditions, value and clause.
    const others = ['custom', 'none', 'halfLife', 'steps', 'signals', 'score', 'stageAge', 'property'].concat(
      ['daysSince', 'deals', 'scorePart', 'list', 'touch'],
    );

    const silent = codes.filter((code) => !others.includes(code) && !listCodes('en').includes(code));

    expect(codes.length).toBeGreaterThan(60);
    expect(silent).toEqual([]);
  });

  it('differ between the languages for the same document', () => {
    const text = ENGLISH_TEMPLATE.replace('how: propose', 'how: maybe');
    const [english] = problemsOf(text, 'en');
    const [french] = problemsOf(text, 'fr');

    expect(english?.problem).toBe('“maybe” is not one of: auto, propose, manual.');
    expect(french?.problem).toBe('«\u00a0maybe\u00a0» n’est pas l’un de\u00a0: auto, propose, manual.');
  });
});

type Place = readonly string[];

function placesOf(value: unknown, path: Place = []): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, child]) => placesOf(child, [...path, key]))].filter(
    (each) => each.length > 0,
  );
}

function put(root: unknown, path: Place, value: unknown): void {
  const parent = path
    .slice(0, -1)
    .reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], root);
  (parent as Record<string, unknown>)[path.at(-1) ?? ''] = value;
}
