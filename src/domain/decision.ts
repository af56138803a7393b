// The outcome for one lead at one instant: what should be so in HubSpot, why, and until when that holds.
import type { Instant } from './agreement.ts';
import type { Hours } from './agreement-routing.ts';
import type { ClauseKind, ConsequenceKind, SalesClause } from './agreement-sales.ts';
import type { LeadState, Verdict } from './lead.ts';
import type { Unit } from './marketing/promises.ts';
import type { ToldElsewhere } from './outputs.ts';

/** What an admin switches on one by one (5a.1). */
export const EFFECTS = ['scores', 'stage', 'owner', 'tasks', 'consequences'] as const;
export type Effect = (typeof EFFECTS)[number];

/** A reason is a code with parameters; src/domain/explain.ts turns it into a sentence in French or English. */
export interface Reason {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
}

/** A value that should be in HubSpot. */
export interface WantedProperty {
  readonly name: string;
  readonly value: string;
  readonly effect: Effect;
  /** When the wish arose; an effect switched on later does not grant it (5a.1). Null: current, whenever it arose. */
  readonly since: Instant | null;
  /** Never causes a write of its own (5a.12). */
  readonly ridesAlong: boolean;
}

export const TASK_CLAUSES = ['accept', 'firstTouch', 'feedback'] as const;
export type TaskClause = (typeof TASK_CLAUSES)[number];
/** What a rep is asked for by a clause of each kind. */
export const TASK_OF: Readonly<Record<ClauseKind, TaskClause>> = {
  accept: 'accept',
  touch: 'firstTouch',
  feedback: 'feedback',
};

/** How often sales tries before it gives up. */
export type Tries = Pick<SalesClause, 'count' | 'counts'>;

/** The one open task of a lead (5a.6); it follows the earliest unmet clause. Clauses of sales' own promise touches. */
export interface WantedTask {
  /** Independent of the decision (D7): `c<cycle>` of this lead. */
  readonly occurrence: string;
  readonly clause: TaskClause;
  /** Of a clause of sales' own; absent for those that have a place of their own in the document. */
  readonly label?: string;
  /** Of the attempts: how many are asked for; absent for every other clause. */
  readonly tries?: Tries;
  readonly ownerId: string;
  readonly dueAt: Instant;
  readonly since: Instant;
  /** When the owner was told of a strong signal since sales' last step (R20); absent: he was not. */
  readonly noticedAt?: Instant;
  /** Codes for the body: the reasons a rep should see. */
  readonly context: readonly Reason[];
}

export const CLOCK_STATUSES = [
  'running',
  'warned',
  'breached',
  'paused',
  'met',
  'metLate',
  'metKnownLate',
  'excused',
  'ended',
] as const;
/**
 * metLate: met after the due instant · metKnownLate: met before it by what became known after it · ended: the run closed
 * unmet, by a new owner or the end of the cycle.
 */
export type ClockStatus = (typeof CLOCK_STATUSES)[number];

/** One run of a promise of sales about the lead (design 10.6). */
export interface Clock {
  readonly clause: string;
  readonly cycle: number;
  readonly run: number;
  readonly ownerId: string;
  /** Of the lead's total, which goes on when the owner changes. */
  readonly startedAt: Instant;
  readonly since: Instant;
  /** Null: paused, or nobody's yet. */
  readonly warnAt: Instant | null;
  readonly dueAt: Instant | null;
  /** Of the lead's total, whoever owned it. */
  readonly totalDueAt: Instant | null;
  readonly warnedAt: Instant | null;
  readonly breachedAt: Instant | null;
  readonly metAt: Instant | null;
  readonly status: ClockStatus;
}

/** A consequence that this decision carried out, or took back. */
export interface ConsequenceEvent {
  readonly event: 'done' | 'undone';
  readonly clause: string;
  readonly cycle: number;
  readonly run: number;
  /** Place in the clause's list, from 0. */
  readonly step: number;
  readonly do: ConsequenceKind;
  /** The due instant that was missed. */
  readonly dueAt: Instant;
  /** Whose run it was. */
  readonly ownerId: string;
  /** Whose lead it is after the decision; '' while nobody's. */
  readonly ownerAfter: string;
  /** Of one that is undone because of it: the touch in time that became known late; else null. */
  readonly touchedAt: Instant | null;
  /** Of one that is undone: the lead stands again where it stood. */
  readonly isRestored: boolean;
}

