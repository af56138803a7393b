// Conditions and filters of the document, read straight into the domain's form: D11's filter language plus company,
// signal counts, scores and stage age. Which shape each operator needs is checked here.
import { z } from 'zod';
import {
  type Condition,
  type Filter,
  OPERATORS,
  type PropertyCondition,
  SIGNAL_KINDS,
} from '#domain/agreement.ts';
import { DERIVED_FACTS, DERIVED_VALUES, type DerivedFact } from '#domain/derived-facts.ts';
import { normalizeOperands } from './derived-operands.ts';
import { MAX_SPAN_DAYS } from './duration.ts';
import { complain, type IssueSink, parseInto } from './issue.ts';
import { nearest } from './nearest.ts';
import { choose, Points, PropertyName, show, strict, word } from './value-schema.ts';

const COUNT_OPERATORS = ['EQ', 'LT', 'LTE', 'GT', 'GTE'] as const;
const SCORE_OPERATORS = ['LT', 'LTE', 'GT', 'GTE'] as const;
/** Those that compare whole values, so that an unknown one can be told. */
const WHOLE_VALUE_OPERATORS: readonly string[] = ['EQ', 'NEQ', 'IN', 'NOT_IN'];
const MAX_OPERAND = 1000;
const MAX_VALUES = 1000;
const MAX_CONDITIONS = 50;
const MAX_GROUPS = 50;

const Operand = z.unknown().transform((value, sink) => {
  const isPlain = typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
  if (!isPlain) complain(sink, { code: 'badOperand', params: { value: show(value) } });
  const text = String(value);
  if (text.length > MAX_OPERAND) complain(sink, { code: 'tooBigLetters', params: { max: MAX_OPERAND } });
  return text;
});
const operands = {
  operator: word(OPERATORS),
  value: Operand.optional(),
  highValue: Operand.optional(),
  values: z.array(Operand).min(1).max(MAX_VALUES).optional(),
};

const ContactCondition = strict({ property: PropertyName, ...operands }).transform((raw, sink) =>
  toProperty({ object: 'contact', ...raw }, sink),
);
const CompanyCondition = strict({ company: PropertyName, ...operands }).transform(
  ({ company, ...raw }, sink) => toProperty({ object: 'company', property: company, ...raw }, sink),
);
const DerivedCondition = strict({ derived: word(DERIVED_FACTS), ...operands }).transform(
  ({ derived, ...raw }, sink) => {
    checkDerivedValues({ derived, ...raw }, sink);
    return toProperty(
      { object: 'derived', property: derived, ...normalizeOperands(derived, raw, sink) },
      sink,
    );
  },
);
const SignalCondition = strict({
  signal: word(SIGNAL_KINDS),
  operator: word(COUNT_OPERATORS),
  count: z.number().int().min(0).max(10_000),
  withinDays: z.number().int().min(1).max(MAX_SPAN_DAYS),
}).transform((raw): Condition => ({ kind: 'signals', ...raw }));
const ScoreCondition = strict({
  score: word(['total', 'fit', 'engagement']),
  operator: word(SCORE_OPERATORS),
  value: Points,
}).transform(
  (raw): Condition => ({ kind: 'score', part: raw.score, operator: raw.operator, milliPoints: raw.value }),
);
const ageDays = z.number().positive().max(3650);
const StageAgeCondition = strict({
  stageAge: strict({ atLeastDays: ageDays.optional(), lessThanDays: ageDays.optional() }),
}).transform(({ stageAge }, sink): Condition => {
  const { atLeastDays, lessThanDays } = stageAge;
  if ((atLeastDays === undefined) === (lessThanDays === undefined))
    complain(sink, { code: 'oneStageAge', path: ['stageAge'] });
  return atLeastDays === undefined
    ? { kind: 'stageAge', operator: 'LT', days: lessThanDays ?? 0 }
    : { kind: 'stageAge', operator: 'GTE', days: atLeastDays };
});

const FORMS = {
  property: ContactCondition,
  company: CompanyCondition,
  derived: DerivedCondition,
  signal: SignalCondition,
  score: ScoreCondition,
  stageAge: StageAgeCondition,
} as const satisfies Record<string, z.ZodType<Condition>>;
const FORM_KEYS = Object.keys(FORMS);

