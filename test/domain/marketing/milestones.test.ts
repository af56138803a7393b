// What a lead's decisions leave in the ledger, story by story: which stages it reached in which cycle, when, and whether it counts.
import { describe, expect, it } from 'vitest';
import type { Agreement, Instant } from '#domain/agreement.ts';
import { decide } from '#domain/decide.ts';
import type { DecisionContext } from '#domain/decision.ts';
import { initialState, type LeadFacts, type LeadState } from '#domain/lead.ts';
import { type Milestone, milestonesOf, takesBackWin } from '#domain/marketing/milestones.ts';
import {
  agreementWith,
  cell,
  contactIs,
  contextAt,
  daysAfter,
  factsWith,
  HALF_LATER,
  hotFacts,
  hotWith,
  hoursAfter,
  LATER,
  mandatory,
  rejectedAnswer,
  signal,
  T0,
  when,
} from '#test/support/builders.ts';
import { deal } from '#test/support/lifecycle-stories.ts';

interface Step {
  readonly facts: LeadFacts;
  readonly context: DecisionContext;
}

/** Kept as the store keeps them: the first of each cycle and kind. */
function ledgerOf(agreement: Agreement, steps: readonly Step[]): readonly Milestone[] {
  const kept = new Map<string, Milestone>();
  let state = initialState();
  for (const { facts, context } of steps) {
    const after = decide(agreement, { facts, state }, context).state;
    const passage = { before: state, after, now: context.now };
    if (takesBackWin(passage)) kept.delete(`${passage.before.cycle} customer`);
    for (const milestone of milestonesOf(agreement, facts, passage)) {
      const key = `${milestone.cycle} ${milestone.kind}`;
      if (!kept.has(key)) kept.set(key, milestone);
    }
    state = after;
  }
  return [...kept.values()];
}

function at(now: Instant, facts: LeadFacts, changes: Parameters<typeof contextAt>[1] = {}): Step {
  return { facts, context: contextAt(now, changes) };
}

const HANDED = at(T0, hotFacts);
const accepted = hotWith({ contact: { accord_answer: cell('accept', HALF_LATER) } });
const short = (list: readonly Milestone[]) => list.map(({ cycle, kind, at: when_ }) => [cycle, kind, when_]);

