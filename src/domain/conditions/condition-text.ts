// What a condition asks, in words: `job title contains “director”`, `at least 2 forms in the last 30 days`. The contract,
// what changes in it, and what is said of a lead all read this.
import type {
  Condition,
  CountOperator,
  DaysSinceCondition,
  DealCondition,
  ListCondition,
  Operator,
  PropertyCondition,
  ScoreCondition,
  ScorePartCondition,
  SignalCondition,
  StageAgeCondition,
} from '#domain/agreement.ts';
import { DAY_NOUN, formatNumber, formatPointsOf, type Noun, nounFor } from '#domain/amounts.ts';
import type { DerivedFact } from '#domain/derived-facts.ts';
import { DERIVED_LABELS } from '#domain/field-labels.ts';
import { dayAt } from '#domain/local-day.ts';
import { quote } from '#domain/typography.ts';
import type { Language, Words } from '#domain/wording.ts';
import { type Counted, DEAL_NOUNS, SIGNAL_NOUNS } from './nouns.ts';
import { readDateOperand } from './operand.ts';
import { PHRASES, SCORES } from './phrases.ts';
import type { Sight } from './sight.ts';
import { type Manner, quoteIn, sayDay, sayList, sayValue } from './value-text.ts';

/** The start of no sentence, the end of none. With a sight, days counted from today are also said as the day they are now. */
export function askCondition(condition: Condition, manner: Manner, sight: Sight | null = null): string {
  const { words } = manner;
  switch (condition.kind) {
    case 'property':
      return askProperty(condition, manner, sight);
    case 'daysSince':
      return askDaysSince(condition, words);
    case 'signals':
      return askSignals(condition, manner);
    case 'deals':
      return askDeals(condition, words);
    case 'score':
      return askScore(condition, words);
    case 'scorePart':
      return askScorePart(condition, words);
    case 'list':
      return askList(condition, manner);
    default:
      return askStageAge(condition, words);
  }
}

/** `country`, `country of the company`, `e-mail domain` */
export function nameField(
  { object, property }: { readonly object: PropertyCondition['object']; readonly property: string },
  words: Words,
): string {
  // Documents name no other facts.
  if (object === 'derived') return DERIVED_LABELS[property as DerivedFact][words.language];
  const field = words.field(property);
  if (object !== 'company') return field;
  return words.language === 'fr' ? `${field} de l’entreprise` : `${field} of the company`;
}

function askProperty(condition: PropertyCondition, manner: Manner, sight: Sight | null): string {
  const { words } = manner;
  const { type } = condition;
  const verbs = PHRASES[words.language];
  const operator = verbOperator(condition);
  const verb = verbs[familyOf(type)][operator] ?? verbs.plain[operator];
  const operand = sayOperands(condition, manner, sight);
  return `${nameField(condition, words)} ${verb}${operand === '' ? '' : ` ${operand}`}`;
}

/** One of one is that one; none of one reads as another than that one anyhow. */
function verbOperator({ operator, values }: PropertyCondition): Operator {
  return operator === 'IN' && values?.length === 1 ? 'EQ' : operator;
}

function familyOf(type: PropertyCondition['type']): 'plain' | 'multi' | 'date' {
  if (type === 'date' || type === 'datetime') return 'date';
  return type === 'multi' ? 'multi' : 'plain';
}

function sayOperands(condition: PropertyCondition, manner: Manner, sight: Sight | null): string {
  const { operator, value = '', highValue = '', values = [value] } = condition;
  const say = (text: string): string => sayOperand(text, condition, { manner, sight });
  switch (operator) {
    case 'HAS_PROPERTY':
    case 'NOT_HAS_PROPERTY':
      return '';
    case 'BETWEEN':
      return `${say(value)} ${manner.words.language === 'fr' ? 'et' : 'and'} ${say(highValue)}`;
    default: {
      // « parmi A et B », but “one of A or B”.
      const isAmong = operator === 'IN' && manner.words.language === 'fr';
      return sayList(values.map(say), isAmong ? 'and' : 'or', manner);
    }
  }
}

function sayOperand(
  text: string,
  condition: PropertyCondition,
  { manner, sight }: { readonly manner: Manner; readonly sight: Sight | null },
): string {
  if (condition.operator === 'CONTAINS_TOKEN') return sayToken(text, 'contains', manner);
  if (condition.operator === 'NOT_CONTAINS_TOKEN') return sayToken(text, 'without', manner);
  const isDate = condition.type === 'date' || condition.type === 'datetime';
  const operand = isDate ? readDateOperand(text) : null;
  switch (operand?.kind) {
    case 'day':
      return sayDay(operand.day, manner.words);
    case 'relative':
      return sayToday(operand.days, manner.words, sight);
    default:
      return sayValue(text, condition, manner);
  }
}

/** `direct*` → `a word beginning with “direct”` */
function sayToken(text: string, after: 'contains' | 'without', manner: Manner): string {
  if (!/^[^*\s]+\*$/.test(text)) return quoteIn(text, manner);
  const start = quoteIn(text.slice(0, -1), manner);
  if (manner.words.language === 'en') return `a word beginning with ${start}`;
  return `${after === 'contains' ? 'un ' : ''}mot commençant par ${start}`;
}

