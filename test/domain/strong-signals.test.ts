// New interest while sales have the lead (R20): the owner is told once, and not again for a while.
import { describe, expect, it } from 'vitest';
import type { Agreement } from '#domain/agreement.ts';
import { decide } from '#domain/decide.ts';
import type { DecisionContext, WantedTask } from '#domain/decision.ts';
import type { LeadFacts, LeadState, Signal } from '#domain/lead.ts';
import { initialState } from '#domain/lead.ts';
import { latestStrong, markNoticed, noticeCuts } from '#domain/strong-signals.ts';
import { viewLead } from '#domain/view.ts';
import { templateAgreement } from '#test/support/agreement-text.ts';
import { agreementWith } from '#test/support/builders.ts';

const AGREEMENT = templateAgreement('en');
const DAY_ONE = '2026-11-20T09:00:00.000Z';

function at(minutes: number): string {
  return new Date(Date.parse(DAY_ONE) + minutes * 60_000).toISOString();
}

function signal(minutes: number, change: Partial<Signal> = {}): Signal {
  const kind = change.kind ?? 'form';
  return { id: `${kind}:${minutes}`, kind, at: at(minutes), detail: 'Demo request', ...change };
}

/** In the hands of rep 71 since minute 0, whatever its score. */
const ASSIGNED: LeadState = {
  ...initialState(),
  regime: 1,
  status: 'handedOver',
  stage: { value: 'marketingqualifiedlead', before: 'lead', by: 'accord', at: DAY_ONE },
  owner: { value: '71', before: '71', by: 'other', at: DAY_ONE },
  cycle: 1,
  byHand: true,
  handOvers: [DAY_ONE],
  handedOverAt: DAY_ONE,
  assignedAt: DAY_ONE,
  answersAfter: DAY_ONE,
};

interface Given {
  readonly signals: readonly Signal[];
  readonly state?: LeadState;
  readonly now: number;
  readonly agreement?: Agreement;
  readonly baselineAt?: string;
  /** What HubSpot shows; default: the state's. */
  readonly stage?: string;
}

function judge({
  signals,
  state = ASSIGNED,
  now,
  agreement = AGREEMENT,
  baselineAt = '2026-01-01T00:00:00.000Z',
  stage = state.stage.value,
}: Given) {
  const facts: LeadFacts = {
    contactId: '1',
    createdAt: '2026-01-02T00:00:00.000Z',
    gone: false,
    contact: {
      lifecyclestage: { value: stage, at: DAY_ONE },
      hubspot_owner_id: { value: '71', at: DAY_ONE },
    },
    company: {},
    signals,
    deals: [],
  };
  const pool = { members: ['71'], activeOwners: ['71'], companyOwner: '', turns: 0 };
  const context: DecisionContext = { now: at(now), regime: 1, baselineAt, pool };
  return decide(agreement, { facts, state }, context);
}

const codes = ({ reasons }: ReturnType<typeof judge>): readonly string[] => reasons.map(({ code }) => code);

