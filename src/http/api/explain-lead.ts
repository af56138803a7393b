// One lead at an instant, in sentences: the decision in force then, under the version it was made with.
import type { z } from 'zod';
import type { Agreement } from '#domain/agreement.ts';
import type { Decision } from '#domain/decision.ts';
import { explainLead, summarize } from '#domain/explain/decision-sentences.ts';
import { explain } from '#domain/explain/explanation.ts';
import { fromEpochMs, toEpochMs } from '#domain/instant.ts';
import { HttpProblem, inWords } from '#http/problem.ts';
import { problemWords } from '#http/problem-words.ts';
import type { WebContext } from '#http/web-context.ts';
import { readInputs, type StoredDecision } from '#pipeline/replay.ts';
import type { LeadReport as Lead } from '#pipeline/reports.ts';
import { readCompiled } from '#pipeline/versions/compiled-form.ts';
import type { LeadQuery, LeadReport } from './lead-contract.ts';

type Report = z.output<typeof LeadReport>;
type Told = Pick<
  Report,
  'verdict' | 'short' | 'card' | 'why' | 'whyNotYet' | 'whatWouldItTake' | 'clauses' | 'clocks' | 'pauses'
>;

/** Null when the portal has no such lead. */
export async function explainOne(
  { reports }: WebContext,
  { portalId, contactId }: { readonly portalId: string; readonly contactId: string },
  query: z.output<typeof LeadQuery>,
): Promise<Report | null> {
  const lead = await reports.readLead(portalId, contactId);
  if (lead === null) return null;
  // In Accord's own form, because instants compare as strings.
  const asked = query.at === undefined ? null : fromEpochMs(toEpochMs(query.at));
  const { now, decision } = await reports.readDecisionAt(portalId, { leadId: lead.leadId, at: asked });
  refuseOutside({ asked, now, decision });
  const language = query.language ?? lead.language;
  const at = asked ?? now;
  const agreement = decision === null ? undefined : agreementOf(decision);
  const isPast = asked !== null && decision !== null;
  return {
    ...headOf(lead),
    ...(isPast ? pastOf(decision) : {}),
    at,
    ...(decision === null ? NOTHING_TOLD : tell(decision, agreement, { at, language })),
    decisions: lead.decisions.map(({ outcome, noteBefore, ...row }) => ({
      ...row,
      summary: summarize(outcome, language, agreement),
      note: noteOf(outcome, noteBefore),
    })),
  };
}

/** Beside the decision that heard it, which may come after the no, not beside all that come while it stands. */
function noteOf({ state: { rejectNote = '' } }: Decision, noteBefore: string): string | null {
  return rejectNote === '' || rejectNote === noteBefore ? null : rejectNote;
}

const NOTHING_TOLD: Told = {
  verdict: null,
  short: '',
  card: [],
  why: [],
  whyNotYet: [],
  whatWouldItTake: [],
  clauses: [],
  clocks: [],
  pauses: [],
};

function headOf(lead: Lead): Omit<Report, 'at' | 'decisions' | keyof Told> {
  const { leadId, contactId, companyId, rehearsed, reviewAt, reviewExact, agreementId, version } = lead;
  return {
    leadId,
    contactId,
    companyId,
    rehearsed,
    reviewAt,
    reviewExact,
    agreement: { id: agreementId, version },
    state: { ...lead.state },
  };
}

/** What stood then instead of what stands now. */
function pastOf(
  decision: StoredDecision,
): Pick<Report, 'agreement' | 'state' | 'rehearsed' | 'reviewAt' | 'reviewExact'> {
  const { state, reviewAt } = outcomeOf(decision);
  return {
    agreement: { id: decision.agreementId, version: decision.version },
    state: { ...state },
    rehearsed: !decision.live,
    reviewAt: reviewAt?.at ?? null,
    reviewExact: reviewAt?.exact ?? true,
  };
}

function tell(
  decision: StoredDecision,
  agreement: Agreement | undefined,
  { at, language }: { readonly at: string; readonly language: 'en' | 'fr' },
): Told {
  const outcome = outcomeOf(decision);
  const inputs = readInputs(decision);
  const running = { clocks: [...outcome.clocks], pauses: [...(inputs?.facts.pauses ?? [])] };
  if (agreement === undefined) return { ...NOTHING_TOLD, ...running, verdict: { ...outcome.verdict } };
  if (inputs === null) {
    const { why, whyNotYet } = explainLead(agreement, outcome, language);
    const short = summarize(outcome, language, agreement);
    return {
      ...NOTHING_TOLD,
      ...running,
      verdict: { ...outcome.verdict },
      short,
      why: [...why],
      whyNotYet: [...whyNotYet],
    };
  }
  const { facts, context } = inputs;
  const then = { ...context, now: at };
  const explanation = explain(
    { agreement, facts, state: outcome.state, context: then, did: outcome.reasons },
    language,
  );
  const { verdict, short, card, why, whyNotYet, whatWouldItTake, clauses } = explanation;
  return {
    ...running,
    verdict: { ...verdict },
    short,
    card: [...card],
    why: [...why],
    whyNotYet: [...whyNotYet],
    whatWouldItTake: [...whatWouldItTake],
    clauses: clauses.map(({ conditions, ...clause }) => ({
      ...clause,
      conditions: conditions.map((group) => group.map((condition) => ({ ...condition }))),
    })),
  };
}

function refuseOutside({
  asked,
  now,
  decision,
}: {
  readonly asked: string | null;
  readonly now: string;
  readonly decision: StoredDecision | null;
}): void {
  if (asked === null) return;
  if (asked > now) {
    const words = problemWords('atInFuture', { at: asked, now });
    throw new HttpProblem(inWords(words, { status: 400, code: 'AT_IN_FUTURE' }));
  }
  if (decision === null) {
    const words = problemWords('notJudgedYet', { at: asked });
    throw new HttpProblem(inWords(words, { status: 404, code: 'NOT_JUDGED_YET' }));
  }
}

export function outcomeOf({ outcome }: StoredDecision): Decision {
  // Written by judge-batch as canonical JSON of a decision.
  const decision = JSON.parse(outcome) as Decision;
  // Of an earlier release, which knew no clocks.
  return { ...decision, clocks: decision.clocks ?? [] };
}

export function agreementOf({ form }: StoredDecision): Agreement | undefined {
  return form === null ? undefined : readCompiled(form);
}
