// The backlog and its release, in English and French: why a lead was let go, and what a plan comes to.

import type { Instant } from '#domain/agreement.ts';
import { countOf, formatPointsOf } from '#domain/amounts.ts';
import type { BacklogLead } from '#domain/backlog/backlog.ts';
import type { ReleasePlan } from '#domain/backlog/release-plan.ts';
import type { Reason } from '#domain/decision.ts';
import { setIn } from '#domain/typography.ts';
import { type Language, makeWords, type Words } from '#domain/wording.ts';
import type { Sentences } from './sentences.ts';

type Params = Reason['params'];

/** Whoever has no name: the holder of the admin token, or of the command line. */
const ADMINISTRATOR: Readonly<Record<Language, string>> = { en: 'an administrator', fr: 'un administrateur' };

export const RELEASE_SENTENCES: Readonly<Record<Language, Sentences>> = {
  en: {
    released: (params, words) =>
      `Released from the backlog by ${nameOf(params, ADMINISTRATOR.en)} on ${dayOf(params, words)} (release no. ${params['number']}).`,
  },
  fr: {
    released: (params, words) =>
      `Libéré du stock par ${nameOf(params, ADMINISTRATOR.fr)} le ${dayOf(params, words)} (libération no ${params['number']}).`,
  },
};

function nameOf({ by }: Params, otherwise: string): string {
  return by === undefined || by === '' ? otherwise : String(by);
}

function dayOf({ startedAt }: Params, words: Words): string {
  return words.instant(String(startedAt));
}

/** `12 leads, 3 reps: at most 15 a working day, so 1 working day or more.` */
export function tellPlan(plan: ReleasePlan, language: Language): string {
  const { leads, reps, perDay, days } = plan;
  const counted = {
    leads: countOf(leads, ['lead', 'leads'], language),
    reps: countOf(reps, language === 'fr' ? ['commercial', 'commerciaux'] : ['rep', 'reps'], language),
  };
  const [first, rest] = [`${counted.leads}, ${counted.reps}`, tellDays({ perDay, days }, language)];
  return setIn(language === 'fr' ? `${first} : ${rest}.` : `${first}: ${rest}.`, language);
}

function tellDays({ perDay, days }: Pick<ReleasePlan, 'perDay' | 'days'>, language: Language): string {
  if (language === 'fr') {
    if (days === null) return 'personne ne peut en recevoir';
    return `au plus ${perDay} par jour ouvré, donc au moins ${countOf(days, ['jour ouvré', 'jours ouvrés'], language)}`;
  }
  if (days === null) return 'nobody can be given any';
  return `at most ${perDay} a working day, so at least ${countOf(days, ['working day', 'working days'], language)}`;
}

/** `Grade A1, 72 points.` */
export function tellWorth(
  { grade, score }: Pick<BacklogLead, 'grade' | 'score'>,
  language: Language,
): string {
  const points = formatPointsOf(score * 1000, language);
  return language === 'fr' ? `Note ${grade}, ${points}.` : `Grade ${grade}, ${points}.`;
}

export interface ToldRelease {
  readonly number: number;
  readonly state: 'running' | 'paused' | 'stopped' | 'done';
  readonly perRepAndDay: number;
  readonly startedByName: string;
  readonly startedAt: Instant;
  readonly released: number;
  readonly waiting: number;
}

const STATES: Readonly<Record<Language, Readonly<Record<ToldRelease['state'], string>>>> = {
  en: {
    running: 'running',
    paused: 'paused, as the account is, or stage, owner or tasks are switched off',
    stopped: 'stopped',
    done: 'done',
  },
  fr: {
    running: 'en cours',
    paused: 'en pause, comme le compte, ou parce que stade, propriétaire ou tâches sont désactivés',
    stopped: 'arrêtée',
    done: 'terminée',
  },
};

/** `Release no. 1, by Nora Blanc since … (UTC): running. At most 5 to each rep a day; 30 leads released, 12 leads wait.` */
export function tellRelease(release: ToldRelease, language: Language): string {
  const { number, state, perRepAndDay, startedByName: by, startedAt, released, waiting } = release;
  const words = makeWords(language);
  const [since, stands] = [words.instant(startedAt), STATES[language][state]];
  const [gone, left] = [released, waiting].map((count) => countOf(count, ['lead', 'leads'], language));
  const name = nameOf({ by }, ADMINISTRATOR[language]);
  const text =
    language === 'fr'
      ? `Libération no ${number}, lancée par ${name} le ${since} : ${stands}. Au plus ${perRepAndDay} par commercial et par jour ; libérés : ${gone}, en attente : ${left}.`
      : `Release no. ${number}, started by ${name} on ${since}: ${stands}. At most ${perRepAndDay} to each rep a day; released: ${gone}, waiting: ${left}.`;
  return setIn(text, language);
}
