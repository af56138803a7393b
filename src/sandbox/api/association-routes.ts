// Associations between records: batch read, create, archive, default links, labels.
import { z } from 'zod';
import {
  type AssociationType,
  categoryOf,
  defaultAssociationType,
  findAssociationType,
  type Link,
  pairOf,
} from '#sandbox/crm/associations.ts';
import { linkRecords, unlinkRecords } from '#sandbox/crm/link-records.ts';
import { resolveRecord } from '#sandbox/crm/object-store.ts';
import { HubspotError, refuseInput } from '#sandbox/errors.ts';
import { type ObjectType, readObjectType, SINGULAR } from '#sandbox/model.ts';
import { buildBatchAnswer } from './batch-answer.ts';
import { refuseTarget } from './inline-associations.ts';
import {
  type ApiAnswer,
  type ApiCall,
  type ApiRoute,
  appSource,
  objectScope,
  readBody,
  requireObjectType,
} from './route.ts';

const MAX_READ = 1_000;
const MAX_WRITE = 2_000;
const Ref = z.strictObject({ id: z.string() });
const BatchRead = z.strictObject({
  inputs: z.array(z.strictObject({ id: z.string(), after: z.string().optional() })),
});
const Types = z
  .array(z.strictObject({ associationCategory: z.string(), associationTypeId: z.number().int() }))
  .min(1);
const BatchCreate = z.strictObject({ inputs: z.array(z.strictObject({ from: Ref, to: Ref, types: Types })) });
const BatchDefault = z.strictObject({ inputs: z.array(z.strictObject({ from: Ref, to: Ref })) });
const BatchArchive = z.strictObject({ inputs: z.array(z.strictObject({ from: Ref, to: z.array(Ref) })) });

const BASE = '/crm/associations/:version/:from/:to';
const rows: readonly (readonly [ApiRoute['method'], string, string, 'read' | 'write', ApiRoute['answer']])[] =
  [
    ['POST', `${BASE}/batch/read`, 'associations.batchRead', 'read', readBatch],
    ['GET', `${BASE}/labels`, 'associations.labels', 'read', listLabels],
    ['POST', `${BASE}/batch/create`, 'associations.batchCreate', 'write', createBatch],
    ['POST', `${BASE}/batch/associate/default`, 'associations.batchDefault', 'write', createDefaults],
    ['POST', `${BASE}/batch/archive`, 'associations.batchArchive', 'write', archiveBatch],
    [
      'PUT',
      '/crm/objects/:version/:from/:fromId/associations/default/:to/:toId',
      'associations.putDefault',
      'write',
      putDefault,
    ],
  ];

export const ASSOCIATION_ROUTES: readonly ApiRoute[] = rows.map(([method, path, kind, access, answer]) => ({
  method,
  path,
  kind,
  bucket: 'general',
  writesRecords: access === 'write',
  scopes: (params) => objectScope(params, access, isOfLeads(params['to']) ? 'to' : 'from'),
  answer,
}));

/** Nothing is told of leads, from whichever end, without their own scope. */
function isOfLeads(name: string | undefined): boolean {
  return readObjectType(name ?? '') === 'leads';
}

interface Pair {
  readonly from: ObjectType;
  readonly to: ObjectType;
}

function requirePair(call: ApiCall): Pair {
  const from = requireObjectType(call, 'from');
  const to = requireObjectType(call, 'to');
  if (defaultAssociationType(from, to) === undefined)
    throw refuseInput(`${from} cannot be associated with ${to}`);
  return { from, to };
}

function readBatch(call: ApiCall): ApiAnswer {
  const pair = requirePair(call);
  const { inputs } = readBody(call, BatchRead);
  checkSize(inputs.length, MAX_READ);
  const results: unknown[] = [];
  const without: string[] = [];
  for (const { id } of inputs) {
    const to = showLinks(call, pair, id);
    if (to.length === 0) without.push(id);
    else results.push({ from: { id }, to });
  }
  return buildBatchAnswer(call, {
    status: 200,
    results,
    errors: without.map((id) => refuseUnlinked(pair, id)),
  });
}

function showLinks(call: ApiCall, pair: Pair, id: string): unknown[] {
  const { live } = call.portal.objects[pair.to];
  if (!call.portal.objects[pair.from].live.has(id)) return [];
  return [...call.portal.associations.list({ type: pair.from, id }, pair.to)]
    .filter(([toId]) => live.has(toId))
    .map(([toId, typeIds]) => ({
      toObjectId: Number(toId),
      associationTypes: [...typeIds].flatMap((typeId) => {
        const type = findAssociationType(call.portal.associationTypes, pair, typeId);
        return type === undefined ? [] : [showType(type)];
      }),
    }));
}

