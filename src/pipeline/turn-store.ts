// What a turn needs from the database, as one port. Every write is fenced: it fails with `LeaseLost` when another
// worker has taken the portal over (10.2).

import type { Agreement, Instant } from '#domain/agreement.ts';
import type { Effect, PortalInstants } from '#domain/decision.ts';
import type { EngagementType } from '#domain/engagements.ts';
import type { Deal, HubspotLead, LeadState } from '#domain/lead.ts';
import type { Mirror, MirrorEvent } from '#domain/mirror.ts';
import type { Sighting } from '#domain/sightings.ts';
import { AppError } from '#platform/errors.ts';
import type { AdoptedLead } from './adopt-leads.ts';
import type { ReleasedLeads, ReleaseStore } from './backlog/release-store.ts';
import type { ClaimStore } from './claim-store.ts';
import type { JudgedClocks, OfClocks } from './clocks/clock-store.ts';
import type {
  ConsequenceStore,
  JudgedConsequences,
  OfConsequences,
} from './consequences/consequence-store.ts';
import type { DeskStore, RoutingLedger } from './desks.ts';
import type { LeadData } from './lead-data.ts';
import type { LeadLedger } from './lead-ledger.ts';
import type { LinkedType } from './linked.ts';
import type { ListStore, UsedList } from './lists/list-store.ts';
import type { PlannedProperty } from './planned-property.ts';
import type { PollStore } from './poll-store.ts';
import type { HubspotUser, Owner } from './ports.ts';
import type { ReconcileStore } from './reconcile/reconciliation.ts';
import type { Settlement, TaskSettlement } from './settlements.ts';
import type { OptionalObjects } from './unread.ts';
import type { WriteRefusal, WrittenObjects } from './unwritten.ts';

/** At most one turn per portal: whoever holds the newest fence may write. */
export interface Lease {
  readonly portalId: string;
  readonly fence: string;
}

export class LeaseLost extends AppError {
  override readonly name = 'LeaseLost';
  constructor(portalId: string) {
    super('Another worker has taken this portal over.', {
      code: 'LEASE_LOST',
      retryable: true,
      data: { portalId },
    });
  }
}

/** One portal as a turn sees it. */
export interface PortalRecord extends PortalInstants {
  readonly portalId: string;
  readonly status: 'active' | 'parked' | 'uninstalled';
  /** HubSpot asked for a pause that is not over. */
  readonly waits: boolean;
  readonly language: 'en' | 'fr';
  readonly regime: number;
  readonly epoch: string;
  /** Everything was stopped by a person: nothing is looked for that nobody told. */
  readonly paused: boolean;
  /** False: observing, so decisions run on the shadow state and change nothing a rep can see (5a.1). */
  readonly live: boolean;
  readonly effects: Readonly<Record<Effect, { readonly enabled: boolean; readonly since: Instant }>>;
  readonly lifecycleOrder: readonly string[];
  /** What the portal's grant lets us read, and HubSpot has not refused lately. */
  readonly reads: Readonly<Record<OptionalObjects, boolean>>;
  /** What HubSpot refused when it was asked last, as its paths name it. */
  readonly refusedReads: readonly string[];
  /** False while what HubSpot refused to let us write rests. */
  readonly writes: Readonly<Record<WrittenObjects, boolean>>;
  /** What HubSpot refused when it was written last. */
  readonly refusedWrites: readonly string[];
  readonly uniqueTaskKey: boolean;
  readonly provisioned: boolean;
  /** HubSpot did not know a property of ours, and the last try to make it again is an hour ago. */
  readonly restoreDue: boolean;
  /** What our properties were made to fit last, the reject reasons that HubSpot offers among them (fit-properties.ts); '' before the first. */
  readonly reasonsOf: string;
  /** Next page of the first import; null when it is done. */
  readonly backfillAfter: string | null;
  /** One whom HubSpot has refused lately counts as archived. */
  readonly owners: readonly Owner[];
  readonly refusedOwners: readonly string[];
  /** Lists of contacts that agreements in force name, by name; as they were looked up last. */
  readonly lists: readonly UsedList[];
  /** How long ago owners were read, and users with them; null: never. */
  readonly ownersAgeMs: number | null;
  /** The version in force; null when there is none yet. Where a portal has several agreements, of the first. */
  readonly agreement: Agreement | null;
  /** Every agreement's version in force, in their order: the first whose scope a lead is in judges it. */
  readonly agreements: readonly Agreement[];
  /** The time of a scheduled version has come. */
  readonly activationDue: boolean;
  /** After a revert: states of this regime go on as if they were of the portal's, since nothing was switched. */
  readonly continuesRegime: number | null;
  /** When the release of the backlog under way is to be looked at; null: there is none, or it may not go on. */
  readonly releaseAt: Instant | null;
}

