// What two leads' states become when HubSpot merges their contacts, written from "joinStates" of the domain's README.

import { canonical } from './canonical.ts';
import { isOpen } from './funnel.ts';
import { type Agreement, type ClockRun, DAY, ms, type State } from './shapes.ts';

const ORDER = [
  'won',
  'working',
  'accepted',
  'rejected',
  'handedOver',
  'ended',
  'baseline',
  'none',
  'unjudged',
];

/** Numbers and texts, compared from the first that differs; the smaller goes on. */
type Rules = Pick<Agreement, 'nurture' | 'sales'>;

function rankOf({ nurture }: Rules, state: State): (number | string)[] {
  const ended = ['recycled', 'disqualified'].includes(state.status);
  const standing = state.regime === -1 ? 'unjudged' : ended ? 'ended' : state.status;
  const named = [state.recycleReason, state.recycleReason.replace(/:.*$/s, '')];
  const reason = named.find((each) => each in nurture.coolDowns);
  const days = reason === undefined ? nurture.coolDownDays : nurture.coolDowns[reason];
  const until = days == null ? Number.POSITIVE_INFINITY : ms(state.recycledAt ?? '') + days * DAY;
  const clocks: Record<string, string | null> = {
    handedOver: state.assignedAt,
    accepted: state.acceptedAt,
    rejected: state.rejectedAt,
    working: state.handedOverAt,
  };
  return [
    ORDER.indexOf(standing),
    ended ? -until : 0,
    clocks[state.status] ?? '~',
    state.handedOverAt ?? '',
    state.recycledAt === null ? 0 : -ms(state.recycledAt),
  ];
}

/** For each clause, in their order, what the earlier clock says. */
function joinClocks({ sales }: Rules, states: readonly State[]): ClockRun[] {
  const runs = states.filter(isOpen).flatMap((state) => state.clocks ?? []);
  const known = sales.clauses.map(({ id }) => id);
  const others = runs.map(({ clause }) => clause).filter((clause) => !known.includes(clause));
  const keyOf = (run: ClockRun): string => `${run.startedAt} ${run.since} ${canonical(run)}`;
  return [...known, ...new Set(others.sort())].flatMap((clause) => {
    const found = runs.filter((run) => run.clause === clause);
    return found.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)).slice(0, 1);
  });
}

function withClocks({ clocks: _own, ...state }: State, clocks: readonly ClockRun[]): State {
  return clocks.length > 0 ? { ...state, clocks } : state;
}

/** The later one that was heard. */
function joinRequests(a: State, b: State): Pick<State, 'requestedAt'> {
  const [, asked = ''] = [a.requestedAt ?? '', b.requestedAt ?? ''].sort();
  return asked === '' ? {} : { requestedAt: asked };
}

export function oracleJoin(agreement: Rules, a: State, b: State): State {
  const [ranksOfA, ranksOfB] = [rankOf(agreement, a), rankOf(agreement, b)];
  const place = ranksOfA.findIndex((rank, index) => rank !== ranksOfB[index]);
  const [mine = 0, theirs = 0] = [ranksOfA[place], ranksOfB[place]];
  const kept = place < 0 || mine < theirs ? a : b;
  const later = [a.answersAfter, b.answersAfter].filter((at) => at !== null).sort();
  const firsts = [a.newMqlAt, b.newMqlAt].filter((at) => at !== null).sort();
  return {
    ...withClocks(kept, isOpen(kept) ? joinClocks(agreement, [a, b]) : (kept.clocks ?? [])),
    cycle: a.cycle > b.cycle ? a.cycle : b.cycle,
    handOvers: [...a.handOvers, ...b.handOvers.filter((at) => !a.handOvers.includes(at))].sort(),
    answersAfter: later[later.length - 1] ?? null,
    newMqlAt: firsts[0] ?? null,
    ...joinRequests(a, b),
  };
}
