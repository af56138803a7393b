// What a filter asks, in full: for the contract and for what changes between two.
import type { Condition, Filter, Operator, PropertyCondition } from '#domain/agreement.ts';
import { setIn } from '#domain/typography.ts';
import type { Language, Words } from '#domain/wording.ts';
import { askCondition } from './condition-text.ts';
import { IN_FULL } from './value-text.ts';

const ALWAYS: Readonly<Record<Language, string>> = { en: 'always', fr: 'toujours' };
const NEVER: Readonly<Record<Language, string>> = { en: 'never', fr: 'jamais' };

/** All conditions of a group joined by “and”, groups by “; or”; groups that ask the same of one property become one. */
export function askFilter(filter: Filter, words: Words): string {
  const { language } = words;
  const groups = mergeAlike(filter.anyOf);
  if (groups.length === 0) return NEVER[language];
  const [and, or] = language === 'fr' ? [' et ', ' ; ou '] : [' and ', '; or '];
  const text = groups
    .map((group) =>
      group.length === 0
        ? ALWAYS[language]
        : group.map((condition) => askCondition(condition, { words, detail: IN_FULL })).join(and),
    )
    .join(or);
  return setIn(text, language);
}

/** Operators whose alternatives read as one list, and the operator of that list. */
const LISTED: Partial<Record<Operator, Operator>> = {
  EQ: 'IN',
  IN: 'IN',
  CONTAINS_TOKEN: 'CONTAINS_TOKEN',
};

/** `title contains “cfo”` or `title contains “daf”` → one condition with both values. */
function mergeAlike(groups: Filter['anyOf']): readonly (readonly Condition[])[] {
  const merged = new Map<unknown, readonly Condition[]>();
  for (const group of groups) {
    const alone = aloneIn(group);
    const before = aloneIn(merged.get(alone?.key) ?? []);
    merged.set(alone?.key ?? group, alone === null || before === null ? group : [listOf(before, alone)]);
  }
  return [...merged.values()];
}

function listOf(before: Alone, alone: Alone): PropertyCondition {
  const values = [before, alone].flatMap(({ condition }) => valuesOf(condition));
  return { ...before.condition, operator: alone.operator, values };
}

interface Alone {
  readonly condition: PropertyCondition;
  readonly operator: Operator;
  readonly key: string;
}

/** A group of one condition whose alternatives can stand in one list. */
function aloneIn(group: readonly Condition[]): Alone | null {
  const [condition, ...others] = group;
  if (condition?.kind !== 'property' || others.length > 0) return null;
  const { object, property } = condition;
  const operator = LISTED[condition.operator];
  return operator === undefined ? null : { condition, operator, key: `${object}.${property}.${operator}` };
}

function valuesOf({ value, values }: PropertyCondition): readonly string[] {
  return values ?? (value === undefined ? [] : [value]);
}
