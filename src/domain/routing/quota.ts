// Whose turn it is. Within an interval of constant weights and reps nobody is ever a whole turn from his share:
// |taken − n × weight / W| < 1 after every turn n. That is Balinski and Young's quota condition. Which reps may take the next
// turn without breaking it now or later is Still's theorem; among them the one who is owed most takes it. All integers.

/** Who takes part, with whole weights without a common divisor. */
export interface Share {
  readonly ownerId: string;
  readonly weight: number;
  /** Turns of this round. */
  readonly taken: number;
  /** Thousandths of a turn owed from before. */
  readonly balance: number;
  /** Number of the lead got last; 0: none. */
  readonly last: number;
}

/** How many turns ahead it is looked for one that cannot wait: bounds the work for shares of one in thousands. */
const MAX_LOOK = 10_000;

/** The one whose turn is next; undefined without shares. */
export function nextInTurn(shares: readonly Share[]): Share | undefined {
  const round = roundOf(shares);
  const free = shares.filter(({ taken, weight }) => taken * round.length < (round.turn + 1) * weight);
  const tight = firstTightTurn(shares, round, free);
  const allowed = free.filter((share) => deadlineOf(share, round) <= tight);
  return mostOwed(allowed.length > 0 ? allowed : mostUrgent(free, round), shares);
}

/** Of some of the shares the one that is owed most; of equal ones who waits longest, then the first. */
export function mostOwed(some: readonly Share[], all: readonly Share[]): Share | undefined {
  const round = roundOf(all);
  let best: Share | undefined;
  for (const share of some) {
    if (best === undefined || comesBefore(share, best, round)) best = share;
  }
  return best;
}

export interface Round {
  /** Turns taken so far. */
  readonly turn: number;
  /** After so many everybody has had his weight in turns. */
  readonly length: number;
}

export function roundOf(shares: readonly Pick<Share, 'taken' | 'weight'>[]): Round {
  let [turn, length] = [0, 0];
  for (const share of shares) {
    turn += share.taken;
    length += share.weight;
  }
  return { turn, length };
}

function comesBefore(a: Share, b: Share, round: Round): boolean {
  const [owedA, owedB] = [owedTo(a, round), owedTo(b, round)];
  return owedA === owedB ? a.last < b.last : owedA > owedB;
}

/** Thousandths, were the next turn his. */
function owedTo({ weight, taken, balance }: Share, { turn, length }: Round): number {
  return balance + Math.floor((1000 * (turn + 1) * weight) / length) - 1000 * taken;
}

/** By that turn of the round the next one must have been his. */
function deadlineOf({ taken, weight }: Share, { length }: Round): number {
  return Math.ceil(((taken + 1) * length) / weight);
}

function mostUrgent(free: readonly Share[], round: Round): readonly Share[] {
  const first = Math.min(...free.map((share) => deadlineOf(share, round)));
  return free.filter((share) => deadlineOf(share, round) === first);
}

/** The first turn by which every turn from now on is claimed by somebody who must have had his by then. */
function firstTightTurn(shares: readonly Share[], round: Round, free: readonly Share[]): number {
  const latest = Math.max(...free.map((share) => deadlineOf(share, round)));
  const until = Math.min(latest, round.turn + MAX_LOOK);
  const claims: number[] = [];
  for (const share of shares) {
    for (let taken = share.taken; ; taken++) {
      const deadline = deadlineOf({ ...share, taken }, round);
      if (deadline > until) break;
      claims.push(deadline);
    }
  }
  claims.sort((a, b) => a - b);
  for (const [index, claim] of claims.entries()) {
    if (round.turn + index + 1 >= claim) return claim;
  }
  return until;
}
