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

/** A marketing director of a company of 120: 38 points of fit, everything mandatory filled in. */
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
  readonly context?: DecisionContext;
}

function told({ facts, state = initialState(), ...when }: Story, language: 'en' | 'fr'): Explanation {
  const { now = NOW, context = at(now) } = when;
  return explain({ agreement: AGREEMENTS[language], facts, state, context }, language);
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

const undecided = answered({ accord_answer: 'reject' }, NOON);
const rejectedOnly: Story = { facts: undecided, state: lived([NOW, asked], [NOON, undecided]), now: NOON };
/** The first contact on Friday at noon, or only a week later; the lead was accepted on Friday at noon. */
function touched(instant: string): Story {
  const facts = { ...acceptedFacts, signals: [...acceptedFacts.signals, signal('touch', instant)] };
  return { facts, state: lived([NOW, asked], [NOON, acceptedFacts], [instant, facts]), now: instant };
}
const nobodyFree = contextAt(NOW, { ...SWITCHED_ON, pool: { members: [], activeOwners: [] } });
const onHold: Story = {
  facts: asked,
  state: decide(AGREEMENTS.en, { facts: asked, state: initialState() }, nobodyFree).state,
  context: nobodyFree,
};
/** Accord was switched on after the demo request. */
const switchedOnLater = contextAt(NOW, { baselineAt: NOW });
const backlog: Story = {
  facts: asked,
  state: decide(AGREEMENTS.en, { facts: asked, state: initialState() }, switchedOnLater).state,
  context: switchedOnLater,
};
const thrice: Story = {
  facts: asked,
  state: {
    ...rejected.state!,
    recycledAt: '2026-09-01T12:00:00.000Z',
    handOvers: ['2026-01-05T09:00:00.000Z', '2026-04-01T09:00:00.000Z', '2026-08-31T09:00:00.000Z'],
  },
};

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
    'Does not yet meet the entry to the stage MQL: score of at least 60 points: no, it is 28.',
    'Ne remplit pas encore l’entrée au stade MQL~: score d’au moins 60 points~: non, c’est 28.',
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
    'Stays an MQL: the exit condition is not met: score below 40 points: no, it is 82.9.',
    'Reste MQL~: la condition de sortie n’est pas remplie~: score sous 40 points~: non, c’est 82,9.',
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
    'Les ventes prennent le premier contact sous 1 jour ouvré~: fait le vendredi 27 novembre 2026 à 16~h~00, était dû le lundi 23 novembre 2026 à 14~h~00.',
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

    expect(why).toContain('Rejected by sales (No budget).');
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
      '“Demo request” would give 55 points: 83 of 60 needed.',
      '“Contact request” would give 45 points: 73 of 60 needed.',
    ],
    [
      '«~Demande de démo~»~: 55 points de plus, soit 83 sur 60 demandés.',
      '«~Demande de contact~»~: 45 points de plus, soit 73 sur 60 demandés.',
    ],
  ],
  [
    'that asked for a demo without a last name',
    { facts: director({ signals: [DEMO_REQUEST], contact: { lastname: '' } }) },
    ['With the field last name filled in: handed over, 82.9 of 60 needed.'],
    ['Avec le champ «~nom~» rempli~: transmis, 82,9 sur 60 demandés.'],
  ],
  [
    'that asked for a demo but is unsubscribed',
    { facts: director({ signals: [DEMO_REQUEST], contact: { hs_email_optout: 'true' } }) },
    ['With the person subscribed to e-mail again: handed over, 82.9 of 60 needed.'],
    ['Avec la personne réabonnée aux e-mails~: transmis, 82,9 sur 60 demandés.'],
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
    ['From Sunday 20 December 2026 at 12:00 on, with “Demo request”: handed over, 88 of 60 needed.'],
    [
      'À partir du dimanche 20 décembre 2026 à 13~h~00, avec «~Demande de démo~»~: transmis, 88 sur 60 demandés.',
    ],
  ],
  [
    'that was over the line before the switch-on: any new sign of interest that counts',
    backlog,
    ['“Demo request” would give 5.1 points: 88 of 60 needed.'],
    ['«~Demande de démo~»~: 5,1 points de plus, soit 88 sur 60 demandés.'],
  ],
  [
    'that was handed over three times this year: the wait, as its score has faded a new sign too',
    thrice,
    ['From Tuesday 5 January 2027 at 09:00 on, with “Demo request”: handed over, 88 of 60 needed.'],
    ['À partir du mardi 5 janvier 2027 à 10~h~00, avec «~Demande de démo~»~: transmis, 88 sur 60 demandés.'],
  ],
  [
    'of a company of three, without a job title: engagement alone is capped below the line',
    { facts: director({ contact: { jobtitle: '' }, company: { numberofemployees: '3' } }) },
    ['Too far for now: no 4 changes would be enough.'],
    ['Trop loin pour l’instant~: 4 changements n’y suffiraient pas.'],
  ],
  [
    'that fits a little: more than one sign of interest',
    { facts: director({ contact: { jobtitle: '' }, company: { numberofemployees: '6000' } }) },
    ['“Demo request” 2 times would give 60 points: 60 of 60 needed.'],
    ['«~Demande de démo~» 2 fois~: 60 points de plus, soit 60 sur 60 demandés.'],
  ],
  [
    'that is gone',
    { facts: { ...director(), gone: true } },
    ['Nothing that a lead can change: the contact is no longer in HubSpot.'],
    ['Rien qu’un lead puisse changer~: le contact n’est plus dans HubSpot.'],
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
        'Not handed over: 28 points (fit 28, engagement 0), grade B3.',
        'Persona: Marketing decision maker (department is “marketing”; seniority is one of “owner”, “executive”, “vice president” and 2 more).',
        'The score is too low for an MQL: 28 (fit 28, engagement 0).',
        'An MQL takes 60 points; still missing: 32.',
        '“Demo request” would give 55 points: 83 of 60 needed.',
        '“Contact request” would give 45 points: 73 of 60 needed.',
      ],
    ],
    [
      'a lead to answer: until when',
      { facts: asked, state: handedOver },
      [
        'MQL: 82.9 points (fit 38, engagement 44.9), grade A1.',
        'Handed over to sales.',
        'Sales accepts or rejects within 8 working hours: due Monday 23 November 2026 at 10:30.',
      ],
    ],
    [
      'a lead to leave in peace: until when, and what then',
      rejected,
      [
        'In nurture: 78.3 points (fit 38, engagement 40.3), grade A1.',
        'Rejected by sales (No budget).',
        'Was recycled and cools down until Sunday 20 December 2026 at 12:00.',
        'From Sunday 20 December 2026 at 12:00 on, with “Demo request”: handed over, 88 of 60 needed.',
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
