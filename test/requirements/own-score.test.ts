// HubSpot's own score in place of ours (design 5a.7): the points of a fit rule for each unit of a number that the account has.
import { describe, expect, it } from 'vitest';
import { parseAgreement } from '#agreement/parse.ts';
import { renderAgreement } from '#agreement/render.ts';
import { decide } from '#domain/decide.ts';
import { initialState } from '#domain/lead.ts';
import { edited, lineOf } from '#test/support/agreement-text.ts';
import { contextAt, factsWith, T0 } from '#test/support/builders.ts';

const RULE = `      - id: own-score
        label: HubSpot’s own score
        points: 0.5
        per: hubspotscore
        cap: 40
        when: [{ property: hubspotscore, type: number, operator: GT, value: 0 }]
`;
const COMPANY = RULE.replace('per: hubspotscore', 'per: { company: health }').replace(
  '{ property: hubspotscore, type: number',
  '{ company: health, type: number',
);

/** Before the fit rules of the template. */
function documentWith(rule: string): string {
  return edited('    rules:\n      # Read as a whole', `    rules:\n${rule}      # Read as a whole`);
}

function parse(document: string, language: 'en' | 'fr' = 'en') {
  return parseAgreement(document, { id: 'main', version: 1, year: 2026, language });
}

function partOf(rule: string, facts: Parameters<typeof factsWith>[0]): number {
  const read = parse(documentWith(rule));
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const lead = { facts: factsWith(facts), state: initialState() };
  const { verdict } = decide(read.value.agreement, lead, contextAt(T0));
  const points = verdict.parts.find((part) => part.rule === 'own-score')?.milliPoints ?? 0;
  expect(verdict.parts.reduce((sum, { milliPoints }) => sum + milliPoints, 0)).toBe(
    verdict.fit + verdict.engagement,
  );
  return points / 1000;
}

describe('a fit rule on a number of the account’s', () => {
  it.each([
    ['42', 21],
    ['42.5', 21.25],
    ['80', 40],
    ['81', 40],
    ['4e3', 40],
    ['0', 0],
    ['-10', 0],
    ['', 0],
    ['high', 0],
    ['1e400', 0],
  ])('gives its points for each unit of “%s”, up to its cap: %d', (value, points) => {
    expect(partOf(RULE, { contact: { hubspotscore: value } })).toBe(points);
  });

  it('takes a number of the company as well, and takes points away by one that may be negative', () => {
    expect(partOf(COMPANY, { company: { health: '12' } })).toBe(6);
    const below = RULE.replace('operator: GT, value: 0', 'operator: LT, value: 0');
    expect(partOf(below, { contact: { hubspotscore: '-10' } })).toBe(-5);
    expect(partOf(below, { contact: { hubspotscore: '-500' } })).toBe(-40);
  });

  it('is written in the contract, in both languages', () => {
    const read = parse(documentWith(RULE));
    if (!read.ok) throw new Error(JSON.stringify(read.error));
    const text = (language: 'en' | 'fr') =>
      renderAgreement(read.value.document, { language, format: 'markdown' }).replaceAll(
        /[\u00a0\u202f]/g,
        ' ',
      );

    expect(text('en')).toContain('0\\.5 for each unit of HubSpot score, 40 at most');
    expect(text('fr')).toMatch(/0,5 par unité de .*, 40 au plus/);
  });
});

describe('agreement check', () => {
  it.each([
    ['on what Accord itself writes', RULE.replaceAll('hubspotscore', 'accord_score'), 'perOurs'],
    ['without a cap', RULE.replace('        cap: 40\n', ''), 'perWithoutCap'],
    [
      'whose number no condition looks at',
      RULE.replace('per: hubspotscore', 'per: other_score'),
      'perNotAsked',
    ],
    [
      'whose number is asked for as a text',
      RULE.replace('type: number', 'type: string').replace('GT, value: 0', 'EQ, value: a'),
      'perNotAsked',
    ],
  ])('refuses a rule %s, at its line', (_, rule, code) => {
    const document = documentWith(rule);
    for (const language of ['en', 'fr'] as const) {
      const read = parse(document, language);
      expect(read.ok).toBe(false);
      if (read.ok) continue;
      const place = { code, path: 'score.fit.rules[0].per', line: lineOf(document, '        per: ') };
      expect(read.error).toContainEqual(expect.objectContaining(place));
    }
  });
});
