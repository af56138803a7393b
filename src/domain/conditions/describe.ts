// A condition in words, without a lead: for the written agreement and for what changes between two. What it finds about one
// lead is told elsewhere. Pure and without Intl, as every text of the domain.
import type {
  Condition,
  Filter,
  Operator,
  PropertyCondition,
  ScoreCondition,
  SignalCondition,
  SignalKind,
  StageAgeCondition,
} from '#domain/agreement.ts';
import { setFrench } from '#domain/reason-sentences.ts';
import { isOne, type Language, type Words } from '#domain/wording.ts';
import { askCondition } from './condition-text.ts';
import { DERIVED_WORDS, PROPERTY_WORDS, SIGNAL_WORDS } from './describe-words.ts';

type Describers = {
  readonly [Kind in Condition['kind']]: (
    condition: Extract<Condition, { kind: Kind }>,
    words: Words,
  ) => string;
};

const DESCRIBERS: Describers = {
  property: describeProperty,
  signals: describeSignals,
  daysSince: (condition, words) => askCondition(condition, null, words),
  deals: (condition, words) => askCondition(condition, null, words),
  score: describeScore,
  scorePart: (condition, words) => askCondition(condition, null, words),
  stageAge: describeStageAge,
};

/** `job title contains the word “director”`; the start of no sentence, the end of none. */
function describeCondition(condition: Condition, words: Words): string {
  const text = describeOne(condition, words);
  return words.language === 'fr' ? setFrench(text).replaceAll('« ', '«\u00a0') : text;
}

/** All conditions of a group joined by “and”, groups by “; or”; groups that ask the same of one property become one. */
export function describeFilter(filter: Filter, words: Words): string {
  const groups = mergeAlike(filter.anyOf);
  if (groups.length === 0) return words.language === 'fr' ? 'jamais' : 'never';
  const [and, or] = words.language === 'fr' ? [' et ', '\u00a0; ou '] : [' and ', '; or '];
  return groups
    .map((group) =>
      group.length === 0
        ? ALWAYS[words.language]
        : group.map((each) => describeCondition(each, words)).join(and),
    )
    .join(or);
}

const ALWAYS: Readonly<Record<Language, string>> = { en: 'always', fr: 'toujours' };

function describeOne<Kind extends Condition['kind']>(
  condition: Extract<Condition, { kind: Kind }>,
  words: Words,
): string {
  return DESCRIBERS[condition.kind](condition, words);
}

/** Operators whose alternatives read as one list. */
const LISTED: Partial<Record<Operator, true>> = { EQ: true, IN: true, CONTAINS_TOKEN: true };

/** `title contains “cfo”` or `title contains “daf”` → one condition with both values. */
function mergeAlike(groups: Filter['anyOf']): readonly (readonly Condition[])[] {
  const merged: (readonly Condition[])[] = [];
  const places = new Map<string, number>();
  for (const group of groups) {
    const alone = aloneIn(group);
    const place = alone === null ? undefined : places.get(alone.key);
    const before = place === undefined ? undefined : aloneIn(merged[place] ?? []);
    if (alone !== null && place !== undefined && before) {
      merged[place] = [
        { ...before.condition, values: [before, alone].flatMap((each) => valuesOf(each.condition)) },
      ];
    } else {
      if (alone !== null) places.set(alone.key, merged.length);
      merged.push(group);
    }
  }
  return merged;
}

/** A group of one condition whose alternatives can stand in one list. */
function aloneIn(
  group: readonly Condition[],
): { readonly condition: PropertyCondition; readonly key: string } | null {
  const [condition, ...others] = group;
  if (condition?.kind !== 'property' || others.length > 0) return null;
  const { object, property, operator } = condition;
  if (LISTED[operator] !== true) return null;
  return { condition, key: `${object}.${property}.${operator === 'EQ' ? 'IN' : operator}` };
}

function valuesOf({ value, values }: PropertyCondition): readonly string[] {
  return values ?? (value === undefined ? [] : [value]);
}

