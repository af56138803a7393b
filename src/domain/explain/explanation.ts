// A lead at an instant, explained (R34): the verdict clause by clause, why, why not yet, what it would take, in the long form
// for the console and a short one for the record card. Pure: the same facts, state and instant give the same text.
import type { Agreement, Instant } from '#domain/agreement.ts';
import { clocksOf } from '#domain/clocks.ts';
import { decide } from '#domain/decide.ts';
import type { Decision, DecisionContext } from '#domain/decision.ts';
import { toEpochMs } from '#domain/instant.ts';
import type { LeadFacts, LeadState, Verdict } from '#domain/lead.ts';
import { agreementForLead, agreementForOwner } from '#domain/overlays.ts';
import { setFrench } from '#domain/typography.ts';
import { judgeLead } from '#domain/verdict.ts';
import { viewLead } from '#domain/view.ts';
import { type Language, makeWords } from '#domain/wording.ts';
import type { ClauseLine, Judged } from './clause.ts';
import { ENGLISH_CLAUSES } from './clause-texts-en.ts';
import { FRENCH_CLAUSES } from './clause-texts-fr.ts';
import { listClauses } from './clauses.ts';
import { explainLead, summarize } from './decision-sentences.ts';
import { tellWays } from './way-sentences.ts';
import { whatWouldItTake } from './what-would-it-take.ts';

export interface ExplainInput {
  readonly agreement: Agreement;
  readonly facts: LeadFacts;
  /** As the decision in force left it. */
  readonly state: LeadState;
  /** `now` is the instant that is asked about, not before the decision in force. */
  readonly context: DecisionContext;
  /** Of the decision in force: tells what it did, which judging again does not. */
  readonly did?: Decision['reasons'];
}

export interface Explanation {
  readonly at: Instant;
  readonly verdict: Verdict;
  /** One line of at most 250 characters. */
  readonly short: string;
  /** At most six lines for the record card. */
  readonly card: readonly string[];
  readonly why: readonly string[];
  readonly whyNotYet: readonly string[];
  /** One sentence per way, or one that says why nothing helps; none when the lead is with sales. */
  readonly whatWouldItTake: readonly string[];
  readonly clauses: readonly ClauseLine[];
}

const CARD_LINES = 6;
/** Ways told on the card. */
const CARD_WAYS = 2;

/** What judging anew says; what it would do besides has not been done and is not told. */
const OF_THE_INSTANT = [
  'outOfScope',
  'meetsDisqualification',
  'gate',
  'part',
  'missingField',
  'belowMql',
  'baseline',
  'coolingDown',
  'cyclesUsed',
  'needsFreshSignal',
  'sourcePaused',
  'ownerHold',
  'unattended',
  'stageProtected',
];

export function explain(input: ExplainInput, language: Language): Explanation {
  const { agreement: signed, facts, context } = input;
  const decision = standing(input);
  const { state, verdict } = decision;
  const agreement = agreementForOwner(agreementForLead(signed, facts), context.pool, state.owner.value);
  const { why, whyNotYet } = explainLead(agreement, decision, language);
  const outlook = whatWouldItTake({ agreement: signed, facts, state, context });
  const clauses = listClauses(judge({ ...input, agreement }, decision, language)).map((line) =>
    language === 'fr' ? { ...line, text: setFrench(line.text) } : line,
  );
  const lines = { why, whyNotYet, whatWouldItTake: tellWays(agreement, outlook, language), clauses };
  return {
    at: context.now,
    verdict,
    short: summarize(decision, language, agreement),
    card: cardOf(lines),
    ...lines,
  };
}

/** The decision in force, with the verdict as it is at the instant. A lead never judged stands where judging puts it. */
function standing({ agreement, facts, state, context, did = [] }: ExplainInput): Decision {
  const anew = decide(agreement, { facts, state }, context);
  if (state.regime === -1) return anew;
  const reasons = [
    ...anew.reasons.filter(({ code }) => OF_THE_INSTANT.includes(code)),
    ...did.filter(({ code }) => !OF_THE_INSTANT.includes(code)),
  ];
  return { ...anew, state, reasons };
}

function judge({ agreement, facts, context }: ExplainInput, { state }: Decision, language: Language): Judged {
  const moment = { nowMs: toEpochMs(context.now), stage: state.stage };
  const view = viewLead(agreement, facts);
  const { verdict, sight } = judgeLead(agreement, view, moment);
  const { standings } = clocksOf({ agreement, context, view, sight, state, before: state, closed: null });
  return {
    clocks: standings,
    agreement,
    facts,
    state,
    context,
    verdict,
    sight,
    words: makeWords(language, agreement),
    texts: language === 'fr' ? FRENCH_CLAUSES : ENGLISH_CLAUSES,
  };
}

/** Where the lead stands, what holds it back, what sales owes, what it would take; what does not fit is left out. */
function cardOf({
  why,
  whyNotYet,
  whatWouldItTake,
  clauses,
}: Omit<Explanation, 'at' | 'verdict' | 'short' | 'card'>): readonly string[] {
  const ways = whatWouldItTake.slice(0, CARD_WAYS);
  const owed = clauses.filter(
    ({ clause, standing }) => clause.startsWith('promises.') && isOpenClause(standing),
  );
  // Points are told in full sentences by the summary; the card tells what is so.
  const standing = why.filter((line) => line.endsWith('.')).slice(0, 2);
  const before = [...standing, ...whyNotYet, ...owed.slice(0, 1).map(({ text }) => text)];
  return [...before.slice(0, CARD_LINES - ways.length), ...ways];
}

function isOpenClause(standing: ClauseLine['standing']): boolean {
  return standing === 'notMet' || standing === 'notYet';
}