describe('a lead’s milestones', () => {
  it.each<{
    story: string;
    steps: readonly Step[];
    told: readonly unknown[];
    how?: Agreement['stages']['sql'];
  }>([
    { story: 'handed over', steps: [HANDED], told: [[1, 'mql', T0]] },
    { story: 'judged again without news', steps: [HANDED, at(HALF_LATER, hotFacts)], told: [[1, 'mql', T0]] },
    {
      story: 'accepted: an SQL, by the date of the answer or when the stage is set',
      steps: [HANDED, at(LATER, accepted)],
      told: [
        [1, 'mql', T0],
        [1, 'accepted', HALF_LATER],
        [1, 'sql', LATER],
      ],
    },
    {
      story: 'an SQL at once where every MQL is one',
      how: 'auto',
      steps: [HANDED],
      told: [
        [1, 'mql', T0],
        [1, 'accepted', T0],
        [1, 'sql', T0],
      ],
    },
    {
      story: 'accepted, and no SQL where only a person makes one',
      how: 'manual',
      steps: [HANDED, at(LATER, accepted)],
      told: [
        [1, 'mql', T0],
        [1, 'accepted', HALF_LATER],
      ],
    },
    {
      story: 'a deal: whoever got there has passed the stages before it',
      steps: [
        HANDED,
        at(LATER, { ...hotFacts, deals: [deal({ createdAt: HALF_LATER, statusAt: HALF_LATER })] }),
      ],
      told: [
        [1, 'mql', T0],
        [1, 'accepted', HALF_LATER],
        [1, 'sql', HALF_LATER],
        [1, 'opportunity', HALF_LATER],
      ],
    },
    {
      story: 'won',
      steps: [
        HANDED,
        at(HALF_LATER, accepted),
        at(LATER, { ...accepted, deals: [deal({ status: 'won', createdAt: HALF_LATER, statusAt: LATER })] }),
      ],
      told: [
        [1, 'mql', T0],
        [1, 'accepted', HALF_LATER],
        [1, 'sql', HALF_LATER],
        [1, 'opportunity', HALF_LATER],
        [1, 'customer', LATER],
      ],
    },
    {
      story: 'rejected with a reason: a no, and the end of the cycle',
      steps: [HANDED, at(LATER, hotWith({ contact: rejectedAnswer }))],
      told: [
        [1, 'mql', T0],
        [1, 'rejected', LATER],
        [1, 'recycled', LATER],
      ],
    },
    {
      story: 'rejected, and the reason later: one no',
      steps: [
        HANDED,
        at(HALF_LATER, hotWith({ contact: { accord_answer: cell('reject', HALF_LATER) } })),
        at(LATER, hotWith({ contact: rejectedAnswer })),
      ],
      told: [
        [1, 'mql', T0],
        [1, 'rejected', HALF_LATER],
        [1, 'recycled', LATER],
      ],
    },
    {
      story: 'never handed over',
      steps: [at(T0, factsWith())],
      told: [],
    },
    {
      story: 'over the line before the switch-on: the imported past is no milestone',
      steps: [at(T0, hotFacts, { baselineAt: T0 }), at(LATER, hotFacts, { baselineAt: T0 })],
      told: [],
    },
    {
      story: 'gone from HubSpot: what was reached stays, and the cycle ends',
      steps: [HANDED, at(LATER, { ...hotFacts, gone: true })],
      told: [
        [1, 'mql', T0],
        [1, 'recycled', LATER],
      ],
    },
  ])('$story', ({ steps, told, how = 'propose' }) => {
    const agreement = agreementWith({ stages: { sql: how } });

    expect(short(ledgerOf(agreement, steps))).toEqual(told);
  });

  it('says how the cycle ended, by its kind alone', () => {
    const list = ledgerOf(agreementWith(), [HANDED, at(LATER, hotWith({ contact: rejectedAnswer }))]);

    expect(list.map(({ kind, ending }) => [kind, ending])).toEqual([
      ['mql', ''],
      ['rejected', ''],
      ['recycled', 'rejected'],
    ]);
  });

  it('takes a customer back that was none', () => {
    const customer = hotWith({ contact: { lifecyclestage: cell('customer', HALF_LATER) } });
    const corrected = hotWith({ contact: { lifecyclestage: cell('marketingqualifiedlead', LATER) } });
    const steps = [HANDED, at(HALF_LATER, customer), at(daysAfter(T0, 1), corrected)];
    const agreement = agreementWith({ needs: { contact: [], company: [], deals: false } });

    expect(short(ledgerOf(agreement, steps.slice(0, 2))).map(([, kind]) => kind)).toContain('customer');
    // The stage that takes it back is a hand-over by hand.
    const list = ledgerOf(agreement, steps);
    expect(short(list)).toEqual([
      [1, 'mql', T0],
      [1, 'accepted', HALF_LATER],
      [1, 'sql', HALF_LATER],
      [1, 'opportunity', HALF_LATER],
      [2, 'mql', daysAfter(T0, 1)],
      [1, 'recycled', daysAfter(T0, 1)],
    ]);
    expect(list.at(-1)?.ending).toBe('notWon');
  });

  it('waits for the fields that an SQL needs', () => {
    const agreement = agreementWith({ data: mandatory({ sql: ['budget'] }) });
    const complete = hotWith({
      contact: { accord_answer: cell('accept', HALF_LATER), budget: cell('10000', daysAfter(T0, 1)) },
    });
    const steps = [HANDED, at(LATER, accepted), at(daysAfter(T0, 1), complete)];

    expect(short(ledgerOf(agreement, steps.slice(0, 2))).map(([, kind]) => kind)).toEqual([
      'mql',
      'accepted',
    ]);
    expect(short(ledgerOf(agreement, steps)).at(-1)).toEqual([1, 'sql', daysAfter(T0, 1)]);
  });
});

