// R34: the clauses that the template agreement does not have, or has one way only: each way a criterion or a stage can stand,
// in the words of a lead's page.
import { describe, expect, it } from 'vitest';
import {
  contactIs,
  factsWith,
  hotFacts,
  hotWith,
  hoursAfter,
  scoreAtLeast,
  scoreBelow,
  T0,
  when,
} from '#test/support/builders.ts';
import { HANDED_OVER, lineOf, type Row, small, stage } from '#test/support/clause-stories.ts';

const bigOnly = when(contactIs('size', 'big'));
const inMalta = when(contactIs('country', 'Malta'));
const students = [{ id: 'student', label: 'Student', when: when(contactIs('size', 'small')) }];

const CRITERIA: readonly Row[] = [
  [
    'a lead that the agreement includes and does not exclude',
    { agreement: { scope: { include: bigOnly, exclude: inMalta } } },
    'scope',
    'met',
    'In the scope of the agreement.',
    'Dans le champ de l’accord.',
  ],
  [
    'a lead outside what the agreement includes',
    { facts: small, agreement: { scope: { include: bigOnly, exclude: null } } },
    'scope',
    'notMet',
    'Not in the scope of the agreement: size is “big”: no, it is “small”.',
    'Hors du champ de l’accord~: size est «~big~»~: non, c’est «~small~».',
  ],
  [
    'a lead that the agreement includes and excludes',
    { facts: small, agreement: { scope: { include: null, exclude: inMalta } } },
    'scope',
    'notMet',
    'Not in the scope of the agreement: country is “Malta”: yes, it is “Malta”.',
    'Hors du champ de l’accord~: pays est «~Malta~»~: oui, c’est «~Malta~».',
  ],
  [
    'a lead that meets a rule that disqualifies',
    { facts: small, agreement: { disqualify: students } },
    'disqualify.student',
    'notMet',
    'Disqualified as “Student”: size is “small”: yes, it is “small”.',
    'Écarté au titre de «~Student~»~: size est «~small~»~: oui, c’est «~small~».',
  ],
  [
    'a lead that meets none',
    { agreement: { disqualify: students } },
    'disqualify.student',
    'met',
    'Not disqualified as “Student”.',
    'N’est pas écarté au titre de «~Student~».',
  ],
  [
    'a competitor',
    { facts: hotWith({ contact: { competitor: 'yes' } }) },
    'score.gates.competitor',
    'notMet',
    'Held back as “Competitor”, whatever the score: competitor is “yes”: yes, it is “yes”.',
    'Retenu au titre de «~Competitor~», quel que soit le score~: competitor est «~yes~»~: oui, c’est «~yes~».',
  ],
  [
    'an entry that asks for points of one part',
    { agreement: { stages: { mqlEntry: when(scoreAtLeast(20, 'fit')) } } },
    'score',
    'met',
    '60 points (fit 20, engagement 40), grade A1; an MQL needs 20 points of fit.',
    '60 points (profil 20, engagement 40), note A1~; un MQL demande 20 points de profil.',
  ],
  [
    'an entry that names no points',
    { agreement: { stages: { mqlEntry: bigOnly } } },
    'score',
    'doesNotApply',
    '60 points (fit 20, engagement 40), grade A1; the entry to MQL names no single number of points.',
    '60 points (profil 20, engagement 40), note A1~; l’entrée en MQL ne tient pas à un seul nombre de points.',
  ],
];

