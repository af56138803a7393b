// Steps 5, 6 and 10: a win that is none any more, and how a cycle ends without the rep.
import { addDuration } from './business-time.ts';
import { startOf } from './clocks.ts';
import { hasOpenDeal, isIdle, isOpen, isProtected, rank } from './funnel.ts';
import { isNew } from './hand-over.ts';
import { ms, type State } from './shapes.ts';
import { isStageByPerson } from './steps.ts';
import { change, disqualify, recycle, say, type Work } from './work.ts';

function dealEndedSince({ facts, state }: Work, how: string): boolean {
  const since = ms(state.answersAfter ?? '1970-01-01T00:00:00.000Z');
  return facts.deals.some((deal) => deal.status === how && ms(deal.statusAt) > since);
}

export function takeBackWin(work: Work, stageBefore: string): void {
  const { agreement, state } = work;
  if (state.status !== 'won' || isProtected(agreement, state.stage.value)) return;
  const cameBack = isProtected(agreement, stageBefore);
  const byPerson = cameBack && isStageByPerson(work);
  const withoutDeal = (cameBack || agreement.needs.deals) && !dealEndedSince(work, 'won');
  if (!byPerson && !withoutDeal) return;
  const { move } = work;
  recycle(work, 'notWon');
  work.move = move;
}

export function leave(work: Work): void {
  const { stage, status, recycleReason } = work.state;
  const open = isOpen(work.state);
  if (!open && !(status === 'recycled' && recycleReason === 'notWon')) return;
  const shut = isProtected(work.agreement, stage.value);
  const dealWon = dealEndedSince(work, 'won');
  if (dealWon || (shut && stage.value === 'customer')) {
    change(work, { status: 'won', recycledAt: null, recycleReason: '' });
    if (dealWon) say(work, 'dealWon');
  } else if (open) leaveLosing(work, shut);
}

function leaveLosing(work: Work, shut: boolean): void {
  if (shut) recycle(work, 'protected');
  else if (!work.verdict.inScope) recycle(work, 'scope');
  else if (!hasOpenDeal(work.facts) && dealEndedSince(work, 'lost')) recycle(work, 'dealLost');
}

export function endWithoutRep(work: Work): void {
  const { disqualifiedBy } = work.verdict;
  if (disqualifiedBy !== null && mayDisqualify(work)) disqualify(work, `disqualified:${disqualifiedBy}`);
  else if (isOutOfReach(work)) recycle(work, 'noContact');
  else cool(work);
}

function mayDisqualify(work: Work): boolean {
  const { state, agreement } = work;
  if (isProtected(agreement, state.stage.value) || state.status === 'disqualified') return false;
  if (isOpen(state)) return !state.byHand;
  return isIdle(state.status) && (state.cycle > 0 || isNew(work));
}

function isOutOfReach({ agreement, state, facts, now }: Work): boolean {
  const { attempts } = agreement.sales;
  const { handedOverAt } = state;
  if (attempts === null || handedOverAt === null || !isOpen(state) || state.status === 'rejected')
    return false;
  if (
    hasOpenDeal(facts) ||
    rank(agreement, state.stage.value) >= rank(agreement, agreement.stages.lifecycle.opportunity)
  )
    return false;
  const since = facts.signals.filter(({ at }) => ms(at) > ms(handedOverAt) && ms(at) <= now);
  const touches = since.filter(({ kind }) => kind === 'touch').length;
  const reactions = since.filter(({ kind }) => ['form', 'meeting', 'emailReply'].includes(kind)).length;
  const start = startOfAttempts({ agreement, facts }, state);
  if (start === null) return false;
  const end = ms(addDuration(agreement.calendar, start, attempts.within));
  return touches >= attempts.count && reactions === 0 && now >= end;
}

/** Without a clause of them they begin with the hand-over. */
function startOfAttempts(work: Pick<Work, 'agreement' | 'facts'>, state: State): string | null {
  const clause = work.agreement.sales.clauses.find(({ untilReached }) => untilReached !== undefined);
  return clause === undefined ? state.handedOverAt : startOf(work, clause, state);
}

function cool(work: Work): void {
  const { status, byHand, touchedAt } = work.state;
  if (status !== 'handedOver' || byHand || touchedAt !== null) return;
  const gate = work.verdict.gates[0];
  if (gate !== undefined) recycle(work, `gate:${gate}`);
  else if (work.verdict.meetsExit && !work.verdict.meetsMql) recycle(work, 'cooled');
}
