// The small values of the document as zod schemas: keys, points, percentages, times, days, filled-in texts.
// `strict` objects remember their keys, so that an unknown key can be answered with the nearest valid one.
import { z } from 'zod';
import type { Duration } from '#domain/agreement.ts';
import { type DurationOutcome, parseDuration, parseSpan } from './duration.ts';
import { complain, type IssueSink, parseInto } from './issue.ts';
import { nearest } from './nearest.ts';

/** An object that refuses unknown keys; the issue's message lists the valid ones for issues-of-zod.ts. */
export function strict<Shape extends z.core.$ZodShape>(shape: Shape) {
  const keys = Object.keys(shape).join(',');
  return z.strictObject(shape, { error: (issue) => (issue.code === 'unrecognized_keys' ? keys : undefined) });
}

/** One of a few words, with the nearest as suggestion. */
export function word<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.unknown().transform((value, sink): Words[number] => {
    const found = words.find((candidate) => candidate === value);
    if (found !== undefined) return found;
    if (value === undefined) complain(sink, { code: 'missing' });
    else {
      const params = { value: show(value), valid: words.join(', ') };
      complain(sink, { code: 'badWord', params, suggestion: nearest(show(value), words) });
    }
    return z.NEVER;
  });
}

/** A value given as text in its own syntax. */
export function textual<T>(read: (text: string, sink: IssueSink) => T) {
  return z.unknown().transform((value, sink): T => {
    if (value === undefined) complain(sink, { code: 'missing' });
    else if (typeof value === 'string') return read(value, sink);
    else if (typeof value === 'number') return read(String(value), sink);
    else complain(sink, { code: 'needsText', params: { value: show(value) } });
    return z.NEVER;
  });
}

/** Chooses a schema by looking at the value, so that problems are those of the form the writer meant. */
export function choose<T>(pick: (value: unknown) => z.ZodType<T>) {
  return z.unknown().transform((value, sink): T => {
    if (value === undefined) complain(sink, { code: 'missing' });
    else {
      // Null is an answer: `coolDown: never`.
      const read = parseInto(sink, pick(value), value);
      if (read !== undefined) return read;
    }
    return z.NEVER;
  });
}

/** Ids are shown in reports and travel in reason codes, `cap:` is kept for those (domain README, Score). */
export const Id = textual((text, sink) => {
  if (!/^[a-z0-9][a-z0-9-]{0,59}$/.test(text)) {
    const slug = slugOf(text);
    complain(sink, {
      code: 'badId',
      params: { value: show(text) },
      suggestion: slug === '' ? undefined : slug,
    });
  }
  return text;
});

export const Label = z.string().trim().min(1).max(200);
export const Note = z.string().max(2000);

/** Points with at most three decimals, as integer thousandths (10.5). */
const MAX_POINTS = 10_000;
export const Points = z
  .number()
  .min(-MAX_POINTS)
  .max(MAX_POINTS)
  .transform((points, sink) => {
    const milli = Math.round(points * 1000);
    if (Math.abs(points * 1000 - milli) > 1e-6)
      complain(sink, { code: 'tooFine', params: { value: points } });
    return milli;
  });
export const Cap = z.number().positive().max(MAX_POINTS).pipe(Points);

/** `95 %`, as a share in millionths. */
export const Percent = textual((text, sink) => {
  const number = /^\+?(\d{1,3}(?:[.,]\d{1,4})?)\s*%$/.exec(text.trim())?.[1]?.replace(',', '.');
  const value = Number(number);
  if (number !== undefined && value <= 100) return Math.round(value * 10_000);
  const bare = likelyShare(text.trim());
  complain(sink, { code: 'badPercent', params: { value: show(text) }, suggestion: bare });
  return z.NEVER;
});

/** `95` → `95 %`, `0.3` → `30 %`. */
function likelyShare(text: string): string | undefined {
  if (/^\d{1,3}$/.test(text) && Number(text) <= 100) return `${text} %`;
  return /^0[.,]\d{1,4}$/.test(text)
    ? `${Number((Number(text.replace(',', '.')) * 100).toFixed(2))} %`
    : undefined;
}

export const PromiseTime = textual<Duration>((text, sink) => readDuration(parseDuration(text), text, sink));
/** Whole hours on the wall clock. */
export const SpanHours = textual<number>((text, sink) => readDuration(parseSpan(text), text, sink));
export const SpanDays = textual<number>((text, sink) => {
  const hours = readDuration(parseSpan(text), text, sink);
  if (typeof hours === 'number' && hours % 24 !== 0)
    complain(sink, { code: 'wholeDays', params: { value: show(text) } });
  return hours / 24;
});

function readDuration<T>(outcome: DurationOutcome<T>, text: string, sink: IssueSink): T {
  if ('duration' in outcome) return outcome.duration;
  const { kind, ...rest } = outcome.fault;
  const params = { value: show(text), ...('max' in rest ? { max: rest.max } : {}) };
  complain(sink, { code: kind, params, suggestion: 'suggestion' in rest ? rest.suggestion : undefined });
  return z.NEVER;
}

/** A day that exists, `YYYY-MM-DD`. */
export const Day = textual((text, sink) => {
  if (!isDay(text)) complain(sink, { code: 'badDay', params: { value: show(text) } });
  return text;
});

export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const millis = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(millis) && new Date(millis).toISOString().startsWith(text);
}

export const Email = textual((text, sink) => {
  if (!/^[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)+$/.test(text))
    complain(sink, { code: 'badEmail', params: { value: show(text) } });
  return text.toLowerCase();
});

/** `example.com`: what stands after the @. */
export const Domain = textual((text, sink) => {
  const domain = text.trim().toLowerCase();
  if (!/^(?!-)[\p{L}\d-]+(\.[\p{L}\d-]+)+$/u.test(domain)) {
    const bare = /(?:@|\/\/)?(?:www\.)?([\p{L}\d-]+(?:\.[\p{L}\d-]+)+)(?:\/.*)?$/u.exec(domain)?.[1];
    complain(sink, { code: 'badDomain', params: { value: show(text) }, suggestion: bare });
  }
  return domain;
});

/** `09:30` */
export const ClockTime = textual((text, sink) => {
  if (!/^([01]?\d|2[0-3]):[0-5]\d$/.test(text.trim()))
    complain(sink, { code: 'badClockTime', params: { value: show(text) } });
  return text.trim();
});

/** HubSpot's internal property names. */
export const PropertyName = textual((text, sink) => {
  if (!/^[a-z][a-z0-9_]{0,99}$/.test(text)) {
    const plain = slugOf(text).replaceAll('-', '_');
    complain(sink, {
      code: 'badProperty',
      params: { value: show(text) },
      suggestion: plain === '' ? undefined : plain,
    });
  }
  return text;
});

function slugOf(text: string): string {
  return text
    .slice(0, 60)
    .normalize('NFD')
    .replaceAll(/\p{Mn}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
}

/** A value as it may be shown in a message: short, on one line. */
export function show(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}

const MAX_NAMED = 10;

/** What could stand instead, for a message: an account may have thousands. */
export function nameSome(names: readonly string[]): string {
  return [...names.slice(0, MAX_NAMED), ...(names.length > MAX_NAMED ? ['…'] : [])].join(', ');
}
