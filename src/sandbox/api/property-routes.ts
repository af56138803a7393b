// Properties and their groups: read, create, change, archive. Leaves the rules of a definition to property-rules.ts.
import { z } from 'zod';
import { addUniqueProperty } from '#sandbox/crm/object-store.ts';
import { buildError, HubspotError, refuseInput, refuseNotFound } from '#sandbox/errors.ts';
import { type ObjectType, type Portal, type PropertyDef, readObjectType } from '#sandbox/model.ts';
import { buildBatchAnswer } from './batch-answer.ts';
import { buildProperty, NewProperty, PropertyChange } from './property-rules.ts';
import { dropPropertyValues } from './property-values.ts';
import {
  type ApiAnswer,
  type ApiCall,
  type ApiRoute,
  asHubspotError,
  readBody,
  requireObjectType,
} from './route.ts';
import { showProperty } from './show-property.ts';

const MAX_BATCH_PROPERTIES = 100;
const NewGroup = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]*$/),
  label: z.string().min(1),
  displayOrder: z.number().int().optional(),
});
const BatchCreate = z.strictObject({ inputs: z.array(NewProperty) });
const BatchNames = z.strictObject({
  inputs: z.array(z.strictObject({ name: z.string() })),
  archived: z.boolean().optional(),
});

type Answer = (call: ApiCall) => ApiAnswer;
const READS: readonly (readonly [ApiRoute['method'], string, string, Answer])[] = [
  ['GET', '', 'properties.list', listProperties],
  ['GET', '/groups', 'groups.list', listGroups],
  ['GET', '/:name', 'properties.get', getProperty],
  ['POST', '/batch/read', 'properties.batchRead', readBatch],
];
const WRITES: readonly (readonly [ApiRoute['method'], string, string, Answer])[] = [
  ['POST', '/groups', 'groups.create', createGroup],
  ['POST', '/batch/create', 'properties.batchCreate', createBatch],
  ['POST', '/batch/archive', 'properties.batchArchive', archiveBatch],
  ['POST', '', 'properties.create', createOne],
  ['PATCH', '/:name', 'properties.update', updateOne],
  ['DELETE', '/:name', 'properties.archive', archiveOne],
];

/** Changing properties is no record write: observe mode may do it on the admin's click. */
export const PROPERTY_ROUTES: readonly ApiRoute[] = [
  ...READS.map((row) => toRoute(row, 'read')),
  ...WRITES.map((row) => toRoute(row, 'write')),
];

function toRoute([method, tail, kind, answer]: (typeof READS)[number], access: 'read' | 'write'): ApiRoute {
  return {
    method,
    path: `/crm/properties/:version/:objectType${tail}`,
    kind,
    bucket: 'general',
    writesRecords: false,
    scopes: (params) => schemaScopes(params, access),
    answer,
  };
}

function schemaScopes(params: Readonly<Record<string, string>>, access: 'read' | 'write'): string[] {
  const type = readObjectType(params['objectType'] ?? '');
  const family = type === 'companies' || type === 'leads' || type === 'users' ? type : 'contacts';
  return access === 'write'
    ? [`crm.schemas.${family}.write`]
    : [`crm.schemas.${family}.read`, `crm.objects.${family}.read`];
}

function listProperties(call: ApiCall): ApiAnswer {
  const defs = [...call.portal.properties[requireObjectType(call)].values()];
  return { status: 200, body: { results: defs.map(showProperty) }, rows: defs.length };
}

function getProperty(call: ApiCall): ApiAnswer {
  return { status: 200, body: showProperty(requireProperty(call, requireObjectType(call))), rows: 1 };
}

function readBatch(call: ApiCall): ApiAnswer {
  const known = call.portal.properties[requireObjectType(call)];
  const names = readBody(call, BatchNames).inputs.map((input) => input.name);
  const missing = names.filter((name) => !known.has(name));
  const results = names.flatMap((name) => {
    const def = known.get(name);
    return def === undefined ? [] : [showProperty(def)];
  });
  const errors = missing.map((name) => refuseMissing(name));
  return buildBatchAnswer(call, { status: 200, results, errors });
}

