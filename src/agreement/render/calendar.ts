// When working time runs, and what differs by country, language or team (R25).

import { type CalendarChanges, WEEKDAYS } from '#agreement/calendar-schema.ts';
import { countryName } from '#agreement/place-schema.ts';
import type { AgreementDocument } from '#agreement/schema.ts';
import {
  type Block as DayBlock,
  formatBlocks,
  formatDaySpan,
  formatDuration,
  formatPointsOf,
} from '#agreement/text/format.ts';
import { describeFilter, join, quote } from '#domain/conditions/describe.ts';
import { type Block, heading, type Line, list, type Tongue, text } from './blocks.ts';

type Week = Partial<Record<(typeof WEEKDAYS)[number], readonly DayBlock[] | undefined>>;

const DAYS_FR = ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'];

export function calendarBlocks({ calendar }: AgreementDocument, tongue: Tongue): readonly Block[] {
  const { say } = tongue;
  return [
    text(
      say(
        'Working hours and working days run only in these times; hours on the clock always run.',
        'Les heures et jours ouvrés ne courent que dans ces horaires ; les heures d’horloge courent toujours.',
      ),
    ),
    ...list(calendarLines(calendar, tongue)),
  ];
}

function calendarLines(calendar: CalendarChanges, tongue: Tongue): readonly Line[] {
  const { say, language } = tongue;
  const { timeZone, workingHours, holidays, closures } = calendar;
  const place =
    holidays === undefined
      ? ''
      : [countryName(holidays.country, language), holidays.region]
          .filter((part) => part !== undefined)
          .join(', ');
  return [
    ...(timeZone === undefined ? [] : [say(`Time zone: ${timeZone}.`, `Fuseau horaire : ${timeZone}.`)]),
    ...(workingHours === undefined ? [] : weekLines(workingHours, tongue).map((line) => `${line}.`)),
    ...(holidays === undefined
      ? []
      : [say(`No work on public holidays: ${place}.`, `Pas de travail les jours fériés : ${place}.`)]),
    ...(closures === undefined || closures.length === 0
      ? []
      : [
          say(
            `Closed: ${join(
              closures.map(({ from, to }) => formatDaySpan({ from, until: to }, 'en')),
              'en',
              'and',
            )}.`,
            `Fermé : ${join(
              closures.map(({ from, to }) => formatDaySpan({ from, until: to }, 'fr')),
              'fr',
              'and',
            )}.`,
          ),
        ]),
  ].map((line) => ({ text: line }));
}

/** Days in a row with the same hours are told together: `Monday to Friday 9:00–17:00`. */
export function weekLines(week: Week, { language, say }: Tongue): readonly string[] {
  const days = WEEKDAYS.map((day, index) => ({
    name: language === 'fr' ? (DAYS_FR[index] ?? day) : `${day.charAt(0).toUpperCase()}${day.slice(1)}`,
    hours: formatBlocks(week[day] ?? [], language),
  }));
  const runs: { first: string; last: string; hours: string }[] = [];
  for (const { name, hours } of days) {
    const run = runs.at(-1);
    if (run?.hours === hours) run.last = name;
    else runs.push({ first: name, last: name, hours });
  }
  return runs.map(({ first, last, hours }) => {
    const span = first === last ? first : say(`${first} to ${last}`, `${first} à ${last}`);
    return `${span.charAt(0).toUpperCase()}${span.slice(1)} ${hours}`;
  });
}

export function overlayBlocks(document: AgreementDocument, tongue: Tongue): readonly Block[] {
  const { overlays = [] } = document;
  const { say } = tongue;
  if (overlays.length === 0) return [];
  return [
    text(
      say(
        'Everything above holds unless it says otherwise here. Of the variants for leads the first that fits applies; then, for times, calendar and language, the first for the team of the lead’s owner.',
        'Tout ce qui précède vaut, sauf mention contraire ici. Parmi les variantes pour les leads, la première qui convient s’applique ; puis, pour les délais, le calendrier et la langue, la première pour l’équipe du propriétaire.',
      ),
    ),
    ...overlays.flatMap((overlay) => [
      heading(overlay.label ?? overlay.id),
      text(whom(overlay, tongue), [overlay.id]),
      ...list(changeLines(overlay, document, tongue)),
    ]),
  ];
}

