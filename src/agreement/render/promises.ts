// What sales owes, what marketing owes, and what follows when either does not keep it (R26, R28): each clause a sentence with
// its numbers and its id.

import type { OwnClause } from '#agreement/clause-schema.ts';
import { COMPLETENESS_CLAUSE, QUALITY_CLAUSE, volumeClause } from '#agreement/marketing-clauses.ts';
import type { AgreementDocument } from '#agreement/schema.ts';
import { formatDay, formatDays, formatNumber, formatShare } from '#domain/amounts.ts';
import type { Tries } from '#domain/decision.ts';
import { UNIT_NAMES } from '#domain/marketing/unit-names.ts';
import { SALES_PROMISES, touchesOf } from '#domain/promise-words.ts';
import { join, quote } from '#domain/typography.ts';
import { type Block, heading, type Line, list, others, type Tongue, text } from './blocks.ts';
import { clauseBlocks, feedbackLine, logLine, pauseLine, warnLine } from './clauses.ts';
import { consequenceBlocks } from './consequences.ts';

type Marketing = AgreementDocument['promises']['marketing'];

export function salesBlocks(document: AgreementDocument, tongue: Tongue): readonly Block[] {
  const { say, language } = tongue;
  const {
    logWithin,
    feedbackOnAll,
    warnAt,
    pauses = [],
    consequences = [],
    ...rest
  } = document.promises.sales;
  const { acceptWithin, firstTouchWithin, feedbackWithin, attempts, clauses = [], ...left } = rest;
  const promised = SALES_PROMISES[language];
  return [
    ...clauseBlocks(promised.accept, acceptWithin, tongue),
    ...clauseBlocks(promised.firstTouch, firstTouchWithin, tongue),
    ...clauseBlocks(promised.feedback, feedbackWithin, tongue),
    ...(attempts === undefined ? [] : clauseBlocks(attemptsText(attempts, tongue), attempts, tongue)),
    ...clauses.flatMap((clause) => clauseBlocks(ownText(clause, document, tongue), clause, tongue)),
    heading(say('For all clauses of sales', 'Pour toutes les clauses des ventes')),
    ...list([
      ...logLine(logWithin, tongue),
      ...(feedbackOnAll === undefined ? [] : [feedbackLine(feedbackOnAll, tongue)]),
      ...warnLine(warnAt, tongue),
      ...pauses.map((pause) => pauseLine(pause, tongue)),
      ...others(left, 'promises.sales', tongue),
    ]),
    ...consequenceBlocks(consequences, 'sales', tongue),
  ];
}

/** `Before it gives up, sales makes 5 attempts or reaches the lead` */
function attemptsText({ count, counts }: Tries, { say, language }: Tongue): string {
  const touches = touchesOf({ count, counts }, language);
  const isSpared = counts === 'attempt';
  return say(
    `Before it gives up, sales makes ${touches}${isSpared ? ' or reaches the lead' : ''}`,
    `Avant de renoncer, les ventes font ${touches}${isSpared ? ' ou joignent le lead' : ''}`,
  );
}

/** `Hot leads, for “Large companies”: 2 contacts` */
function ownText(
  { label, segment, count, counts }: OwnClause,
  { segments }: AgreementDocument,
  { say, language }: Tongue,
): string {
  const who = segments.find(({ id }) => id === segment)?.label ?? segment;
  const name = who === undefined ? '' : quote(who, language);
  const of = who === undefined ? '' : say(`, for ${name}`, `, pour ${name}`);
  const what = touchesOf({ counts, count }, language);
  return say(`${label}${of}: ${what}`, `${label}${of} : ${what}`);
}

