// The product's `decide` against the oracle: the same histories, the same answers (I3b, I3c), and a `reviewAt` that is
// never late and exact where it says so (10.5).
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '#domain/decide.ts';
import { history } from '#test/oracle/arbitraries.ts';
import { oracleDecide } from '#test/oracle/decide.ts';
import { comparable } from '#test/oracle/invariants.ts';
import { answerOf, oracleNextChange } from '#test/oracle/next-change.ts';
import { type Moment, play } from '#test/oracle/play.ts';
import { canonical, DAY, iso, ms } from '#test/oracle/shapes.ts';

const HISTORIES = 2_000;
const REVIEWS = 1_000;
/** As far as a decision promises to look ahead; where it says "never", it is asked about more than a year. */
const HORIZON_MS = 31 * DAY;
const NEVER_MS = 400 * DAY;
/** How soon a lead without an owner is looked at again. */
const HOLD_MS = 15 * 60_000;

/** Each must have been met; one that no history reaches is one that nobody compared. */
const PATHS = [
  ['none', 'baseline', 'handedOver', 'accepted', 'working', 'rejected', 'recycled', 'won'],
  ['stageAdopted', 'ownerAdopted', 'outOfScope', 'gate', 'part', 'missingField', 'belowMql', 'touched'],
  ['acceptedByStage', 'coolingDown', 'needsFreshSignal', 'cyclesUsed', 'ownerKept', 'ownerFromCompany'],
  ['ownerByTurn', 'ownerHold', 'stageSet', 'stageProtected'],
  ['by hand', 'handed over again', 'moved back', 'ended: gone', 'ended: protected', 'ended: scope'],
  ['ended: rejected', 'ended: gate', 'ended: cooled'],
].flat();

type Subject = ReturnType<typeof decide>;

/** The oracle's loose JSON is the product's input, as it would be after a round trip through the database. */
function decideBySubject({ agreement, lead, context }: Moment): Subject {
  const [document, facts] = [agreement, lead] as unknown as [
    Parameters<typeof decide>[0],
    Parameters<typeof decide>[1],
  ];
  return decide(document, facts, context);
}

function plain(outcome: Moment['outcome']): unknown {
  return JSON.parse(canonical(comparable(outcome)));
}

describe('the decision and the oracle', () => {
  it('agree at every step of any history, and the histories walk every path', () => {
    const seen = new Map<string, number>(PATHS.map((path) => [path, 0]));

    fc.assert(
      fc.property(history, (played) => {
        play(played, (moment) => {
          const decision = decideBySubject(moment);
          expect(plain(decision as unknown as Moment['outcome'])).toEqual(plain(moment.outcome));
          for (const path of pathsOf(moment)) seen.set(path, (seen.get(path) ?? 0) + 1);
          return decision.reviewAt?.at ?? null;
        });
      }),
      { numRuns: HISTORIES },
    );

    expect([...seen].filter(([, times]) => times < 5)).toEqual([]);
  }, 60_000);

  it('look again neither late nor, where it says so, early', () => {
    let exact = 0;

    fc.assert(
      fc.property(history, fc.nat(), (played, choice) => {
        const moment = pick(played, choice);
        expect(findReviewFault(moment)).toBe('');
        exact += decideBySubject(moment).reviewAt?.exact === true ? 1 : 0;
      }),
      { numRuns: REVIEWS },
    );

    expect(exact).toBeGreaterThan(REVIEWS / 20);
  }, 60_000);
});

describe('the oracle', () => {
  it('knows every instant at which time alone can change an answer', () => {
    const anywhere = fc.array(fc.double({ min: 0, max: 1, noNaN: true }));

    fc.assert(
      fc.property(history, fc.nat(), anywhere, (played, choice, places) => {
        const { agreement, lead, context, outcome } = pick(played, choice);
        const from = ms(context.now);
        const untilMs = from + HORIZON_MS;
        const change = oracleNextChange(agreement, lead, { context, untilMs });
        const span = (change === null ? untilMs : Math.max(from, ms(change) - 1)) - from;
        const left = { facts: lead.facts, state: outcome.state };
        const pool = { ...context.pool, turns: context.pool.turns + outcome.turnsUsed };
        const answers = places.map((place) => {
          const now = iso(from + Math.floor(place * span));
          return answerOf(oracleDecide(agreement, left, { ...context, pool, now }));
        });
        const expected = change === context.now ? answers : places.map(() => answerOf(outcome));

        expect(answers).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  it('changes nothing when it decides again at once, but for conditions on the age of the stage', () => {
    fc.assert(
      fc.property(history, (played) => {
        play(played, ({ agreement, lead, context, outcome }) => {
          const pool = { ...context.pool, turns: context.pool.turns + outcome.turnsUsed };
          const again = oracleDecide(agreement, { ...lead, state: outcome.state }, { ...context, pool });
          const movedStage = outcome.reasons.some(({ code }) => code === 'stageSet');
          const excused = movedStage && canonical(agreement).includes('"stageAge"');

          expect(excused || canonical(again.state) === canonical(outcome.state)).toBe(true);
          expect(excused || again.turnsUsed === 0).toBe(true);
          expect(excused || answerOf(again) === answerOf(outcome)).toBe(true);
          return null;
        });
      }),
      { numRuns: 500 },
    );
  }, 60_000);
});

function pick(played: Parameters<typeof play>[0], choice: number): Moment {
  const moments: Moment[] = [];
  play(played, (moment) => {
    moments.push(moment);
    return null;
  });
  return moments[choice % moments.length]!;
}

/** '' when the review is neither late nor wrongly called exact, nor vague without need. */
function findReviewFault(moment: Moment): string {
  const { reviewAt } = decideBySubject(moment);
  const { agreement, lead, context, outcome } = moment;
  const untilMs = ms(context.now) + (reviewAt === null ? NEVER_MS : HORIZON_MS);
  const change = oracleNextChange(agreement, lead, { context, untilMs });
  if (reviewAt === null) return change === null ? '' : `never looks again, the answer changes at ${change}`;
  if (reviewAt.exact) return reviewAt.at === change ? '' : `looks again at ${reviewAt.at}, not at ${change}`;
  const onHold = outcome.reasons.some(({ code }) => code === 'ownerHold');
  const vagueAt = ms(context.now) + (onHold ? HOLD_MS : HORIZON_MS);
  if (change !== null && ms(change) <= vagueAt) return `looks again at ${reviewAt.at}, not at ${change}`;
  return ms(reviewAt.at) === vagueAt ? '' : `looks again at ${reviewAt.at} though nothing changes`;
}

function pathsOf({ outcome: { state, reasons } }: Moment): string[] {
  const paths = [state.status];
  for (const { code, params } of reasons) {
    paths.push(code);
    if (code === 'recycled') paths.push(`ended: ${String(params['reason']).split(':')[0]}`);
    if (code === 'handedOver' && params['byHand'] === 1) paths.push('by hand');
    if (code === 'handedOver' && Number(params['cycle']) > 1) paths.push('handed over again');
    if (code === 'stageSet' && state.status === 'recycled' && params['from'] !== '') paths.push('moved back');
  }
  return paths;
}
