// Links between records, kept in both directions with HubSpot's type ids. Leaves events and HTTP shapes to others.
import { OBJECT_TYPES, type ObjectType } from '#sandbox/model.ts';

/** HUBSPOT_DEFINED type ids per direction. The first of a pair is the unlabelled link; `primary` marks a label. */
const ASSOCIATION_TYPES = [
  { from: 'contacts', to: 'companies', typeId: 279, inverse: 280, label: null },
  { from: 'contacts', to: 'companies', typeId: 1, inverse: 2, label: 'Primary' },
  { from: 'companies', to: 'contacts', typeId: 280, inverse: 279, label: null },
  { from: 'companies', to: 'contacts', typeId: 2, inverse: 1, label: 'Primary' },
  { from: 'tasks', to: 'contacts', typeId: 204, inverse: 203, label: null },
  { from: 'contacts', to: 'tasks', typeId: 203, inverse: 204, label: null },
  { from: 'tasks', to: 'companies', typeId: 192, inverse: 191, label: null },
  { from: 'companies', to: 'tasks', typeId: 191, inverse: 192, label: null },
  { from: 'calls', to: 'contacts', typeId: 194, inverse: 193, label: null },
  { from: 'contacts', to: 'calls', typeId: 193, inverse: 194, label: null },
  { from: 'emails', to: 'contacts', typeId: 198, inverse: 197, label: null },
  { from: 'contacts', to: 'emails', typeId: 197, inverse: 198, label: null },
  { from: 'meetings', to: 'contacts', typeId: 200, inverse: 199, label: null },
  { from: 'contacts', to: 'meetings', typeId: 199, inverse: 200, label: null },
  { from: 'communications', to: 'contacts', typeId: 81, inverse: 82, label: null },
  { from: 'contacts', to: 'communications', typeId: 82, inverse: 81, label: null },
  { from: 'deals', to: 'contacts', typeId: 3, inverse: 4, label: null },
  { from: 'contacts', to: 'deals', typeId: 4, inverse: 3, label: null },
  { from: 'leads', to: 'contacts', typeId: 608, inverse: 609, label: null },
  { from: 'leads', to: 'contacts', typeId: 578, inverse: 579, label: 'Primary' },
  { from: 'contacts', to: 'leads', typeId: 609, inverse: 608, label: null },
  { from: 'contacts', to: 'leads', typeId: 579, inverse: 578, label: 'Primary' },
  { from: 'leads', to: 'companies', typeId: 610, inverse: 611, label: null },
  { from: 'leads', to: 'companies', typeId: 580, inverse: 581, label: 'Primary' },
  { from: 'companies', to: 'leads', typeId: 611, inverse: 610, label: null },
  { from: 'companies', to: 'leads', typeId: 581, inverse: 580, label: 'Primary' },
] as const satisfies readonly AssociationType[];

export interface AssociationType {
  readonly from: ObjectType;
  readonly to: ObjectType;
  readonly typeId: number;
  readonly inverse: number;
  readonly label: string | null;
  /** HubSpot's own, unless an admin of the account made it. */
  readonly category?: AssociationCategory;
}
type AssociationCategory = 'HUBSPOT_DEFINED' | 'USER_DEFINED';

/** A label that an admin made, with its words at either end. */
export interface AssociationLabel {
  readonly from: ObjectType;
  readonly to: ObjectType;
  readonly typeId: number;
  readonly label: string;
  readonly inverse: { readonly typeId: number; readonly label: string };
}

/** HubSpot's types and the account's own. Throws for an id that is taken, or a pair that cannot be associated. */
export function associationTypesOf(labels: readonly AssociationLabel[]): readonly AssociationType[] {
  const own = labels.flatMap(({ from, to, typeId, label, inverse }): AssociationType[] => [
    { from, to, typeId, inverse: inverse.typeId, label, category: 'USER_DEFINED' },
    {
      from: to,
      to: from,
      typeId: inverse.typeId,
      inverse: typeId,
      label: inverse.label,
      category: 'USER_DEFINED',
    },
  ]);
  const types = [...ASSOCIATION_TYPES, ...own];
  for (const type of own) {
    if (defaultAssociationType(type.from, type.to) === undefined)
      throw new Error(`${type.from} cannot be associated with ${type.to}`);
    const alike = types.filter(
      ({ from, to, typeId }) => from === type.from && to === type.to && typeId === type.typeId,
    );
    if (alike.length > 1) throw new Error(`association type ${type.typeId} is taken`);
  }
  return types;
}

