// Compares a body with HubSpot's own definition of it, as the SDK carries it: no member that HubSpot does not know, none
// missing that it demands, each of its type. The SDK is generated from HubSpot's published specification.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const SDK = '@hubspot/api-client/lib/codegen';

export interface ModelName {
  /** Folder of the API in the SDK, e.g. `crm/objects`. */
  readonly api: string;
  /** E.g. `BatchReadInputSimplePublicObjectId`. */
  readonly model: string;
  /** Members that the SDK lacks, or whose type it has wrong; whoever names one says where it is right. */
  readonly otherwise?: readonly string[];
}

interface Attribute {
  /** In the SDK; `from` is `_from` there. */
  readonly name: string;
  readonly baseName: string;
  readonly type: string;
}

/** What is wrong with `value`, one line each with its path; empty when it fits. */
export function misfits(value: unknown, name: ModelName, path = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return [`${path}: no object`];
  const attributes = attributesOf(name);
  const byName = new Map(attributes.map((attribute) => [attribute.baseName, attribute]));
  const required = requiredOf(name);
  const missing = attributes
    .filter((attribute) => required.includes(attribute.name) && !(attribute.baseName in value))
    .map(({ baseName }) => `${path}.${baseName}: missing`);
  const members = Object.entries(value).flatMap(([member, content]) => {
    const attribute = byName.get(member);
    const at = `${path}.${member}`;
    if (name.otherwise?.includes(member)) return [];
    if (attribute === undefined) return [`${at}: unknown to ${name.model}`];
    return typeMisfits(content, attribute.type, { name, path: at });
  });
  return [...missing, ...members];
}

interface Place {
  readonly name: ModelName;
  readonly path: string;
}

function typeMisfits(value: unknown, type: string, place: Place): readonly string[] {
  const list = /^Array<(.+)>$/.exec(type)?.[1];
  if (list !== undefined) {
    if (!Array.isArray(value)) return [`${place.path}: no list`];
    return value.flatMap((item, index) =>
      typeMisfits(item, list, { ...place, path: `${place.path}[${index}]` }),
    );
  }
  const values = /^\{ \[key: string\]: (.+); \}$/.exec(type)?.[1];
  if (values !== undefined) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${place.path}: no map`];
    return Object.entries(value).flatMap(([key, item]) =>
      typeMisfits(item, values, { ...place, path: `${place.path}.${key}` }),
    );
  }
  return scalarMisfits(value, type, place);
}

const SCALARS: Readonly<Record<string, (value: unknown) => boolean>> = {
  'string | null': (value) => value === null || typeof value === 'string',
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  Date: (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
  any: () => true,
};

function scalarMisfits(value: unknown, type: string, { name, path }: Place): readonly string[] {
  const choices = choicesOf(name.api, type);
  const isRight = choices === null ? SCALARS[type] : (given: unknown) => choices.includes(String(given));
  if (isRight === undefined) return misfits(value, { api: name.api, model: type }, path);
  return isRight(value) ? [] : [`${path}: no ${type}`];
}

function attributesOf({ api, model }: ModelName): readonly Attribute[] {
  // The SDK is CommonJS and types its models one by one; only this static member is read, which all of them have.
  const loaded = require(`${SDK}/${api}/models/${model}.js`) as Readonly<
    Record<string, { getAttributeTypeMap(): readonly Attribute[] } | undefined>
  >;
  const known = loaded[model];
  if (known === undefined) throw new Error(`The SDK has no model ${model} in ${api}`);
  return known.getAttributeTypeMap();
}

/** Which members must be there stands in the declarations only. */
function requiredOf({ api, model }: ModelName): readonly string[] {
  const text = readFileSync(require.resolve(`${SDK}/${api}/models/${model}.d.ts`), 'utf8');
  return [...text.matchAll(/^ {4}'(\w+)': /gm)].map((match) => match[1] ?? '');
}

/** Enumerations are declared beside the model that uses them, under its name and the member's. */
function choicesOf(api: string, type: string): readonly string[] | null {
  if (!type.endsWith('Enum')) return null;
  const all: Readonly<Record<string, unknown>> = require(`${SDK}/${api}/models/all.js`);
  const values = all[type];
  return typeof values === 'object' && values !== null ? Object.values(values).map(String) : null;
}
