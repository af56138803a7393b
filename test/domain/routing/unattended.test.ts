// A rep falls ill with leads in his hands: what he cannot do in time goes to others, where Accord gave it to him and somebody
// can take it; hours and nights take nothing away, and his return gives nothing back.
import { describe, expect, it } from 'vitest';
import { decide } from '#domain/decide.ts';
import type { Absence, Decision } from '#domain/decision.ts';
import { initialState, type LeadFacts, type LeadState, type Signal } from '#domain/lead.ts';
import { needsRep } from '#domain/routing/unattended.ts';
import {
  type AgreementChanges,
  agreementWith,
  cell,
  clausesWith,
  contextAt,
  daysAfter,
  type FactChanges,
  hotWith,
  hoursAfter,
  LATER,
  signal,
  T0,
} from '#test/support/builders.ts';
import { HELD } from '#test/support/held-lead.ts';
import { memberWith, poolWith } from '#test/support/routing-builders.ts';

/** Eight working hours from T0 on, for an answer. */
const DUE = daysAfter(T0, 1);
const BACK = daysAfter(T0, 2);
/** From three hours after the assignment on. */
const ILL: Absence = { from: LATER, until: BACK, by: 'hubspot' };
const MISSED = { ownerId: '7', by: 'hubspot', until: BACK, clause: 'accept', dueAt: DUE };

interface Scene {
  readonly now?: string;
  readonly absences?: Readonly<Record<string, readonly Absence[]>>;
  readonly state?: Partial<LeadState>;
  readonly facts?: Partial<Omit<LeadFacts, 'contact'>> & Pick<FactChanges, 'contact'>;
  readonly agreement?: AgreementChanges;
  readonly context?: Parameters<typeof contextAt>[1];
}

function judge(scene: Scene = {}): Decision {
  const {
    now = LATER,
    absences = { 7: [ILL] },
    state = {},
    facts = {},
    agreement = {},
    context = {},
  } = scene;
  const { contact = {}, signals = [], ...rest } = facts;
  const held = { lifecyclestage: cell('marketingqualifiedlead', T0), hubspot_owner_id: cell('7', T0) };
  const lead = {
    facts: { ...hotWith({ contact: { ...held, ...contact }, signals }), ...rest },
    state: { ...HELD, ...state },
  };
  const pool = { absences, ...context.pool };
  return decide(agreementWith(agreement), lead, contextAt(now, { ...context, pool }));
}

function toldOf({ reasons }: Decision, code: string): unknown {
  return reasons.find((reason) => reason.code === code)?.params;
}

function touchBy(ownerId?: string): Signal {
  return { ...signal('touch', hoursAfter(T0, 1)), ...(ownerId === undefined ? {} : { ownerId }) };
}