describe('a strong signal of a lead that sales has', () => {
  it('is told: in the state, the task and a reason', () => {
    const decision = judge({ signals: [signal(5)], now: 6 });

    expect(decision.state.noticedAt).toBe(at(6));
    expect(decision.task).toMatchObject({ clause: 'accept', noticedAt: at(6) });
    expect(decision.reasons.at(-1)).toEqual({ code: 'noticed', params: { kind: 'form', at: at(5) } });
  });

  it('is told once: two in a minute make one notice, known together or one after the other', () => {
    const together = judge({
      signals: [signal(5), signal(5.5, { kind: 'meeting', detail: 'booked' })],
      now: 6,
    });
    const first = judge({ signals: [signal(5)], now: 5.2 });
    const second = judge({ signals: [signal(5), signal(5.5)], now: 6, state: first.state });

    expect(codes(together).filter((code) => code === 'noticed')).toHaveLength(1);
    expect(second.state).toEqual({ ...first.state, scored: second.state.scored });
    expect(codes(second)).not.toContain('noticed');
    expect(second.task?.noticedAt).toBe(at(5.2));
  });

  it('is told again once the time of the agreement is over, and what came within it never', () => {
    const { state } = judge({ signals: [signal(5)], now: 6 });
    const within = [signal(5), signal(6 + 24 * 60)];
    const beyond = [...within, signal(7 + 24 * 60, { kind: 'emailReply', detail: '' })];

    expect(judge({ signals: within, now: 8 + 24 * 60, state }).state.noticedAt).toBe(at(6));
    expect(judge({ signals: beyond, now: 8 + 24 * 60, state }).state.noticedAt).toBe(at(8 + 24 * 60));
  });

  it.each<[string, Partial<Given>]>([
    ['came before the owner had the lead', { signals: [signal(-1)] }],
    ['came before the version or the switch', { signals: [signal(5)], baselineAt: at(5) }],
    ['is of another kind', { signals: [signal(5, { kind: 'pageView', detail: '/pricing' })] }],
    [
      'gives no points',
      { signals: [signal(5, { kind: 'meeting', detail: 'no such outcome' })], agreement: withoutMeetings() },
    ],
    [
      'comes while sales owes nothing',
      {
        signals: [
          signal(1, { kind: 'touch', detail: '', ownerId: '71', loggedAt: at(1), outcome: 'contact' }),
          signal(5),
        ],
        state: { ...ASSIGNED, status: 'working', acceptedAt: DAY_ONE, touchedAt: at(1) },
      },
    ],
    ['is dated ahead', { signals: [signal(7)] }],
    ['came in the instant in which the owner got the lead', { signals: [signal(0)] }],
    [
      'came before, though something else came since',
      { signals: [signal(-1), signal(5, { kind: 'pageView', detail: '/pricing' })] },
    ],
    ['has no agreement that says so', { signals: [signal(5)], agreement: silent() }],
  ])('is not told where it %s', (_, given) => {
    const decision = judge({ signals: [], now: 6, ...given });

    expect(decision.state.noticedAt).toBeUndefined();
    expect(codes(decision)).not.toContain('noticed');
  });

  it('that is dated ahead is looked at then', () => {
    const decision = judge({ signals: [signal(7)], now: 6 });

    expect(decision.reviewAt).toEqual({ at: at(7), exact: true });
    expect(judge({ signals: [signal(7)], now: 7, state: decision.state }).state.noticedAt).toBe(at(7));
  });

  it('is news until sales takes the next step', () => {
    const { state } = judge({ signals: [signal(5)], now: 6 });
    const accepted: LeadState = { ...state, status: 'accepted', acceptedAt: at(10) };

    expect(judge({ signals: [signal(5)], now: 9, state }).task?.noticedAt).toBe(at(6));
    expect(judge({ signals: [signal(5)], now: 11, state: accepted }).task).not.toHaveProperty('noticedAt');
  });
});

describe('a lead of which sales owe nothing', () => {
  const told: LeadState = {
    ...ASSIGNED,
    status: 'working',
    acceptedAt: DAY_ONE,
    touchedAt: at(8),
    noticedAt: at(6),
  };
  const touch = signal(8, { kind: 'touch', detail: '', ownerId: '71', loggedAt: at(8), outcome: 'contact' });

  it('has no task, though its owner was told of new interest', () => {
    expect(judge({ signals: [signal(5), touch], now: 9, state: told }).task).toBeNull();
  });

  it('is not looked at again because of new interest', () => {
    const quiet = agreementWith({ hot: AGREEMENT.hot ?? never(), stages: { mqlExit: null } });
    const decision = judge({
      signals: [touch, signal(20), touchAhead()],
      now: 30,
      state: told,
      agreement: quiet,
    });

    expect(decision.task).toBeNull();
    expect(decision.reviewAt).toBeNull();
  });

  function touchAhead(): Signal {
    return signal(60, { kind: 'touch', detail: '', ownerId: '71', loggedAt: at(60), outcome: 'contact' });
  }

  function never(): never {
    throw new Error('the template calls nothing hot');
  }
});

