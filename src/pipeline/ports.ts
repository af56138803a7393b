// What the pipeline needs from outside, as small interfaces. Adapters implement them; nobody else talks to HubSpot.
import type { Instant } from '#domain/agreement.ts';
import type { Hours } from '#domain/agreement-routing.ts';
import type { PortalId } from '#domain/ids.ts';

/** Budget lanes, most urgent first (D9). The number is the order in which a claim takes work. */
export const LANES = { interactive: 0, clock: 1, live: 2, backfill: 3 } as const;
export type Lane = keyof typeof LANES;

export function laneOf(order: number): Lane {
  if (order === LANES.interactive) return 'interactive';
  if (order === LANES.clock) return 'clock';
  return order === LANES.live ? 'live' : 'backfill';
}

/** Every call to HubSpot names its portal, its lane and the signal that ends it before the lease does (10.2). */
export interface CallContext {
  readonly portalId: PortalId;
  readonly lane: Lane;
  readonly signal: AbortSignal;
}

/** One CRM record as HubSpot showed it. Values are strings or null; `updatedAt` is HubSpot's clock, ISO. */
export interface CrmRecord {
  readonly id: string;
  readonly properties: Readonly<Record<string, string | null>>;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Past values of the properties whose history was asked for, newest first; `at` by HubSpot's clock. */
  readonly history?: Readonly<Record<string, readonly { readonly value: string; readonly at: string }[]>>;
}

export type CrmObjectType =
  | 'contacts'
  | 'companies'
  | 'tasks'
  | 'deals'
  | 'leads'
  | 'calls'
  | 'meetings'
  | 'emails'
  | 'communications';

export interface BatchReadRequest {
  readonly objectType: CrmObjectType;
  readonly ids: readonly string[];
  readonly properties: readonly string[];
  /** Properties whose past values are answered too: at most 50 ids then. */
  readonly history?: readonly string[];
  /** A unique property to read by, instead of the record id. */
  readonly idProperty?: string;
}

export interface BatchReadResult {
  readonly records: readonly CrmRecord[];
  /** Ids that HubSpot says do not exist (archived, erased, merged away). */
  readonly missing: readonly string[];
}

/** One row of a batch write. `traceId` is unique in the batch; answers are matched by it, then by id (10.3). */
export interface UpdateRow {
  readonly traceId: string;
  readonly id: string;
  readonly properties: Readonly<Record<string, string>>;
}

export interface CreateTaskRow {
  readonly traceId: string;
  readonly properties: Readonly<Record<string, string>>;
  /** Null: the task is about no record. */
  readonly contactId: string | null;
}

/**
 * What became of one row of a batch write.
 * `refused` will not change by trying again (validation, portal rule, record gone); `retry` was not applied and may
 * be sent again after the delay; `unknown` may or may not have been applied and must be read back first.
 */
export type RowOutcome =
  | {
      readonly kind: 'written';
      readonly traceId: string;
      readonly id: string;
      /** What HubSpot holds after the write, as far as its answer says: it may have ignored a value (lifecycle stage). */
      readonly properties: Readonly<Record<string, string | null>>;
      readonly updatedAt: string | null;
    }
  | {
      readonly kind: 'refused';
      readonly traceId: string;
      readonly code: string;
      readonly message: string;
      /** The properties HubSpot named in its refusal; empty when it named none. */
      readonly properties: readonly string[];
      readonly correlationId?: string;
    }
  | { readonly kind: 'retry'; readonly traceId: string; readonly afterMs: number; readonly code: string }
  | { readonly kind: 'unknown'; readonly traceId: string; readonly code: string };

export interface Association {
  readonly fromId: string;
  readonly toId: string;
  /** HubSpot's association type ids on this pair, e.g. 1 = primary company of a contact. */
  readonly typeIds: readonly number[];
}

export interface Owner {
  readonly id: string;
  readonly email: string | null;
  readonly userId: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  /** Also of an owner whose user is shut out of the account, or whom HubSpot has refused lately. */
  readonly archived: boolean;
  /** Names of the HubSpot teams, the main one first. */
  readonly teams: readonly string[];
}

/** What HubSpot's user object tells of when a person works. */
export interface HubspotUser {
  /** As `Owner.userId`. */
  readonly userId: string;
  /** Shut out of the account by an admin. */
  readonly deactivated: boolean;
  /** Absent: none are set, or they cannot be read. */
  readonly hours?: Hours;
  /** Out of office, ascending; what cannot be read is left out. */
  readonly away: readonly { readonly from: Instant; readonly until: Instant }[];
  /** Names of the properties whose value made no sense. */
  readonly unreadable: readonly string[];
}

/** A list of contacts; HubSpot's screens say segment. */
export interface ContactList {
  readonly id: string;
  readonly name: string;
}

