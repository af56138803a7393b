// Leads under the template agreement at the turns of their life, for tables of what is told about them.
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
export const visible = (text: string): string => text.replaceAll('\u00a0', '~').replaceAll('\u202f', '_');

/** A marketing director of a company of 120: 38 points of fit, everything mandatory filled in. */
export function director(changes: FactChanges = {}): LeadFacts {
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

export const DEMO_REQUEST = signal('form', '2026-11-20T09:00:00.000Z', 'Request a demo');
export const asked = director({ signals: [DEMO_REQUEST] });

export interface Story {
  readonly facts: LeadFacts;
  readonly state?: LeadState;
  readonly now?: string;
  readonly context?: DecisionContext;
}

export function told({ facts, state = initialState(), ...when }: Story, language: 'en' | 'fr'): Explanation {
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

export const handedOver = lived([NOW, asked]);

function answered(answer: Readonly<Record<string, string>>, instant: string): LeadFacts {
  const cells = Object.fromEntries(
    Object.entries(answer).map(([name, value]) => [name, cell(value, instant)]),
  );
  return director({ signals: [DEMO_REQUEST], contact: cells });
}

export const NOON = '2026-11-20T12:00:00.000Z';
const rejectedFacts = answered({ accord_answer: 'reject', accord_reject_reason: 'No budget' }, NOON);
export const rejected: Story = {
  facts: rejectedFacts,
  state: lived([NOW, asked], [NOON, rejectedFacts]),
  now: '2026-11-23T10:00:00.000Z',
};
export const acceptedFacts = answered({ accord_answer: 'accept' }, NOON);
export const accepted = lived([NOW, asked], [NOON, acceptedFacts]);

const undecided = answered({ accord_answer: 'reject' }, NOON);
export const rejectedOnly: Story = {
  facts: undecided,
  state: lived([NOW, asked], [NOON, undecided]),
  now: NOON,
};
/** The first contact on Friday at noon, or only a week later; the lead was accepted on Friday at noon. */
export function touched(instant: string): Story {
  const facts = { ...acceptedFacts, signals: [...acceptedFacts.signals, signal('touch', instant)] };
  return { facts, state: lived([NOW, asked], [NOON, acceptedFacts], [instant, facts]), now: instant };
}
const nobodyFree = contextAt(NOW, { ...SWITCHED_ON, pool: { members: [], activeOwners: [] } });
export const onHold: Story = {
  facts: asked,
  state: decide(AGREEMENTS.en, { facts: asked, state: initialState() }, nobodyFree).state,
  context: nobodyFree,
};
/** Accord was switched on after the demo request. */
const switchedOnLater = contextAt(NOW, { baselineAt: NOW });
export const backlog: Story = {
  facts: asked,
  state: decide(AGREEMENTS.en, { facts: asked, state: initialState() }, switchedOnLater).state,
  context: switchedOnLater,
};
export const thrice: Story = {
  facts: asked,
  state: {
    ...rejected.state!,
    recycledAt: '2026-09-01T12:00:00.000Z',
    handOvers: ['2026-01-05T09:00:00.000Z', '2026-04-01T09:00:00.000Z', '2026-08-31T09:00:00.000Z'],
  },
};
