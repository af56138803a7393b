// R34 and the explaining side of R38, as tables a RevOps person can read: what a lead's page says under the template
// agreement, in English and French. An opinion becomes "does not meet clause X".
import { describe, expect, it } from 'vitest';
import {
  accepted,
  acceptedFacts,
  asked,
  backlog,
  director,
  handedOver,
  NOON,
  onHold,
  rejected,
  rejectedOnly,
  type Story,
  thrice,
  told,
  touched,
  visible,
} from '#test/support/lead-stories.ts';

function clauseOf(story: Story, clause: string, language: 'en' | 'fr'): [string, string] {
  const line = told(story, language).clauses.find((one) => one.clause === clause);
  return [line?.standing ?? 'missing', visible(line?.text ?? '')];
}

/** Lead, clause of the agreement, how it stands, in English, in French. */
type Example = readonly [string, Story, string, string, string, string];

const CRITERIA: readonly Example[] = [
  [
    'a lead we sell to',
    { facts: director() },
    'scope',
    'met',
    'In the scope of the agreement.',
    'Dans le champ de l’accord.',
  ],
  [
    'a customer',
    { facts: director({ contact: { lifecyclestage: 'customer' } }) },
    'scope',
    'notMet',
    'Not in the scope of the agreement: lifecycle stage is customer: yes, it is customer.',
    'Hors du champ de l’accord~: phase du cycle de vie est client~: oui, c’est client.',
  ],
  [
    'a contact that is gone',
    { facts: { ...director(), gone: true } },
    'scope',
    'notMet',
    'The contact is no longer in HubSpot, so nothing is judged.',
    'Le contact n’est plus dans HubSpot~: rien n’est jugé.',
  ],
  [
    'no competitor',
    { facts: director() },
    'score.gates.competitor',
    'met',
    'Not held back as “Competitor”.',
    'N’est pas retenu au titre de «~Concurrent~».',
  ],
  [
    'a lead below the line',
    { facts: director() },
    'score',
    'notYet',
    '28 points (fit 28, engagement 0), grade B3; an MQL needs 60 points.',
    '28 points (profil 28, engagement 0), note B3~; un MQL demande 60 points.',
  ],
  [
    'a lead above the line',
    { facts: asked },
    'score',
    'met',
    '82.9 points (fit 38, engagement 44.9), grade A1; an MQL needs 60 points.',
    '82,9 points (profil 38, engagement 44,9), note A1~; un MQL demande 60 points.',
  ],
  [
    'a lead that did nothing yet',
    { facts: director() },
    'stages.mql.entry',
    'notYet',
    'Does not yet meet the entry to the stage MQL: the score is at least 60 points: no, it is 28.',
    'Ne remplit pas encore l’entrée au stade MQL~: le score atteint au moins 60 points~: non, c’est 28.',
  ],
  [
    'a lead that asked for a demo',
    { facts: asked },
    'stages.lead.entry',
    'met',
    'Meets the entry to the stage lead: at least 1 form in the last 90 days: yes, 1 seen.',
    'Remplit l’entrée au stade lead~: au moins 1 formulaire au cours des 90 derniers jours~: oui, on en compte 1.',
  ],
  [
    'a lead without a last name',
    { facts: director({ contact: { lastname: '' } }) },
    'data.mandatory.mql.lastname',
    'notMet',
    'The mandatory field last name is empty.',
    'Le champ obligatoire «~nom~» est vide.',
  ],
  [
    'a lead with its last name',
    { facts: director() },
    'data.mandatory.mql.lastname',
    'met',
    'The mandatory field last name is filled.',
    'Le champ obligatoire «~nom~» est rempli.',
  ],
  [
    'a stage of its own',
    { facts: director({ contact: { lifecyclestage: 'evangelist' } }) },
    'stages.protected',
    'notMet',
    'The stage evangelist is protected, so Accord hands nothing over.',
    'Le stade ambassadeur est protégé~: Accord ne transmet rien.',
  ],
];