export interface ListMembers {
  readonly members: readonly { readonly contactId: string; readonly joinedAt: Instant }[];
  /** Place of the next page; null: this was the last. */
  readonly next: string | null;
}

export interface ArchivedProperties {
  readonly archived: readonly string[];
  /** With why: something of the account uses them. */
  readonly kept: readonly { readonly name: string; readonly code: string; readonly message: string }[];
}

export interface PropertyDefinition {
  readonly name: string;
  readonly label: string;
  readonly type: 'bool' | 'date' | 'datetime' | 'enumeration' | 'number' | 'string';
  readonly fieldType: 'booleancheckbox' | 'date' | 'number' | 'select' | 'text' | 'textarea';
  readonly description?: string;
  readonly options?: readonly { readonly label: string; readonly value: string }[];
  readonly hasUniqueValue?: boolean;
}

export interface PortalProperty {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  /** How it is entered: `checkbox` holds several options. */
  readonly fieldType: string;
  readonly readOnly: boolean;
  readonly hasUniqueValue: boolean;
  /** Made by the account or an app, not by HubSpot. */
  readonly isOwn: boolean;
  readonly options: readonly {
    readonly value: string;
    readonly label: string;
    readonly displayOrder: number;
  }[];
}

export interface Pipeline {
  readonly id: string;
  readonly stages: readonly { readonly id: string; readonly label: string }[];
}

export interface AccountDetails {
  readonly portalId: string;
  /** IANA zone. */
  readonly timeZone: string;
}

/**
 * One filter of HubSpot's search; datetimes are epoch milliseconds. `value` for one operand, `highValue` beside it for
 * BETWEEN, `values` for lists.
 */
export interface SearchFilter {
  readonly propertyName: string;
  readonly operator: string;
  readonly value?: string;
  readonly highValue?: string;
  readonly values?: readonly string[];
}

/** Groups are joined by OR (at most 5), the filters in one by AND. Sorted by record id, at most 200 a page. */
export interface SearchRequest {
  readonly groups: readonly (readonly SearchFilter[])[];
  readonly properties: readonly string[];
  readonly limit: number;
}

export interface RecordPage {
  readonly records: readonly CrmRecord[];
  /** No more match: HubSpot may give fewer than a page where a whole one is more than it can process. */
  readonly isLast: boolean;
}

/** How a workflow action ended that HubSpot waits for; texts, and `hs_execution_state` among them. */
export interface ActionCompletion {
  readonly callbackId: string;
  readonly outputFields: Readonly<Record<string, string>>;
}

