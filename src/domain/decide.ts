// The decision about one lead at one instant: the steps of README.md, in their order. Pure: the same input gives the same
// bytes. Writing, storing and waking up again is the pipeline's work.
import type { Agreement } from './agreement.ts';
import { followPerson, noteTouch, startWorking, takeAnswer } from './answers.ts';
import { enterRegime } from './baseline.ts';
import { NO_CLOCKS, runClocks } from './clocks.ts';
import { carryOut } from './consequences/carry-out.ts';
import { eventsOf } from './consequences/events.ts';
import { takeBack } from './consequences/take-back.ts';
import { addReason, type Course, isIdle, isOpen, reasonOf, recycle } from './course.ts';
import type { Decision, DecisionContext } from './decision.ts';
import { coolOff, leaveCycle, takeBackWin } from './endings.ts';
import { summarize } from './explain/decision-sentences.ts';
import { handOverWhenDue } from './hand-over.ts';
import { toEpochMs } from './instant.ts';
import type { LeadFacts, LeadState } from './lead.ts';
import { completenessAt } from './mandatory.ts';
import { NO_NURTURE, nurtureOf } from './nurture.ts';
import { toldElsewhere } from './outputs.ts';
import { agreementForOwner, type SeenLead, viewUnderOverlay } from './overlays.ts';
import { type Debt, debtsOf } from './owes.ts';
import { explainVerdict } from './reasons.ts';
import { keepNote } from './reject-note.ts';
import { hearRequest } from './requests.ts';
import { findReview } from './review.ts';
import { assignOwner, releaseLeft } from './routing/assign.ts';
import { noteFormerRep, repOf } from './routing/former-reps.ts';
import { relieveAbsent } from './routing/unattended.ts';
import { renewScored } from './scored.ts';
import { moveStage } from './stages.ts';
import { markNoticed, noticeStrong } from './strong-signals.ts';
import { wantTask } from './tasks.ts';
import { adoptValues } from './tracked.ts';
import { judgeLead } from './verdict.ts';
import { wantProperties } from './wants.ts';

type Step = (course: Course) => Course;

/** Steps 6 to 13, and what follows from them. */
const STEPS: readonly Step[] = [
  leaveCycle,
  noteTouch,
  takeAnswer,
  followPerson,
  hearRequest,
  startWorking,
  coolOff,
  carryOut,
  handOverWhenDue,
  releaseLeft,
  noteFormerRep,
  assignOwner,
  relieveAbsent,
  moveStage,
  keepNote,
  runClocks,
  settle,
  offerScores,
];

export interface Lead {
  readonly facts: LeadFacts;
  readonly state: LeadState;
}

/** What should be so in HubSpot for this lead now, why, and until when that holds. */
export function decide(signed: Agreement, lead: Lead, context: DecisionContext): Decision {
  const seen = viewUnderOverlay(signed, lead.facts);
  if (lead.facts.gone) return dismiss(seen, lead.state, context);
  const taken = takeBack(seen, lead.state, context);
  let course = takeBackWin(enterRegime(openCourse(seen, { ...lead, state: taken.state }, context)));
  const reasons = taken.reasons.length === 0 ? course.reasons : [...taken.reasons, ...course.reasons];
  course = { ...course, undone: taken.undone, reasons, wasIdle: isIdle(course.state) };
  for (const step of STEPS) course = step(course);
  return conclude(course);
}

/** Before any step. */
const UNTOUCHED = {
  reasons: [],
  isStagePersonal: false,
  closed: null,
  wasIdle: false,
  move: null,
  startedWork: false,
  repBefore: '',
  route: null,
  nurture: NO_NURTURE,
  debts: [],
  undone: [],
  carriedOut: [],
  clocks: NO_CLOCKS,
  noticeFromMs: null,
} as const;

function judge({ agreement, view }: SeenLead, state: LeadState, context: DecisionContext): Course {
  const moment = { nowMs: toEpochMs(context.now), stage: state.stage };
  return {
    ...UNTOUCHED,
    agreement,
    context,
    view,
    state,
    before: state,
    ...judgeLead(agreement, view, moment),
  };
}

/** Steps 2 to 4. */
function openCourse(seen: SeenLead, lead: Lead, context: DecisionContext): Course {
  const { state, reasons, isStagePersonal } = adoptValues({ agreement: seen.agreement, context, ...lead });
  const course = judge(seen, state, context);
  return {
    ...course,
    reasons: [...reasons, ...explainVerdict(course.verdict)],
    isStagePersonal: isStagePersonal && lead.state.regime === context.regime && context.merged !== true,
    before: lead.state,
    repBefore: repOf(lead.state),
  };
}

/** What follows from where the lead stands now: completeness, missing fields and who owes them, nurture. */
function settle(course: Course): Course {
  const { agreement, view, state } = course;
  const completeness = completenessAt(agreement, view, state.stage.value);
  const debts = debtsOf(course);
  const settled = {
    ...course,
    verdict: { ...course.verdict, completeness },
    debts,
    nurture: nurtureOf(course),
  };
  return debts.reduce((told, debt) => addReason(told, 'missingField', debtParams(debt)), settled as Course);
}

function debtParams({ name, owedBy, dueAt }: Debt): Record<string, string> {
  return { name, owedBy, ...(dueAt === null ? {} : { dueAt }) };
}

function offerScores(course: Course): Course {
  const { agreement, state, verdict, view, sight } = course;
  const signalCount = view.facts.signals.length;
  return {
    ...course,
    state: { ...state, scored: renewScored({ agreement, state, verdict, nowMs: sight.nowMs, signalCount }) },
  };
}

function conclude(settled: Course): Decision {
  const { context, clocks } = settled;
  const agreement = agreementForOwner(settled.agreement, context.pool, settled.state.owner.value);
  const wanted = wantTask(settled.state, clocks.standings, settled.verdict.parts);
  const course = noticeStrong(settled, agreement, wanted);
  const { view, verdict, state, reasons, route, nurture, debts } = course;
  const task = wanted === null ? null : markNoticed(wanted, state);
  const draft: Decision = {
    verdict,
    state,
    properties: [],
    task,
    clocks: clocks.told,
    consequences: eventsOf(course),
    reasons,
    ...(route === null ? {} : { route }),
    reviewAt: findReview(course),
  };
  const elsewhere = toldElsewhere(agreement, { nurtureTrack: nurture.track, theme: nurture.theme });
  return {
    ...draft,
    ...(elsewhere === null ? {} : { elsewhere }),
    properties: wantProperties({
      agreement,
      facts: view.facts,
      state,
      verdict,
      task,
      stageReason: () => summarize(draft, agreement.language, agreement),
      nurture,
      debts,
      standings: clocks.standings,
    }),
  };
}

/** Step 1: nothing is wanted of a record that HubSpot no longer has. Never judged, it stays so, as it may come back. */
function dismiss(seen: SeenLead, state: LeadState, context: DecisionContext): Decision {
  const course: Course = {
    ...judge(seen, state, context),
    state: state.regime === -1 ? state : { ...state, regime: context.regime },
    reasons: [reasonOf('outOfScope')],
    before: state,
    repBefore: repOf(state),
  };
  const ended = runClocks(keepNote(noteFormerRep(isOpen(state) ? recycle(course, 'gone') : course)));
  return {
    verdict: ended.verdict,
    state: ended.state,
    properties: [],
    task: null,
    clocks: ended.clocks.told,
    consequences: [],
    reasons: ended.reasons,
    reviewAt: null,
  };
}
