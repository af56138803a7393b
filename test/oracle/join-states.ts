// What two leads' states become when HubSpot merges their contacts, written from "joinStates" of the domain's README.
import { type Agreement, DAY, ms, type State } from './shapes.ts';

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
function rankOf({ nurture }: Pick<Agreement, 'nurture'>, state: State): (number | string)[] {
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

export function oracleJoin(agreement: Pick<Agreement, 'nurture'>, a: State, b: State): State {
  const [ranksOfA, ranksOfB] = [rankOf(agreement, a), rankOf(agreement, b)];
  const place = ranksOfA.findIndex((rank, index) => rank !== ranksOfB[index]);
  const [mine = 0, theirs = 0] = [ranksOfA[place], ranksOfB[place]];
  const kept = place < 0 || mine < theirs ? a : b;
  const later = [a.answersAfter, b.answersAfter].filter((at) => at !== null).sort();
  const firsts = [a.newMqlAt, b.newMqlAt].filter((at) => at !== null).sort();
  return {
    ...kept,
    cycle: a.cycle > b.cycle ? a.cycle : b.cycle,
    handOvers: [...a.handOvers, ...b.handOvers.filter((at) => !a.handOvers.includes(at))].sort(),
    answersAfter: later[later.length - 1] ?? null,
    newMqlAt: firsts[0] ?? null,
  };
}
