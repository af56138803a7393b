// Milestones of November 2026 as marketing's clauses count them, for tests that say only what they are about. The calendar is
// Paris, Monday to Friday, nine to five, with Armistice Day off: 20 working days, so a promise of 100 is 5 a day.
import type { Calendar } from '#domain/agreement.ts';
import { type ClauseState, judgeMonth, type MonthLedger } from '#domain/marketing/clauses.ts';
import type { CompletenessState } from '#domain/marketing/completeness.ts';
import type { LedgerEntry } from '#domain/marketing/ledger.ts';
import type { MarketingPromises, QualityPromise, VolumePromise } from '#domain/marketing/promises.ts';
import type { QualityState } from '#domain/marketing/quality.ts';
import type { VolumeState } from '#domain/marketing/volume.ts';
import { agreementWith } from './builders.ts';

export const NOVEMBER = '2026-11';
const base = agreementWith();
export const CALENDAR: Calendar = { ...base.calendar, daysOff: ['2026-11-11'] };

/** `2026-11-16 09:00` on the wall clock of Paris in winter. */
export function paris(text: string): string {
  const [day = '', time = '00:00'] = text.split(' ');
  return new Date(`${day}T${time}:00+01:00`).toISOString();
}

let ids = 0;

/** A new MQL of mid-November, by itself from a search; a new lead unless `leadId` says otherwise. */
export function entry(changes: Partial<LedgerEntry> = {}): LedgerEntry {
  ids += 1;
  const leadId = changes.leadId ?? `lead-${ids}`;
  return {
    contactId: leadId,
    cycle: 1,
    kind: 'mql',
    at: paris('2026-11-13 10:00'),
    byHand: false,
    counts: true,
    segments: [],
    channel: 'ORGANIC_SEARCH',
    campaigns: [],
    complete: true,
    ending: '',
    ...changes,
    leadId,
  };
}

export function entries(count: number, changes: Partial<LedgerEntry> = {}): readonly LedgerEntry[] {
  return Array.from({ length: count }, () => entry(changes));
}

/** So many MQLs of which so many got to be SQL, by default a week later. */
export function cohort(
  count: number,
  reached: number,
  { at = paris('2026-11-13 10:00'), sqlAt = paris('2026-11-20 10:00'), channel = 'ORGANIC_SEARCH' } = {},
): readonly LedgerEntry[] {
  return entries(count, { at, channel }).flatMap((mql, index) =>
    index < reached ? [mql, { ...mql, kind: 'sql' as const, at: sqlAt }] : [mql],
  );
}

interface Given {
  readonly now: string;
  readonly entries?: readonly LedgerEntry[];
  readonly month?: string;
  readonly since?: string | null;
  readonly volume?: Partial<VolumePromise>;
  readonly quality?: Partial<QualityPromise>;
  readonly warnAt?: number;
  readonly calendar?: Calendar;
}

export function judge(given: Given): readonly ClauseState[] {
  const { marketing } = base;
  const [volume] = marketing.volume;
  if (volume === undefined) throw new Error('the builders promise no volume');
  const promises: MarketingPromises = {
    ...marketing,
    volume: [{ ...volume, ...given.volume }],
    quality: { ...marketing.quality, ...given.quality },
    warnAt: given.warnAt ?? 0,
  };
  const ledger: MonthLedger = {
    month: given.month ?? NOVEMBER,
    now: given.now,
    since: given.since === undefined ? '2026-01-01T00:00:00.000Z' : given.since,
    entries: given.entries ?? [],
  };
  return judgeMonth({ marketing: promises, calendar: given.calendar ?? CALENDAR }, ledger);
}

export function volumeOf(given: Given): VolumeState {
  return find(judge(given), 'volume') as VolumeState; // found by its kind
}

export function qualityOf(given: Given): QualityState {
  return find(judge(given), 'quality') as QualityState; // found by its kind
}

export function completenessOf(given: Given): CompletenessState {
  return find(judge(given), 'completeness') as CompletenessState; // found by its kind
}

function find(states: readonly ClauseState[], kind: ClauseState['kind']): ClauseState | undefined {
  return states.find((state) => state.kind === kind);
}
