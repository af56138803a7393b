// Each condition in one line, English and French: what it asks, whether it holds, and what was found instead. The asking
// part is in condition-text.ts; this file says what is so.
import type {
  Condition,
  DaysSinceCondition,
  DealCondition,
  ListCondition,
  PropertyCondition,
  ScoreCondition,
  ScorePartCondition,
  SignalCondition,
} from '#domain/agreement.ts';
import { formatDays } from '#domain/amounts.ts';
import { fromEpochMs } from '#domain/instant.ts';
import { setIn } from '#domain/typography.ts';
import type { Words } from '#domain/wording.ts';
import { askCondition } from './condition-text.ts';
import { countDeals, countSignals } from './counts.ts';
import { daysSince } from './dates.ts';
import { holdsCondition, sumParts } from './index.ts';
import { isListKnown } from './lists.ts';
import type { Sight } from './sight.ts';
import { subjectOf } from './subject.ts';
import { IN_SHORT, quoteIn, sayValue } from './value-text.ts';

export interface ConditionExplanation {
  readonly holds: boolean;
  /** `job title contains “director”: no, it is “Directrice adjointe”` */
  readonly text: string;
}

/**
 * One line, not capitalised and without a full stop, so that it can stand in a list or in a sentence. The words come from
 * `makeWords`, the sight from the decision's instant.
 */
export function explainCondition(condition: Condition, sight: Sight, words: Words): ConditionExplanation {
  const holds = holdsCondition(condition, sight);
  const answer = words.language === 'fr' ? (holds ? 'oui' : 'non') : holds ? 'yes' : 'no';
  const found = holds && isYesNo(condition) ? '' : sayFound(condition, sight, words);
  const colon = words.language === 'fr' ? ' : ' : ': ';
  const text = `${askCondition(condition, { words, detail: IN_SHORT }, sight)}${colon}${[answer, found].filter((part) => part !== '').join(', ')}`;
  return { holds, text: setIn(text, words.language) };
}

/** “is “yes”: yes” says it all. */
function isYesNo(condition: Condition): boolean {
  if (condition.kind !== 'property' || condition.operator !== 'EQ') return false;
  return (
    condition.type === 'bool' || (condition.object === 'derived' && condition.property === 'personalEmail')
  );
}

function sayFound(condition: Condition, sight: Sight, words: Words): string {
  switch (condition.kind) {
    case 'property':
      return sayProperty(condition, sight, words);
    case 'daysSince':
      return sayDaysSince(condition, sight, words);
    case 'signals':
    case 'deals':
      return sayCount(condition, sight, words);
    case 'score':
    case 'scorePart':
      return sayScore(condition, sight, words);
    case 'list':
      return sayList(condition, sight, words);
    default:
      return sayStage(sight, words);
  }
}

function sayProperty(condition: PropertyCondition, sight: Sight, words: Words): string {
  const { text } = subjectOf(sight.view, condition.object, condition.property);
  if (condition.operator === 'NOT_HAS_PROPERTY' && text === '') return '';
  if (text === '') return sayEmpty(words);
  const value = sayValue(text, condition, { words, detail: IN_SHORT });
  return words.language === 'fr' ? `c’est ${value}` : `it is ${value}`;
}

function sayEmpty({ language }: Words): string {
  return language === 'fr' ? 'c’est vide' : 'it is empty';
}

function sayDaysSince(condition: DaysSinceCondition, sight: Sight, words: Words): string {
  const { text } = subjectOf(sight.view, condition.object, condition.property);
  if (text === '') return sayEmpty(words);
  const days = daysSince(condition, sight);
  if (days === null)
    return `${quoteIn(text, { words, detail: IN_SHORT })} ${words.language === 'fr' ? 'n’est pas une date' : 'is no date'}`;
  return sayDaysAgo(days, words);
}

function sayDaysAgo(days: number, { language }: Words): string {
  if (days === 0) return language === 'fr' ? 'c’est aujourd’hui' : 'it is today';
  const count = formatDays(Math.abs(days), language);
  if (language === 'fr') return `c’est ${days < 0 ? 'dans' : 'il y a'} ${count}`;
  return days < 0 ? `it is in ${count}` : `it is ${count} ago`;
}

function sayCount(condition: SignalCondition | DealCondition, sight: Sight, { language }: Words): string {
  const count = condition.kind === 'deals' ? countDeals(condition, sight) : countSignals(condition, sight);
  return language === 'fr' ? `on en compte ${count}` : `${count === 0 ? 'none' : count} seen`;
}

function sayScore(condition: ScoreCondition | ScorePartCondition, { score }: Sight, words: Words): string {
  const isFrench = words.language === 'fr';
  if (score === null) return isFrench ? 'le score n’est pas encore connu' : 'the score is not known yet';
  const points = words.points(
    condition.kind === 'score' ? score[condition.part] : sumParts(score, condition.parts),
  );
  return isFrench ? `c’est ${points}` : `it is ${points}`;
}

/** Yes and no say it all, but for a list that the account does not have, or keeps from us. */
function sayList(condition: ListCondition, sight: Sight, { language }: Words): string {
  if (isListKnown(condition, sight)) return '';
  return language === 'fr' ? 'on ne connaît pas cette liste' : 'nothing is known of this list';
}

function sayStage({ stageSince }: Sight, words: Words): string {
  const isFrench = words.language === 'fr';
  if (stageSince === null) return isFrench ? 'il n’y a pas de stade' : 'there is no stage';
  const since = words.instant(fromEpochMs(stageSince));
  return isFrench ? `depuis le ${since}` : `since ${since}`;
}
