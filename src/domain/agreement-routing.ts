// The routing part of the compiled agreement (R17, R18, R23): who gets a lead, and how a pool takes turns.
import type { Calendar, Filter } from './agreement.ts';

/** Instead of an address: every owner who may hold a lead, in the order of their ids. */
export const EVERYONE = '*';

/** Name of the pool that the agreement writes down without a name. */
export const OWN_POOL = '*';

export const CRITERIA = ['segment', 'when', 'source', 'campaign', 'country', 'score', 'grade'] as const;
export type Criterion = (typeof CRITERIA)[number];

/** All criteria must hold; the first rule that does decides. */
export interface RoutingRule {
  readonly id: string;
  /** '' when it has none. */
  readonly label: string;
  readonly criteria: readonly { readonly by: Criterion; readonly when: Filter }[];
  /** Id of a pool; null: to the owner of the account. */
  readonly pool: string | null;
}

/** Working blocks by weekday, in a zone: a calendar without its days off. */
export type Hours = Pick<Calendar, 'timeZone' | 'week'>;

export interface PoolMember {
  /** Lower case, or EVERYONE. */
  readonly email: string;
  /** Hundredths, at least 1. */
  readonly weight: number;
  /** Leads that Accord gives in a local day of `RoutingModel.timeZone`, and open leads at once; null: no limit. */
  readonly maxPerDay: number | null;
  readonly maxOpen: number | null;
  /** Null: HubSpot's, where it tells them, else always. */
  readonly hours: Hours | null;
  /** IANA zone of the absences. */
  readonly timeZone: string;
  /** Local days, the last one included. */
  readonly absences: readonly { readonly from: string; readonly until: string }[];
}

/** What a rep gets who was away: nothing; one lead more after each of his turns; every second lead of the pool. */
export interface ReturnRule {
  readonly policy: 'forgive' | 'credit' | 'catch-up';
  /** Leads made up for at most; null: all. */
  readonly cap: number | null;
  readonly expiresDays: number | null;
}

export interface RoutingPool {
  readonly id: string;
  readonly label: string;
  /** E-mail address of the marketer who works with it (R18); absent: nobody is named. */
  readonly marketer?: string;
  readonly members: readonly PoolMember[];
  /** Of all members together. */
  readonly maxPerDay: number | null;
  readonly maxOpen: number | null;
  readonly afterAbsence: ReturnRule;
  /** Id of the pool that takes what this one cannot; null: the lead waits. */
  readonly overflow: string | null;
  /** A lead that comes back within this time goes to the rep who had it; null: by turns. */
  readonly stickyDays: number | null;
  /** How many of the reps who last had the lead are passed over. */
  readonly skipPrevious: number;
  /** Whether a lead that goes to its account's owner, or back to its rep, uses up a turn. */
  readonly matchTakesTurn: boolean;
}

export interface RoutingModel {
  /** Keep a valid owner of the contact at hand-over. */
  readonly keepContactOwner: boolean;
  /** Before any rule: the owner of the account, then the rep with an open lead there. */
  readonly useCompanyOwner: boolean;
  /** Who gets a lead that comes back: its owner, or the pool's next; null: as at first. */
  readonly onReturn: 'same' | 'pool' | null;
  /** Whose local days count for limits, and without work for reps with hours of their own. */
  readonly timeZone: string;
  readonly daysOff: readonly string[];
  readonly rules: readonly RoutingRule[];
  /** Id of the pool that takes what no rule does. */
  readonly otherwise: string;
  readonly pools: readonly RoutingPool[];
}
