// A clause of marketing's in a month, in sentences: what was promised, and where it stands.
import type { Agreement, Instant } from '#domain/agreement.ts';
import { formatDay, formatNumber, formatShare } from '#domain/amounts.ts';
import { DAY_MS, fromEpochMs, toEpochMs } from '#domain/instant.ts';
import { dayAt } from '#domain/local-day.ts';
import { join, quote, setIn } from '#domain/typography.ts';
import type { Language } from '#domain/wording.ts';
import { CLAUSE_WORDS, type ClauseWords } from './clause-words.ts';
import type { ClauseState } from './clauses.ts';
import type { CompletenessState } from './completeness.ts';
import type { QualityState } from './quality.ts';
import { UNIT_NAMES } from './unit-names.ts';
import { kindOf, type VolumeState } from './volume.ts';

interface Telling {
  readonly agreement: Pick<Agreement, 'segments' | 'calendar'>;
  /** `2026-11` */
  readonly month: string;
  readonly language: Language;
}

/** `Volume: 100 MQLs in November 2026 (channel “PAID_SEARCH”)` */
export function labelClause(state: ClauseState, telling: Telling): string {
  return setIn(label(state, telling), telling.language);
}

/** Where it stands, in one to three sentences. */
export function describeClause(state: ClauseState, telling: Telling): string {
  return setIn(describe(state, telling), telling.language);
}

function label(state: ClauseState, { agreement, month, language }: Telling): string {
  const words = CLAUSE_WORDS[language];
  const name = formatDay(month, language);
  switch (state.kind) {
    case 'volume':
      return words.volume({
        amount: formatNumber(state.promised, language),
        unit: UNIT_NAMES[language][state.promise.unit],
        month: name,
        of: placeOf(state, agreement, language),
      });
    case 'quality': {
      const { rate, from, to } = state.promise;
      const units = UNIT_NAMES[language];
      const said = { share: formatShare(rate, language), from: units[from], month: name };
      return to === 'meeting' ? words.meetings(said) : words.quality({ ...said, to: units[to] });
    }
    case 'completeness':
      return words.completeness(formatShare(state.promise.rate, language), name);
  }
}

/** ` (segment “Enterprise”, channel “PAID_SEARCH”)`; '' where it is about all leads. */
function placeOf({ promise }: VolumeState, agreement: Telling['agreement'], language: Language): string {
  const words = CLAUSE_WORDS[language];
  const { segment, channel, campaign } = promise;
  const segmentName = agreement.segments.find(({ id }) => id === segment)?.label ?? segment;
  const parts = [
    segmentName === null ? [] : [words.segment(quote(segmentName, language))],
    channel === null ? [] : [words.channel(quote(channel, language))],
    campaign === null ? [] : [words.campaign(quote(campaign, language))],
  ].flat();
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

function describe(state: ClauseState, telling: Telling): string {
  const words = CLAUSE_WORDS[telling.language];
  if (state.status === 'notStarted') return words.notStarted;
  if (state.status === 'notMeasured') return isOfMoney(state) ? words.amounts : words.notOn;
  switch (state.kind) {
    case 'volume':
      return describeVolume(state, words, telling.language);
    case 'quality':
      return describeQuality(state, words, telling);
    case 'completeness':
      return describeCompleteness(state, words, telling.language);
  }
}

function isOfMoney(state: ClauseState): boolean {
  if (state.kind === 'volume') return kindOf(state.promise.unit) === null;
  return state.kind === 'quality' && kindOf(state.promise.to) === null;
}

function describeVolume(state: VolumeState, words: ClauseWords, language: Language): string {
  const number = (value: number): string => formatNumber(value, language);
  const { owed, promised, delivered, expected, projection, status } = state;
  const came = words.delivered(number(delivered), number(owed));
  const isOpen = status === 'onPace' || status === 'behind';
  const line = [
    came,
    ...(isOpen ? [words.byNow(number(expected))] : []),
    ...(status === 'behind' ? [words.behindBy(number(expected - delivered))] : []),
  ].join(', ');
  return sentences([
    `${sayStatus(status, words)}${line}.`,
    projection === null || !isOpen
      ? ''
      : words.projected(number(projection.count), number(projection.low), number(projection.high)),
    owed === promised ? '' : words.partial(number(owed), number(promised)),
  ]);
}

function describeQuality(state: QualityState, words: ClauseWords, { agreement, language }: Telling): string {
  const { status, promise, matured, reached, cohort, interval, judgedAt, belowFloor } = state;
  const number = (value: number): string => formatNumber(value, language);
  const share = (part: number): string => formatShare(Math.round(part * 10_000) * 100, language);
  const [got, all, rate] = [number(reached), number(matured), share(matured === 0 ? 0 : reached / matured)];
  const line = [
    words.reached(got, all, rate),
    words.sureBetween(share(interval.low), share(interval.high)),
    ...(status === 'undecided' ? [words.undecided(formatShare(promise.rate, language))] : []),
  ].join(', ');
  const channels = belowFloor.map((one) =>
    words.channelCount(one.channel || words.noSource, number(one.reached), number(one.matured)),
  );
  const young = cohort - matured;
  return sentences([
    status === 'tooYoung' ? words.tooYoung(dayOf(judgedAt, agreement, language)) : '',
    matured === 0 ? '' : `${sayStatus(status, words)}${line}.`,
    young > 0 ? words.young(young, number(young)) : '',
    status === 'noLeads' ? words.noLeads : '',
    channels.length === 0 || promise.floor === null
      ? ''
      : words.belowFloor(formatShare(promise.floor, language), join(channels, language, 'and')),
  ]);
}

function describeCompleteness(state: CompletenessState, words: ClauseWords, language: Language): string {
  const { status, handedOver, complete } = state;
  if (handedOver === 0) return words.noLeads;
  const share = formatShare(Math.floor((10_000 * complete) / handedOver) * 100, language);
  const line = words.complete(formatNumber(complete, language), formatNumber(handedOver, language), share);
  return `${sayStatus(status, words)}${line}.`;
}

export function sayStatus(status: ClauseState['status'], words: ClauseWords): string {
  switch (status) {
    case 'kept':
    case 'missed':
    case 'onPace':
    case 'behind':
      return `${words[status]} `;
    default:
      return '';
  }
}

function dayOf(at: Instant, { calendar }: Telling['agreement'], language: Language): string {
  const day = dayAt(calendar.timeZone, toEpochMs(at));
  return formatDay(fromEpochMs(day * DAY_MS).slice(0, 'YYYY-MM-DD'.length), language);
}

export function sentences(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}
