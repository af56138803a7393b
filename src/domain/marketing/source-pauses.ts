// Which sources' hand-overs are paused for their quality, and when a pause ends by itself (R27, R30). Decided by cohorts that
// have been judged alone: one that is too young never pauses anything, nor ends a pause.
import type { Agreement, Instant } from '#domain/agreement.ts';
import { addDuration } from '#domain/business-time.ts';
import type { SourcePause } from '#domain/decision.ts';
import { HOUR_MS, toEpochMs } from '#domain/instant.ts';
import type { ClauseState } from './clauses.ts';
import { type ChannelQuality, type QualityState, qualityByChannel } from './quality.ts';

/** One that the agreement has had, standing or ended. */
export interface KnownPause extends SourcePause {
  /** Null: it stands. */
  readonly until: Instant | null;
}

export interface SourceLook {
  /** In force now: whether, how often and how soon it pauses. */
  readonly agreement: Pick<Agreement, 'calendar' | 'marketing'>;
  /** Of the month, as its own version has it. */
  readonly clauses: readonly ClauseState[];
  readonly month: string;
  readonly now: Instant;
  /** Verdicts at or before it are no news: nothing follows them (5a.1). */
  readonly newsSince: Instant;
  /** Of the agreement. */
  readonly known: readonly KnownPause[];
}

export interface SourceVerdict {
  readonly begin: readonly Omit<SourcePause, 'id' | 'since'>[];
  /** Those that end as the floor is met again, with the numbers that say so. */
  readonly end: readonly (Pick<ChannelQuality, 'reached' | 'matured'> & {
    readonly id: string;
    readonly month: string;
  })[];
}

const NOTHING: SourceVerdict = { begin: [], end: [] };
const MILLION = 1_000_000;

/** By one month's cohort. A pause ends with the first later one that meets the floor as counted: chance decides for the source. */
export function judgeSources(look: SourceLook): SourceVerdict {
  const { agreement, clauses, now } = look;
  const quality = qualityOf(clauses);
  if (agreement.marketing.sourcePause === undefined || quality === undefined || now < quality.judgedAt)
    return NOTHING;
  return { begin: beginning(look, quality), end: ending(look, quality) };
}

function ending({ known, month }: SourceLook, quality: QualityState): SourceVerdict['end'] {
  const { floor } = quality.promise;
  const channels = qualityByChannel(quality.leads);
  return known
    .filter(({ until, month: cohort }) => until === null && cohort <= month)
    .flatMap((pause) => {
      const found = channels.find(({ channel }) => channel === pause.source);
      const { reached = 0, matured = 0 } = found ?? {};
      // What was counted may have been taken out since, by a merge or with a version: then nothing is left of the reason.
      const isMet =
        pause.month === month
          ? !quality.belowFloor.some(({ channel }) => channel === pause.source)
          : matured > 0 && floor !== null && reached * MILLION >= floor * matured;
      return isMet ? [{ id: pause.id, month, reached, matured }] : [];
    });
}

/** The worst first: where not all may be paused, those. */
function beginning(look: SourceLook, quality: QualityState): SourceVerdict['begin'] {
  const { agreement, now, newsSince, known, month } = look;
  const { calendar, marketing } = agreement;
  const { floor, from, to, id: clause } = quality.promise;
  const terms = marketing.sourcePause;
  if (terms === undefined || floor === null || to === 'meeting' || quality.judgedAt <= newsSince) return [];
  const due = terms.after === null ? quality.judgedAt : addDuration(calendar, quality.judgedAt, terms.after);
  if (now < due) return [];
  const hourAgo = toEpochMs(now) - HOUR_MS;
  const recent = known.filter(({ since }) => toEpochMs(since) > hourAgo).length;
  const room = terms.maxPerHour === null ? quality.belowFloor.length : Math.max(0, terms.maxPerHour - recent);
  return quality.belowFloor
    .filter(({ channel }) => channel !== '' && !rests(look, channel))
    .toSorted((a, b) => a.reached * b.matured - b.reached * a.matured)
    .slice(0, room)
    .map(({ channel, reached, matured }) => ({
      source: channel,
      clause,
      month,
      from,
      to,
      reached,
      matured,
      floor,
    }));
}

/** Paused already, or for this very cohort before, or not long enough ago. */
function rests({ known, month, now, agreement }: SourceLook, source: string): boolean {
  const coolDownHours = agreement.marketing.sourcePause?.coolDownHours ?? 0;
  return known
    .filter((pause) => pause.source === source)
    .some(
      ({ until, month: cohort }) =>
        until === null || cohort >= month || toEpochMs(now) < toEpochMs(until) + coolDownHours * HOUR_MS,
    );
}

/** The promise of quality itself: objectives of meetings are judged alike, and pause nothing. */
export function qualityOf(clauses: readonly ClauseState[]): QualityState | undefined {
  return clauses.find(
    (state): state is QualityState => state.kind === 'quality' && state.promise.to !== 'meeting',
  );
}