export interface DirtyObject {
  readonly objectType: string;
  readonly objectId: string;
  /** Null for work that no event caused: a due review, a re-judgement. */
  readonly generation: string | null;
  readonly lane: number;
}

/** Everything known about one lead when its turn comes. */
export interface LoadedLead extends OfClocks, OfConsequences {
  readonly leadId: string;
  /** The agreement that judged it last. */
  readonly agreementId: string;
  readonly contactId: string;
  readonly generation: string | null;
  readonly lane: number;
  readonly mirror: Mirror;
  /** Not folded into the mirror yet. */
  readonly events: readonly MirrorEvent[];
  /** '' none; null not looked up. */
  readonly companyId: string | null;
  /** As last read; `dealsStale`: to be read again. */
  readonly knownDeals: readonly Deal[];
  readonly dealsStale: boolean;
  /** Likewise. */
  readonly knownHubspotLeads: readonly HubspotLead[];
  readonly hubspotLeadsStale: boolean;
  readonly live: LeadState;
  /** Judged last under a version that has been reverted (5a.9). */
  readonly undo: { readonly since: Instant; readonly before: LeadState | null } | null;
  readonly shadow: LeadState | null;
  readonly sightings: readonly Sighting[];
  readonly answerHash: string;
  /** Taken over from what HubSpot showed of an earlier Accord whose database is gone (5a.14). */
  readonly adopted: boolean;
  readonly outbox: readonly OutboxProperty[];
  readonly tasks: readonly TaskRow[];
}

/** What an activity shows on one of its contacts. */
export interface ContactSighting {
  readonly contactId: string;
  readonly engagementId: string;
  readonly sighting: Sighting;
}

/** Activities of one type as they were read. */
export interface ReadEngagements {
  readonly type: EngagementType;
  /** All that were asked for; one that is not among `seen` is gone, or belongs to no contact (yet). */
  readonly objects: readonly DirtyObject[];
  /** HubSpot does not let us read this type: nothing is known, and asking again would not help. */
  readonly refused: boolean;
  /** Ids that HubSpot said something of, also that there is no such object: only these may count for nobody any more. */
  readonly answered: readonly string[];
  readonly seen: readonly ContactSighting[];
}

export type OutboxState = 'intended' | 'sent' | 'confirmed' | 'parked';

export interface OutboxProperty extends PlannedProperty {
  readonly state: OutboxState;
  /** What was sent last and not written over since; null: nothing. */
  readonly sentValue: string | null;
  readonly intendedAt: Instant;
  /** Null: never, or by an earlier release. */
  readonly confirmedAt: Instant | null;
  /** What HubSpot held before a version wrote that has been reverted; null when there is nothing to undo (5a.9). */
  readonly restoreTo: string | null;
}

export interface TaskRow {
  readonly taskKey: string;
  readonly ownerId: string;
  readonly clause: string;
  readonly subject: string;
  readonly body: string;
  readonly dueAt: Instant;
  readonly open: boolean;
  readonly state: OutboxState;
  /** The notice that it carries (R20). */
  readonly noticedAt: Instant | null;
  /** Null until HubSpot has created it. */
  readonly taskId: string | null;
}

export interface LoadedBatch {
  readonly leads: readonly LoadedLead[];
  /** Claimed ids that no lead goes by any more: cleared without a decision. */
  readonly obsolete: readonly DirtyObject[];
  /** Mirrors of the companies that these leads belong to, as far as known. */
  readonly companies: Readonly<Record<string, Mirror>>;
}

/** What is to change in the outbox for one lead. */
export interface WritePlan {
  readonly properties: readonly PlannedProperty[];
  /** What we wrote and HubSpot does not hold any more: others wrote over it, or HubSpot never took it (10.7). */
  readonly setBacks: readonly { readonly property: string; readonly value: string }[];
  /** Unsent rows that are no longer wanted. */
  readonly cancel: readonly string[];
  /** Rows whose value of before is nobody's business any more: somebody has changed the value since. */
  readonly forget: readonly string[];
  readonly withheld: readonly {
    readonly target: string;
    readonly effect: Effect;
    readonly value: string;
    readonly currentValue: string;
  }[];
  readonly tasks: readonly Omit<TaskRow, 'state'>[];
  /** Keys of tasks that were never created and are no longer wanted. */
  readonly dropTasks: readonly string[];
}

