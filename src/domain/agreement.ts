// The agreement in the form that decisions run on: parsed, checked, with decay tables and calendars worked out.
// Made by src/agreement from the document; stored beside it, so that a replay needs nothing but this.

import type { DataModel, NurtureModel, RejectReason, Side } from './agreement-data.ts';
import type { RoutingModel } from './agreement-routing.ts';
import type { SalesPromises } from './agreement-sales.ts';
import type { MarketingPromises } from './marketing/promises.ts';
import type { NotifyModel } from './notices/channels.ts';
import type { OutputMap } from './outputs.ts';

/** Points are integer thousandths: floating sums would depend on order (10.5). */
export type MilliPoints = number;
/** ISO instant in UTC with milliseconds, e.g. `2026-11-22T09:00:00.000Z`. Instants compare as strings. */
export type Instant = string;

export const OPERATORS = [
  'EQ',
  'NEQ',
  'LT',
  'LTE',
  'GT',
  'GTE',
  'BETWEEN',
  'IN',
  'NOT_IN',
  'HAS_PROPERTY',
  'NOT_HAS_PROPERTY',
  'CONTAINS_TOKEN',
  'NOT_CONTAINS_TOKEN',
] as const;
/** HubSpot's search operators (D11). */
export type Operator = (typeof OPERATORS)[number];

export const SIGNAL_KINDS = [
  'form',
  'pageView',
  'emailOpen',
  'emailClick',
  'emailReply',
  'meeting',
  'call',
  'touch',
] as const;
export type SignalKind = (typeof SIGNAL_KINDS)[number];

/** `derived`: what Accord works out from both, one of `DERIVED_FACTS` (derived-facts.ts). */
export type ConditionObject = 'contact' | 'company' | 'derived';

export const VALUE_TYPES = ['string', 'number', 'bool', 'enumeration', 'multi', 'date', 'datetime'] as const;
/** What HubSpot stores in a property; `multi` is an enumeration of several choices (`a;b;c`), `date` a day without time. */
export type ValueType = (typeof VALUE_TYPES)[number];

/**
 * `value` for one operand, `highValue` beside it for BETWEEN, `values` for IN and NOT_IN. Operands of dates are days
 * (`2026-11-22`), instants, or days counted from the local day (`today`, `today-30`). Without `type` values are compared
 * as they look.
 */
export interface PropertyCondition {
  readonly kind: 'property';
  readonly object: ConditionObject;
  readonly property: string;
  readonly type?: ValueType;
  readonly operator: Operator;
  readonly value?: string;
  readonly highValue?: string;
  readonly values?: readonly string[];
}

export type CountOperator = 'EQ' | 'LT' | 'LTE' | 'GT' | 'GTE';

/** How many signals of a kind are dated within (now − withinDays×24 h, now]. */
export interface SignalCondition {
  readonly kind: 'signals';
  readonly signal: SignalKind;
  /** Only signals whose detail contains this text, without regard to case. */
  readonly detailContains?: string;
  readonly operator: CountOperator;
  readonly count: number;
  readonly withinDays: number;
}

/** How many local days ago a date property lies; negative for days to come. */
export interface DaysSinceCondition {
  readonly kind: 'daysSince';
  readonly object: 'contact' | 'company';
  readonly property: string;
  /** Without it a value is taken for what it looks like. */
  readonly type?: 'date' | 'datetime';
  readonly operator: CountOperator;
  readonly days: number;
}

/** How many deals of the contact, by their creation (open, any) or closing (won, lost) within the window if there is one. */
export interface DealCondition {
  readonly kind: 'deals';
  readonly status: 'open' | 'won' | 'lost' | 'any';
  readonly operator: CountOperator;
  readonly count: number;
  readonly withinDays?: number;
}

export interface ScoreCondition {
  readonly kind: 'score';
  readonly part: 'total' | 'fit' | 'engagement';
  readonly operator: 'LT' | 'LTE' | 'GT' | 'GTE';
  readonly milliPoints: MilliPoints;
}

/** What one rule or one group of the score gives now, after its cap. */
export interface ScorePartCondition {
  readonly kind: 'scorePart';
  readonly of: 'rule' | 'group';
  readonly id: string;
  /** Ids of the score's parts that make it up: the rule, or the rules of the group and the group's cut. */
  readonly parts: readonly string[];
  readonly operator: 'LT' | 'LTE' | 'GT' | 'GTE';
  readonly milliPoints: MilliPoints;
}

/** How long the lead has been in its lifecycle stage. */
export interface StageAgeCondition {
  readonly kind: 'stageAge';
  readonly operator: 'LT' | 'GTE';
  readonly days: number;
}

/** Whether the contact is a member of a HubSpot list, by the list's name as the document writes it. */
export interface ListCondition {
  readonly kind: 'list';
  readonly list: string;
  readonly operator: 'MEMBER' | 'NOT_MEMBER';
}

