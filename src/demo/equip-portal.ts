// A user's own agreement names properties, options and stages of his HubSpot account. The demo's portal is given those it
// lacks, so that the agreement runs here as it would there; an imported column becomes what the agreement takes it for.
import { listMapped } from '#agreement/output-schema.ts';
import { findProperty, STANDARD_TYPES } from '#agreement/property-types.ts';
import type { AgreementDocument } from '#agreement/schema.ts';
import { type Condition, STAGE_KEYS, type ValueType } from '#domain/agreement.ts';
import { listKey } from '#domain/contact-lists.ts';
import { OUTPUT_DEFINITIONS } from '#domain/output-definitions.ts';
import { addProperty } from '#sandbox/api/property-routes.ts';
import { createList } from '#sandbox/crm/lists.ts';
import type { Portal, PropertyDef } from '#sandbox/model.ts';

type Looking = Extract<Condition, { kind: 'property' | 'daysSince' }>;

/** Answers the names of the properties that the portal lacked: they are empty, whatever the agreement says of them. */
export function equipPortal(portal: Portal, document: AgreementDocument): readonly string[] {
  const found = listConditions(document);
  const groups = Map.groupBy(found, ({ object, property }) => `${object} ${property}`);
  const lacking = found.flatMap(({ object, property }) =>
    object !== 'derived' && !portal.properties[TYPES[object]].has(property) ? [property] : [],
  );
  for (const conditions of groups.values()) equipProperty(portal, conditions);
  equipOutputs(portal, document);
  equipStages(portal, document);
  equipLists(portal, document);
  return [...new Set(lacking)];
}

function listConditions(value: unknown): readonly Looking[] {
  if (typeof value !== 'object' || value === null) return [];
  if (isLooking(value)) return value.object === 'derived' ? [] : [value];
  return Object.values(value).flatMap(listConditions);
}

/** Only conditions have a kind beside an object and a property. */
function isLooking(value: object): value is Looking {
  return 'kind' in value && 'object' in value && 'property' in value;
}

/** Without members: who is in one, the document does not say. */
function equipLists(portal: Portal, document: unknown): void {
  for (const name of listsNamed(document)) {
    const known = [...portal.lists.values()].some((list) => listKey(list.name) === listKey(name));
    if (!known) createList(portal, { name, filters: null, atMs: portal.clock.nowMs() });
  }
}

function listsNamed(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('kind' in value && value.kind === 'list' && 'list' in value) return [String(value.list)];
  return Object.values(value).flatMap(listsNamed);
}

function equipProperty(portal: Portal, conditions: readonly Looking[]): void {
  const [first] = conditions;
  if (first === undefined || first.object === 'derived') return;
  const { object, property: name } = first;
  const known = portal.properties[TYPES[object]];
  const standard = findProperty(STANDARD_TYPES, object, name)?.type ?? null;
  const type = standard ?? conditions.map(typeOf).find((one) => one !== null) ?? null;
  const def = known.get(name) ?? define(portal, object, name);
  const kind = def.hubspotDefined || type === null ? def : { ...def, ...KINDS[type] };
  known.set(name, { ...kind, options: optionsOf(kind, conditions) });
}

const TYPES = { contact: 'contacts', company: 'companies' } as const;

const KINDS: Readonly<Record<ValueType, { readonly type: string; readonly fieldType: string }>> = {
  string: { type: 'string', fieldType: 'text' },
  number: { type: 'number', fieldType: 'number' },
  bool: { type: 'bool', fieldType: 'booleancheckbox' },
  enumeration: { type: 'enumeration', fieldType: 'select' },
  multi: { type: 'enumeration', fieldType: 'checkbox' },
  date: { type: 'date', fieldType: 'date' },
  datetime: { type: 'datetime', fieldType: 'date' },
};

/** Null where any type would do. A document that was checked alone writes the type beside a day. */
function typeOf(condition: Looking): ValueType | null {
  if (condition.type !== undefined) return condition.type;
  if (condition.kind === 'daysSince') return 'datetime';
  if (/^(?:LT|GT|BETWEEN)/.test(condition.operator)) return 'number';
  return condition.operator.endsWith('CONTAINS_TOKEN') ? 'string' : null;
}

/** As text at first: what it is otherwise comes with its options. */
function define(portal: Portal, object: 'contact' | 'company', name: string): PropertyDef {
  const groupName = `${object}information`;
  return addProperty(portal, TYPES[object], { name, label: name, groupName, ...KINDS.string });
}

/** Where an output goes to a choice of the account's, a text does as well: the options are not the agreement's to say. */
function equipOutputs(portal: Portal, { outputs }: AgreementDocument): void {
  const known = portal.properties.contacts;
  for (const { output, property } of listMapped(outputs)) {
    if (known.has(property)) continue;
    const { type } = OUTPUT_DEFINITIONS[output];
    const kind = KINDS[type === 'enumeration' ? 'string' : type];
    known.set(property, { ...define(portal, 'contact', property), ...kind });
  }
}

/** Owners and teams have theirs elsewhere. */
function optionsOf(def: PropertyDef, conditions: readonly Looking[]): PropertyDef['options'] {
  if (def.type === 'bool') return appendOptions([], ['true', 'false']);
  if (def.type !== 'enumeration' || /^hubspot_(?:owner|team)_id$/.test(def.name)) return def.options;
  const named = conditions.flatMap((condition) =>
    condition.kind === 'property' ? [condition.value ?? [], condition.values ?? []].flat() : [],
  );
  return appendOptions(def.options, named);
}

function appendOptions(options: PropertyDef['options'], named: readonly string[]): PropertyDef['options'] {
  const lacking = [...new Set(named)].filter((value) => !options.some((option) => option.value === value));
  return [...options, ...lacking.map(toOption)].map((option, displayOrder) => ({ ...option, displayOrder }));
}

function toOption(value: string): PropertyDef['options'][number] {
  return { value, label: value, displayOrder: 0, hidden: false };
}

/** A stage that the portal lacks comes right behind the one that it follows in the agreement. */
function equipStages(portal: Portal, { stages }: AgreementDocument): void {
  const def = portal.properties.contacts.get('lifecyclestage');
  if (def === undefined) return;
  const chain = STAGE_KEYS.flatMap((key) => [
    stages[key].lifecycle,
    ...stages.custom.filter(({ after }) => after === key).map(({ lifecycle }) => lifecycle),
  ]);
  const options = [...def.options];
  for (const [index, value] of chain.entries()) {
    if (options.some((option) => option.value === value)) continue;
    const before = options.findIndex((option) => option.value === chain[index - 1]);
    options.splice(before + 1, 0, toOption(value));
  }
  const aside = stages.custom.filter(({ after }) => after === undefined).map(({ lifecycle }) => lifecycle);
  const all = appendOptions(options, [...aside, ...stages.before, ...stages.protected]);
  portal.properties.contacts.set(def.name, { ...def, options: all });
}
