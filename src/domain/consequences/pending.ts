// Which consequences of a breach are to come, and when: so long after the breach as agreed, `SETTLE_MS` later still (10.6), not
// while the lead had the same one a short while ago, nor beyond what the portal may have in an hour.
import type { Instant } from '#domain/agreement.ts';
import type { Consequence, SalesClause } from '#domain/agreement-sales.ts';
import { addDuration } from '#domain/business-time.ts';
import type { Clocks } from '#domain/clocks.ts';
import type { Course } from '#domain/course.ts';
import type { DecisionContext } from '#domain/decision.ts';
import { HOUR_MS, MINUTE_MS, toEpochMs } from '#domain/instant.ts';
import type { ClockState, LeadState } from '#domain/lead.ts';
import { agreementForOwner } from '#domain/overlays.ts';

/** A touch that was entered in time becomes known before this; longer than any poll takes to come round. */
const SETTLE_MS = 2 * MINUTE_MS;

export interface Pending {
  readonly clause: SalesClause;
  readonly run: ClockState;
  readonly breachedAt: Instant;
  /** Place in the clause's list, from 0. */
  readonly step: number;
  readonly consequence: Consequence;
  /** When it would be done if nothing held it. */
  readonly dueMs: number;
  /** When it may be done; later than dueMs while it is held. */
  readonly fromMs: number;
}

type Seen = Pick<Course, 'agreement' | 'context' | 'state'>;

/** In the clauses' order, each clause's in its own. None while the effect is off. */
export function pendingConsequences(
  seen: Seen,
  { standings }: Pick<Clocks, 'standings'>,
): readonly Pending[] {
  const { consequences } = seen.context;
  if (consequences === undefined) return [];
  return standings.flatMap((standing) => {
    const { clause, run, status } = standing;
    if (status !== 'breached' || clause === null || run.breachedAt === null) return [];
    // What was withheld while the effect was off is never done later (5a.1).
    if (run.breachedAt <= consequences.since) return [];
    return pendingOf({ ...seen, effect: consequences }, { clause, run, breachedAt: run.breachedAt });
  });
}

type Breach = Pick<Pending, 'clause' | 'run' | 'breachedAt'>;
type Step = Pick<Pending, 'clause' | 'consequence' | 'step'>;
type Effect = NonNullable<DecisionContext['consequences']>;

function pendingOf(seen: Seen & { readonly effect: Effect }, breach: Breach): readonly Pending[] {
  const { clause, run, breachedAt } = breach;
  const { calendar } = agreementForOwner(seen.agreement, seen.context.pool, run.ownerId);
  return clause.consequences.flatMap((consequence, step) => {
    if (isDone(seen.state, { clause: clause.id, run: run.run, step })) return [];
    const { after } = consequence;
    const agreedAt = after === null ? breachedAt : addDuration(calendar, breachedAt, after);
    const dueMs = toEpochMs(agreedAt) + SETTLE_MS;
    const fromMs = Math.max(
      dueMs,
      endOfCoolDown(seen, { clause, consequence, step }),
      endOfCap(seen, { clause, consequence, step }),
      endOfIgnorance(seen),
    );
    return [{ ...breach, step, consequence, dueMs, fromMs }];
  });
}

function isDone(
  { consequences }: LeadState,
  { clause, run, step }: { readonly clause: string; readonly run: number; readonly step: number },
): boolean {
  return (
    consequences?.some((done) => done.clause === clause && done.run === run && done.step === step) ?? false
  );
}

/** Of the lead's last one of this step; in the past where it has had none. */
function endOfCoolDown({ state }: Seen, { clause, consequence, step }: Step): number {
  const last = state.consequences?.findLast((done) => done.clause === clause.id && done.step === step);
  if (last === undefined) return Number.NEGATIVE_INFINITY;
  return toEpochMs(last.at) + Math.round((consequence.coolDownHours ?? 0) * HOUR_MS);
}

/** When the oldest of as many as the portal may have in an hour is an hour old. */
function endOfCap({ effect }: { readonly effect: Effect }, { clause, consequence, step }: Step): number {
  const { maxPerHour: most } = consequence;
  const oldest = most === null ? undefined : effect.recent[stepKey(clause.id, step)]?.at(-most);
  return oldest === undefined ? Number.NEGATIVE_INFINITY : toEpochMs(oldest) + HOUR_MS;
}

/** Nobody is accused by what may have been missed (10.6). */
function endOfIgnorance({ effect }: { readonly effect: Effect }): number {
  return effect.notBefore === undefined ? Number.NEGATIVE_INFINITY : toEpochMs(effect.notBefore);
}

/** How `recent` names a step of a clause. */
export function stepKey(clause: string, step: number): string {
  return `${clause}:${step}`;
}

/** Whoever lost the lead in this cycle by a consequence that stands: he is not given it again. */
export function passedOwners({ consequences = [] }: LeadState): readonly string[] {
  return consequences
    .filter((done) => done.do === 'reassign' && done.undoneAt === null)
    .map(({ ownerId }) => ownerId);
}

/** Consequences to come turn only at these instants: what ends a breach is a cut of the clocks. */
export function consequenceCuts(course: Seen & Pick<Course, 'clocks'>): readonly number[] {
  return pendingConsequences(course, course.clocks).map(({ fromMs }) => fromMs);
}

export function isConsequenceDue(later: Seen & Pick<Course, 'clocks' | 'sight'>): boolean {
  return consequenceCuts(later).some((fromMs) => fromMs <= later.sight.nowMs);
}

/** Whether any clause could have one: else nothing is worked out. */
export function mayHaveConsequences({ agreement, context }: Seen): boolean {
  if (context.consequences === undefined) return false;
  return agreement.sales.clauses.some(({ consequences }) => consequences.length > 0);
}
