// What sales owes for a lead: as the next step of a rep, and as the promise of the contract, without its time.
import type { SalesClause } from './agreement-sales.ts';
import { countOf } from './amounts.ts';
import type { TaskClause } from './decision.ts';
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

/** `2 attempts`, `1 contact` */
export function touchesOf(
  { counts, count }: Pick<SalesClause, 'counts' | 'count'>,
  language: Language,
): string {
  return countOf(count, TOUCHES[language][counts], language);
}
