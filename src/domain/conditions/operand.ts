// The operands of a property condition, read once per agreement: texts and numbers to look up, words, days and instants.
import type { PropertyCondition } from '#domain/agreement.ts';
import { parseDay, toEpochMs } from '#domain/instant.ts';
import { isDay, toInstant } from '#domain/values.ts';
import { readLookedNumber, readNumber } from './subject.ts';
import { operandTokens } from './tokens.ts';

/** `days` from the local day of now; a day; an instant; or nothing that a date can be compared with. */
export type DateOperand =
  | { readonly kind: 'relative'; readonly days: number }
  | { readonly kind: 'day'; readonly day: number }
  | { readonly kind: 'instant'; readonly ms: number }
  | null;

const RELATIVE = /^today(?:([+-]\d{1,5}))?$/;

export interface Operand {
  readonly text: string;
  readonly highText: string;
  /** Of `values`, or of `value` alone. */
  readonly texts: ReadonlySet<string>;
  readonly lowers: ReadonlySet<string>;
  readonly lookedNumbers: ReadonlySet<number>;
  readonly numbers: ReadonlySet<number>;
  readonly tokens: readonly string[];
  readonly dates: readonly DateOperand[];
  readonly highDate: DateOperand;
}

export function readOperand(condition: PropertyCondition): Operand {
  const { value = '', highValue = '', values = [value] } = condition;
  return {
    text: value,
    highText: highValue,
    texts: new Set(values),
    lowers: new Set(values.map((text) => text.toLowerCase())),
    lookedNumbers: numbersAmong(values.map(readLookedNumber)),
    numbers: numbersAmong(values.map(readNumber)),
    tokens: operandTokens(value.toLowerCase()),
    dates: values.map(readDateOperand),
    highDate: readDateOperand(highValue),
  };
}

/** `today`, `today-30`, `2026-11-22`, or an instant. */
export function readDateOperand(text: string): DateOperand {
  const relative = RELATIVE.exec(text);
  if (relative !== null) return { kind: 'relative', days: Number(relative[1] ?? 0) };
  if (isDay(text)) return { kind: 'day', day: parseDay(text) };
  const instant = toInstant(text);
  return instant === null ? null : { kind: 'instant', ms: toEpochMs(instant) };
}

function numbersAmong(numbers: readonly number[]): ReadonlySet<number> {
  return new Set(numbers.filter((number) => !Number.isNaN(number)));
}
