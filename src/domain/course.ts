// What a decision carries from step to step, and the moves that several steps make.
import type { Agreement } from './agreement.ts';
import type { Clocks } from './clocks.ts';
import type { Sight } from './conditions/index.ts';
import type { UndoneConsequence } from './consequences/take-back.ts';
import type { DecisionContext, Reason, Route } from './decision.ts';
import { laterOf } from './instant.ts';
import type { DoneConsequence, LeadState, LeadStatus, Verdict } from './lead.ts';
import { ANSWER_PROPERTY, CARD_ANSWER, LEAD_STATUS_PROPERTY, REJECT_REASON_PROPERTY } from './names.ts';
import type { Nurture } from './nurture.ts';
import type { Debt } from './owes.ts';
import type { LeadView } from './view.ts';

export interface Course {
  readonly agreement: Agreement;
  readonly context: DecisionContext;
  readonly view: LeadView;
  readonly verdict: Verdict;
  readonly sight: Sight;
  readonly state: LeadState;
  readonly reasons: readonly Reason[];
  /** A person set the stage since the last decision (not on first judgement, not when the regime changed). */
  readonly isStagePersonal: boolean;
  /** As the decision found it. */
  readonly before: LeadState;
  /** As it stood when this decision ended its cycle; null where it did not. */
  readonly closed: LeadState | null;
  /** Not handed over when the decision began: only such a lead may be handed over in it. */
  readonly wasIdle: boolean;
  /** What this decision did to the cycle; stages move only with it. */
  readonly move: 'handedOver' | 'accepted' | 'recycled' | 'disqualified' | null;
  /** Work by sales began in this decision. */
  readonly startedWork: boolean;
  /** Whose the open lead was when the decision began; '' when nobody's. */
  readonly repBefore: string;
  readonly route: Route | null;
  /** What marketing's workflows start from, once the steps are done. */
  readonly nurture: Nurture;
  /** Fields that somebody owes, likewise. */
  readonly debts: readonly Debt[];
  /** Consequences of breaches that this decision took back, and carried out. */
  readonly undone: readonly UndoneConsequence[];
  readonly carriedOut: readonly DoneConsequence[];
  /** What sales owes by when, likewise. */
  readonly clocks: Clocks;
  /** Of strong signals dated after this the owner is told; null while nothing is wanted of him. */
  readonly noticeFromMs: number | null;
}

/** Cells that sales answer by. */
export const ANSWERS = [ANSWER_PROPERTY, REJECT_REASON_PROPERTY, CARD_ANSWER, LEAD_STATUS_PROPERTY];
export const OPEN: readonly LeadStatus[] = ['handedOver', 'accepted', 'working', 'rejected'];
const IDLE: readonly LeadStatus[] = ['none', 'baseline', 'recycled', 'disqualified'];

/** Handed over and not ended. */
export function isOpen(state: LeadState): boolean {
  return OPEN.includes(state.status);
}

/** May be handed over; a won lead is neither open nor idle. */
export function isIdle(state: LeadState): boolean {
  return IDLE.includes(state.status);
}

/** Handed over from the backlog in this very decision. */
export function isLetGo({ move, state }: Pick<Course, 'move' | 'state'>): boolean {
  return move === 'handedOver' && state.released !== undefined;
}

export function reasonOf(code: string, params: Reason['params'] = {}): Reason {
  return { code, params };
}

export function addReason(course: Course, code: string, params?: Reason['params']): Course {
  return { ...course, reasons: [...course.reasons, reasonOf(code, params)] };
}

export function withState(course: Course, change: Partial<LeadState>): Course {
  return { ...course, state: { ...course.state, ...change } };
}

/** Ends the cycle in nurture. */
export function recycle(course: Course, reason: string): Course {
  return end(course, 'recycled', reason);
}

/** Ends the cycle, or none, for a lead that is none. */
export function disqualify(course: Course, reason: string): Course {
  return end(course, 'disqualified', reason);
}

function end(course: Course, status: 'recycled' | 'disqualified', reason: string): Course {
  const ended = withState(course, {
    status,
    handedOverAt: null,
    byHand: false,
    assignedAt: null,
    acceptedAt: null,
    touchedAt: null,
    rejectedAt: null,
    recycledAt: course.context.now,
    recycleReason: reason,
    answersAfter: spendAnswers(course),
    answeredAt: null,
  });
  const closed = isOpen(course.state) ? course.state : course.closed;
  return addReason({ ...ended, closed, move: status, startedWork: false }, status, { reason });
}

/** Every answer seen so far is spent, also one whose instant is ahead of our clock. */
export function spendAnswers({ context, view }: Pick<Course, 'context' | 'view'>): string {
  const { contact, deals, hubspotLeads = [] } = view.facts;
  let latest = context.now;
  for (const name of ANSWERS) latest = laterOf(latest, contact[name]?.at ?? '');
  for (const { stageAt } of hubspotLeads) latest = laterOf(latest, stageAt);
  for (const { createdAt, statusAt } of deals) latest = laterOf(laterOf(latest, createdAt), statusAt);
  return latest;
}
