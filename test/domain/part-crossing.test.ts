// When what one rule or group of the score gives crosses a condition's line, and the lead is looked at again.
import { describe, expect, it } from 'vitest';
import type { Agreement, Condition, ScorePartCondition } from '#domain/agreement.ts';
import { decide } from '#domain/decide.ts';
import { HOUR_MS, toEpochMs } from '#domain/instant.ts';
import { initialState } from '#domain/lead.ts';
import { HORIZON_MS, partTurns } from '#domain/part-crossing.ts';
import { viewLead } from '#domain/view.ts';
import {
  agreementWith,
  cell,
  contactIs,
  contextAt,
  engagementRule,
  factsWith,
  halving,
  hoursAfter,
  never,
  signal,
  T0,
  when,
} from '#test/support/builders.ts';

const LINE: ScorePartCondition = {
  kind: 'scorePart',
  of: 'rule',
  id: 'form',
  parts: ['form'],
  operator: 'GTE',
  milliPoints: 10_000,
};

function agreementOf(condition: Condition, changes: Partial<Agreement> = {}): Agreement {
  const rules = [
    engagementRule('form', 40, { decay: halving(24), group: 'g' }),
    engagementRule('open', -15, { signal: 'emailOpen', decay: halving(24), group: 'g' }),
    // What the others give moves the score, and must not move this.
    engagementRule('page', 30, { signal: 'pageView', decay: halving(6) }),
  ];
  return agreementWith({
    ...changes,
    stages: { mqlEntry: never, mqlExit: null },
    score: {
      engagement: { cap: 100_000, groups: [{ id: 'g', cap: 30_000 }], rules },
      gates: [{ id: 'part', label: 'part', when: when(condition) }],
      grade: {
        fit: [{ letter: 'A', from: -1_000_000 }],
        engagement: [{ digit: '1', from: -1_000_000, label: 'hot' }],
      },
      rewriteAfterPoints: 10_000,
    },
  });
}

const facts = factsWith({
  contact: { country: cell('FR', T0) },
  signals: [signal('emailOpen', T0), signal('form', T0), signal('pageView', T0)],
});

/** Hours from T0 until the lead is looked at again, and whether the gate is met then and just before. */
function turnOf(agreement: Agreement): { hours: number; before: boolean; at: boolean } {
  const { reviewAt } = decide(agreement, { facts, state: initialState() }, contextAt(T0));
  if (reviewAt?.exact !== true) throw new Error(`no exact review: ${JSON.stringify(reviewAt)}`);
  const isMet = (now: string): boolean =>
    decide(agreement, { facts, state: initialState() }, contextAt(now)).verdict.gates.length > 0;
  const hours = (Date.parse(reviewAt.at) - Date.parse(T0)) / 3_600_000;
  return { hours, before: isMet(hoursAfter(reviewAt.at, -0.001)), at: isMet(reviewAt.at) };
}

describe('a line of a single part of the score', () => {
  it('of a rule is crossed when that rule has aged, whatever the others give', () => {
    // 40 points halve each day: 10 after two days, below with the next hour.
    expect(turnOf(agreementOf(LINE))).toEqual({ hours: 49, before: true, at: false });
  });

  it('of a group is crossed with the sum of its rules, cut to its cap', () => {
    const condition: Condition = { ...LINE, of: 'group', id: 'g', parts: ['form', 'open', 'cap:group:g'] };

    // 25 points together, halving each day: 12.5 after one, below 10 after 32 hours (25 / 2^(32/24) = 9.92).
    expect(turnOf(agreementOf(condition))).toEqual({ hours: 32, before: true, at: false });
  });

  it('is crossed at another instant under an overlay that gives the rule other points', () => {
    const changes = { points: { form: 20_000 } };
    const inFrance = when(contactIs('country', 'FR'));
    const overlays = [{ id: 'fr', label: 'fr', when: inFrance, teams: [], changes }];
    const plain = agreementOf(LINE);

    expect(turnOf(plain).hours).toBe(49);
    // The same condition, for leads in France on a rule that starts at 20.
    expect(turnOf({ ...plain, overlays }).hours).toBe(25);
  });
});

describe('the instants until the horizon', () => {
  const rules = [
    engagementRule('plus', 40, { decay: [1_000_000, 500_000], group: 'g' }),
    engagementRule('minus', -40, { signal: 'emailOpen', decay: [1_000_000, 500_000], group: 'h' }),
    engagementRule('late', 40, { signal: 'call', decay: [...Array<number>(40 * 24).fill(1_000_000), 0] }),
  ];
  const groups = [
    { id: 'h', cap: 30_000 },
    { id: 'g', cap: 35_000 },
  ];
  const signals = [signal('form', T0), signal('emailOpen', T0), signal('call', T0)];
  const turns = (
    parts: string[],
    points: number,
    operator: ScorePartCondition['operator'] = 'GTE',
  ): number[] => {
    const agreement = agreementWith({ score: { engagement: { cap: 10_000, groups, rules } } });
    const lead = { model: agreement.score, view: viewLead(agreement, factsWith({ signals })) };
    const condition = { ...LINE, parts, operator, milliPoints: points * 1_000 };
    return partTurns(condition, lead, toEpochMs(T0)).map((turn) => (turn - toEpochMs(T0)) / HOUR_MS);
  };

  it.each<[string, () => number[], number[]]>([
    ['of plus points that fall below a line', () => turns(['plus'], 40), [1]],
    ['of plus points that fall to a line, and stay', () => turns(['plus'], 20), []],
    ['of plus points that fall to a line that is to be exceeded', () => turns(['plus'], 20, 'GT'), [1]],
    ['of plus points that never reached the line', () => turns(['plus'], 50), []],
    ['of minus points that rise to a line', () => turns(['minus'], -20), [1]],
    ['of minus points that stay below a line', () => turns(['minus'], -19), []],
    ['of a group: its own cut counts, no other', () => turns(['plus', 'cap:group:g'], 35), [1]],
    ['of a group, above its cut', () => turns(['plus', 'cap:group:g'], 36), []],
    ['of a part of the fit: none', () => turns(['big'], 10), []],
  ])('%s', (_, find, expected) => {
    expect(find()).toEqual(expected);
  });

  it('end with one beyond it where the line is crossed later', () => {
    expect(turns(['late'], 40)).toEqual([(HORIZON_MS + 1) / HOUR_MS]);
  });
});
