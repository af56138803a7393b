// All of marketing's clauses in a month, and which of them somebody is to be told of.
import type { Agreement, Instant } from '#domain/agreement.ts';
import { type CompletenessState, judgeCompleteness } from './completeness.ts';
import type { ClauseAlarm, LedgerEntry, MonthInForce } from './ledger.ts';
import { monthOf, workedOff } from './month.ts';
import { judgeQuality, type QualityState } from './quality.ts';
import { judgeVolume, type VolumeState } from './volume.ts';

export type ClauseState = VolumeState | QualityState | CompletenessState;

export interface MonthLedger {
  /** `2026-11` */
  readonly month: string;
  readonly now: Instant;
  /** As in `MonthInForce`. */
  readonly since: Instant | null;
  readonly entries: readonly LedgerEntry[];
}

/** In the order of the document. `agreement` is the version that was in force in the month (R33, I11). */
export function judgeMonth(
  { marketing, calendar }: Pick<Agreement, 'marketing' | 'calendar'>,
  ledger: MonthLedger,
): readonly ClauseState[] {
  const at: MonthInForce = { ...ledger, calendar, month: monthOf(calendar, ledger.month) };
  const states: readonly ClauseState[] = [
    ...marketing.volume.map((promise) => judgeVolume(promise, at)),
    judgeQuality(marketing.quality, at),
    ...(marketing.meetings ?? []).map((promise) => judgeQuality(promise, at)),
    judgeCompleteness(marketing.completeness, at),
  ];
  const isEarly = workedOff(calendar, at.month, at.now) * MILLION < marketing.warnAt * at.month.worth;
  return isEarly ? states.map((state) => ({ ...state, alarm: 'none' as const })) : states;
}

const MILLION = 1_000_000;

interface VolumeNumbers {
  readonly promised: number;
  readonly owed: number;
  readonly delivered: number;
  readonly expected: number;
  readonly projected?: number;
  readonly atMost?: number;
}

/** Shares are millionths. */
type Measured =
  | { readonly kind: 'volume'; readonly numbers: VolumeNumbers }
  | {
      readonly kind: 'quality';
      readonly numbers: Readonly<Record<'promised' | 'matured' | 'reached', number>>;
    }
  | {
      readonly kind: 'completeness';
      readonly numbers: Readonly<Record<'promised' | 'handedOver' | 'complete', number>>;
    };

/** A clause at risk or broken, as an alert says it (R32): its id, the numbers, the leads. */
export type ClauseFinding = {
  readonly clauseId: string;
  readonly month: string;
  readonly alarm: Exclude<ClauseAlarm, 'none'>;
  /** Volume: those that were delivered. Quality: those that came to nothing. Completeness: the incomplete. */
  readonly leadIds: readonly string[];
} & Measured;

/** Nothing of a cohort that is too young, however bad it looks. */
export function findingsOf(month: string, states: readonly ClauseState[]): readonly ClauseFinding[] {
  return states.flatMap((state) => {
    const { alarm, kind } = state;
    if (alarm === 'none') return [];
    const isMeant = ({ counts, fulfils }: ClauseState['leads'][number]): boolean =>
      counts && (kind === 'volume' || !fulfils);
    const leadIds = [...new Set(state.leads.filter(isMeant).map(({ leadId }) => leadId))];
    return [{ clauseId: state.promise.id, month, alarm, leadIds, ...measure(state) }];
  });
}

function measure(state: ClauseState): Measured {
  switch (state.kind) {
    case 'volume': {
      const { kind, promised, owed, delivered, expected, projection } = state;
      const ahead = projection === null ? {} : { projected: projection.count, atMost: projection.high };
      return { kind, numbers: { promised, owed, delivered, expected, ...ahead } };
    }
    case 'quality': {
      const { kind, promise, matured, reached } = state;
      return { kind, numbers: { promised: promise.rate, matured, reached } };
    }
    case 'completeness': {
      const { kind, promise, handedOver, complete } = state;
      return { kind, numbers: { promised: promise.rate, handedOver, complete } };
    }
  }
}
