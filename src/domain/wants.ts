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
  OWNER_PROPERTY,
  REJECT_NOTE_PROPERTY,
  REJECT_REASON_PROPERTY,
  STAGE_PROPERTY,
} from './names.ts';
import type { Nurture } from './nurture.ts';
import { type OutputName, outputProperty } from './outputs.ts';
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
  const want = outputWishes(agreement, 'scores', null);
  return [
    want('score', String(scored.total)),
    want('fit', String(scored.fit)),
    want('engagement', String(scored.engagement)),
    want('grade', scored.grade),
    want('engagementLevel', engagementBand(agreement.score.grade, verdict.engagement)?.label ?? ''),
    want('persona', verdict.persona ?? ''),
    want('completeness', String(verdict.completeness)),
    want('missingFields', describeDebts(agreement, debts)),
    want('missingDue', optionalEpoch(earliestDue(debts))),
    want('nurtureTrack', nurture.track),
    want('maturity', nurture.maturity),
    want('theme', nurture.theme),
    want('reentryDate', optionalEpoch(nurture.reentryAt)),
    want('relaunch', nurture.relaunch),
    want('agreementVersion', String(agreement.version)).map(rideAlong),
  ].flat();
}

/** From the first hand-over on, in scope or not: else the last band would stay for ever. */
function wantPriority({ agreement, state, verdict }: WantsInput): readonly WantedProperty[] {
  if (state.cycle === 0) return [];
  return outputWishes(agreement, 'scores', null)('priority', priorityOf(agreement, state, verdict));
}

function wantStage({ stage }: LeadState): readonly WantedProperty[] {
  return stage.by === 'accord' ? [wishes('stage', stage.at)(STAGE_PROPERTY, stage.value)] : [];
}

function wantHandOver(input: WantsInput): readonly WantedProperty[] {
  const { agreement, state, task, stageReason, standings } = input;
  if (state.cycle === 0) return wantDismissal(input);
  const handedOverAt = latestHandOver(state);
  const want = outputWishes(agreement, 'stage', handedOverAt);
  const idleStep = state.status === 'recycled' ? 'nurture' : 'none';
  return [
    want('handOverStatus', STATUS_VALUES[state.status]),
    want('handOverDate', epochText(handedOverAt)),
    want('cycle', String(state.cycle)),
    want('nextStep', task === null ? idleStep : NEXT_STEP_VALUES[task.clause]),
    want('slaStatus', slaStatusOf(standings)),
    want('slaDue', optionalEpoch(nextDueOf(standings))),
    wantReason(want, stageReason),
  ].flat();
}

/** Disqualified before any hand-over: sales never heard of it. */
function wantDismissal({ agreement, state, stageReason }: WantsInput): readonly WantedProperty[] {
  if (state.status !== 'disqualified') return [];
  const want = outputWishes(agreement, 'stage', state.recycledAt);
  return [
    want('handOverStatus', STATUS_VALUES[state.status]),
    want('nextStep', 'none'),
    wantReason(want, stageReason),
  ].flat();
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

type OutputWish = (output: OutputName, value: string) => readonly WantedProperty[];

/** Of an output that HubSpot is not to get, none. */
function outputWishes(agreement: Agreement, effect: Effect, since: Instant | null): OutputWish {
  const want = wishes(effect, since);
  return (output, value) => {
    const name = outputProperty(agreement, output);
    return name === null ? [] : [want(name, value)];
  };
}

function wantReason(want: OutputWish, stageReason: () => string): readonly WantedProperty[] {
  return want('stageReason', stageReason()).map(rideAlong);
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
