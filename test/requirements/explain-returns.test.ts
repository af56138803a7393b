// R34: what a lead's page says of a return to sales and of what sales promised: each way these clauses can stand.
import { describe, expect, it } from 'vitest';
import { explain } from '#domain/explain/explanation.ts';
import { daysAfter, factsWith, hoursAfter, signal, T0 } from '#test/support/builders.ts';
import { HANDED_OVER, inputOf, lineOf, RECYCLED, type Row } from '#test/support/clause-stories.ts';

const never = { coolDownDays: 30, coolDowns: { noContact: null } };
const BACKLOG = { status: 'baseline' } as const;
const HANDED_OVER_A_YEAR_AGO = daysAfter(T0, -365);

const RETURNS: readonly Row[] = [
  [
    'a lead that is no backlog',
    {},
    'baseline',
    'doesNotApply',
    'Not part of the backlog from before Accord was switched on.',
    'Ne fait pas partie du stock d’avant la mise en marche d’Accord.',
  ],
  [
    'a lead of the backlog',
    { state: BACKLOG },
    'baseline',
    'notYet',
    'Was over the line before Accord was switched on, so only a new sign of interest hands it over.',
    'Dépassait le seuil avant la mise en marche d’Accord~: seul un nouveau signe d’intérêt le fait transmettre.',
  ],
  [
    'a lead of the backlog, which is asked for a sign of interest since the switch-on',
    { state: BACKLOG, facts: factsWith() },
    'nurture.freshSignal',
    'notYet',
    'A new sign of interest is needed, dated after Wednesday 1 January 2020 at 01:00.',
    'Il faut un nouveau signe d’intérêt, daté d’après le mercredi 1er janvier 2020 à 1~h~00.',
  ],
  [
    'a lead of the backlog that has shown one',
    { state: BACKLOG },
    'nurture.freshSignal',
    'met',
    'There is a new sign of interest.',
    'Un nouveau signe d’intérêt est là.',
  ],
  [
    'a lead that never comes back',
    { agreement: { nurture: never }, state: RECYCLED },
    'nurture.coolDown',
    'notMet',
    'Does not come back, as the agreement says.',
    'Ne revient plus, selon l’accord.',
  ],
  [
    'a lead that never comes back',
    { agreement: { nurture: never }, state: RECYCLED },
    'nurture.freshSignal',
    'doesNotApply',
    'No new sign of interest is asked for.',
    'Aucun nouveau signe d’intérêt n’est demandé.',
  ],
  [
    'a lead that was never handed over',
    {},
    'nurture.freshSignal',
    'doesNotApply',
    'No new sign of interest is asked for.',
    'Aucun nouveau signe d’intérêt n’est demandé.',
  ],
  [
    'a lead that was never handed over',
    {},
    'nurture.cyclesPerYear',
    'doesNotApply',
    'Only concerns leads that came back to nurture.',
    'Ne concerne que les leads revenus au nurturing.',
  ],
  [
    'a cool-down of one day, whose last instant is over',
    { agreement: { nurture: { coolDownDays: 1 } }, state: { ...RECYCLED, recycledAt: daysAfter(T0, -1) } },
    'nurture.coolDown',
    'met',
    'The cool-down of 1 day was over on Monday 2 March 2026 at 10:00.',
    'Le repos de 1 jour s’est achevé le lundi 2 mars 2026 à 10~h~00.',
  ],
  [
    'a cool-down of two days',
    { agreement: { nurture: { coolDownDays: 2 } }, state: { ...RECYCLED, recycledAt: daysAfter(T0, -1) } },
    'nurture.coolDown',
    'notYet',
    'Cools down for 2 days, until Tuesday 3 March 2026 at 10:00.',
    'Se repose 2 jours, jusqu’au mardi 3 mars 2026 à 10~h~00.',
  ],
  [
    'a disqualified lead, which asks for a new sign of interest too',
    { state: { ...RECYCLED, status: 'disqualified', recycleReason: 'disqualified:student' } },
    'nurture.freshSignal',
    'notYet',
    'A new sign of interest is needed, dated after Sunday 22 March 2026 at 10:00.',
    'Il faut un nouveau signe d’intérêt, daté d’après le dimanche 22 mars 2026 à 10~h~00.',
  ],
  [
    'a lead whose form came after its cool-down',
    { state: { ...RECYCLED, recycledAt: daysAfter(T0, -40) } },
    'nurture.freshSignal',
    'met',
    'There is a new sign of interest.',
    'Un nouveau signe d’intérêt est là.',
  ],
  [
    'a lead handed over a year ago to the second, which no longer counts',
    { state: { ...RECYCLED, handOvers: [HANDED_OVER_A_YEAR_AGO] } },
    'nurture.cyclesPerYear',
    'met',
    'Handed over 0 of at most 3 times in a year.',
    'Transmis 0 fois sur 3 au plus en un an.',
  ],
  [
    'an agreement with one cycle a year, used',
    { agreement: { nurture: { cyclesPerYear: 1 } }, state: RECYCLED },
    'nurture.cyclesPerYear',
    'notYet',
    'Handed over 1 time within a year, as often as allowed, so not again before Wednesday 10 February 2027 at 10:00.',
    'Transmis 1 fois en un an, autant que permis~: plus de transmission avant le mercredi 10 février 2027 à 10~h~00.',
  ],
  [
    'an agreement that allows fewer cycles than it did: all but one of the two have to be a year ago',
    {
      agreement: { nurture: { cyclesPerYear: 1 } },
      state: { ...RECYCLED, handOvers: [daysAfter(T0, -60), daysAfter(T0, -20)] },
    },
    'nurture.cyclesPerYear',
    'notYet',
    'Handed over 2 times within a year, as often as allowed, so not again before Wednesday 10 February 2027 at 10:00.',
    'Transmis 2 fois en un an, autant que permis~: plus de transmission avant le mercredi 10 février 2027 à 10~h~00.',
  ],
  [
    'an agreement with one cycle a year, unused',
    { agreement: { nurture: { cyclesPerYear: 1 } }, state: { ...RECYCLED, handOvers: [] } },
    'nurture.cyclesPerYear',
    'met',
    'Handed over 0 of at most 1 time in a year.',
    'Transmis 0 fois sur 1 au plus en un an.',
  ],
];

