// Which HubSpot values the decision wishes for. What is already so there, and which effects are on, the pipeline looks after.
import type { Agreement, Instant } from './agreement.ts';
import { nextDueOf, slaStatusOf } from './clock-outputs.ts';
import type { Standing } from './clocks.ts';
import type { Effect, TaskClause, WantedProperty, WantedTask } from './decision.ts';
import { engagementBand } from './grade.ts';
import { toEpochMs } from './instant.ts';
import type { LeadFacts, LeadState, LeadStatus, Verdict } from './lead.ts';
import {
  ANSWER_PROPERTY,
  OUTPUT_PROPERTIES,
  OWNER_PROPERTY,
  REJECT_NOTE_PROPERTY,
  REJECT_REASON_PROPERTY,
  STAGE_PROPERTY,
} from './names.ts';
import type { Nurture } from './nurture.ts';
import { type Debt, describeDebts, earliestDue } from './owes.ts';
import { priorityOf } from './priority.ts';
import { wantedNote } from './reject-note.ts';
import { latestHandOver } from './tasks.ts';

export interface WantsInput {
  readonly agreement: Agreement;
  readonly facts: LeadFacts;
  readonly state: LeadState;
  readonly verdict: Verdict;
  readonly task: WantedTask | null;
  /** The sentence that rides along with the hand-over's properties; said only where they are wanted. */
  readonly stageReason: () => string;
  readonly nurture: Nurture;
  readonly debts: readonly Debt[];
  readonly standings: readonly Standing[];
}

/** As HubSpot shows them. */
export const STATUS_VALUES: Readonly<Record<LeadStatus, string>> = {
  none: '',
  baseline: '',
  handedOver: 'handed_over',
  accepted: 'accepted',
  working: 'working',
  rejected: 'rejected',
  recycled: 'recycled',
  won: 'won',
  disqualified: 'disqualified',
};
export const NEXT_STEP_VALUES: Readonly<Record<TaskClause, string>> = {
  accept: 'accept',
  firstTouch: 'first_touch',
  feedback: 'give_reason',
};

export function wantProperties(input: WantsInput): readonly WantedProperty[] {
  return [
    ...wantScores(input),
    ...wantPriority(input),
    ...wantStage(input.state),
    ...wantHandOver(input),
    ...clearAnswers(input),
    ...wantNote(input),
    ...wantOwner(input.state),
  ];
}

function wantScores(input: WantsInput): readonly WantedProperty[] {
  const { agreement, state, verdict, debts, nurture } = input;
  const { scored } = state;
  if (!verdict.inScope || scored === null) return [];
  const want = wishes('scores', null);
  return [
    want(OUTPUT_PROPERTIES.score, String(scored.total)),
    want(OUTPUT_PROPERTIES.fit, String(scored.fit)),
    want(OUTPUT_PROPERTIES.engagement, String(scored.engagement)),
    want(OUTPUT_PROPERTIES.grade, scored.grade),
    want(
      OUTPUT_PROPERTIES.engagementLevel,
      engagementBand(agreement.score.grade, verdict.engagement)?.label ?? '',
    ),
    want(OUTPUT_PROPERTIES.persona, verdict.persona ?? ''),
    want(OUTPUT_PROPERTIES.completeness, String(verdict.completeness)),
    want(OUTPUT_PROPERTIES.missingFields, describeDebts(agreement, debts)),
    want(OUTPUT_PROPERTIES.missingDue, optionalEpoch(earliestDue(debts))),
    want(OUTPUT_PROPERTIES.nurtureTrack, nurture.track),
    want(OUTPUT_PROPERTIES.maturity, nurture.maturity),
    want(OUTPUT_PROPERTIES.theme, nurture.theme),
    want(OUTPUT_PROPERTIES.reentryDate, optionalEpoch(nurture.reentryAt)),
    want(OUTPUT_PROPERTIES.relaunch, nurture.relaunch),
    rideAlong(want(OUTPUT_PROPERTIES.agreementVersion, String(agreement.version))),
  ];
}