export function marketingBlocks({ promises, segments }: AgreementDocument, tongue: Tongue): readonly Block[] {
  const { say, language } = tongue;
  const { volume, quality, completeness, warnAt, consequences = [], ...rest } = promises.marketing;
  const unit = (name: Marketing['quality']['from']): string => UNIT_NAMES[language][name];
  const label = (id: string): string => segments.find((segment) => segment.id === id)?.label ?? id;
  const share = formatShare(quality.rate, language);
  return [
    ...list(volume.map((each, index) => volumeLine(each, index, { tongue, unit, label }))),
    text(
      say(
        `Quality: ${share} of the ${unit(quality.from)} of a month become ${unit(quality.to)}.`,
        `Qualité : ${share} des ${unit(quality.from)} d’un mois deviennent des ${unit(quality.to)}.`,
      ),
      [quality.id ?? QUALITY_CLAUSE],
    ),
    ...list(
      qualityLines(
        quality,
        consequences.some((each) => each.do === 'suspend'),
        tongue,
      ),
    ),
    text(
      say(
        `Completeness: ${formatShare(completeness, language)} of the leads handed over have all their mandatory fields.`,
        `Complétude : ${formatShare(completeness, language)} des leads transmis ont tous leurs champs obligatoires.`,
      ),
      [COMPLETENESS_CLAUSE],
    ),
    ...list([...warnLine(warnAt, tongue), ...others(rest, 'promises.marketing', tongue)]),
    ...consequenceBlocks(consequences, 'marketing', tongue),
  ];
}

function qualityLines(
  { matureAfter, floor }: Marketing['quality'],
  isSuspended: boolean,
  { say, language }: Tongue,
): readonly Line[] {
  const lines: Line[] = [];
  if (matureAfter !== undefined) {
    const days = formatDays(matureAfter, language);
    lines.push({
      text: say(
        `A month is judged ${days} after its end; before that it is too young to judge.`,
        `Un mois est jugé ${days} après sa fin ; avant, il est trop jeune pour l’être.`,
      ),
    });
  }
  if (floor !== undefined) {
    const share = formatShare(floor, language);
    lines.push({
      text: isSuspended
        ? say(
            `From a source that is surely below ${share} once its month is judged, no further leads are handed over until a later month meets it, or sales says so.`,
            `D’une source qui est sûrement sous ${share} une fois son mois jugé, plus aucun lead n’est transmis tant qu’un mois suivant ne l’atteint pas, ou que les ventes ne le décident pas.`,
          )
        : say(
            `A source below ${share} is a matter for the meeting.`,
            `Une source sous ${share} est un sujet de réunion.`,
          ),
    });
  }
  return lines;
}

function volumeLine(
  volume: Marketing['volume'][number],
  index: number,
  {
    tongue,
    unit,
    label,
  }: { tongue: Tongue; unit: (name: Marketing['quality']['from']) => string; label: (id: string) => string },
): Line {
  const { say, language } = tongue;
  const { id, segment, channel, campaign, perMonth, months = {} } = volume;
  const scope = [
    segment === undefined
      ? ''
      : say(`segment ${quote(label(segment), language)}`, `segment ${quote(label(segment), language)}`),
    channel === undefined
      ? ''
      : say(`channel ${quote(channel, language)}`, `canal ${quote(channel, language)}`),
    campaign === undefined
      ? ''
      : say(`campaign ${quote(campaign, language)}`, `campagne ${quote(campaign, language)}`),
  ].filter((part) => part !== '');
  const of = scope.length === 0 ? '' : ` (${scope.join(', ')})`;
  const other = Object.entries(months).map(
    ([month, count]) => `${formatNumber(count, language)} ${say('in', 'en')} ${formatDay(month, language)}`,
  );
  const except =
    other.length === 0
      ? ''
      : say(`; but ${join(other, language, 'and')}`, ` ; mais ${join(other, language, 'and')}`);
  const amount = `${formatNumber(perMonth, language)} ${unit(volume.unit)}`;
  return {
    text: say(`Volume: ${amount} a month${of}${except}.`, `Volume : ${amount} par mois${of}${except}.`),
    ids: [id ?? volumeClause(index)],
  };
}
