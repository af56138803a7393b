// One lead as the record card shows it: the decision in force, explained for this instant, with what the user may do.
import type { z } from 'zod';
import type { Language } from '#agreement/messages.ts';
import type { Agreement } from '#domain/agreement.ts';
import { isIdle, OPEN } from '#domain/course.ts';
import type { Clock } from '#domain/decision.ts';
import { explain } from '#domain/explain/explanation.ts';
import { statusIn } from '#domain/lead-status.ts';
import { setFrench } from '#domain/typography.ts';
import { makeWords } from '#domain/wording.ts';
import type { WebContext } from '#http/web-context.ts';
import { mayAsk } from '#pipeline/ask-sales.ts';
import { leadRolesOf } from '#pipeline/lead-rights.ts';
import { readInputs } from '#pipeline/replay.ts';
import type { LeadReport } from '#pipeline/reports.ts';
import type { KnownCaller } from './caller.ts';
import type { CardReport } from './contract-card.ts';
import { agreementOf, outcomeOf } from './explain-lead.ts';

type Report = z.output<typeof CardReport>;
type Told = Pick<Report, 'summary' | 'score' | 'why' | 'whyNotYet' | 'whatWouldItTake' | 'clocks'>;

/** What a card has room for; parts beyond it weigh least. */
const MAX_PARTS = 12;

interface Asked {
  readonly caller: KnownCaller;
  readonly language: Language;
}

/** Null when the portal has no such lead. */
export async function showCard(
  { reports }: WebContext,
  { portalId, contactId }: { readonly portalId: string; readonly contactId: string },
  { caller, language }: Asked,
): Promise<Report | null> {
  const lead = await reports.readLead(portalId, contactId);
  if (lead === null) return null;
  const [portal, { now, decision }, may] = await Promise.all([
    reports.summarizePortal(portalId),
    reports.readDecisionAt(portalId, { leadId: lead.leadId, at: null }),
    rightsOf(reports, { portalId, contactId, caller, lead }),
  ]);
  const agreement = decision === null ? undefined : agreementOf(decision);
  return {
    ...headOf(lead, agreement, language),
    at: now,
    language,
    mode: portal?.mode ?? 'observe',
    judged: decision !== null,
    ...(decision === null || agreement === undefined
      ? NOTHING
      : tell(decision, agreement, { now, language })),
    may,
    ...choicesOf(agreement),
  };
}

function headOf(
  { contactId, rehearsed, state }: LeadReport,
  agreement: Agreement | undefined,
  language: Language,
): Pick<Report, 'contactId' | 'rehearsed' | 'status' | 'statusText' | 'stageText'> {
  return {
    contactId,
    rehearsed,
    status: state.status,
    statusText: statusIn(language, state.status),
    stageText: makeWords(language, agreement).stage(state.stage.value),
  };
}

function choicesOf(agreement: Agreement | undefined): Pick<Report, 'rejectReasons' | 'tracks'> {
  if (agreement === undefined) return { rejectReasons: [], tracks: [] };
  const { rejectReasons, nurture } = agreement;
  const choice = ({ id, label }: Report['tracks'][number]): Report['tracks'][number] => ({ id, label });
  return { rejectReasons: rejectReasons.map(choice), tracks: nurture.tracks.map(choice) };
}

const NOTHING: Told = {
  summary: '',
  score: null,
  why: [],
  whyNotYet: [],
  whatWouldItTake: [],
  clocks: [],
};

function tell(
  decision: Parameters<typeof outcomeOf>[0],
  agreement: Agreement,
  { now, language }: { readonly now: string; readonly language: Language },
): Told {
  const outcome = outcomeOf(decision);
  const inputs = readInputs(decision);
  const clocks = clocksOf(outcome.clocks, agreement, { now, language });
  if (inputs === null) return { ...NOTHING, clocks };
  const { facts, context } = inputs;
  const told = explain(
    { agreement, facts, state: outcome.state, context: { ...context, now }, did: outcome.reasons },
    language,
  );
  const { verdict, short, why, whyNotYet, whatWouldItTake } = told;
  return {
    summary: short,
    score: scoreOf(verdict, agreement, language),
    // The parts of the score stand beside it.
    why: why.filter((line) => line.endsWith('.')),
    whyNotYet: [...whyNotYet],
    whatWouldItTake: [...whatWouldItTake],
    clocks,
  };
}

function scoreOf(
  { total, fit, engagement, grade, parts }: ReturnType<typeof explain>['verdict'],
  agreement: Agreement,
  language: Language,
): Report['score'] {
  const words = makeWords(language, agreement);
  const label = (text: string): string => (language === 'fr' ? setFrench(text) : text);
  return {
    total: points(total),
    fit: points(fit),
    engagement: points(engagement),
    grade,
    parts: parts
      .map(({ rule, milliPoints }) => ({ label: label(words.rule(rule)), points: points(milliPoints) }))
      .toSorted((a, b) => Math.abs(b.points) - Math.abs(a.points))
      .slice(0, MAX_PARTS),
  };
}

function points(milliPoints: number): number {
  return Math.round(milliPoints / 100) / 10;
}

/** Kept, excused and closed ones are history. */
const RUNNING: readonly Clock['status'][] = ['breached', 'warned', 'running', 'paused'];

function clocksOf(
  clocks: readonly Clock[],
  agreement: Agreement,
  { now, language }: { readonly now: string; readonly language: Language },
): Report['clocks'] {
  const words = makeWords(language, agreement);
  return clocks
    .filter(({ status }) => RUNNING.includes(status))
    .map(({ clause, status, dueAt, breachedAt }) => {
      const due = breachedAt ?? dueAt;
      const minutesLeft = due === null ? null : Math.floor((Date.parse(due) - Date.parse(now)) / 60_000);
      return { clause, label: words.clause(clause), status, dueAt: due, minutesLeft };
    })
    .toSorted((a, b) => (a.minutesLeft ?? Infinity) - (b.minutesLeft ?? Infinity));
}

async function rightsOf(
  reports: WebContext['reports'],
  asked: {
    readonly portalId: string;
    readonly contactId: string;
    readonly caller: KnownCaller;
    readonly lead: LeadReport;
  },
): Promise<Report['may']> {
  const { portalId, contactId, caller, lead } = asked;
  const right =
    caller.kind === 'admin'
      ? null
      : await reports.readAnswerRight(portalId, { contactId, userId: caller.userId });
  // A lead that is only rehearsed is not with sales.
  if (right === null || caller.kind === 'admin') return { answer: false, handOver: false, recycle: false };
  const may = mayAsk(right, caller.email);
  const isOpen = OPEN.includes(lead.state.status) && !lead.rehearsed;
  return {
    answer: isOpen && leadRolesOf(right, caller.email).length > 0,
    handOver: isIdle(lead.state) && !lead.rehearsed && may.handOver,
    recycle: isOpen && may.recycle,
  };
}
