// Which events the app asked for. Rows have the shape of a webhooks manifest, so that the real file can be passed in.
import { type ObjectType, readObjectType, SINGULAR, TYPE_IDS } from '#sandbox/model.ts';
import type { EventDraft } from './events.ts';

export interface SubscriptionRow {
  /** `contact.creation`, `contact.propertyChange`, `object.creation`, … */
  readonly subscriptionType: string;
  /** For `object.*` only: contact, company, task. */
  readonly objectType?: string;
  /** For `*.propertyChange` only. */
  readonly propertyName?: string;
  readonly active?: boolean;
}

export interface Subscription {
  readonly id: number;
  readonly subscriptionType: string;
  /** `object.*` events carry type ids where the classic ones carry names. */
  readonly generic: boolean;
}

export type SubscriptionIndex = ReadonlyMap<string, readonly Subscription[]>;

/** HubSpot answers 400 to the 1,001st. */
const MAX_SUBSCRIPTIONS = 1_000;
/** Kinds that exist only in some families; anything else is a mistake in the manifest. */
const KINDS = [
  'creation',
  'deletion',
  'merge',
  'restore',
  'propertyChange',
  'associationChange',
  'privacyDeletion',
];
/** HubSpot tells of them; there are none here, so nothing is ever sent. */
const UNMODELLED = ['note'];
/** HubSpot does not offer change events for these. */
const NEVER_OFFERED = ['num_unique_conversion_events', 'hs_lastmodifieddate'];

/** Throws on a row that HubSpot would refuse. */
export function indexSubscriptions(rows: readonly SubscriptionRow[]): SubscriptionIndex {
  if (rows.length > MAX_SUBSCRIPTIONS) throw new Error(`more than ${MAX_SUBSCRIPTIONS} subscriptions`);
  const index = new Map<string, Subscription[]>();
  rows.forEach((row, position) => {
    if (row.active === false) return;
    const key = keyOfRow(row);
    const [family = ''] = row.subscriptionType.split('.');
    const found = index.get(key) ?? [];
    found.push({
      id: 3_301 + position,
      subscriptionType: row.subscriptionType,
      generic: family === 'object',
    });
    index.set(key, found);
  });
  return index;
}

export function findSubscriptions(index: SubscriptionIndex, draft: EventDraft): readonly Subscription[] {
  const property = draft.kind === 'propertyChange' ? draft.propertyName : '';
  return index.get(`${draft.objectType}|${draft.kind}|${property}`) ?? [];
}

/** Rows for contacts in the classic form, for callers without a manifest at hand. */
export function contactSubscriptions(properties: readonly string[]): SubscriptionRow[] {
  const kinds = ['creation', 'deletion', 'merge', 'restore', 'privacyDeletion', 'associationChange'];
  return [
    ...kinds.map((kind) => ({ subscriptionType: `contact.${kind}` })),
    ...properties.map((propertyName) => ({ subscriptionType: 'contact.propertyChange', propertyName })),
  ];
}

function keyOfRow(row: SubscriptionRow): string {
  const [family = '', kind = ''] = row.subscriptionType.split('.');
  const objectType = readFamily(family, row);
  if (objectType === null || !isKnownKind(family, kind))
    throw new Error(`unknown subscription ${describe(row)}`);
  if ((kind === 'propertyChange') !== (row.propertyName !== undefined)) {
    throw new Error(`propertyName belongs to propertyChange, and only there: ${describe(row)}`);
  }
  if (NEVER_OFFERED.includes(row.propertyName ?? ''))
    throw new Error(`HubSpot does not offer ${describe(row)}`);
  return `${objectType}|${kind}|${row.propertyName ?? ''}`;
}

function isKnownKind(family: string, kind: string): boolean {
  return KINDS.includes(kind) && (kind !== 'privacyDeletion' || family === 'contact');
}

function readFamily(family: string, row: SubscriptionRow): string | null {
  const { objectType = '' } = row;
  if (family === 'object') return UNMODELLED.includes(objectType) ? objectType : readObjectType(objectType);
  const classic: readonly string[] = [SINGULAR.contacts, SINGULAR.companies, SINGULAR.deals];
  return classic.includes(family) ? readObjectType(family) : null;
}

function describe(row: SubscriptionRow): string {
  return [row.subscriptionType, row.objectType, row.propertyName]
    .filter((part) => part !== undefined)
    .join(' ');
}

export function typeIdOf(objectType: ObjectType): string {
  return TYPE_IDS[objectType];
}
