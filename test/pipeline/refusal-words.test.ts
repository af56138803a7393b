// Every refusal speaks both languages: the codes of one table are those of the other, and no sentence is left over.
import { describe, expect, it } from 'vitest';
import { listProblemKeys, problemWords } from '#http/problem-words.ts';
import { describeClockRefusal, listClockRefusals } from '#pipeline/clocks/refusals.ts';
import { describeRefusal, listRefusalCodes, type RefusalCode } from '#pipeline/versions/refusals.ts';

const STATUSES = ['draft', 'proposed', 'signed', 'active', 'superseded', 'withdrawn', 'reverted'];
/** Whatever a sentence may depend on. */
const CASES = STATUSES.flatMap((status) =>
  ['', 'marketing', 'sales'].flatMap((side) =>
    ['sign', 'decide'].flatMap((act) =>
      [0, 1, 2].map((number) => ({
        status,
        side,
        act,
        version: number,
        count: number,
        wait: number,
        percent: 2.5,
        agreementId: 'main',
        inForce: 7,
        changed: 3,
        inScope: 9,
        code: 'HUBSPOT_AWAY',
        startsAt: '2026-12-24T00:00:00.000Z',
        from: '2026-12-24T00:00:00.000Z',
      })),
    ),
  ),
);

function expectFrench(text: string, english: string): void {
  expect(text).not.toBe(english);
  expect(text).not.toMatch(/undefined|null|NaN/);
  // No-break spaces before double punctuation, and nothing of the English statuses.
  expect(text).not.toMatch(/ [:;?!»%]/);
  expect(text).not.toMatch(/\b(proposed|signed|superseded|withdrawn|reverted|sales)\b/);
}

describe('refusals of agreements', () => {
  it('have the same codes in both languages', () => {
    expect(listRefusalCodes('fr')).toEqual(listRefusalCodes('en'));
    expect(listRefusalCodes('en').length).toBeGreaterThan(25);
  });

  it.each(listRefusalCodes('en') as RefusalCode[])('%s says what and what to do, in both', (code) => {
    for (const params of CASES) {
      // Only whoever signs without naming a side has none.
      if (params.side === '' && code !== 'NOT_A_SIGNATORY') continue;
      const english = describeRefusal({ code, params }, 'en');
      const french = describeRefusal({ code, params }, 'fr');
      for (const text of [english.message, english.fix]) expect(text).not.toMatch(/undefined|null|NaN/);
      expect([english.message, french.message]).toEqual([
        expect.stringMatching(/\.$/),
        expect.stringMatching(/\.$/),
      ]);
      expectFrench(french.message, english.message);
      expectFrench(french.fix, english.fix);
    }
  });
});

describe('refusals about running promises', () => {
  it.each(listClockRefusals())('%s says what and what to do, in both', (code) => {
    for (const known of ['', 'holiday, budget']) {
      const params = { reason: 'holiday', known, from: NOON, at: NOON, count: 2, clause: 'accept' };
      const english = describeClockRefusal({ code, params }, 'en');
      const french = describeClockRefusal({ code, params }, 'fr');
      for (const text of [english.message, english.fix]) expect(text).toMatch(/^[A-Z“][^]*\.$|: \d\.$/);
      for (const text of [english.message, english.fix]) expect(text).not.toMatch(/undefined|null|NaN/);
      expectFrench(french.message.replaceAll(PLACE, ''), english.message);
      expectFrench(french.fix, english.fix);
    }
  });
});

/** A place in the document is the same in both. */
const PLACE = /promises\.sales\.[\w.]+/g;
const NOON = '2026-12-24T12:00:00.000Z';

describe('refusals of requests', () => {
  it.each(listProblemKeys())('%s is said in both', (key) => {
    for (const place of ['path', 'query', 'body'] as const) {
      const words = problemWords(key, { place });
      const [english, french] = [words('en'), words('fr')];
      expectFrench(french.message, english.message);
      expect(french.fix === undefined).toBe(english.fix === undefined);
      if (french.fix !== undefined) expectFrench(french.fix, english.fix ?? '');
    }
  });
});
