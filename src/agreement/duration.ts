// Times as people write them, in English and French: `8 working hours`, `1 jour ouvré`, `24 elapsed hours`, `14 days`.
// A promise without its unit is refused: on a 9–17 day, 24 h are three days or one (design section 4).
import type { Duration } from '#domain/agreement.ts';
import { nearest } from './nearest.ts';

type DurationFault =
  | { readonly kind: 'bareDuration'; readonly suggestion: string }
  | { readonly kind: 'legalDays'; readonly suggestion: string }
  | { readonly kind: 'durationAmount' }
  | { readonly kind: 'durationTooLong'; readonly max: number }
  | { readonly kind: 'badDuration'; readonly suggestion: string | undefined };

export type DurationOutcome<T> = { readonly duration: T } | { readonly fault: DurationFault };

const UNITS: Readonly<Record<string, Duration['unit'] | 'elapsedDays'>> = {
  'working hour': 'workingHours',
  'working hours': 'workingHours',
  'business hour': 'workingHours',
  'business hours': 'workingHours',
  'heure ouvree': 'workingHours',
  'heures ouvrees': 'workingHours',
  'working day': 'workingDays',
  'working days': 'workingDays',
  'business day': 'workingDays',
  'business days': 'workingDays',
  'jour ouvre': 'workingDays',
  'jours ouvres': 'workingDays',
  'elapsed hour': 'elapsedHours',
  'elapsed hours': 'elapsedHours',
  'heure ecoulee': 'elapsedHours',
  'heures ecoulees': 'elapsedHours',
  'elapsed day': 'elapsedDays',
  'elapsed days': 'elapsedDays',
  'jour ecoule': 'elapsedDays',
  'jours ecoules': 'elapsedDays',
};

/** Longest promise: half a year of working time, a year of the clock on the wall. */
const MAX_AMOUNT = { workingHours: 1000, workingDays: 130, elapsedHours: 8784 } as const;

const BARE: Readonly<Record<string, 'h' | 'd'>> = {
  '': 'h',
  h: 'h',
  hr: 'h',
  hrs: 'h',
  hour: 'h',
  hours: 'h',
  heure: 'h',
  heures: 'h',
  d: 'd',
  j: 'd',
  day: 'd',
  days: 'd',
  jour: 'd',
  jours: 'd',
};

export function parseDuration(text: string): DurationOutcome<Duration> {
  const { amount, unit, isFrench } = split(text);
  if (amount === null) return { fault: { kind: 'badDuration', suggestion: undefined } };
  if (Object.hasOwn(BARE, unit))
    return { fault: { kind: 'bareDuration', suggestion: clarify(amount, unit, isFrench) } };
  if (/^jours? ouvrables?$/.test(unit)) {
    return {
      fault: { kind: 'legalDays', suggestion: `${amount} ${amount === 1 ? 'jour ouvré' : 'jours ouvrés'}` },
    };
  }
  const known = Object.hasOwn(UNITS, unit) ? UNITS[unit] : undefined;
  if (known === undefined) return { fault: { kind: 'badDuration', suggestion: nearUnit(amount, unit) } };
  const duration: Duration =
    known === 'elapsedDays' ? { unit: 'elapsedHours', amount: amount * 24 } : { unit: known, amount };
  return checkAmount(duration);
}

const DAY_UNITS = ['day', 'days', 'jour', 'jours', 'd', 'j'];
const HOUR_UNITS = ['hour', 'hours', 'heure', 'heures', 'h'];
/** Two years: the longest decay table that is kept, see decay.ts. */
export const MAX_SPAN_DAYS = 730;

/** A span on the wall clock for decay and cool-downs, where working time makes no sense: `14 days`, `36 heures`. In hours. */
export function parseSpan(text: string): DurationOutcome<number> {
  const { amount, unit } = split(text);
  const plain = unit.replace(/^elapsed | ecoule(e|s|es)?$/, '');
  const hoursEach = DAY_UNITS.includes(plain) ? 24 : HOUR_UNITS.includes(plain) ? 1 : null;
  if (amount === null || hoursEach === null)
    return { fault: { kind: 'badDuration', suggestion: nearSpan(amount, unit) } };
  const hours = amount * hoursEach;
  if (!Number.isInteger(hours) || hours < 1) return { fault: { kind: 'durationAmount' } };
  if (hours > MAX_SPAN_DAYS * 24)
    return { fault: { kind: 'durationTooLong', max: (MAX_SPAN_DAYS * 24) / hoursEach } };
  return { duration: hours };
}

function nearSpan(amount: number | null, unit: string): string | undefined {
  const near = nearest(unit, ['days', 'hours', 'jours', 'heures']);
  return amount === null || near === undefined ? undefined : `${amount} ${near}`;
}

function checkAmount(duration: Duration): DurationOutcome<Duration> {
  const max = MAX_AMOUNT[duration.unit];
  // Due times are reckoned in whole minutes; days cannot be split, their length differs.
  const parts = duration.unit === 'workingDays' ? duration.amount : duration.amount * 60;
  if (!Number.isInteger(parts) || parts < 1) return { fault: { kind: 'durationAmount' } };
  if (duration.amount > max) return { fault: { kind: 'durationTooLong', max } };
  return { duration };
}

function split(text: string): {
  readonly amount: number | null;
  readonly unit: string;
  readonly isFrench: boolean;
} {
  const match = /^(\d{1,6}(?:[.,]\d{1,4})?)\s*(.*)$/s.exec(text.slice(0, 100).trim());
  const number = match?.[1];
  if (number === undefined) return { amount: null, unit: '', isFrench: false };
  const words = (match?.[2] ?? '').toLowerCase().replaceAll(/\s+/g, ' ').trim();
  return {
    amount: Number(number.replace(',', '.')),
    unit: words.normalize('NFD').replaceAll(/\p{Mn}/gu, ''),
    isFrench: /heure|jour/.test(words),
  };
}

function clarify(amount: number, unit: string, isFrench: boolean): string {
  const isHour = BARE[unit] === 'h';
  const plural = amount === 1 ? '' : 's';
  if (isFrench)
    return isHour ? `${amount} heure${plural} ouvrée${plural}` : `${amount} jour${plural} ouvré${plural}`;
  return isHour ? `${amount} working hour${plural}` : `${amount} working day${plural}`;
}

function nearUnit(amount: number, unit: string): string | undefined {
  const near = nearest(unit, Object.keys(UNITS));
  if (near === undefined) return undefined;
  return `${amount} ${ACCENTS[near] ?? near}`;
}

const ACCENTS: Readonly<Record<string, string>> = {
  'heure ouvree': 'heure ouvrée',
  'heures ouvrees': 'heures ouvrées',
  'jour ouvre': 'jour ouvré',
  'jours ouvres': 'jours ouvrés',
  'heure ecoulee': 'heure écoulée',
  'heures ecoulees': 'heures écoulées',
  'jour ecoule': 'jour écoulé',
  'jours ecoules': 'jours écoulés',
};

/** A suggested time in French words, for readers who wrote none of either language (`24 h`). */
export function toFrench(suggestion: string): string {
  const [, amount, unit] = /^(\S+) working (hour|day)s?$/.exec(suggestion) ?? [];
  if (amount === undefined || unit === undefined) return suggestion;
  const plural = Number(amount) < 2 ? '' : 's';
  return unit === 'hour'
    ? `${amount} heure${plural} ouvrée${plural}`
    : `${amount} jour${plural} ouvré${plural}`;
}
