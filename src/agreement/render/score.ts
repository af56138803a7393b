// How points come about: fit and engagement rules with their caps and ageing, gates, grades (R04–R08).

import type { AgreementDocument } from '#agreement/schema.ts';
import { type Decay, type DocumentScore, factOf } from '#agreement/score-schema.ts';
import { formatDecay } from '#agreement/text/format.ts';
import { exactPoints, formatPointsOf } from '#domain/amounts.ts';
import { nameField } from '#domain/conditions/condition-text.ts';
import { askFilter } from '#domain/conditions/filter-text.ts';
import { SIGNAL_NOUNS } from '#domain/conditions/nouns.ts';
import { capitalize, join, quote } from '#domain/typography.ts';
import { type Block, heading, list, others, type Tongue, table, text } from './blocks.ts';

export function scoreBlocks({ score }: AgreementDocument, tongue: Tongue): readonly Block[] {
  const { say, language } = tongue;
  const { fit, engagement, gates, grade, step, rewriteAfter, ...rest } = score;
  const points = (milliPoints: number): string => formatPointsOf(milliPoints, language);
  return [
    text(
      say(
        `The score is the sum of fit (at most ${points(fit.cap)}) and engagement (at most ${points(engagement.cap)}).`,
        `Le score est la somme du profil (${points(fit.cap)} au plus) et de l’engagement (${points(engagement.cap)} au plus).`,
      ),
    ),
    heading(say('Fit: who it is', 'Profil : de qui il s’agit')),
    ...fitRows(fit, tongue),
    ...groupLines(fit.groups, tongue),
    heading(say('Engagement: what they do', 'Engagement : ce que fait la personne')),
    text(
      say(
        `Unless a rule says otherwise, ${formatDecay(engagement.decay, language)}.`,
        `Sauf indication contraire, ${formatDecay(engagement.decay, language)}.`,
      ),
    ),
    ...engagementRows(engagement, tongue),
    ...groupLines(engagement.groups, tongue),
    heading(
      say(
        'Gates: who is never handed over, whatever the score',
        'Exclusions : qui n’est jamais transmis, quel que soit le score',
      ),
    ),
    ...gateLines(gates, tongue),
    heading(say('Grades', 'Notes')),
    text(gradeSentence(grade, tongue)),
    text(
      say(
        `In HubSpot the score is written in steps of ${points(step * 1000)}, and again when time alone has moved it by ${points(rewriteAfter * 1000)}.`,
        `Dans HubSpot, le score est écrit par pas de ${points(step * 1000)}, et réécrit quand le temps seul l’a déplacé de ${points(rewriteAfter * 1000)}.`,
      ),
    ),
    ...list(others(rest, 'score', tongue)),
  ];
}

function fitRows({ rules }: DocumentScore['fit'], tongue: Tongue): readonly Block[] {
  const { say, words } = tongue;
  const head = [say('Rule', 'Règle'), say('When', 'Quand'), 'Points', say('Group', 'Groupe'), 'Id'];
  return table(
    head,
    rules.map(({ id, label, note: written, when, points, cap, per, group, ...rest }) => [
      withNote(label, written),
      [
        capitalize(askFilter(when, words)),
        ...others(rest, 'score.fit.rules', tongue).map((line) => line.text),
      ].join('. '),
      fitPoints({ points, cap, per }, tongue),
      group ?? '',
      id,
    ]),
  );
}

function fitPoints(
  { points, cap, per }: Pick<DocumentScore['fit']['rules'][number], 'points' | 'cap' | 'per'>,
  { say, language, words }: Tongue,
): string {
  const each = exactPoints(points, language);
  if (cap === undefined) return each;
  const most = exactPoints(cap, language);
  if (per === undefined)
    return say(`${each} for each line, ${most} at most`, `${each} par ligne, ${most} au plus`);
  const name = nameField(factOf(per), words);
  return say(
    `${each} for each unit of ${name}, ${most} at most`,
    `${each} par unité de ${name}, ${most} au plus`,
  );
}

function engagementRows({ rules }: DocumentScore['engagement'], tongue: Tongue): readonly Block[] {
  const { say, language } = tongue;
  const head = [
    say('Rule', 'Règle'),
    say('Signal', 'Signal'),
    say('Points each', 'Points chacun'),
    say('At most', 'Au plus'),
    say('Ageing', 'Érosion'),
    say('Group', 'Groupe'),
    'Id',
  ];
  return table(
    head,
    rules.map(({ id, label, note: written, signal, detailContains, points, cap, decay, group, ...rest }) => [
      withNote(label, written),
      [
        signalOf(signal, detailContains, tongue),
        ...others(rest, 'score.engagement.rules', tongue).map((line) => line.text),
      ].join('. '),
      exactPoints(points, language),
      cap === undefined ? '–' : exactPoints(cap, language),
      ageingOf(decay, tongue),
      group ?? '',
      id,
    ]),
  );
}

function signalOf(
  signal: DocumentScore['engagement']['rules'][number]['signal'],
  contains: string | undefined,
  { say, language }: Tongue,
): string {
  const name = capitalize(SIGNAL_NOUNS[language][signal][1]);
  if (contains === undefined) return name;
  return say(
    `${name}, containing ${quote(contains, language)}`,
    `${name}, contenant ${quote(contains, language)}`,
  );
}

function ageingOf(decay: Decay | undefined, { say, language }: Tongue): string {
  return decay === undefined ? say('As usual', 'Comme d’usage') : capitalize(formatDecay(decay, language));
}

function groupLines(groups: DocumentScore['fit']['groups'], { say, language }: Tongue): readonly Block[] {
  return list(
    groups.map(({ id, cap }) => ({
      text: say(
        `All rules of the group ${quote(id, language)} together count ${formatPointsOf(cap, language)} at most.`,
        `Ensemble, les règles du groupe ${quote(id, language)} comptent ${formatPointsOf(cap, language)} au plus.`,
      ),
      ids: [id],
    })),
  );
}

function gateLines(gates: DocumentScore['gates'], { say, words }: Tongue): readonly Block[] {
  if (gates.length === 0) return [text(say('None.', 'Aucune.'))];
  return list(
    gates.map(({ id, label, note: written, when }) => ({
      text: say(
        `${withNote(label, written)}: ${askFilter(when, words)}.`,
        `${withNote(label, written)} : ${askFilter(when, words)}.`,
      ),
      ids: [id],
    })),
  );
}

function gradeSentence(grade: DocumentScore['grade'], tongue: Tongue): string {
  const { say, language } = tongue;
  const { fit, engagement, labels, ...rest } = grade;
  const more = others(rest, 'score.grade', tongue).map((line) => ` ${line.text}`);
  const bands = (each: DocumentScore['grade']['fit']): string =>
    each
      .map(({ mark, from }) =>
        say(`${mark} from ${exactPoints(from, language)}`, `${mark} dès ${exactPoints(from, language)}`),
      )
      .join(', ');
  const sentence = say(
    `The letter comes from fit (${bands(fit)}), the digit from engagement (${bands(engagement)}); below the last line the last band stays.`,
    `La lettre vient du profil (${bands(fit)}), le chiffre de l’engagement (${bands(engagement)}) ; sous le dernier seuil, la dernière tranche demeure.`,
  );
  const named = join(labels ?? [], language, 'and');
  const written =
    labels === undefined
      ? ''
      : say(` In words the digits are: ${named}.`, ` En mots, les chiffres sont : ${named}.`);
  return `${sentence}${written}${more.join('')}`;
}

function withNote(label: string, written: string | undefined): string {
  return written === undefined ? label : `${label} (${written.trim()})`;
}