const CYCLE: readonly Example[] = [
  [
    'an MQL nobody has answered',
    { facts: asked, state: handedOver },
    'promises.sales.acceptWithin',
    'notYet',
    'Sales accepts or rejects within 8 working hours: due Monday 23 November 2026 at 10:30.',
    'Les ventes acceptent ou refusent sous 8 heures ouvrées~: dû le lundi 23 novembre 2026 à 11~h~30.',
  ],
  [
    'an MQL still not answered after the promise',
    { facts: asked, state: handedOver, now: '2026-11-24T10:00:00.000Z' },
    'promises.sales.acceptWithin',
    'notMet',
    'Sales accepts or rejects within 8 working hours: was due Monday 23 November 2026 at 10:30.',
    'Les ventes acceptent ou refusent sous 8 heures ouvrées~: était dû le lundi 23 novembre 2026 à 11~h~30.',
  ],
  [
    'an MQL nobody has answered',
    { facts: asked, state: handedOver },
    'promises.sales.firstTouchWithin',
    'notYet',
    'Sales makes the first contact within 1 working day: starts when sales has accepted the lead.',
    'Les ventes prennent le premier contact sous 1 jour ouvré~: court dès que les ventes ont accepté le lead.',
  ],
  [
    'an accepted lead',
    { facts: acceptedFacts, state: accepted, now: NOON },
    'promises.sales.acceptWithin',
    'met',
    'Sales accepts or rejects within 8 working hours: done Friday 20 November 2026 at 12:00.',
    'Les ventes acceptent ou refusent sous 8 heures ouvrées~: fait le vendredi 20 novembre 2026 à 13~h~00.',
  ],
  [
    'an accepted lead',
    { facts: acceptedFacts, state: accepted, now: NOON },
    'stages.sql',
    'met',
    'Sales said yes: the lead is SQL.',
    'Les ventes ont dit oui~: le lead est SQL.',
  ],
  [
    'an MQL that keeps warm',
    { facts: asked, state: handedOver },
    'stages.mql.exit',
    'met',
    'Stays an MQL: the exit condition is not met: the score is below 40 points: no, it is 82.9.',
    'Reste MQL~: la condition de sortie n’est pas remplie~: le score n’atteint pas 40 points~: non, c’est 82,9.',
  ],
  [
    'a rejected lead',
    rejected,
    'nurture.coolDown',
    'notYet',
    'Cools down for 30 days, until Sunday 20 December 2026 at 12:00.',
    'Se repose 30 jours, jusqu’au dimanche 20 décembre 2026 à 13~h~00.',
  ],
  [
    'a rejected lead',
    rejected,
    'nurture.freshSignal',
    'notYet',
    'A new sign of interest is needed, dated after Sunday 20 December 2026 at 12:00.',
    'Il faut un nouveau signe d’intérêt, daté d’après le dimanche 20 décembre 2026 à 13~h~00.',
  ],
  [
    'a rejected lead',
    rejected,
    'nurture.cyclesPerYear',
    'met',
    'Handed over 1 of at most 3 times in a year.',
    'Transmis 1 fois sur 3 au plus en un an.',
  ],
  [
    'a rejected lead whose reason was given',
    rejected,
    'promises.sales.feedbackWithin',
    'met',
    'Sales says why it rejects within 2 working days: done Friday 20 November 2026 at 12:00.',
    'Les ventes motivent leur refus sous 2 jours ouvrés~: fait le vendredi 20 novembre 2026 à 13~h~00.',
  ],
  [
    'an MQL for which no rep is free',
    onHold,
    'promises.sales.acceptWithin',
    'notYet',
    'Sales accepts or rejects within 8 working hours: starts when the lead has an owner.',
    'Les ventes acceptent ou refusent sous 8 heures ouvrées~: court dès que le lead a un propriétaire.',
  ],
  [
    'a lead rejected without a reason',
    rejectedOnly,
    'promises.sales.feedbackWithin',
    'notYet',
    'Sales says why it rejects within 2 working days: due Tuesday 24 November 2026 at 12:00.',
    'Les ventes motivent leur refus sous 2 jours ouvrés~: dû le mardi 24 novembre 2026 à 14~h~00.',
  ],
  [
    'a lead rejected without a reason',
    rejectedOnly,
    'promises.sales.firstTouchWithin',
    'doesNotApply',
    'Sales makes the first contact within 1 working day: nothing is owed.',
    'Les ventes prennent le premier contact sous 1 jour ouvré~: rien n’est dû.',
  ],
  [
    'a lead contacted in time',
    touched('2026-11-20T15:00:00.000Z'),
    'promises.sales.firstTouchWithin',
    'met',
    'Sales makes the first contact within 1 working day: done Friday 20 November 2026 at 15:00.',
    'Les ventes prennent le premier contact sous 1 jour ouvré~: fait le vendredi 20 novembre 2026 à 16~h~00.',
  ],
  [
    'a lead contacted too late',
    touched('2026-11-27T15:00:00.000Z'),
    'promises.sales.firstTouchWithin',
    'notMet',
    'Sales makes the first contact within 1 working day: done Friday 27 November 2026 at 15:00, was due Monday 23 November 2026 at 12:00.',
    'Les ventes prennent le premier contact sous 1 jour ouvré~: fait le vendredi 27 novembre 2026 à 16~h~00, était dû le lundi 23 novembre 2026 à 13~h~00.',
  ],
  [
    'a lead that was over the line before the switch-on',
    backlog,
    'baseline',
    'notYet',
    'Was over the line before Accord was switched on, so only a new sign of interest hands it over.',
    'Dépassait le seuil avant la mise en marche d’Accord~: seul un nouveau signe d’intérêt le fait transmettre.',
  ],
  [
    'a lead that was over the line before the switch-on',
    backlog,
    'nurture.freshSignal',
    'notYet',
    'A new sign of interest is needed, dated after Friday 20 November 2026 at 10:00.',
    'Il faut un nouveau signe d’intérêt, daté d’après le vendredi 20 novembre 2026 à 11~h~00.',
  ],
  [
    'a recycled lead after its cool-down, with a new demo request',
    thrice,
    'nurture.coolDown',
    'met',
    'The cool-down of 30 days was over on Thursday 1 October 2026 at 13:00.',
    'Le repos de 30 jours s’est achevé le jeudi 1er octobre 2026 à 14~h~00.',
  ],
  [
    'a recycled lead after its cool-down, with a new demo request',
    thrice,
    'nurture.freshSignal',
    'met',
    'There is a new sign of interest.',
    'Un nouveau signe d’intérêt est là.',
  ],
  [
    'a lead handed over three times this year',
    thrice,
    'nurture.cyclesPerYear',
    'notYet',
    'Handed over 3 times within a year, as often as allowed, so not again before Tuesday 5 January 2027 at 09:00.',
    'Transmis 3 fois en un an, autant que permis~: plus de transmission avant le mardi 5 janvier 2027 à 10~h~00.',
  ],
  [
    'a lead that was never handed over',
    { facts: director() },
    'nurture.coolDown',
    'doesNotApply',
    'Only concerns leads that came back to nurture.',
    'Ne concerne que les leads revenus au nurturing.',
  ],
];

