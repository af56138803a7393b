// Dates in conditions: days of the agreement's zone, also counted from today, and how long ago a date is. What turns
// with time turns at the first instant of a local day (10.5).
import type { DaysSinceCondition, PropertyCondition, ValueType } from '#domain/agreement.ts';
import { dayAt, startOfDay } from '#domain/local-day.ts';
import { compareNumbers } from './comparison.ts';
import { bordersOf } from './counts.ts';
import { type DateOperand, readDateOperand } from './operand.ts';
import type { Sight } from './sight.ts';
import { dayOf, instantOf, type Subject, subjectOf } from './subject.ts';

interface Comparison {
  readonly type: 'date' | 'datetime';
  readonly subject: Subject;
  readonly date: DateOperand;
}

/** Below zero where the value lies before the operand; a datetime inside an operand's local day is equal to it. */
export function compareDate({ type, subject, date }: Comparison, sight: Sight): number {
  if (date === null) return Number.NaN;
  // A date has no time of day to compare with an instant.
  if (date.kind === 'instant') return type === 'date' ? Number.NaN : instantOf(subject) - date.ms;
  const day = date.kind === 'day' ? date.day : todayOf(sight) + date.days;
  return dayOf(subject, type, sight.view.timeZone) - day;
}

export function holdsDaysSince(condition: DaysSinceCondition, sight: Sight): boolean {
  const days = daysSince(condition, sight);
  return days !== null && compareNumbers(days, condition.operator, condition.days);
}

/** Null when the value is missing or no date. */
export function daysSince(condition: DaysSinceCondition, sight: Sight): number | null {
  const day = dayOfProperty(condition, sight);
  return day === null ? null : todayOf(sight) - day;
}

function todayOf({ view, nowMs }: Sight): number {
  return dayAt(view.timeZone, nowMs);
}

/** The instants at which the condition may turn: on both sides of the operand's count of days. */
export function daysSinceTurns(condition: DaysSinceCondition, sight: Sight): readonly number[] {
  const day = dayOfProperty(condition, sight);
  if (day === null) return [];
  return bordersOf(condition.operator, condition.days).map((border) =>
    startOfDay(sight.view.timeZone, day + border),
  );
}

/** Whether an operand is counted from today, so that time alone turns the condition. */
export function isRelative({ type, value, highValue, values = [] }: PropertyCondition): boolean {
  if (type !== 'date' && type !== 'datetime') return false;
  return [value, highValue, ...values].some((text) => text !== undefined && relativeDays(text) !== null);
}

/** The first instants of the local day that is as far from the value as an operand from today, and of the next. */
export function relativeTurns(condition: PropertyCondition, sight: Sight): readonly number[] {
  const { value, highValue, values = [] } = condition;
  const day = dayOfProperty(condition, sight);
  if (day === null) return [];
  return [value, highValue, ...values].flatMap((text) => {
    const days = text === undefined ? null : relativeDays(text);
    if (days === null) return [];
    return [day - days, day - days + 1].map((turn) => startOfDay(sight.view.timeZone, turn));
  });
}

function relativeDays(text: string): number | null {
  const operand = readDateOperand(text);
  return operand?.kind === 'relative' ? operand.days : null;
}

interface DateProperty {
  readonly object: PropertyCondition['object'];
  readonly property: string;
  readonly type?: ValueType;
}

function dayOfProperty({ object, property, type }: DateProperty, { view }: Sight): number | null {
  const subject = subjectOf(view, object, property);
  if (subject.text === '') return null;
  const day = dayOf(subject, type, view.timeZone);
  return Number.isNaN(day) ? null : day;
}
