// The promise of feedback on every lead, in sentences.
import { formatDay, formatNumber, formatShare } from '#domain/amounts.ts';
import { sayStatus, sentences } from '#domain/marketing/clause-sentences.ts';
import { CLAUSE_WORDS } from '#domain/marketing/clause-words.ts';
import { setIn } from '#domain/typography.ts';
import type { Language } from '#domain/wording.ts';
import type { CoverageStanding, CoverageState } from './coverage.ts';

interface CoverageWords {
  label(month: string): string;
  /** Numbers come formatted. */
  kept(kept: string, due: string, share: string): string;
  silent(silent: string): string;
  readonly standings: Readonly<Record<CoverageStanding, string>>;
}

const WORDS: Readonly<Record<Language, CoverageWords>> = {
  en: {
    label: (month) => `Sales gives feedback on every lead handed over in ${month}`,
    kept: (kept, due, share) => `feedback on ${kept} of ${due}, ${share}`,
    silent: (silent) => `nothing on ${silent}`,
    standings: {
      answered: 'Counts, with feedback.',
      silent: 'Counts, and sales has not said what became of it.',
      tooYoung: 'Does not count yet: sales still has time.',
      withdrawn: 'Does not count: it left before sales said anything.',
      beforeStart: 'Does not count: Accord was not switched on yet.',
    },
  },
  fr: {
    label: (month) => `Les ventes font un retour sur chaque lead transmis en ${month}`,
    kept: (kept, due, share) => `un retour sur ${kept} leads sur ${due}, soit ${share}`,
    silent: (silent) => `rien sur ${silent}`,
    standings: {
      answered: 'Compte, avec un retour.',
      silent: 'Compte, et les ventes n’ont pas dit ce qu’il est devenu.',
      tooYoung: 'Ne compte pas encore : les ventes ont encore le temps.',
      withdrawn: 'Ne compte pas : il est reparti avant que les ventes ne disent quoi que ce soit.',
      beforeStart: 'Ne compte pas : Accord n’était pas encore activé.',
    },
  },
};

interface Telling {
  /** `2026-11` */
  readonly month: string;
  readonly language: Language;
}

/** `Sales gives feedback on every lead handed over in November 2026` */
export function labelCoverage({ month, language }: Telling): string {
  return setIn(WORDS[language].label(formatDay(month, language)), language);
}

/** Where it stands, in one or two sentences. */
export function describeCoverage(state: CoverageState, language: Language): string {
  const words = CLAUSE_WORDS[language];
  if (state.status === 'notStarted') return setIn(words.notStarted, language);
  if (state.status === 'notMeasured') return setIn(words.notOn, language);
  const { young } = state;
  const said = [
    state.status === 'noLeads' ? words.noLeads : sayCounts(state, language),
    young === 0 ? '' : words.young(young, formatNumber(young, language)),
  ];
  return setIn(sentences(said), language);
}

function sayCounts({ status, due, kept }: CoverageState, language: Language): string {
  const words = WORDS[language];
  const number = (value: number): string => formatNumber(value, language);
  // Rounded down, so that a promise that was missed never looks kept.
  const share = formatShare(Math.floor((10_000 * kept) / due) * 100, language);
  const silent = due - kept;
  const line = [
    words.kept(number(kept), number(due), share),
    ...(silent === 0 ? [] : [words.silent(number(silent))]),
  ];
  return `${sayStatus(status, CLAUSE_WORDS[language])}${line.join(', ')}.`;
}

export function sayCoverage(standing: CoverageStanding, language: Language): string {
  return setIn(WORDS[language].standings[standing], language);
}