export interface JudgedLead extends JudgedClocks, JudgedConsequences {
  readonly leadId: string;
  /** The agreement and version that judged it. */
  readonly agreementId: string;
  readonly version: number;
  readonly contactId: string;
  readonly generation: string | null;
  readonly lane: number;
  readonly mirror: Mirror;
  readonly companyId: string | null;
  /** Null: not read, what is stored stays. */
  readonly deals: readonly Deal[] | null;
  readonly hubspotLeads: readonly HubspotLead[] | null;
  readonly foldedKeys: readonly string[];
  /** New, or known otherwise until now. */
  readonly newSightings: readonly Sighting[];
  /** What reports count; a gone lead has no key and is in no scope. */
  readonly data: LeadData;
  readonly ledger: LeadLedger;
  readonly state: LeadState;
  /** Nothing but a new sign of interest, or a release, hands it over. */
  readonly inBacklog: boolean;
  /** Of the pause that alone keeps it from being handed over; null: none does. */
  readonly heldBy: string | null;
  /** The lived state after a revert, to be kept even while only a rehearsal is judged. */
  readonly undone: LeadState | null;
  readonly reviewAt: Instant | null;
  readonly reviewExact: boolean;
  readonly answerHash: string;
  /** Null when the answer is the one already stored. */
  readonly decision: {
    readonly inputs: string;
    readonly outcome: string;
    readonly outcomeHash: string;
    /** Of the task in the outcome. */
    readonly dueAt: Instant | null;
  } | null;
  readonly plan: WritePlan;
}

export interface JudgedBatch {
  readonly now: Instant;
  readonly live: boolean;
  readonly epoch: string;
  /** Whose pools: `main`, or `observe:<regime>` for the rehearsal of observe mode. */
  readonly side: string;
  /** What the agreements' pools have given by now, of those that gave a lead. */
  readonly ledgers: readonly { readonly agreementId: string; readonly ledger: RoutingLedger }[];
  readonly leads: readonly JudgedLead[];
  readonly obsolete: readonly DirtyObject[];
  readonly companies: Readonly<Record<string, Mirror>>;
  /** Absent: nothing was let go from the backlog. Where the release was stopped meanwhile, nothing of the batch is stored. */
  readonly release?: ReleasedLeads;
}

/** One contact's properties on the way to HubSpot. */
export interface PropertyWrite {
  readonly leadId: string;
  readonly contactId: string;
  readonly lane: number;
  readonly properties: Readonly<Record<string, string>>;
  /** The lifecycle stage HubSpot last showed. */
  readonly currentStage: string;
}

export interface TaskWrite extends TaskRow {
  readonly leadId: string;
  readonly contactId: string;
  readonly lane: number;
}

/** What may be written now: properties and tasks whose effect is switched on (5a.1), and that HubSpot does not refuse. */
export interface WriteScope {
  /** Whose properties may go. */
  readonly effects: readonly Effect[];
  readonly tasks: boolean;
}

export interface SliceEnd {
  /** How long nothing may be called for this portal (HubSpot asked, or something failed); 0 when at once. */
  readonly pauseMs: number;
  readonly pauseReason: string;
  /** The slice ended with work left: nobody needs to look for it. */
  readonly more: boolean;
  /** False: there is no agreement, so nothing is judged or imported. */
  readonly judges: boolean;
  /** Signals are searched for: the portal wakes for it. */
  readonly polls: boolean;
  readonly scope: WriteScope;
}

/** `deleted`: by an admin. `needed`: by another version in force, or by this release. */
export type MissingBecause = 'deleted' | 'needed';

export interface RestoredProperties {
  readonly because: MissingBecause;
  readonly created: readonly string[];
  readonly conflicts: readonly { readonly name: string; readonly code: string }[];
}

