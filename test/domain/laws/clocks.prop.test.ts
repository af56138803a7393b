// Laws of the clocks in mid-flight (I4, I11), whatever happens to the lead: owners, versions, pauses, deleted touches, merges.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { decide } from '#domain/decide.ts';
import type { Clock, Decision, DecisionContext } from '#domain/decision.ts';
import type { ClockState } from '#domain/lead.ts';
import { history } from '#test/oracle/arbitraries.ts';
import { canonical } from '#test/oracle/canonical.ts';
import { type Moment, play } from '#test/oracle/play.ts';

import { reached } from '#test/support/thorough.ts';

/** A decision, and what was so before it. */
interface Step {
  readonly moment: Moment;
  readonly decision: Decision;
  /** Decided again at once. */
  readonly again: Decision;
  readonly before: Step | null;
}

function decideOn({ agreement, lead, context }: Moment): Decision {
  return decide(...([agreement, lead, context] as unknown as Parameters<typeof decide>));
}

function stepsOf(played: Parameters<typeof play>[0]): readonly Step[] {
  const steps: Step[] = [];
  play(played, (moment) => {
    const decision = decideOn(moment);
    const state = decision.state as unknown as Moment['lead']['state'];
    const again = decideOn({ ...moment, lead: { ...moment.lead, state } });
    steps.push({ moment, decision, again, before: steps.at(-1) ?? null });
    return decision.reviewAt?.at ?? null;
  });
  return steps;
}

const OPEN = ['handedOver', 'accepted', 'working', 'rejected'];
const keyOf = ({ clause, run }: Pick<Clock, 'clause' | 'run'>): string => `${clause} ${run}`;

/** The same run before and after a decision that left the lead open in its cycle. */
function sameRuns({ decision, before }: Step): readonly (readonly [ClockState, ClockState])[] {
  if (before === null || before.decision.state.cycle !== decision.state.cycle) return [];
  if (!OPEN.includes(before.decision.state.status) || !OPEN.includes(decision.state.status)) return [];
  const known = new Map((before.decision.state.clocks ?? []).map((run) => [keyOf(run), run]));
  return (decision.state.clocks ?? []).flatMap((run) => {
    const was = known.get(keyOf(run));
    return was === undefined ? [] : [[was, run] as const];
  });
}

const nowOf = ({ moment }: Step): string => (moment.context as DecisionContext).now;
const samePauses = ({ moment, before }: Step): boolean =>
  canonical(moment.lead.facts.pauses ?? []) === canonical(before?.moment.lead.facts.pauses ?? []);

/**
 * How early a run may end now that was due at an instant: a version or a switch since may bring its end forward, but leaves
 * the notice of the new promise.
 */
function earliestEnd({ moment, decision }: Step, was: ClockState, dueAt: string): string {
  const {
    warnAt = null,
    warnedAt = null,
    dueAt: end = null,
  } = decision.clocks.find((clock) => keyOf(clock) === keyOf(was) && clock.cycle === decision.state.cycle) ??
  {};
  // A warning that was given stays as it was told, and says nothing of the new promise's.
  const isToCome = warnAt !== null && warnedAt === null && end !== null;
  const noticeMs = isToCome ? Date.parse(end) - Date.parse(warnAt) : 0;
  const left = new Date(Date.parse(moment.context.baselineAt) + noticeMs).toISOString();
  return dueAt < left ? dueAt : left;
}

