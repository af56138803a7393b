// What fired before its lead was judged belongs to the state, of the very run that it fired for, and never twice.
import { describe, expect, it } from 'vitest';
import { latchClocks } from '#domain/latch-clocks.ts';
import { initialState, type LeadState } from '#domain/lead.ts';

const AT = '2026-03-02T09:00:00.000Z';
const WARNED = '2026-03-02T15:00:00.000Z';
const DUE = '2026-03-02T17:00:00.000Z';
const run = {
  clause: 'accept',
  run: 1,
  startedAt: AT,
  ownerId: '71',
  since: AT,
  dueAt: DUE,
  warnedAt: null,
  breachedAt: null,
  metAt: null,
};
const state: LeadState = { ...initialState(), cycle: 2, clocks: [run, { ...run, clause: 'first-touch' }] };
const fired = { clause: 'accept', cycle: 2, run: 1, warnedAt: WARNED, breachedAt: DUE };

describe('what fired', () => {
  it('is remembered by its run alone', () => {
    expect(latchClocks(state, [fired]).clocks).toEqual([
      { ...run, warnedAt: WARNED, breachedAt: DUE },
      { ...run, clause: 'first-touch' },
    ]);
  });

  it('does not take the place of what is remembered', () => {
    const known = { ...state, clocks: [{ ...run, warnedAt: AT }] };

    expect(latchClocks(known, [fired]).clocks).toEqual([{ ...run, warnedAt: AT, breachedAt: DUE }]);
  });

  it.each([
    ['nothing fired', []],
    ['it was another cycle', [{ ...fired, cycle: 1 }]],
    ['it was another run', [{ ...fired, run: 2 }]],
    ['it was another promise', [{ ...fired, clause: 'feedback' }]],
  ])('leaves the very state where %s', (_, others) => {
    expect(latchClocks(state, others)).toBe(state);
  });

  it('leaves a lead without clocks as it is', () => {
    const idle = initialState();

    expect(latchClocks(idle, [{ ...fired, cycle: 0 }])).toBe(idle);
  });
});
