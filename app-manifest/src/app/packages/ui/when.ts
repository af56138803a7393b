// Instants and lengths of time as people read them.
import type { Language, Words } from './words.ts';

const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', fr: 'fr-FR' };

export function instantIn(language: Language, at: string, timeZone: string): string {
  return new Date(at).toLocaleString(LOCALES[language], {
    timeZone,
    dateStyle: 'medium',
    timeStyle: 'short',
  });
}

/** A local day, `YYYY-MM-DD`: `Thu, 26 Nov`. */
export function dayIn(language: Language, day: string): string {
  return new Date(`${day}T12:00:00Z`).toLocaleDateString(LOCALES[language], {
    timeZone: 'UTC',
    weekday: 'short',
    day: 'numeric',
    month: 'short',
  });
}

/** `2 d 3 h`, `2 d`, `3 h 20 min`, `12 min`; without a sign. */
export function lengthIn(words: Words, minutes: number): string {
  const whole = Math.abs(minutes);
  const [days, hours, rest] = [Math.floor(whole / 1_440), Math.floor(whole / 60) % 24, whole % 60];
  const told = [
    days > 0 ? `${days}\u00a0${words.units.day}` : '',
    hours > 0 ? `${hours}\u00a0${words.units.hour}` : '',
    // Minutes say nothing beside days.
    rest > 0 && days === 0 ? `${rest}\u00a0min` : '',
  ].filter((part) => part !== '');
  return told.length === 0 ? '0\u00a0min' : told.join(' ');
}

export function pointsIn(language: Language, points: number): string {
  const told = points.toLocaleString(LOCALES[language], {
    signDisplay: 'exceptZero',
    maximumFractionDigits: 1,
  });
  // A minus, as in the sentences beside it.
  return told.replace('-', '−');
}

export function numberIn(language: Language, value: number): string {
  return value.toLocaleString(LOCALES[language], { maximumFractionDigits: 1 });
}
