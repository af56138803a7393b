// What the oracle wants in HubSpot once the steps are done: properties in their order, and the one task.
import { nextLine, slaDue, slaStatus } from './clock-outputs.ts';
import type { Line } from './clocks.ts';
import { type Debt, debtText, firstDue } from './data.ts';
import { cellOf, isOpen } from './funnel.ts';
import { wantedNote } from './notes.ts';
import type { Nurture } from './nurture.ts';
import {
  type Agreement,
  type Context,
  DAY,
  type Facts,
  ms,
  type Property,
  type Reason,
  type Scored,
  type State,
  type Task,
  type Verdict,
} from './shapes.ts';

interface Wish {
  agreement: Agreement;
  facts: Facts;
  context: Context;
  state: State;
  verdict: Verdict;
  task: Task | null;
  debts: Debt[];
  nurture: Nurture;
  lines: readonly Line[];
}

export function renewScored(wish: Omit<Wish, 'task' | 'debts' | 'nurture' | 'lines'>): Scored {
  const { agreement, facts, context, state, verdict } = wish;
  const { step, rewriteAfterPoints } = agreement.score;
  const old = state.scored;
  const fresh: Scored = {
    total: round(verdict.total, step),
    fit: round(verdict.fit, step),
    engagement: round(verdict.engagement, step),
    grade: verdict.grade,
    at: context.now,
    signalCount: facts.signals.length,
    status: state.status,
  };
  if (old === null) return fresh;
  const differs =
    old.grade !== fresh.grade || old.status !== fresh.status || old.signalCount !== fresh.signalCount;
  const moved =
    ms(context.now) >= ms(old.at) + DAY && Math.abs(fresh.total - old.total) >= rewriteAfterPoints;
  return differs || moved ? fresh : old;
}

function round(milliPoints: number, step: number): number {
  return Math.floor(milliPoints / (1000 * step)) * step;
}

const TASKS: Readonly<Record<string, string>> = {
  accept: 'accept',
  touch: 'firstTouch',
  feedback: 'feedback',
};

export function wantedTask(state: State, lines: readonly Line[], reasons: readonly Reason[]): Task | null {
  const next = isOpen(state) ? nextLine(lines) : null;
  if (next === null || next.clause === undefined) return null;
  const { kind, label, count, counts, untilReached } = next.clause;
  const parts = reasons.filter((reason) => reason.code === 'part');
  return {
    occurrence: `c${state.cycle}`,
    clause: TASKS[kind] ?? '',
    ...(label === null ? {} : { label }),
    ...(untilReached === undefined ? {} : { tries: { count, counts } }),
    ownerId: state.owner.value,
    dueAt: next.by ?? '',
    since: latestHandOver(state),
    context: parts
      .sort((a, b) => Math.abs(Number(b.params['milliPoints'])) - Math.abs(Number(a.params['milliPoints'])))
      .slice(0, 5),
  };
}

function latestHandOver(state: State): string {
  return state.handOvers.at(-1) ?? '';
}

export function wantedProperties(wish: Wish): Property[] {
  return [
    ...scoreProperties(wish),
    ...priorityProperty(wish),
    ...stageProperty(wish),
    ...handOverProperties(wish),
    ...spentAnswers(wish),
    ...wantedNote(wish.facts, wish.state),
    ...ownerProperty(wish),
  ];
}

function scoreProperties({ agreement, state, verdict, debts, nurture }: Wish): Property[] {
  const { scored } = state;
  if (!verdict.inScope || scored === null) return [];
  const score = { effect: 'scores', since: null, ridesAlong: false };
  return [
    { name: 'accord_score', value: String(scored.total), ...score },
    { name: 'accord_fit', value: String(scored.fit), ...score },
    { name: 'accord_engagement', value: String(scored.engagement), ...score },
    { name: 'accord_grade', value: scored.grade, ...score },
    { name: 'accord_engagement_level', value: engagementLevel(agreement, verdict), ...score },
    { name: 'accord_persona', value: verdict.persona ?? '', ...score },
    { name: 'accord_completeness', value: String(verdict.completeness), ...score },
    { name: 'accord_missing_fields', value: debtText(agreement, debts), ...score },
    { name: 'accord_missing_due', value: firstDue(debts), ...score },
    { name: 'accord_nurture_track', value: nurture.track, ...score },
    { name: 'accord_maturity', value: nurture.maturity, ...score },
    { name: 'accord_theme', value: nurture.theme, ...score },
    { name: 'accord_reentry_date', value: nurture.reentry, ...score },
    { name: 'accord_relaunch', value: nurture.relaunch, ...score },
    { name: 'accord_agreement_version', value: String(agreement.version), ...score, ridesAlong: true },
  ];
}