function showType(type: AssociationType): Readonly<Record<string, unknown>> {
  return { category: categoryOf(type), typeId: type.typeId, label: type.label };
}

function refuseUnlinked(pair: Pair, id: string): HubspotError {
  const name = SINGULAR[pair.from];
  return new HubspotError(404, {
    status: 'error',
    category: 'OBJECT_NOT_FOUND',
    subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND',
    message: `No ${SINGULAR[pair.to]} is associated with ${name} ${id}.`,
    context: { fromObjectId: [id], fromObjectType: [name], toObjectType: [SINGULAR[pair.to]] },
  });
}

function listLabels(call: ApiCall): ApiAnswer {
  const pair = requirePair(call);
  const results = call.portal.associationTypes
    .filter((type) => type.from === pair.from && type.to === pair.to)
    .map(showType);
  return { status: 200, body: { results } };
}

function createBatch(call: ApiCall): ApiAnswer {
  const pair = requirePair(call);
  const { inputs } = readBody(call, BatchCreate);
  checkSize(inputs.length, MAX_WRITE);
  const links = inputs.flatMap(({ from, to, types }) =>
    types.map((type) => {
      const known = findAssociationType(call.portal.associationTypes, pair, type.associationTypeId);
      if (known === undefined || categoryOf(known) !== type.associationCategory) {
        throw refuseInput(
          `Association type ${type.associationCategory} ${type.associationTypeId} is not valid here`,
        );
      }
      return requireLink(call, pair, { fromId: from.id, toId: to.id, typeId: known.typeId });
    }),
  );
  return answerLinked(call, links);
}

function createDefaults(call: ApiCall): ApiAnswer {
  const pair = requirePair(call);
  const { inputs } = readBody(call, BatchDefault);
  checkSize(inputs.length, MAX_WRITE);
  return answerLinked(
    call,
    inputs.map(({ from, to }) => requireDefaultLink(call, pair, { fromId: from.id, toId: to.id })),
  );
}

function putDefault(call: ApiCall): ApiAnswer {
  const pair = requirePair(call);
  if (call.body !== undefined) throw refuseInput('This endpoint takes no request body');
  const ends = { fromId: call.params['fromId'] ?? '', toId: call.params['toId'] ?? '' };
  return answerLinked(call, [requireDefaultLink(call, pair, ends)]);
}

function requireDefaultLink(call: ApiCall, pair: Pair, ends: { fromId: string; toId: string }): Link {
  const typeId = defaultAssociationType(pair.from, pair.to)?.typeId ?? 0;
  return requireLink(call, pair, { ...ends, typeId });
}

function requireLink(
  call: ApiCall,
  pair: Pair,
  link: { fromId: string; toId: string; typeId: number },
): Link {
  const from = resolveRecord(call.portal.objects[pair.from], link.fromId);
  const to = resolveRecord(call.portal.objects[pair.to], link.toId);
  if (from === undefined) throw refuseTarget(pair.from, link.fromId);
  if (to === undefined) throw refuseTarget(pair.to, link.toId);
  return { from: { type: pair.from, id: from.id }, to: { type: pair.to, id: to.id }, typeId: link.typeId };
}

function answerLinked(call: ApiCall, links: readonly Link[]): ApiAnswer {
  const source = appSource(call.world);
  for (const link of links) linkRecords(call.portal, link, source);
  const results = links.map((link) => {
    const { from, to, typeId } = link;
    const type = findAssociationType(call.portal.associationTypes, pairOf(link), typeId);
    return {
      from: { id: from.id },
      to: { id: to.id },
      associationSpec: {
        associationCategory: type?.category ?? 'HUBSPOT_DEFINED',
        associationTypeId: typeId,
      },
    };
  });
  return buildBatchAnswer(call, { status: 201, results, errors: [] });
}

function archiveBatch(call: ApiCall): ApiAnswer {
  const pair = requirePair(call);
  const { inputs } = readBody(call, BatchArchive);
  checkSize(inputs.length, MAX_WRITE);
  const source = appSource(call.world);
  const typeId = defaultAssociationType(pair.from, pair.to)?.typeId ?? 0;
  for (const { from, to } of inputs) {
    for (const { id } of to) {
      unlinkRecords(
        call.portal,
        { from: { type: pair.from, id: from.id }, to: { type: pair.to, id }, typeId },
        source,
      );
    }
  }
  return { status: 204, rows: inputs.length };
}

function checkSize(size: number, max: number): void {
  if (size < 1 || size > max)
    throw refuseInput(`inputs must have between 1 and ${max} entries, but has ${size}`);
}