describe('a lead of a rep who falls ill', () => {
  it('goes to another rep by the way of every lead, who has all the time; the lead’s own time goes on', () => {
    const before = judge({ now: hoursAfter(T0, 1), absences: {} });
    const decision = judge({ state: before.state });
    const { state, clocks, task, reasons } = decision;

    expect(state).toMatchObject({
      owner: { value: '8', by: 'accord' },
      assignedAt: LATER,
      status: 'handedOver',
    });
    expect(state.formerReps).toEqual([{ ownerId: '7', until: LATER }]);
    expect(state).not.toHaveProperty('unattendedSince');
    expect(toldOf(decision, 'ownerAbsent')).toEqual(MISSED);
    const way = reasons.map(({ code }) => code).filter((code) => /^(owner|reps)/.test(code));
    expect(way).toEqual(['ownerAbsent', 'repsSkipped', 'ownerByTurn']);
    expect(new Set(reasons.map((reason) => JSON.stringify(reason))).size).toBe(reasons.length);
    expect(clocks).toMatchObject([
      { clause: 'accept', run: 1, ownerId: '7', since: T0, dueAt: DUE, status: 'ended' },
      { clause: 'accept', run: 2, ownerId: '8', since: LATER, dueAt: hoursAfter(DUE, 3), status: 'running' },
    ]);
    expect(clocks.map(({ totalDueAt, startedAt }) => [startedAt, totalDueAt])).toEqual([
      [T0, DUE],
      [T0, DUE],
    ]);
    expect(task).toMatchObject({ occurrence: 'c1', ownerId: '8', dueAt: hoursAfter(DUE, 3) });
  });

  it.each<[string, Scene]>([
    [
      'at the very instant at which he could not any more',
      { absences: { 7: [{ ...ILL, until: hoursAfter(DUE, 0.001) }] } },
    ],
    [
      'when the next absence follows the first',
      {
        absences: {
          7: [
            { ...ILL, until: hoursAfter(LATER, 1) },
            { from: hoursAfter(LATER, 1), until: BACK, by: 'agreement' },
          ],
        },
      },
    ],
    ['though he has said yes', { state: { status: 'accepted', acceptedAt: hoursAfter(T0, 1) } }],
    [
      'though he says that he works on it, and has not called',
      { state: { status: 'working', acceptedAt: hoursAfter(T0, 1) } },
    ],
    ['though somebody else has called', { facts: { signals: [touchBy('9')] } }],
    [
      'though the lead has filled in another form',
      { facts: { signals: [signal('form', hoursAfter(T0, 1))] } },
    ],
    ['though he called in the instant of the hand-over', { facts: { signals: [signal('touch', T0)] } }],
    ['when he goes as it falls due', { absences: { 7: [{ ...ILL, from: DUE }] }, now: hoursAfter(DUE, 1) }],
    ['though he called in the cycle before', { facts: { signals: [signal('touch', hoursAfter(T0, -1))] } }],
    ['though the call is yet to come', { facts: { signals: [signal('touch', hoursAfter(LATER, 1))] } }],
    ['though it is late already, since he fell ill before', { now: daysAfter(T0, 1.5) }],
    ['though the company is his', { context: { pool: { companyOwner: '7' } } }],
    [
      'though the company is his, and he takes no turns',
      { context: { pool: { companyOwner: '7', members: ['8'] } } },
    ],
    [
      'though it would stick to him',
      {
        agreement: {
          routing: { pools: [poolWith({ stickyDays: 30, members: [memberWith('7'), memberWith('8')] })] },
        },
      },
    ],
  ])('goes %s', (...[, scene]) => {
    const { state, reasons } = judge(scene);

    expect(state).toMatchObject({ owner: { value: '8' }, assignedAt: scene.now ?? LATER });
    expect(reasons.map(({ code }) => code)).toContain('ownerAbsent');
  });

  it.each<[string, Scene]>([
    ['before he is away', { now: hoursAfter(LATER, -0.001) }],
    ['once he is back', { now: BACK }],
    ['who is back when it is due', { absences: { 7: [{ ...ILL, until: DUE }] } }],
    [
      'who was at his desk when it was due',
      { absences: { 7: [{ ...ILL, from: hoursAfter(DUE, 0.001) }] }, now: hoursAfter(DUE, 1) },
    ],
    [
      'who is back between two absences',
      {
        absences: {
          7: [
            { ...ILL, until: hoursAfter(LATER, 1) },
            { ...ILL, from: hoursAfter(LATER, 2) },
          ],
        },
      },
    ],
    ['who has called', { facts: { signals: [touchBy('7')] } }],
    ['who calls at that very instant', { facts: { signals: [signal('touch', LATER)] } }],
    ['where nobody says who has called', { facts: { signals: [touchBy()] } }],
    [
      'who has said no, and alone knows why',
      {
        state: { status: 'rejected', rejectedAt: hoursAfter(T0, 1) },
        absences: { 7: [{ ...ILL, until: daysAfter(T0, 9) }] },
      },
    ],
    [
      'who has a deal in hand',
      {
        facts: {
          contact: { lifecyclestage: cell('opportunity', T0) },
          deals: [
            {
              id: '1',
              ownerId: '7',
              createdAt: T0,
              status: 'open',
              statusAt: T0,
              pipeline: 'default',
              stage: '1',
            },
          ],
        },
        state: {
          status: 'accepted',
          acceptedAt: T0,
          stage: { value: 'opportunity', before: 'opportunity', by: 'other', at: T0 },
        },
      },
    ],
    ['where it is excused', { facts: { excuses: [{ clause: 'accept', cycle: 1, at: T0 }] } }],
    ['while another rep is ill', { absences: { 8: [ILL] } }],
    [
      'at night, at the weekend, on a holiday',
      {
        absences: {},
        now: daysAfter(T0, 5),
        context: { desk: { users: { 7: { hours: { timeZone: 'Europe/Paris', week: {} } } } } },
      },
    ],
  ])('stays with one %s', (...[, scene]) => {
    const { state, reasons } = judge(scene);

    expect(state).toMatchObject({ owner: { value: '7' }, assignedAt: T0 });
    expect(state).not.toHaveProperty('unattendedSince');
    expect(reasons.map(({ code }) => code).filter((code) => /Absent|unattended/.test(code))).toEqual([]);
  });

  it('stays while the clock stands still, and goes when it runs on', () => {
    const holiday = { from: hoursAfter(T0, 1), to: hoursAfter(T0, 5), reason: 'holiday' };
    const agreement = {
      sales: {
        clauses: clausesWith({ accept: { pauses: ['holiday'] } }),
        pauses: [
          {
            id: 'holiday',
            label: 'Holiday',
            atMost: { unit: 'elapsedHours', amount: 8 } as const,
            perLead: null,
          },
        ],
      },
    };
    const still = judge({ agreement, facts: { pauses: [holiday] } });
    const later = judge({
      agreement,
      facts: { pauses: [holiday] },
      state: still.state,
      now: hoursAfter(T0, 5),
    });

    expect(still.state.owner.value).toBe('7');
    expect(still.reviewAt).toEqual({ at: hoursAfter(T0, 5), exact: true });
    expect(later.state.owner.value).toBe('8');
  });

  it('is looked at when an absence that is known begins', () => {
    const decision = judge({ now: hoursAfter(T0, 1) });

    expect(decision.state.owner.value).toBe('7');
    expect(decision.reviewAt).toEqual({ at: LATER, exact: true });
    expect(judge({ now: LATER, state: decision.state }).state.owner.value).toBe('8');
  });

  it.each([
    ['the one that is due first', 4, 'call'],
    ['the one that is due first', 30, 'accept'],
    ['of two that are due together the first of the agreement', 24, 'accept'],
  ])('names, of the promises that he cannot keep, %s', (...[, amount, clause]) => {
    const within = { unit: 'elapsedHours', amount } as const;
    const clauses = clausesWith({}, [{ id: 'call', start: 'assignment', within }]);

    expect(toldOf(judge({ agreement: { sales: { clauses } } }), 'ownerAbsent')).toMatchObject({ clause });
  });

  it('does not come back to him when he is back', () => {
    const given = judge();
    const contact = { hubspot_owner_id: cell('8', LATER) };
    const after = judge({ state: given.state, now: BACK, facts: { contact } });

    expect(after.state).toMatchObject({ owner: { value: '8' }, assignedAt: LATER });
  });
});

