// Whether Accord's own properties are still there: an admin may delete one, and no webhook tells. They are made again
// where an admin once had them made (5a.1), and their values are written when the contacts are compared.
import { contactOutputDefinitions, PROPERTY_GROUP, taskKeyDefinition } from '#pipeline/outputs.ts';
import type { CallContext, CrmObjectType, PropertyDefinition } from '#pipeline/ports.ts';
import { callFor, type Turn } from '#pipeline/turn.ts';
import { type Difference, NOTHING, type Step } from './reconciliation.ts';

export async function compareProperties(turn: Turn): Promise<Step> {
  const { portal } = turn;
  if (!portal.provisioned) return { ...NOTHING, next: null };
  const call = callFor(turn, 'backfill');
  const definitions = contactOutputDefinitions(portal.language, portal.agreements);
  const differences = [
    ...(await restore(turn, call, { objectType: 'contacts', definitions })),
    ...(await restore(turn, call, {
      objectType: 'tasks',
      definitions: [taskKeyDefinition(portal.language, portal.uniqueTaskKey)],
    })),
  ];
  const recreated = differences.filter(({ isMended }) => isMended).map(({ subject }) => subject);
  return { ...NOTHING, differences, recreated, next: null };
}

async function restore(
  { hubspot }: Turn,
  call: CallContext,
  { objectType, definitions }: { objectType: CrmObjectType; definitions: readonly PropertyDefinition[] },
): Promise<readonly Difference[]> {
  const there = new Set((await hubspot.listProperties(call, objectType)).map(({ name }) => name));
  const missing = definitions.filter(({ name }) => !there.has(name));
  if (missing.length === 0) return [];
  await hubspot.ensureGroup(call, objectType, PROPERTY_GROUP);
  const target = { objectType, groupName: PROPERTY_GROUP.name };
  const refused = new Map(
    (await hubspot.createProperties(call, target, missing)).map(({ name, code }) => [name, code]),
  );
  return missing.map(({ name }) => ({
    kind: 'propertyDeleted',
    subject: name,
    contactId: '',
    detail: refused.get(name) ?? '',
    isMended: !refused.has(name),
  }));
}
