// What an administrator reads before switching anything on (5a.1): what the rehearsal has come to, and who else writes what
// Accord would write.

/** The report looks back so far; less where events are not kept so long. */
export const OBSERVED_DAYS = 30;

export interface ObserveReport {
  /** When the rehearsal began; it begins anew with each version that comes into force. */
  readonly since: string;
  /** How far back hand-overs and writers are counted. */
  readonly days: number;
  /** Rehearsed ones, by day and rep. */
  readonly handOvers: readonly RehearsedHandOvers[];
  /** Stages that Accord would have set, as they stand now. */
  readonly stages: readonly RehearsedStage[];
  /** Who wrote stage and owner, most often first. */
  readonly writers: readonly Writer[];
}

export interface RehearsedHandOvers {
  /** '' while nobody was found. */
  readonly ownerId: string;
  /** '' where HubSpot tells none. */
  readonly name: string;
  /** Local day `YYYY-MM-DD`. */
  readonly day: string;
  readonly count: number;
}

export interface RehearsedStage {
  /** HubSpot's value; '' when none is set. */
  readonly from: string;
  readonly to: string;
  readonly leads: number;
}

export interface Writer {
  readonly property: string;
  /** HubSpot's changeSource; '' when it did not tell. */
  readonly source: string;
  /** HubSpot's sourceId without what is another with every change. */
  readonly sourceId: string;
  /** Of a person, where he is one of the account's owners. */
  readonly name: string;
  /** Accord itself. */
  readonly own: boolean;
  readonly changes: number;
  readonly lastAt: string;
}

/** What is asked about a portal. */
export interface ObserveQuestion {
  readonly days: number;
  /** Ours at HubSpot, where it is set. */
  readonly appId: string | null;
}