export type Condition =
  | PropertyCondition
  | DaysSinceCondition
  | SignalCondition
  | DealCondition
  | ScoreCondition
  | ScorePartCondition
  | StageAgeCondition
  | ListCondition;

/** HubSpot's filter groups: conditions in a group are joined by AND, groups by OR. No group at all never matches. */
export interface Filter {
  readonly anyOf: readonly (readonly Condition[])[];
}

/** A property that holds a number. */
export interface FactRef {
  readonly object: 'contact' | 'company';
  readonly property: string;
}

export interface FitRule {
  readonly id: string;
  readonly label: string;
  readonly points: MilliPoints;
  /** Null: the points count once. Else they count for each group of the filter that holds, up to this in magnitude. */
  readonly cap: MilliPoints | null;
  /** The points count for each unit of this number while the filter holds, up to the cap: HubSpot's own score, for one. */
  readonly per?: FactRef;
  readonly when: Filter;
  readonly group: string | null;
}

/**
 * Factors in millionths by whole hours since the signal, from 1_000_000 down, never growing; beyond the last entry the
 * factor is the last entry. Made when the version is compiled because `Math.pow` differs between engines (10.5).
 */
export type DecayTable = readonly number[];

export interface EngagementRule {
  readonly id: string;
  readonly label: string;
  readonly signal: SignalKind;
  /** Only signals whose detail (form name, page address) contains this text, without regard to case. */
  readonly detailContains: string | null;
  /** Points of one signal when fresh. */
  readonly points: MilliPoints;
  /** The rule's sum never exceeds this in magnitude. */
  readonly cap: MilliPoints | null;
  readonly decay: DecayTable;
  readonly group: string | null;
}

export interface ScoreGroup {
  readonly id: string;
  readonly cap: MilliPoints;
}

export interface ScoreDimension<Rule> {
  readonly cap: MilliPoints;
  readonly groups: readonly ScoreGroup[];
  readonly rules: readonly Rule[];
}

/** Nothing out-scores a gate: a lead that meets one never qualifies (R07). */
export interface Gate {
  readonly id: string;
  readonly label: string;
  readonly when: Filter;
}

export interface ScoreModel {
  readonly fit: ScoreDimension<FitRule>;
  readonly engagement: ScoreDimension<EngagementRule>;
  readonly gates: readonly Gate[];
  /** Lower bounds, best first: fit gives the letter, engagement the digit; below the last bound is the last band. */
  readonly grade: {
    readonly fit: readonly { readonly letter: string; readonly from: MilliPoints }[];
    /** `label` says the band without fit: hot, warm, cold (R06). */
    readonly engagement: readonly {
      readonly digit: string;
      readonly from: MilliPoints;
      readonly label: string;
    }[];
  };
  /** Written scores are rounded down to a multiple of this many points. */
  readonly step: number;
  /** A score moved by time alone is written at most daily, and only when it moved by this many points (5a.12). */
  readonly rewriteAfterPoints: number;
}

export const STAGE_KEYS = ['lead', 'mql', 'sql', 'opportunity'] as const;
export type StageKey = (typeof STAGE_KEYS)[number];

/** When Accord sets a custom stage: a yes by sales, work by sales, the end of a cycle, a disqualification. */
export const STAGE_MOMENTS = ['accepted', 'working', 'recycled', 'disqualified'] as const;
export type StageMoment = (typeof STAGE_MOMENTS)[number];

/** A portal's own lifecycle stage beside the four (R15). */
export interface CustomStage {
  readonly id: string;
  readonly label: string;
  /** HubSpot's value, digits for a custom stage. */
  readonly lifecycle: string;
  /** The stage it follows; null for a stage at the side, where cycles end: it has no place among the others. */
  readonly after: StageKey | null;
  /** Null: Accord knows its place and never sets it. */
  readonly moment: StageMoment | null;
}

export interface StageModel {
  /** HubSpot's lifecycle stage value of each of the four. */
  readonly lifecycle: Readonly<Record<StageKey, string>>;
  /** Several after the same stage follow each other in this order. */
  readonly custom: readonly CustomStage[];
  /** Lifecycle values below `lead`, which Accord may move forward (by default `subscriber`). */
  readonly before: readonly string[];
  readonly leadEntry: Filter | null;
  readonly mqlEntry: Filter;
  /** Leaving needs its own, lower line, or a lead at the threshold would leave an hour after it came. */
  readonly mqlExit: Filter | null;
  readonly sql: 'auto' | 'propose' | 'manual';
  readonly protected: readonly string[];
  readonly moveBack: 'own' | 'any' | 'never';
}

export interface Calendar {
  /** IANA zone. */
  readonly timeZone: string;
  /** ISO weekday 1 (Monday) … 7 → working blocks in minutes from local midnight, ascending, not overlapping. */
  readonly week: Readonly<Record<string, readonly { readonly from: number; readonly to: number }[]>>;
  /** Local days `YYYY-MM-DD` without work, public holidays and closures, sorted. */
  readonly daysOff: readonly string[];
}

