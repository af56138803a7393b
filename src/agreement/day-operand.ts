// Days counted from today, as people write them in English or French: `today`, `today - 30 days`, `aujourd’hui + 7 jours`.

const WRITTEN = /^(?:today|aujourd['’]hui)\s*(?:([+\-−])\s*(\d{1,5})\s*(?:days?|jours?)?)?$/i;

/** As compiled: `today`, `today-30`; null for anything else. */
export function readDayOperand(text: string): string | null {
  const match = WRITTEN.exec(text.trim());
  if (match === null) return null;
  const days = Number(match[2] ?? 0);
  if (days === 0) return 'today';
  return `today${match[1] === '+' ? '+' : '-'}${days}`;
}
