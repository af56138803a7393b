// HubSpot's filter operators on one property value (D11). Missing and empty are the same.
import type { Operator, PropertyCondition } from '#domain/agreement.ts';
import { deriveFact } from '#domain/derived-facts.ts';
import type { LeadView } from '#domain/view.ts';
import { type Comparable, type Operand, operandOf, readSubject, type Subject } from './operand.ts';
import { containsTokens } from './tokens.ts';

/** Each on a value that is not missing. */
const OPERATIONS: Readonly<Record<Operator, (subject: Subject, operand: Operand) => boolean>> = {
  EQ: isAmong,
  NEQ: (subject, operand) => !isAmong(subject, operand),
  LT: (subject, { value }) => compare(subject, value) < 0,
  LTE: (subject, { value }) => compare(subject, value) <= 0,
  GT: (subject, { value }) => compare(subject, value) > 0,
  GTE: (subject, { value }) => compare(subject, value) >= 0,
  BETWEEN: (subject, { value, highValue }) =>
    compare(subject, value) >= 0 && compare(subject, highValue) <= 0,
  IN: isAmong,
  NOT_IN: (subject, operand) => !isAmong(subject, operand),
  HAS_PROPERTY: () => true,
  NOT_HAS_PROPERTY: () => false,
  CONTAINS_TOKEN: (subject, { tokens }) => containsTokens(subject.tokens, tokens),
  NOT_CONTAINS_TOKEN: (subject, { tokens }) => !containsTokens(subject.tokens, tokens),
};

/** On a missing value only NOT_HAS_PROPERTY is true, as in HubSpot's search. */
export function holdsProperty(condition: PropertyCondition, view: LeadView): boolean {
  const subject = subjectOf(view, condition);
  if (subject.text === '') return condition.operator === 'NOT_HAS_PROPERTY';
  return OPERATIONS[condition.operator](subject, operandOf(condition));
}

function subjectOf({ facts, subjects }: LeadView, { object, property }: PropertyCondition): Subject {
  const known = subjects[object].get(property);
  if (known !== undefined) return known;
  const value = object === 'derived' ? deriveFact(facts, property) : facts[object][property]?.value;
  const subject = readSubject(value ?? '');
  subjects[object].set(property, subject);
  return subject;
}

/** Without regard to case, and as numbers where both are. */
function isAmong(subject: Subject, { lowers, numbers }: Operand): boolean {
  return lowers.has(subject.lower) || (subject.number !== null && numbers.has(subject.number));
}

/** As numbers where both are, else as text by code units, case kept. */
function compare(subject: Comparable, operand: Comparable): number {
  if (subject.number !== null && operand.number !== null) return subject.number - operand.number;
  if (subject.text === operand.text) return 0;
  return subject.text < operand.text ? -1 : 1;
}
