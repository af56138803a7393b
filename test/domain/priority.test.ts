// Which lead a rep takes first: the band that is written, the order of the queue and its sentence.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explainPlace, orderQueue, priorityOf, type QueueLead } from '#domain/priority.ts';
import { agreementWith } from '#test/support/builders.ts';
import { decisionOf } from '#test/support/decisions.ts';

const BANDS = agreementWith({
  score: {
    grade: {
      fit: [
        { letter: 'A', from: 30_000 },
        { letter: 'B', from: 15_000 },
        { letter: 'C', from: 0 },
        { letter: 'D', from: -10_000 },
      ],
      engagement: [
        { digit: '1', from: 30_000, label: 'hot' },
        { digit: '2', from: 15_000, label: 'warm' },
        { digit: '3', from: 0, label: 'cold' },
      ],
    },
  },
});
const POINTS: Readonly<Record<string, number>> = { A: 30, B: 15, C: 0, D: -10, 1: 30, 2: 15, 3: 0 };
const NOW = '2026-03-02T09:00:00.000Z';

function bandOf(grade: string, status: Parameters<typeof decisionOf>[0]['state'] = {}): string {
  const [letter = '', digit = ''] = grade;
  const fit = (POINTS[letter] ?? 0) * 1000;
  const engagement = (POINTS[digit] ?? 0) * 1000;
  const { state, verdict } = decisionOf({ state: status, verdict: { fit, engagement } });
  return priorityOf(BANDS, state, verdict);
}

describe('the priority band (R11)', () => {
  it.each([
    ['A1', 'high', 'medium'],
    ['A2', 'high', 'medium'],
    ['B1', 'high', 'medium'],
    ['A3', 'medium', 'low'],
    ['B2', 'medium', 'low'],
    ['C1', 'medium', 'low'],
    ['D1', 'medium', 'low'],
    ['B3', 'low', 'low'],
    ['C2', 'low', 'low'],
    ['C3', 'low', 'low'],
    ['D3', 'low', 'low'],
  ])('of %s is %s before the first contact and %s after it', (grade, before, after) => {
    expect([bandOf(grade), bandOf(grade, { status: 'accepted' })]).toEqual([before, before]);
    expect([bandOf(grade, { status: 'working' }), bandOf(grade, { status: 'rejected' })]).toEqual([
      after,
      after,
    ]);
  });

  it.each(['none', 'baseline', 'recycled', 'won'] as const)('of a lead that is %s is none', (status) => {
    expect(bandOf('A1', { status })).toBe('');
  });
});

const lead = (leadId: string, changes: Partial<QueueLead> = {}): QueueLead => ({
  leadId,
  ownerId: '9',
  priority: 'high',
  due: { clause: 'accept', at: '2026-03-02T17:00:00.000Z' },
  grade: 'A1',
  score: 70,
  ...changes,
});

describe('the work queue (R11)', () => {
  it('is ordered by due time, grade, score and lead id', () => {
    const soon = { clause: 'firstTouch', at: '2026-03-02T08:00:00.000Z' } as const;
    const leads = [
      lead('4', { due: null }),
      lead('3'),
      lead('2', { score: 75 }),
      lead('1'),
      lead('5', { grade: 'B1', score: 90 }),
      lead('6', { due: soon, grade: 'C3', score: 10 }),
    ];

    expect(orderQueue(BANDS, leads).map(({ leadId }) => leadId)).toEqual(['6', '2', '1', '3', '5', '4']);
  });

  it('is ordered by the name of a grade that the agreement no longer gives, behind those that it gives', () => {
    const leads = ['Z2', 'Z1', 'C3'].map((each) => lead(each, { grade: each }));

    expect(orderQueue(BANDS, leads).map(({ grade }) => grade)).toEqual(['C3', 'Z1', 'Z2']);
  });

  it('knows by the agreement which band is best, not by the alphabet', () => {
    const grade = {
      fit: ['S', 'A', 'B'].map((letter, place) => ({ letter, from: 30_000 - 15_000 * place })),
      engagement: ['2', '1'].map((digit, place) => ({ digit, from: 15_000 - 15_000 * place, label: digit })),
    };
    const leads = ['B2', 'Z9', 'A1', 'S1', 'A2', 'S2'].map((each) => lead(each, { grade: each }));

    expect(orderQueue(agreementWith({ score: { grade } }), leads).map((each) => each.grade)).toEqual([
      'S2',
      'S1',
      'A2',
      'A1',
      'B2',
      'Z9',
    ]);
  });

  it('is the same whatever the order in which the leads are read', () => {
    const arbLead = fc.record({
      score: fc.constantFrom(60, 65),
      grade: fc.constantFrom('A1', 'A2'),
      due: fc.constantFrom(null, { clause: 'accept' as const, at: NOW }),
    });

    fc.assert(
      fc.property(fc.array(arbLead, { maxLength: 8 }), fc.nat(), (changes, turn) => {
        const leads = changes.map((change, index) => lead(String(index), change));
        const turned = [...leads.slice(turn % 8), ...leads.slice(0, turn % 8)].toReversed();

        expect(orderQueue(BANDS, turned)).toEqual(orderQueue(BANDS, leads));
      }),
    );
  });

  it.each([
    [lead('1'), 'Accept or reject by Monday 2 March 2026 at 18:00; grade A1, 70 points.'],
    [
      lead('1', { due: { clause: 'firstTouch', at: '2026-03-01T17:00:00.000Z' } }),
      'Make the first contact by Sunday 1 March 2026 at 18:00 (overdue); grade A1, 70 points.',
    ],
    [
      lead('1', { due: { clause: 'firstTouch', at: NOW } }),
      'Make the first contact by Monday 2 March 2026 at 10:00; grade A1, 70 points.',
    ],
    [lead('1', { due: null }), 'Nothing is due; grade A1, 70 points.'],
    [lead('1', { due: null, ownerId: '' }), 'Waits for an owner; grade A1, 70 points.'],
  ])('explains the place of %j in English', (queued, text) => {
    expect(explainPlace(queued, { agreement: BANDS, language: 'en', now: NOW })).toBe(text);
  });

  it.each([
    [lead('1'), 'Accepter ou refuser avant le lundi 2 mars 2026 à 18~h~00~; note A1, 70 points.'],
    [
      lead('1', { due: { clause: 'feedback', at: '2026-03-01T17:00:00.000Z' } }),
      'Donner le motif du refus avant le dimanche 1er mars 2026 à 18~h~00 (en retard)~; note A1, 70 points.',
    ],
    [
      lead('1', { due: { clause: 'firstTouch', at: NOW } }),
      'Prendre le premier contact avant le lundi 2 mars 2026 à 10~h~00~; note A1, 70 points.',
    ],
    [lead('1', { due: null }), 'Rien n’est dû~; note A1, 70 points.'],
    [lead('1', { due: null, ownerId: '' }), 'Attend un propriétaire~; note A1, 70 points.'],
  ])('explains the place of %j in French', (queued, text) => {
    const told = explainPlace(queued, { agreement: BANDS, language: 'fr', now: NOW });

    expect(told.replaceAll('\u00a0', '~')).toBe(text);
  });
});
