// Laws of consequences (R28, 10.6), whatever happens to the lead: each once, never early, never beyond the cap, undone once,
// and then so that the lead is its rep's again.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { decide } from '#domain/decide.ts';
import type { ConsequenceEvent, Decision } from '#domain/decision.ts';
import { type History, history, type Move } from '#test/oracle/arbitraries.ts';
import { overdue } from '#test/oracle/arbitrary-stories.ts';
import { addDuration } from '#test/oracle/business-time.ts';
import { forLead, forTeam } from '#test/oracle/overlays.ts';
import { type Moment, play } from '#test/oracle/play.ts';
import { HOUR, ms } from '#test/oracle/shapes.ts';
import { reached } from '#test/support/thorough.ts';

const RUNS = 500;
/** Of longer histories, in which more happens. */
const BUSY_RUNS = 200;
const SETTLE_MS = 120_000;

interface Step {
  readonly moment: Moment;
  readonly decision: Decision;
}

function stepsOf(played: Parameters<typeof play>[0]): readonly Step[] {
  const steps: Step[] = [];
  play(played, (moment) => {
    const { agreement, lead, context } = moment;
    const decision = decide(...([agreement, lead, context] as unknown as Parameters<typeof decide>));
    steps.push({ moment, decision });
    return decision.reviewAt?.at ?? null;
  });
  return steps;
}

function keyOf({ event, cycle, clause, run, step }: ConsequenceEvent): string {
  return [event, cycle, clause, run, step].join(' ');
}

function isDone({ event }: ConsequenceEvent): boolean {
  return event === 'done';
}

it('each is carried out once and taken back once, and only what was carried out before', () => {
  let undone = 0;
  fc.assert(
    fc.property(history, (played) => {
      const events = stepsOf(played).flatMap(({ decision }) => decision.consequences);
      const keys = events.map(keyOf);

      expect(new Set(keys).size).toBe(keys.length);
      for (const [index, event] of events.entries()) {
        if (isDone(event)) continue;
        undone += 1;
        expect(keys.slice(0, index)).toContain(keyOf({ ...event, event: 'done' }));
      }
    }),
    { numRuns: RUNS },
  );
  // About forty in a run of this many.
  expect(undone).toBeGreaterThan(reached(10));
}, 120_000);

/** When it is due: `after` has passed since the breach, on the calendar of the lead and of the rep it is about. */
function timeOf({ agreement, lead, context }: Moment, { clause, step, dueAt, ownerId }: ConsequenceEvent) {
  const own = forTeam(forLead(agreement, lead.facts), context, ownerId);
  const after = own.sales.clauses.find(({ id }) => id === clause)?.consequences[step]?.after ?? null;
  const dueMs = ms(after === null ? dueAt : addDuration(own.calendar, dueAt, after));
  return { dueMs, isLater: dueMs > ms(dueAt) };
}

it('none comes before two minutes after its time, while what was done is unknown, of a breach from before the switch, or while switched off', () => {
  let done = 0;
  let later = 0;
  fc.assert(
    fc.property(history, (played) => {
      for (const { moment, decision } of stepsOf(played)) {
        const { context } = moment;
        for (const event of decision.consequences.filter(isDone)) {
          const { dueMs, isLater } = timeOf(moment, event);
          done += 1;
          later += isLater ? 1 : 0;
          expect(ms(context.now)).toBeGreaterThanOrEqual(dueMs + SETTLE_MS);
          expect(ms(event.dueAt)).toBeGreaterThan(ms(context.consequences?.since ?? '~'));
          expect(ms(context.now)).toBeGreaterThanOrEqual(ms(context.consequences?.notBefore ?? event.dueAt));
        }
      }
    }),
    { numRuns: RUNS },
  );
  // About two hundred, and thirty, in a run of this many.
  expect(done).toBeGreaterThan(reached(80));
  expect(later).toBeGreaterThan(reached(8));
}, 120_000);

/** Of a consequence that was carried out: how often the portal had it in the hour before, how long ago the lead had. */
function heldBy({ agreement, lead, context }: Moment, event: ConsequenceEvent) {
  const clause = agreement.sales.clauses.find(({ id }) => id === event.clause);
  const { maxPerHour, coolDownHours } = clause?.consequences[event.step] ?? {};
  const recent = context.consequences?.recent[`${event.clause}:${event.step}`] ?? [];
  const before = (lead.state.consequences ?? []).filter(
    (one) => one.clause === event.clause && one.step === event.step && one.cycle === event.cycle,
  );
  const now = ms(context.now);
  return {
    inHour: recent.filter((at) => ms(at) > now - HOUR).length,
    most: maxPerHour ?? Number.POSITIVE_INFINITY,
    restMs: Math.min(...before.map(({ at }) => now - ms(at))),
    leastMs: Math.round((coolDownHours ?? 0) * HOUR),
  };
}

