// What becomes of leads that sales rejects, and of those that are not ready: answers and reasons, waits, tracks, themes.
import type { AgreementDocument } from '#agreement/schema.ts';
import { countOf, formatDays } from '#domain/amounts.ts';
import { askFilter } from '#domain/conditions/filter-text.ts';
import { join, quote } from '#domain/typography.ts';
import { answerBlocks } from './answers.ts';
import { type Block, type Line, list, others, type Tongue, text } from './blocks.ts';
import { comeBack, endingName } from './lifecycle.ts';

type Nurture = AgreementDocument['nurture'];

export function feedbackBlocks(document: AgreementDocument, tongue: Tongue): readonly Block[] {
  const { say } = tongue;
  const { reasons, answers: _answers, ...rest } = document.feedback;
  return [
    text(
      say(
        'A reject names one of these reasons; each says which part of this agreement the lead does not meet.',
        'Un refus donne l’un de ces motifs ; chacun dit quelle partie de cet accord le lead ne remplit pas.',
      ),
    ),
    ...list(
      reasons.map(({ id, label, clause, coolDown }) => ({
        text: coolDown === undefined ? `${label}.` : `${label}. ${comeBack(coolDown, tongue)}`,
        ids: clause === undefined || clause === id ? [id] : [id, clause],
      })),
    ),
    ...answerBlocks(document, tongue),
    ...list(others(rest, 'feedback', tongue)),
  ];
}

export function nurtureBlocks(
  { nurture, feedback, score, disqualify }: AgreementDocument,
  tongue: Tongue,
): readonly Block[] {
  const { coolDown, coolDowns, cyclesPerYear, recycledStage, inactiveAfter, relaunch, ...more } = nurture;
  const { maturing, tracks = [], themes = [], themeBy, ...rest } = more;
  const named = [...feedback.reasons, ...score.gates, ...disqualify];
  return list([
    ...returnLines({ coolDown, coolDowns, cyclesPerYear, recycledStage }, tongue),
    ...readinessLines({ inactiveAfter, relaunch, maturing }, tongue),
    ...tracks.map((track) => trackLine(track, named, tongue)),
    ...themeLines(themes, themeBy, tongue),
    ...others(rest, 'nurture', tongue),
  ]);
}

function returnLines(
  {
    coolDown,
    coolDowns,
    cyclesPerYear,
    recycledStage,
  }: Pick<Nurture, 'coolDown' | 'coolDowns' | 'cyclesPerYear' | 'recycledStage'>,
  tongue: Tongue,
): readonly Line[] {
  const { say, language } = tongue;
  const [days, times] = [formatDays(coolDown, language), timesOf(cyclesPerYear, tongue)];
  return [
    {
      text: say(
        `A recycled lead may come back after ${days}, and only with a new sign of interest after that; at most ${times} a year.`,
        `Un lead recyclé peut revenir après ${days}, et seulement avec un nouveau signe d’intérêt ensuite ; ${times} par an au plus.`,
      ),
    },
    ...waitLines(coolDowns, tongue),
    {
      text:
        recycledStage === 'keep'
          ? say('It keeps its lifecycle stage.', 'Il garde sa phase du cycle de vie.')
          : say('It goes back to the stage lead.', 'Il revient au stade lead.'),
    },
  ];
}

function readinessLines(
  { inactiveAfter, relaunch, maturing }: Pick<Nurture, 'inactiveAfter' | 'relaunch' | 'maturing'>,
  tongue: Tongue,
): readonly Line[] {
  const { say, words, language } = tongue;
  const days = (count: number): string => formatDays(count, language);
  return [
    ...optional(inactiveAfter, (after) =>
      say(
        `A lead is inactive after ${days(after)} without a signal.`,
        `Un lead est inactif après ${days(after)} sans signal.`,
      ),
    ),
    ...optional(relaunch, ({ attempts, sunsetAfter }) => {
      const often = timesOf(attempts, tongue);
      return say(
        `An inactive lead is relaunched at most ${often}, and left alone after ${days(sunsetAfter)}.`,
        `Un lead inactif est relancé ${often} au plus, et laissé tranquille après ${days(sunsetAfter)}.`,
      );
    }),
    ...optional(maturing, (filter) =>
      say(
        `Below the line of an MQL a lead is maturing when: ${askFilter(filter, words)}; otherwise it is immature.`,
        `Sous le seuil d’un MQL, un lead est en maturation quand : ${askFilter(filter, words)} ; sinon, il est immature.`,
      ),
    ),
  ];
}

function timesOf(count: number, { say, language }: Tongue): string {
  return countOf(count, [say('time', 'fois'), say('times', 'fois')], language);
}

function themeLines(
  themes: NonNullable<Nurture['themes']>,
  themeBy: Nurture['themeBy'],
  tongue: Tongue,
): readonly Line[] {
  if (themes.length === 0) return others({ themeBy }, 'nurture', tongue);
  const { say, language } = tongue;
  const told = themes.map(({ id, label, contains }) => {
    const texts = contains.map((each) => quote(each, language));
    const [name, parts] = [quote(label, language), join(texts, language, 'or')];
    return {
      text: say(
        `Theme ${name}: pages and forms containing ${parts}.`,
        `Thème ${name} : pages et formulaires contenant ${parts}.`,
      ),
      ids: [id],
    };
  });
  return [...told, themeByLine(themeBy, tongue)];
}

function optional<T>(value: T | undefined, tell: (value: T) => string): readonly Line[] {
  return value === undefined ? [] : [{ text: tell(value) }];
}

function waitLines(coolDowns: Nurture['coolDowns'], { say, language }: Tongue): readonly Line[] {
  return Object.entries(coolDowns ?? {}).flatMap(([kind, wait]) => {
    if (wait === undefined) return [];
    const ending = endingName(kind, language);
    if (wait === null)
      return [
        { text: say(`After ${ending} it never comes back.`, `Après ${ending}, il ne revient jamais.`) },
      ];
    const days = formatDays(wait, language);
    return [{ text: say(`After ${ending}: ${days}.`, `Après ${ending} : ${days}.`) }];
  });
}

function trackLine(
  { id, label, note, when, after, ...rest }: NonNullable<Nurture['tracks']>[number],
  named: readonly { readonly id: string; readonly label: string }[],
  tongue: Tongue,
): Line {
  const { say, words, language } = tongue;
  const ends = (after ?? []).map((ending) => {
    const known = named.find((each) => each.id === ending);
    return known === undefined ? endingName(ending, language) : quote(known.label, language);
  });
  const ended = join(ends, language, 'or');
  const parts = [
    after === undefined
      ? ''
      : say(`leads whose cycle ended with ${ended}`, `les leads dont le cycle a pris fin par ${ended}`),
    when === undefined ? '' : askFilter(when, words),
  ].filter((part) => part !== '');
  const who =
    parts.length === 0 ? say('everybody else', 'tous les autres') : parts.join(say(', if ', ', si '));
  const about = note === undefined ? '' : ` ${note.trim()}`;
  const left = others(rest, 'nurture.tracks', tongue).map((line) => ` ${line.text}`);
  const name = quote(label, language);
  return {
    text: `${say(`Track ${name}: ${who}.`, `Parcours ${name} : ${who}.`)}${about}${left.join('')}`,
    ids: [id],
  };
}

function themeByLine(by: Nurture['themeBy'], { say }: Tongue): Line {
  return {
    text:
      by === 'recent'
        ? say('The theme seen last is the lead’s.', 'Le thème vu en dernier est celui du lead.')
        : say('The theme seen most often is the lead’s.', 'Le thème vu le plus souvent est celui du lead.'),
  };
}
