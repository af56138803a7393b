// zod for the webhooks HubSpot sends: only the fields used, loose by item. An event that cannot be read is set aside
// with a reason (field names only, never values); the rest of its batch goes on. Answers of the API: answers.ts.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type PortalId, portalId } from '#domain/ids.ts';
import { err, ok, type Result } from '#domain/result.ts';
import { canonicalJson, isRecord, parseJson } from './json.ts';
import {
  OBJECT_TYPE_IDS,
  WEBHOOK_ACTIONS,
  type WebhookAction,
  type WebhookAssociation,
  type WebhookEvent,
  type WebhookObjectType,
} from './webhook-event.ts';

export type { WebhookEvent } from './webhook-event.ts';

export interface SetAsideEvent {
  readonly index: number;
  readonly reason: string;
  readonly raw: unknown;
}

export interface WebhookBatch {
  readonly events: readonly WebhookEvent[];
  readonly setAside: readonly SetAsideEvent[];
}

export interface WebhookBatchError {
  readonly kind: 'not-json' | 'not-an-array' | 'empty' | 'too-many' | 'too-deep';
  readonly message: string;
}

/** HubSpot's documented maximum per request. */
const MAX_WEBHOOK_EVENTS = 100;
/** HubSpot's events are flat; what is made to exhaust a stack is not looked into. */
const MAX_DEPTH = 16;

/** HubSpot's ids: digits. A number that is not a safe integer has lost digits and is refused. */
const Id = z.union([z.string().regex(/^\d{1,20}$/), z.int().nonnegative()]).transform(String);
const OptionalText = z.union([z.string(), z.number()]).transform(String).nullish().catch(undefined);

const RawEvent = z.object({
  portalId: Id.transform((id): PortalId => portalId(id)),
  appId: Id,
  eventId: Id,
  subscriptionId: Id,
  subscriptionType: z.string(),
  occurredAt: z.int().positive(),
  objectId: Id.nullish(),
  objectTypeId: z.string().nullish(),
  objectType: z.string().nullish().catch(undefined),
  propertyName: z.string().min(1).nullish(),
  propertyValue: z.union([z.string(), z.number(), z.boolean()]).transform(String).nullish(),
  isSensitive: z.boolean().nullish(),
  changeSource: OptionalText,
  sourceId: OptionalText,
  primaryObjectId: Id.nullish(),
  mergedObjectIds: z.array(Id).nullish(),
  newObjectId: Id.nullish(),
  associationType: z.string().nullish(),
  fromObjectTypeId: z.string().nullish(),
  fromObjectId: Id.nullish(),
  toObjectTypeId: z.string().nullish(),
  toObjectId: Id.nullish(),
  associationRemoved: z.boolean().nullish(),
  isPrimaryAssociation: z.boolean().nullish(),
});
type RawEvent = z.infer<typeof RawEvent>;

type Subject = Pick<WebhookEvent, 'objectId' | 'propertyName' | 'propertyValue' | 'merge' | 'association'>;

const TYPE_BY_ID: ReadonlyMap<string, WebhookObjectType> = new Map(
  objectTypes().map((type) => [OBJECT_TYPE_IDS[type], type]),
);
/** The manifest's word for a meeting is another one. Whether events use ids only, HubSpot does not say. */
const TYPE_BY_NAME: ReadonlyMap<string, WebhookObjectType> = new Map([
  ...objectTypes().map((type) => [type, type] as const),
  ['meeting_event', 'meeting'],
]);
const ACTION_BY_NAME: ReadonlyMap<string, WebhookAction> = new Map(
  WEBHOOK_ACTIONS.map((action) => [action, action]),
);

/** Reads a webhook body as received. Digits of long ids are kept. */
export function parseWebhookBody(body: Buffer): Result<WebhookBatch, WebhookBatchError> {
  let parsed: unknown;
  try {
    parsed = parseJson(body.toString('utf8'));
  } catch {
    // The parser's message quotes the body, so it is not passed on.
    return err({ kind: 'not-json', message: 'The body is not JSON.' });
  }
  return parseWebhookBatch(parsed);
}

/** Reads a parsed webhook body: an array of 1 to 100 events. */
export function parseWebhookBatch(body: unknown): Result<WebhookBatch, WebhookBatchError> {
  if (!Array.isArray(body))
    return err({ kind: 'not-an-array', message: 'The body is not an array of events.' });
  if (body.length === 0) return err({ kind: 'empty', message: 'The body holds no event.' });
  if (body.length > MAX_WEBHOOK_EVENTS)
    return err({ kind: 'too-many', message: 'The body holds over 100 events.' });
  if (isDeeper(body, MAX_DEPTH))
    return err({ kind: 'too-deep', message: `The body is nested over ${MAX_DEPTH} levels deep.` });
  const items: readonly unknown[] = body;
  const events: WebhookEvent[] = [];
  const setAside: SetAsideEvent[] = [];
  for (const [index, raw] of items.entries()) {
    const event = parseWebhookEvent(raw);
    if (event.ok) events.push(event.value);
    else setAside.push({ index, reason: event.error, raw });
  }
  return ok({ events, setAside });
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((item) => isDeeper(item, levels - 1));
}