export type Duration =
  | { readonly unit: 'workingHours'; readonly amount: number }
  | { readonly unit: 'workingDays'; readonly amount: number }
  | { readonly unit: 'elapsedHours'; readonly amount: number };

/** New interest of a lead that sales has, of which its owner is told at once (R20). */
export interface HotSignals {
  readonly signals: readonly SignalKind[];
  readonly atMostEvery: Duration;
}

export interface Persona {
  readonly id: string;
  readonly label: string;
  /** What each side knows of such people, for whoever calls one; absent where nobody wrote any. */
  readonly notes?: Partial<Readonly<Record<Side, string>>>;
  readonly when: Filter;
}

/** Leads that belong together for routing, promises and volumes; a lead may be in several. */
export interface Segment {
  readonly id: string;
  readonly label: string;
  readonly when: Filter;
}

/** Whoever meets one in scope ends as disqualified, with this reason (R24). */
export interface DisqualifyRule {
  readonly id: string;
  readonly label: string;
  readonly when: Filter;
}

/** What a value set by sales says about a lead; `reason` is '' but for a reject that names one. */
export interface MappedAnswer {
  readonly answer: 'accept' | 'working' | 'reject';
  readonly reason: string;
}

/** What the stage of a HubSpot lead says. Keys are lower case. */
export interface HubspotLeadAnswers {
  /** By id of a pipeline stage, or by state (HUBSPOT_LEAD_STATES) for the stages that are not named. */
  readonly stages: Readonly<Record<string, MappedAnswer>>;
  /** Labels of the agreement's reject reasons by HubSpot's disqualification reasons. */
  readonly reasons: Readonly<Record<string, string>>;
}

/** Where answers of sales are read from besides our own property and the record card (5a.7). */
export interface AnswerModel {
  /** By value of `hs_lead_status`, lower case. */
  readonly leadStatus: Readonly<Record<string, MappedAnswer>>;
  /** By stage of the HubSpot lead; absent where none is mapped. */
  readonly hubspotLeads?: HubspotLeadAnswers;
  /** A deal that the lead's owner creates is a yes. */
  readonly dealCreated: boolean;
  /** Labels of the reject reasons by id and by label, both lower case. */
  readonly reasons: Readonly<Record<string, string>>;
}

/**
 * What differs for some leads, by country, language, team or any property (R25). One without teams is chosen by the
 * lead's facts, one with teams by the team of the lead's owner. Conditions look at properties and lists only: what time alone
 * changes would move lines and due times with no event.
 */
export interface Overlay {
  readonly id: string;
  readonly label: string;
  /** Null: any lead. */
  readonly when: Filter | null;
  /** Names of HubSpot teams; empty: chosen by `when` alone. */
  readonly teams: readonly string[];
  readonly changes: OverlayChanges;
}

/** Each part that is there replaces that of the agreement. An overlay with teams changes the first three only. */
export interface OverlayChanges {
  readonly language?: Agreement['language'];
  readonly calendar?: Calendar;
  /** Times of clauses of sales, by the clause's id. */
  readonly sales?: Readonly<Record<string, Duration>>;
  readonly mqlEntry?: Filter;
  readonly mqlExit?: Filter | null;
  readonly mandatoryForMql?: readonly string[];
  /** By rule id, of either dimension. */
  readonly points?: Readonly<Record<string, MilliPoints>>;
}

export interface Agreement {
  readonly id: string;
  readonly version: number;
  readonly language: 'en' | 'fr';
  readonly scope: { readonly include: Filter | null; readonly exclude: Filter | null };
  readonly personas: readonly Persona[];
  readonly segments: readonly Segment[];
  readonly calendar: Calendar;
  readonly stages: StageModel;
  readonly score: ScoreModel;
  readonly data: DataModel;
  readonly routing: RoutingModel;
  readonly sales: SalesPromises;
  readonly marketing: MarketingPromises;
  /** Absent: the owner is never told of new interest. */
  readonly hot?: HotSignals;
  readonly rejectReasons: readonly RejectReason[];
  readonly answers: AnswerModel;
  readonly disqualify: readonly DisqualifyRule[];
  readonly nurture: NurtureModel;
  readonly overlays: readonly Overlay[];
  /** Who is told, and where; no decision looks at it. Absent: nobody. */
  readonly notify?: NotifyModel;
  /** Where outputs are written; absent: each in our own property. */
  readonly outputs?: OutputMap;
  /** HubSpot properties that decisions look at, sorted. */
  readonly needs: {
    readonly contact: readonly string[];
    readonly company: readonly string[];
    readonly deals: boolean;
    /** Absent: no. */
    readonly hubspotLeads?: true;
    /** Properties of the account's that outputs are written to: read to be held against what is wanted. Absent: none. */
    readonly outputs?: readonly string[];
    /** Names of HubSpot lists, as `listKey` has them, sorted. Absent: none. */
    readonly lists?: readonly string[];
  };
}
