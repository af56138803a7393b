// What a condition asks, in words: `job title contains “director”`, `at least 2 forms in the last 30 days`.
import type {
  Condition,
  CountOperator,
  DaysSinceCondition,
  DealCondition,
  PropertyCondition,
  ScoreCondition,
  ScorePartCondition,
  SignalCondition,
  SignalKind,
  StageAgeCondition,
} from '#domain/agreement.ts';
import { dayAt } from '#domain/local-day.ts';
import { isOne, type Language, type Words } from '#domain/wording.ts';
import { readDateOperand } from './operand.ts';
import { PHRASES } from './phrases.ts';
import type { Sight } from './sight.ts';
import { quote, sayList, sayValue } from './value-text.ts';

/** Without a sight, days counted from today are said as such, not as the day they are now. */
export function askCondition(condition: Condition, sight: Sight | null, words: Words): string {
  switch (condition.kind) {
    case 'property':
      return askProperty(condition, sight, words);
    case 'daysSince':
      return askDaysSince(condition, words);
    case 'signals':
      return askSignals(condition, words);
    case 'deals':
      return askDeals(condition, words);
    case 'score':
    case 'scorePart':
      return askScore(condition, words);
    default:
      return askStageAge(condition, words);
  }
}

/** `country`, `country of the company` */
function nameField(
  { object, property }: { readonly object: PropertyCondition['object']; readonly property: string },
  words: Words,
): string {
  const field = words.field(property);
  if (object !== 'company') return field;
  return words.language === 'fr' ? `${field} de l’entreprise` : `${field} of the company`;
}

function askProperty(condition: PropertyCondition, sight: Sight | null, words: Words): string {
  const { operator, type } = condition;
  const verbs = PHRASES[words.language];
  const verb = verbs[familyOf(type)][operator] ?? verbs.plain[operator];
  const operand = sayOperands(condition, sight, words);
  return `${nameField(condition, words)} ${verb}${operand === '' ? '' : ` ${operand}`}`;
}

function familyOf(type: PropertyCondition['type']): 'plain' | 'multi' | 'date' {
  if (type === 'date' || type === 'datetime') return 'date';
  return type === 'multi' ? 'multi' : 'plain';
}

function sayOperands(condition: PropertyCondition, sight: Sight | null, words: Words): string {
  const { value = '', highValue = '', values = [] } = condition;
  const say = (text: string): string => sayOperand(text, condition, { sight, words });
  switch (condition.operator) {
    case 'HAS_PROPERTY':
    case 'NOT_HAS_PROPERTY':
      return '';
    case 'IN':
    case 'NOT_IN':
      return sayList(values, say, words);
    case 'BETWEEN':
      return `${say(value)} ${words.language === 'fr' ? 'et' : 'and'} ${say(highValue)}`;
    default:
      return say(value);
  }
}

function sayOperand(
  text: string,
  condition: PropertyCondition,
  { sight, words }: { readonly sight: Sight | null; readonly words: Words },
): string {
  if (condition.operator.endsWith('TOKEN')) return quote(text, words);
  const isDate = condition.type === 'date' || condition.type === 'datetime';
  const operand = isDate ? readDateOperand(text) : null;
  switch (operand?.kind) {
    case 'day':
      return sayDay(operand.day, words);
    case 'relative':
      return sayToday(operand.days, sight, words);
    default:
      return sayValue(text, condition, words);
  }
}

function sayDay(day: number, words: Words): string {
  return words.language === 'fr' ? `le ${words.day(day)}` : words.day(day);
}

/** Days counted from today are said as the day they are now, where it is known when now is. */
function sayToday(days: number, sight: Sight | null, words: Words): string {
  const relative = sayRelative(days, words.language);
  if (sight === null) return relative;
  return `${sayDay(dayAt(sight.view.timeZone, sight.nowMs) + days, words)} (${relative})`;
}

function sayRelative(days: number, language: Language): string {
  const today = language === 'fr' ? 'aujourd’hui' : 'today';
  if (days === 0) return today;
  const count = Math.abs(days);
  const unit = language === 'fr' ? (count < 2 ? 'jour' : 'jours') : count === 1 ? 'day' : 'days';
  return `${today} ${days < 0 ? '−' : '+'} ${count} ${unit}`;
}

function askDaysSince(condition: DaysSinceCondition, words: Words): string {
  const { language } = words;
  const field = nameField(condition, words);
  // “At least −30 days ago” is read as what it means: in at most 30 days.
  const isAhead = condition.days < 0;
  const operator = isAhead ? MIRRORED[condition.operator] : condition.operator;
  const days = countDays(operator, Math.abs(condition.days), language);
  if (language === 'fr') return isAhead ? `${field} dans ${days}` : `${field} il y a ${days}`;
  return isAhead ? `${field} in ${days}` : `${field} ${days} ago`;
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
  { count, nouns, language }: { count: number; nouns: readonly [string, string]; language: Language },
): string {
  const isNone = (operator === 'LT' && count === 1) || (operator === 'EQ' && count === 0);
  if (isNone) return `${language === 'fr' ? 'zéro' : 'no'} ${nouns[0]}`;
  const isSingular = language === 'fr' ? count < 2 : count === 1;
  return `${COUNTS[language][operator]} ${count} ${isSingular ? nouns[0] : nouns[1]}`;
}

