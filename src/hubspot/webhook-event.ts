// What a webhook event means, whichever of HubSpot's two notations it came in (`contact.*` or `object.*` with a type id).
import type { PortalId } from '#domain/ids.ts';

/** HubSpot's object type ids (`objectTypeId` of generic events). */
export const OBJECT_TYPE_IDS = {
  contact: '0-1',
  company: '0-2',
  deal: '0-3',
  ticket: '0-5',
  product: '0-7',
  line_item: '0-8',
  communication: '0-18',
  task: '0-27',
  note: '0-46',
  meeting: '0-47',
  call: '0-48',
  email: '0-49',
  user: '0-115',
  postal_mail: '0-116',
  lead: '0-136',
} as const;

export type WebhookObjectType = keyof typeof OBJECT_TYPE_IDS;

export const WEBHOOK_ACTIONS = [
  'creation',
  'propertyChange',
  'deletion',
  'privacyDeletion',
  'merge',
  'restore',
  'associationChange',
] as const;

export type WebhookAction = (typeof WEBHOOK_ACTIONS)[number];

/** Several records became one; the surviving id may be a new one, different from all that went in. */
export interface WebhookMerge {
  readonly primaryId: string;
  readonly mergedIds: readonly string[];
  readonly newId: string;
}

export interface WebhookAssociation {
  readonly fromType: WebhookObjectType;
  readonly fromId: string;
  readonly toType: WebhookObjectType;
  readonly toId: string;
  readonly removed: boolean;
  readonly primary: boolean;
}

export interface WebhookEvent {
  readonly portalId: PortalId;
  readonly appId: string;
  /** Documented as not unique: the inbox key is `eventKey(raw)`. */
  readonly eventId: string;
  readonly subscriptionId: string;
  readonly subscriptionType: string;
  readonly objectType: WebhookObjectType;
  readonly action: WebhookAction;
  /** Null for association events, which name two records and no subject. */
  readonly objectId: string | null;
  readonly occurredAtMs: number;
  readonly propertyName?: string;
  /** '' means cleared. Absent for a sensitive property, whose value HubSpot replaces by a placeholder. */
  readonly propertyValue?: string;
  readonly changeSource?: string;
  readonly sourceId?: string;
  readonly merge?: WebhookMerge;
  readonly association?: WebhookAssociation;
  readonly raw: Readonly<Record<string, unknown>>;
}