/** A lead that is late again and again, of an agreement that lets little follow, while other leads have their share of it. */
const busy: fc.Arbitrary<History> = fc
  .record({
    played: history,
    late: fc.array(overdue, { minLength: 2, maxLength: 3 }),
    ages: fc.array(fc.integer({ min: 1, max: HOUR }), { minLength: 2, maxLength: 5 }),
  })
  .map(({ played, late, ages }) => ({
    ...played,
    consequencesMs: -HOUR,
    agreement: limited(played.agreement),
    steps: late.flat().flatMap((step, index) => [
      {
        ...step,
        move: othersMove(index % 2 === 0 ? 'accept' : 'first-touch', ages[index % ages.length] ?? 0),
      },
      { waitMs: 0, move: step.move },
    ]),
  }));

function othersMove(clause: string, ageMs: number): Move {
  return { do: 'others', clause, step: 0, agesMs: [ageMs] };
}

function limited({ sales, ...agreement }: History['agreement']): History['agreement'] {
  const clauses = sales.clauses.map((clause) => ({
    ...clause,
    consequences: clause.consequences.map((step) => ({ ...step, maxPerHour: 2, coolDownHours: 1 })),
  }));
  return { ...agreement, sales: { ...sales, clauses } };
}

it('the portal has none beyond the cap of an hour, and the lead none within its cool-down', () => {
  let capped = 0;
  let rested = 0;
  fc.assert(
    fc.property(busy, (played) => {
      for (const { moment, decision } of stepsOf(played)) {
        for (const event of decision.consequences.filter(isDone)) {
          const { inHour, most, restMs, leastMs } = heldBy(moment, event);
          capped += most < Number.POSITIVE_INFINITY && inHour > 0 ? 1 : 0;
          rested += leastMs > 0 && restMs < Number.POSITIVE_INFINITY ? 1 : 0;
          expect(inHour).toBeLessThan(most);
          expect(restMs).toBeGreaterThanOrEqual(leastMs);
        }
      }
    }),
    { numRuns: BUSY_RUNS },
  );
  expect(capped).toBeGreaterThan(reached(10));
  expect(rested).toBeGreaterThan(reached(10));
}, 120_000);

it('what turned out to be in time was done by the due time, whatever was promised', () => {
  let kept = 0;
  fc.assert(
    fc.property(history, (played) => {
      for (const { decision } of stepsOf(played)) {
        for (const { touchedAt, dueAt } of decision.consequences) {
          if (touchedAt === null) continue;
          kept += 1;
          expect(ms(touchedAt)).toBeLessThanOrEqual(ms(dueAt));
        }
      }
    }),
    { numRuns: RUNS },
  );
  expect(kept).toBeGreaterThan(reached(1));
}, 120_000);

it('a lead that is given back is its rep’s again in the cycle it was taken from', () => {
  let restored = 0;
  fc.assert(
    fc.property(history, (played) => {
      for (const { decision } of stepsOf(played)) {
        const [first, ...others] = decision.consequences.filter(({ isRestored }) => isRestored);
        const isTaken = decision.consequences.some((event) => isDone(event) && event.do !== 'warn');
        const isOpen = decision.state.handedOverAt !== null;
        const isAdopted = decision.reasons.some(({ code }) => /^owner(Adopted|Left)$/.test(code));
        if (first === undefined || others.length > 0 || isTaken || !isOpen || isAdopted) continue;
        restored += 1;
        expect(decision.state).toMatchObject({ cycle: first.cycle, owner: { value: first.ownerId } });
      }
    }),
    { numRuns: RUNS },
  );
  expect(restored).toBeGreaterThan(reached(1));
}, 120_000);

it('no rep gets a lead again that he lost in this cycle', () => {
  let given = 0;
  fc.assert(
    fc.property(history, (played) => {
      for (const { decision } of stepsOf(played)) {
        const lost = (decision.state.consequences ?? []).filter(
          (done) => done.do === 'reassign' && done.undoneAt === null,
        );
        const gifts = decision.reasons.filter(({ code }) =>
          /^owner(Kept|FromCompany|FromDomain|FromColleague|Sticky|ByTurn|OutOfTurn|CatchesUp)$/.test(code),
        );
        if (lost.length > 0) given += gifts.length;
        for (const { params } of gifts)
          expect(lost.map(({ ownerId }) => ownerId)).not.toContain(params['ownerId']);
      }
    }),
    { numRuns: RUNS },
  );
  expect(given).toBeGreaterThan(reached(10));
}, 120_000);
