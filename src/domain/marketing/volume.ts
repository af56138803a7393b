// A volume that marketing promised for a month (R29): what came, what should have come by now at the calendar's pace, and what
// the month will come to.
import type { Instant } from '#domain/agreement.ts';
import {
  type ClauseAlarm,
  type ClauseLead,
  type ClauseStatus,
  count,
  entriesOf,
  LEFT_OUT,
  type LeadStanding,
  type LedgerEntry,
  type LedgerKind,
  type MonthInForce,
  standAs,
  whyNotNew,
} from './ledger.ts';
import { workedOff } from './month.ts';
import { type Projection, projectMonth } from './projection.ts';
import type { Goal, VolumePromise } from './promises.ts';

export interface VolumeState {
  readonly kind: 'volume';
  readonly promise: VolumePromise;
  readonly status: ClauseStatus;
  readonly alarm: ClauseAlarm;
  /** For the whole month. */
  readonly promised: number;
  /** What of it is owed: less where Accord was switched on during the month. Whole leads, rounded down. */
  readonly owed: number;
  readonly delivered: number;
  /** By now, at the calendar's pace; whole leads, rounded down. */
  readonly expected: number;
  /** Null outside the month and on its first working day. */
  readonly projection: Projection | null;
  /** Working days of the month, and how many have begun. */
  readonly workingDays: number;
  readonly daysBegun: number;
  /** By the end of each day: what should have come, and what had; null for a day that has not begun. */
  readonly pace: readonly {
    readonly day: string;
    readonly expected: number;
    readonly delivered: number | null;
  }[];
  readonly leads: readonly ClauseLead[];
}

export function judgeVolume(promise: VolumePromise, at: MonthInForce): VolumeState {
  const leads = leadsBehind(promise, at);
  const delivered = count(leads, 'counts');
  const promised = promise.months[at.month.name] ?? promise.perMonth;
  const line = paceLine(promised, at);
  const owed = line(at.month.end);
  const expected = line(at.now);
  const projection = projectMonth(delivered, at);
  const status = statusOf(promise, at, { owed, expected, delivered });
  return {
    kind: 'volume',
    promise,
    status,
    alarm: alarmOf(status, { owed, projection }),
    promised,
    owed,
    delivered,
    expected,
    projection,
    workingDays: at.month.workingDays,
    daysBegun: at.month.days.filter(({ works, start }) => works && start <= at.now).length,
    pace: at.month.days.map(({ day, start, end }) => ({
      day,
      expected: line(end),
      delivered: start > at.now ? null : leads.filter((lead) => lead.counts && lead.at < end).length,
    })),
    leads,
  };
}

/** What should have come by an instant. */
function paceLine(promised: number, { calendar, month, since }: MonthInForce): (at: Instant) => number {
  if (since === null) return () => 0;
  const before = workedOff(calendar, month, since);
  return (at) => Math.floor((promised * Math.max(0, workedOff(calendar, month, at) - before)) / month.worth);
}

function statusOf(
  { unit }: VolumePromise,
  { month, now, since }: MonthInForce,
  { owed, expected, delivered }: Pick<VolumeState, 'owed' | 'expected' | 'delivered'>,
): ClauseStatus {
  if (kindOf(unit) === null) return 'notMeasured';
  if (now < month.start) return 'notStarted';
  if (since === null || since >= month.end) return 'notMeasured';
  if (delivered >= owed) return 'kept';
  if (now >= month.end) return 'missed';
  return delivered < expected ? 'behind' : 'onPace';
}

/** Not every day behind the line is a risk: only one that the leads to come will hardly make up for. */
function alarmOf(
  status: ClauseStatus,
  { owed, projection }: Pick<VolumeState, 'owed' | 'projection'>,
): ClauseAlarm {
  if (status === 'missed') return 'broken';
  return status === 'behind' && projection !== null && projection.high < owed ? 'atRisk' : 'none';
}

/** Null: an amount of money. */
export function kindOf(unit: Goal): LedgerKind | null {
  return unit === 'pipeline' || unit === 'revenue' ? null : unit;
}

function leadsBehind(promise: VolumePromise, at: MonthInForce): readonly ClauseLead[] {
  const kind = kindOf(promise.unit);
  if (kind === null) return [];
  return entriesOf(at, kind).map((entry) => {
    const why = whyNotNew(entry, at.since) ?? whyElsewhere(promise, entry);
    return why === null
      ? standAs(entry, 'counted', { counts: true, fulfils: true })
      : standAs(entry, why, LEFT_OUT);
  });
}

function whyElsewhere(
  { segment, channel, campaign }: VolumePromise,
  entry: LedgerEntry,
): LeadStanding | null {
  if (segment !== null && !entry.segments.includes(segment)) return 'otherSegment';
  if (channel !== null && !isSame(channel, entry.channel)) return 'otherChannel';
  if (campaign !== null && !entry.campaigns.some((name) => isSame(campaign, name))) return 'otherCampaign';
  return null;
}

function isSame(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}