type Phrase = (values: readonly string[], highValue: string) => string;

const OPERATORS: Readonly<Record<Language, Readonly<Record<Operator, Phrase>>>> = {
  en: {
    EQ: (values) => `is ${oneOf(values, 'en')}`,
    NEQ: ([value = '']) => `is known and not ${quote(value, 'en')}`,
    LT: ([value]) => `is below ${value}`,
    LTE: ([value]) => `is at most ${value}`,
    GT: ([value]) => `is above ${value}`,
    GTE: ([value]) => `is at least ${value}`,
    BETWEEN: ([value], high) => `is from ${value} to ${high}`,
    IN: (values) => `is ${oneOf(values, 'en')}`,
    NOT_IN: (values) => `is known and none of ${list(values, 'en', 'and')}`,
    HAS_PROPERTY: () => 'is known',
    NOT_HAS_PROPERTY: () => 'is not known',
    CONTAINS_TOKEN: (values) => `contains ${tokens(values, 'en')}`,
    NOT_CONTAINS_TOKEN: (values) => `is known and does not contain ${tokens(values, 'en')}`,
  },
  fr: {
    EQ: (values) => `est ${oneOf(values, 'fr')}`,
    NEQ: ([value = '']) => `est connu et différent de ${quote(value, 'fr')}`,
    LT: ([value]) => `est inférieur à ${value}`,
    LTE: ([value]) => `est au plus ${value}`,
    GT: ([value]) => `est supérieur à ${value}`,
    GTE: ([value]) => `est au moins ${value}`,
    BETWEEN: ([value], high) => `est compris entre ${value} et ${high}`,
    IN: (values) => `est ${oneOf(values, 'fr')}`,
    NOT_IN: (values) => `est connu et n’est aucun de ${list(values, 'fr', 'and')}`,
    HAS_PROPERTY: () => 'est connu',
    NOT_HAS_PROPERTY: () => 'n’est pas connu',
    CONTAINS_TOKEN: (values) => `contient ${tokens(values, 'fr')}`,
    NOT_CONTAINS_TOKEN: (values) => `est connu et ne contient pas ${tokens(values, 'fr')}`,
  },
};

function describeProperty(condition: PropertyCondition, words: Words): string {
  const phrase = OPERATORS[words.language][condition.operator];
  return `${nameOf(condition, words)} ${phrase(valuesOf(condition), condition.highValue ?? '')}`;
}

/** `job title`, `number of employees of the company`, `e-mail domain`. */
function nameOf({ object, property }: PropertyCondition, words: Words): string {
  const { language } = words;
  if (object === 'derived')
    return DERIVED_WORDS[language][property] ?? property.replaceAll(/(?=[A-Z])/g, ' ').toLowerCase();
  const name = PROPERTY_WORDS[language][property] ?? words.field(property);
  if (object === 'contact') return name;
  return language === 'fr' ? `${name} de l’entreprise` : `${name} of the company`;
}

function describeSignals(condition: SignalCondition, words: Words): string {
  const { language } = words;
  const { signal, operator, count, withinDays } = condition;
  const days = `${withinDays} ${withinDays === 1 ? 'day' : 'days'}`;
  const window = { en: `in the last ${days}`, fr: frenchWindow(withinDays) }[language];
  const [one, many] = SIGNAL_WORDS[language][signal];
  if (isNone(condition)) return `${language === 'fr' ? NONE_FR[signal] : `no ${one}`} ${window}`;
  return `${COUNTS[language][operator]} ${count} ${isOne(count * 1000, language) ? one : many} ${window}`;
}

function frenchWindow(days: number): string {
  return days === 1 ? 'dans les dernières 24 heures' : `dans les ${days} derniers jours`;
}

function isNone({ operator, count }: SignalCondition): boolean {
  return operator === 'LT' ? count === 1 : count === 0 && (operator === 'EQ' || operator === 'LTE');
}

