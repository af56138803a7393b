// The completeness that marketing promised (R35): of the inbound leads handed over in a month, how many held every field that
// the MQL stage asks for, at the hand-over. What a person handed over is not marketing's; what came back is.
import { isInbound } from './inbound.ts';
import {
  type ClauseAlarm,
  type ClauseLead,
  type ClauseStatus,
  count,
  entriesOf,
  LEFT_OUT,
  type LeadStanding,
  type LedgerEntry,
  type MonthInForce,
  standAs,
} from './ledger.ts';
import { projectMonth } from './projection.ts';
import type { MarketingPromises } from './promises.ts';

export interface CompletenessState {
  readonly kind: 'completeness';
  readonly promise: MarketingPromises['completeness'];
  readonly status: ClauseStatus;
  readonly alarm: ClauseAlarm;
  /** Inbound leads handed over, and those of them that were complete. */
  readonly handedOver: number;
  readonly complete: number;
  readonly leads: readonly ClauseLead[];
}

export function judgeCompleteness(
  promise: MarketingPromises['completeness'],
  at: MonthInForce,
): CompletenessState {
  const leads = leadsBehind(at);
  const handedOver = count(leads, 'counts');
  const complete = count(leads, 'fulfils');
  const status = statusOf(at, { handedOver, meets: complete * MILLION >= promise.rate * handedOver });
  return {
    kind: 'completeness',
    promise,
    status,
    alarm: alarmOf(status, isOutOfReach(promise, at, { handedOver, complete })),
    handedOver,
    complete,
    leads,
  };
}

const MILLION = 1_000_000;

/** Every lead of the month is counted, none is a sample: once the month is over, the share is what it is. */
function statusOf(
  { month, now, since }: MonthInForce,
  { handedOver, meets }: { readonly handedOver: number; readonly meets: boolean },
): ClauseStatus {
  if (now < month.start) return 'notStarted';
  if (since === null || since >= month.end) return 'notMeasured';
  if (handedOver === 0) return 'noLeads';
  if (now >= month.end) return meets ? 'kept' : 'missed';
  return meets ? 'onPace' : 'behind';
}

function alarmOf(status: ClauseStatus, isLost: boolean): ClauseAlarm {
  if (status === 'missed') return 'broken';
  // What can no longer be kept is behind.
  return isLost ? 'atRisk' : 'none';
}

/** Though every lead still to come, at the pace so far, were complete. */
function isOutOfReach(
  { rate }: CompletenessState['promise'],
  at: MonthInForce,
  { handedOver, complete }: Pick<CompletenessState, 'handedOver' | 'complete'>,
): boolean {
  const projection = projectMonth(handedOver, at);
  if (projection === null) return false;
  const missing = handedOver - complete;
  return (projection.count - missing) * MILLION < rate * projection.count;
}

function leadsBehind(at: MonthInForce): readonly ClauseLead[] {
  return entriesOf(at, 'mql').map((entry) => {
    const why = whyNot(entry, at.since);
    if (why !== null) return standAs(entry, why, LEFT_OUT);
    return entry.complete
      ? standAs(entry, 'complete', { counts: true, fulfils: true })
      : standAs(entry, 'incomplete', { counts: true, fulfils: false });
  });
}

function whyNot(entry: LedgerEntry, since: MonthInForce['since']): LeadStanding | null {
  if (since === null || entry.at < since) return 'beforeStart';
  if (entry.byHand) return 'byHand';
  return isInbound(entry.channel) ? null : 'notInbound';
}