const ACCEPT = 'Sales accepts or rejects within 8 working hours';
const ACCEPTER = 'Les ventes acceptent ou refusent sous 8 heures ouvrées';
const TOUCH = 'Sales makes the first contact within 1 working day';
const TOUCHER = 'Les ventes prennent le premier contact sous 1 jour ouvré';
const FEEDBACK = 'Sales says why it rejects within 48 elapsed hours';
const MOTIVER = 'Les ventes motivent leur refus sous 48 heures écoulées';

const PROMISES: readonly Row[] = [
  [
    'a lead with marketing',
    {},
    'promises.sales.acceptWithin',
    'doesNotApply',
    `${ACCEPT}: the lead is not with sales.`,
    `${ACCEPTER}~: le lead n’est pas chez les ventes.`,
  ],
  [
    'a lead with marketing',
    {},
    'promises.sales.firstTouchWithin',
    'doesNotApply',
    `${TOUCH}: the lead is not with sales.`,
    `${TOUCHER}~: le lead n’est pas chez les ventes.`,
  ],
  [
    'a lead with marketing',
    {},
    'promises.sales.feedbackWithin',
    'doesNotApply',
    `${FEEDBACK}: nothing is owed.`,
    `${MOTIVER}~: rien n’est dû.`,
  ],
  [
    'an agreement that asks for no answer',
    { agreement: { stages: { sql: 'auto' } }, state: { ...HANDED_OVER, status: 'accepted' } },
    'promises.sales.acceptWithin',
    'doesNotApply',
    `${ACCEPT}: nothing is owed.`,
    `${ACCEPTER}~: rien n’est dû.`,
  ],
  [
    'a lead accepted too late',
    {
      state: {
        ...HANDED_OVER,
        status: 'accepted',
        assignedAt: daysAfter(T0, -7),
        acceptedAt: hoursAfter(T0, -1),
      },
    },
    'promises.sales.acceptWithin',
    'notMet',
    `${ACCEPT}: done Monday 2 March 2026 at 09:00, was due Tuesday 24 February 2026 at 10:00.`,
    `${ACCEPTER}~: fait le lundi 2 mars 2026 à 9~h~00, était dû le mardi 24 février 2026 à 10~h~00.`,
  ],
  [
    'a lead accepted at the very end of the promise',
    {
      state: {
        ...HANDED_OVER,
        status: 'accepted',
        assignedAt: daysAfter(T0, -7),
        acceptedAt: '2026-02-24T09:00:00.000Z',
      },
    },
    'promises.sales.acceptWithin',
    'met',
    `${ACCEPT}: done Tuesday 24 February 2026 at 10:00.`,
    `${ACCEPTER}~: fait le mardi 24 février 2026 à 10~h~00.`,
  ],
  [
    'a lead accepted before it had an owner',
    { state: { ...HANDED_OVER, status: 'accepted', assignedAt: null, acceptedAt: hoursAfter(T0, -1) } },
    'promises.sales.acceptWithin',
    'met',
    `${ACCEPT}: done Monday 2 March 2026 at 09:00.`,
    `${ACCEPTER}~: fait le lundi 2 mars 2026 à 9~h~00.`,
  ],
  [
    'a lead rejected without a reason: it has been answered',
    { state: { ...HANDED_OVER, status: 'rejected', rejectedAt: hoursAfter(T0, -1) } },
    'promises.sales.acceptWithin',
    'met',
    `${ACCEPT}: done Monday 2 March 2026 at 09:00.`,
    `${ACCEPTER}~: fait le lundi 2 mars 2026 à 9~h~00.`,
  ],
  [
    'an MQL just before the end of the promise',
    { state: { ...HANDED_OVER, assignedAt: '2026-02-23T09:00:00.000Z' }, now: '2026-02-24T08:59:59.999Z' },
    'promises.sales.acceptWithin',
    'notYet',
    `${ACCEPT}: due Tuesday 24 February 2026 at 10:00.`,
    `${ACCEPTER}~: dû le mardi 24 février 2026 à 10~h~00.`,
  ],
  [
    'a lead touched before it was accepted',
    { state: { ...HANDED_OVER, touchedAt: hoursAfter(T0, -1) } },
    'promises.sales.firstTouchWithin',
    'met',
    `${TOUCH}: done Monday 2 March 2026 at 09:00.`,
    `${TOUCHER}~: fait le lundi 2 mars 2026 à 9~h~00.`,
  ],
  [
    'a lead that came back for another reason than a reject',
    { state: RECYCLED },
    'promises.sales.feedbackWithin',
    'doesNotApply',
    `${FEEDBACK}: nothing is owed.`,
    `${MOTIVER}~: rien n’est dû.`,
  ],
  ...[
    { what: 'that sales had rejected', state: { ...HANDED_OVER, rejectedAt: hoursAfter(T0, -1) } },
    { what: 'that had come back from a reject', state: { ...RECYCLED, recycleReason: 'rejected:budget' } },
  ].map(
    ({ what, state }): Row => [
      `a customer ${what}`,
      { state: { ...state, status: 'won' } },
      'promises.sales.feedbackWithin',
      'doesNotApply',
      `${FEEDBACK}: nothing is owed.`,
      `${MOTIVER}~: rien n’est dû.`,
    ],
  ),
  [
    'a lead that came back with the reason of its reject',
    { state: { ...RECYCLED, recycleReason: 'rejected:budget' } },
    'promises.sales.feedbackWithin',
    'met',
    `${FEEDBACK}: done Friday 20 February 2026 at 10:00.`,
    `${MOTIVER}~: fait le vendredi 20 février 2026 à 10~h~00.`,
  ],
];

it('R34: a clause without conditions shows none', () => {
  const { clauses } = explain(inputOf({}), 'en');

  expect(clauses.find(({ clause }) => clause === 'nurture.coolDown')?.conditions).toEqual([]);
});

describe('R34: each way a return and a promise can stand', () => {
  it.each([...RETURNS, ...PROMISES])(
    '$0: $2 is $3',
    (...[, situation, clause, standing, english, french]) => {
      expect(lineOf(situation, clause, 'en')).toEqual([standing, english]);
      expect(lineOf(situation, clause, 'fr')).toEqual([standing, french]);
    },
  );

  it('counts a new sign of interest only where it came after the cool-down', () => {
    const state = { ...RECYCLED, recycledAt: daysAfter(T0, -40) };
    const seen = (instant: string): string | undefined => {
      const facts = factsWith({ contact: { size: 'big' }, signals: [signal('form', instant)] });
      return lineOf({ facts, state }, 'nurture.freshSignal', 'en')[0];
    };

    expect(seen(daysAfter(T0, -12))).toBe('notYet');
    expect(seen(daysAfter(T0, -3))).toBe('met');
  });
});