describe('the latest strong signal', () => {
  const signals = [
    signal(1),
    signal(2, { kind: 'meeting', detail: 'booked' }),
    signal(3, { kind: 'pageView', detail: '/pricing' }),
    signal(4),
  ];
  const latest = (minutes: number, agreement = AGREEMENT) =>
    latestStrong(agreement, signals, Date.parse(at(minutes)))?.id ?? null;

  it('is the last one at or before an instant, of a kind that the agreement calls hot', () => {
    expect([0.9, 1, 3.9, 4].map((minutes) => latest(minutes))).toEqual([
      null,
      'form:1',
      'meeting:2',
      'form:4',
    ]);
    expect(latest(4, silent())).toBeNull();
  });

  it('is told of two in the same instant', () => {
    const twice = judge({ signals: [signal(5), signal(5, { kind: 'meeting', detail: 'booked' })], now: 6 });

    expect(twice.reasons.at(-1)?.params).toEqual({ kind: 'meeting', at: at(5) });
  });

  it('is waited for at each instant ahead, and at none while nothing is wanted of the owner', () => {
    const facts = {
      contactId: '1',
      createdAt: DAY_ONE,
      gone: false,
      contact: {},
      company: {},
      signals: [...signals, signal(5, { kind: 'pageView', detail: '/a' }), signal(6), signal(8)],
      deals: [],
    };
    const view = viewLead(AGREEMENT, facts);
    const cuts = (minutes: number, noticeFromMs: number | null = 0) =>
      noticeCuts({
        agreement: AGREEMENT,
        view,
        noticeFromMs,
        sight: { nowMs: Date.parse(at(minutes)) },
      } as Parameters<typeof noticeCuts>[0]);

    expect(cuts(4)).toEqual([Date.parse(at(6)), Date.parse(at(8))]);
    expect(cuts(6)).toEqual([Date.parse(at(8))]);
    expect([cuts(8), cuts(4, null)]).toEqual([[], []]);
  });

  it('that is dated ahead is waited for, the next one first', () => {
    expect(judge({ signals: [signal(9), signal(8)], now: 6 }).reviewAt).toEqual({ at: at(8), exact: true });
  });
});

describe('news of a lead', () => {
  const task: WantedTask = {
    occurrence: 'c1',
    clause: 'accept',
    ownerId: '71',
    dueAt: at(60),
    since: DAY_ONE,
    context: [],
  };

  it.each<[string, Partial<LeadState>, boolean]>([
    ['are shown after its assignment', { noticedAt: at(1) }, true],
    ['are over with an assignment in that instant', { noticedAt: at(1), assignedAt: at(1) }, false],
    ['are over with a yes', { noticedAt: at(1), acceptedAt: at(2) }, false],
    ['are over with a no', { noticedAt: at(1), rejectedAt: at(2) }, false],
    ['are shown after all of them', { noticedAt: at(3), acceptedAt: at(1), rejectedAt: at(2) }, true],
    ['are none where nothing was told', {}, false],
  ])('%s', (_, changes, isShown) => {
    const marked = markNoticed(task, { ...ASSIGNED, ...changes });

    expect(marked).toEqual(isShown ? { ...task, noticedAt: changes.noticedAt } : task);
  });
});

describe('a lead that comes back', () => {
  it('knows how its cycle before ended', () => {
    const ended = { at: '2026-06-01T00:00:00.000Z', reason: 'rejected:Budget' };
    const state: LeadState = {
      ...ASSIGNED,
      status: 'recycled',
      stage: { value: 'lead', before: 'lead', by: 'other', at: '2026-05-01T00:00:00.000Z' },
      recycledAt: ended.at,
      recycleReason: ended.reason,
    };
    // A person sets the stage: a hand-over by hand.
    const back = judge({ signals: [], now: 1, state, stage: 'marketingqualifiedlead' });

    expect(back.state).toMatchObject({ status: 'handedOver', cycle: 2, recycledAt: null, lastEnd: ended });
  });
});

function withoutMeetings(): Agreement {
  const { engagement } = AGREEMENT.score;
  const rules = engagement.rules.filter((rule) => rule.signal !== 'meeting');
  return { ...AGREEMENT, score: { ...AGREEMENT.score, engagement: { ...engagement, rules } } };
}

function silent(): Agreement {
  const { hot: _hot, ...rest } = AGREEMENT;
  return rest;
}
