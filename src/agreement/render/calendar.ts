// When working time runs, and what differs by country, language or team (R25).

import { type CalendarChanges, WEEKDAYS } from '#agreement/calendar-schema.ts';
import type { AgreementDocument } from '#agreement/schema.ts';
import { type Block as DayBlock, formatBlocks, formatDaySpan } from '#agreement/text/format.ts';
import { formatDuration, formatPointsOf, WEEKDAY_NAMES } from '#domain/amounts.ts';
import { askFilter } from '#domain/conditions/filter-text.ts';
import { nameCountry } from '#domain/normalize/country.ts';
import { SALES_PROMISES } from '#domain/promise-words.ts';
import { capitalize, join, quote } from '#domain/typography.ts';
import { type Block, heading, type Line, list, type Tongue, text } from './blocks.ts';

type Week = Partial<Record<(typeof WEEKDAYS)[number], readonly DayBlock[] | undefined>>;

export function calendarBlocks({ calendar }: AgreementDocument, tongue: Tongue): readonly Block[] {
  const { say } = tongue;
  return [
    text(
      say(
        'Working hours and working days run only in these times; elapsed hours always run.',
        'Les heures et jours ouvrés ne courent que dans ces horaires ; les heures écoulées courent toujours.',
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
      : [nameCountry(holidays.country, language), holidays.region]
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

/** Days in a row with the same hours are told together: `Monday to Friday: 09:00–17:00`. */
export function weekLines(week: Week, { language, say }: Tongue): readonly string[] {
  const days = WEEKDAYS.map((day, index) => ({
    name: WEEKDAY_NAMES[language][index] ?? day,
    hours: formatBlocks(week[day] ?? [], language),
  }));
  const runs: { names: string[]; hours: string }[] = [];
  for (const { name, hours } of days) {
    const run = runs.at(-1);
    if (run?.hours === hours) run.names.push(name);
    else runs.push({ names: [name], hours });
  }
  return runs.map(({ names, hours }) => {
    const [first = '', last = ''] = [names[0], names.at(-1)];
    const span =
      names.length < 3 ? join(names, language, 'and') : say(`${first} to ${last}`, `${first} à ${last}`);
    return say(`${span}: ${hours}`, `${capitalize(span)} : ${hours}`);
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
  const all = (names: readonly string[]): string => join(names, language, 'or');
  const parts = [
    countries === undefined
      ? null
      : say(
          `in ${all(countries.map((code) => nameCountry(code, 'en')))}`,
          `d’un de ces pays (${all(countries.map((code) => nameCountry(code, 'fr')))})`,
        ),
    languages === undefined
      ? null
      : say(
          `whose language is ${all(languages.map((code) => quote(code, language)))}`,
          `de langue ${all(languages.map((code) => quote(code, language)))}`,
        ),
    when === undefined ? null : say(`where ${askFilter(when, words)}`, `où ${askFilter(when, words)}`),
    teams === undefined
      ? null
      : say(
          `whose owner is in the team ${all(teams.map((team) => quote(team, language)))}`,
          `dont le propriétaire est dans l’équipe ${all(teams.map((team) => quote(team, language)))}`,
        ),
  ].filter((part) => part !== null);
  return say(`For leads ${parts.join(', ')}:`, `Pour les leads ${parts.join(', ')} :`);
}

function changeLines(overlay: DocumentOverlay, document: AgreementDocument, tongue: Tongue): readonly Line[] {
  const { calendar, data } = overlay;
  const lines = [
    ...languageLine(overlay, tongue),
    ...timeLines(overlay, tongue),
    ...stageLines(overlay, tongue),
    ...(data === undefined ? [] : [mandatoryText(data.mandatory.mql, tongue)]),
    ...pointLines(overlay, document, tongue),
  ];
  return [
    ...lines.map((line) => ({ text: line })),
    ...(calendar === undefined ? [] : calendarLines(calendar, tongue)),
  ];
}

function languageLine({ language }: DocumentOverlay, { say }: Tongue): readonly string[] {
  if (language === undefined) return [];
  const isFrench = language === 'fr';
  return [
    say(
      `Texts are in ${isFrench ? 'French' : 'English'}.`,
      `Les textes sont en ${isFrench ? 'français' : 'anglais'}.`,
    ),
  ];
}

function timeLines({ promises }: DocumentOverlay, { say, language }: Tongue): readonly string[] {
  const { acceptWithin, firstTouchWithin, feedbackWithin } = promises?.sales ?? {};
  const told = { accept: acceptWithin, firstTouch: firstTouchWithin, feedback: feedbackWithin };
  return (['accept', 'firstTouch', 'feedback'] as const).flatMap((clause) => {
    const within = told[clause];
    if (within === undefined) return [];
    const [promise, time] = [SALES_PROMISES[language][clause], formatDuration(within, language)];
    return [say(`${promise} within ${time}.`, `${promise} sous ${time}.`)];
  });
}

function stageLines({ stages }: DocumentOverlay, { say, words }: Tongue): readonly string[] {
  const { entry, exit } = stages?.mql ?? {};
  const [who, when] = [entry, exit].map((filter) => (filter === undefined ? '' : askFilter(filter, words)));
  return [
    ...(entry === undefined
      ? []
      : [say(`A lead becomes an MQL when: ${who}.`, `Un lead devient un MQL quand : ${who}.`)]),
    ...(exit === undefined
      ? []
      : [say(`An MQL cools off when: ${when}.`, `Un MQL refroidit quand : ${when}.`)]),
  ];
}

function pointLines(
  { points = {} }: DocumentOverlay,
  { score }: AgreementDocument,
  { say, language }: Tongue,
): readonly string[] {
  const rules = [...score.fit.rules, ...score.engagement.rules];
  return Object.entries(points).map(([id, milliPoints]) => {
    const label = quote(rules.find((rule) => rule.id === id)?.label ?? id, language);
    const worth = formatPointsOf(milliPoints, language);
    return say(`The rule ${label} gives ${worth}.`, `La règle ${label} donne ${worth}.`);
  });
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
