// The oracle: decides about one lead as the domain's README says, step by step, with no regard to speed. It imports
// nothing from the product; two programs written from one text by different hands seldom make the same mistake.
import { runClocks } from './clocks.ts';
import { carryOut, takeBack } from './consequences.ts';
import { completeness, type Debt, listDebts } from './data.ts';
import { endWithoutRep, leave, takeBackWin } from './endings.ts';
import { isOpen } from './funnel.ts';
import { considerHandOver, findOwner, isHeld, moveStage, noteFormerRep, releaseLeft } from './hand-over.ts';
import { judge } from './judge.ts';
import { keepNote } from './notes.ts';
import { tellOwner, withNotice } from './notices.ts';
import { nurture } from './nurture.ts';
import { forLead, forTeam } from './overlays.ts';
import { type Agreement, type Context, type Lead, ms, type Outcome } from './shapes.ts';
import {
  adoptOwner,
  adoptStage,
  beginWork,
  explainVerdict,
  hearAnswer,
  noteTouch,
  obeyRequest,
  obeyStageSetByPerson,
  settleRegime,
} from './steps.ts';
import { relieve } from './unattended.ts';
import { renewScored, wantedProperties, wantedTask } from './wanted.ts';
import { change, recycle, say, type Work } from './work.ts';

export function oracleDecide(signed: Agreement, lead: Lead, context: Context): Outcome {
  const agreement = forLead(signed, lead.facts);
  if (lead.facts.gone) return decideGone(begin(agreement, lead, context));
  const back = takeBack(agreement, lead, context);
  const work = begin(agreement, { facts: lead.facts, state: back.state }, context);
  work.consequences.push(...back.events);
  for (const { code, params } of back.reasons) say(work, code, params);
  adoptStage(work);
  adoptOwner(work);
  work.judgedStage = work.state.stage;
  work.verdict = judge(agreement, work.facts, { now: work.now, stage: work.state.stage });
  explainVerdict(work);
  settleRegime(work);
  takeBackWin(work, back.state.stage.value);
  const statusBefore = work.state.status;
  leave(work);
  noteTouch(work);
  hearAnswer(work);
  obeyStageSetByPerson(work, statusBefore);
  obeyRequest(work, statusBefore);
  beginWork(work);
  endWithoutRep(work);
  carryOut(work);
  considerHandOver(work, statusBefore);
  releaseLeft(work);
  noteFormerRep(work);
  findOwner(work);
  relieve(work);
  moveStage(work);
  keepNote(work);
  if (work.verdict.qualifies && isHeld(work)) {
    say(work, 'stageProtected', { value: work.state.stage.value });
  }
  const clocks = runClocks(work, work.judgedStage);
  const debts = listDebts(work);
  for (const { name, by, due } of debts) {
    say(work, 'missingField', { name, owedBy: by, ...(due === null ? {} : { dueAt: due }) });
  }
  return finish(work, { debts, clocks });
}

function begin(agreement: Agreement, lead: Lead, context: Context): Work {
  const now = ms(context.now);
  return {
    agreement,
    facts: lead.facts,
    context,
    now,
    state: { ...lead.state },
    before: lead.state,
    closed: null,
    verdict: judge(agreement, lead.facts, { now, stage: lead.state.stage }),
    reasons: [],
    move: null,
    workBegan: false,
    first: lead.state.regime === -1,
    regimeChanged: lead.state.regime !== context.regime,
    stageByPerson: false,
    judgedStage: lead.state.stage,
    repBefore: repOf(lead.state),
    route: null,
    consequences: [],
  };
}

function decideGone(work: Work): Outcome {
  if (isOpen(work.state)) recycle(work, 'gone');
  if (!work.first) change(work, { regime: work.context.regime });
  noteFormerRep(work);
  keepNote(work);
  const clocks = runClocks(work, work.state.stage).told;
  return {
    verdict: work.verdict,
    state: work.state,
    properties: [],
    task: null,
    clocks,
    consequences: [],
    reasons: [{ code: 'outOfScope', params: {} }, ...work.reasons],
  };
}

interface Ends {
  debts: Debt[];
  clocks: ReturnType<typeof runClocks>;
}

function finish(work: Work, { debts, clocks }: Ends): Outcome {
  const { facts, context, reasons, route } = work;
  const verdict = {
    ...work.verdict,
    completeness: completeness(work.agreement, facts, work.state.stage.value),
  };
  if (verdict.inScope) change(work, { scored: renewScored(work) });
  const countedSince = ms(context.firstLiveAt ?? context.baselineAt);
  const told = nurture({ ...work, countedSince });
  const agreement = forTeam(work.agreement, context, work.state.owner.value);
  const wanted = wantedTask(work.state, clocks.lines, reasons);
  if (wanted !== null) tellOwner(work, agreement);
  const task = wanted === null ? null : withNotice(wanted, work.state);
  return {
    verdict,
    state: work.state,
    properties: wantedProperties({
      agreement,
      facts,
      context,
      verdict,
      state: work.state,
      task,
      debts,
      nurture: told,
      lines: clocks.lines,
    }),
    task,
    clocks: clocks.told,
    consequences: work.consequences.map((event) => ({ ...event, ownerAfter: repOf(work.state) })),
    reasons,
    ...(route === null ? {} : { route }),
  };
}

function repOf(state: Work['state']): string {
  return isOpen(state) && state.assignedAt !== null ? state.owner.value : '';
}
