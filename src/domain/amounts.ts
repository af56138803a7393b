// How numbers, times and days are written, English and French. Own formatting instead of Intl: the same decision must give
// the same bytes on every engine.
import type { Duration, MilliPoints } from './agreement.ts';
import { NO_BREAK } from './typography.ts';
import type { Language } from './wording.ts';

/** Singular and plural. */
export type Noun = readonly [string, string];

/** Thousandths of points rounded to tenths: `32.5`, `1,200`. */
export function formatPoints(milliPoints: MilliPoints, language: Language): string {
  const tenths = Math.round(Math.abs(milliPoints) / 100);
  const decimal = tenths % 10 === 0 ? '' : `${POINT[language]}${tenths % 10}`;
  return `${milliPoints < 0 && tenths > 0 ? '−' : ''}${formatWhole(Math.floor(tenths / 10), language)}${decimal}`;
}

/** All three decimals where they count: what people agreed on is not rounded. */
export function exactPoints(milliPoints: MilliPoints, language: Language): string {
  const size = Math.abs(milliPoints);
  const decimals = String(size % 1000)
    .padStart(3, '0')
    .replace(/0+$/, '');
  const decimal = decimals === '' ? '' : `${POINT[language]}${decimals}`;
  return `${milliPoints < 0 ? '−' : ''}${formatWhole(Math.floor(size / 1000), language)}${decimal}`;
}

const POINT: Readonly<Record<Language, string>> = { en: '.', fr: ',' };

function formatWhole(number: number, language: Language): string {
  const digits = String(number);
  if (digits.length <= 3) return digits;
  return digits.replaceAll(/\B(?=(\d{3})+$)/g, language === 'fr' ? '\u202f' : ',');
}

export function formatNumber(value: number, language: Language): string {
  return formatPoints(Math.round(value * 1000), language);
}

/** Zero and one and a half are singular in French. */
function isOne(milliPoints: MilliPoints, language: Language): boolean {
  const tenths = Math.round(Math.abs(milliPoints) / 100);
  return language === 'fr' ? tenths < 20 : tenths === 10;
}

export function pointWord(milliPoints: MilliPoints, language: Language): string {
  return isOne(milliPoints, language) ? 'point' : 'points';
}

/** `20 points`, with up to three decimals where they count. */
export function formatPointsOf(milliPoints: MilliPoints, language: Language): string {
  return `${exactPoints(milliPoints, language)} ${pointWord(milliPoints, language)}`;
}

/** `3 leads`, `1 lead` */
export function countOf(amount: number, noun: Noun, language: Language): string {
  return `${formatNumber(amount, language)} ${nounFor(amount, noun, language)}`;
}

export function nounFor(amount: number, [one, many]: Noun, language: Language): string {
  return isOne(Math.round(amount * 1000), language) ? one : many;
}

export const DAY_NOUN: Readonly<Record<Language, Noun>> = { en: ['day', 'days'], fr: ['jour', 'jours'] };

export function formatDays(days: number, language: Language): string {
  return countOf(days, DAY_NOUN[language], language);
}

/** As they are written in the file. */
const UNITS: Readonly<Record<Language, Readonly<Record<Duration['unit'], Noun>>>> = {
  en: {
    workingHours: ['working hour', 'working hours'],
    workingDays: ['working day', 'working days'],
    elapsedHours: ['elapsed hour', 'elapsed hours'],
  },
  fr: {
    workingHours: ['heure ouvrée', 'heures ouvrées'],
    workingDays: ['jour ouvré', 'jours ouvrés'],
    elapsedHours: ['heure écoulée', 'heures écoulées'],
  },
};

/** `8 working hours` */
export function formatDuration({ unit, amount }: Duration, language: Language): string {
  return countOf(amount, UNITS[language][unit], language);
}

/** From millionths: `95%`, `12,5 %`. */
export function formatShare(millionths: number, language: Language): string {
  const hundredths = Math.round(Math.abs(millionths) / 100);
  const whole = Math.floor(hundredths / 100);
  const rest = String(hundredths % 100)
    .padStart(2, '0')
    .replace(/0+$/, '');
  const [point, unit] = language === 'fr' ? [',', `${NO_BREAK}%`] : ['.', '%'];
  const decimal = rest === '' ? '' : `${point}${rest}`;
  return `${millionths < 0 ? '−' : ''}${whole}${decimal}${unit}`;
}

const MONTHS: Readonly<Record<Language, readonly string[]>> = {
  en: 'January February March April May June July August September October November December'.split(' '),
  fr: 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(' '),
};

/** `24 December 2026` from `2026-12-24`; `December 2026` from `2026-12`. */
export function formatDay(day: string, language: Language): string {
  const [year = '', month = '', date] = day.split('-');
  const name = MONTHS[language][Number(month) - 1] ?? month;
  if (date === undefined) return `${name} ${year}`;
  const number = Number(date);
  return `${language === 'fr' && number === 1 ? '1er' : number} ${name} ${year}`;
}

/** Monday first. */
export const WEEKDAY_NAMES: Readonly<Record<Language, readonly string[]>> = {
  en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  fr: ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'],
};

/** `09:05`, `9 h 05`, of the minutes since midnight. */
export function formatClock(minutes: number, language: Language): string {
  const [hours, rest] = [Math.floor(minutes / 60), String(minutes % 60).padStart(2, '0')];
  return language === 'fr'
    ? `${hours}${NO_BREAK}h${NO_BREAK}${rest}`
    : `${String(hours).padStart(2, '0')}:${rest}`;
}
