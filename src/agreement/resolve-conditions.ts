// Conditions of a checked document made ready to run: each property with its type, days counted from today in one
// spelling, parts of the score by the ids they consist of. Works on every filter of the document, wherever it stands.
import type { Condition, DaysSinceCondition, PropertyCondition, ValueType } from '#domain/agreement.ts';
import { readDayOperand } from './day-operand.ts';
import { findProperty, type PropertyTypes } from './property-types.ts';
import type { AgreementDocument } from './schema.ts';

export function resolveConditions(document: AgreementDocument, types: PropertyTypes): AgreementDocument {
  return resolveIn(document, document, types);
}

/** The same for what was made from the document. */
export function resolveIn<Part>(part: Part, document: AgreementDocument, types: PropertyTypes): Part {
  const context = { types, parts: listParts(document) };
  return mapConditions(part, (condition) => resolve(condition, context));
}

interface Resolving {
  readonly types: PropertyTypes;
  /** Ids of the score's parts by `rule:<id>` and `group:<id>`. */
  readonly parts: ReadonlyMap<string, readonly string[]>;
}

/** Every condition in there, wherever it stands, made another. */
export function mapConditions<Part>(part: Part, change: (condition: Condition) => Condition): Part {
  return walk(part, change) as Part; // the same shape: only conditions change
}

/** Every condition in there, wherever it stands. */
export function listConditions(part: unknown): readonly Condition[] {
  const found: Condition[] = [];
  mapConditions(part, (condition) => {
    found.push(condition);
    return condition;
  });
  return found;
}

function walk(value: unknown, change: (condition: Condition) => Condition): unknown {
  if (Array.isArray(value)) return value.map((item) => walk(item, change));
  if (typeof value !== 'object' || value === null) return value;
  if (!isFilter(value))
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, change)]));
  return { anyOf: value.anyOf.map((group) => group.map(change)) };
}

/** Only the schema of filters makes such lists. */
function isFilter(value: object): value is { readonly anyOf: readonly (readonly Condition[])[] } {
  return Object.keys(value).length === 1 && 'anyOf' in value && Array.isArray(value.anyOf);
}

function resolve(condition: Condition, context: Resolving): Condition {
  switch (condition.kind) {
    case 'property':
      return resolveProperty(condition, context.types);
    case 'daysSince':
      return resolveDate(condition, context.types);
    case 'scorePart':
      return { ...condition, parts: context.parts.get(`${condition.of}:${condition.id}`) ?? [] };
    default:
      return condition;
  }
}

function resolveProperty(condition: PropertyCondition, types: PropertyTypes): PropertyCondition {
  const type = typeOf(condition, types);
  if (type === undefined) return condition;
  const read = (text: string): string => (isDate(type) ? (readDayOperand(text) ?? text) : text);
  const { value, highValue, values } = condition;
  return {
    ...condition,
    type,
    ...(value === undefined ? {} : { value: read(value) }),
    ...(highValue === undefined ? {} : { highValue: read(highValue) }),
    ...(values === undefined ? {} : { values: values.map(read) }),
  };
}

function resolveDate(condition: DaysSinceCondition, types: PropertyTypes): DaysSinceCondition {
  const type = condition.type ?? findProperty(types, condition.object, condition.property)?.type;
  return isDate(type) ? { ...condition, type } : condition;
}

/** What the document says itself comes first: where it contradicts what is known, the check has refused it. */
export function typeOf(
  { object, property, type }: Pick<PropertyCondition, 'object' | 'property' | 'type'>,
  types: PropertyTypes,
): ValueType | undefined {
  if (object === 'derived') return undefined;
  return type ?? findProperty(types, object, property)?.type;
}

export function isDate(type: ValueType | undefined): type is 'date' | 'datetime' {
  return type === 'date' || type === 'datetime';
}

function listParts({ score }: AgreementDocument): ReadonlyMap<string, readonly string[]> {
  const rules = [...score.fit.rules, ...score.engagement.rules];
  const groups = [...score.fit.groups, ...score.engagement.groups];
  return new Map<string, readonly string[]>([
    ...rules.map(({ id }) => [`rule:${id}`, [id]] as const),
    ...groups.map(({ id }) => {
      const members = rules.filter(({ group }) => group === id).map((rule) => rule.id);
      return [`group:${id}`, [...members, `cap:group:${id}`]] as const;
    }),
  ]);
}