describe('what counts as new', () => {
  const counted = (list: readonly Milestone[]) =>
    list.filter(({ counts }) => counts).map(({ cycle, kind }) => `${cycle} ${kind}`);

  it('is the first hand-over, and not the one of a later cycle', () => {
    const back = daysAfter(T0, 40);
    const again = hotWith({ contact: rejectedAnswer, signals: [signal('form', hoursAfter(back, -1))] });
    const list = ledgerOf(agreementWith(), [
      HANDED,
      at(LATER, hotWith({ contact: rejectedAnswer })),
      at(back, again),
    ]);

    expect(list.filter(({ kind }) => kind === 'mql').map(({ cycle, counts }) => [cycle, counts])).toEqual([
      [1, true],
      [2, false],
    ]);
  });

  it('is whatever comes of a hand-over by the rules', () => {
    expect(counted(ledgerOf(agreementWith(), [HANDED, at(LATER, accepted)]))).toEqual([
      '1 mql',
      '1 accepted',
      '1 sql',
    ]);
  });

  it('is nothing that a person handed over, and nothing that came of it', () => {
    const cold = factsWith({ contact: { lifecyclestage: 'lead' } });
    const byHand = factsWith({ contact: { lifecyclestage: cell('salesqualifiedlead', HALF_LATER) } });
    const list = ledgerOf(agreementWith(), [at(T0, cold), at(LATER, byHand)]);

    expect(list.map(({ kind, byHand: hand }) => [kind, hand])).toEqual([
      ['mql', true],
      ['accepted', true],
      ['sql', true],
    ]);
    expect(counted(list)).toEqual([]);
  });

  it('keeps who began the cycle when it has ended', () => {
    const cold = factsWith({ contact: { lifecyclestage: 'lead' } });
    const stage = { lifecyclestage: cell('marketingqualifiedlead', HALF_LATER) };
    const list = ledgerOf(agreementWith(), [
      at(T0, cold),
      at(HALF_LATER, factsWith({ contact: stage })),
      at(
        LATER,
        factsWith({ contact: { ...stage, ...rejectedAnswer, accord_answer: cell('reject', LATER) } }),
      ),
    ]);

    expect(list.map(({ kind, byHand }) => [kind, byHand])).toEqual([
      ['mql', true],
      ['rejected', true],
      ['recycled', true],
    ]);
  });
});

describe('where it came from', () => {
  const agreement = agreementWith({
    segments: [
      { id: 'big', label: 'Big', when: when(contactIs('size', 'big')) },
      { id: 'french', label: 'French', when: when(contactIs('country', 'France')) },
    ],
    data: { ...mandatory({ mql: ['phone'] }, 'warn') },
  });
  const told = (contact: Record<string, string>) =>
    ledgerOf(agreement, [at(T0, hotWith({ contact }))]).map(({ segments, channel, campaigns, complete }) => ({
      segments,
      channel,
      campaigns,
      complete,
    }))[0];

  it('is read at the hand-over: segments, source, what its drill-downs say, mandatory fields', () => {
    expect(
      told({
        country: 'France',
        phone: '+33142685300',
        hs_analytics_source: 'PAID_SEARCH',
        hs_analytics_source_data_1: 'Autumn',
        hs_analytics_source_data_2: 'crm software',
      }),
    ).toEqual({
      segments: ['big', 'french'],
      channel: 'PAID_SEARCH',
      campaigns: ['Autumn', 'crm software'],
      complete: true,
    });
  });

  it.each([
    ['PAID_SOCIAL', ['LinkedIn', 'Autumn']],
    ['OFFLINE', []],
    ['DIRECT_TRAFFIC', []],
  ])('keeps of %s the campaigns %j: other drill-downs may say who somebody is', (source, campaigns) => {
    const details = { hs_analytics_source_data_1: 'LinkedIn', hs_analytics_source_data_2: 'Autumn' };

    expect(told({ hs_analytics_source: source, ...details })).toMatchObject({ channel: source, campaigns });
  });

  it('names no campaign of a drill-down without a value', () => {
    expect(
      told({ hs_analytics_source: 'PAID_SEARCH', hs_analytics_source_data_2: 'Autumn' })?.campaigns,
    ).toEqual(['Autumn']);
  });

  it('is complete only with every mandatory field', () => {
    const two = agreementWith({ data: mandatory({ mql: ['phone', 'country'] }, 'warn') });
    const complete = (contact: Record<string, string>) =>
      ledgerOf(two, [at(T0, hotWith({ contact }))]).map((milestone) => milestone.complete);

    expect(complete({ phone: '+33142685300' })).toEqual([false]);
    expect(complete({ phone: '+33142685300', country: 'France' })).toEqual([true]);
  });

  it('is unknown where HubSpot does not tell', () => {
    expect(told({})).toEqual({ segments: ['big'], channel: '', campaigns: [], complete: false });
  });
});

