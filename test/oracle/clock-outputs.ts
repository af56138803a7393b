// What HubSpot shows of the clocks.
import type { Line } from './clocks.ts';
import { ms } from './shapes.ts';

const OPEN = ['breached', 'warned', 'running', 'paused'];
const SHOWN: Readonly<Record<string, string>> = {
  breached: 'breached',
  warned: 'warning',
  running: 'on_track',
  paused: 'paused',
};

export function slaStatus(lines: readonly Line[]): string {
  const open = OPEN.find((status) => lines.some((line) => line.status === status));
  if (open !== undefined) return SHOWN[open] ?? '';
  const has = (...statuses: string[]): boolean => lines.some(({ status }) => statuses.includes(status));
  if (lines.some(({ status, run }) => status === 'ended' && run.breachedAt !== null)) return 'breached';
  if (has('metLate')) return 'met_late';
  if (has('excused')) return 'excused';
  return has('met', 'metKnownLate') ? 'met' : '';
}

export function slaDue(lines: readonly Line[]): string {
  const dues = lines.filter(({ status }) => OPEN.includes(status)).flatMap(({ run }) => run.dueAt ?? []);
  return dues.length === 0 ? '' : String(Math.min(...dues.map(ms)));
}

/** What is asked first; of equal ones the first. */
export function nextLine(lines: readonly Line[]): Line | null {
  const asked = lines.filter(
    ({ status, by, clause }) => OPEN.includes(status) && by !== null && clause !== undefined,
  );
  const first = Math.min(...asked.map(({ by }) => ms(by ?? '')));
  return asked.find(({ by }) => ms(by ?? '') === first) ?? null;
}
