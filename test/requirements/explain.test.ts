// R34 and the explaining side of R38, as tables a RevOps person can read: what a lead's page says under the template
// agreement, in English and French. An opinion becomes "does not meet clause X".
import { describe, expect, it } from 'vitest';
import { decide } from '#domain/decide.ts';
import type { DecisionContext } from '#domain/decision.ts';
import { type Explanation, explain } from '#domain/explain/explanation.ts';
import { initialState, type LeadFacts, type LeadState } from '#domain/lead.ts';
import { templateAgreement } from '#test/support/agreement-text.ts';
import { cell, contextAt, type FactChanges, factsWith, signal } from '#test/support/builders.ts';

const AGREEMENTS = { en: templateAgreement('en'), fr: templateAgreement('fr') };
/** A Friday, 10:00 in London and 11:00 in Paris. */
const NOW = '2026-11-20T10:00:00.000Z';
const SWITCHED_ON = { baselineAt: '2026-01-01T00:00:00.000Z' };

/** No-break spaces are made visible, as editors do not show them. */
const visible = (text: string): string => text.replaceAll('\u00a0', '~').replaceAll('\u202f', '_');

/** A marketing director of a company of 120: 33 points of fit, everything mandatory filled in. */
function director(changes: FactChanges = {}): LeadFacts {
  const contact = {
    email: 'claire@nordfil.example',
    lastname: 'Moreau',
    company: 'Nordfil',
    jobtitle: 'Marketing director',
    lifecyclestage: 'lead',
  };
  return factsWith({
    ...changes,
    contact: { ...contact, ...changes.contact },
    company: { name: 'Nordfil', numberofemployees: '120', ...changes.company },
  });
}

const DEMO_REQUEST = signal('form', '2026-11-20T09:00:00.000Z', 'Request a demo');
const asked = director({ signals: [DEMO_REQUEST] });

interface Story {
  readonly facts: LeadFacts;
  readonly state?: LeadState;
  readonly now?: string;
}

function told({ facts, state = initialState(), now = NOW }: Story, language: 'en' | 'fr'): Explanation {
  return explain({ agreement: AGREEMENTS[language], facts, state, context: at(now) }, language);
}

function at(now: string): DecisionContext {
  return contextAt(now, SWITCHED_ON);
}

/** Judged at each instant in turn; answers the state it leaves. */
function lived(...steps: readonly (readonly [string, LeadFacts])[]): LeadState {
  return steps.reduce(
    (state, [now, facts]) => decide(AGREEMENTS.en, { facts, state }, at(now)).state,
    initialState(),
  );
}

const handedOver = lived([NOW, asked]);

function answered(answer: Readonly<Record<string, string>>, instant: string): LeadFacts {
  const cells = Object.fromEntries(
    Object.entries(answer).map(([name, value]) => [name, cell(value, instant)]),
  );
  return director({ signals: [DEMO_REQUEST], contact: cells });
}

