// Who is disqualified or out of reach, at the limits of each rule, and what HubSpot is told at the end.
import { describe, expect, it } from 'vitest';
import type { Decision } from '#domain/decision.ts';
import { reachCuts } from '#domain/endings.ts';
import { fromEpochMs, toEpochMs } from '#domain/instant.ts';
import { initialState } from '#domain/lead.ts';
import { judgeLead } from '#domain/verdict.ts';
import { viewLead } from '#domain/view.ts';
import {
  type AgreementChanges,
  agreementWith,
  cell,
  clausesWith,
  contactIs,
  contextAt,
  decideInTurn,
  type FactChanges,
  factsWith,
  HALF_LATER,
  hotFacts,
  hotWith,
  hoursAfter,
  LATER,
  rejectedAnswer,
  signal,
  T0,
  thenSeen,
  wanted,
  when,
} from '#test/support/builders.ts';
import { deal } from '#test/support/lifecycle-stories.ts';

const BOUNCED: AgreementChanges = {
  disqualify: [{ id: 'bounced', label: 'Bounced', when: when(contactIs('bounced', 'yes')) }],
};

describe('a rule that disqualifies', () => {
  const fresh = factsWith({ createdAt: hoursAfter(T0, -1), contact: { bounced: 'yes' } });

  it('holds for a lead that is new, once', () => {
    const { state } = decideInTurn(agreementWith(BOUNCED), [
      { facts: fresh, context: contextAt(T0) },
      { facts: fresh, context: contextAt(LATER) },
    ]);

    expect(state).toMatchObject({
      status: 'disqualified',
      recycledAt: T0,
      recycleReason: 'disqualified:bounced',
    });
  });

  it('tells HubSpot so, though sales never heard of the lead, and leaves its answers alone', () => {
    const answered = factsWith({
      ...fresh,
      contact: { ...fresh.contact, accord_answer: cell('accept', hoursAfter(T0, -1)) },
    });
    const decision = decideInTurn(agreementWith(BOUNCED), [{ facts: answered, context: contextAt(T0) }]);
    const told = decision.properties.filter(({ effect }) => effect === 'stage');

    expect(told.map(({ name, value, since }) => [name, value, since])).toEqual([
      ['accord_handover_status', 'disqualified', T0],
      ['accord_next_step', 'none', T0],
      ['accord_stage_reason', expect.stringContaining('Bounced'), T0],
    ]);
  });

  it('says nothing of a hand-over for a lead that is merely cold', () => {
    const decision = decideInTurn(agreementWith(BOUNCED), [{ facts: factsWith(), context: contextAt(T0) }]);

    expect(wanted(decision, 'accord_handover_status')).toBeUndefined();
    expect(wanted(decision, 'accord_next_step')).toBeUndefined();
  });

  it('holds for an old lead once it has been with sales', () => {
    const at = (contact: FactChanges['contact']) =>
      factsWith({ contact: { lifecyclestage: 'lead', ...contact } });
    const byHand = { lifecyclestage: cell('marketingqualifiedlead', hoursAfter(T0, 1)) };
    const rejected = { ...byHand, ...rejectedAnswer };
    const { state } = decideInTurn(agreementWith(BOUNCED), [
      { facts: at({}), context: contextAt(T0) },
      { facts: at(byHand), context: contextAt(hoursAfter(T0, 1.5)) },
      { facts: at(rejected), context: contextAt(LATER) },
      { facts: at({ ...rejected, bounced: 'yes' }), context: contextAt(hoursAfter(T0, 4)) },
    ]);

    expect(state).toMatchObject({ status: 'disqualified', cycle: 1 });
  });

  it('leaves a lead that was won', () => {
    const deals = [deal({ status: 'won' })];
    const { state } = decideInTurn(agreementWith(BOUNCED), [
      { facts: hotFacts, context: contextAt(T0) },
      { facts: { ...hotWith({}), deals }, context: contextAt(LATER) },
      {
        facts: { ...hotWith({ contact: { bounced: 'yes' } }), deals },
        context: contextAt(hoursAfter(T0, 5)),
      },
    ]);

    expect(state.status).toBe('won');
  });
});

