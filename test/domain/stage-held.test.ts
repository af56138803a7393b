// What keeps Accord from moving a stage, and what does not.
import { describe, expect, it } from 'vitest';
import type { Agreement } from '#domain/agreement.ts';
import { decide } from '#domain/decide.ts';
import {
  agreementWith,
  cell,
  contextAt,
  decideInTurn,
  HALF_LATER,
  hotFacts,
  hotWith,
  hoursAfter,
  LATER,
  mandatory,
  signal,
  T0,
  thenSeen,
} from '#test/support/builders.ts';
import { deal, OWN_STAGES } from '#test/support/lifecycle-stories.ts';

const MQL = cell('marketingqualifiedlead', T0);
const YES = { accord_answer: cell('accept', HALF_LATER), lifecyclestage: MQL };
const NEXT_DAY = hoursAfter(T0, 24);

describe('SQL', () => {
  it('follows a yes though a deal is open, while the lead is no opportunity yet', () => {
    const { state } = thenSeen({ ...hotWith({ contact: YES }), deals: [deal()] });

    expect([state.status, state.stage.value]).toEqual(['accepted', 'salesqualifiedlead']);
  });

  it('is not set again by a call where a person took it back after the yes', () => {
    const back = { ...YES, lifecyclestage: cell('marketingqualifiedlead', hoursAfter(LATER, 1)) };
    const { state } = decideInTurn(agreementWith(), [
      { facts: hotFacts, context: contextAt(T0) },
      { facts: hotWith({ contact: YES }), context: contextAt(LATER) },
      { facts: hotWith({ contact: back }), context: contextAt(hoursAfter(LATER, 2)) },
      {
        facts: hotWith({ contact: back, signals: [signal('touch', hoursAfter(LATER, 3))] }),
        context: contextAt(NEXT_DAY),
      },
    ]);

    expect([state.status, state.stage.value]).toEqual(['working', 'marketingqualifiedlead']);
  });

  it.each([
    ['asks for nothing', mandatory({})],
    ['only warns', mandatory({ sql: ['phone'] }, 'warn')],
  ])('does not follow an old yes where people set it before, and a new version that %s', (_, data) => {
    const contact = { ...YES, phone: '01 42 68 53 00' };
    const seen = { facts: hotWith({ contact }), context: contextAt(LATER) };
    const byHand = agreementWith({ stages: { sql: 'manual' }, data });
    const { state } = decideInTurn(byHand, [{ facts: hotFacts, context: contextAt(T0) }, seen]);
    const anew = (agreement: Agreement): string =>
      decide(agreement, { facts: seen.facts, state }, contextAt(NEXT_DAY)).state.stage.value;

    expect([state.status, state.stage.value]).toEqual(['accepted', 'marketingqualifiedlead']);
    expect(anew(agreementWith({ data }))).toBe('marketingqualifiedlead');
    expect(anew(agreementWith({ data: mandatory({ sql: ['phone'] }) }))).toBe('salesqualifiedlead');
  });
});

describe('a lead that was never handed over', () => {
  it.each([
    ['1001', 'none'],
    ['lead', 'handedOver'],
  ])('in stage %s, where a yes has the stage 1001 of its own, is then %s', (value, status) => {
    const { state } = decideInTurn(agreementWith(OWN_STAGES), [
      { facts: hotWith({ contact: { lifecyclestage: value } }), context: contextAt(T0) },
    ]);

    expect(state.status).toBe(status);
  });
});
