// Hand-overs from a source are paused, in English and French: what holds the leads back, with clause and numbers.
import type { Instant } from '#domain/agreement.ts';
import { countOf, formatDay, formatNumber, formatShare } from '#domain/amounts.ts';
import type { Unit } from '#domain/marketing/promises.ts';
import { UNIT_NAMES } from '#domain/marketing/unit-names.ts';
import { quote, setIn } from '#domain/typography.ts';
import { type Language, makeWords, type Words } from '#domain/wording.ts';
import type { Sentences } from './sentences.ts';

/** As a decision tells it, or a list of the pauses. */
export interface PauseNumbers {
  /** HubSpot's original source. */
  readonly source: string;
  /** Id of the quality clause. */
  readonly clause: string;
  /** The cohort's: `2026-10`. */
  readonly month: string;
  readonly from: Unit;
  readonly to: Unit;
  readonly reached: number;
  readonly matured: number;
  /** In millionths. */
  readonly floor: number;
}

/** `Hand-overs from “PAID_SOCIAL” are paused: 2.5% of the MQLs of October 2026 became SQLs (1 of 40), below the floor of 10% (clause quality).` */
export function tellPause(pause: PauseNumbers, language: Language): string {
  const { clause } = pause;
  const source = quote(pause.source, language);
  const told = tellCohort(pause, language);
  const floor = formatShare(pause.floor, language);
  const text =
    language === 'fr'
      ? `Les transmissions de la source ${source} sont suspendues : ${told}, sous le plancher de ${floor} (clause ${clause}).`
      : `Hand-overs from ${source} are paused: ${told}, below the floor of ${floor} (clause ${clause}).`;
  return setIn(text, language);
}

export interface LoggedPause extends PauseNumbers {
  readonly since: Instant;
  readonly until: Instant | null;
  readonly endedBy: 'met' | 'agreement' | 'person' | null;
  readonly metBy: Pick<PauseNumbers, 'month' | 'reached' | 'matured'> | null;
  readonly held: number;
}

/** One line of the log. Times are UTC. */
export function pauseLogLine(pause: LoggedPause, language: Language): string {
  const { since, held } = pause;
  const words = makeWords(language);
  const leads = countOf(held, ['lead', 'leads'], language);
  const begun =
    language === 'fr'
      ? `Depuis le ${words.instant(since)}. ${tellPause(pause, language)}`
      : `Since ${words.instant(since)}. ${tellPause(pause, language)}`;
  const waiting =
    language === 'fr' ? `Retenus pour cette seule raison : ${leads}.` : `Held back for this alone: ${leads}.`;
  return setIn(`${begun} ${endOf(pause, words) ?? waiting}`, language);
}

function endOf(pause: LoggedPause, words: Words): string | null {
  const { until, endedBy, metBy } = pause;
  if (until === null || endedBy === null) return null;
  const { language } = words;
  const at = words.instant(until);
  const cohort = metBy === null ? '' : tellCohort({ ...pause, ...metBy }, language);
  const [english, french] = {
    met: [`as ${cohort}`, `car ${cohort}`],
    agreement: ['as the agreement asks for it no more', 'car l’accord ne le demande plus'],
    person: ['by a person', 'par une personne'],
  }[endedBy];
  return language === 'fr' ? `Levée le ${at}, ${french}.` : `Ended on ${at}, ${english}.`;
}

/** `2.5% of the MQLs of October 2026 became SQLs (1 of 40)` */
function tellCohort(
  { month, from, to, reached, matured }: Omit<PauseNumbers, 'source' | 'clause' | 'floor'>,
  language: Language,
): string {
  const [some, all] = [formatNumber(reached, language), formatNumber(matured, language)];
  // Tenths of a percent, rounded down: what is below a floor never looks as if it met it.
  const share = formatShare(matured === 0 ? 0 : Math.floor((reached * 1_000) / matured) * 1_000, language);
  const [of, became] = [UNIT_NAMES[language][from], UNIT_NAMES[language][to]];
  const name = formatDay(month, language);
  return language === 'fr'
    ? `${share} des ${of} (${name}) sont devenus des ${became} (${some} sur ${all})`
    : `${share} of the ${of} of ${name} became ${became} (${some} of ${all})`;
}

function pausedIn(language: Language): Sentences[string] {
  return (params) =>
    tellPause(
      {
        source: String(params['source']),
        clause: String(params['clause']),
        month: String(params['month']),
        // Written by hand-over.ts.
        from: params['from'] as Unit,
        to: params['to'] as Unit,
        reached: Number(params['reached']),
        matured: Number(params['matured']),
        floor: Number(params['floor']),
      },
      language,
    );
}

export const PAUSE_SENTENCES: Readonly<Record<Language, Sentences>> = {
  en: { sourcePaused: pausedIn('en') },
  fr: { sourcePaused: pausedIn('fr') },
};