const NOON = '2026-11-20T12:00:00.000Z';
const rejectedFacts = answered({ accord_answer: 'reject', accord_reject_reason: 'No budget' }, NOON);
const rejected: Story = {
  facts: rejectedFacts,
  state: lived([NOW, asked], [NOON, rejectedFacts]),
  now: '2026-11-23T10:00:00.000Z',
};
const acceptedFacts = answered({ accord_answer: 'accept' }, NOON);
const accepted = lived([NOW, asked], [NOON, acceptedFacts]);

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
    '23 points (fit 23, engagement 0), grade B3; an MQL needs 60 points.',
    '23 points (profil 23, engagement 0), note B3~; un MQL demande 60 points.',
  ],
  [
    'a lead above the line',
    { facts: asked },
    'score',
    'met',
    '77.9 points (fit 33, engagement 44.9), grade B1; an MQL needs 60 points.',
    '77,9 points (profil 33, engagement 44,9), note B1~; un MQL demande 60 points.',
  ],
  [
    'a lead that did nothing yet',
    { facts: director() },
    'stages.mql.entry',
    'notYet',
    'Does not yet meet the entry to the stage MQL: score of at least 60 points: no, it is 23.',
    'Ne remplit pas encore l’entrée au stade MQL~: score d’au moins 60 points~: non, c’est 23.',
  ],
  [
    'a lead that asked for a demo',
    { facts: asked },
    'stages.lead.entry',
    'met',
    'Meets the entry to the stage lead: at least 1 form in the last 90 days: yes, 1 seen.',
    'Remplit l’entrée au stade lead~: au moins 1 formulaire sur les 90 derniers jours~: oui, on en compte 1.',
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
    'Stays an MQL: the exit condition is not met: score below 40 points: no, it is 77.9.',
    'Reste MQL~: la condition de sortie n’est pas remplie~: score sous 40 points~: non, c’est 77,9.',
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

/** Lead, what it would take in English, in French; the first two ways. */
const WAYS: readonly (readonly [string, Story, readonly string[], readonly string[]])[] = [
  [
    'that fits and did nothing yet',
    { facts: director() },
    [
      '“Demo request” would give 55 points: 78 of 60 needed.',
      '“Contact request” would give 45 points: 68 of 60 needed.',
    ],
    [
      '«~Demande de démo~»~: 55 points de plus, soit 78 sur 60 demandés.',
      '«~Demande de contact~»~: 45 points de plus, soit 68 sur 60 demandés.',
    ],
  ],
  [
    'that asked for a demo without a last name',
    { facts: director({ signals: [DEMO_REQUEST], contact: { lastname: '' } }) },
    ['With the field last name filled in: handed over, 77.9 of 60 needed.'],
    ['Avec le champ «~nom~» rempli~: transmis, 77,9 sur 60 demandés.'],
  ],
  [
    'that asked for a demo but is unsubscribed',
    { facts: director({ signals: [DEMO_REQUEST], contact: { hs_email_optout: 'true' } }) },
    ['With the person subscribed to e-mail again: handed over, 77.9 of 60 needed.'],
    ['Avec la personne réabonnée aux e-mails~: transmis, 77,9 sur 60 demandés.'],
  ],
  [
    'of a competitor',
    { facts: director({ signals: [DEMO_REQUEST], company: { domain: 'competitor-one.example' } }) },
    ['Nothing that a lead can change: held back as “Competitor”.'],
    ['Rien qu’un lead puisse changer~: retenu au titre de «~Concurrent~».'],
  ],
  [
    'that is a customer',
    { facts: director({ contact: { lifecyclestage: 'customer' } }) },
    ['Nothing that a lead can change: the stage is customer.'],
    ['Rien qu’un lead puisse changer~: le stade est client.'],
  ],
  [
    'that was rejected: the cool-down, then a new sign of interest',
    rejected,
    ['From Sunday 20 December 2026 at 12:00 on, with “Demo request”: handed over, 83 of 60 needed.'],
    [
      'À partir du dimanche 20 décembre 2026 à 13~h~00, avec «~Demande de démo~»~: transmis, 83 sur 60 demandés.',
    ],
  ],
  ['that is with sales', { facts: asked, state: handedOver }, [], []],
];

describe('R34: what it would take', () => {
  it.each(WAYS)('for a lead %s', (...[, story, english, french]) => {
    const first = (language: 'en' | 'fr', count: number): readonly string[] =>
      told(story, language).whatWouldItTake.slice(0, Math.max(1, count)).map(visible);

    expect(first('en', english.length)).toEqual(english);
    expect(first('fr', french.length)).toEqual(french);
  });
});

describe('R38: the card says in a few lines what suits the moment', () => {
  it.each<readonly [string, Story, readonly string[]]>([
    [
      'a lead to warm up: what it lacks, what would bring it over',
      { facts: director() },
      [
        'Not handed over: 23 points (fit 23, engagement 0), grade B3.',
        'Persona: Marketing decision maker.',
        'The score is too low for an MQL: 23 (fit 23, engagement 0).',
        'An MQL takes 60 points; still missing: 37.',
        '“Demo request” would give 55 points: 78 of 60 needed.',
        '“Contact request” would give 45 points: 68 of 60 needed.',
      ],
    ],
    [
      'a lead to answer: until when',
      { facts: asked, state: handedOver },
      [
        'MQL: 77.9 points (fit 33, engagement 44.9), grade B1.',
        'Handed over to sales.',
        'Sales accepts or rejects within 8 working hours: due Monday 23 November 2026 at 10:30.',
      ],
    ],
    [
      'a lead to leave in peace: until when, and what then',
      rejected,
      [
        'In nurture: 73.3 points (fit 33, engagement 40.3), grade B1.',
        'Rejected by sales (No budget, clause: quality).',
        'Was recycled and cools down until Sunday 20 December 2026 at 12:00.',
        'From Sunday 20 December 2026 at 12:00 on, with “Demo request”: handed over, 83 of 60 needed.',
      ],
    ],
  ])('%s', (...[, story, lines]) => {
    const { card } = told(story, 'en');

    expect(card.slice(0, lines.length)).toEqual(lines);
    expect(card.length).toBeLessThanOrEqual(6);
  });

  it('and the one line of the property never exceeds 250 characters', () => {
    for (const [, story] of WAYS)
      for (const language of ['en', 'fr'] as const)
        expect(told(story, language).short.length).toBeLessThanOrEqual(250);
  });
});
