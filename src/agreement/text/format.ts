// Values of the document as people read them, English and French: times, shares, points, decay, working hours, people.

import type { Decay } from '#agreement/score-schema.ts';
import type { Duration } from '#domain/agreement.ts';
import { join } from '#domain/conditions/describe.ts';
import { formatPoints, isOne, type Language } from '#domain/wording.ts';

const NO_BREAK = '\u00a0';

const UNITS: Readonly<Record<Language, Readonly<Record<Duration['unit'], readonly [string, string]>>>> = {
  en: {
    workingHours: ['working hour', 'working hours'],
    workingDays: ['working day', 'working days'],
    elapsedHours: ['hour on the clock', 'hours on the clock'],
  },
  fr: {
    workingHours: ['heure ouvrée', 'heures ouvrées'],
    workingDays: ['jour ouvré', 'jours ouvrés'],
    elapsedHours: ['heure d’horloge', 'heures d’horloge'],
  },
};

export function formatNumber(value: number, language: Language): string {
  return formatPoints(Math.round(value * 1000), language);
}

/** `8 working hours` */
export function formatDuration({ unit, amount }: Duration, language: Language): string {
  return countOf(amount, UNITS[language][unit], language);
}

/** `3 leads`, `1 lead` */
export function countOf(amount: number, [one, many]: readonly [string, string], language: Language): string {
  return `${formatNumber(amount, language)} ${isOne(Math.round(amount * 1000), language) ? one : many}`;
}

/** From millionths: `95 %`, `12.5 %`. */
export function formatShare(millionths: number, language: Language): string {
  const hundredths = Math.round(Math.abs(millionths) / 100);
  const whole = Math.floor(hundredths / 100);
  const rest = String(hundredths % 100)
    .padStart(2, '0')
    .replace(/0+$/, '');
  const decimal = rest === '' ? '' : `${language === 'fr' ? ',' : '.'}${rest}`;
  return `${millionths < 0 ? '−' : ''}${whole}${decimal}${NO_BREAK}%`;
}

/** With its sign: `+20 %`, `−50 %`. */
export function formatChange(millionths: number, language: Language): string {
  return `${millionths > 0 ? '+' : ''}${formatShare(millionths, language)}`;
}

/** `20 points`, with up to three decimals where they count. */
export function formatPointsOf(milliPoints: number, language: Language): string {
  return `${exactPoints(milliPoints, language)} ${isOne(milliPoints, language) ? 'point' : 'points'}`;
}

/** The domain rounds to tenths for reading; two versions may differ by a thousandth. */
export function exactPoints(milliPoints: number, language: Language): string {
  const rest = Math.abs(milliPoints) % 100;
  if (rest === 0) return formatPoints(milliPoints, language);
  const whole = formatPoints(Math.floor(Math.abs(milliPoints) / 1000) * 1000, language);
  const decimals = String(Math.abs(milliPoints) % 1000)
    .padStart(3, '0')
    .replace(/0+$/, '');
  return `${milliPoints < 0 ? '−' : ''}${whole}${language === 'fr' ? ',' : '.'}${decimals}`;
}

const DAY_WORDS: Readonly<Record<Language, readonly [string, string]>> = {
  en: ['day', 'days'],
  fr: ['jour', 'jours'],
};
const HOUR_WORDS: Readonly<Record<Language, readonly [string, string]>> = {
  en: ['hour', 'hours'],
  fr: ['heure', 'heures'],
};

export function formatDays(days: number, language: Language): string {
  return countOf(days, DAY_WORDS[language], language);
}

/** Whole hours on the wall clock, as days where they are. */
export function formatHours(hours: number, language: Language): string {
  return hours % 24 === 0 ? formatDays(hours / 24, language) : countOf(hours, HOUR_WORDS[language], language);
}

/** What becomes of points with age. */
export function formatDecay(decay: Decay, language: Language): string {
  const isFrench = language === 'fr';
  switch (decay.kind) {
    case 'none':
      return isFrench ? 'les points ne vieillissent pas' : 'points do not age';
    case 'halfLife':
      return isFrench
        ? `la moitié des points part en ${formatHours(decay.hours, language)}`
        : `half of the points are gone after ${formatHours(decay.hours, language)}`;
    default: {
      const steps = decay.steps.map(({ afterHours, millionths }, index) => {
        const [share, after] = [formatShare(millionths, language), formatHours(afterHours, language)];
        if (isFrench) return `${share} après ${after}`;
        return index === 0 ? `${share} of the points are left after ${after}` : `${share} after ${after}`;
      });
      return isFrench ? `il reste ${join(steps, language, 'and')}` : join(steps, language, 'and');
    }
  }
}

export interface Block {
  readonly from: number;
  readonly to: number;
}

/** `9:00–12:30 and 14:00–18:00` */
export function formatBlocks(blocks: readonly Block[], language: Language): string {
  if (blocks.length === 0) return language === 'fr' ? 'fermé' : 'closed';
  const texts = blocks.map(({ from, to }) => `${clock(from, language)}–${clock(to, language)}`);
  return join(texts, language, 'and');
}

function clock(minutes: number, language: Language): string {
  const [hours, rest] = [Math.floor(minutes / 60), String(minutes % 60).padStart(2, '0')];
  return language === 'fr' ? `${hours}${NO_BREAK}h${NO_BREAK}${rest}` : `${hours}:${rest}`;
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

export function formatDaySpan(
  { from, until }: { readonly from: string; readonly until: string },
  language: Language,
): string {
  if (from === until) return formatDay(from, language);
  return language === 'fr'
    ? `du ${formatDay(from, language)} au ${formatDay(until, language)}`
    : `from ${formatDay(from, language)} to ${formatDay(until, language)}`;
}