export function categoryOf({ category = 'HUBSPOT_DEFINED' }: AssociationType): AssociationCategory {
  return category;
}

export interface Link {
  readonly from: { readonly type: ObjectType; readonly id: string };
  readonly to: { readonly type: ObjectType; readonly id: string };
  readonly typeId: number;
}

export interface AssociationStore {
  /** Answers false when the link was there already. */
  readonly add: (link: Link) => boolean;
  readonly remove: (link: Link) => boolean;
  /** The other side's ids with the type ids of each link. */
  list(from: Link['from'], toType: ObjectType): ReadonlyMap<string, ReadonlySet<number>>;
  /** Every link of a record, for deletion, restore and merge. */
  listAll(from: Link['from']): Link[];
}

/** `types`: the account's. */
export function findAssociationType(
  types: readonly AssociationType[],
  pair: Pick<AssociationType, 'from' | 'to'>,
  typeId: number,
): AssociationType | undefined {
  return types.find((type) => type.from === pair.from && type.to === pair.to && type.typeId === typeId);
}

export function defaultAssociationType(from: ObjectType, to: ObjectType): AssociationType | undefined {
  return ASSOCIATION_TYPES.find((type) => type.from === from && type.to === to && type.label === null);
}

/** Of the ends of a pair, the one that has a single primary record of the other: a contact its company, a lead both. */
const HOLDERS: readonly ObjectType[] = ['leads', 'contacts'];

/** The link as its holder sees it; null for one that is none of HubSpot's primary ones. */
export function asPrimary(link: Link): Link | null {
  const type = findAssociationType(ASSOCIATION_TYPES, pairOf(link), link.typeId);
  if (type === undefined || type.label === null) return null;
  const holder = HOLDERS.find((each) => each === link.from.type || each === link.to.type);
  return holder === link.from.type ? link : invertLink(ASSOCIATION_TYPES, link);
}

export function pairOf({ from, to }: Link): Pick<AssociationType, 'from' | 'to'> {
  return { from: from.type, to: to.type };
}

/** HubSpot's type of the primary record of a pair, else of the plain link. */
export function primaryAssociationType(from: ObjectType, to: ObjectType): AssociationType | undefined {
  const labelled = ASSOCIATION_TYPES.find(
    (type) => type.from === from && type.to === to && type.label !== null,
  );
  return labelled ?? defaultAssociationType(from, to);
}

export function invertLink(types: readonly AssociationType[], link: Link): Link | null {
  const type = findAssociationType(types, pairOf(link), link.typeId);
  return type === undefined ? null : { from: link.to, to: link.from, typeId: type.inverse };
}

export function createAssociationStore(): AssociationStore {
  const links = new Map<string, Map<string, Set<number>>>();
  const keyOf = (from: Link['from'], toType: ObjectType): string => `${from.type}:${from.id}>${toType}`;
  return {
    add: (link) => addLink(links, keyOf(link.from, link.to.type), link),
    remove: (link) => removeLink(links, keyOf(link.from, link.to.type), link),
    list: (from, toType) => links.get(keyOf(from, toType)) ?? new Map(),
    listAll: (from) =>
      OBJECT_TYPES.flatMap((toType) =>
        [...(links.get(keyOf(from, toType)) ?? [])].flatMap(([id, typeIds]) =>
          [...typeIds].map((typeId): Link => ({ from, to: { type: toType, id }, typeId })),
        ),
      ),
  };
}

type LinkMap = Map<string, Map<string, Set<number>>>;

function addLink(links: LinkMap, key: string, link: Link): boolean {
  const byId = links.get(key) ?? new Map<string, Set<number>>();
  const typeIds = byId.get(link.to.id) ?? new Set<number>();
  if (typeIds.has(link.typeId)) return false;
  typeIds.add(link.typeId);
  byId.set(link.to.id, typeIds);
  links.set(key, byId);
  return true;
}

function removeLink(links: LinkMap, key: string, link: Link): boolean {
  const byId = links.get(key);
  const typeIds = byId?.get(link.to.id);
  if (byId === undefined || typeIds === undefined || !typeIds.delete(link.typeId)) return false;
  if (typeIds.size === 0) byId.delete(link.to.id);
  if (byId.size === 0) links.delete(key);
  return true;
}
