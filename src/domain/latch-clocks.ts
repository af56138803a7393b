// A clock fires at its instant, and its lead is judged a little later (src/store/fire-clocks.ts). What fired in between
// belongs to the state that the next decision starts from: a touch that becomes known meanwhile was known late.
import type { Instant } from './agreement.ts';
import type { ClockState, LeadState } from './lead.ts';

/** A clock that has fired, with the instants of which it was the warning and the breach. */
export interface FiredClock {
  readonly clause: string;
  readonly cycle: number;
  readonly run: number;
  readonly warnedAt: Instant | null;
  readonly breachedAt: Instant | null;
}

/** The state as it is where nothing fired that it does not remember. */
export function latchClocks(state: LeadState, fired: readonly FiredClock[]): LeadState {
  const ofCycle = fired.filter(({ cycle }) => cycle === state.cycle);
  const { clocks } = state;
  if (clocks === undefined || ofCycle.length === 0) return state;
  return { ...state, clocks: clocks.map((clock) => latch(clock, ofCycle)) };
}

function latch(clock: ClockState, fired: readonly FiredClock[]): ClockState {
  const found = fired.find(({ clause, run }) => clause === clock.clause && run === clock.run);
  if (found === undefined) return clock;
  return {
    ...clock,
    warnedAt: clock.warnedAt ?? found.warnedAt,
    breachedAt: clock.breachedAt ?? found.breachedAt,
  };
}
