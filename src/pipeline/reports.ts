// Read models for administrators: what a portal's tables say, always of one portal.
import type { Decision, Effect } from '#domain/decision.ts';
import type { LeadState } from '#domain/lead.ts';
import type { UncalledSteps } from './actions/uncalled.ts';
import type { AuditEntry, Page } from './admin-ports.ts';
import type { ClockQuery, OpenClock } from './clocks/clock-store.ts';
import type { DataReports } from './data-reports.ts';
import type { ObserveQuestion, ObserveReport } from './observe-report.ts';
import type { AdoptedCounts } from './rebuild-report.ts';
import type { Difference, Phase } from './reconcile/reconciliation.ts';
import type { StoredDecision } from './replay.ts';
import type { Orphan } from './sweep/orphan.ts';
import type { UnreadableTime, UnreadObjects } from './unread.ts';
import type { UnwrittenObjects } from './unwritten.ts';

export interface PageRequest {
  readonly after: string | null;
  readonly limit: number;
}

export interface PortalSummary {
  readonly portalId: string;
  readonly status: 'active' | 'parked' | 'uninstalled';
  readonly statusReason: string;
  /** observe: nothing but scores is written (5a.1). */
  readonly mode: 'observe' | 'live' | 'paused';
  readonly language: 'en' | 'fr';
  readonly timeZone: string;
  readonly effects: Readonly<Record<Effect, { readonly enabled: boolean; readonly since: string | null }>>;
  readonly provisionedAt: string | null;
  readonly installedAt: string;
  readonly baselineAt: string;
  readonly regime: number;
}

export interface PortalReport extends PortalSummary {
  /** What the account granted; none where no token is held. */
  readonly scopes: readonly string[];
  readonly uniqueTaskKey: boolean;
  readonly agreement: { readonly id: string; readonly version: number } | null;
  readonly backfill: { readonly done: boolean; readonly leads: number; readonly toJudge: number };
  readonly leads: {
    readonly byStatus: Readonly<Record<string, number>>;
    readonly byStage: Readonly<Record<string, number>>;
    readonly byGrade: Readonly<Record<string, number>>;
  };
  readonly events: {
    readonly accepted: number;
    readonly duplicated: number;
    readonly setAside: number;
    readonly echoed: number;
  };
  readonly parked: number;
  readonly withheld: number;
  readonly openTasks: number;
  /** Lifecycle values of the agreement that the portal has not, or not in this order: nothing is written to them. */
  readonly blockedStages: readonly string[];
  /** What an agreement looks at and the account does not let us read. */
  readonly unread: readonly UnreadObjects[];
  /** Calls to HubSpot that failed in a row, or that HubSpot wants none of; null: it answers. */
  readonly failing: {
    /** EDGE_FAULT: connections fail at HubSpot's edge, which somebody has to look at. */
    readonly because: 'FAILURES' | 'EDGE_FAULT' | 'PORTAL_MOVING';
    readonly failures: number;
    /** No call is made until then. */
    readonly restUntil: string | null;
  } | null;
  /** What HubSpot does not let us write, and what waits for it. */
  readonly unwritten: readonly UnwrittenObjects[];
  /** Steps of workflows that went on without our answer lately. */
  readonly uncalled: readonly UncalledSteps[];
  /** Reps of whose working hours or absences in HubSpot some make no sense: those are not counted. */
  readonly unreadableTimes: readonly UnreadableTime[];
  /** Who wrote over our values in the last hour of each lead's property, most often first (5a.1). */
  readonly setBacks: readonly {
    readonly property: string;
    /** HubSpot's changeSource and sourceId; '' when HubSpot did not tell. */
    readonly source: string;
    readonly times: number;
    readonly leads: number;
  }[];
}

export interface ParkedChange {
  readonly kind: 'property' | 'task';
  readonly leadId: string;
  readonly contactId: string;
  /** Property name, or the task's key. */
  readonly target: string;
  readonly value: string;
  readonly reason: string;
  readonly attempts: number;
  readonly intendedAt: string;
}

export interface WithheldChange {
  readonly leadId: string;
  readonly contactId: string;
  readonly target: string;
  readonly effect: string;
  readonly value: string;
  readonly currentValue: string;
  readonly regime: number;
  readonly withheldAt: string;
}

export interface WithheldSummary {
  readonly effect: string;
  readonly target: string;
  readonly changes: number;
  /** How many would have replaced a value. */
  readonly overwriting: number;
}

export interface SetAsideRow {
  readonly id: string;
  readonly reason: string;
  readonly raw: string;
  readonly receivedAt: string;
}

export interface DecisionRow {
  readonly seq: string;
  readonly at: string;
  readonly version: number;
  readonly live: boolean;
  readonly outcome: Decision;
  /** What sales had noted by the decision before; '' for nothing, or no decision before. */
  readonly noteBefore: string;
}

