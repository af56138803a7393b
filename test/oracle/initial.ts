// The state of a lead that nobody has judged yet.
import type { State, Tracked } from './shapes.ts';

export function initial(): State {
  const nothing: Tracked = { value: '', before: '', by: 'other', at: '' };
  return {
    regime: -1,
    status: 'none',
    stage: nothing,
    owner: nothing,
    cycle: 0,
    handOvers: [],
    handedOverAt: null,
    byHand: false,
    assignedAt: null,
    acceptedAt: null,
    touchedAt: null,
    rejectedAt: null,
    recycledAt: null,
    recycleReason: '',
    answersAfter: null,
    answeredAt: null,
    newMqlAt: null,
    scored: null,
  };
}
