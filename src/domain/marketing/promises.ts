// What marketing owes sales (R29, R30, R35), compiled: so many leads a month, how many of them come to something, how
// complete they are. Each clause has an id, by which reports, alerts and reject reasons name it.

import type { Duration } from '#domain/agreement.ts';

/** In the order in which a lead gets there; the last two are amounts of money. */
export const UNITS = ['mql', 'accepted', 'sql', 'opportunity', 'customer', 'pipeline', 'revenue'] as const;
export type Unit = (typeof UNITS)[number];
/** Not measured yet. */
export const AMOUNTS: readonly Unit[] = ['pipeline', 'revenue'];

export interface VolumePromise {
  readonly id: string;
  /** Id of a segment of the agreement; null: of any. */
  readonly segment: string | null;
  /** HubSpot's original source, in any case; null: any. */
  readonly channel: string | null;
  /** As one of the source's two drill-downs names it, in any case; null: any. */
  readonly campaign: string | null;
  readonly unit: Unit;
  readonly perMonth: number;
  /** Months that differ: `2026-08` → how many. */
  readonly months: Readonly<Record<string, number>>;
}

/** What a cohort may come to beside the units: a meeting that was booked, and not missed by the lead. */
export type Goal = Unit | 'meeting';

/** Of the leads that reached `from` in a month, how many reach `to`. Shares are millionths. */
export interface QualityPromise {
  readonly id: string;
  readonly from: Unit;
  readonly to: Goal;
  readonly rate: number;
  /** A month is judged so many days after its end; before that it is too young. */
  readonly matureAfterDays: number;
  /** A channel below it is a matter for the meeting; null: none is. */
  readonly floor: number | null;
}

/** What is done of a channel surely below the floor: its hand-overs are paused (source-pauses.ts). */
export interface SourcePauseTerms {
  /** Counted from when the month is judged; null: at once. */
  readonly after: Duration | null;
  /** In the portal, under this agreement; null: no limit. */
  readonly maxPerHour: number | null;
  /** Not again for the same channel within so many hours of the end of its last pause; null: always. */
  readonly coolDownHours: number | null;
}

/** Who is told once a clause is broken, beside both sides at the verdict. */
export interface ToldOfBreach {
  readonly do: 'warn' | 'escalate';
  /** E-mail address; null: for `warn` all of marketing, for `escalate` who signs for it. */
  readonly to: string | null;
  /** Counted from the clause's verdict; null: at once. */
  readonly after: Duration | null;
}

export interface MarketingPromises {
  readonly volume: readonly VolumePromise[];
  readonly quality: QualityPromise;
  /** Ratios of meetings among the objectives, of new MQLs; absent: none. */
  readonly meetings?: readonly QualityPromise[];
  /** Share, in millionths, of the inbound leads handed over that hold every field that the MQL stage asks for. */
  readonly completeness: { readonly id: string; readonly rate: number };
  /** Share of the month, in millionths, before which no clause of the month is called at risk. */
  readonly warnAt: number;
  /** Absent: no hand-over is paused, whatever comes of a channel. */
  readonly sourcePause?: SourcePauseTerms;
  /** A clause at risk or broken is a point for the meeting of both sides; absent: it is not. */
  readonly agenda?: true;
  /** How long after its verdict a broken clause becomes that point; absent: at once, and while it is at risk. */
  readonly agendaAfter?: Duration;
  /** In the document's order; absent: nobody else is told, and nobody later. */
  readonly told?: readonly ToldOfBreach[];
}