/** Errors: adapters throw `AppError` with a code of hubspot/errors.ts; `retryable` says whether later may help. */
export interface HubspotPort {
  batchRead(call: CallContext, request: BatchReadRequest): Promise<BatchReadResult>;
  /** At most 100 rows. Never throws for a row or a whole-batch refusal: every row gets an outcome. */
  batchUpdate(
    call: CallContext,
    objectType: CrmObjectType,
    rows: readonly UpdateRow[],
  ): Promise<readonly RowOutcome[]>;
  /** At most 100 rows, each associated inline with its contact, where it has one. */
  batchCreateTasks(call: CallContext, rows: readonly CreateTaskRow[]): Promise<readonly RowOutcome[]>;
  readAssociations(
    call: CallContext,
    types: { readonly from: CrmObjectType; readonly to: CrmObjectType },
    ids: readonly string[],
  ): Promise<readonly Association[]>;
  /** One page of contact ids in record order, for the first backfill. `after` is the last id seen, '' at first. */
  listContacts(
    call: CallContext,
    page: { readonly after: string; readonly limit: number; readonly properties: readonly string[] },
  ): Promise<{ readonly records: readonly CrmRecord[]; readonly next: string | null }>;
  /** HubSpot's index lags behind writes: never to confirm one. Beyond a page: filter by `hs_object_id` GT the last. */
  searchContacts(call: CallContext, request: SearchRequest): Promise<RecordPage>;
  searchTasks(call: CallContext, request: SearchRequest): Promise<RecordPage>;
  /**
   * How many records match: groups are joined by OR, the filters in one by AND; without groups all of them. HubSpot's
   * index lags behind writes by moments.
   */
  countRecords(
    call: CallContext,
    objectType: CrmObjectType,
    groups: readonly (readonly SearchFilter[])[],
  ): Promise<number>;
  listOwners(call: CallContext): Promise<readonly Owner[]>;
  /** Takes a scope of its own: `crm.objects.users.read`. */
  listUsers(call: CallContext): Promise<readonly HubspotUser[]>;
  /** Lists take a scope of their own: `crm.lists.read`. Here all of the account's that hold contacts. */
  listContactLists(call: CallContext): Promise<readonly ContactList[]>;
  /** Ids of the lists that each contact is a member of; one that is missing HubSpot could not read. At most 100. */
  readListMemberships(
    call: CallContext,
    contactIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly string[]>>;
  /** Who joined first comes first; `after` is a page's `next`, '' at first. At most 250. */
  listMembers(
    call: CallContext,
    page: { readonly listId: string; readonly after: string; readonly limit: number },
  ): Promise<ListMembers>;
  listProperties(call: CallContext, objectType: CrmObjectType): Promise<readonly PortalProperty[]>;
  listPipelines(call: CallContext, objectType: CrmObjectType): Promise<readonly Pipeline[]>;
  ensureGroup(
    call: CallContext,
    objectType: CrmObjectType,
    group: { readonly name: string; readonly label: string },
  ): Promise<void>;
  /** Creates what is missing; existing properties are left alone. Answers the names that could not be created, with why. */
  createProperties(
    call: CallContext,
    target: { readonly objectType: CrmObjectType; readonly groupName: string },
    definitions: readonly PropertyDefinition[],
  ): Promise<readonly { readonly name: string; readonly code: string; readonly message: string }[]>;
  /** Replaces the options of an enumeration; values that records hold must be among them, or they are lost to lists. */
  setOptions(
    call: CallContext,
    target: { readonly objectType: CrmObjectType; readonly name: string },
    options: readonly { readonly label: string; readonly value: string }[],
  ): Promise<void>;
  /** With all their values; those that are not there are passed over. */
  archiveProperties(
    call: CallContext,
    objectType: CrmObjectType,
    names: readonly string[],
  ): Promise<ArchivedProperties>;
  /** Custom properties that the account may still create; null when HubSpot names no limit. */
  propertyRoom(call: CallContext, objectType: CrmObjectType): Promise<number | null>;
  /** Ends the install at HubSpot: every token of this portal is dead afterwards. */
  uninstall(call: CallContext): Promise<void>;
  accountDetails(call: CallContext): Promise<AccountDetails>;
  /** Takes a scope of its own: `automation`. Safe to repeat. */
  completeAction(call: CallContext, completion: ActionCompletion): Promise<void>;
  /** At most 100. Where one of them is refused nobody knows what became of the others: safe to repeat one by one. */
  completeActions(call: CallContext, completions: readonly ActionCompletion[]): Promise<void>;
}

/** What one portal's OAuth grant holds, decrypted. Instants are ISO. */
export interface OauthTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresAt: string;
  readonly scopes: readonly string[];
}

export interface TokenStore {
  /** Null when the portal never installed, has uninstalled, or its grant was withdrawn. */
  readTokens(portalId: PortalId): Promise<OauthTokens | null>;
  /**
   * Single flight over all processes: locks the portal's token row, hands the tokens found under the lock to `renew`,
   * stores what it answers. `renew` answers the same object when somebody else has renewed in the meantime.
   */
  renewTokens(
    portalId: PortalId,
    renew: (current: OauthTokens) => Promise<OauthTokens>,
  ): Promise<OauthTokens>;
  /**
   * The grant that was read is dead (`invalid_grant`): nothing is called for this portal until it installs again. A grant
   * stored since, by an install that came in between, is left alone.
   */
  parkGrant(portalId: PortalId, dead: { readonly code: string; readonly expiresAt: string }): Promise<void>;
}

/** HubSpot's separate rate limits: ordinary calls, and search, which every app of the account shares. */
export type BudgetBucket = 'general' | 'search';

/** What a call showed of the portal's way to HubSpot. */
export interface Observed {
  readonly remaining: number | null;
  readonly throttled: boolean;
  /**
   * `sound`: HubSpot answered, whatever it said. `failed`: it broke, or nothing came. `broken`: the connection to it fails at
   * its edge, which somebody has to look at. Null: nothing can be told.
   */
  readonly way: 'sound' | 'failed' | 'broken' | null;
  /** HubSpot wants no call of this portal for so long (it moves to another data centre); null otherwise. */
  readonly closedForMs: number | null;
}

export interface BudgetSlot {
  /** Call it when the answer or the time-out came; the slot is free 10 s later (D9). */
  release(observed: Observed): Promise<void>;
}

/** Code of the rejection when the budget is spent: the call goes to the back of the line instead of holding a worker. */
export const BUDGET_SPENT = 'BUDGET_SPENT';
/** Code of the rejection while the portal's calls rest, since HubSpot does not answer them or has asked for it. */
export const CIRCUIT_OPEN = 'CIRCUIT_OPEN';

export interface ApiBudget {
  /** Waits shortly for a slot; rejects with `BUDGET_SPENT`, `CIRCUIT_OPEN`, or when the call's signal aborts first. */
  acquire(call: CallContext, bucket: BudgetBucket): Promise<BudgetSlot>;
}
