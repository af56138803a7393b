// When a promise is warned about and due: what a pause takes away, and what people were told before.
import { describe, expect, it } from 'vitest';
import type { PauseRule, SalesClause } from '#domain/agreement-sales.ts';
import { cutPauses, timesOfRun } from '#domain/clock-time.ts';
import type { LeadPause } from '#domain/lead.ts';
import { agreementWith, clausesWith, hoursAfter, LONG_AGO, T0 } from '#test/support/builders.ts';

const { calendar } = agreementWith();
const inHours = (hours: number): string => hoursAfter(T0, hours);
const clauseWith = (changes: Partial<SalesClause>): SalesClause =>
  clausesWith({ 'first-touch': changes })[1] as SalesClause;

const FAIR: PauseRule = {
  id: 'fair',
  label: 'Trade fair',
  atMost: { unit: 'elapsedHours', amount: 6 },
  perLead: null,
};
const pause = (from: number, to: number | null, reason = 'fair'): LeadPause => ({
  reason,
  from: inHours(from),
  to: to === null ? null : inHours(to),
});

describe('a pause stops a promise', () => {
  const cut = (pauses: readonly LeadPause[], perLead: number | null = null, allowed = ['fair']) =>
    cutPauses({
      clause: clauseWith({ pauses: allowed }),
      rules: [{ ...FAIR, perLead }],
      pauses,
      calendar,
      from: T0,
    });
  type Span = readonly [number, number];

  it.each<[string, LeadPause[], Span[]]>([
    ['until it is ended', [pause(1, 3)], [[1, 3]]],
    ['for as long as the agreement allows', [pause(1, 9)], [[1, 7]]],
    ['as long where nobody ends it', [pause(1, null)], [[1, 7]]],
    ['from the very hand-over', [pause(0, 2)], [[0, 2]]],
    ['not where it was asked for before', [pause(-0.001, 2)], []],
    ['not where it ends before it begins, or with it', [pause(2, 1), pause(3, 3)], []],
    ['not for another reason', [pause(1, 3, 'holiday')], []],
  ])('%s', (...[, pauses, spans]) => {
    expect(cut(pauses)).toEqual(spans.map(([from, to]) => ({ from: inHours(from), to: inHours(to) })));
  });

  it('not where the promise does not stand still for that reason', () => {
    expect(cut([pause(1, 3)], null, ['holiday'])).toEqual([]);
  });

  it.each<[string, LeadPause[], number, Span[]]>([
    ['the first', [pause(5, 6), pause(1, 2), pause(3, 4)], 1, [[1, 2]]],
    [
      'the first two',
      [pause(5, 6), pause(3, 4), pause(1, 2)],
      2,
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ['of two that begin at once, the shorter', [pause(1, 4), pause(1, 2)], 1, [[1, 2]]],
    ['of two that begin at once, the shorter, told first', [pause(1, 2), pause(1, 4)], 1, [[1, 2]]],
    ['of two that begin at once, the one that was ended', [pause(1, null), pause(1, 2)], 1, [[1, 2]]],
    [
      'of two that begin at once, the one that was ended, told first',
      [pause(1, 2), pause(1, null)],
      1,
      [[1, 2]],
    ],
  ])('as often as the agreement allows: %s', (...[, pauses, perLead, spans]) => {
    expect(cut(pauses, perLead)).toEqual(
      spans.map(([from, to]) => ({ from: inHours(from), to: inHours(to) })),
    );
  });
});

describe('the times of a promise', () => {
  const times = (
    changes: Partial<SalesClause>,
    { dueBefore = null, baselineAt = LONG_AGO }: { dueBefore?: string | null; baselineAt?: string } = {},
  ) => timesOfRun({ clause: clauseWith(changes), calendar, since: T0, pauses: [], dueBefore, baselineAt });

  it.each<[string, Partial<SalesClause>, number | null, number]>([
    ['a working day without a warning', {}, null, 24],
    ['a working day, warned at half of its hours', { warnAt: 500_000 }, 4, 24],
    [
      'two days of the clock, warned at half of them, at night too',
      { warnAt: 500_000, within: { unit: 'elapsedHours', amount: 48 } },
      24,
      48,
    ],
  ])('of %s', (...[, changes, warn, due]) => {
    expect(times(changes)).toEqual({
      warnAt: warn === null ? null : inHours(warn),
      dueAt: inHours(due),
    });
  });

  it('have a warning that is rounded down to the millisecond', () => {
    // 28,800,000 ms × 0.333332 = 9,599,961.6 ms.
    expect(times({ warnAt: 333_332 }).warnAt).toBe('2026-03-02T11:39:59.961Z');
  });

  describe('of a promise that a version made shorter', () => {
    /** An hour, warned about after three quarters: a quarter of an hour is left. */
    const SHORT = { within: { unit: 'workingHours', amount: 1 } } as const;
    const WARNED = { ...SHORT, warnAt: 750_000 };

    it.each<[string, Partial<SalesClause>, number | null, number, number | null, number]>([
      ['leave the time of a warning from the version on', WARNED, 24, 3, 3, 3.25],
      ['leave it to who was told of no due time', WARNED, null, 3, 3, 3.25],
      ['are what was told where less was left', WARNED, 3.1, 3, 2.85, 3.1],
      ['are over with the version where none is warned about', SHORT, 24, 3, null, 3],
      ['are its own where it came before the start', WARNED, 24, -3, 0.75, 1],
      ['are its own where they leave as much time', WARNED, 24, 0.75, 0.75, 1],
    ])('%s', (...[, changes, before, version, warn, due]) => {
      const dueBefore = before === null ? null : inHours(before);

      expect(times(changes, { dueBefore, baselineAt: inHours(version) })).toEqual({
        warnAt: warn === null ? null : inHours(warn),
        dueAt: inHours(due),
      });
    });
  });

  it('are later by a version that gives more time, whatever was told', () => {
    const longer = { within: { unit: 'workingDays', amount: 2 } } as const;

    expect(times(longer, { dueBefore: inHours(24), baselineAt: inHours(1) }).dueAt).toBe(inHours(48));
  });
});
