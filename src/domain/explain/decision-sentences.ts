// Decisions in sentences, English and French: one line for the record's property, the long form for console and demo.
// Pure: the same decision gives the same text. Tasks have their own text, task-text.ts.
import type { Agreement } from '#domain/agreement.ts';
import { isOpen } from '#domain/course.ts';
import type { Decision, Reason } from '#domain/decision.ts';
import { handedOverParams } from '#domain/hand-over.ts';
import { largest } from '#domain/largest.ts';
import type { LeadState, LeadStatus, Verdict } from '#domain/lead.ts';
import { capitalize, quote, setFrench, setIn } from '#domain/typography.ts';
import { type Language, makeWords, type Words } from '#domain/wording.ts';
import { explainPersona } from './persona-sentence.ts';
import { ending, oneLine, SENTENCES } from './reason-sentences.ts';
import { neededPoints, scoreLine } from './score-line.ts';

/** What HubSpot users read in one line of the record. */
const MAX_SUMMARY = 250;
/** Rules named in the summary; the record card has the rest. */
const SUMMARY_PARTS = 3;
/** Milli-points: less is written as 0. */
const SHOWN_FROM = 50;

/** Reasons that say why a lead is not handed over, in the order they are told. */
const OBSTACLES = [
  'outOfScope',
  'meetsDisqualification',
  'gate',
  'stageProtected',
  'missingField',
  'belowMql',
  'baseline',
  'coolingDown',
  'neverAgain',
  'needsFreshSignal',
  'cyclesUsed',
  'sourcePaused',
  'ownerHold',
  'unattended',
];
/** Told of an open lead, too. */
const OF_SALES = ['ownerHold', 'unattended'];

/** One reason as a sentence. Without an agreement, ids are spelled as words and times are UTC. */
export function sentence(reason: Reason, language: Language, agreement?: Agreement): string {
  const words = makeWords(language, agreement);
  if (reason.code === 'persona' && agreement !== undefined) return explainPersona(reason, agreement, words);
  return say(reason, language, words);
}

/**
 * The decision in one line of at most 250 characters, e.g. `MQL: 72 points (fit 40, engagement 32), grade A2. Handed over to
 * sales. …`. Told from state and verdict, so that deciding again says the same.
 */
export function summarize(decision: Decision, language: Language, agreement?: Agreement): string {
  const words = makeWords(language, agreement);
  const { state, verdict } = decision;
  const sentences = [
    headline(decision, language, words),
    ...course(state, language, words),
    ...obstacles(decision)
      // What holds a baseline lead back is told already.
      .filter(({ code }) => !(code === 'needsFreshSignal' && state.status === 'baseline'))
      .map((reason) => tellObstacle(reason, decision, { words, agreement })),
    agreement === undefined || isOutside(decision) ? '' : mainParts(verdict, words),
  ];
  return fit(sentences.filter((each) => each !== ''));
}

/** Why the lead stands where it stands, and what keeps it from being handed over. Labels come from the agreement. */
export function explainLead(
  agreement: Agreement,
  decision: Decision,
  language: Language,
): { readonly why: readonly string[]; readonly whyNotYet: readonly string[] } {
  const words = makeWords(language, agreement);
  const isObstacle = (reason: Reason): boolean => isInTheWay(reason, decision.verdict);
  const told = decision.reasons.filter((reason) => !isObstacle(reason) && isTelling(reason, decision));
  const why = [
    headline(decision, language, words),
    ...course(decision.state, language, words),
    rejectNote(decision.state, language),
    ...told.map((reason) => sentence(reason, language, agreement)),
  ];
  return {
    // The state and a reason of this decision may say the same.
    why: [...new Set(why)].filter((each) => each !== ''),
    whyNotYet: obstacles(decision).map((reason) => tellObstacle(reason, decision, { words, agreement })),
  };
}

/** Out of scope, and no cycle that has to end for it: what is known of the lead does not matter. */
function isOutside({ state, verdict }: Decision): boolean {
  return !verdict.inScope && (state.status === 'none' || state.status === 'baseline');
}

/** Rules that have faded to less than what one decimal shows say nothing. */
function isTelling({ code, params }: Reason, decision: Decision): boolean {
  if (isOutside(decision)) return !['part', 'persona', 'missingField'].includes(code);
  return code !== 'part' || Math.abs(Number(params['milliPoints'])) >= SHOWN_FROM;
}

function say(reason: Reason, language: Language, words: Words): string {
  const table = SENTENCES[language];
  const make = Object.hasOwn(table, reason.code) ? table[reason.code] : undefined;
  // Every code of README.md has a sentence (tested); an unknown one must still never show.
  if (make === undefined) return '';
  const made = make(reason.params, words);
  return setIn(made, language);
}

const STATUS: Readonly<Record<Language, Readonly<Record<LeadStatus, string>>>> = {
  en: {
    none: 'Not handed over',
    baseline: 'Not handed over',
    handedOver: 'MQL',
    accepted: 'Accepted by sales',
    working: 'Worked on by sales',
    rejected: 'Rejected by sales',
    recycled: 'In nurture',
    won: 'Customer',
    disqualified: 'Disqualified',
  },
  fr: {
    none: 'Non transmis',
    baseline: 'Non transmis',
    handedOver: 'MQL',
    accepted: 'Accepté par les ventes',
    working: 'Suivi par les ventes',
    rejected: 'Refusé par les ventes',
    recycled: 'En nurturing',
    won: 'Client',
    disqualified: 'Écarté',
  },
};