const AnyCondition = z.unknown().transform((value, sink): Condition => {
  const form = formOf(value);
  if (form !== undefined) return parseInto<Condition>(sink, FORMS[form], value) ?? z.NEVER;
  const [unknown, suggestion] = nearestForm(value);
  if (unknown === undefined) complain(sink, { code: 'noCondition', params: { value: show(value) } });
  else
    complain(sink, {
      code: 'unknownKey',
      params: { key: unknown, valid: FORM_KEYS.join(', ') },
      suggestion,
      path: [unknown],
    });
  return z.NEVER;
});

const Group = z.array(AnyCondition).min(1).max(MAX_CONDITIONS);
const AllOf = Group.transform((group): Filter => ({ anyOf: [group] }));
const AnyOf = strict({ anyOf: z.array(Group).min(1).max(MAX_GROUPS) });

/** A list of conditions, all of which must hold, or `anyOf` with several such lists. */
export const DocumentFilter = choose<Filter>((value) => (Array.isArray(value) ? AllOf : AnyOf));

function formOf(value: unknown): keyof typeof FORMS | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  // The keys come from the table itself.
  return FORM_KEYS.find((key) => Object.hasOwn(value, key)) as keyof typeof FORMS | undefined;
}

function nearestForm(value: unknown): readonly [string | undefined, string | undefined] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [undefined, undefined];
  for (const key of Object.keys(value)) {
    const near = nearest(key, FORM_KEYS);
    if (near !== undefined) return [key, near];
  }
  return [undefined, undefined];
}

interface RawProperty {
  readonly object: PropertyCondition['object'];
  readonly property: string;
  readonly operator: PropertyCondition['operator'];
  readonly value?: string | undefined;
  readonly highValue?: string | undefined;
  readonly values?: string[] | undefined;
}

type OperandKey = 'value' | 'highValue' | 'values';

function toProperty(raw: RawProperty, sink: IssueSink): Condition {
  const { object, property, operator } = raw;
  const needed = operandsOf(operator);
  for (const key of ['value', 'highValue', 'values'] as const)
    checkOperand(raw, { key, isNeeded: needed.includes(key) }, sink);
  if (operator === 'BETWEEN' && isReversed(raw.value, raw.highValue)) {
    complain(sink, {
      code: 'reversedRange',
      params: { low: raw.value ?? '', high: raw.highValue ?? '' },
      path: ['highValue'],
    });
  }
  return {
    kind: 'property',
    object,
    property,
    operator,
    ...(raw.value === undefined ? {} : { value: raw.value }),
    ...(raw.highValue === undefined ? {} : { highValue: raw.highValue }),
    ...(raw.values === undefined ? {} : { values: raw.values }),
  };
}

function operandsOf(operator: PropertyCondition['operator']): readonly OperandKey[] {
  switch (operator) {
    case 'IN':
    case 'NOT_IN':
      return ['values'];
    case 'BETWEEN':
      return ['value', 'highValue'];
    case 'HAS_PROPERTY':
    case 'NOT_HAS_PROPERTY':
      return [];
    default:
      return ['value'];
  }
}

function checkOperand(raw: RawProperty, wish: { key: OperandKey; isNeeded: boolean }, sink: IssueSink): void {
  const value = raw[wish.key];
  const params = { key: wish.key, operator: raw.operator };
  if (wish.isNeeded && value === undefined)
    complain(sink, { code: 'operandMissing', params, path: [wish.key] });
  else if (wish.isNeeded && value === '') complain(sink, { code: 'operandEmpty', params, path: [wish.key] });
  else if (!wish.isNeeded && value !== undefined)
    complain(sink, { code: 'operandTooMuch', params, path: [wish.key] });
}

/** A value that the fact never takes would make a rule that never holds. */
function checkDerivedValues(
  raw: Omit<RawProperty, 'object' | 'property'> & { readonly derived: DerivedFact },
  sink: IssueSink,
): void {
  const valid = DERIVED_VALUES[raw.derived];
  if (valid === undefined || !WHOLE_VALUE_OPERATORS.includes(raw.operator)) return;
  const check = (given: string, path: readonly (string | number)[]): void => {
    if (valid.includes(given.toLowerCase())) return;
    const params = { value: given, valid: valid.join(', ') };
    complain(sink, { code: 'badWord', params, suggestion: nearest(given, valid), path });
  };
  if (raw.value !== undefined) check(raw.value, ['value']);
  raw.values?.forEach((each, index) => {
    check(each, ['values', index]);
  });
}

function isReversed(low: string | undefined, high: string | undefined): boolean {
  const isNumber = /^-?\d+(\.\d+)?$/;
  if (low === undefined || high === undefined || !isNumber.test(low) || !isNumber.test(high)) return false;
  return Number(low) > Number(high);
}
