// The laws of a merge: one state out of two, whichever comes first, and never one that binds less than either.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OPEN } from '#domain/course.ts';
import { coolDownEnd, hasEnded } from '#domain/hand-over.ts';
import { joinStates } from '#domain/join-states.ts';
import { initialState, type LeadState, type LeadStatus } from '#domain/lead.ts';
import { oracleJoin } from '#test/oracle/join-states.ts';
import { reached } from '#test/support/thorough.ts';

const RULES = {
  nurture: {
    coolDownDays: 60,
    coolDowns: { 'rejected:Competitor': null, rejected: 90, cooled: 0 },
  },
  sales: { clauses: [{ id: 'touch' }, { id: 'accept' }] },
} as unknown as Parameters<typeof joinStates>[0];

const STATUSES: readonly LeadStatus[] = [
  ...OPEN,
  'none',
  'baseline',
  'recycled',
  'won',
  'disqualified',
] as const;
// Few instants, so that ties are common.
const instant = fc.integer({ min: 1, max: 5 }).map((day) => `2026-11-0${day}T09:00:00.000Z`);
const maybe = fc.option(instant, { nil: null, freq: 3 });
const tracked = fc
  .record({
    value: fc.constantFrom('', 'lead'),
    by: fc.constantFrom('accord' as const, 'other' as const),
    at: instant,
  })
  .map((one) => ({ ...one, before: '' }));
const run = (clause: string) =>
  fc.option(
    fc.record({
      clause: fc.constant(clause),
      startedAt: instant,
      since: instant,
      run: fc.constantFrom(1, 1, 2),
      ownerId: fc.constantFrom('7', '8'),
      dueAt: maybe,
      warnedAt: maybe,
      breachedAt: maybe,
      metAt: maybe,
    }),
  );
/** In the clauses' order; `old` is a clause of a version before. */
const clocks = fc
  .tuple(run('touch'), run('accept'), run('old'))
  .map((runs) => runs.filter((one) => one !== null))
  .map((runs) => (runs.length === 0 ? {} : { clocks: runs }));
const judged: fc.Arbitrary<LeadState> = fc
  .record({
    status: fc.constantFrom(...STATUSES),
    regime: fc.nat({ max: 1 }),
    stage: tracked,
    owner: tracked,
    cycle: fc.nat({ max: 3 }),
    handOvers: fc.uniqueArray(instant, { maxLength: 3 }).map((list) => list.toSorted()),
    handedOverAt: maybe,
    byHand: fc.boolean(),
    assignedAt: maybe,
    acceptedAt: maybe,
    touchedAt: maybe,
    rejectedAt: maybe,
    at: instant,
    recycleReason: fc.constantFrom('rejected:Competitor', 'rejected:Budget', 'cooled', 'gone'),
    answersAfter: maybe,
    answeredAt: maybe,
    newMqlAt: maybe,
    clocks,
    requested: maybe,
  })
  .map(({ at, recycleReason, clocks: running, requested, ...one }) => {
    const ended = one.status === 'recycled' || one.status === 'disqualified';
    return {
      ...initialState(),
      ...one,
      ...running,
      ...(requested === null ? {} : { requestedAt: requested }),
      ...(ended ? { recycledAt: at, recycleReason } : {}),
    };
  });
const state = fc.oneof({ weight: 9, arbitrary: judged }, fc.constant(initialState()));

const join = (a: LeadState, b: LeadState): LeadState => joinStates(RULES, a, b);
const check = (law: (a: LeadState, b: LeadState, c: LeadState) => void): void =>
  fc.assert(fc.property(state, state, state, law), { numRuns: 3_000 });

describe('the state of a merged lead', () => {
  it('is the same whichever comes first, and whichever two are merged first', () => {
    check((a, b, c) => {
      expect(join(a, b)).toEqual(join(b, a));
      expect(join(join(a, b), c)).toEqual(join(a, join(b, c)));
    });
  });

  it('is what it was where the other adds nothing', () => {
    check((a) => {
      expect(join(a, a)).toEqual(a);
      expect(join(a, initialState())).toEqual(a);
    });
  });

  it('is open where one is, won where one is, and never handed over before either might be', () => {
    let both = 0;
    const isOpen = ({ status }: LeadState): boolean => OPEN.includes(status);
    check((a, b) => {
      const joined = join(a, b);
      const isWon = [a, b].some(({ status }) => status === 'won');

      expect(joined.status === 'won').toBe(isWon);
      expect(isOpen(joined)).toBe(!isWon && (isOpen(a) || isOpen(b)));
      if (!hasEnded(joined)) return;
      const ends = [a, b].filter(hasEnded).map((one) => coolDownEnd(RULES, one));
      if (ends.length === 2) both++;
      expect(coolDownEnd(RULES, joined)).toBe(Math.max(...ends));
    });
    expect(both).toBeGreaterThan(reached(50));
  });

  it('keeps of each clause the clock that began first, with what it warned and breached', () => {
    let both = 0;
    check((a, b) => {
      const joined = join(a, b);
      const open = [a, b].filter(({ status }) => OPEN.includes(status));
      if (!OPEN.includes(joined.status)) return;
      for (const clause of ['touch', 'accept', 'old']) {
        const runs = open.flatMap(({ clocks: all = [] }) => all.filter((one) => one.clause === clause));
        const kept = joined.clocks?.filter((one) => one.clause === clause) ?? [];
        const first = runs.map(({ startedAt }) => startedAt).toSorted()[0];
        if (runs.length === 2) both++;

        expect(kept.map(({ startedAt }) => startedAt)).toEqual(first === undefined ? [] : [first]);
        expect(runs).toEqual(expect.arrayContaining(kept));
      }
    });
    expect(both).toBeGreaterThan(reached(50));
  });

  it('forgets no hand-over, no first one and no cycle', () => {
    check((a, b) => {
      const joined = join(a, b);
      const firsts = [a, b].flatMap(({ newMqlAt }) => newMqlAt ?? []);

      expect(new Set(joined.handOvers)).toEqual(new Set([...a.handOvers, ...b.handOvers]));
      expect(joined.cycle).toBe(Math.max(a.cycle, b.cycle));
      expect(joined.newMqlAt).toBe(firsts.toSorted()[0] ?? null);
    });
  });

  it('is what the second implementation makes, where the README leaves no choice', () => {
    check((a, b) => {
      const [mine, theirs] = [oracleJoin(RULES, a, b), oracleJoin(RULES, b, a)];
      fc.pre(JSON.stringify(mine) === JSON.stringify(theirs));

      expect(join(a, b)).toEqual(mine);
    });
  });
});

it('goes on with the same runs of an ended cycle, whichever of two leads comes first', () => {
  const run = (metAt: string | null) => ({
    clause: 'accept',
    run: 1,
    startedAt: '2026-11-01T09:00:00.000Z',
    since: '2026-11-01T09:00:00.000Z',
    ownerId: '7',
    dueAt: '2026-11-02T09:00:00.000Z',
    warnedAt: null,
    breachedAt: null,
    metAt,
  });
  const ended = (metAt: string | null): LeadState => ({
    ...initialState(),
    regime: 1,
    status: 'recycled',
    recycledAt: '2026-11-05T09:00:00.000Z',
    recycleReason: 'dealLost',
    clocks: [run(metAt)],
  });
  const [met, unmet] = [ended('2026-11-01T12:00:00.000Z'), ended(null)];

  expect(joinStates(RULES, met, unmet)).toEqual(joinStates(RULES, unmet, met));
});