/** From the first hand-over on, in scope or not: else the last band would stay for ever. */
function wantPriority({ agreement, state, verdict }: WantsInput): readonly WantedProperty[] {
  if (state.cycle === 0) return [];
  return [wishes('scores', null)(OUTPUT_PROPERTIES.priority, priorityOf(agreement, state, verdict))];
}

function wantStage({ stage }: LeadState): readonly WantedProperty[] {
  return stage.by === 'accord' ? [wishes('stage', stage.at)(STAGE_PROPERTY, stage.value)] : [];
}

function wantHandOver({ state, task, stageReason, standings }: WantsInput): readonly WantedProperty[] {
  if (state.cycle === 0) return wantDismissal(state, stageReason);
  const handedOverAt = latestHandOver(state);
  const want = wishes('stage', handedOverAt);
  const idleStep = state.status === 'recycled' ? 'nurture' : 'none';
  return [
    want(OUTPUT_PROPERTIES.handOverStatus, STATUS_VALUES[state.status]),
    want(OUTPUT_PROPERTIES.handOverDate, epochText(handedOverAt)),
    want(OUTPUT_PROPERTIES.cycle, String(state.cycle)),
    want(OUTPUT_PROPERTIES.nextStep, task === null ? idleStep : NEXT_STEP_VALUES[task.clause]),
    want(OUTPUT_PROPERTIES.slaStatus, slaStatusOf(standings)),
    want(OUTPUT_PROPERTIES.slaDue, optionalEpoch(nextDueOf(standings))),
    rideAlong(want(OUTPUT_PROPERTIES.stageReason, stageReason())),
  ];
}

/** Disqualified before any hand-over: sales never heard of it. */
function wantDismissal(state: LeadState, stageReason: () => string): readonly WantedProperty[] {
  if (state.status !== 'disqualified') return [];
  const want = wishes('stage', state.recycledAt);
  return [
    want(OUTPUT_PROPERTIES.handOverStatus, STATUS_VALUES[state.status]),
    want(OUTPUT_PROPERTIES.nextStep, 'none'),
    rideAlong(want(OUTPUT_PROPERTIES.stageReason, stageReason())),
  ];
}

/** So that the next cycle's answer is a change that HubSpot tells us. */
function clearAnswers({ facts, state }: WantsInput): readonly WantedProperty[] {
  const hasEnded = ['recycled', 'won', 'disqualified'].includes(state.status);
  if (!hasEnded || state.cycle === 0) return [];
  const spent = [ANSWER_PROPERTY, REJECT_REASON_PROPERTY].filter((name) => {
    const cell = facts.contact[name];
    return cell !== undefined && cell.value !== '' && cell.at <= (state.answersAfter ?? '');
  });
  return spent.map((name) => wishes('stage', latestHandOver(state))(name, ''));
}

function wantNote({ facts, state }: WantsInput): readonly WantedProperty[] {
  const note = wantedNote({ facts, state });
  return note === null ? [] : [wishes('stage', latestHandOver(state))(REJECT_NOTE_PROPERTY, note)];
}

function wantOwner({ owner }: LeadState): readonly WantedProperty[] {
  return owner.by === 'accord' ? [wishes('owner', owner.at)(OWNER_PROPERTY, owner.value)] : [];
}

function wishes(effect: Effect, since: Instant | null): (name: string, value: string) => WantedProperty {
  return (name, value) => ({ name, value, effect, since, ridesAlong: false });
}

function rideAlong(wish: WantedProperty): WantedProperty {
  return { ...wish, ridesAlong: true };
}

/** HubSpot's datetime properties take epoch milliseconds. */
function epochText(instant: Instant): string {
  return String(toEpochMs(instant));
}

function optionalEpoch(instant: Instant | null): string {
  return instant === null ? '' : epochText(instant);
}
