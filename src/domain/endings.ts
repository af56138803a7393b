// Steps 5, 6 and 10: how a cycle ends without the rep — the lead leaves, its deal is over, a rule disqualifies it, nobody
// reaches it, or it cools before anybody touched it — and how a win is taken back.
import { isAttempts } from './agreement-sales.ts';
import { addDuration } from './business-time.ts';
import { startOf } from './clock-start.ts';
import { addReason, type Course, disqualify, isIdle, isOpen, recycle, withState } from './course.ts';
import { hasOpenDeal, isDealLost, isDealWon } from './deals.ts';
import { toEpochMs } from './instant.ts';
import { isProtected, RANKS, rankOf } from './lifecycle-order.ts';
import { isNew } from './stages.ts';
import { timesAfter } from './view.ts';

/** HubSpot's own value: who becomes one is won. */
const CUSTOMER = 'customer';
/** How a win ends that was none, or is none any more. */
const NOT_WON = 'notWon';
/** What a lead does when somebody has reached it. */
const REACTIONS = ['emailReply', 'meeting', 'form'] as const;
const REACH_KINDS = ['touch', ...REACTIONS] as const;

type Found = Pick<Course, 'agreement' | 'state' | 'view' | 'verdict' | 'sight' | 'context'>;

/** Before step 6, so that the stage a person sets instead is heard in the same decision. The stage is theirs: no move. */
export function takeBackWin(course: Course): Course {
  return isWonNoMore(course) ? { ...recycle(course, NOT_WON), move: null } : course;
}

/** Sales work on customers, too: their stage is left by a person though the deal stays won. */
function isWonNoMore({ agreement, state, view, isStagePersonal, before }: Course): boolean {
  if (state.status !== 'won' || isProtected(agreement.stages, state.stage.value)) return false;
  const hasLeft = isProtected(agreement.stages, before.stage.value);
  if (hasLeft && isStagePersonal) return true;
  // Where deals are not read, none of them says that it is no longer won.
  return (hasLeft || agreement.needs.deals) && !isDealWon(state, view.facts);
}

/** Step 6. */
export function leaveCycle(course: Course): Course {
  const { agreement, state, view } = course;
  const isTakenBack = state.status === 'recycled' && state.recycleReason === NOT_WON;
  if (!isOpen(state) && !isTakenBack) return course;
  if (isDealWon(state, view.facts)) return addReason(win(course), 'dealWon');
  const { value } = state.stage;
  if (value === CUSTOMER && isProtected(agreement.stages, value)) return win(course);
  return isTakenBack ? course : leaveWithoutWin(course);
}

function leaveWithoutWin(course: Course): Course {
  const { agreement, state, verdict, view } = course;
  if (isProtected(agreement.stages, state.stage.value)) return recycle(course, 'protected');
  if (!verdict.inScope) return recycle(course, 'scope');
  return isDealLost(state, view.facts) ? recycle(course, 'dealLost') : course;
}

function win(course: Course): Course {
  return withState(course, { status: 'won', recycledAt: null, recycleReason: '' });
}

/** Step 10. A lead that meets the entry has not cooled, even where the two lines overlap. */
export function coolOff(course: Course): Course {
  const { state, verdict } = course;
  if (isDisqualificationDue(course))
    return disqualify(course, `disqualified:${verdict.disqualifiedBy ?? ''}`);
  if (isOutOfReach(course)) return recycle(course, 'noContact');
  if (state.status !== 'handedOver' || state.byHand || state.touchedAt !== null) return course;
  const [gate] = verdict.gates;
  if (gate !== undefined) return recycle(course, `gate:${gate}`);
  return verdict.meetsExit && !verdict.meetsMql ? recycle(course, 'cooled') : course;
}

/** What was so before Accord was switched on stays as it is, and what a person handed over too (5a.2, 5a.3). */
export function isDisqualificationDue(found: Found): boolean {
  const { agreement, state, verdict } = found;
  if (verdict.disqualifiedBy === null || isProtected(agreement.stages, state.stage.value)) return false;
  if (isOpen(state)) return !state.byHand;
  if (!isIdle(state) || state.status === 'disqualified') return false;
  return state.cycle > 0 || isNew(found);
}

/** So many touches, the time for them over, and no reaction (5a.5). */
export function isOutOfReach({ agreement, state, view, sight }: Found): boolean {
  const { attempts } = agreement.sales;
  if (attempts === null || !isOpen(state) || state.status === 'rejected' || state.handedOverAt === null)
    return false;
  if (hasOpenDeal(view.facts) || rankOf(agreement.stages, state.stage.value) >= RANKS.opportunity)
    return false;
  const from = toEpochMs(state.handedOverAt);
  const isSince = (at: number): boolean => at > from && at <= sight.nowMs;
  if (view.times.touch.filter(isSince).length < attempts.count) return false;
  if (REACTIONS.some((kind) => view.times[kind].some(isSince))) return false;
  return sight.nowMs >= attemptsEnd({ agreement, state, view });
}

/** NaN before their time has begun, and where nothing is agreed. */
function attemptsEnd({ agreement, state, view }: Pick<Course, 'agreement' | 'state' | 'view'>): number {
  const { attempts, clauses } = agreement.sales;
  // A version that an earlier release froze has no clause of them: there it begins with the hand-over.
  const clause = clauses.find(isAttempts);
  const from = clause === undefined ? state.handedOverAt : startOf(agreement, clause, { state, view });
  if (attempts === null || from === null) return Number.NaN;
  return toEpochMs(addDuration(agreement.calendar, from, attempts.within));
}

/** Instants after now at which isOutOfReach may turn. */
export function reachCuts({
  agreement,
  state,
  view,
  sight,
}: Pick<Course, 'agreement' | 'state' | 'view' | 'sight'>): readonly number[] {
  if (agreement.sales.attempts === null || !isOpen(state)) return [];
  const ahead = REACH_KINDS.flatMap((kind) => timesAfter(view.times[kind], sight.nowMs));
  return [...ahead, attemptsEnd({ agreement, state, view })];
}
