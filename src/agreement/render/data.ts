// What a lead's data must hold: mandatory fields, normal forms, who owes what by when.

import type { AgreementDocument } from '#agreement/schema.ts';
import { formatShare } from '#agreement/text/format.ts';
import { formatDuration } from '#domain/amounts.ts';
import { join } from '#domain/typography.ts';
import { type Block, type Line, list, others, type Tongue } from './blocks.ts';

export function dataBlocks({ data }: AgreementDocument, tongue: Tongue): readonly Block[] {
  const { say, words, language } = tongue;
  const { mandatory, completeness, normalize, owes = [], ...rest } = data;
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
              `Written alike everywhere: ${fields(normalize)}.`,
              `Écrits partout de la même façon : ${fields(normalize)}.`,
            ),
          },
        ]),
    ...owes.map(({ fields: owed, by, within, ...more }) => {
      const side = by === 'sales' ? say('Sales', 'Les ventes') : say('Marketing', 'Le marketing');
      const time = formatDuration(within, language);
      const left = others(more, 'data.owes', tongue).map((line) => ` ${line.text}`);
      return {
        text: `${say(`${side} fills in ${fields(owed)} within ${time}.`, `${side} ${by === 'sales' ? 'renseignent' : 'renseigne'} ${fields(owed)} sous ${time}.`)}${left.join('')}`,
      };
    }),
    ...others(rest, 'data', tongue),
  ]);
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
    const name = stage.toUpperCase();
    const text =
      how === 'block'
        ? say(
            `Without these, nobody becomes ${name}: ${names}.`,
            `Sans eux, personne ne passe ${name} : ${names}.`,
          )
        : say(
            `Asked for at the stage ${name}, and named where missing: ${names}.`,
            `Demandés au stade ${name}, et signalés s’ils manquent : ${names}.`,
          );
    return [{ text }];
  });
}
