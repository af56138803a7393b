// "Judge now", a workflow action: HubSpot names a contact, its lead goes to the front of the line and is read afresh, and
// the workflow gets what was last decided. Answered from tables (10.12); HubSpot repeats an execution under one id.
import type { Decision } from '#domain/decision.ts';
import type { LeadState } from '#domain/lead.ts';

export interface JudgeNowStore {
  /** Null: this HubSpot account has not installed the app (any more). */
  findPortalStatus(portalId: string): Promise<string | null>;
  /**
   * One transaction: remembers the execution with its answer, and marks the contact, unless that execution was taken before.
   * Answers what was answered first.
   */
  requestJudgement(
    portalId: string,
    request: { readonly callbackId: string; readonly contactId: string; readonly answer: JudgeNowAnswer },
  ): Promise<{ readonly isNew: boolean; readonly answer: JudgeNowAnswer }>;
  readLatest(portalId: string, contactId: string): Promise<LatestDecision | null>;
}

export interface LatestDecision {
  readonly state: LeadState;
  readonly decision: Decision;
  /** When it was decided. */
  readonly at: string;
}

export interface JudgeNowDeps {
  readonly store: JudgeNowStore;
  readonly wake: (portalId: string) => Promise<void>;
}

export interface JudgeNowRequest {
  readonly portalId: string;
  readonly callbackId: string;
  readonly contactId: string;
}

/** Output fields of the action, as app-manifest/ declares them. */
export const JUDGE_NOW_OUTPUTS = [
  'lead_status',
  'stage',
  'score',
  'fit',
  'engagement',
  'grade',
  'qualifies',
  'decided_at',
] as const;
type Outputs = Readonly<Record<(typeof JUDGE_NOW_OUTPUTS)[number], string>>;

/** All texts, '' while the lead was never judged. */
export type JudgeNowAnswer = Outputs & { readonly hs_execution_state: 'SUCCESS' };

const UNJUDGED: JudgeNowAnswer = {
  lead_status: '',
  stage: '',
  score: '',
  fit: '',
  engagement: '',
  grade: '',
  qualifies: '',
  decided_at: '',
  hs_execution_state: 'SUCCESS',
};

/** An execution that comes again, from HubSpot or from whoever has captured it, hears the same again. Null: not installed. */
export async function judgeNow(deps: JudgeNowDeps, request: JudgeNowRequest): Promise<JudgeNowAnswer | null> {
  const { portalId, contactId } = request;
  const status = await deps.store.findPortalStatus(portalId);
  if (status === null || status === 'uninstalled') return null;
  const latest = await deps.store.readLatest(portalId, contactId);
  const answer = latest === null ? UNJUDGED : answerOf(latest);
  const taken = await deps.store.requestJudgement(portalId, { ...request, answer });
  if (taken.isNew) await deps.wake(portalId);
  return taken.answer;
}

function answerOf({ state, decision, at }: LatestDecision): JudgeNowAnswer {
  const { verdict } = decision;
  return {
    lead_status: state.status,
    stage: state.stage.value,
    score: wholePoints(verdict.total),
    fit: wholePoints(verdict.fit),
    engagement: wholePoints(verdict.engagement),
    grade: verdict.grade,
    qualifies: String(verdict.qualifies),
    decided_at: at,
    hs_execution_state: 'SUCCESS',
  };
}

function wholePoints(milliPoints: number): string {
  return String(Math.floor(milliPoints / 1_000));
}