describe('R34: each clause of the agreement says in one sentence how it stands', () => {
  it.each([...CRITERIA, ...CYCLE])('$0: $2 is $3', (...[, story, clause, standing, english, french]) => {
    expect(clauseOf(story, clause, 'en')).toEqual([standing, english]);
    expect(clauseOf(story, clause, 'fr')).toEqual([standing, french]);
  });

  it('shows on a rejected lead’s page what was said and which clauses stand against a return', () => {
    const { why, clauses } = told(rejected, 'en');
    const failing = clauses.filter(({ standing }) => standing === 'notMet' || standing === 'notYet');

    expect(why).toContain('Rejected by sales (No budget, clause: quality).');
    expect(failing.map(({ clause }) => clause)).toEqual([
      'stages.sql',
      'stages.opportunity',
      'nurture.coolDown',
      'nurture.freshSignal',
    ]);
  });

  it('shows every condition of a clause as it stands', () => {
    const { clauses } = told({ facts: asked }, 'en');

    expect(clauses.find(({ clause }) => clause === 'stages.lead.entry')?.conditions).toEqual([
      [{ holds: true, text: 'at least 1 form in the last 90 days: yes, 1 seen' }],
      [{ holds: false, text: 'at least 1 meeting in the last 90 days: no, none seen' }],
    ]);
  });
});
