// When a score next leaves a band, against trying every instant at which any signal grows an hour older (10.5).
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EngagementRule } from '#domain/agreement.ts';
import { HOUR_MS, toEpochMs } from '#domain/instant.ts';
import type { Signal } from '#domain/lead.ts';
import { type Band, firstOutside, type ScoredLead, staysInside } from '#domain/score-crossing.ts';
import { engagementValues, sumDimension } from '#domain/scoring.ts';
import { viewLead } from '#domain/view.ts';
import { arbMoment } from '#test/support/arbitraries.ts';
import {
  agreementWith,
  engagementRule,
  factsWith,
  halving,
  hoursAfter,
  signal,
  T0,
} from '#test/support/builders.ts';
import { reached } from '#test/support/thorough.ts';

const RUNS = { numRuns: 2_000 };
const DAY_MS = 24 * HOUR_MS;
const MINUTE_MS = HOUR_MS / 60;
const T0_MS = toEpochMs(T0);

function scoreAt({ model, view }: ScoredLead, atMs: number): number {
  return sumDimension(model.engagement, engagementValues(model, view, atMs));
}

/** In (from, to]: the only instants at which the score can move. */
function ageings({ view }: ScoredLead, from: number, to: number): number[] {
  const times = view.counted.flat();
  const all = times.flatMap((at) => {
    const first = Math.max(1, Math.floor((from - at) / HOUR_MS) + 1);
    const count = Math.max(0, Math.floor((to - at) / HOUR_MS) - first + 1);
    return Array.from({ length: count }, (_, index) => at + (first + index) * HOUR_MS);
  });
  return [...new Set(all)].toSorted((a, b) => a - b);
}

const arbLead = arbMoment.map(({ agreement, lead, context }) => ({
  lead: { model: agreement.score, view: viewLead(agreement, lead.facts) },
  nowMs: toEpochMs(context.now),
}));

describe('the first instant outside a band', () => {
  it('is the one that trying every hour of every signal finds', () => {
    let crossings = 0;
    fc.assert(
      fc.property(
        arbLead,
        fc.integer({ min: 0, max: 40 * 24 }).map((hours) => hours * HOUR_MS + 1),
        fc.tuple(fc.nat(), fc.nat()),
        ({ lead, nowMs }, lengthMs, [below, above]) => {
          const to = nowMs + lengthMs;
          const moves = ageings(lead, nowMs, to);
          const here = scoreAt(lead, nowMs);
          const scores = [...new Set(moves.map((at) => scoreAt(lead, at)))];
          // Lines where scores lie exactly: one that is met from above is still inside, one from below is outside.
          const lows = [here, here - 1, ...scores.filter((score) => score < here)];
          const highs = [here + 1, here + 2, ...scores.filter((score) => score > here)];
          const band: Band = { low: lows[below % lows.length]!, high: highs[above % highs.length]! };
          const isOutside = (at: number): boolean =>
            scoreAt(lead, at) < band.low || scoreAt(lead, at) >= band.high;
          const expected = moves.find(isOutside) ?? null;
          crossings += expected === null ? 0 : 1;

          expect(firstOutside(lead, { from: nowMs, to }, band)).toBe(expected);
        },
      ),
      RUNS,
    );
    expect(crossings).toBeGreaterThan(reached(200));
  });

  it('does not exist in an empty span, nor in one that runs backwards', () => {
    const lead = freshForm(engagementRule('form', 40, { decay: halving(5) }));
    const wide = { low: 0, high: 10 };

    expect(firstOutside(lead, { from: T0_MS, to: T0_MS }, wide)).toBeNull();
    expect(firstOutside(lead, { from: T0_MS, to: T0_MS - DAY_MS }, wide)).toBeNull();
  });
});

describe('within one hour', () => {
  const halvingOnce = { decay: [1_000_000, 500_000] };
  const plus = engagementRule('plus', 40, halvingOnce);
  const minus = engagementRule('minus', -40, { ...halvingOnce, signal: 'emailOpen' });
  // Each grows an hour older at the minute it is named by, and is worth half from then on.
  const formAt = (minute: number) => signal('form', hoursAfter(T0, minute / 60 - 1));
  const openAt = (minute: number) => signal('emailOpen', hoursAfter(T0, minute / 60 - 1));
  const falls = leadWith([plus], [formAt(30), formAt(45)]); // 80, 60, 40
  const rises = leadWith([minus], [openAt(30), openAt(45)]); // -80, -60, -40
  const balanced = leadWith([plus, minus], [formAt(15), openAt(15), formAt(45)]); // 40, 40, 20

  it.each<[string, ScoredLead, [minute: number, low: number, high: number], number | null]>([
    ['falls below the line at once', falls, [60, 61, 90], 30],
    ['falls onto the line, then below', falls, [60, 60, 90], 45],
    ['falls below the line at the second step', falls, [60, 50, 90], 45],
    ['rises above the line at the second step', rises, [60, -90, -59], 45],
    ['rises onto the line, which is outside', rises, [60, -90, -60], 30],
    ['loses as much plus as minus at one instant', balanced, [30, 30, 90], null],
    ['falls only after the span', balanced, [44, 30, 90], null],
    ['falls at the end of the span', balanced, [45, 30, 90], 45],
  ])('a score that %s', (...[, lead, [minute, low, high], expected]) => {
    const span = { from: T0_MS, to: T0_MS + minute * MINUTE_MS };
    const band = { low: low * 1_000, high: high * 1_000 };

    expect(firstOutside(lead, span, band)).toBe(expected === null ? null : T0_MS + expected * MINUTE_MS);
  });
});

describe('a score', () => {
  it('that does not age stays in its band for ever', () => {
    const lead = freshForm(engagementRule('form', 40));

    expect(staysInside(lead, T0_MS, { low: 30_000, high: 50_000 })).toBe(true);
    expect(staysInside(lead, T0_MS, { low: 40_000, high: 40_001 })).toBe(true);
    expect(staysInside(lead, T0_MS, { low: 30_000, high: 40_000 })).toBe(false);
  });

  it('that ages does not stay above any line but the last worth of its signals', () => {
    const lead = freshForm(engagementRule('form', 40, { decay: [1_000_000, 500_000] }));

    expect(staysInside(lead, T0_MS, { low: 20_000, high: 50_000 })).toBe(true);
    expect(staysInside(lead, T0_MS, { low: 20_001, high: 50_000 })).toBe(false);
  });

  it('with minus points that fade does not stay below a line', () => {
    const lead = freshForm(engagementRule('minus', -40, { decay: [1_000_000, 500_000, 0] }));

    expect(staysInside(lead, T0_MS, { low: -40_000, high: 1 })).toBe(true);
    expect(staysInside(lead, T0_MS, { low: -40_000, high: 0 })).toBe(false);
  });

  it('with minus points that fade to a half stays below the line that half does not reach', () => {
    const lead = freshForm(engagementRule('minus', -40, { decay: [1_000_000, 500_000] }));

    expect(staysInside(lead, T0_MS, { low: -40_000, high: -19_999 })).toBe(true);
  });
});

function freshForm(rule: EngagementRule): ScoredLead {
  return leadWith([rule], [signal('form', hoursAfter(T0, -0.5))]);
}

function leadWith(rules: EngagementRule[], signals: Signal[]): ScoredLead {
  const agreement = agreementWith({ score: { engagement: { cap: 100_000, groups: [], rules } } });
  return { model: agreement.score, view: viewLead(agreement, factsWith({ signals })) };
}
