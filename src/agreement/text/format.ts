// Values of the document as people read them, English and French: times, shares, points, decay, working hours, people.

import type { Decay } from '#agreement/score-schema.ts';
import { countOf, formatClock, formatDay, formatDays, formatShare, type Noun } from '#domain/amounts.ts';
import { join } from '#domain/typography.ts';
import type { Language } from '#domain/wording.ts';

/** With its sign: `+20%`, `−50 %`. */
export function formatChange(millionths: number, language: Language): string {
  return `${millionths > 0 ? '+' : ''}${formatShare(millionths, language)}`;
}

const HOUR_NOUN: Readonly<Record<Language, Noun>> = { en: ['hour', 'hours'], fr: ['heure', 'heures'] };

/** Whole hours on the wall clock, as days where they are. */
export function formatHours(hours: number, language: Language): string {
  return hours % 24 === 0 ? formatDays(hours / 24, language) : countOf(hours, HOUR_NOUN[language], language);
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
  const texts = blocks.map(({ from, to }) => `${formatClock(from, language)}–${formatClock(to, language)}`);
  return join(texts, language, 'and');
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