it('takes back a win that is one no more, and nothing else', () => {
  const as = (status: LeadState['status']): LeadState => ({ ...initialState(), status });
  const pairs = [
    ['won', 'accepted'],
    ['won', 'won'],
    ['accepted', 'won'],
    ['accepted', 'recycled'],
  ] as const;

  expect(pairs.map(([before, after]) => takesBackWin({ before: as(before), after: as(after) }))).toEqual([
    true,
    false,
    false,
    false,
  ]);
});

it('dates opportunity and customer by the first deal of this cycle, else by the stage', () => {
  const agreement = agreementWith();
  const [soon, sooner, before] = [hoursAfter(T0, 2), hoursAfter(T0, 1), hoursAfter(T0, -1)];
  const state: LeadState = {
    ...initialState(),
    cycle: 1,
    handedOverAt: T0,
    newMqlAt: T0,
    status: 'accepted',
  };
  const won = (...dates: readonly Instant[]) =>
    dates.map((date) => deal({ status: 'won', createdAt: date, statusAt: date }));
  const lost = deal({ status: 'lost', createdAt: before, statusAt: hoursAfter(T0, 0.5) });
  const told = (changes: Partial<LeadState>, deals: LeadFacts['deals'] = []) =>
    Object.fromEntries(
      milestonesOf(
        agreement,
        { ...hotFacts, deals },
        { before: state, after: { ...state, ...changes }, now: LATER },
      ).map(({ kind, at: date }) => [kind, date]),
    );
  const stage = (value: string, date: Instant) => ({ stage: { ...state.stage, value, at: date } });

  expect(told(stage('opportunity', soon))).toMatchObject({ opportunity: soon });
  expect(told(stage('opportunity', before))).toEqual({});
  expect(told(stage('customer', soon))).toEqual({});
  expect(told({}, won(soon, sooner, before, T0))).toMatchObject({ opportunity: sooner });
  const customer = { status: 'won' as const };
  expect(told(customer, [lost, ...won(soon, sooner, before, T0)])).toMatchObject({ customer: sooner });
  expect(told({ ...customer, ...stage('customer', soon) })).toMatchObject({ customer: soon });
  expect(told({ ...customer, ...stage('customer', before) })).toMatchObject({ customer: LATER });
  expect(told({ ...customer, ...stage('opportunity', soon) })).toMatchObject({ customer: LATER });
  expect(told({ ...customer, ...stage('customer', T0) })).toMatchObject({ customer: LATER });
  expect(told({ ...customer, cycle: 0 })).toEqual({});
});

it('tells a no once, and nothing of a no that was taken back', () => {
  const open: LeadState = { ...initialState(), cycle: 1, handedOverAt: T0, status: 'handedOver' };
  const no: LeadState = { ...open, status: 'rejected', rejectedAt: HALF_LATER };
  const told = (before: LeadState, after: LeadState) =>
    short(milestonesOf(agreementWith(), hotFacts, { before, after, now: LATER }));

  expect(told(open, no)).toEqual([[1, 'rejected', HALF_LATER]]);
  expect(told(no, no)).toEqual([]);
  expect(told(no, open)).toEqual([]);
});