const NONE_FR: Readonly<Record<SignalKind, string>> = {
  form: 'aucun formulaire',
  pageView: 'aucune page vue',
  emailOpen: 'aucun e-mail ouvert',
  emailClick: 'aucun clic dans un e-mail',
  emailReply: 'aucune réponse à un e-mail',
  meeting: 'aucun rendez-vous',
  call: 'aucun appel entrant',
  touch: 'aucune prise de contact',
};

const COUNTS: Readonly<Record<Language, Readonly<Record<SignalCondition['operator'], string>>>> = {
  en: { EQ: 'exactly', LT: 'fewer than', LTE: 'at most', GT: 'more than', GTE: 'at least' },
  fr: { EQ: 'exactement', LT: 'moins de', LTE: 'au plus', GT: 'plus de', GTE: 'au moins' },
};

const SCORES: Readonly<Record<Language, Readonly<Record<ScoreCondition['part'], string>>>> = {
  en: { total: 'the score', fit: 'fit', engagement: 'engagement' },
  fr: { total: 'le score', fit: 'le profil', engagement: 'l’engagement' },
};
const SCORE_OPERATORS: Readonly<Record<Language, Readonly<Record<ScoreCondition['operator'], string>>>> = {
  en: { LT: 'is below', LTE: 'is at most', GT: 'is above', GTE: 'is at least' },
  fr: { LT: 'est sous', LTE: 'est d’au plus', GT: 'dépasse', GTE: 'atteint au moins' },
};

function describeScore({ part, operator, milliPoints }: ScoreCondition, words: Words): string {
  const { language } = words;
  const unit = isOne(milliPoints, language) ? 'point' : 'points';
  return `${SCORES[language][part]} ${SCORE_OPERATORS[language][operator]} ${words.points(milliPoints)} ${unit}`;
}

function describeStageAge({ operator, days }: StageAgeCondition, words: Words): string {
  const { language } = words;
  const amount = `${words.points(days * 1000)} ${dayWord(days, language)}`;
  if (language === 'fr')
    return `au même stade depuis ${operator === 'GTE' ? 'au moins' : 'moins de'} ${amount}`;
  return `in its stage for ${operator === 'GTE' ? 'at least' : 'less than'} ${amount}`;
}

function dayWord(days: number, language: Language): string {
  const isSingle = isOne(days * 1000, language);
  return language === 'fr' ? (isSingle ? 'jour' : 'jours') : isSingle ? 'day' : 'days';
}

function tokens(values: readonly string[], language: Language): string {
  const words = values.map((value) => {
    const isStart = /^[^*\s]+\*$/.test(value);
    if (!isStart) return quote(value, language);
    const start = quote(value.slice(0, -1), language);
    return language === 'fr' ? `un mot commençant par ${start}` : `a word beginning with ${start}`;
  });
  return join(words, language, 'or');
}

function oneOf(values: readonly string[], language: Language): string {
  const [value = ''] = values;
  if (values.length > 1) return `${language === 'fr' ? 'l’un de' : 'one of'} ${list(values, language, 'or')}`;
  const yesNo = { en: { true: 'yes', false: 'no' }, fr: { true: 'oui', false: 'non' } }[language];
  return value === 'true' || value === 'false' ? yesNo[value] : quote(value, language);
}

function list(values: readonly string[], language: Language, by: 'and' | 'or'): string {
  return join(
    values.map((value) => quote(value, language)),
    language,
    by,
  );
}

/** `a, b or c` */
export function join(texts: readonly string[], language: Language, by: 'and' | 'or'): string {
  const word = { en: { and: 'and', or: 'or' }, fr: { and: 'et', or: 'ou' } }[language][by];
  if (texts.length < 2) return texts.join('');
  return `${texts.slice(0, -1).join(', ')} ${word} ${texts.at(-1)}`;
}

export function quote(text: string, language: Language): string {
  return language === 'fr' ? `«\u00a0${text}\u00a0»` : `“${text}”`;
}
