// What a lead's data must hold: mandatory fields, normal forms, who owes what by when.

import type { AgreementDocument } from '#agreement/schema.ts';
import { tellReading } from '#agreement/text/own-fields.ts';
import { formatDuration, formatShare } from '#domain/amounts.ts';
import { join, quote } from '#domain/typography.ts';
import { type Block, type Line, list, others, stageName, type Tongue } from './blocks.ts';

export function dataBlocks({ data }: AgreementDocument, tongue: Tongue): readonly Block[] {
  const { say, words, language } = tongue;
  const { mandatory, completeness, normalize, owes = [], placeholders, duplicates, readFrom, ...rest } = data;
  const fields = (names: readonly string[]): string =>
    join(
      names.map((name) => words.field(name)),
      language,
      'and',
    );
  return list([
    ...mandatoryLines(mandatory, tongue),
    {
      text: say(
        `Aim: ${formatShare(completeness, language)} of the leads are complete.`,
        `Objectif : ${formatShare(completeness, language)} des leads sont complets.`,
      ),
      ids: ['data'],
    },
    ...(normalize === undefined || normalize.length === 0
      ? []
      : [
          {
            text: say(
              `Read in one form, and missing where the value is none: ${fields(normalize)}. HubSpot’s values stay as they are.`,
              `Lus sous une forme unique, et manquants quand la valeur n’en est pas une : ${fields(normalize)}. Les valeurs de HubSpot ne changent pas.`,
            ),
          },
        ]),
    ...owes.map(({ fields: owed, by, within, ...more }) => {
      const side = by === 'sales' ? say('Sales', 'Les ventes') : say('Marketing', 'Le marketing');
      const time = formatDuration(within, language);
      const left = others(more, 'data.owes', tongue).map((line) => ` ${line.text}`);
      return {
        text: `${say(`${side} fills in within ${time}: ${fields(owed)}.`, `${side} ${by === 'sales' ? 'renseignent' : 'renseigne'} sous ${time} : ${fields(owed)}.`)}${left.join('')}`,
      };
    }),
    ...placeholderLines(placeholders, tongue),
    ...duplicateLines(duplicates, tongue),
    ...readingLines(readFrom, tongue),
    ...others(rest, 'data', tongue),
  ]);
}

function placeholderLines(
  placeholders: readonly string[] | undefined,
  { say, language }: Tongue,
): readonly Line[] {
  if (placeholders === undefined || placeholders.length === 0) return [];
  const texts = join(
    placeholders.map((each) => quote(each, language)),
    language,
    'and',
  );
  return [
    {
      text: say(
        `Beside the usual ones, these texts count as missing: ${texts}.`,
        `Outre les textes d’usage, valent absence : ${texts}.`,
      ),
    },
  ];
}

function duplicateLines(
  duplicates: AgreementDocument['data']['duplicates'],
  { say }: Tongue,
): readonly Line[] {
  if (duplicates === undefined) return [];
  const { oneOwner, ignoreGmailDots } = duplicates;
  return [
    {
      text: oneOwner
        ? say(
            'All records of one person belong to one owner: those with two are reported.',
            'Toutes les fiches d’une personne ont un seul propriétaire : celles qui en ont deux sont signalées.',
          )
        : say(
            'Records of one person may have several owners.',
            'Les fiches d’une même personne peuvent avoir plusieurs propriétaires.',
          ),
    },
    {
      text: ignoreGmailDots
        ? say(
            'Dots in a Gmail address make no difference.',
            'Les points d’une adresse Gmail ne font pas de différence.',
          )
        : say(
            'Gmail addresses that differ in their dots are different ones.',
            'Des adresses Gmail qui diffèrent par leurs points sont différentes.',
          ),
    },
  ];
}

function readingLines(
  readFrom: AgreementDocument['data']['readFrom'] = {},
  { words }: Tongue,
): readonly Line[] {
  return (['contact', 'company'] as const).flatMap((object) =>
    Object.entries(readFrom[object] ?? {}).map(([field, own]) => {
      return { text: `${tellReading({ object, field }, own, words)}.` };
    }),
  );
}

function mandatoryLines(mandatory: AgreementDocument['data']['mandatory'], tongue: Tongue): readonly Line[] {
  const { say, words, language } = tongue;
  return Object.entries(mandatory).flatMap(([stage, asked]) => {
    if (asked === undefined) return [];
    // A stage that Accord does not write can hold nothing back.
    const { fields, how } = Array.isArray(asked) ? { fields: asked, how: 'warn' } : asked;
    if (fields.length === 0) return [];
    const names = join(
      fields.map((name) => words.field(name)),
      language,
      'and',
    );
    const name = stageName(stage, tongue);
    const text =
      how === 'block'
        ? say(
            `Without these fields nobody enters the stage ${name}: ${names}.`,
            `Sans ces champs, personne n’entre au stade ${name} : ${names}.`,
          )
        : say(
            `Asked for at the stage ${name}, and named where missing: ${names}.`,
            `Demandés au stade ${name}, et signalés s’ils manquent : ${names}.`,
          );
    return [{ text }];
  });
}
