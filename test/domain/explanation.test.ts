// A lead's page and card as a whole: what is told of the decision in force, what of the instant, and what finds no place.
import { describe, expect, it } from 'vitest';
import type { Reason } from '#domain/decision.ts';
import { type ExplainInput, explain } from '#domain/explain/explanation.ts';
import { initialState, type LeadState } from '#domain/lead.ts';
import {
  agreementWith,
  always,
  contactIs,
  contextAt,
  daysAfter,
  factsWith,
  hotFacts,
  hoursAfter,
  mandatory,
  scoreAtLeast,
  T0,
  when,
} from '#test/support/builders.ts';
import { HANDED_OVER, inputOf, RECYCLED, stage } from '#test/support/clause-stories.ts';

const card = (input: ExplainInput): readonly string[] => explain(input, 'en').card;

describe('the card', () => {
  it('tells of a lead with sales where it stands and the first of what is owed, not its points', () => {
    expect(card(inputOf({ state: HANDED_OVER }))).toEqual([
      'MQL: 60 points (fit 20, engagement 40), grade A1.',
      'Handed over to sales.',
      'Sales accepts or rejects within 8 working hours: due Monday 2 March 2026 at 17:00.',
    ]);
  });

  it('tells what is overdue', () => {
    const now = daysAfter(T0, 3);

    expect(card(inputOf({ state: HANDED_OVER, now })).at(-1)).toBe(
      'Sales accepts or rejects within 8 working hours: was due Monday 2 March 2026 at 17:00.',
    );
  });

  it('tells what is owed next once something is done', () => {
    const state = { ...HANDED_OVER, status: 'accepted' as const, acceptedAt: hoursAfter(T0, -1) };

    expect(card(inputOf({ state }))).toEqual([
      'Accepted by sales: 60 points (fit 20, engagement 40), grade A1.',
      'The first contact is due.',
      'Sales makes the first contact within 1 working day: due Tuesday 3 March 2026 at 09:00.',
    ]);
  });

  it('tells two sentences of where a lead stands, what it waits for, and two ways', () => {
    const personas = [{ id: 'boss', label: 'Company head', when: always }];

    expect(card(inputOf({ agreement: { personas }, state: RECYCLED }))).toEqual([
      'In nurture: 60 points (fit 20, engagement 40), grade A1.',
      'Sales could not reach the lead.',
      'Was recycled and cools down until Sunday 22 March 2026 at 10:00.',
      'From Sunday 22 March 2026 at 10:00 on, with “form”: handed over, 100 points in all (50 needed).',
    ]);
  });

  it('has six lines at most: where much holds a lead back, what comes last gives way', () => {
    const gates = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => ({ id, label: `Gate ${id}`, when: always }));

    expect(card(inputOf({ agreement: { score: { gates } } }))).toEqual([
      'Not handed over: 60 points (fit 20, engagement 40), grade A1.',
      'Held back whatever the score: Gate a.',
      'Held back whatever the score: Gate b.',
      'Held back whatever the score: Gate c.',
      'Held back whatever the score: Gate d.',
      'Nothing that a lead can change: held back as “Gate a”; held back as “Gate b”; held back as “Gate c”; held back as “Gate d”; held back as “Gate e”; held back as “Gate f”.',
    ]);
  });

  it('tells two ways at most', () => {
    const warned = mandatory({ mql: ['phone', 'city', 'state'] }, 'warn');
    const any = (property: string) => [
      { kind: 'property', object: 'contact', property, operator: 'HAS_PROPERTY' } as const,
    ];
    const include = { anyOf: [any('phone'), any('city'), any('state')] };
    const { whatWouldItTake, card: lines } = explain(
      inputOf({ agreement: { data: warned, scope: { include, exclude: null } } }),
      'en',
    );

    expect(whatWouldItTake).toHaveLength(3);
    expect(lines.filter((line) => line.startsWith('With'))).toEqual(whatWouldItTake.slice(0, 2));
  });
});

describe('what was done', () => {
  const did: readonly Reason[] = [
    { code: 'part', params: { rule: 'big', milliPoints: 99_000, signals: 0 } },
    { code: 'handedOver', params: { cycle: 1, byHand: 0 } },
    { code: 'ownerKept', params: { ownerId: '7' } },
  ];

  it('is told from the decision in force, points from the instant', () => {
    expect(explain({ ...inputOf({ state: HANDED_OVER }), did }, 'en').why).toEqual([
      'MQL: 60 points (fit 20, engagement 40), grade A1.',
      'Handed over to sales.',
      '+20 points: big',
      '+40 points: form',
      'The owner of the contact keeps the lead.',
    ]);
  });

  it('is nothing that only judging again would do', () => {
    const { why, whyNotYet } = explain(inputOf({}), 'en');

    expect(why).toEqual([
      'Not handed over: 60 points (fit 20, engagement 40), grade A1.',
      '+20 points: big',
      '+40 points: form',
    ]);
    expect(whyNotYet).toEqual([]);
  });

  it('is what judging does for a lead that nobody has judged', () => {
    const state: LeadState = initialState();
    const input = { agreement: agreementWith(), facts: hotFacts, state, context: contextAt(T0) };
    const { why } = explain(input, 'en');

    expect(why[0]).toBe('MQL: 60 points (fit 20, engagement 40), grade A1.');
    expect(why).toContain('The next rep in turn gets the lead: turn 1 of 2, number 1 of this rep’s 1.');
  });
});

describe('the page', () => {
  it('is of one instant and one language', () => {
    const now = daysAfter(T0, 1);
    const { at, verdict, short } = explain(inputOf({ facts: factsWith(), now }), 'fr');

    expect([at, verdict.total, verdict.grade]).toEqual([now, 0, 'B2']);
    expect(short).toBe(
      'Non transmis\u00a0: 0 point (profil 0, engagement 0), note B2. Un MQL demande 50 points\u00a0; il en manque 50.',
    );
  });

  it('keeps the spaces of a label in English', () => {
    const gates = [{ id: 'rival', label: 'Rival : near', when: when(contactIs('size', 'small')) }];
    const { clauses } = explain(inputOf({ agreement: { score: { gates } } }), 'en');

    expect(clauses.map(({ text }) => text)).toContain('Not held back as “Rival : near”.');
  });

  it('is told under the overlay that the lead meets, and under that of its owner’s team', () => {
    const overlays = [
      {
        id: 'big',
        label: 'Big companies',
        when: when(contactIs('size', 'big')),
        teams: [],
        changes: { mqlEntry: when(scoreAtLeast(90)) },
      },
      {
        id: 'south',
        label: 'South',
        when: null,
        teams: ['South'],
        changes: { sales: { accept: { unit: 'elapsedHours', amount: 1 } } },
      },
    ] as const;
    const owned = { ...HANDED_OVER, owner: stage('7') };
    const input = inputOf({ agreement: { overlays } });
    const context = contextAt(T0, { pool: { teams: { 7: ['south'] } } });

    expect(explain(input, 'en').whyNotYet).toEqual(['An MQL takes 90 points; still missing: 30.']);
    expect(card({ ...inputOf({ agreement: { overlays }, state: owned }), context }).at(-1)).toBe(
      'Sales accepts or rejects within 1 elapsed hour: was due Monday 2 March 2026 at 09:00.',
    );
  });
});
