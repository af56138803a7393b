// Activities whose events came: their webhooks carry no contact (hubspot.md 1.5), so the turn reads the objects and whom
// they belong to, in batches. HubSpot writes the association a moment after the object: what has none yet is looked at
// again (commitEngagements says when), and an association event says it sooner.
import {
  ENGAGEMENT_PROPERTIES,
  ENGAGEMENT_TYPES,
  type Engagement,
  type EngagementType,
  sightingsOfEngagement,
} from '#domain/engagements.ts';
import { AppError } from '#platform/errors.ts';
import type { CrmObjectType, CrmRecord } from './ports.ts';
import { callFor, type Turn } from './turn.ts';
import type { DirtyObject, ReadEngagements } from './turn-store.ts';

export const ENGAGEMENT_OBJECTS: Readonly<Record<EngagementType, CrmObjectType>> = {
  call: 'calls',
  meeting: 'meetings',
  email: 'emails',
  communication: 'communications',
};

export async function readEngagements(turn: Turn, claimed: readonly DirtyObject[]): Promise<void> {
  for (const type of ENGAGEMENT_TYPES) {
    const objects = claimed.filter((object) => object.objectType === type);
    if (objects.length > 0) await readType(turn, type, objects);
  }
}

async function readType(turn: Turn, type: EngagementType, objects: readonly DirtyObject[]): Promise<void> {
  // One lead's activity that HubSpot keeps from us (a scope was not granted) must not hold up everybody's.
  const seen = await readContactSightings(turn, type, objects).catch((error: unknown) => {
    if (!(error instanceof AppError) || error.retryable || turn.signal.aborted) throw error;
    turn.logger.warn({ code: error.code, objectType: type }, 'activities could not be read');
    return null;
  });
  if (seen === null)
    return turn.store.commitEngagements(turn.lease, { type, objects, refused: true, answered: [], seen: [] });
  await turn.store.commitEngagements(turn.lease, { type, objects, refused: false, ...seen });
}

async function readContactSightings(
  turn: Turn,
  type: EngagementType,
  objects: readonly DirtyObject[],
): Promise<Pick<ReadEngagements, 'answered' | 'seen'>> {
  const { store, portal, hubspot } = turn;
  const objectType = ENGAGEMENT_OBJECTS[type];
  const call = callFor(turn, 'live');
  const { now } = await store.readClock(portal.portalId);
  const { records, missing } = await hubspot.batchRead(call, {
    objectType,
    ids: objects.map(({ objectId }) => objectId),
    properties: ENGAGEMENT_PROPERTIES[type],
  });
  const ids = records.map(({ id }) => id);
  // A row in neither list was not answered (a 207 with an error): it says nothing.
  const answered = [...ids, ...missing];
  if (ids.length === 0) return { answered, seen: [] };
  const links = await hubspot.readAssociations(call, { from: objectType, to: 'contacts' }, ids);
  const contacts = Map.groupBy(links, ({ fromId }) => fromId);
  const seen = records.flatMap((record) => {
    const sightings = sightingsOfEngagement(toEngagement(type, record, now));
    const linked = [...new Set((contacts.get(record.id) ?? []).map(({ toId }) => toId))];
    return linked.flatMap((contactId) =>
      sightings.map((sighting) => ({ contactId, engagementId: record.id, sighting })),
    );
  });
  return { answered, seen };
}

export function toEngagement(type: EngagementType, record: CrmRecord, readAt: string): Engagement {
  const { id, properties, createdAt } = record;
  return { type, id, properties, createdAt, readAt };
}