/** Each answers the cases it looked at, and those that break it. */
const LAWS: Readonly<Record<string, (step: Step) => readonly boolean[]>> = {
  'nothing is warned or breached before its instant': (step) =>
    step.decision.clocks.flatMap(({ warnedAt, breachedAt }) =>
      [warnedAt, breachedAt].filter((at) => at !== null).map((at) => at <= nowOf(step)),
    ),
  'a warning and a breach stay as they were recorded': (step) =>
    sameRuns(step).flatMap(([was, is]) => [
      ...(was.warnedAt === null ? [] : [is.warnedAt === was.warnedAt]),
      ...(was.breachedAt === null ? [] : [is.breachedAt === was.breachedAt]),
    ]),
  'a warning comes no later than its breach': ({ decision }) =>
    decision.clocks.flatMap(({ warnedAt, breachedAt }) =>
      warnedAt === null || breachedAt === null ? [] : [warnedAt <= breachedAt],
    ),
  'what is due and not met is breached, unless clocks are held': (step) =>
    (nowOf(step) < (step.moment.context.clocksHeldUntil ?? '') ? [] : step.decision.clocks)
      .filter(({ status, dueAt }) => ['running', 'warned'].includes(status) && dueAt !== null)
      .map(({ dueAt }) => (dueAt ?? '') > nowOf(step)),
  'no time that was told moves forward without a pause that changed': (step) =>
    samePauses(step)
      ? sameRuns(step).flatMap(([was, { dueAt: is }]) =>
          was.dueAt === null || is === null ? [] : [is >= earliestEnd(step, was, was.dueAt)],
        )
      : [],
  'a breach is never earlier than the due time told before': (step) =>
    samePauses(step)
      ? sameRuns(step).flatMap(([was, is]) =>
          was.dueAt === null || was.breachedAt !== null || is.breachedAt === null
            ? []
            : [is.breachedAt >= earliestEnd(step, was, was.dueAt)],
        )
      : [],
  'a run keeps its owner, its start and the time it began': (step) =>
    sameRuns(step).map(
      ([was, is]) =>
        (was.ownerId === '' || is.ownerId === was.ownerId) &&
        is.startedAt === was.startedAt &&
        is.since >= was.since,
    ),
  'runs are counted one by one': ({ decision, before }) =>
    before === null ||
    !OPEN.includes(before.decision.state.status) ||
    // The run that is taken up again is an earlier one.
    decision.consequences.some(({ isRestored }) => isRestored)
      ? []
      : (decision.state.clocks ?? []).flatMap(({ clause, run }) => {
          const was = before.decision.state.clocks?.find((one) => one.clause === clause);
          return was === undefined ? [] : [run === was.run || run === (was.lastRun ?? was.run) + 1];
        }),
  'a clock that stands still, or is nobody’s, has no due time': ({ decision }) =>
    decision.clocks
      .filter(
        ({ status, ownerId, breachedAt }) => status === 'paused' || (ownerId === '' && breachedAt === null),
      )
      .map(({ dueAt, warnAt }) => dueAt === null && warnAt === null),
  'an excused clause is not breached any more': ({ decision, moment }) =>
    decision.clocks
      .filter(({ clause, cycle }) =>
        (moment.lead.facts.excuses ?? []).some((one) => one.clause === clause && one.cycle === cycle),
      )
      .map(({ clause }) =>
        decision.reasons.every(({ code, params }) => code !== 'clockBreached' || params['clause'] !== clause),
      ),
  'the task is that of the first clause that is due': ({ decision: { clocks, task } }) => {
    const due = clocks
      .filter(({ status }) => ['running', 'warned', 'breached'].includes(status))
      .flatMap(({ dueAt }) => dueAt ?? []);
    const first = due.toSorted()[0];
    return first === undefined ? [] : [task !== null && task.dueAt <= first];
  },
  'deciding again tells nothing anew and closes nothing, unless it says so': (step) => {
    const { again, decision } = step;
    const isAsked = movedStage(decision) || decision.reviewAt?.at === nowOf(step);
    return [
      isAsked || canonical(again.state.clocks ?? []) === canonical(decision.state.clocks ?? []),
      isAsked || again.reasons.every(({ code }) => !code.startsWith('clock')),
    ];
  },
  'the same input gives the same bytes': ({ moment, decision }) => [
    canonical(decideOn(anew(moment)).clocks) === canonical(decision.clocks),
  ],
};

/** The agreement stays the same object: what is worked out from it alone, day by day, would be worked out at every step. */
function anew({ lead, context, ...rest }: Moment): Moment {
  return { ...rest, ...(JSON.parse(JSON.stringify({ lead, context })) as Pick<Moment, 'lead' | 'context'>) };
}

/** Conditions on the age of a stage are judged by the one before the move, and a hand-over by hand may end at once. */
function movedStage({ reasons, state }: Decision): boolean {
  return reasons.some(({ code }) => code === 'stageSet') || state.byHand;
}

/** Each warning and breach that is told: cycle, what, and of which clause at which instant. */
function toldIn({ state, reasons }: Decision): readonly string[] {
  return reasons
    .filter(({ code }) => code === 'clockWarned' || code === 'clockBreached')
    .map(({ code, params }) => canonical([state.cycle, code, params]));
}

/** The runs that may tell it, by the same key. */
function runsIn({ clocks }: Decision): readonly { readonly key: string; readonly run: number }[] {
  return clocks.flatMap(({ clause, run, cycle, warnedAt, breachedAt }) => [
    { key: canonical([cycle, 'clockWarned', { clause, at: warnedAt }]), run },
    { key: canonical([cycle, 'clockBreached', { clause, dueAt: breachedAt }]), run },
  ]);
}

it('hold at every step of any history', () => {
  const looked = new Map(Object.keys(LAWS).map((law) => [law, 0]));

  fc.assert(
    fc.property(history, (played) => {
      const told = new Map<string, number>();
      const runs = new Map<string, Set<number>>();
      for (const step of stepsOf(played)) {
        for (const [law, check] of Object.entries(LAWS)) {
          const cases = check(step);
          looked.set(law, (looked.get(law) ?? 0) + cases.length);
          expect([law, cases.filter((holds) => !holds)]).toEqual([law, []]);
        }
        for (const key of toldIn(step.decision)) told.set(key, (told.get(key) ?? 0) + 1);
        for (const { key, run } of runsIn(step.decision))
          runs.set(key, (runs.get(key) ?? new Set()).add(run));
      }
      // Once a run: where a merge brings another owner, his run and the one before may have missed the same instant.
      expect([...told].filter(([key, times]) => times > (runs.get(key)?.size ?? 0))).toEqual([]);
    }),
    { numRuns: 400 },
  );

  expect([...looked].filter(([, cases]) => cases <= reached(5))).toEqual([]);
}, 300_000);
