// TypeScript for the pages in HubSpot: where each route that they call is, what it takes and what it answers, written from
// the contract of the API, so that page and server cannot drift apart.
import { z } from 'zod';
import { ROUTES, type RouteName } from '#http/api/contract.ts';
import type { Route } from '#http/api/route.ts';

/** What card and settings call. */
const CALLED = [
  'readCard',
  'askHandOver',
  'askRecycle',
  'readSettings',
  'readObserveReport',
  'readBacklog',
  'listReleases',
  'startRelease',
  'stopRelease',
  'switchEffect',
  'pausePortal',
  'resumePortal',
  'provisionPortal',
  'disconnectPortal',
  'readRoles',
  'setRoles',
  'readRetention',
  'setRetention',
  'eraseContact',
  'readErasure',
  'setLanguage',
  'setChannel',
  'listVersions',
  'readVersion',
  'uploadDraft',
  'readMapping',
  'changeMapping',
  'diffVersions',
  'renderVersion',
  'previewVersion',
  'readPreview',
  'proposeVersion',
  'signVersion',
  'activateVersion',
  'withdrawVersion',
  'revertVersion',
] as const satisfies readonly RouteName[];

const OF_PORTAL = '/portals/{portalId}';

interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
}

/** Contents of packages/ui/answers.ts. */
export function answersModule(): string {
  const routes = CALLED.map((name) => [name, describe(name)] as const);
  return [
    '// Written by `npm run manifest` from the contract in src/http/api: do not edit.',
    '// oxlint-disable max-lines',
    '',
    'export const ROUTES = {',
    ...routes.map(([name, { method, path }]) => `  ${name}: { method: '${method}', path: '${path}' },`),
    '} as const;',
    '',
    '/** Bodies that a call takes; the others take none. */',
    'export interface Bodies {',
    ...routes.flatMap(([name, { body }]) => (body === null ? [] : [`  ${name}: ${body};`])),
    '}',
    '',
    'export interface Answers {',
    ...routes.map(([name, { answer }]) => `  ${name}: ${answer};`),
    '}',
    '',
  ].join('\n');
}

function describe(name: RouteName): { method: string; path: string; answer: string; body: string | null } {
  const route: Route = ROUTES[name];
  return {
    method: route.method.toUpperCase(),
    path: route.path.slice(OF_PORTAL.length),
    answer: typeOf(schemaOf(route.answer, 'output')),
    body: bodyOf(route),
  };
}

/** Null for a POST without content. */
function bodyOf({ body }: Route): string | null {
  const type = typeOf(schemaOf(body, 'input'));
  return /^(\{\}|Record<string, never>)( \| null)?$/.test(type) ? null : type.replace(/ \| null$/, '');
}

function schemaOf(type: z.ZodType, io: 'input' | 'output'): JsonSchema {
  return z.toJSONSchema(type, { io }) as JsonSchema; // a schema, as the name says
}

function typeOf(schema: JsonSchema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return [...new Set(choices.map(typeOf))].join(' | ');
  const { type = '' } = schema;
  if (typeof type !== 'string') return type.map((one) => typeOf({ ...schema, type: one })).join(' | ');
  return SIMPLE[type] ?? (type === 'array' ? arrayOf(schema) : objectOf(schema));
}

const SIMPLE: Readonly<Record<string, string>> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  null: 'null',
};

function arrayOf({ items = {} }: JsonSchema): string {
  const item = typeOf(items);
  return item.includes(' | ') ? `(${item})[]` : `${item}[]`;
}

function objectOf(schema: JsonSchema): string {
  const { properties = {}, required = [], additionalProperties, type } = schema;
  if (type !== 'object') return 'unknown';
  const fields = Object.entries(properties).map(
    ([name, part]) =>
      `${/^\w+$/.test(name) ? name : JSON.stringify(name)}${required.includes(name) ? '' : '?'}: ${typeOf(part)}`,
  );
  if (fields.length > 0) return `{ ${fields.join('; ')} }`;
  return typeof additionalProperties === 'object'
    ? `Record<string, ${typeOf(additionalProperties)}>`
    : 'Record<string, never>';
}
