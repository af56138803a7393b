// Words of sales' clauses of a month, English and French.
import { type Noun, nounFor } from '#domain/amounts.ts';
import type { Language } from '#domain/wording.ts';
import type { HandlingStanding } from './standing.ts';

/** Numbers come formatted. */
export interface HandlingWords {
  within(promise: string, within: string): string;
  own(label: string, touches: string, within: string): string;
  label(promise: string, share: string, month: string): string;
  kept(kept: string, due: string, share: string): string;
  late(late: string): string;
  broken(broken: string): string;
  excused(excused: number, text: string): string;
  standings: Readonly<Record<HandlingStanding, string>>;
}

const EXCUSED: Readonly<Record<Language, Noun>> = {
  en: ['lead is excused', 'leads are excused'],
  fr: ['lead est excusé', 'leads sont excusés'],
};

const ENGLISH: HandlingWords = {
  within: (promise, within) => `${promise} within ${within}`,
  own: (label, touches, within) => `${label}: ${touches} within ${within}`,
  label: (promise, share, month) => `${promise}, for ${share} of the leads due in ${month}`,
  kept: (kept, due, share) => `in time for ${kept} of ${due}, ${share}`,
  late: (late) => `${late} late`,
  broken: (broken) => `${broken} not at all`,
  excused: (excused, text) => `${text} ${nounFor(excused, EXCUSED.en, 'en')}.`,
  standings: {
    kept: 'Counts, and was kept.',
    late: 'Counts, and was kept late.',
    broken: 'Counts, and was not kept.',
    tooYoung: 'Does not count yet: it is not due, or a contact may still be logged.',
    excused: 'Does not count: excused.',
    ended: 'Does not count: it ended before it was due.',
    stoodStill: 'Does not count: it fell due while Accord was paused or observing.',
    beforeStart: 'Does not count: Accord was not switched on yet.',
  },
};

const FRENCH: HandlingWords = {
  within: (promise, within) => `${promise} sous ${within}`,
  own: (label, touches, within) => `${label} : ${touches} sous ${within}`,
  label: (promise, share, month) => `${promise}, pour ${share} des leads à échéance en ${month}`,
  kept: (kept, due, share) => `à temps pour ${kept} sur ${due}, soit ${share}`,
  late: (late) => `${late} en retard`,
  broken: (broken) => `${broken} pas du tout`,
  excused: (excused, text) => `${text} ${nounFor(excused, EXCUSED.fr, 'fr')}.`,
  standings: {
    kept: 'Compte, et a été respecté.',
    late: 'Compte, et a été respecté en retard.',
    broken: 'Compte, et n’a pas été respecté.',
    tooYoung: 'Ne compte pas encore : pas échu, ou un contact peut encore être saisi.',
    excused: 'Ne compte pas : excusé.',
    ended: 'Ne compte pas : terminé avant l’échéance.',
    stoodStill: 'Ne compte pas : échu pendant qu’Accord était en pause ou en observation.',
    beforeStart: 'Ne compte pas : Accord n’était pas encore activé.',
  },
};

export const HANDLING_WORDS: Readonly<Record<Language, HandlingWords>> = { en: ENGLISH, fr: FRENCH };