export interface ReviewAt {
  readonly at: Instant;
  /** False: nothing changes before it as far as it was looked, but something need not change at it (10.5). */
  readonly exact: boolean;
}

export interface Decision {
  readonly verdict: Verdict;
  readonly state: LeadState;
  readonly properties: readonly WantedProperty[];
  /** Of outputs that are told besides, those that `properties` do not have under our own names; absent: none. */
  readonly elsewhere?: ToldElsewhere;
  /** Null: no task of ours should be open. */
  readonly task: WantedTask | null;
  /** The current run of each clause of this cycle, and the runs that this decision closed. */
  readonly clocks: readonly Clock[];
  /** Those taken back, then those carried out, in that order. */
  readonly consequences: readonly ConsequenceEvent[];
  readonly reasons: readonly Reason[];
  /** Who was given the lead, and what that did to a pool; absent where nobody was looked for. */
  readonly route?: Route;
  /** Null: time alone never changes this answer. */
  readonly reviewAt: ReviewAt | null;
}

/** What a search for an owner came to. */
export interface Route {
  /** Pools that were looked at, in order. */
  readonly pools: readonly string[];
  /** Owner id; '' while the lead waits. */
  readonly ownerId: string;
  /** The pool whose turns are others now; absent: none. */
  readonly turns?: { readonly pool: string; readonly state: PoolState };
}

/** Who may hold leads. */
export interface Owners {
  /** Every owner who may hold a lead. */
  readonly activeOwners: readonly string[];
  /** Owner of the lead's company; '' when none. */
  readonly companyOwner: string;
  /** Of the lead's owners, who has left as HubSpot says, or is not taken as owner any more; absent: none. */
  readonly left?: readonly string[];
  /**
   * When owners are absent, by owner id, in order; absent: nobody is. Of the lead's own those of the next 31 days, of others,
   * where an owner is looked for, those of now and soon.
   */
  readonly absences?: Readonly<Record<string, readonly Absence[]>>;
  /** Names of each owner's HubSpot teams, of owners in a team that an overlay names; absent: none. */
  readonly teams?: Readonly<Record<string, readonly string[]>>;
}

/** Who says what is in a rep's way: limits the agreement does, hours and absences either. */
export type Sayer = 'agreement' | 'hubspot' | 'release';

export interface Absence {
  readonly from: Instant;
  /** Exclusive. */
  readonly until: Instant;
  readonly by: Sayer;
}

/** What finding an owner looks at. Given only where a lead waits for one, for it may be large. */
export interface Desk {
  /** Ids of active owners by lower-case e-mail address, of the reps in the agreement's pools. */
  readonly reps: Readonly<Record<string, string>>;
  /** By owner id; absent: none. `today`: leads given since the local day began. */
  readonly loads: Readonly<Record<string, Load>>;
  /** What HubSpot knows of a rep's time, by owner id. */
  readonly users: Readonly<Record<string, UserTime>>;
  /** By pool id; absent: it has not taken a turn yet. */
  readonly pools: Readonly<Record<string, PoolState>>;
  /** Owner of the company with the domain of the lead's e-mail address; '' when none. */
  readonly domainOwner: string;
  /** Owner of the open lead at the same company that was assigned last; '' when none. */
  readonly colleague: string;
}

export interface Load {
  readonly today: number;
  readonly open: number;
}

export interface UserTime {
  readonly hours?: Hours;
  readonly away?: readonly { readonly from: Instant; readonly until: Instant }[];
}

/** The turns of a pool; survives whatever happens to its list of members. */
export interface PoolState {
  /** Leads given so far. */
  readonly given: number;
  /** The last lead made up for an absence: the next one goes by turns. */
  readonly madeUp: boolean;
  /** By owner id. */
  readonly reps: Readonly<Record<string, RepTurns>>;
}

