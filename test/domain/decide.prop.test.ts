// Laws of every decision, over random agreements and histories.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerOf, canonicalJson } from '#domain/canonical.ts';
import { decide } from '#domain/decide.ts';
import type { Decision } from '#domain/decision.ts';
import { fromEpochMs, toEpochMs } from '#domain/instant.ts';
import type { LeadStatus } from '#domain/lead.ts';
import { isProtected, rankOf } from '#domain/lifecycle-order.ts';
import { arbHistory, arbMoment, type Moment, playHistory } from '#test/support/arbitraries.ts';
import { isThorough, reached } from '#test/support/thorough.ts';

const RUNS = { numRuns: 400 };
const DAY_MS = 86_400_000;

describe('any decision', () => {
  it('has the same bytes when it is made again from the same input', () => {
    fc.assert(
      fc.property(arbMoment, ({ agreement, lead, context, decision }) => {
        const again = decide(structuredClone(agreement), structuredClone(lead), structuredClone(context));

        expect(JSON.stringify(again)).toBe(JSON.stringify(decision));
      }),
      RUNS,
    );
  });

  it('does not depend on the order of signals and properties in the facts', () => {
    fc.assert(
      fc.property(arbMoment, ({ agreement, lead, context, decision }) => {
        const { facts, state } = lead;
        const turned = {
          ...facts,
          signals: facts.signals.toReversed(),
          contact: reverseKeys(facts.contact),
          company: reverseKeys(facts.company),
        };

        expect(JSON.stringify(decide(agreement, { facts: turned, state }, context))).toBe(
          JSON.stringify(decision),
        );
      }),
      RUNS,
    );
  });

  it('changes nothing when it is made again at once, unless it says that it is to be', () => {
    fc.assert(
      fc.property(arbMoment, (moment) => {
        const { decision, context } = moment;
        fc.pre(decision.reviewAt?.at !== context.now);

        const again = decideAfter(moment, context.now);

        expect(again.state).toEqual(decision.state);
        expect(answerOf(again)).toEqual(answerOf(decision));
        expect(again.route?.turns).toBeUndefined();
        expect(again.reviewAt).toEqual(decision.reviewAt);
      }),
      RUNS,
    );
  });

  it('comes to rest when it asks to be made again at once', () => {
    fc.assert(
      fc.property(arbMoment, (moment) => {
        const { agreement, lead, context } = moment;
        let { decision } = moment;
        for (let again = 0; again < 3 && decision.reviewAt?.at === context.now; again++) {
          decision = decide(agreement, { facts: lead.facts, state: decision.state }, context);
        }

        expect(decision.reviewAt?.at).not.toBe(context.now);
      }),
      RUNS,
    );
  });

  it('moves stages only forward, or back to lead at the end of a cycle, and never over a protected one', () => {
    fc.assert(
      fc.property(arbHistory, (history) => {
        expect(playHistory(history).flatMap(illegalMoves)).toEqual([]);
      }),
      RUNS,
    );
  });

  it('gives a baseline lead no task, no owner and no stage beyond lead', () => {
    const untouched = { task: null, route: undefined, ownerBy: 'other', stagesSet: [] };

    fc.assert(
      fc.property(arbHistory, (history) => {
        const baseline = playHistory(history).filter(({ decision }) => decision.state.status === 'baseline');
        const effects = baseline.map(({ decision }) => ({
          task: decision.task,
          route: decision.route,
          ownerBy: decision.state.owner.by,
          stagesSet: decision.reasons.filter(
            ({ code, params }) => code === 'stageSet' && params['to'] !== 'lead',
          ),
        }));

        expect(effects).toEqual(baseline.map(() => untouched));
      }),
      RUNS,
    );
  });

  it('opens no task and no cycle out of scope', () => {
    fc.assert(
      fc.property(arbHistory, (history) => {
        const outside = playHistory(history).filter(({ decision }) => !decision.verdict.inScope);

        expect(
          outside.filter(({ decision }) => decision.task !== null || handOverOf(decision) !== undefined),
        ).toEqual([]);
      }),
      RUNS,
    );
  });

  it('hands over nothing against a gate, the entry or a missing field but by hand', () => {
    fc.assert(
      fc.property(arbHistory, (history) => {
        const unqualified = playHistory(history).filter(({ decision }) => !decision.verdict.qualifies);
        const handOvers = unqualified.flatMap(({ decision }) => handOverOf(decision) ?? []);

        expect(handOvers.filter(({ params }) => params['byHand'] !== 1)).toEqual([]);
      }),
      RUNS,
    );
  });

  it.runIf(isThorough)('is reached with every status and reason by the histories of these tests', () => {
    const statuses = new Set<LeadStatus>();
    const codes = new Set<string>();

    fc.assert(
      fc.property(arbHistory, (history) => {
        for (const { decision } of playHistory(history)) {
          statuses.add(decision.state.status);
          for (const { code, params } of decision.reasons)
            codes.add(code === 'recycled' ? `recycled-${String(params['reason']).split(':')[0]}` : code);
        }
      }),
      { numRuns: 3000 },
    );

    expect([...statuses].toSorted()).toEqual([
      'accepted',
      'baseline',
      'handedOver',
      'none',
      'recycled',
      'rejected',
      'won',
      'working',
    ]);
    expect(EVERY_CODE.filter((code) => !codes.has(code))).toEqual([]);
  });
});

