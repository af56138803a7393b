// What was so before Accord was switched on is no hand-over (5a.2).
import { describe, expect, it } from 'vitest';
import type { Decision } from '#domain/decision.ts';
import type { LeadFacts } from '#domain/lead.ts';
import {
  agreementWith,
  contextAt,
  daysAfter,
  decideInTurn,
  factsWith,
  hotFacts,
  hotWith,
  hoursAfter,
  signal,
  T0,
} from '#test/support/builders.ts';

const switchedOn = { baselineAt: T0 };
const LATER = daysAfter(T0, 1);

function decisionAfter(...seen: readonly (readonly [facts: LeadFacts, regime: number])[]): Decision {
  const steps = seen.map(([facts, regime], index) => ({
    facts,
    context: contextAt(daysAfter(T0, index), { ...switchedOn, regime }),
  }));
  return decideInTurn(agreementWith(), steps);
}

describe('a lead over the line', () => {
  const since = (hours: number) => hotWith({ signals: [signal('form', hoursAfter(T0, hours))] });

  it.each([
    ['is baseline when it was so before the switch-on', hotFacts, 'baseline'],
    ['is baseline when it was created at that very instant', { ...hotFacts, createdAt: T0 }, 'baseline'],
    [
      'is handed over when it was created after it',
      { ...hotFacts, createdAt: hoursAfter(T0, 1) },
      'handedOver',
    ],
    ['is baseline when its last signal is of that very instant', since(0), 'baseline'],
    ['is handed over when a signal is newer', since(1), 'handedOver'],
  ])('%s', (_, facts, status) => {
    const decision = decideInTurn(agreementWith(), [{ facts, context: contextAt(LATER, switchedOn) }]);

    expect(decision.state.status).toBe(status);
  });
});

it('is no baseline where only a pause of its source held it back', () => {
  const held = decideInTurn(agreementWith(), [
    { facts: factsWith(), context: contextAt(T0, switchedOn) },
  ]).state;
  const state = { ...held, heldSince: T0 };
  const context = contextAt(LATER, { ...switchedOn, baselineAt: LATER, regime: 2 });

  expect(decideInTurn(agreementWith(), [{ facts: hotFacts, context }], state).state.status).not.toBe(
    'baseline',
  );
  expect(decideInTurn(agreementWith(), [{ facts: hotFacts, context }], held).state.status).toBe('baseline');
});

describe('a lead seen before', () => {
  const cold = factsWith({ contact: { lifecyclestage: 'lead' }, signals: hotFacts.signals });

  it.each([
    [
      'is no baseline when it comes over the line without a new signal',
      [
        [cold, 1],
        [hotFacts, 1],
      ],
      'handedOver',
    ],
    [
      'is judged anew in the next regime, as none',
      [
        [hotFacts, 1],
        [cold, 2],
      ],
      'none',
    ],
    [
      'is judged anew in the next regime, as baseline',
      [
        [cold, 1],
        [hotFacts, 2],
      ],
      'baseline',
    ],
    [
      'stays baseline in its regime',
      [
        [hotFacts, 1],
        [cold, 1],
      ],
      'baseline',
    ],
  ] as const)('%s', (_, seen, status) => {
    expect(decisionAfter(...seen).state.status).toBe(status);
  });
});

it('a lead that HubSpot no longer has is known to the next regime too', () => {
  const gone = { ...hotFacts, gone: true };
  const regimeAfter = (...seen: readonly (readonly [facts: LeadFacts, regime: number])[]): number =>
    decisionAfter(...seen).state.regime;

  expect(regimeAfter([hotFacts, 1], [gone, 2])).toBe(2);
  expect(regimeAfter([gone, 1], [gone, 2])).toBe(-1);
});
