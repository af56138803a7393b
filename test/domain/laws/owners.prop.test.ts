// Laws of who gets a lead (R18), whatever becomes of the reps: nobody who may hold none, nobody who is not at his desk, and
// nobody keeps a lead who has left.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { decide } from '#domain/decide.ts';
import type { Decision, DecisionContext } from '#domain/decision.ts';
import { history } from '#test/oracle/arbitraries.ts';
import { type Moment, play } from '#test/oracle/play.ts';
import { reached } from '#test/support/thorough.ts';

interface Step {
  readonly decision: Decision;
  readonly context: DecisionContext;
}

function stepsOf(played: Parameters<typeof play>[0]): readonly Step[] {
  const steps: Step[] = [];
  play(played, ({ agreement, lead, context }: Moment) => {
    const input = [agreement, lead, context] as unknown as Parameters<typeof decide>;
    const decision = decide(...input);
    steps.push({ decision, context: input[2] });
    return decision.reviewAt?.at ?? null;
  });
  return steps;
}

const OPEN = ['handedOver', 'accepted', 'working', 'rejected'];
const BY_TURN = /^owner(ByTurn|OutOfTurn|CatchesUp)$/;

/** By hand, not by what routing says of him. */
function isAbsent({ now, pool }: DecisionContext, ownerId: string): boolean {
  return (pool.absences?.[ownerId] ?? []).some(({ from, until }) => from <= now && now < until);
}

/** By name: whether it holds in each case that a decision is of it. */
const LAWS: Readonly<Record<string, (step: Step) => readonly boolean[]>> = {
  'a lead is given only to who may hold one': ({ decision: { route }, context }) =>
    route === undefined || route.ownerId === '' ? [] : [context.pool.activeOwners.includes(route.ownerId)],
  'no turn is that of a rep who is away, off work or at a limit': ({ decision: { route, reasons } }) => {
    if (route?.turns === undefined || !reasons.some(({ code }) => BY_TURN.test(code))) return [];
    const { pool } = route.turns;
    return reasons
      .filter(({ code, params }) => code === 'repsSkipped' && params['pool'] === pool)
      .map(({ params }) => !String(params['ownerIds']).split(' ').includes(route.ownerId));
  },
  'an open lead is not left with an owner who has gone': ({ decision: { state }, context }) => {
    const { left = [] } = context.pool;
    if (left.length === 0 || !OPEN.includes(state.status) || state.assignedAt === null) return [];
    return [!left.includes(state.owner.value)];
  },
  'a lead is given to nobody who is absent': ({ decision: { route }, context }) =>
    route === undefined || route.ownerId === '' ? [] : [!isAbsent(context, route.ownerId)],
  'who loses a lead for an absence is absent, and another one has it': ({ decision, context }) =>
    decision.reasons
      .filter(({ code }) => code === 'ownerAbsent')
      .map(({ params }) => String(params['ownerId']))
      .map((ownerId) => isAbsent(context, ownerId) && decision.state.owner.value !== ownerId),
  'who stays though absent was chosen by others, or nobody could take the lead': ({ decision, context }) => {
    const { state, route } = decision;
    if (state.unattendedSince === undefined) return [];
    const isInVain = context.desk === undefined || route?.ownerId === '';
    return [isAbsent(context, state.owner.value) && (state.owner.by === 'other' || isInVain)];
  },
  'who has gone is told, and has the lead no more': ({ decision: { state, reasons } }) =>
    reasons
      .filter(({ code }) => code === 'ownerLeft')
      .map(({ params }) => state.assignedAt === null || state.owner.value !== params['ownerId']),
};

it('hold at every step of any history', () => {
  const looked = new Map(Object.keys(LAWS).map((law) => [law, 0]));

  fc.assert(
    fc.property(history, (played) => {
      for (const step of stepsOf(played)) {
        for (const [law, check] of Object.entries(LAWS)) {
          const cases = check(step);
          looked.set(law, (looked.get(law) ?? 0) + cases.length);
          expect([law, cases.filter((holds) => !holds)]).toEqual([law, []]);
        }
      }
    }),
    { numRuns: 700 },
  );

  expect([...looked].filter(([, cases]) => cases <= reached(5))).toEqual([]);
}, 300_000);