function engagementLevel(agreement: Agreement, verdict: Verdict): string {
  const bands = agreement.score.grade.engagement;
  const last = bands[bands.length - 1];
  return (bands.find(({ from }) => from <= verdict.engagement) ?? last)?.label ?? '';
}

function priorityProperty({ agreement, state, verdict }: Wish): Property[] {
  if (state.cycle === 0) return [];
  const value = isOpen(state) ? priorityBand(agreement, state, verdict) : '';
  return [{ name: 'accord_priority', value, effect: 'scores', since: null, ridesAlong: false }];
}

function priorityBand(agreement: Agreement, state: State, verdict: Verdict): string {
  const { fit, engagement } = agreement.score.grade;
  const sum = place(fit, verdict.fit) + place(engagement, verdict.engagement);
  const late = ['working', 'rejected'].includes(state.status);
  if (sum <= 1) return late ? 'medium' : 'high';
  if (sum === 2 && !late) return 'medium';
  return 'low';
}

/** 0, 1 or 2, from the best band. */
function place(bands: readonly { from: number }[], points: number): number {
  let at = 0;
  while (at < bands.length - 1 && points < (bands[at]?.from ?? 0)) at++;
  return Math.min(at, 2);
}

function stageProperty({ state: { stage } }: Wish): Property[] {
  if (stage.by !== 'accord') return [];
  return [
    { name: 'lifecyclestage', value: stage.value, effect: 'stage', since: stage.at, ridesAlong: false },
  ];
}

const STATUS_VALUES: Readonly<Record<string, string>> = {
  handedOver: 'handed_over',
  accepted: 'accepted',
  working: 'working',
  rejected: 'rejected',
  recycled: 'recycled',
  won: 'won',
  disqualified: 'disqualified',
};

const NEXT_STEPS: Readonly<Record<string, string>> = {
  accept: 'accept',
  firstTouch: 'first_touch',
  feedback: 'give_reason',
};

function handOverProperties({ state, task, lines }: Wish): Property[] {
  if (state.cycle === 0) return dismissalProperties(state);
  const since = latestHandOver(state);
  const about = { effect: 'stage', since, ridesAlong: false };
  const otherwise = state.status === 'recycled' ? 'nurture' : 'none';
  return [
    { name: 'accord_handover_status', value: STATUS_VALUES[state.status] ?? '', ...about },
    { name: 'accord_handover_date', value: String(ms(since)), ...about },
    { name: 'accord_cycle', value: String(state.cycle), ...about },
    {
      name: 'accord_next_step',
      value: task === null ? otherwise : (NEXT_STEPS[task.clause] ?? ''),
      ...about,
    },
    { name: 'accord_sla_status', value: slaStatus(lines), ...about },
    { name: 'accord_sla_due', value: slaDue(lines), ...about },
    { name: 'accord_stage_reason', value: '', ...about, ridesAlong: true },
  ];
}

/** Disqualified though never handed over. */
function dismissalProperties({ status, recycledAt }: State): Property[] {
  if (status !== 'disqualified') return [];
  const about = { effect: 'stage', since: recycledAt, ridesAlong: false };
  return [
    { name: 'accord_handover_status', value: 'disqualified', ...about },
    { name: 'accord_next_step', value: 'none', ...about },
    { name: 'accord_stage_reason', value: '', ...about, ridesAlong: true },
  ];
}

/** An answer that was heard, or came too late, is cleared so that the next cycle starts with an empty field. */
function spentAnswers({ facts, state }: Wish): Property[] {
  const { answersAfter, status, cycle } = state;
  if (!['recycled', 'won', 'disqualified'].includes(status) || answersAfter === null || cycle === 0)
    return [];
  return ['accord_answer', 'accord_reject_reason']
    .filter((name) => cellOf(facts, name).value !== '' && ms(cellOf(facts, name).at) <= ms(answersAfter))
    .map((name) => ({ name, value: '', effect: 'stage', since: latestHandOver(state), ridesAlong: false }));
}

function ownerProperty({ state: { owner } }: Wish): Property[] {
  if (owner.by !== 'accord') return [];
  return [
    { name: 'hubspot_owner_id', value: owner.value, effect: 'owner', since: owner.at, ridesAlong: false },
  ];
}
