// Any value of the document in words, by where it stands and what shape it has.

import type { Decay } from '#agreement/score-schema.ts';
import type { Duration, Filter, MappedAnswer, SignalKind } from '#domain/agreement.ts';
import {
  formatDay,
  formatDays,
  formatDuration,
  formatNumber,
  formatPointsOf,
  formatShare,
} from '#domain/amounts.ts';
import { askFilter } from '#domain/conditions/filter-text.ts';
import { SIGNAL_NOUNS } from '#domain/conditions/nouns.ts';
import { join } from '#domain/typography.ts';
import type { Language, Words } from '#domain/wording.ts';
import { type Block, formatBlocks, formatChange, formatDaySpan, formatDecay, formatHours } from './format.ts';
import { ANSWER_TEXTS, WORD_NAMES } from './word-names.ts';

const SHARES = /(?:^|\.)(?:rate|completeness|warnAt|floor|blastLimit)$/;
const POINTS =
  /^score\.(?:.*\.)?(?:points|cap|from)$|^overlays\.points\.|^routing\.rules\.score\.(?:from|below)$/;
const WHOLE_POINTS = /^score\.(?:step|rewriteAfter)$/;
const DAYS =
  /(?:^|\.)coolDown$|^nurture\.coolDowns\.|(?:inactiveAfter|sunsetAfter|matureAfter)$|(?:^|\.)(?:expires|sticky)$/;
const FIELDS = /^data\.(?:mandatory\.\w+(?:\.fields)?|normalize|owes\.fields)$/;
const STAGES = /^stages\.(?:protected|before)$/;
const HOURS = /consequences\.coolDown$/;

/** `place`: keys joined by dots, without ids. */
export function formatValue(value: unknown, place: string, words: Words): string {
  const { language } = words;
  if (typeof value === 'number') return formatAmount(value, place, language);
  if (typeof value === 'boolean')
    return { en: ['no', 'yes'], fr: ['non', 'oui'] }[language][Number(value)] ?? '';
  if (typeof value === 'string') return formatText(value, place, words);
  if (Array.isArray(value)) return formatList(value, place, words);
  if (typeof value === 'object' && value !== null) return formatBlock(value, place, words);
  return value === null && DAYS.test(place) ? NEVER[language] : NOTHING[language];
}

function formatText(text: string, place: string, words: Words): string {
  const { language } = words;
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return formatDay(text, language);
  if (STAGES.test(place)) return words.stage(text);
  if (FIELDS.test(place)) return words.field(text);
  const keys = place.split('.');
  const named = [keys.slice(-2).join('.'), keys.at(-1) ?? ''].map((key) => WORD_NAMES[key]?.[text]);
  // Of a document that the schema has read.
  if (place.endsWith('.signal')) return SIGNAL_NOUNS[language][text as SignalKind]?.[1] ?? text;
  return named.find((each) => each !== undefined)?.[language] ?? oneLine(text);
}

const NOTHING: Readonly<Record<Language, string>> = { en: 'none', fr: 'aucun' };
const NEVER: Readonly<Record<Language, string>> = { en: 'never', fr: 'jamais' };

function formatAmount(value: number, place: string, language: Language): string {
  if (SHARES.test(place)) return formatShare(value, language);
  if (place === 'objectives.change') return formatChange(value, language);
  if (POINTS.test(place)) return formatPointsOf(value, language);
  if (WHOLE_POINTS.test(place)) return formatPointsOf(value * 1000, language);
  if (HOURS.test(place)) return formatHours(value, language);
  if (DAYS.test(place)) return formatDays(value, language);
  return formatNumber(value, language);
}

function formatList(list: readonly unknown[], place: string, words: Words): string {
  const { language } = words;
  if (list.length === 0) return NOTHING[language];
  if (list.every(isBlockOfDay)) return formatBlocks(list, language);
  return join(
    list.map((value) => formatValue(value, place, words)),
    language,
    'and',
  );
}

/** What is read as one value, by the keys it has (list-changes.ts). */
const WHOLE: readonly (readonly [readonly string[], (value: object, words: Words) => string])[] = [
  [['anyOf'], (value, words) => askFilter(value as Filter, words)],
  [['unit', 'amount'], (value, { language }) => formatDuration(value as Duration, language)],
  [['answer', 'reason'], (value, { language }) => formatAnswer(value as MappedAnswer, language)],
  [['from', 'until'], (value, { language }) => formatSpan(value, language)],
  [['from', 'to'], (value, { language }) => formatSpan(value, language)],
];

function formatBlock(value: object, place: string, words: Words): string {
  if ('kind' in value && place.endsWith('decay')) return formatDecay(value as Decay, words.language);
  const whole = WHOLE.find(([keys]) => keys.every((key) => key in value));
  if (whole !== undefined) return whole[1](value, words);
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return entries.map(([key, each]) => `${key} ${formatValue(each, `${place}.${key}`, words)}`).join(', ');
}

function formatAnswer({ answer, reason }: MappedAnswer, language: Language): string {
  const text = ANSWER_TEXTS[answer][language];
  return reason === '' ? text : `${text} (${reason})`;
}

function formatSpan(value: object, language: Language): string {
  const { from, until, to } = value as { from: string; until?: string; to?: string };
  return formatDaySpan({ from, until: until ?? to ?? from }, language);
}

function isBlockOfDay(value: unknown): value is Block {
  return typeof value === 'object' && value !== null && 'to' in value && typeof value.to === 'number';
}

const MAX_TEXT = 300;

function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > MAX_TEXT ? `${line.slice(0, MAX_TEXT - 1)}…` : line;
}