/** The inbox key (10.7): equal for all deliveries of one event, which differ in `attemptNumber` only. */
export function eventKey(raw: Readonly<Record<string, unknown>>): string {
  const { attemptNumber: _attempt, ...event } = raw;
  return createHash('sha256').update(canonicalJson(event)).digest('hex');
}

function parseWebhookEvent(raw: unknown): Result<WebhookEvent, string> {
  const parsed = RawEvent.safeParse(raw);
  if (!parsed.success || !isRecord(raw)) {
    const fields = new Set(parsed.error?.issues.map((issue) => String(issue.path[0] ?? 'event')));
    return err(`unreadable: ${[...fields].join(', ')}`);
  }
  const event = parsed.data;
  const kind = readKind(event);
  if (!kind.ok) return kind;
  const subject = readSubject(event, kind.value);
  if (!subject.ok) return subject;
  return ok({
    portalId: event.portalId,
    appId: event.appId,
    eventId: event.eventId,
    subscriptionId: event.subscriptionId,
    subscriptionType: event.subscriptionType,
    occurredAtMs: event.occurredAt,
    ...kind.value,
    ...subject.value,
    ...(event.changeSource == null ? {} : { changeSource: event.changeSource }),
    ...(event.sourceId == null ? {} : { sourceId: event.sourceId }),
    raw,
  });
}

interface EventKind {
  readonly objectType: WebhookObjectType;
  readonly action: WebhookAction;
}

function readKind(event: RawEvent): Result<EventKind, string> {
  const [prefix = '', suffix = '', ...rest] = event.subscriptionType.split('.');
  const action = ACTION_BY_NAME.get(suffix);
  const typeId = event.objectTypeId ?? event.fromObjectTypeId ?? event.objectType;
  const objectType = prefix === 'object' ? readType(typeId, undefined) : TYPE_BY_NAME.get(prefix);
  if (action === undefined || rest.length > 0) return err('unknown subscription type');
  if (objectType === undefined)
    return err(prefix === 'object' ? 'unknown object type' : 'unknown subscription type');
  return ok({ objectType, action });
}

function readSubject(event: RawEvent, kind: EventKind): Result<Subject, string> {
  if (kind.action === 'associationChange') return readAssociation(event);
  if (kind.action === 'merge') return readMerge(event);
  if (event.objectId == null) return err('unreadable: objectId');
  if (kind.action !== 'propertyChange') return ok({ objectId: event.objectId });
  if (event.propertyName == null) return err('unreadable: propertyName');
  const isHidden = event.isSensitive === true;
  return ok({
    objectId: event.objectId,
    propertyName: event.propertyName,
    ...(isHidden ? {} : { propertyValue: event.propertyValue ?? '' }),
  });
}

function readMerge(event: RawEvent): Result<Subject, string> {
  const primaryId = event.primaryObjectId;
  const mergedIds = event.mergedObjectIds ?? [];
  if (primaryId == null) return err('unreadable: primaryObjectId');
  if (mergedIds.length === 0) return err('unreadable: mergedObjectIds');
  const newId = event.newObjectId ?? event.objectId ?? primaryId;
  return ok({ objectId: newId, merge: { primaryId, mergedIds, newId } });
}

function readAssociation(event: RawEvent): Result<Subject, string> {
  const ends = readAssociationEnds(event);
  if (ends === null) return err('unreadable: association types');
  if (event.fromObjectId == null || event.toObjectId == null)
    return err('unreadable: fromObjectId, toObjectId');
  if (event.associationRemoved == null) return err('unreadable: associationRemoved');
  return ok({
    objectId: null,
    association: {
      ...ends,
      fromId: event.fromObjectId,
      toId: event.toObjectId,
      removed: event.associationRemoved,
      primary: event.isPrimaryAssociation ?? false,
    },
  });
}

/** `CONTACT_TO_COMPANY` in the classic notation, two type ids in the generic one. */
function readAssociationEnds(event: RawEvent): Pick<WebhookAssociation, 'fromType' | 'toType'> | null {
  const [from, to] = event.associationType?.toLowerCase().split('_to_') ?? [];
  const fromType = readType(event.fromObjectTypeId, from);
  const toType = readType(event.toObjectTypeId, to);
  return fromType === undefined || toType === undefined ? null : { fromType, toType };
}

function readType(
  typeId: string | null | undefined,
  name: string | undefined,
): WebhookObjectType | undefined {
  const id = typeId ?? '';
  return TYPE_BY_ID.get(id) ?? TYPE_BY_NAME.get(id.toLowerCase()) ?? TYPE_BY_NAME.get(name ?? '');
}

function objectTypes(): readonly WebhookObjectType[] {
  // Object.keys is typed string[]; the table is a literal in this project.
  return Object.keys(OBJECT_TYPE_IDS) as WebhookObjectType[];
}