it('a deal that is won after the cycle ended otherwise wins nothing', () => {
  const rejected = hotWith({ contact: rejectedAnswer });
  const won = { ...rejected, deals: [deal({ status: 'won', statusAt: hoursAfter(LATER, 1) })] };
  const { state } = decideInTurn(agreementWith(), [
    { facts: hotFacts, context: contextAt(T0) },
    { facts: rejected, context: contextAt(LATER) },
    { facts: won, context: contextAt(hoursAfter(LATER, 2)) },
  ]);

  expect([state.status, state.recycleReason]).toEqual(['recycled', 'rejected:No budget']);
});

describe('out of reach', () => {
  const agreed: AgreementChanges = {
    sales: { attempts: { count: 2, within: { unit: 'elapsedHours', amount: 48 } } },
  };
  const END = hoursAfter(T0, 48);
  const calls = (...hours: number[]) => hours.map((hour) => signal('touch', hoursAfter(T0, hour)));
  const stage = (value: string) => ({ lifecyclestage: cell(value, HALF_LATER) });

  it.each<[string, FactChanges, number, string]>([
    ['two calls, at the end of the time', { signals: calls(1, 2) }, 48, 'recycled'],
    ['two calls, just before', { signals: calls(1, 2) }, 47.999, 'handedOver'],
    ['the second call at that instant', { signals: calls(1, 48) }, 48, 'recycled'],
    ['the second call is still to come', { signals: calls(1, 60) }, 48, 'handedOver'],
    ['the first call at the hand-over', { signals: calls(0, 2) }, 48, 'handedOver'],
    ['the calls were before the hand-over', { signals: calls(-2, -1) }, 48, 'handedOver'],
    [
      'the lead filled in a form at that instant',
      { signals: [...calls(1, 2), signal('form', END)] },
      48,
      'handedOver',
    ],
    [
      'a meeting was booked before the hand-over',
      { signals: [...calls(1, 2), signal('meeting', hoursAfter(T0, -1))] },
      48,
      'recycled',
    ],
    ['a deal is open', { signals: calls(1, 2), deals: [deal({ ownerId: '99' })] }, 48, 'handedOver'],
    ['it is an opportunity', { signals: calls(1, 2), contact: stage('opportunity') }, 48, 'handedOver'],
    [
      'it was rejected without a reason',
      { signals: calls(1, 2), contact: { accord_answer: cell('reject', HALF_LATER) } },
      48,
      'rejected',
    ],
  ])('%s', (...[, seen, hours, status]) => {
    const facts = { ...hotWith(seen), deals: seen.deals ?? [] };

    expect(thenSeen(facts, agreementWith(agreed), hoursAfter(T0, hours)).state.status).toBe(status);
  });

  it.each([
    ['goes on while there is no yes from which its time counts', {}, 'handedOver'],
    ['ends where the time since the yes is over', { accord_answer: cell('accept', HALF_LATER) }, 'recycled'],
  ])('%s', (_, contact, status) => {
    const { attempts } = agreementWith(agreed).sales;
    const further = {
      id: 'attempts',
      start: 'stage',
      stage: 'sql',
      within: { unit: 'elapsedHours', amount: 48 },
      count: 2,
      untilReached: true,
    } as const;
    const agreement = agreementWith({
      stages: { mqlExit: null },
      sales: { attempts, clauses: clausesWith({}, [further]) },
    });
    const { state } = decideInTurn(agreement, [
      { facts: hotFacts, context: contextAt(T0) },
      { facts: hotWith({ contact }), context: contextAt(LATER) },
      { facts: hotWith({ contact, signals: calls(4, 5) }), context: contextAt(hoursAfter(T0, 100)) },
    ]);

    expect(state.status).toBe(status);
  });

  it('may turn with each touch and reaction, and at the end of the time; never while nobody has the lead', () => {
    const agreement = agreementWith(agreed);
    const facts = hotWith({ signals: [...calls(1), signal('emailReply', hoursAfter(T0, 5))] });
    const view = viewLead(agreement, facts);
    const { state } = thenSeen(facts, agreement);
    const seenAt = (hours: number) =>
      judgeLead(agreement, view, {
        nowMs: toEpochMs(hoursAfter(T0, hours)),
        stage: state.stage,
      }).sight;
    const open = { agreement, state, view, sight: seenAt(0) };
    const cutsAfter = (hours: number): readonly string[] =>
      reachCuts({ ...open, sight: seenAt(hours) })
        .map(fromEpochMs)
        .toSorted();

    expect(cutsAfter(-2)).toEqual([hoursAfter(T0, -1), hoursAfter(T0, 1), hoursAfter(T0, 5), END]);
    // What lies behind can turn nothing any more.
    expect(cutsAfter(1)).toEqual([hoursAfter(T0, 5), END]);
    expect(reachCuts({ ...open, state: initialState() })).toEqual([]);
    expect(reachCuts({ ...open, agreement: agreementWith() })).toEqual([]);
  });
});