export interface TurnStore
  extends DeskStore,
    ClaimStore,
    ConsequenceStore,
    ListStore,
    PollStore,
    ReconcileStore,
    ReleaseStore {
  /** True when waiting may help: the database is away. */
  isUnavailable(error: unknown): boolean;
  /** Null when another worker holds the portal. */
  acquireLease(portalId: string, holder: string): Promise<Lease | null>;
  /** False when the lease is lost. */
  renewLease(lease: Lease): Promise<boolean>;
  releaseLease(lease: Lease): Promise<void>;
  /** Throws `TamperedAgreement` when a version in force is not what was signed. */
  loadPortal(portalId: string): Promise<PortalRecord | null>;
  /** Puts scheduled versions in force whose time has come. */
  activateDue(lease: Lease): Promise<void>;
  /** Nothing is judged or written for the portal until somebody has seen to the reason. */
  parkPortal(portalId: string, reason: string): Promise<void>;

  /** Makes a lead of every contact named that is none yet. */
  loadBatch(portalId: string, claimed: readonly DirtyObject[], agreementId: string): Promise<LoadedBatch>;
  loadContacts(portalId: string, ids: readonly string[]): Promise<Readonly<Record<string, Mirror>>>;
  loadCompanies(portalId: string, ids: readonly string[]): Promise<Readonly<Record<string, Mirror>>>;
  /** Postgres's clock, never earlier than the portal's last `now` (10.10). */
  readClock(portalId: string): Promise<{ readonly now: Instant }>;
  /** What leads go on from that nobody has judged here yet; one that has been adopted before stays as it is. */
  storeAdopted(lease: Lease, leads: readonly AdoptedLead[]): Promise<void>;
  /** One transaction: facts, states, decisions, clocks, outgoing changes, pools; dirty rows are cleared where unchanged. */
  commitBatch(lease: Lease, batch: JudgedBatch): Promise<void>;
  /** Deals or HubSpot leads whose events came: what their contacts' leads know of them is stale, and the leads dirty. */
  commitLinked(
    lease: Lease,
    read: {
      readonly type: LinkedType;
      readonly objects: readonly DirtyObject[];
      /** Whom HubSpot links to them now. */
      readonly contactIds: readonly string[];
    },
  ): Promise<void>;
  /** HubSpot does not let us read these. */
  storeRefusal(
    lease: Lease,
    refusal: { readonly object: OptionalObjects; readonly code: string },
  ): Promise<void>;
  /** It does again: their events said nothing meanwhile, so that all is read again. */
  endRefusal(lease: Lease, type: LinkedType): Promise<void>;
  /** HubSpot does not let us write these: nothing of the kind is claimed meanwhile. */
  storeWriteRefusal(
    lease: Lease,
    refusal: { readonly object: WrittenObjects; readonly code: WriteRefusal },
  ): Promise<void>;
  endWriteRefusal(lease: Lease, object: WrittenObjects): Promise<void>;
  /** Objects that are no contacts: stores what was read and marks the leads that hang on them. */
  commitCompanies(
    lease: Lease,
    companies: Readonly<Record<string, Mirror>>,
    claimed: readonly DirtyObject[],
  ): Promise<void>;
  /** Sightings on the leads of activities, taken back where they no longer belong; marks those leads. */
  commitEngagements(lease: Lease, read: ReadEngagements): Promise<void>;
  /** A batch that could not be judged: counted, tried again later, set apart after too many attempts. */
  postpone(lease: Lease, claimed: readonly DirtyObject[], reason: string): Promise<void>;
  /** Where the first import goes on; null when it is done, or paused. */
  nextPage(portalId: string): Promise<string | null>;
  /** One page of the first import: mirrors, leads, dirty rows in the backfill lane, and where to go on. */
  storePage(
    lease: Lease,
    page: {
      readonly agreementId: string;
      readonly mirrors: Readonly<Record<string, Mirror>>;
      /** Of the first page: how many contacts there are. */
      readonly total: number | null;
      readonly next: string | null;
    },
  ): Promise<void>;
  /** HubSpot has no call left for the backfill: nothing of its lane is claimed or read for so long. */
  deferBackfill(lease: Lease, forMs: number): Promise<void>;
  /** `users`: null where the account does not let us read them; what was known of them is forgotten then. */
  storeOwners(lease: Lease, owners: readonly Owner[], users: readonly HubspotUser[] | null): Promise<void>;
  storeLifecycleOrder(lease: Lease, order: readonly string[]): Promise<void>;
  storeReasonsOf(lease: Lease, inForce: string): Promise<void>;
  /** Properties of ours exist again, without their values. */
  storeRestored(lease: Lease, restored: RestoredProperties): Promise<void>;

  /** Marks up to `limit` leads' unsent changes as sent and answers them; committed before anything is called (D7). */
  claimPropertyWrites(lease: Lease, scope: WriteScope, limit: number): Promise<readonly PropertyWrite[]>;
  claimTaskWrites(lease: Lease, scope: WriteScope, limit: number): Promise<readonly TaskWrite[]>;
  settleProperties(lease: Lease, settlements: readonly Settlement[]): Promise<void>;
  settleTasks(lease: Lease, settlements: readonly TaskSettlement[]): Promise<void>;
  /** Changes whose outcome is unknown and whose time-out is over. */
  loadUnresolved(
    lease: Lease,
    olderThanMs: number,
  ): Promise<{
    readonly properties: readonly PropertyWrite[];
    readonly tasks: readonly TaskWrite[];
  }>;

  /**
   * Works out when this portal needs its next turn; true when that is now. Looks after locking the row, so that no
   * event slips between.
   */
  settleWork(lease: Lease, end: SliceEnd): Promise<boolean>;
}
