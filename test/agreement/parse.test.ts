import { describe, expect, it } from 'vitest';
import { type Problem, parseAgreement } from '#agreement/parse.ts';
import { edited, lineOf } from '#test/support/agreement-text.ts';
import { BAD_DOCUMENTS } from '#test/support/bad-agreements.ts';

const OPTIONS = { id: 'main', version: 1, year: 2026 };

describe('a document with one mistake', () => {
  it.each(BAD_DOCUMENTS)('names path, line and fix of $what', (bad) => {
    const text = edited(bad.from, bad.to);

    const problems = problemsOf(text);

    const found = problems.find((problem) => problem.code === bad.code);
    expect(found).toMatchObject({
      path: bad.path,
      line: lineOf(text, bad.at),
    });
    expect(found?.suggestion).toBe(bad.suggestion);
  });

  it.each([
    'scope',
    'personas',
    'segments',
    'calendar',
    'stages',
    'score',
    'data',
    'routing',
    'promises',
    'feedback',
    'nurture',
    'objectives',
    'responsibilities',
    'review',
    'notify',
    'signatories',
    'language',
    'name',
  ])('is refused without its part %s', (part) => {
    const text = edited(
      part === 'name' ? 'name: Agreement' : `\n${part}:`,
      part === 'name' ? 'x-y-z: 1' : '\nqqqqqqqqqqqqqqqq:',
    );

    expect(problemsOf(text)).toContainEqual(
      expect.objectContaining({ path: part, code: 'missing', line: firstKeyLine(text) }),
    );
  });

  it('shows one problem for one mistyped key, not the missing one as well', () => {
    const problems = problemsOf(edited('acceptWithin:', 'acceptWithn:'));

    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ path: 'promises.sales.acceptWithn', suggestion: 'acceptWithin' });
  });

  it('is refused when it holds the promises of one side only', () => {
    const text = edited(
      '  marketing:\n    volume:\n      - { unit: mql, perMonth: 100 }\n',
      '  buyers:\n    volume:\n      - { unit: mql, perMonth: 100 }\n',
    );

    expect(problemsOf(text)).toContainEqual(
      expect.objectContaining({ path: 'promises.marketing', code: 'missing' }),
    );
  });
});

function firstKeyLine(text: string): number {
  return text.split('\n').findIndex((line) => /^\S+:/.test(line)) + 1;
}

describe('a document with many mistakes', () => {
  it('names all of them at once, in the order of the lines', () => {
    const text = [
      ['how: propose', 'how: maybe'],
      ['firstTouchWithin: 1 working day', 'firstTouchWithin: 24 h'],
      ['group: role', 'group: rolle'],
      ['language: en', 'language: de'],
    ].reduce(
      (each, [from = '', to = '']) => each.replace(from, to),
      edited('id: email-click', 'id: country'),
    );

    const problems = problemsOf(text);

    expect(problems.map((problem) => problem.path)).toEqual([
      'language',
      // The criterion that names the rule whose id was changed.
      'criteria[3].rules[12]',
      'stages.sql.how',
      'score.fit.rules[0].group',
      'score.engagement.rules[10].id',
      'promises.sales.firstTouchWithin',
    ]);
    expect(problems.map((problem) => problem.line)).toEqual(
      problems.map((problem) => problem.line).toSorted((a, b) => a - b),
    );
  });

  it('stops at 500 problems, so that another kind of file is answered in short', () => {
    expect(problemsOf('a:\n'.repeat(80_000))).toHaveLength(500);
  });

  it('points at the column of the value', () => {
    const problem = problemsOf(edited('how: propose', 'how: maybe'))[0];

    expect(problem?.column).toBe('    how: '.length + 1);
  });
});

describe('a document that is no agreement', () => {
  it.each([
    ['nothing', '', 'empty'],
    ['only comments', '# hello\n', 'noAgreement'],
    ['a list', '- 1\n', 'noAgreement'],
    ['a text', 'hello', 'noAgreement'],
    ['more than 256 kB', `name: ${'x'.repeat(300_000)}`, 'tooLarge'],
    ['deep nesting', '['.repeat(50_000), 'tooDeep'],
    ['deep block nesting', '- '.repeat(50_000), 'tooDeep'],
    ['aliases that multiply', bomb(), 'aliases'],
    ['an alias to itself', 'name: &a [*a]', 'aliases'],
    ['two documents', 'a: 1\n---\nb: 2\n', 'severalDocuments'],
    ['a file of a word processor', 'PK\u0003\u0004…', 'noText'],
    ['broken JSON', '{ "name": "x" "language": "en" }', 'jsonSyntax'],
  ])('is refused in words: %s', (_, text, code) => {
    expect(problemsOf(text).map((problem) => problem.code)).toContain(code);
  });
});

function bomb(): string {
  const levels = Array.from(
    { length: 9 },
    (_, index) =>
      `l${index + 1}: &l${index + 1} [${Array.from({ length: 9 }, () => `*l${index}`).join(', ')}]`,
  );
  return ['l0: &l0 [x]', ...levels].join('\n');
}

function problemsOf(text: string): readonly Problem[] {
  const result = parseAgreement(text, OPTIONS);
  return result.ok ? [] : result.error;
}