function countDays(operator: CountOperator, count: number, language: Language): string {
  if (operator === 'LT' && language === 'en') return `less than ${count} ${count === 1 ? 'day' : 'days'}`;
  return countOf(operator, {
    count,
    nouns: language === 'fr' ? ['jour', 'jours'] : ['day', 'days'],
    language,
  });
}

const SIGNALS: Readonly<Record<Language, Readonly<Record<SignalKind, readonly [string, string]>>>> = {
  en: {
    form: ['form', 'forms'],
    pageView: ['page view', 'page views'],
    emailOpen: ['e-mail opened', 'e-mails opened'],
    emailClick: ['click in an e-mail', 'clicks in e-mails'],
    emailReply: ['reply to an e-mail', 'replies to e-mails'],
    meeting: ['meeting', 'meetings'],
    call: ['incoming call', 'incoming calls'],
    touch: ['contact by sales', 'contacts by sales'],
  },
  fr: {
    form: ['formulaire', 'formulaires'],
    pageView: ['page vue', 'pages vues'],
    emailOpen: ['e-mail ouvert', 'e-mails ouverts'],
    emailClick: ['clic dans un e-mail', 'clics dans des e-mails'],
    emailReply: ['réponse à un e-mail', 'réponses à des e-mails'],
    meeting: ['rendez-vous', 'rendez-vous'],
    call: ['appel entrant', 'appels entrants'],
    touch: ['contact par les ventes', 'contacts par les ventes'],
  },
};

function askSignals(condition: SignalCondition, words: Words): string {
  const { operator, count, withinDays, detailContains } = condition;
  const { language } = words;
  const counted = countOf(operator, { count, nouns: SIGNALS[language][condition.signal], language });
  const about =
    detailContains === undefined
      ? ''
      : ` ${language === 'fr' ? 'avec' : 'with'} ${quote(detailContains, words)}`;
  return `${counted}${about} ${sayWindow(withinDays, language)}`;
}

function sayWindow(days: number, language: Language): string {
  if (language === 'fr') return days === 1 ? 'sur les dernières 24 heures' : `sur les ${days} derniers jours`;
  return days === 1 ? 'in the last 24 hours' : `in the last ${days} days`;
}

const DEALS: Readonly<
  Record<Language, Readonly<Record<DealCondition['status'], readonly [string, string]>>>
> = {
  en: {
    open: ['open deal', 'open deals'],
    won: ['deal won', 'deals won'],
    lost: ['deal lost', 'deals lost'],
    any: ['deal', 'deals'],
  },
  fr: {
    open: ['transaction ouverte', 'transactions ouvertes'],
    won: ['transaction gagnée', 'transactions gagnées'],
    lost: ['transaction perdue', 'transactions perdues'],
    any: ['transaction', 'transactions'],
  },
};

function askDeals(condition: DealCondition, { language }: Words): string {
  const { operator, count, status, withinDays } = condition;
  const counted = countOf(operator, { count, nouns: DEALS[language][status], language });
  return withinDays === undefined ? counted : `${counted} ${sayWindow(withinDays, language)}`;
}

const SCORES = {
  en: { total: 'score', fit: 'fit', engagement: 'engagement' },
  fr: { total: 'score', fit: 'profil', engagement: 'engagement' },
} as const;

function askScore(condition: ScoreCondition | ScorePartCondition, words: Words): string {
  const { language } = words;
  const { operator, milliPoints } = condition;
  const unit = isOne(milliPoints, language) ? 'point' : 'points';
  const points = `${words.points(milliPoints)} ${unit}`;
  if (condition.kind === 'score')
    return `${SCORES[language][condition.part]} ${LINES[language][operator]} ${points}`;
  const name = quote(condition.of === 'rule' ? words.rule(condition.id) : condition.id, words);
  return `${name} ${language === 'fr' ? 'donne' : 'gives'} ${COUNTS[language][operator]} ${points}`;
}

const LINES = {
  en: { LT: 'below', LTE: 'of at most', GT: 'above', GTE: 'of at least' },
  fr: { LT: 'sous', LTE: 'd’au plus', GT: 'au-dessus de', GTE: 'd’au moins' },
} as const;

function askStageAge({ operator, days }: StageAgeCondition, { language }: Words): string {
  const counted = countDays(operator, days, language);
  return language === 'fr' ? `dans le stade depuis ${counted}` : `in the stage for ${counted}`;
}
