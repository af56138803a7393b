// One value as conditions look at it: lower case, number, words, choices, day, instant. Worked out when first asked for and
// kept while one decision is made, because an agreement compares one job title with dozens of words.
import type { ConditionObject, ValueType } from '#domain/agreement.ts';
import { deriveFact } from '#domain/derived-facts.ts';
import { DAY_MS, parseDay, toEpochMs } from '#domain/instant.ts';
import { dayAt } from '#domain/local-day.ts';
import { isDay, toInstant } from '#domain/values.ts';
import type { LeadView } from '#domain/view.ts';
import { valueTokens } from './tokens.ts';

/** As an untyped value is recognised as a number. */
const LOOKS_NUMERIC = /^-?\d+(?:\.\d+)?$/;
/** As HubSpot takes numbers, with as many digits of exponent as may be. */
const NUMBER = /^-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/;

export interface Subject {
  readonly text: string;
  readonly lower: string;
  /** Memory of what was worked out; NaN stands for what cannot be read as such. */
  lookedNumber: number | undefined;
  number: number | undefined;
  tokens: readonly string[] | undefined;
  choices: readonly string[] | undefined;
  instant: number | undefined;
  day: number | undefined;
  localDay: number | undefined;
}

/** Most properties of most leads are missing, and nothing is worked out of nothing. */
const MISSING = makeSubject('');

export function subjectOf(view: LeadView, object: ConditionObject, property: string): Subject {
  const { facts, subjects } = view;
  const known = subjects[object].get(property);
  if (known !== undefined) return known;
  const text = (object === 'derived' ? deriveFact(facts, property) : facts[object][property]?.value) ?? '';
  const subject = text === '' ? MISSING : makeSubject(text);
  subjects[object].set(property, subject);
  return subject;
}

/** With every place for memory from the start: the engine is slow with objects that grow. */
function makeSubject(text: string): Subject {
  return {
    text,
    lower: text.toLowerCase(),
    lookedNumber: undefined,
    number: undefined,
    tokens: undefined,
    choices: undefined,
    instant: undefined,
    day: undefined,
    localDay: undefined,
  };
}

/** NaN when the text does not look like a number. */
export function lookedNumberOf(subject: Subject): number {
  subject.lookedNumber ??= readLookedNumber(subject.text);
  return subject.lookedNumber;
}

export function readLookedNumber(text: string): number {
  return LOOKS_NUMERIC.test(text) ? Number(text) : Number.NaN;
}

/** Of a number property; NaN when it holds none. */
export function numberOf(subject: Subject): number {
  subject.number ??= readNumber(subject.text);
  return subject.number;
}

/** NaN when the text is no number that HubSpot can hold. */
export function readNumber(text: string): number {
  const number = NUMBER.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(number) ? number : Number.NaN; // `1e400` is more than there is
}

export function tokensOf(subject: Subject): readonly string[] {
  subject.tokens ??= valueTokens(subject.lower);
  return subject.tokens;
}

/** Of a multi-checkbox property. */
export function choicesOf(subject: Subject): readonly string[] {
  subject.choices ??= subject.text.split(';');
  return subject.choices;
}

/** Milliseconds of a datetime property; NaN when it holds none. */
export function instantOf(subject: Subject): number {
  subject.instant ??= readInstant(subject.text);
  return subject.instant;
}

/** Without a type, a plain day is a date and anything else a datetime. */
export function dayOf(subject: Subject, type: ValueType | undefined, timeZone: string): number {
  const isDate = type === undefined ? isDay(subject.text) : type === 'date';
  if (isDate) {
    subject.day ??= readDay(subject.text);
    return subject.day;
  }
  subject.localDay ??= localDayOf(instantOf(subject), timeZone);
  return subject.localDay;
}

/** HubSpot spells a date as a day, or as the milliseconds of its midnight in UTC. */
export function readDay(text: string): number {
  return isDay(text) ? parseDay(text) : Math.floor(readInstant(text) / DAY_MS);
}

/** A day stands for its midnight in UTC, as where HubSpot reads one into a datetime. */
export function readInstant(text: string): number {
  if (isDay(text)) return parseDay(text) * DAY_MS;
  const instant = toInstant(text);
  return instant === null ? Number.NaN : toEpochMs(instant);
}

function localDayOf(epochMs: number, timeZone: string): number {
  return Number.isNaN(epochMs) ? epochMs : dayAt(timeZone, epochMs);
}
