// R24 as tables: who is disqualified or recycled, why, and when such a lead may come back.
import { describe, expect, it } from 'vitest';
import { decide } from '#domain/decide.ts';
import type { Decision } from '#domain/decision.ts';
import type { Deal } from '#domain/lead.ts';
import {
  type AgreementChanges,
  agreementWith,
  cell,
  contactIs,
  contextAt,
  daysAfter,
  decideInTurn,
  factsWith,
  HALF_LATER,
  hotFacts,
  hotWith,
  hoursAfter,
  LATER,
  signal,
  T0,
  wanted,
  when,
} from '#test/support/builders.ts';
import { deal, happen, NO, read } from '#test/support/lifecycle-stories.ts';

describe('R24 disqualified, recycled, and when a lead may come back', () => {
  const rules: AgreementChanges = {
    disqualify: [
      { id: 'bounced', label: 'Bounced', when: when(contactIs('bounced', 'yes')) },
      { id: 'student', label: 'Student', when: when(contactIs('student', 'yes')) },
    ],
    nurture: {
      coolDownDays: 30,
      coolDowns: { 'disqualified:bounced': null, 'disqualified:student': 60, noContact: 10 },
    },
    sales: { attempts: { count: 2, within: { unit: 'elapsedHours', amount: 48 } } },
  };

  it.each([
    ['bounced', { bounced: 'yes' }, 'Disqualified: Bounced.', 'Écarté : Bounced.'],
    ['a student', { student: 'yes' }, 'Disqualified: Student.', 'Écarté : Student.'],
    [
      'both: the first rule',
      { student: 'yes', bounced: 'yes' },
      'Disqualified: Bounced.',
      'Écarté : Bounced.',
    ],
  ] as const)('disqualified because %s', (...[, contact, english, french]) => {
    const decision = happen({ changes: rules, contact });
    const shown = read(decision, rules);

    expect(shown.status).toBe('disqualified');
    expect(wanted(decision, 'accord_handover_status')).toBe('disqualified');
    expect(decision.task).toBeNull();
    expect([shown.english, shown.french]).toEqual([
      expect.stringContaining(english),
      expect.stringContaining(french),
    ]);
  });

  it.each([
    [
      'bounced',
      400,
      'disqualified',
      'Does not come back, as the agreement says.',
      'Ne revient plus, selon l’accord.',
    ],
    ['student', 59, 'disqualified', 'cools down until', 'se repose jusqu’au'],
    [
      'student',
      61,
      'handedOver',
      'Handed over to sales, for the 2nd time.',
      'Transmis aux ventes, pour la 2e fois.',
    ],
  ] as const)(
    'a lead disqualified as %s that asks again after %i days is %s',
    (...[rule, days, status, english, french]) => {
      const agreement = agreementWith(rules);
      const now = daysAfter(T0, days);
      const again = hotWith({ signals: [signal('form', hoursAfter(now, -1))] });

      const decision = decideInTurn(agreement, [
        { facts: hotFacts, context: contextAt(T0) },
        { facts: hotWith({ contact: { [rule]: 'yes' } }), context: contextAt(LATER) },
        { facts: again, context: contextAt(now) },
      ]);
      const shown = read(decision, rules);

      expect(shown.status).toBe(status);
      expect(shown.english).toContain(english);
      expect(shown.french).toContain(french);
    },
  );

  it.each([
    ['two calls, no answer, two days over', [HALF_LATER, LATER], [], 49, 'recycled'],
    ['two calls, but the time is not over', [HALF_LATER, LATER], [], 47, 'handedOver'],
    ['one call', [HALF_LATER], [], 49, 'handedOver'],
    ['two calls, and the lead replied', [HALF_LATER, LATER], [signal('emailReply', LATER)], 49, 'handedOver'],
  ] as const)('no contact: %s', (...[, calls, reactions, hours, status]) => {
    const signals = [...calls.map((at) => signal('touch', at)), ...reactions];

    const decision = happen({ changes: rules, signals, now: hoursAfter(T0, hours) });

    expect(decision.state.status).toBe(status);
    if (status !== 'recycled') return;
    expect(read(decision, rules).english).toContain('sales could not reach the lead');
    expect(read(decision, rules).french).toContain('les ventes n’ont pas réussi à joindre le lead');
  });

  it('counts the first hand-over as a new MQL, and no later one', () => {
    const agreement = agreementWith({ nurture: { coolDownDays: 0 } });
    const rejected = hotWith({
      contact: NO,
    });
    const again = hotWith({ signals: [signal('form', hoursAfter(LATER, 1))] });

    const decision = decideInTurn(agreement, [
      { facts: hotFacts, context: contextAt(T0) },
      { facts: rejected, context: contextAt(LATER) },
      { facts: again, context: contextAt(hoursAfter(LATER, 2)) },
    ]);

    expect(decision.state).toMatchObject({ cycle: 2, status: 'handedOver', newMqlAt: T0 });
  });

  it.each([
    ['same', '8', 'ownerKept'],
    ['pool', '7', 'ownerByTurn'],
    [null, '8', 'ownerKept'],
  ] as const)('on return with onReturn %s the lead goes to %s', (onReturn, owner, code) => {
    const agreement = agreementWith({ nurture: { coolDownDays: 0 }, routing: { onReturn } });
    const mine = { hubspot_owner_id: '8' };
    const rejected = NO;

    const decision = decideInTurn(agreement, [
      { facts: hotWith({ contact: mine }), context: contextAt(T0) },
      { facts: hotWith({ contact: { ...mine, ...rejected } }), context: contextAt(LATER) },
      {
        facts: hotWith({ contact: mine, signals: [signal('form', hoursAfter(LATER, 1))] }),
        context: contextAt(hoursAfter(LATER, 2)),
      },
    ]);

    expect(decision.state.owner.value).toBe(owner);
    expect(decision.reasons.map((reason) => reason.code)).toContain(code);
  });

  it('leaves what was so before the switch-on as it was', () => {
    const old = factsWith({ contact: { size: 'big', bounced: 'yes', lifecyclestage: 'lead' } });

    const decision = decideInTurn(agreementWith(rules), [
      { facts: old, context: contextAt(T0, { baselineAt: hoursAfter(T0, -1) }) },
    ]);

    expect(decision.state.status).toBe('none');
    expect(decision.reasons).toContainEqual({ code: 'meetsDisqualification', params: { id: 'bounced' } });
  });

  const won = deal({ status: 'won', statusAt: hoursAfter(T0, 1), createdAt: hoursAfter(T0, 1) });
  const lost = deal({ status: 'lost', statusAt: LATER, createdAt: hoursAfter(T0, 1) });
  const open = deal({ createdAt: hoursAfter(T0, 1), statusAt: hoursAfter(T0, 1) });
  type Then = readonly [stage: string, deals: readonly Deal[]];

  /** Handed over at T0, won an hour later, then this, an hour apart. */
  const afterWin = (win: Then, ...then: readonly Then[]): Decision =>
    decideInTurn(agreementWith(), [
      { facts: hotFacts, context: contextAt(T0) },
      ...[win, ...then].map(([value, deals], index) => {
        const now = hoursAfter(T0, index + 1);
        return {
          facts: { ...hotWith({ contact: { lifecyclestage: cell(value, now) } }), deals },
          context: contextAt(now),
        };
      }),
    ]);
  const CUSTOMER: Then = ['customer', []];
  const DEAL_WON: Then = ['opportunity', [won]];

  it.each<[string, readonly [Then, ...Then[]], string, string, number]>([
    ['customer by mistake, then cleared', [CUSTOMER, ['', []]], 'recycled', 'notWon', 1],
    ['cleared, then MQL', [CUSTOMER, ['', []], ['marketingqualifiedlead', []]], 'handedOver', '', 2],
    ['MQL at once', [CUSTOMER, ['marketingqualifiedlead', []]], 'handedOver', '', 2],
    ['SQL at once', [CUSTOMER, ['salesqualifiedlead', []]], 'accepted', '', 2],
    ['cleared, then customer after all', [CUSTOMER, ['', []], CUSTOMER], 'won', '', 1],
    ['customer, then evangelist', [CUSTOMER, ['evangelist', []]], 'won', '', 1],
    ['the deal stays won', [DEAL_WON, DEAL_WON], 'won', '', 1],
    ['the deal stays won though a person moves the stage', [DEAL_WON, ['lead', [won]]], 'won', '', 1],
    ['the deal is open again', [DEAL_WON, ['opportunity', [open]]], 'recycled', 'notWon', 1],
    ['the deal is lost after all', [DEAL_WON, ['opportunity', [lost]]], 'recycled', 'notWon', 1],
    ['the deal is gone', [DEAL_WON, ['opportunity', []]], 'recycled', 'notWon', 1],
    [
      'open again, then won',
      [DEAL_WON, ['opportunity', [open]], ['opportunity', [{ ...won, statusAt: hoursAfter(T0, 3) }]]],
      'won',
      '',
      1,
    ],
    ['the deal is gone, but the customer stays', [['customer', [won]], CUSTOMER], 'won', '', 1],
    [
      'a customer whom sales take up again',
      [
        ['customer', [won]],
        ['marketingqualifiedlead', [won]],
      ],
      'handedOver',
      '',
      2,
    ],
  ])('a win and its end: %s', (...[, story, status, recycleReason, cycle]) => {
    const decision = afterWin(...story);
    const { english, french } = read(decision, {});

    expect(decision.state).toMatchObject({ status, recycleReason, cycle });
    expect(decision.state.handOvers).toHaveLength(cycle);
    expect(decision.reasons.map(({ code }) => code)).not.toContain('stageSet');
    expect(decision.task === null).toBe(status === 'won' || status === 'recycled');
    if (status !== 'recycled') return;
    expect(wanted(decision, 'accord_handover_status')).toBe('recycled');
    expect(english).toContain('Back to nurture: no longer won.');
    expect(french).toContain('Retour au nurturing : n’est plus gagné.');
  });

  it('a win that was none, and a new sign of interest after the cool-down: handed over again', () => {
    const now = daysAfter(T0, 31);
    const at = (value: string, hours: number) => ({
      facts: hotWith({ contact: { lifecyclestage: cell(value, hoursAfter(T0, hours)) } }),
      context: contextAt(hoursAfter(T0, hours)),
    });
    const again = { lifecyclestage: cell('lead', hoursAfter(T0, 2)) };
    const decision = decideInTurn(agreementWith(rules), [
      { facts: hotFacts, context: contextAt(T0) },
      at('customer', 1),
      at('lead', 2),
      {
        facts: hotWith({ contact: again, signals: [signal('form', hoursAfter(now, -1))] }),
        context: contextAt(now),
      },
    ]);

    expect(decision.state).toMatchObject({ status: 'handedOver', cycle: 2, byHand: false });
  });

  it('where deals are not read, none that is missing takes a win back', () => {
    const unread = { ...agreementWith(), needs: { ...agreementWith().needs, deals: false } };
    const { state } = decideInTurn(agreementWith(), [
      { facts: hotFacts, context: contextAt(T0) },
      { facts: { ...hotWith({}), deals: [won] }, context: contextAt(LATER) },
    ]);
    const decision = decide(unread, { facts: hotWith({}), state }, contextAt(hoursAfter(LATER, 1)));

    expect(decision.state.status).toBe('won');
  });
});
