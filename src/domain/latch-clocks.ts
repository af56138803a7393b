// A clock fires at its instant, and its lead is judged a little later (src/store/fire-clocks.ts). Mostly that decision finds
// the very warning or breach by itself. Where it would not, since a touch became known meanwhile or the promise changed, what
// fired belongs to the state that it starts from: the touch was known late.
import type { Agreement, Instant } from './agreement.ts';
import { decide, type Lead } from './decide.ts';
import type { Decision, DecisionContext } from './decision.ts';
import type { ClockState, LeadState } from './lead.ts';

/** A clock that has fired, with the instants of which it was the warning and the breach. */
export interface FiredClock {
  readonly clause: string;
  readonly cycle: number;
  readonly run: number;
  readonly warnedAt: Instant | null;
  readonly breachedAt: Instant | null;
}

interface Decided {
  /** What the decision started from. */
  readonly state: LeadState;
  readonly decision: Decision;
}

/** Decides with what has fired: from the state as it was left where that comes to the same. */
export function decideAfterFiring(
  agreement: Agreement,
  { facts, state, fired }: Lead & { readonly fired: readonly FiredClock[] },
  context: DecisionContext,
): Decided {
  const decision = decide(agreement, { facts, state }, context);
  const latched = latchClocks(state, fired);
  if (latched === state || (latched.clocks ?? []).every((clock) => isTold(clock, decision)))
    return { state, decision };
  return { state: latched, decision: decide(agreement, { facts, state: latched }, context) };
}

/** The very state where nothing fired that it does not remember. */
export function latchClocks(state: LeadState, fired: readonly FiredClock[]): LeadState {
  const ofCycle = fired.filter(({ cycle }) => cycle === state.cycle);
  const before = state.clocks ?? [];
  const clocks = before.map((clock) => latch(clock, ofCycle));
  return clocks.every((clock, place) => clock === before[place]) ? state : { ...state, clocks };
}

function latch(clock: ClockState, fired: readonly FiredClock[]): ClockState {
  const found = fired.find(({ clause, run }) => clause === clock.clause && run === clock.run);
  const warnedAt = clock.warnedAt ?? found?.warnedAt ?? null;
  const breachedAt = clock.breachedAt ?? found?.breachedAt ?? null;
  return warnedAt === clock.warnedAt && breachedAt === clock.breachedAt
    ? clock
    : { ...clock, warnedAt, breachedAt };
}

/** Among those that the decision tells, or leaves as they were. */
function isTold({ clause, run, warnedAt, breachedAt }: ClockState, { clocks, state }: Decision): boolean {
  const runs = [...clocks, ...(state.clocks ?? [])];
  const told = runs.find((one) => one.clause === clause && one.run === run);
  return told !== undefined && told.warnedAt === warnedAt && told.breachedAt === breachedAt;
}
