// At which instants ahead a lead is judged again: each costs as much as a decision, so none is listed that cannot matter.
import { describe, expect, it } from 'vitest';
import type { Condition } from '#domain/agreement.ts';
import { NO_CLOCKS } from '#domain/clocks.ts';
import type { Course } from '#domain/course.ts';
import { toEpochMs } from '#domain/instant.ts';
import { initialState, type LeadState, type Signal } from '#domain/lead.ts';
import { NO_NURTURE } from '#domain/nurture.ts';
import { conditionCuts, listCuts } from '#domain/outlook.ts';
import { judgeLead } from '#domain/verdict.ts';
import { viewLead } from '#domain/view.ts';
import {
  type AgreementChanges,
  agreementWith,
  always,
  contactIs,
  contextAt,
  daysAfter,
  factsWith,
  hoursAfter,
  never,
  signal,
  T0,
  when,
} from '#test/support/builders.ts';

const NOW = toEpochMs(T0);
const QUALIFIES: AgreementChanges = { stages: { mqlEntry: always } };
const OPEN: Partial<LeadState> = { status: 'accepted', cycle: 1, handedOverAt: T0, handOvers: [T0] };
const RECYCLED: Partial<LeadState> = {
  status: 'recycled',
  cycle: 1,
  recycledAt: daysAfter(T0, -29),
  recycleReason: 'cooled',
  handOvers: [daysAfter(T0, -363)],
};
const SCORED: Partial<LeadState> = {
  scored: { total: 0, fit: 0, engagement: 0, grade: 'B2', at: T0, signalCount: 0, status: 'none' },
};
const form = (hours: number): Signal => signal('form', hoursAfter(T0, hours));
const touch = (hours: number): Signal => signal('touch', hoursAfter(T0, hours));

function courseOf(changes: AgreementChanges, given: Partial<LeadState>, signals: readonly Signal[]): Course {
  const agreement = agreementWith(changes);
  const state = { ...initialState(), ...given };
  const view = viewLead(agreement, factsWith({ signals }));
  return {
    agreement,
    context: contextAt(T0),
    view,
    ...judgeLead(agreement, view, { nowMs: NOW, stage: state.stage }),
    state,
    reasons: [],
    isStagePersonal: false,
    before: state,
    closed: null,
    repBefore: '',
    wasIdle: true,
    move: null,
    startedWork: false,
    route: null,
    nurture: NO_NURTURE,
    debts: [],
    undone: [],
    carriedOut: [],
    clocks: NO_CLOCKS,
    noticeFromMs: null,
  };
}

describe('a lead is judged again', () => {
  it.each<[string, AgreementChanges, Partial<LeadState>, Signal[], number[]]>([
    ['at a signal that could be the one it lacks', QUALIFIES, {}, [form(2), touch(1)], [2]],
    ['once where two come at one instant', QUALIFIES, {}, [form(2), form(2), form(1)], [1, 2]],
    ['at no signal where it does not qualify', {}, {}, [form(2)], []],
    ['at one that may open the first stage', { stages: { leadEntry: always } }, {}, [form(2)], [2]],
    [
      'at one from which on it may be disqualified',
      { disqualify: [{ id: 'd', label: 'D', when: never }] },
      {},
      [form(2)],
      [2],
    ],
    [
      'when it may come back: the end of the cool-down, and a year after a hand-over',
      QUALIFIES,
      RECYCLED,
      [form(2)],
      [2, 24, 48],
    ],
    ['at a touch alone where sales have it', QUALIFIES, OPEN, [form(2), touch(1)], [1]],
    ['at a later touch too, for the clocks', QUALIFIES, { ...OPEN, touchedAt: T0 }, [form(2), touch(1)], [1]],
    ['at no touch where sales do not have it', QUALIFIES, {}, [touch(1)], []],
    ['a day after its score was written', {}, SCORED, [], [24]],
    ['not for its score out of scope', { scope: { include: never, exclude: null } }, SCORED, [], []],
    [
      'when a window ends after now',
      {
        personas: [
          {
            id: 'p',
            label: 'P',
            when: when({ kind: 'signals', signal: 'form', operator: 'GTE', count: 1, withinDays: 1 }),
          },
        ],
      },
      {},
      [form(-24), form(-23)],
      [1],
    ],
  ])('%s', (...[, changes, state, signals, hours]) => {
    const cuts = listCuts(courseOf(changes, state, signals));

    expect(cuts.map((at) => (at - NOW) / 3_600_000)).toEqual(hours);
  });
});

describe('conditions turn', () => {
  it('at no instant where nothing in them does, nor by the age of a stage that there is not', () => {
    const age: Condition = { kind: 'stageAge', operator: 'GTE', days: 10 };

    expect(conditionCuts(courseOf({}, {}, []))).toEqual([]);
    expect(
      conditionCuts(courseOf({ stages: { leadEntry: when(age, contactIs('size', 'big')) } }, {}, [])),
    ).toEqual([]);
  });
});
