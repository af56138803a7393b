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

/** `2 d 3 h`, `3 h 20 min`, `12 min`; without a sign. */
export function lengthIn(words: Words, minutes: number): string {
  const whole = Math.abs(minutes);
  const [days, hours, rest] = [Math.floor(whole / 1_440), Math.floor(whole / 60) % 24, whole % 60];
  if (days > 0) return `${days} ${words.units.day} ${hours} ${words.units.hour}`;
  return hours > 0 ? `${hours} ${words.units.hour} ${rest} min` : `${rest} min`;
}

export function pointsIn(language: Language, points: number): string {
  return points.toLocaleString(LOCALES[language], { signDisplay: 'exceptZero', maximumFractionDigits: 1 });
}

export function numberIn(language: Language, value: number): string {
  return value.toLocaleString(LOCALES[language], { maximumFractionDigits: 1 });
}
