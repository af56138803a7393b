// Builds the event objects of webhook bodies from what happened. Leaves delivery to dispatcher.ts.

import { parseInstant } from '#sandbox/crm/values.ts';
import { type ObjectType, type Portal, SINGULAR, type Source } from '#sandbox/model.ts';
import { type Subscription, typeIdOf } from './subscriptions.ts';

interface DraftBase {
  readonly objectType: ObjectType;
  readonly objectId: string;
  readonly occurredAtMs: number;
  readonly source: Source;
}

export type EventDraft =
  | (DraftBase & { readonly kind: 'creation' | 'deletion' | 'restore' | 'privacyDeletion' })
  | (DraftBase & {
      readonly kind: 'propertyChange';
      readonly propertyName: string;
      readonly propertyValue: string;
    })
  | (DraftBase & {
      readonly kind: 'merge';
      readonly primaryObjectId: string;
      readonly mergedObjectIds: readonly string[];
      readonly newObjectId: string;
      readonly moved: number;
    })
  | (DraftBase & {
      readonly kind: 'associationChange';
      readonly toType: ObjectType;
      readonly toId: string;
      readonly typeId: number;
      readonly removed: boolean;
      readonly primary: boolean;
    });

export type WebhookEvent = Readonly<Record<string, unknown>> & { readonly attemptNumber: number };

export interface EventFrame {
  readonly eventId: number;
  readonly subscription: Subscription;
  readonly appId: number;
}

export function buildEvent(portal: Portal, draft: EventDraft, frame: EventFrame): WebhookEvent {
  return {
    eventId: frame.eventId,
    subscriptionId: frame.subscription.id,
    portalId: portal.portalId,
    appId: frame.appId,
    occurredAt: draft.occurredAtMs,
    subscriptionType: frame.subscription.subscriptionType,
    attemptNumber: 0,
    ...describeDraft(portal, draft, frame.subscription.generic),
  };
}

/** Whether HubSpot sends a change event for this property at all. */
export function isChangeSent(portal: Portal, draft: EventDraft, countersFire: boolean): boolean {
  if (draft.kind !== 'propertyChange') return true;
  const habit = portal.properties[draft.objectType].get(draft.propertyName)?.webhook ?? 'fires';
  return habit === 'fires' || (habit === 'maybe' && countersFire);
}

function describeDraft(portal: Portal, draft: EventDraft, generic: boolean): Record<string, unknown> {
  switch (draft.kind) {
    case 'creation':
    case 'restore':
      return { ...describeObject(draft, generic), changeFlag: 'CREATED', ...describeSource(draft.source) };
    case 'deletion':
    case 'privacyDeletion':
      return { ...describeObject(draft, generic), changeFlag: 'DELETED', ...describeSource(draft.source) };
    case 'propertyChange':
      return {
        ...describeObject(draft, generic),
        propertyName: draft.propertyName,
        propertyValue: formatValue(portal, draft),
        ...(generic ? { isSensitive: false } : {}),
        ...describeSource(draft.source),
      };
    case 'merge':
      return {
        ...describeObject(draft, generic),
        changeSource: draft.source.changeSource,
        primaryObjectId: Number(draft.primaryObjectId),
        mergedObjectIds: draft.mergedObjectIds.map(Number),
        newObjectId: Number(draft.newObjectId),
        numberOfPropertiesMoved: draft.moved,
      };
    default:
      return describeAssociation(draft, generic);
  }
}

function describeObject(draft: EventDraft, generic: boolean): Record<string, unknown> {
  const objectId = Number(draft.objectId);
  return generic ? { objectId, objectTypeId: typeIdOf(draft.objectType) } : { objectId };
}

function describeSource(source: Source): Record<string, unknown> {
  const { changeSource, sourceId } = source;
  return sourceId === null ? { changeSource } : { changeSource, sourceId };
}

function describeAssociation(
  draft: Extract<EventDraft, { kind: 'associationChange' }>,
  generic: boolean,
): Record<string, unknown> {
  const ends = { fromObjectId: Number(draft.objectId), toObjectId: Number(draft.toId) };
  const flags = { associationRemoved: draft.removed, isPrimaryAssociation: draft.primary };
  // HubSpot names people's changes to links USER, not CRM_UI.
  const byPerson = draft.source.changeSource.startsWith('CRM_UI');
  const source = byPerson ? { changeSource: 'USER' } : describeSource(draft.source);
  if (!generic) {
    const name = `${SINGULAR[draft.objectType]}_to_${SINGULAR[draft.toType]}`.toUpperCase();
    return { ...source, associationType: name, ...ends, ...flags };
  }
  return {
    ...source,
    fromObjectTypeId: typeIdOf(draft.objectType),
    toObjectTypeId: typeIdOf(draft.toType),
    ...ends,
    associationTypeId: draft.typeId,
    associationCategory: 'HUBSPOT_DEFINED',
    ...flags,
  };
}

/** Events carry dates as milliseconds in a string, reads carry them as ISO. */
function formatValue(portal: Portal, draft: Extract<EventDraft, { kind: 'propertyChange' }>): string {
  const type = portal.properties[draft.objectType].get(draft.propertyName)?.type;
  if (draft.propertyValue === '' || (type !== 'date' && type !== 'datetime')) return draft.propertyValue;
  const atMs = type === 'date' ? Date.parse(draft.propertyValue) : parseInstant(draft.propertyValue);
  return atMs === null ? draft.propertyValue : String(atMs);
}
