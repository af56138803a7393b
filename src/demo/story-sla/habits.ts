// What each rep does about a lead, by character: a list of acts with the working minutes after the lead came to the rep. What
// is rare is done for certain leads by their number, so that every story has it.
import type { Random } from '#sandbox/random.ts';
import { AD, type Rep } from './cast.ts';

/** Of the agreement. */
export type RejectReason = 'off-target' | 'no-project';

export type Deed =
  | { readonly kind: 'accept' }
  /** Null: without the reason that is owed with it. */
  | { readonly kind: 'reject'; readonly reason: RejectReason | null }
  | { readonly kind: 'giveReason' }
  | { readonly kind: 'call' }
  | { readonly kind: 'email' }
  /** A call that was made and entered only much later. */
  | { readonly kind: 'enterCall'; readonly minutesAgo: number }
  /** The call was logged on the wrong lead. */
  | { readonly kind: 'deleteCall' }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'excuse'; readonly clause: string };

export interface Plan {
  /** Working minutes after the lead came. */
  readonly after: number;
  readonly deed: Deed;
}

/** The promises, in working minutes (agreement.ts): to accept, and from then to the first touch. */
const PROMISE = 240;
/** Of the reason for a no. */
const REASON_PROMISE = 480;
/** From the due time to what ends a rep's work on the lead. */
const TAKEN_AFTER = 120;
const WORKING_DAY = 450;

/** `nth`: how many leads the rep has been given before, from 0. */
export function planFor(rep: Rep, nth: number, random: Random): readonly Plan[] {
  switch (rep.character) {
    case 'quick':
      return nth === 2 ? callOnTheWrongLead() : accepting(random, [10, 40], [15, 60]);
    case 'thorough':
      return planThorough(nth, random);
    case 'ill':
    case 'leaving':
      return accepting(random, [30, 120], [40, 150]);
    case 'forgetful':
      return planForgetful(nth, random);
    case 'ads':
      return planAdLead(nth);
  }
}

function planThorough(nth: number, random: Random): readonly Plan[] {
  if (nth === 1) return awayLead();
  if (nth === 3) return excusedLead();
  if (nth % 5 === 4)
    return [{ after: between(random, 60, 150), deed: { kind: 'reject', reason: 'no-project' } }];
  const [accept, call] = accepting(random, [60, 180], [90, 200]);
  if (accept === undefined || call === undefined) return [];
  return [accept, { after: accept.after + 20, deed: { kind: 'email' } }, call];
}

function planForgetful(nth: number, random: Random): readonly Plan[] {
  if (nth === 1) return callEnteredLate(random);
  if (nth === 4) return silentNo(random);
  // Every other lead is forgotten; of the rest he is late with some.
  if (nth % 2 === 0) return [];
  return nth % 4 === 1
    ? accepting(random, [150, 220], [PROMISE + 20, PROMISE + 80])
    : accepting(random, [120, 220], [100, 220]);
}

function accepting(
  random: Random,
  accept: readonly [number, number],
  call: readonly [number, number],
): readonly Plan[] {
  const accepted = between(random, ...accept);
  return [
    { after: accepted, deed: { kind: 'accept' } },
    { after: accepted + between(random, ...call), deed: { kind: 'call' } },
  ];
}

/**
 * No dice: those of the others fall as they fell. And after more than an hour: where the clock had jumped ahead, an earlier
 * answer would be one from before the hand-over, which is none, and nobody else could take the lead from her.
 */
function planAdLead(nth: number): readonly Plan[] {
  if (nth < AD.misses)
    return [{ after: 70 + 10 * (nth % 4), deed: { kind: 'reject', reason: 'off-target' } }];
  const accepted = 70 + 10 * (nth - AD.misses);
  return [
    { after: accepted, deed: { kind: 'accept' } },
    { after: accepted + 60, deed: { kind: 'call' } },
  ];
}

/** Called and deleted, noticed when the reminder came, called again in time. */
function callOnTheWrongLead(): readonly Plan[] {
  return [
    { after: 20, deed: { kind: 'accept' } },
    { after: 40, deed: { kind: 'call' } },
    { after: 90, deed: { kind: 'deleteCall' } },
    { after: 20 + PROMISE - 20, deed: { kind: 'call' } },
  ];
}

/** Out until the week after: the promises stand still. */
function awayLead(): readonly Plan[] {
  const back = 60 + 2 * WORKING_DAY;
  return [
    { after: 40, deed: { kind: 'accept' } },
    { after: 60, deed: { kind: 'pause' } },
    { after: back, deed: { kind: 'resume' } },
    { after: back + 90, deed: { kind: 'call' } },
  ];
}

/** At a trade fair all morning; the manager knows, and says so before the lead is taken away. */
function excusedLead(): readonly Plan[] {
  return [
    { after: PROMISE + 25, deed: { kind: 'excuse', clause: 'accept' } },
    { after: PROMISE + 90, deed: { kind: 'accept' } },
    { after: PROMISE + 150, deed: { kind: 'call' } },
  ];
}

/** Called in time; entered when the lead was somebody else's already. */
function callEnteredLate(random: Random): readonly Plan[] {
  const accepted = between(random, 60, 90);
  const called = accepted + 60;
  const entered = accepted + PROMISE + TAKEN_AFTER + 40;
  return [
    { after: accepted, deed: { kind: 'accept' } },
    { after: entered, deed: { kind: 'enterCall', minutesAgo: entered - called } },
  ];
}

/** The reason comes when the manager has taken back what followed its absence. */
function silentNo(random: Random): readonly Plan[] {
  const rejected = between(random, 60, 90);
  return [
    { after: rejected, deed: { kind: 'reject', reason: null } },
    { after: rejected + REASON_PROMISE + TAKEN_AFTER + 90, deed: { kind: 'giveReason' } },
  ];
}

/** A lead that he had before and lost: done at once, as far as it is not done yet. */
export function planAgain(): readonly Plan[] {
  return [
    { after: 40, deed: { kind: 'accept' } },
    { after: 80, deed: { kind: 'call' } },
  ];
}

function between(random: Random, low: number, high: number): number {
  return low + random.int(high - low + 1);
}
