// A month that is too young is never shown as failed, whatever has or has not happened in it (R30), and what is counted of it is
// no better for those who were quick.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findingsOf } from '#domain/marketing/clauses.ts';
import type { LedgerEntry } from '#domain/marketing/ledger.ts';
import { entry, judge, NOVEMBER, paris, qualityOf } from '#test/support/ledger.ts';
import { reached } from '#test/support/thorough.ts';

const DAY_MS = 86_400_000;
const START = Date.parse(paris('2026-11-01'));
const END = Date.parse(paris('2026-12-01'));

function at(ms: number): string {
  return new Date(ms).toISOString();
}

/** An MQL on some day of the month that is an SQL after so many days, or never. */
const story = fc
  .tuple(fc.nat(END - START - 1), fc.option(fc.nat(90)), fc.boolean())
  .map(([after, days, byHand]): readonly LedgerEntry[] => {
    const mql = entry({ at: at(START + after), byHand, counts: !byHand });
    return days === null ? [mql] : [mql, { ...mql, kind: 'sql', at: at(START + after + days * DAY_MS) }];
  });
const stories = fc.array(story, { maxLength: 60 }).map((list) => list.flat());

/** What is known by then. */
function knownBy(list: readonly LedgerEntry[], nowMs: number): readonly LedgerEntry[] {
  return list.filter((one) => Date.parse(one.at) <= nowMs);
}

describe('a cohort that is too young', () => {
  const matureAfterDays = fc.integer({ min: 0, max: 90 });

  it('has no verdict and raises no alarm, at any instant before it is judged', () => {
    fc.assert(
      fc.property(
        stories,
        matureAfterDays,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (list, days, share) => {
          const judgedMs = END + days * DAY_MS;
          const nowMs = Math.floor(START + share * (judgedMs - 1 - START));
          const given = {
            now: at(nowMs),
            entries: knownBy(list, nowMs),
            quality: { matureAfterDays: days, rate: 900_000 },
          };

          expect(qualityOf(given)).toMatchObject({ status: 'tooYoung', alarm: 'none', belowFloor: [] });
          expect(findingsOf(NOVEMBER, judge(given)).filter(({ kind }) => kind === 'quality')).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('counts those who have had their time, all of them and nobody else, and ends with everybody', () => {
    let waiting = 0;
    fc.assert(
      fc.property(stories, matureAfterDays, fc.nat(120), (list, days, later) => {
        const nowMs = START + later * DAY_MS;
        const quality = { matureAfterDays: days };
        const state = qualityOf({ now: at(nowMs), entries: knownBy(list, nowMs), quality });
        const counted = state.leads.filter(({ counts }) => counts);

        expect(counted.every((lead) => Date.parse(lead.at) + days * DAY_MS <= nowMs)).toBe(true);
        expect(state.matured).toBe(counted.length);
        const cohort = knownBy(list, nowMs).filter(({ kind, byHand }) => kind === 'mql' && !byHand);
        const young = cohort.filter((lead) => Date.parse(lead.at) + days * DAY_MS > nowMs);
        expect([state.cohort, state.matured]).toEqual([cohort.length, cohort.length - young.length]);
        expect(young.length > 0 && nowMs >= END + days * DAY_MS).toBe(false);
        waiting += young.length;
      }),
      { numRuns: 300 },
    );
    expect(waiting).toBeGreaterThan(reached(100));
  });

  it('is judged once and for all', () => {
    fc.assert(
      fc.property(stories, matureAfterDays, fc.nat(200), (list, days, later) => {
        const quality = { matureAfterDays: days };
        const judgedMs = END + days * DAY_MS;
        const judgedAt = (nowMs: number) => {
          const { status, matured, reached } = qualityOf({
            now: at(nowMs),
            entries: knownBy(list, nowMs),
            quality,
          });
          return { status, matured, reached };
        };

        expect(judgedAt(judgedMs + later * DAY_MS)).toEqual(judgedAt(judgedMs));
      }),
      { numRuns: 300 },
    );
  });
});