export interface LeadReport {
  readonly leadId: string;
  readonly contactId: string;
  /** The portal's. */
  readonly language: 'en' | 'fr';
  readonly agreementId: string;
  readonly version: number;
  /** The lived state, or the rehearsed one while observing. */
  readonly state: LeadState;
  readonly rehearsed: boolean;
  readonly reviewAt: string | null;
  readonly reviewExact: boolean;
  readonly companyId: string | null;
  /** Newest first. */
  readonly decisions: readonly DecisionRow[];
}

export interface QueueRequest {
  /** Null: of every owner, and those that wait for one. */
  readonly ownerId: string | null;
}

/** An open lead with the decision that says what is due. */
export interface OpenLead {
  readonly leadId: string;
  readonly contactId: string;
  readonly rehearsed: boolean;
  readonly state: LeadState;
  readonly decision: Decision;
}

export interface OpenLeads {
  /** By the database's clock. */
  readonly now: string;
  readonly leads: readonly OpenLead[];
}

export interface AnswerQuestion {
  readonly contactId: string;
  readonly userId: string;
  /** Whose managers are meant; absent: of the agreement that judged the lead last. */
  readonly agreementId?: string;
}

/** Who may answer a lead: its owner, or a manager of its own agreement. */
export interface AnswerRight {
  readonly leadOwnerId: string;
  /** Which owners the HubSpot user is. */
  readonly userOwnerIds: readonly string[];
  /** The version in force of the lead's own agreement, as written; null: none is. */
  readonly document: string | null;
  /** Business time. */
  readonly now: string;
  readonly timeZone: string;
}

export interface Reports extends DataReports {
  hasPortal(portalId: string): Promise<boolean>;
  listPortals(): Promise<readonly PortalSummary[]>;
  /** One of them; null where there is no such portal. */
  summarizePortal(portalId: string): Promise<PortalSummary | null>;
  readPortal(portalId: string): Promise<PortalReport | null>;
  listParked(portalId: string, page: PageRequest): Promise<Page<ParkedChange>>;
  listWithheld(portalId: string, page: PageRequest): Promise<Page<WithheldChange>>;
  summarizeWithheld(portalId: string): Promise<readonly WithheldSummary[]>;
  /** Null: no such portal. */
  readObserveReport(portalId: string, question: ObserveQuestion): Promise<ObserveReport | null>;
  listSetAside(portalId: string, page: PageRequest): Promise<Page<SetAsideRow>>;
  readLead(portalId: string, contactId: string): Promise<LeadReport | null>;
  /** At most 1,000, those due soonest. */
  listOpenLeads(portalId: string, request: QueueRequest): Promise<OpenLeads>;
  /** Those due soonest first; the clocks of a portal that only observes are in its leads' reports. */
  listOpenClocks(portalId: string, query: ClockQuery): Promise<Page<OpenClock>>;
  /** The lead's decision in force at an instant (null: now), and what time it is. */
  readDecisionAt(
    portalId: string,
    asked: { readonly leadId: string; readonly at: string | null },
  ): Promise<{ readonly now: string; readonly decision: StoredDecision | null }>;
  /** Null: no such lead of an active portal. */
  readAnswerRight(portalId: string, asked: AnswerQuestion): Promise<AnswerRight | null>;
  /** The version in force; with an instant, the one in force then. */
  readAgreement(portalId: string, at?: string | null): Promise<AgreementReport | null>;
  /** Those that a person must see to first. */
  listOrphans(
    portalId: string,
    page: PageRequest,
  ): Promise<Page<Orphan> & { readonly sweptAt: string | null }>;
  listAudit(portalId: string, page: PageRequest): Promise<Page<AuditEntry>>;
  /** Null: no such portal. */
  /** After the database was lost (5a.14). */
  countAdopted(portalId: string): Promise<AdoptedCounts>;
  readBackfill(portalId: string): Promise<Backfill | null>;
  /** Of the last comparison, or the one under way: those that a person must see to first. */
  readReconciliation(portalId: string, page: PageRequest): Promise<ReconciliationReport>;
}

/** The first reading of a portal's contacts. */
export interface Backfill {
  /** `judging`: all is read, and some of it waits to be judged. */
  readonly state: 'reading' | 'paused' | 'judging' | 'done';
  /** As HubSpot counted them at the start; null: not begun. */
  readonly total: number | null;
  readonly read: number;
  /** Contacts that wait in the backfill lane. */
  readonly toJudge: number;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  /** At the speed since the start or the last pause; null: not known yet. */
  readonly secondsLeft: number | null;
}

export interface ReconciliationReport extends Page<Difference> {
  /** Null before the first. */
  readonly run: {
    readonly startedAt: string;
    /** Null while it is under way. */
    readonly endedAt: string | null;
    readonly phase: Phase;
    /** Contacts compared. */
    readonly contacts: number;
    readonly differences: number;
    readonly mended: number;
  } | null;
}

export interface AgreementReport {
  readonly agreementId: string;
  readonly version: number;
  readonly status: string;
  readonly language: 'en' | 'fr';
  readonly document: string;
  /** Canonical JSON that decisions run on. */
  readonly compiled: string;
  readonly shape: number;
  readonly contentHash: string;
  readonly activeFrom: string | null;
  readonly createdAt: string;
}
