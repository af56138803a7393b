// Values and operands made ready for comparing: lower case, numbers, tokens. A value is made ready once per decision, an
// operand once per agreement, because an agreement compares one job title with dozens of words.
import type { PropertyCondition } from '#domain/agreement.ts';
import { operandTokens, valueTokens } from './tokens.ts';

const NUMBER = /^-?\d+(?:\.\d+)?$/;

/** A text that may be a number. */
export interface Comparable {
  readonly text: string;
  readonly number: number | null;
}

export interface Subject extends Comparable {
  readonly lower: string;
  readonly tokens: readonly string[];
}

export interface Operand {
  readonly value: Comparable;
  readonly highValue: Comparable;
  /** Of `values`, or of `value` alone. */
  readonly lowers: ReadonlySet<string>;
  readonly numbers: ReadonlySet<number>;
  readonly tokens: readonly string[];
}

/** Conditions never change once compiled. */
const operands = new WeakMap<PropertyCondition, Operand>();

export function readSubject(text: string): Subject {
  const lower = text.toLowerCase();
  return { ...readComparable(text), lower, tokens: valueTokens(lower) };
}

export function operandOf(condition: PropertyCondition): Operand {
  const known = operands.get(condition);
  if (known !== undefined) return known;
  const { value = '', highValue = '', values = [value] } = condition;
  const operand: Operand = {
    value: readComparable(value),
    highValue: readComparable(highValue),
    lowers: new Set(values.map((text) => text.toLowerCase())),
    numbers: new Set(values.flatMap((text) => readComparable(text).number ?? [])),
    tokens: operandTokens(value.toLowerCase()),
  };
  operands.set(condition, operand);
  return operand;
}

function readComparable(text: string): Comparable {
  return { text, number: NUMBER.test(text) ? Number(text) : null };
}
