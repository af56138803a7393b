// What a decision says of a lead as a whole: one that is gone, one that is another rep's now, one that lacks a field.
import { describe, expect, it } from 'vitest';
import { decide } from '#domain/decide.ts';
import type { Decision } from '#domain/decision.ts';
import { initialState } from '#domain/lead.ts';
import {
  agreementWith,
  contextAt,
  HALF_LATER,
  hotFacts,
  hoursAfter,
  LATER,
  mandatory,
  T0,
  thenSeen,
} from '#test/support/builders.ts';
import { HELD } from '#test/support/held-lead.ts';
import { deal } from '#test/support/lifecycle-stories.ts';
import { agreementOn, DUE, overdueLead, SETTLED, step } from '#test/support/overdue-lead.ts';
import { routingTo } from '#test/support/routing-builders.ts';

describe('a lead that HubSpot has no more', () => {
  it('is recycled, and nothing more is wanted of it or done about it', () => {
    const decision = thenSeen({ ...hotFacts, gone: true });

    expect(decision.state).toMatchObject({ status: 'recycled', recycleReason: 'gone', recycledAt: LATER });
    expect([decision.properties, decision.task, decision.consequences, decision.reviewAt]).toEqual([
      [],
      null,
      [],
      null,
    ]);
  });
});

describe('a field that is missing', () => {
  const told = (within: number | null): Decision['reasons'] => {
    const owes = [
      { fields: ['phone'], by: 'sales', within: { unit: 'elapsedHours', amount: within ?? 0 } } as const,
    ];
    const data = { ...mandatory({ sql: ['phone'] }), owes: within === null ? [] : owes };
    const { reasons } = decide(agreementWith({ data }), { facts: hotFacts, state: HELD }, contextAt(T0));
    return reasons.filter(({ code }) => code === 'missingField');
  };

  it.each([
    ['is owed by a time where the agreement sets one', 48, { dueAt: hoursAfter(T0, 48) }],
    ['is owed without a time where it sets none', null, {}],
  ])('%s', (_, within, due) => {
    const params = { name: 'phone', owedBy: 'sales', ...due };

    expect(told(within).map((reason) => reason.params)).toStrictEqual([params]);
  });
});

describe('a lead that goes to another rep because nobody answered', () => {
  function reassigned(ownerId: string) {
    const { stages, sales, ...rest } = agreementOn();
    const clauses = sales.clauses.map((clause) =>
      clause.kind === 'accept' ? { ...clause, consequences: [step('reassign')] } : clause,
    );
    const story = overdueLead({
      ...rest,
      answers: { ...rest.answers, dealCreated: true },
      stages: { ...stages, sql: 'propose' },
      sales: { ...sales, clauses },
    });
    const at = hoursAfter(T0, 20);
    story.facts = { ...story.facts, deals: [deal({ ownerId, createdAt: at, statusAt: at })] };
    story.at(DUE);
    return { story, decision: story.at(SETTLED) };
  }

  it('is looked at again at once where that rep has made a deal of it already: his yes', () => {
    const { story, decision } = reassigned('8');

    expect(decision.state).toMatchObject({ status: 'handedOver', owner: { value: '8' } });
    expect(decision.reviewAt).toEqual({ at: SETTLED, exact: true });
    expect(story.at(SETTLED).state).toMatchObject({ status: 'accepted', acceptedAt: hoursAfter(T0, 20) });
  });

  it('is not where the deal is somebody else’s', () => {
    const { decision } = reassigned('9');

    expect(decision.state).toMatchObject({ status: 'handedOver', owner: { value: '8' } });
    expect(decision.reviewAt?.at).not.toBe(SETTLED);
  });
});

describe('a lead that waited for a rep', () => {
  it('is looked at again at once where he has made a deal of it before it was his: his yes', () => {
    const agreement = agreementWith({
      stages: { sql: 'propose' },
      answers: { dealCreated: true },
      routing: routingTo(['7']),
    });
    const ill = { 7: [{ from: T0, until: HALF_LATER, by: 'hubspot' as const }] };
    const waiting = decide(
      agreement,
      { facts: hotFacts, state: initialState() },
      contextAt(T0, { pool: { absences: ill } }),
    );
    const facts = { ...hotFacts, deals: [deal({ createdAt: hoursAfter(T0, 1) })] };

    const given = decide(agreement, { facts, state: waiting.state }, contextAt(LATER));
    const again = decide(agreement, { facts, state: given.state }, contextAt(LATER));

    expect(waiting.state).toMatchObject({ status: 'handedOver', owner: { value: '' } });
    expect(given.state).toMatchObject({ status: 'handedOver', owner: { value: '7' } });
    expect(given.reviewAt).toEqual({ at: LATER, exact: true });
    expect(again.state).toMatchObject({ status: 'accepted', acceptedAt: hoursAfter(T0, 1) });
  });
});
