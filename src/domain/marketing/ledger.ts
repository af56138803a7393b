// What marketing's clauses are counted on, and how a lead stands behind a clause.

import type { Calendar, Instant } from '#domain/agreement.ts';
import { compare } from '#domain/order.ts';
import type { Milestone, MilestoneKind } from './milestones.ts';
import type { Month } from './month.ts';

/** `meeting`: no milestone, but a signal of the lead after it was handed over; `touch`: sales' first in a cycle. */
export type LedgerKind = MilestoneKind | 'meeting' | 'touch';

/** A milestone that stands, as it was kept. */
export interface LedgerEntry extends Omit<Milestone, 'kind'> {
  readonly kind: LedgerKind;
  readonly leadId: string;
  /** Null for a contact that HubSpot no longer has: it is counted and not named. */
  readonly contactId: string | null;
}

/** Everything that a clause of one month is judged by. */
export interface MonthInForce {
  readonly calendar: Calendar;
  readonly month: Month;
  readonly now: Instant;
  /** From when on milestones are complete: the portal's first switch-on, or an update from a release without them. Null: not yet. */
  readonly since: Instant | null;
  /** Of every lead with one in the month, all that it has. */
  readonly entries: readonly LedgerEntry[];
}

/**
 * Why a lead is counted, or not.
 * counted · byHand: a person set the stage against the criteria (5a.3) · again: a later cycle (5a.5) · beforeStart: Accord was
 * not switched on · otherSegment, otherChannel, otherCampaign: not what the clause is about · reached, notReached: of a cohort ·
 * reachedLate: after the month was judged · tooYoung: its time is not over · notInbound: imported, or of unknown source ·
 * complete, incomplete: its mandatory fields.
 */
export const LEAD_STANDINGS = [
  'counted',
  'byHand',
  'again',
  'beforeStart',
  'otherSegment',
  'otherChannel',
  'otherCampaign',
  'reached',
  'notReached',
  'reachedLate',
  'tooYoung',
  'notInbound',
  'complete',
  'incomplete',
] as const;
export type LeadStanding = (typeof LEAD_STANDINGS)[number];

/** One lead behind a clause. */
export interface ClauseLead {
  readonly leadId: string;
  readonly contactId: string | null;
  readonly at: Instant;
  readonly channel: string;
  /** It is one of those that the clause is about… */
  readonly counts: boolean;
  /** …and one of those that it asks for. */
  readonly fulfils: boolean;
  readonly standing: LeadStanding;
}

export type ClauseStatus =
  | 'notStarted'
  | 'notMeasured'
  | 'onPace'
  | 'behind'
  | 'kept'
  | 'missed'
  | 'tooYoung'
  | 'undecided'
  | 'noLeads';

/** What somebody is to be told: `atRisk` while it can still be kept, `broken` when it was not. */
export type ClauseAlarm = 'none' | 'atRisk' | 'broken';

function isWithin({ start, end }: Pick<Month, 'start' | 'end'>, at: Instant): boolean {
  return at >= start && at < end;
}

/** Oldest first. */
export function entriesOf({ entries, month }: MonthInForce, kind: LedgerKind): readonly LedgerEntry[] {
  return entries
    .filter((entry) => entry.kind === kind && isWithin(month, entry.at))
    .toSorted((a, b) => compare(a.at, b.at) || compare(a.leadId, b.leadId));
}

/** Null where nothing keeps the lead from being counted. */
export function whyNotNew(entry: LedgerEntry, since: Instant | null): LeadStanding | null {
  if (since === null || entry.at < since) return 'beforeStart';
  if (entry.byHand) return 'byHand';
  return entry.counts ? null : 'again';
}

export function standAs(
  { leadId, contactId, at, channel }: LedgerEntry,
  standing: LeadStanding,
  is: Pick<ClauseLead, 'counts' | 'fulfils'>,
): ClauseLead {
  return { leadId, contactId, at, channel, standing, ...is };
}

export const LEFT_OUT = { counts: false, fulfils: false } as const;

export function count(leads: readonly ClauseLead[], which: 'counts' | 'fulfils'): number {
  return leads.filter((lead) => lead[which]).length;
}