describe('a lead that nobody else can take', () => {
  const alone: Scene = { absences: { 7: [ILL], 8: [{ ...ILL, by: 'agreement' }] } };

  it('stays with the rep, told why, and is offered again until somebody can', () => {
    const held = judge(alone);
    const again = judge({ ...alone, state: held.state, now: hoursAfter(LATER, 0.25) });
    const free = judge({ state: again.state, now: hoursAfter(LATER, 0.5) });

    expect(held.state).toMatchObject({ owner: { value: '7' }, assignedAt: T0, unattendedSince: LATER });
    expect(held.state).not.toHaveProperty('formerReps');
    expect(toldOf(held, 'unattended')).toEqual({ ...MISSED, pool: '*', reason: 'absent' });
    expect(toldOf(held, 'ownerAbsent') ?? toldOf(held, 'ownerHold')).toBeUndefined();
    const codes = (decision: Decision) => decision.reasons.map(({ code }) => code);
    expect(codes(held)).toEqual([
      ...codes(judge({ absences: {} })),
      'repsSkipped',
      'repsSkipped',
      'unattended',
    ]);
    expect(held.route).toEqual({ pools: ['*'], ownerId: '' });
    expect(held.clocks).toMatchObject([{ run: 1, ownerId: '7', dueAt: DUE, status: 'running' }]);
    expect(held.reviewAt).toEqual({ at: hoursAfter(LATER, 0.25), exact: false });
    expect(again.state.unattendedSince).toBe(LATER);
    expect(free.state).toMatchObject({ owner: { value: '8' }, formerReps: [{ ownerId: '7' }] });
    expect(free.state).not.toHaveProperty('unattendedSince');
  });

  it('is offered when the absence of another rep ends', () => {
    const back = hoursAfter(LATER, 0.1);
    const { reviewAt } = judge({ absences: { 7: [ILL], 8: [{ ...ILL, until: back }] } });

    expect(reviewAt).toEqual({ at: back, exact: true });
  });

  it('waits for somebody to be looked for', () => {
    const facts = hotWith({
      contact: { lifecyclestage: 'marketingqualifiedlead', hubspot_owner_id: cell('7', T0) },
    });
    const { desk: _none, ...context } = contextAt(LATER, { pool: { absences: { 7: [ILL] } } });
    const decision = decide(agreementWith(), { facts, state: HELD }, context);

    expect(decision.state).toMatchObject({ owner: { value: '7' }, assignedAt: T0, unattendedSince: LATER });
    expect(toldOf(decision, 'unattended')).toEqual(MISSED);
    expect(needsRep(decision.state)).toBe(true);
  });

  it('passes over whoever had it before, as the pool says', () => {
    const pools = [poolWith({ skipPrevious: 2, members: [memberWith('7'), memberWith('8')] })];
    const formerReps = [{ ownerId: '8', until: T0 }];
    const decision = judge({ state: { formerReps }, agreement: { routing: { pools } } });

    expect(decision.state).toMatchObject({ owner: { value: '7' }, formerReps });
    expect(toldOf(decision, 'unattended')).toMatchObject({ reason: 'passedOver' });
  });
});