function sayToday(days: number, words: Words, sight: Sight | null): string {
  const relative = sayRelative(days, words.language);
  if (sight === null) return relative;
  return `${sayDay(dayAt(sight.view.timeZone, sight.nowMs) + days, words)} (${relative})`;
}

function sayRelative(days: number, language: Language): string {
  const today = language === 'fr' ? 'aujourd’hui' : 'today';
  if (days === 0) return today;
  const count = Math.abs(days);
  return `${today} ${days < 0 ? '−' : '+'} ${formatNumber(count, language)} ${nounFor(count, DAY_NOUN[language], language)}`;
}

function askDaysSince(condition: DaysSinceCondition, words: Words): string {
  const { language } = words;
  const field = nameField(condition, words);
  // “At least −30 days ago” is read as what it means: in at most 30 days.
  const isAhead = condition.days < 0;
  const operator = isAhead ? MIRRORED[condition.operator] : condition.operator;
  const days = countDays(operator, Math.abs(condition.days), language);
  if (language === 'fr') return isAhead ? `${field} arrive dans ${days}` : `${field} remonte à ${days}`;
  return isAhead ? `${field} is in ${days}` : `${field} is ${days} ago`;
}

const MIRRORED: Readonly<Record<CountOperator, CountOperator>> = {
  EQ: 'EQ',
  LT: 'GT',
  LTE: 'GTE',
  GT: 'LT',
  GTE: 'LTE',
};

const COUNTS: Readonly<Record<Language, Readonly<Record<CountOperator, string>>>> = {
  en: { EQ: 'exactly', LT: 'fewer than', LTE: 'at most', GT: 'more than', GTE: 'at least' },
  fr: { EQ: 'exactement', LT: 'moins de', LTE: 'au plus', GT: 'plus de', GTE: 'au moins' },
};

function countOf(
  operator: CountOperator,
  { count, nouns, language }: { count: number; nouns: Counted; language: Language },
): string {
  const [none, one, many] = nouns;
  if (operator === 'LT' ? count === 1 : count === 0 && (operator === 'EQ' || operator === 'LTE')) return none;
  return `${COUNTS[language][operator]} ${countNoun(count, [one, many], language)}`;
}

function countDays(operator: CountOperator, count: number, language: Language): string {
  const how = operator === 'LT' && language === 'en' ? 'less than' : COUNTS[language][operator];
  return `${how} ${countNoun(count, DAY_NOUN[language], language)}`;
}

function countNoun(count: number, noun: Noun, language: Language): string {
  return `${formatNumber(count, language)} ${nounFor(count, noun, language)}`;
}

function askSignals(condition: SignalCondition, manner: Manner): string {
  const { operator, count, withinDays, detailContains, signal } = condition;
  const { language } = manner.words;
  const counted = countOf(operator, { count, nouns: SIGNAL_NOUNS[language][signal], language });
  const about =
    detailContains === undefined
      ? ''
      : ` ${language === 'fr' ? 'contenant' : 'containing'} ${quoteIn(detailContains, manner)}`;
  return `${counted}${about} ${sayWindow(withinDays, language)}`;
}

function sayWindow(days: number, language: Language): string {
  if (language === 'fr')
    return days === 1 ? 'au cours des dernières 24 heures' : `au cours des ${days} derniers jours`;
  return days === 1 ? 'in the last 24 hours' : `in the last ${days} days`;
}

function askDeals(condition: DealCondition, { language }: Words): string {
  const { operator, count, status, withinDays } = condition;
  const counted = countOf(operator, { count, nouns: DEAL_NOUNS[language][status], language });
  return withinDays === undefined ? counted : `${counted} ${sayWindow(withinDays, language)}`;
}

function askScore({ part, operator, milliPoints }: ScoreCondition, { language }: Words): string {
  return `${SCORES[language][part]} ${PHRASES[language].plain[operator]} ${formatPointsOf(milliPoints, language)}`;
}

function askScorePart({ of, id, operator, milliPoints }: ScorePartCondition, words: Words): string {
  const { language } = words;
  const name = quote(of === 'rule' ? words.rule(id) : id, language);
  const points = `${COUNTS[language][operator]} ${formatPointsOf(milliPoints, language)}`;
  if (language === 'fr') return `${of === 'rule' ? 'la règle' : 'le groupe'} ${name} donne ${points}`;
  return `the ${of === 'rule' ? 'rule' : 'group'} ${name} gives ${points}`;
}

function askStageAge({ operator, days }: StageAgeCondition, { language }: Words): string {
  const counted = countDays(operator, days, language);
  return language === 'fr' ? `au même stade depuis ${counted}` : `in its stage for ${counted}`;
}

function askList({ list, operator }: ListCondition, manner: Manner): string {
  const name = quoteIn(list, manner);
  const isIn = operator === 'MEMBER';
  if (manner.words.language === 'fr') return `${isIn ? 'dans' : 'hors de'} la liste ${name}`;
  return `${isIn ? 'in' : 'not in'} the list ${name}`;
}
