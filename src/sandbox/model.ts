// The nouns of the sandbox: records, properties, owners, portals. Leaves behaviour to crm/, webhooks/ and api/.

import type { Clock } from '#platform/clock.ts';
import type { LeadPipeline } from './catalog/lead-properties.ts';
import type { AssociationStore, AssociationType } from './crm/associations.ts';
import type { ContactList } from './crm/lists.ts';
import type { ObjectStore } from './crm/object-store.ts';
import type { EventDraft } from './webhooks/events.ts';
import type { WorkflowRun } from './workflows/runs.ts';

/** Activities on the timeline; a task is none, since it says what is to be done. */
export const ENGAGEMENT_TYPES = ['calls', 'meetings', 'emails', 'communications'] as const;
export const OBJECT_TYPES = [
  'contacts',
  'companies',
  'tasks',
  'deals',
  'leads',
  'users',
  ...ENGAGEMENT_TYPES,
] as const;
export type ObjectType = (typeof OBJECT_TYPES)[number];

/** HubSpot's object type ids and the singular names that events and manifests use. */
export const TYPE_IDS = {
  contacts: '0-1',
  companies: '0-2',
  tasks: '0-27',
  deals: '0-3',
  leads: '0-136',
  users: '0-115',
  calls: '0-48',
  meetings: '0-47',
  emails: '0-49',
  communications: '0-18',
} as const;
export const SINGULAR = {
  contacts: 'contact',
  companies: 'company',
  tasks: 'task',
  deals: 'deal',
  leads: 'lead',
  users: 'user',
  calls: 'call',
  meetings: 'meeting',
  emails: 'email',
  communications: 'communication',
} as const;
/** How manifests spell them where the name is another one. */
const ALSO_CALLED: Readonly<Record<string, ObjectType>> = { meeting_event: 'meetings' };

export interface PropertyOption {
  readonly value: string;
  readonly label: string;
  readonly displayOrder: number;
  readonly hidden: boolean;
}

/** Whether a propertyChange webhook fires: stored values do, calculated ones never, `maybe` by the switch. */
export type WebhookHabit = 'fires' | 'maybe' | 'never';

export interface PropertyDef {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly fieldType: string;
  readonly groupName: string;
  readonly description: string;
  readonly options: readonly PropertyOption[];
  readonly hasUniqueValue: boolean;
  readonly readOnly: boolean;
  readonly calculated: boolean;
  readonly hidden: boolean;
  readonly hubspotDefined: boolean;
  readonly integer: boolean;
  readonly webhook: WebhookHabit;
  readonly displayOrder: number;
  readonly createdAtMs: number;
}

export interface PropertyGroup {
  readonly name: string;
  readonly label: string;
  readonly displayOrder: number;
}

/** Who changed something, as history and events name it. */
export interface Source {
  readonly changeSource: string;
  readonly sourceId: string | null;
}

export interface Version {
  readonly value: string;
  readonly timestampMs: number;
  readonly source: Source;
}

export type Values = Readonly<Record<string, string>>;

export interface CrmRecord {
  readonly id: string;
  readonly objectType: ObjectType;
  /** Replaced, never changed in place: the search index keeps older versions of it. */
  values: Values;
  readonly createdAtMs: number;
  updatedAtMs: number;
  readonly createSource: Source;
  /** Versions per property, oldest first; absent while a property still has its value of creation. */
  history: Map<string, Version[]> | null;
  archivedAtMs: number | null;
}

export interface Owner {
  readonly id: string;
  readonly email: string;
  readonly userId: number;
  readonly firstName: string;
  readonly lastName: string;
  readonly createdAtMs: number;
  updatedAtMs: number;
  archived: boolean;
  /** Without one nothing can be assigned to him; no API tells it. */
  hasSeat: boolean;
  readonly teams: readonly { readonly id: string; readonly name: string; readonly primary: boolean }[];
}

/** An admin's rule that 2026-09 paths enforce and 2026-03 paths do not. */
export interface PortalRules {
  readonly requiredOnCreate: Readonly<Partial<Record<ObjectType, readonly string[]>>>;
  readonly conditional: readonly {
    readonly objectType: ObjectType;
    readonly when: { readonly property: string; readonly value: string };
    readonly requires: string;
  }[];
}

export interface PortalSettings {
  readonly lifecycleBackward: 'ignored' | 'rejected';
  readonly tasksAcceptUniqueProperty: boolean;
  readonly indexLagMs: number;
  readonly customPropertyLimit: number;
  /** What HubSpot gives a new contact without a stage; '' for portals that switched this off. */
  readonly defaultLifecycleStage: string;
}

export interface Portal {
  readonly portalId: number;
  readonly timeZone: string;
  readonly uiDomain: string;
  readonly currency: string;
  readonly hubDomain: string;
  readonly settings: PortalSettings;
  /** Empty: an account without the lead object (HubSpot sells it with Sales Hub Professional). */
  readonly leadPipelines: readonly LeadPipeline[];
  rules: PortalRules;
  readonly clock: Clock;
  readonly objects: Readonly<Record<ObjectType, ObjectStore>>;
  readonly properties: Readonly<Record<ObjectType, Map<string, PropertyDef>>>;
  readonly groups: Readonly<Record<ObjectType, Map<string, PropertyGroup>>>;
  readonly owners: Map<string, Owner>;
  /** E-mail addresses, by user id, of who called the app through HubSpot's proxy. */
  readonly callers: Map<number, string>;
  /** By id. */
  readonly lists: Map<string, ContactList>;
  readonly associations: AssociationStore;
  /** HubSpot's and those that an admin made. */
  readonly associationTypes: readonly AssociationType[];
  /** Executions of the app's workflow actions, by callback id. */
  readonly workflowRuns: Map<string, WorkflowRun>;
  /** Ids are minted upwards and never used twice, over all object types. */
  nextId: number;
  /** Webhooks are sent only while the app is installed. */
  installed: boolean;
  /** A portal that its customer closed: refreshing its token answers BAD_HUB. */
  closed: boolean;
  readonly emit: (draft: EventDraft) => void;
}

export function mintId(portal: Portal): string {
  const id = portal.nextId;
  portal.nextId += 1;
  return String(id);
}

export function isEngagement(type: ObjectType): boolean {
  return ENGAGEMENT_TYPES.some((engagement) => engagement === type);
}

/** Accepts the names of paths and manifests: `contacts`, `contact`, `CONTACT`, `0-1`. */
export function readObjectType(name: string): ObjectType | null {
  const lower = name.toLowerCase();
  const found = OBJECT_TYPES.find(
    (type) => lower === type || lower === SINGULAR[type] || lower === TYPE_IDS[type],
  );
  return found ?? ALSO_CALLED[lower] ?? null;
}