describe('a lead whose owner a person chose', () => {
  const chosen = { owner: { ...HELD.owner, by: 'other' } } as const;

  it('stays, which is told until he is back', () => {
    const held = judge({ state: chosen });
    const back = judge({ state: held.state, now: BACK });

    expect(held.state).toMatchObject({ owner: { value: '7' }, assignedAt: T0, unattendedSince: LATER });
    expect(toldOf(held, 'unattended')).toEqual({ ...MISSED, reason: 'chosen' });
    expect(held).not.toHaveProperty('route');
    expect(needsRep(held.state)).toBe(false);
    // The answer is due before he is back.
    expect(held.reviewAt).toEqual({ at: DUE, exact: true });
    expect(judge({ state: held.state, now: DUE }).reviewAt).toEqual({ at: BACK, exact: true });
    expect(back.state).not.toHaveProperty('unattendedSince');
    expect(toldOf(back, 'unattended')).toBeUndefined();
  });
});

describe('a hand-over', () => {
  const handOver = (context: Parameters<typeof contextAt>[1], contact: FactChanges['contact'] = {}) => {
    const facts = hotWith({ contact });
    return decide(agreementWith(), { facts, state: initialState() }, contextAt(LATER, context));
  };

  it('goes on from the owner of the account who is absent, though he takes no turns', () => {
    const decision = handOver({ pool: { companyOwner: '9', absences: { 9: [ILL] } } });

    expect(decision.state.owner.value).not.toBe('9');
    expect(toldOf(decision, 'ownerBusy')).toEqual({ ownerId: '9', obstacle: 'absent', by: 'hubspot' });
  });

  it('passes over in every pool whoever is absent for one', () => {
    const decision = handOver({ pool: { absences: { 7: [{ ...ILL, by: 'agreement' }] } } });

    expect(decision.state.owner.value).toBe('8');
    expect(toldOf(decision, 'repsSkipped')).toMatchObject({
      obstacle: 'absent',
      by: 'agreement',
      ownerIds: '7',
    });
  });

  it('leaves the lead to the owner whom a person chose, absent or not, and tells it', () => {
    const long = { ...ILL, until: daysAfter(T0, 9) };
    const decision = handOver({ pool: { absences: { 9: [long] } } }, { hubspot_owner_id: '9' });

    expect(decision.state).toMatchObject({ owner: { value: '9' }, unattendedSince: LATER });
    expect(decision.reasons.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['ownerKept', 'unattended']),
    );
  });

  it('does not leave it to an absent owner of before whom Accord chose', () => {
    const back = { status: 'recycled', assignedAt: null, handedOverAt: null, handOvers: [] } as const;
    const state = { ...back, recycledAt: hoursAfter(daysAfter(T0, -31), -2) };
    const routing = {
      onReturn: 'same',
      pools: [poolWith({ members: [memberWith('7'), memberWith('8')] })],
    } as const;
    const { state: kept } = judge({ state, agreement: { routing }, absences: {} });
    const { state: given } = judge({ state, agreement: { routing } });

    expect([kept.owner.value, given.owner.value]).toEqual(['7', '8']);
  });
});
