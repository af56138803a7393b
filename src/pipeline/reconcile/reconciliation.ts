// The nightly proof that portal and ledger agree: what it compares, what may differ, and its port.
import type { Deal } from '#domain/lead.ts';
import type { Mirror } from '#domain/mirror.ts';
import type { Sighting } from '#domain/sightings.ts';
import type { IncomingEvent } from '#pipeline/receive-events.ts';
import type { Lease } from '#pipeline/turn-store.ts';

/** In the order in which they are compared. */
export const PHASES = ['properties', 'contacts', 'companies', 'openLeads', 'tasks'] as const;
export type Phase = (typeof PHASES)[number];

export const DIFFERENCE_KINDS = [
  /** One of Accord's own properties is not there (any more). */
  'propertyDeleted',
  /** HubSpot has a contact that nobody told of. */
  'contactUnknown',
  /** HubSpot holds other values than what is known. */
  'contactDiffers',
  /** HubSpot has it no more. */
  'contactGone',
  /** HubSpot has it again. */
  'contactBack',
  /** Merged into another one. */
  'contactMerged',
  /** Belongs to another company. */
  'companyLinkDiffers',
  'companyDiffers',
  /** An activity of a lead in hand that is not known, or known otherwise. */
  'activityDiffers',
  'dealsDiffer',
  /** A second open task for what the ledger knows one for. */
  'taskDoubled',
] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

export interface Difference {
  readonly kind: DifferenceKind;
  /** Unique within its kind: a record id or the name of a property. */
  readonly subject: string;
  /** '' where it is about no contact. */
  readonly contactId: string;
  /** Names of properties, type of activity, code of a refusal; '' for none. */
  readonly detail: string;
  /** False: a person must see to it. */
  readonly isMended: boolean;
}

export interface Place {
  readonly run: string;
  readonly phase: Phase;
  /** Last id of the page before; '' at the start of a phase. */
  readonly after: string;
}

/** What one step found, and what is done about it, in one transaction. */
export interface Step {
  readonly differences: readonly Difference[];
  /** Contacts compared. */
  readonly contacts: number;
  /** Contacts that are read again and judged. */
  readonly reread: readonly string[];
  /** Contacts whose company is looked up again. */
  readonly relinked: readonly string[];
  /** Contacts whose deals are read again. */
  readonly dealsOf: readonly string[];
  /** Records that are read again as after an event of their own. */
  readonly marked: readonly { readonly objectType: string; readonly objectId: string }[];
  /** Events that HubSpot's webhooks should have told. */
  readonly events: readonly IncomingEvent[];
  /** Properties that are there again: what waited for them is sent. */
  readonly recreated: readonly string[];
  /** Null: the phase is done. */
  readonly next: string | null;
}

export const NOTHING: Omit<Step, 'next'> = {
  differences: [],
  contacts: 0,
  reread: [],
  relinked: [],
  dealsOf: [],
  marked: [],
  events: [],
  recreated: [],
};

/** A lead that sales has in hand, with what is known of it beside its record. */
export interface OpenLeadFacts {
  readonly leadId: string;
  readonly contactId: string;
  readonly deals: readonly Deal[];
  /** Its activities as they were read. */
  readonly activities: readonly Sighting[];
}

export interface ShownTask {
  readonly taskId: string;
  readonly taskKey: string;
}

export interface ReconcileStore {
  /** Where the comparison under way goes on; null when none is. */
  loadReconciliation(portalId: string): Promise<Place | null>;
  commitReconciled(lease: Lease, place: Place, step: Step): Promise<void>;
  /** Mirrors of leads' contacts, or of companies, behind `after` up to `until` (null: to the end), in HubSpot's order. */
  listMirrors(
    portalId: string,
    range: {
      readonly objectType: 'contact' | 'company';
      readonly after: string;
      readonly until: string | null;
      readonly limit: number;
    },
  ): Promise<ReadonlyMap<string, Mirror>>;
  /** Of these contacts, those with an event, a judgement or a write under way. */
  listBusy(portalId: string, contactIds: readonly string[]): Promise<readonly string[]>;
  /** Of these contacts, those that a lead goes by. */
  listLeads(portalId: string, contactIds: readonly string[]): Promise<readonly string[]>;
  /** Company ids as they are known: '' for none; contacts whose company was never looked up are left out. */
  loadCompanyLinks(portalId: string, contactIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** In the order of their ids. */
  listOpenLeadFacts(portalId: string, after: string, limit: number): Promise<readonly OpenLeadFacts[]>;
  /** Of these open tasks of HubSpot's, those whose key the ledger has under another id, and of which contact. */
  listDoubledTasks(
    portalId: string,
    tasks: readonly ShownTask[],
  ): Promise<readonly { readonly taskId: string; readonly contactId: string }[]>;
}