function headline(decision: Decision, language: Language, words: Words): string {
  const { state, verdict } = decision;
  const [status, line] = [STATUS[language][state.status], scoreLine(verdict, words)];
  if (isOutside(decision)) return `${STATUS[language].none}.`;
  return language === 'fr' ? setFrench(`${status} : ${line}.`) : `${status}: ${line}.`;
}

/** What is due, by status; the other statuses tell something of the lead's own. */
const DUE: Readonly<Record<Language, Partial<Record<LeadStatus, string>>>> = {
  en: { accepted: 'The first contact is due.', rejected: 'The reason for the reject is due.' },
  fr: { accepted: 'Le premier contact est dû.', rejected: 'Le motif du refus est dû.' },
};

/** In the long form alone: the line that goes into HubSpot and into lists holds nothing that a rep wrote freely beside the reason. */
function rejectNote({ rejectNote: note }: LeadState, language: Language): string {
  if (note === undefined) return '';
  const said = quote(oneLine(note), language);
  return setIn(language === 'fr' ? `Note des ventes : ${said}.` : `Sales noted: ${said}.`, language);
}

/** Where the cycle stands, and where its lead came from. */
function course(state: LeadState, language: Language, words: Words): readonly string[] {
  const { released } = state;
  const stands = standing(state, language, words);
  return released === undefined || !isOpen(state)
    ? [stands]
    : [stands, say({ code: 'released', params: { ...released } }, language, words)];
}

function standing(state: LeadState, language: Language, words: Words): string {
  switch (state.status) {
    case 'handedOver':
      return say({ code: 'handedOver', params: handedOverParams(state) }, language, words);
    case 'working':
      // A stage or status may say so of a lead without any contact logged.
      if (state.touchedAt === null) return '';
      return say({ code: 'touched', params: { at: state.touchedAt } }, language, words);
    case 'recycled':
    case 'disqualified':
      return endingSentence(ending(state.recycleReason, language, words));
    case 'baseline':
      return say({ code: 'baseline', params: {} }, language, words);
    default:
      return DUE[language][state.status] ?? '';
  }
}

function endingSentence(text: string): string {
  return text === '' ? '' : `${capitalize(text)}.`;
}

/** `baseline` is told by the state; everything else that holds the lead back, once. */
function obstacles({ reasons, state, verdict }: Decision): readonly Reason[] {
  const isIdle = ['none', 'baseline', 'recycled', 'disqualified'].includes(state.status);
  const found = reasons.filter(
    (reason) => OF_SALES.includes(reason.code) || (isIdle && isInTheWay(reason, verdict)),
  );
  return found
    .filter(({ code }) => !(code === 'baseline' && state.status === 'baseline'))
    .toSorted((a, b) => OBSTACLES.indexOf(a.code) - OBSTACLES.indexOf(b.code));
}

/** A missing field is in the way only where the agreement blocks for it, not where it is asked for later. */
function isInTheWay({ code, params }: Reason, { missingFields }: Verdict): boolean {
  // Decisions from before fields were asked for by stage name only those that block.
  const isAsked = code === 'missingField' && params['owedBy'] !== undefined;
  if (isAsked) return missingFields.includes(String(params['name']));
  return OBSTACLES.includes(code);
}

function mainParts({ parts }: Verdict, words: Words): string {
  const main = largest(parts, SUMMARY_PARTS, ({ milliPoints }) => milliPoints)
    .filter(({ milliPoints }) => milliPoints >= SHOWN_FROM)
    .map((part) => `${words.rule(part.rule)} +${words.points(part.milliPoints)}`);
  return main.length === 0 ? '' : `${main.join(', ')}.`;
}

interface Voice {
  readonly words: Words;
  readonly agreement: Agreement | undefined;
}

/** As its reason, but the score: the headline has told it, what it lacks is told where the line is a plain number of points. */
function tellObstacle(reason: Reason, { verdict }: Decision, { words, agreement }: Voice): string {
  const { language } = words;
  if (reason.code !== 'belowMql') return say(reason, language, words);
  const needed = agreement === undefined ? null : neededPoints(agreement);
  if (needed === null)
    return language === 'fr' ? 'Le score est trop bas pour un MQL.' : 'The score is too low for an MQL.';
  const line = words.neededPoints(needed);
  const lacking = words.points(needed.milliPoints - verdict[needed.part]);
  return language === 'fr'
    ? setFrench(`Un MQL demande ${line} ; il en manque ${lacking}.`)
    : `An MQL takes ${line}; still missing: ${lacking}.`;
}

/** Whole sentences as long as they fit; the first is cut if it alone is too long. */
function fit(sentences: readonly string[]): string {
  const line = sentences.reduce((text, each) => {
    const longer = text === '' ? each : `${text} ${each}`;
    return longer.length <= MAX_SUMMARY ? longer : text;
  }, '');
  return line === '' ? (sentences[0] ?? '').slice(0, MAX_SUMMARY) : line;
}