type DocumentOverlay = NonNullable<AgreementDocument['overlays']>[number];

function whom(
  { when, countries, languages, teams }: DocumentOverlay,
  { say, words, language }: Tongue,
): string {
  const parts = [
    countries === undefined
      ? null
      : say(
          `of leads in ${join(
            countries.map((code) => countryName(code, 'en')),
            'en',
            'or',
          )}`,
          `des leads de ${join(
            countries.map((code) => countryName(code, 'fr')),
            'fr',
            'or',
          )}`,
        ),
    languages === undefined
      ? null
      : say(
          `of leads whose language is ${join(languages, 'en', 'or')}`,
          `des leads dont la langue est ${join(languages, 'fr', 'or')}`,
        ),
    when === undefined
      ? null
      : say(`of leads where ${describeFilter(when, words)}`, `des leads dont ${describeFilter(when, words)}`),
    teams === undefined
      ? null
      : say(
          `of leads whose owner is in the team ${join(
            teams.map((team) => quote(team, language)),
            'en',
            'or',
          )}`,
          `des leads dont le propriétaire est dans l’équipe ${join(
            teams.map((team) => quote(team, language)),
            'fr',
            'or',
          )}`,
        ),
  ].filter((part) => part !== null);
  return say(`This holds ${parts.join(', ')}:`, `Ceci vaut ${parts.join(', ')} :`);
}

function changeLines(overlay: DocumentOverlay, document: AgreementDocument, tongue: Tongue): readonly Line[] {
  const { say, words, language } = tongue;
  const { calendar, promises, stages, data, points = {} } = overlay;
  const rules = [...document.score.fit.rules, ...document.score.engagement.rules];
  const { acceptWithin, firstTouchWithin, feedbackWithin } = promises?.sales ?? {};
  const { entry, exit } = stages?.mql ?? {};
  const time = (duration: NonNullable<typeof acceptWithin>): string => formatDuration(duration, language);
  const lines = [
    overlay.language === undefined
      ? null
      : say(
          `Texts are in ${overlay.language === 'fr' ? 'French' : 'English'}.`,
          `Les textes sont en ${overlay.language === 'fr' ? 'français' : 'anglais'}.`,
        ),
    acceptWithin === undefined
      ? null
      : say(
          `Sales accept or reject within ${time(acceptWithin)}.`,
          `Les ventes acceptent ou refusent sous ${time(acceptWithin)}.`,
        ),
    firstTouchWithin === undefined
      ? null
      : say(
          `Sales make the first contact within ${time(firstTouchWithin)}.`,
          `Les ventes prennent le premier contact sous ${time(firstTouchWithin)}.`,
        ),
    feedbackWithin === undefined
      ? null
      : say(
          `Sales say why they reject within ${time(feedbackWithin)}.`,
          `Les ventes motivent un refus sous ${time(feedbackWithin)}.`,
        ),
    entry === undefined
      ? null
      : say(
          `A lead becomes an MQL when: ${describeFilter(entry, words)}.`,
          `Un lead devient un MQL quand : ${describeFilter(entry, words)}.`,
        ),
    exit === undefined
      ? null
      : say(
          `An MQL cools off when: ${describeFilter(exit, words)}.`,
          `Un MQL refroidit quand : ${describeFilter(exit, words)}.`,
        ),
    data === undefined ? null : mandatoryText(data.mandatory.mql, tongue),
    ...Object.entries(points).map(([id, milliPoints]) => {
      const label = quote(rules.find((rule) => rule.id === id)?.label ?? id, language);
      return say(
        `The rule ${label} gives ${formatPointsOf(milliPoints, 'en')}.`,
        `La règle ${label} donne ${formatPointsOf(milliPoints, 'fr')}.`,
      );
    }),
  ].filter((line) => line !== null);
  return [
    ...lines.map((line) => ({ text: line })),
    ...(calendar === undefined ? [] : calendarLines(calendar, tongue)),
  ];
}

function mandatoryText(fields: readonly string[], { say, words, language }: Tongue): string {
  const names = join(
    fields.map((field) => words.field(field)),
    language,
    'and',
  );
  return fields.length === 0
    ? say('No field is mandatory.', 'Aucun champ n’est obligatoire.')
    : say(`Mandatory for an MQL: ${names}.`, `Obligatoires pour un MQL : ${names}.`);
}
