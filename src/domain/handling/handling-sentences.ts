// A clause of sales' in a month, in sentences: what was promised, and for how many leads it was kept.
import type { SalesClause } from '#domain/agreement-sales.ts';
import { formatDay, formatDuration, formatNumber, formatShare } from '#domain/amounts.ts';
import { sayStatus, sentences } from '#domain/marketing/clause-sentences.ts';
import { CLAUSE_WORDS } from '#domain/marketing/clause-words.ts';
import { salesPromise, touchesOf } from '#domain/promise-words.ts';
import { setIn } from '#domain/typography.ts';
import type { Language } from '#domain/wording.ts';
import type { HandlingState } from './handling.ts';
import { HANDLING_WORDS } from './handling-words.ts';
import type { HandlingStanding } from './standing.ts';

interface Telling {
  /** `2026-11` */
  readonly month: string;
  readonly language: Language;
}

/** `Sales makes the first contact within 1 working day, for 95% of the leads due in November 2026` */
export function labelHandling({ promise }: Pick<HandlingState, 'promise'>, telling: Telling): string {
  const { month, language } = telling;
  const share = formatShare(promise.rate, language);
  const words = HANDLING_WORDS[language];
  return setIn(words.label(promiseOf(promise, language), share, formatDay(month, language)), language);
}

function promiseOf(clause: SalesClause, language: Language): string {
  const words = HANDLING_WORDS[language];
  const within = formatDuration(clause.within, language);
  return clause.label === null
    ? words.within(salesPromise(clause, language), within)
    : words.own(clause.label, touchesOf(clause, language), within);
}

/** Where it stands, in one to three sentences. */
export function describeHandling(state: HandlingState, language: Language): string {
  return setIn(describe(state, language), language);
}

function describe(state: HandlingState, language: Language): string {
  const words = CLAUSE_WORDS[language];
  if (state.status === 'notStarted') return words.notStarted;
  if (state.status === 'notMeasured') return words.notOn;
  const { excused, young } = state;
  const number = (value: number): string => formatNumber(value, language);
  return sentences([
    state.status === 'noLeads' ? words.noLeads : sayCounts(state, language),
    young === 0 ? '' : words.young(young, number(young)),
    excused === 0 ? '' : HANDLING_WORDS[language].excused(excused, number(excused)),
  ]);
}

function sayCounts({ status, due, kept, late, broken }: HandlingState, language: Language): string {
  const words = HANDLING_WORDS[language];
  const number = (value: number): string => formatNumber(value, language);
  // Rounded down, so that a promise that was missed never looks kept.
  const share = formatShare(Math.floor((10_000 * kept) / due) * 100, language);
  const line = [
    words.kept(number(kept), number(due), share),
    ...(late === 0 ? [] : [words.late(number(late))]),
    ...(broken === 0 ? [] : [words.broken(number(broken))]),
  ].join(', ');
  return `${sayStatus(status, CLAUSE_WORDS[language])}${line}.`;
}

export function sayHandling(standing: HandlingStanding, language: Language): string {
  return setIn(HANDLING_WORDS[language].standings[standing], language);
}
