// Conditions and filters of the document, read straight into the domain's form: D11's filter language plus company,
// days since, signal and deal counts, scores, stage age and lists. Which shape each operator needs is checked here, what a
// property's type allows in check-conditions.ts; types and parts of the score are filled in when it is compiled.
import { z } from 'zod';
import {
  type Condition,
  type Filter,
  OPERATORS,
  type PropertyCondition,
  SIGNAL_KINDS,
  VALUE_TYPES,
} from '#domain/agreement.ts';
import { DERIVED_FACTS, DERIVED_KINDS, type DerivedFact } from '#domain/derived-facts.ts';
import { normalizeOperands } from './derived-operands.ts';
import { MAX_SPAN_DAYS } from './duration.ts';
import { complain, type IssueSink, parseInto } from './issue.ts';
import { nearest } from './nearest.ts';
import { choose, Id, Label, Points, PropertyName, show, strict, word } from './value-schema.ts';

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

/** For a property that the standard table does not know; with a portal its own answer counts. */
const type = word(VALUE_TYPES).optional();

const ContactCondition = strict({ property: PropertyName, type, ...operands }).transform((raw, sink) =>
  toProperty({ object: 'contact', ...raw }, sink),
);
const CompanyCondition = strict({ company: PropertyName, type, ...operands }).transform(
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
const ContactDate = PropertyName.transform((property) => ({ object: 'contact' as const, property }));
const CompanyDate = strict({ company: PropertyName }).transform(({ company }) => ({
  object: 'company' as const,
  property: company,
}));
const DaysSinceCondition = strict({
  daysSince: choose<{ object: 'contact' | 'company'; property: string }>((value) =>
    typeof value === 'object' && value !== null ? CompanyDate : ContactDate,
  ),
  type: word(['date', 'datetime']).optional(),
  operator: word(COUNT_OPERATORS),
  value: z.number().int().min(-MAX_SPAN_DAYS).max(MAX_SPAN_DAYS),
}).transform(({ daysSince, type, operator, value }): Condition => {
  const typed = type === undefined ? {} : { type };
  return { kind: 'daysSince', ...daysSince, ...typed, operator, days: value };
});
const count = z.number().int().min(0).max(10_000);
const withinDays = z.number().int().min(1).max(MAX_SPAN_DAYS);
const SignalCondition = strict({
  signal: word(SIGNAL_KINDS),
  detailContains: z.string().trim().min(1).max(200).optional(),
  operator: word(COUNT_OPERATORS),
  count,
  withinDays,
}).transform(({ detailContains, ...raw }, sink): Condition => {
  checkCount(raw, sink);
  const about = detailContains === undefined ? {} : { detailContains };
  return { kind: 'signals', ...raw, ...about };
});
const DealCondition = strict({
  deals: word(['open', 'won', 'lost', 'any']),
  operator: word(COUNT_OPERATORS),
  count,
  withinDays: withinDays.optional(),
}).transform(({ deals, operator, count, withinDays }, sink): Condition => {
  checkCount({ operator, count }, sink);
  const window = withinDays === undefined ? {} : { withinDays };
  return { kind: 'deals', status: deals, operator, count, ...window };
});
const WholeScore = word(['total', 'fit', 'engagement']);
const PartOfScore = strict({ rule: Id.optional(), group: Id.optional() }).transform(
  ({ rule, group }, sink) => {
    if ((rule === undefined) === (group === undefined)) complain(sink, { code: 'oneScorePart' });
    return rule === undefined ? { of: 'group' as const, id: group ?? '' } : { of: 'rule' as const, id: rule };
  },
);
const ScoreCondition = strict({
  score: choose<'total' | 'fit' | 'engagement' | { of: 'rule' | 'group'; id: string }>((value) =>
    typeof value === 'object' && value !== null ? PartOfScore : WholeScore,
  ),
  operator: word(SCORE_OPERATORS),
  value: Points,
}).transform(({ score, operator, value }): Condition => {
  if (typeof score === 'string') return { kind: 'score', part: score, operator, milliPoints: value };
  return { kind: 'scorePart', ...score, parts: [], operator, milliPoints: value };
});
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

const ListCondition = strict({ list: Label, operator: word(['MEMBER', 'NOT_MEMBER']) }).transform(
  ({ list, operator }): Condition => ({ kind: 'list', list, operator }),
);

const FORMS = {
  property: ContactCondition,
  company: CompanyCondition,
  derived: DerivedCondition,
  daysSince: DaysSinceCondition,
  signal: SignalCondition,
  deals: DealCondition,
  score: ScoreCondition,
  stageAge: StageAgeCondition,
  list: ListCondition,
} as const satisfies Record<string, z.ZodType<Condition>>;
const FORM_KEYS = Object.keys(FORMS);

/** One condition of a filter. */
export const DocumentCondition = z.unknown().transform((value, sink): Condition => {
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

const Group = z.array(DocumentCondition).min(1).max(MAX_CONDITIONS);
const AllOf = Group.transform((group): Filter => ({ anyOf: [group] }));
const AnyOf = strict({ anyOf: z.array(Group).min(1).max(MAX_GROUPS) });

/** A list of conditions, all of which must hold, or `anyOf` with several such lists. */
export const DocumentFilter = choose<Filter>((value) => (Array.isArray(value) ? AllOf : AnyOf));

/** Whether a value of the document is written as a condition, rightly or not. */
export function isCondition(value: unknown): boolean {
  return formOf(value) !== undefined;
}

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
  readonly type?: PropertyCondition['type'] | undefined;
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
    ...(raw.type === undefined ? {} : { type: raw.type }),
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
  const valid = DERIVED_KINDS[raw.derived].words;
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

/** There are never fewer than none. */
function checkCount(
  { operator, count }: { readonly operator: string; readonly count: number },
  sink: IssueSink,
): void {
  if (count > 0 || (operator !== 'GTE' && operator !== 'LT')) return;
  complain(sink, { code: operator === 'GTE' ? 'countAlways' : 'countNever', path: ['count'] });
}

function isReversed(low: string | undefined, high: string | undefined): boolean {
  const isNumber = /^-?\d+(\.\d+)?$/;
  if (low === undefined || high === undefined || !isNumber.test(low) || !isNumber.test(high)) return false;
  return Number(low) > Number(high);
}