describe('answers at the end of a cycle', () => {
  const clears = (decision: Decision): string[] =>
    decision.properties
      .filter(
        ({ name, value, effect }) =>
          /^accord_(answer|reject_reason)$/.test(name) && value === '' && effect === 'stage',
      )
      .map(({ name }) => name);
  const yes = { accord_answer: cell('accept', HALF_LATER) };

  it.each<[string, FactChanges['contact'], string[]]>([
    [
      'are cleared when it is won, where they are older than the hand-over',
      { accord_answer: cell('accept', hoursAfter(T0, -1)), lifecyclestage: cell('customer', HALF_LATER) },
      ['accord_answer'],
    ],
    ['are cleared when it is disqualified', { ...yes, bounced: 'yes' }, ['accord_answer']],
    [
      'are cleared when given at that very instant',
      { accord_answer: cell('reject', LATER), accord_reject_reason: cell('budget', LATER) },
      ['accord_answer', 'accord_reject_reason'],
    ],
    [
      'are left where there is nothing to clear',
      { accord_answer: cell('', HALF_LATER), $card_answer: cell('reject:no-budget', HALF_LATER) },
      [],
    ],
    ['are left while the lead is open', yes, []],
    [
      'are left while the lead is open, also where they are of before',
      { accord_answer: cell('accept', hoursAfter(T0, -1)) },
      [],
    ],
  ])('%s', (_, contact, names) => {
    expect(clears(thenSeen(hotWith({ contact: contact ?? {} }), agreementWith(BOUNCED)))).toEqual(names);
  });
});

it('an answer that is given after the end of a cycle is left as it is', () => {
  const ended = hotWith({ contact: rejectedAnswer });
  const late = { ...rejectedAnswer, accord_answer: cell('accept', hoursAfter(LATER, 1)) };
  const decision = decideInTurn(agreementWith(), [
    { facts: hotFacts, context: contextAt(T0) },
    { facts: ended, context: contextAt(LATER) },
    { facts: hotWith({ contact: late }), context: contextAt(hoursAfter(LATER, 2)) },
  ]);

  expect(decision.state.status).toBe('recycled');
  expect(wanted(decision, 'accord_answer')).toBeUndefined();
  expect(wanted(decision, 'accord_reject_reason')).toBe('');
});

describe('what is spent at the end of a cycle', () => {
  const AHEAD = hoursAfter(LATER, 1);

  it.each<[string, FactChanges]>([
    ['an answer', { contact: { accord_answer: cell('', AHEAD) } }],
    ['a reason', { contact: { accord_reject_reason: cell('', AHEAD) } }],
    ['an answer on the card', { contact: { $card_answer: cell('', AHEAD) } }],
    ['a lead status', { contact: { hs_lead_status: cell('NEW', AHEAD) } }],
    ['a deal that was made', { deals: [deal({ ownerId: '99', createdAt: AHEAD })] }],
    ['a deal that was moved', { deals: [deal({ ownerId: '99', statusAt: AHEAD })] }],
  ])('is also %s that is dated ahead', (_, seen) => {
    const contact = { bounced: 'yes', ...seen.contact };
    const facts = { ...hotWith({ contact }), deals: seen.deals ?? [] };
    const { state } = thenSeen(facts, agreementWith(BOUNCED));

    expect(state).toMatchObject({ status: 'disqualified', answersAfter: AHEAD });
  });
});