const EVERY_CODE = `
  stageAdopted ownerAdopted outOfScope gate part missingField belowMql baseline
  touched accepted acceptedByStage rejected handedOver coolingDown needsFreshSignal cyclesUsed
  ownerKept ownerFromCompany ownerByTurn ownerHold stageSet stageProtected recycled-gone recycled-protected
  recycled-scope recycled-rejected recycled-gate recycled-cooled
`
  .trim()
  .split(/\s+/);

describe('reviewAt', () => {
  it('is no later than the first change: nothing changes before it', () => {
    fc.assert(
      fc.property(
        arbMoment,
        fc.array(fc.tuple(fc.nat(), fc.double({ min: 0, max: 1, noNaN: true })), {
          minLength: 20,
          maxLength: 20,
        }),
        (moment, places) => {
          const { lead, decision, context } = moment;
          fc.pre(!lead.facts.gone && decision.reviewAt?.at !== context.now);
          const answer = canonicalJson(answerOf(decision));

          for (const now of instantsBefore(moment, places)) {
            expect(`${now} ${canonicalJson(answerOf(decideAfter(moment, now)))}`).toBe(`${now} ${answer}`);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('is the instant of a change when it says to be exact', () => {
    let exact = 0;

    fc.assert(
      fc.property(arbMoment, (moment) => {
        const { decision } = moment;
        if (decision.reviewAt?.exact !== true) return;
        exact += 1;

        expect(canonicalJson(answerOf(decideAfter(moment, decision.reviewAt.at)))).not.toBe(
          canonicalJson(answerOf(decision)),
        );
      }),
      { numRuns: 3000 },
    );

    expect(exact).toBeGreaterThan(reached(200));
  });

  it('is at most 31 days away', () => {
    fc.assert(
      fc.property(arbMoment, ({ decision: { reviewAt }, context }) => {
        if (reviewAt === null) return;
        const awayMs = toEpochMs(reviewAt.at) - toEpochMs(context.now);

        expect(awayMs).toBeGreaterThanOrEqual(0);
        expect(awayMs).toBeLessThanOrEqual(31 * DAY_MS);
      }),
      RUNS,
    );
  });
});

function handOverOf({ reasons }: Decision) {
  return reasons.find(({ code }) => code === 'handedOver');
}

function illegalMoves({ agreement, decision }: Moment): unknown[] {
  const { stages, nurture } = agreement;
  const moves = decision.reasons.filter(({ code }) => code === 'stageSet');
  const hasEnded = decision.reasons.some(({ code }) => code === 'recycled');
  return moves.filter(({ params }) => {
    const [from, to] = [String(params['from']), String(params['to'])];
    const isForward = rankOf(stages, to) > rankOf(stages, from);
    const isAllowedBack = to === 'lead' && from !== 'lead' && hasEnded && nurture.recycledStage === 'lead';
    return isProtected(stages, from) || !(isForward || isAllowedBack);
  });
}

function decideAfter({ agreement, lead, context, decision }: Moment, now: string) {
  return decide(agreement, { facts: lead.facts, state: decision.state }, { ...context, now });
}

/** Instants up to the review, or for three years: anywhere, and on the hours and days of signals, where changes happen. */
function instantsBefore(
  { lead, context, decision }: Moment,
  places: readonly (readonly [number, number])[],
): string[] {
  const fromMs = toEpochMs(context.now);
  const untilMs = decision.reviewAt === null ? fromMs + 1100 * DAY_MS : toEpochMs(decision.reviewAt.at);
  const bases = [...lead.facts.signals.map(({ at }) => toEpochMs(at)), fromMs];
  const chosen = places.flatMap(([choice, place]) => {
    const anywhere = fromMs + Math.floor(place * (untilMs - fromMs));
    const base = bases[choice % bases.length]!;
    const onTheHour = base + Math.ceil((anywhere - base) / 3_600_000) * 3_600_000;
    const onTheDay = base + Math.ceil((anywhere - base) / DAY_MS) * DAY_MS;
    return [anywhere, onTheHour, onTheDay];
  });
  return [...chosen, untilMs - 1].filter((at) => at > fromMs && at < untilMs).map(fromEpochMs);
}

function reverseKeys<Value>(values: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).toReversed());
}