/** Turns of one rep. An interval: as long as the same reps with the same weights can take leads. */
export interface RepTurns {
  /** In the interval; 0 for one who takes no part. */
  readonly weight: number;
  /** Turns taken in the interval. */
  readonly taken: number;
  /** Thousandths of a turn that earlier intervals owe the rep; negative: that he had too many. */
  readonly balance: number;
  /** Number of the pool's lead that he got last; 0: none. */
  readonly last: number;
  /** Leads got out of turn that count as turns to come. */
  readonly ahead: number;
  /** Thousandths of turns missed while away; absent: none. */
  readonly missed?: number;
  /** When he was first seen back, with turns missed; absent: still away, or nothing missed. */
  readonly backAt?: Instant;
  /** Has taken a turn since the last lead that made up for one. */
  readonly earned?: true;
}

/** What was when in the life of a portal; a switch: an effect on or off, a pause, its end. */
export interface PortalInstants {
  /** Of the last switch or version: what was so before it is baseline (5a.2). */
  readonly baselineAt: Instant;
  /** Of the last switch, before that the installation: no version that comes into force moves it. */
  readonly switchedAt: Instant;
  /** Of the first effect switched on, before that the installation: nothing moves it any more. */
  readonly firstLiveAt: Instant;
}

/** What a decision needs besides the agreement and the lead. */
export interface DecisionContext {
  /** Postgres's clock, never earlier than the portal's last one (10.10). */
  readonly now: Instant;
  readonly regime: number;
  /** What was so before this instant is baseline (5a.2). */
  readonly baselineAt: Instant;
  /** The portal's first switch-on, before that its installation; absent in decisions of earlier releases: `baselineAt`. */
  readonly firstLiveAt?: Instant;
  readonly pool: Owners;
  /** Absent: nobody is looked for. */
  readonly desk?: Desk;
  /** HubSpot has merged another contact into this one since the last decision: what came along is nobody's doing. */
  readonly merged?: true;
  /**
   * When HubSpot confirmed the owner that Accord set; null: not yet, so clocks wait, as nobody is accused of what he could
   * not see. Absent: seen at once, as an owner set by a person is.
   */
  readonly ownerShownAt?: Instant | null;
  /** The clocks of machines disagree (10.10): nothing is warned of nor breached before. Absent: they agree. */
  readonly clocksHeldUntil?: Instant;
  /** Absent: what the agreement says of breaches is not carried out, nor taken back. */
  readonly consequences?: ConsequenceContext;
  /** Hand-overs from the lead's source are paused, and by what. Absent: they are not. */
  readonly sourcePause?: SourcePause;
  /** A lead of the backlog is let go, where a rep who may have one today can take it (5a.2). Absent: it waits. */
  readonly release?: BacklogRelease;
}

/** What a lead that is let go from the backlog says of the release. */
export interface Released {
  /** 1, 2, … of the portal. */
  readonly number: number;
  /** Name or address of whoever started it, and when; '' for an administrator without a name. */
  readonly by: string;
  readonly startedAt: Instant;
}

/** A person lets the backlog go: the best leads first, so many to each rep a day. */
export interface BacklogRelease extends Released {
  readonly perRepAndDay: number;
  /** What reps have had from the backlog today, by owner id; of whom is not named nothing. */
  readonly given: Readonly<Record<string, number>>;
}

/** Of the leads of one month that came from a source, too few came to something (R27, R30): no further ones are handed over. */
export interface SourcePause {
  readonly id: string;
  /** HubSpot's original source. */
  readonly source: string;
  /** Id of marketing's quality clause. */
  readonly clause: string;
  /** The cohort's: `2026-10`. */
  readonly month: string;
  readonly from: Unit;
  readonly to: Unit;
  /** Of so many leads that have had their time, so many got there. */
  readonly reached: number;
  readonly matured: number;
  /** In millionths. */
  readonly floor: number;
  readonly since: Instant;
}

export interface ConsequenceContext {
  /** Since when they are carried out: breaches at or before it stay without (5a.1). */
  readonly since: Instant;
  /**
   * By step, named `<clause>:<place from 0>`: when the portal's leads had it in the last hour, oldest first, at least the
   * latest `maxPerHour`. Of a step that is not named there were fewer.
   */
  readonly recent: Readonly<Record<string, readonly Instant[]>>;
  /** Nothing is carried out before, as it is not certain what sales did with the lead. Absent: it is. */
  readonly notBefore?: Instant;
}

/** From when on relaunches and debts are counted: unlike the baseline it never moves, so no publication forgives them. */
export function countedSince({ firstLiveAt, baselineAt }: DecisionContext): Instant {
  return firstLiveAt ?? baselineAt;
}