function listGroups(call: ApiCall): ApiAnswer {
  const groups = [...call.portal.groups[requireObjectType(call)].values()];
  return { status: 200, body: { results: groups.map((group) => ({ ...group, archived: false })) } };
}

function createGroup(call: ApiCall): ApiAnswer {
  const groups = call.portal.groups[requireObjectType(call)];
  const input = readBody(call, NewGroup);
  if (groups.has(input.name))
    throw buildError(409, 'OBJECT_ALREADY_EXISTS', `Property group ${input.name} already exists`);
  const group = { name: input.name, label: input.label, displayOrder: input.displayOrder ?? -1 };
  groups.set(group.name, group);
  return { status: 201, body: { ...group, archived: false } };
}

function createOne(call: ApiCall): ApiAnswer {
  const def = addProperty(call.portal, requireObjectType(call), readBody(call, NewProperty));
  return { status: 201, body: showProperty(def), rows: 1 };
}

/** One bad definition does not stop the others: 207 names it by `propertyName`. */
function createBatch(call: ApiCall): ApiAnswer {
  const objectType = requireObjectType(call);
  const { inputs } = readBody(call, BatchCreate);
  if (inputs.length === 0 || inputs.length > MAX_BATCH_PROPERTIES)
    throw refuseInput('inputs must have 1 to 100 entries');
  const results: unknown[] = [];
  const errors: HubspotError[] = [];
  for (const input of inputs) {
    try {
      results.push(showProperty(addProperty(call.portal, objectType, input)));
    } catch (error) {
      const refusal = asHubspotError(error);
      errors.push(
        new HubspotError(refusal.status, { ...refusal.body, context: { propertyName: [input.name] } }),
      );
    }
  }
  return buildBatchAnswer(call, { status: 201, results, errors });
}

/** Also for imports and the control API. */
export function addProperty(portal: Portal, objectType: ObjectType, input: NewProperty): PropertyDef {
  const def = buildProperty(portal, objectType, input);
  portal.properties[objectType].set(def.name, def);
  if (def.hasUniqueValue) addUniqueProperty(portal.objects[objectType], def.name);
  return def;
}

function updateOne(call: ApiCall): ApiAnswer {
  const objectType = requireObjectType(call);
  const before = requireProperty(call, objectType);
  const change = readBody(call, PropertyChange);
  if (change.groupName !== undefined && !call.portal.groups[objectType].has(change.groupName)) {
    throw refuseInput(`Property group ${change.groupName} does not exist`);
  }
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const after: PropertyDef = { ...before, ...given };
  call.portal.properties[objectType].set(after.name, after);
  return { status: 200, body: showProperty(after), rows: 1 };
}

function archiveOne(call: ApiCall): ApiAnswer {
  const objectType = requireObjectType(call);
  archiveProperty(call.portal, objectType, requireProperty(call, objectType));
  return { status: 204, rows: 1 };
}

function archiveBatch(call: ApiCall): ApiAnswer {
  const objectType = requireObjectType(call);
  const { inputs } = readBody(call, BatchNames);
  for (const { name } of inputs) {
    const def = call.portal.properties[objectType].get(name);
    if (def !== undefined) archiveProperty(call.portal, objectType, def);
  }
  return { status: 204, rows: inputs.length };
}

/** No webhook tells the app. */
export function archiveProperty(portal: Portal, objectType: ObjectType, def: PropertyDef): void {
  if (def.hubspotDefined)
    throw refuseInput(`Property ${def.name} is defined by HubSpot and cannot be archived`);
  portal.properties[objectType].delete(def.name);
  portal.objects[objectType].unique.delete(def.name);
  dropPropertyValues(portal, objectType, def.name);
}

function requireProperty(call: ApiCall, objectType: ObjectType): PropertyDef {
  const name = call.params['name'] ?? '';
  const def = call.portal.properties[objectType].get(name);
  if (def === undefined) throw refuseNotFound(`Property ${name} does not exist`);
  return def;
}

function refuseMissing(name: string): HubspotError {
  return new HubspotError(404, {
    status: 'error',
    category: 'OBJECT_NOT_FOUND',
    message: `Property ${name} does not exist`,
    context: { propertyName: [name] },
  });
}