const STAGES: readonly Row[] = [
  [
    'an agreement without an entry to the stage lead',
    {},
    'stages.lead.entry',
    'doesNotApply',
    'The agreement has no entry condition for the stage lead.',
    'L’accord ne pose pas de condition d’entrée au stade lead.',
  ],
  [
    'a lead above the line',
    {},
    'stages.mql.entry',
    'met',
    'Meets the entry to the stage MQL: the score is at least 50 points: yes, it is 60.',
    'Remplit l’entrée au stade MQL~: le score atteint au moins 50 points~: oui, c’est 60.',
  ],
  [
    'several conditions that fail are all told',
    {
      facts: small,
      agreement: { stages: { leadEntry: when(contactIs('size', 'big'), contactIs('country', 'France')) } },
    },
    'stages.lead.entry',
    'notYet',
    'Does not yet meet the entry to the stage lead: size is “big”: no, it is “small”; country is “France”: no, it is “Malta”.',
    'Ne remplit pas encore l’entrée au stade lead~: size est «~big~»~: non, c’est «~small~»~; pays est «~France~»~: non, c’est «~Malta~».',
  ],
  [
    'an agreement without an exit',
    { agreement: { stages: { mqlExit: null } } },
    'stages.mql.exit',
    'doesNotApply',
    'The agreement has no exit condition for MQLs.',
    'L’accord ne pose pas de condition de sortie pour les MQL.',
  ],
  ...[
    { what: 'a lead that is no MQL', state: {} },
    { what: 'an accepted lead', state: { ...HANDED_OVER, status: 'accepted' as const } },
    { what: 'an MQL that sales has touched', state: { ...HANDED_OVER, touchedAt: hoursAfter(T0, -1) } },
    { what: 'an MQL that a person handed over', state: { ...HANDED_OVER, byHand: true } },
  ].map(
    ({ what, state }): Row => [
      what,
      { facts: small, state },
      'stages.mql.exit',
      'doesNotApply',
      'The exit from MQL only looks at leads handed over and not yet answered or touched.',
      'La sortie de MQL ne regarde que les leads transmis, sans réponse ni contact.',
    ],
  ),
  [
    'an MQL that has cooled',
    { facts: small, state: HANDED_OVER },
    'stages.mql.exit',
    'notMet',
    'Meets the exit from MQL: the score is below 30 points: yes, it is 0.',
    'Remplit la sortie de MQL~: le score n’atteint pas 30 points~: oui, c’est 0.',
  ],
  [
    'an MQL between exit and entry',
    {
      facts: factsWith({ signals: hotFacts.signals }),
      state: HANDED_OVER,
    },
    'stages.mql.exit',
    'met',
    'Stays an MQL: the exit condition is not met: the score is below 30 points: no, it is 40.',
    'Reste MQL~: la condition de sortie n’est pas remplie~: le score n’atteint pas 30 points~: non, c’est 40.',
  ],
  [
    'an MQL that meets exit and entry',
    { state: HANDED_OVER, agreement: { stages: { mqlExit: when(scoreBelow(70)) } } },
    'stages.mql.exit',
    'met',
    'Stays an MQL: the exit condition is not met: the score is below 70 points: yes, it is 60.',
    'Reste MQL~: la condition de sortie n’est pas remplie~: le score n’atteint pas 70 points~: oui, c’est 60.',
  ],
  ...(['accepted', 'working', 'won'] as const).map(
    (status): Row => [
      `a lead that is ${status}`,
      { state: { ...HANDED_OVER, status } },
      'stages.sql',
      'met',
      'Sales said yes: the lead is SQL.',
      'Les ventes ont dit oui~: le lead est SQL.',
    ],
  ),
  [
    'a lead whose stage somebody set to SQL',
    { state: { stage: stage('salesqualifiedlead') } },
    'stages.sql',
    'met',
    'Sales said yes: the lead is SQL.',
    'Les ventes ont dit oui~: le lead est SQL.',
  ],
  [
    'an MQL that sales has to answer',
    { state: HANDED_OVER },
    'stages.sql',
    'notYet',
    'The lead becomes SQL when sales accepts it.',
    'Le lead devient SQL quand les ventes l’acceptent.',
  ],
  [
    'an agreement that asks for no answer',
    { agreement: { stages: { sql: 'auto' } } },
    'stages.sql',
    'notYet',
    'Every MQL becomes SQL at once.',
    'Tout MQL devient SQL aussitôt.',
  ],
  [
    'an agreement that leaves the stage to sales',
    { agreement: { stages: { sql: 'manual' } } },
    'stages.sql',
    'notYet',
    'The stage SQL is set by sales by hand.',
    'Le stade SQL est posé à la main par les ventes.',
  ],
  [
    'a lead without an opportunity',
    {},
    'stages.opportunity',
    'notYet',
    'The stage opportunity is set in HubSpot, not by Accord.',
    'Le stade opportunité est posé dans HubSpot, pas par Accord.',
  ],
  [
    'a lead with an opportunity',
    { state: { stage: stage('opportunity') } },
    'stages.opportunity',
    'met',
    'The lead is in the stage opportunity.',
    'Le lead est au stade opportunité.',
  ],
  [
    'a lead in a stage of the agreement',
    {},
    'stages.protected',
    'met',
    'The lifecycle stage is one that Accord may move.',
    'Le stade est de ceux qu’Accord peut déplacer.',
  ],
  [
    'a lead with sales whose stage became a protected one: it has been handed over already',
    { state: { ...HANDED_OVER, stage: stage('customer') } },
    'stages.protected',
    'met',
    'The lifecycle stage is one that Accord may move.',
    'Le stade est de ceux qu’Accord peut déplacer.',
  ],
];

describe('R34: each way a criterion or a stage can stand', () => {
  it.each([...CRITERIA, ...STAGES])('$0: $2 is $3', (...[, situation, clause, standing, english, french]) => {
    expect(lineOf(situation, clause, 'en')).toEqual([standing, english]);
    expect(lineOf(situation, clause, 'fr')).toEqual([standing, french]);
  });
});
