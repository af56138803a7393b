// What sales owes for a lead: as the next step of a rep, and as the promise of the contract, without its time.
import { isAttempts, type SalesClause } from './agreement-sales.ts';
import { countOf } from './amounts.ts';
import { TASK_OF, type TaskClause, type WantedTask } from './decision.ts';
import type { Language } from './wording.ts';

type Sayings = Readonly<Record<Language, Readonly<Record<TaskClause, string>>>>;

export const NEXT_STEPS: Sayings = {
  en: {
    accept: 'Accept or reject',
    firstTouch: 'Make the first contact',
    feedback: 'Give the reject reason',
  },
  fr: {
    accept: 'Accepter ou refuser',
    firstTouch: 'Prendre le premier contact',
    feedback: 'Donner le motif du refus',
  },
};

/** `Make the first contact`; of the attempts `Make 5 attempts or reach the lead`. */
export function nextStepOf(
  { clause, tries }: Pick<WantedTask, 'clause' | 'tries'>,
  language: Language,
): string {
  if (tries === undefined) return NEXT_STEPS[language][clause];
  const what = `${TRY[language]} ${touchesOf(tries, language)}`;
  return tries.counts === 'attempt' ? `${what}${OR_REACH[language]}` : what;
}

const TRY = { en: 'Make', fr: 'Faire' } as const;
const OR_REACH = { en: ' or reach the lead', fr: ' ou joindre le lead' } as const;

export const SALES_PROMISES: Sayings = {
  en: {
    accept: 'Sales accepts or rejects',
    firstTouch: 'Sales makes the first contact',
    feedback: 'Sales says why it rejects',
  },
  fr: {
    accept: 'Les ventes acceptent ou refusent',
    firstTouch: 'Les ventes prennent le premier contact',
    feedback: 'Les ventes motivent leur refus',
  },
};

const TOUCHES = {
  en: { attempt: ['attempt', 'attempts'], contact: ['contact', 'contacts'] },
  fr: { attempt: ['tentative', 'tentatives'], contact: ['contact', 'contacts'] },
} as const;

/** What sales promised by a clause without a label, without its time. */
export function salesPromise(clause: Promised, language: Language): string {
  if (!isAttempts(clause)) return SALES_PROMISES[language][TASK_OF[clause.kind]];
  const touches = touchesOf(clause, language);
  const [so, reached] =
    language === 'fr'
      ? [`Les ventes font ${touches}`, ' ou joignent le lead']
      : [`Sales makes ${touches}`, ' or reaches the lead'];
  return clause.untilReached === true ? `${so}${reached}` : so;
}

type Promised = Pick<SalesClause, 'kind' | 'counts' | 'count' | 'untilReached'>;

/** `2 attempts`, `1 contact` */
export function touchesOf(
  { counts, count }: Pick<SalesClause, 'counts' | 'count'>,
  language: Language,
): string {
  return countOf(count, TOUCHES[language][counts], language);
}
