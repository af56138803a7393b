// Runs a search over the index of one object type: groups of AND joined by OR, one sort, a page. Leaves limits on
// the request to the route.
import { type ObjectType, type Portal, readObjectType } from '#sandbox/model.ts';
import { type Readable, readProperty } from './read-values.ts';
import {
  compileFilter,
  type Filter,
  isOrdered,
  type Predicate,
  readOrderedProperty,
} from './search-filters.ts';

export interface SearchQuery {
  readonly objectType: ObjectType;
  readonly groups: readonly (readonly Filter[])[];
  readonly words: string;
  readonly sort: { readonly propertyName: string; readonly descending: boolean } | null;
  readonly offset: number;
  readonly limit: number;
}

export interface SearchPage {
  readonly total: number;
  readonly results: readonly Readable[];
}

const SEARCHED_BY_WORDS: Readonly<Record<ObjectType, readonly string[]>> = {
  contacts: ['firstname', 'lastname', 'email', 'phone', 'company', 'hs_object_id'],
  companies: ['name', 'domain', 'website', 'phone'],
  tasks: ['hs_task_subject', 'hs_task_body'],
  deals: ['dealname'],
  leads: ['hs_lead_name'],
  users: ['hs_email', 'hs_given_name', 'hs_family_name'],
  calls: ['hs_call_title', 'hs_call_body'],
  meetings: ['hs_meeting_title', 'hs_meeting_body'],
  emails: ['hs_email_subject', 'hs_email_text'],
  communications: ['hs_communication_body'],
};

/** Throws an Error for filters that make no sense; the route turns it into a 400. */
export function searchRecords(portal: Portal, query: SearchQuery): SearchPage {
  const groups = query.groups.map((filters) =>
    filters.map((filter) => compileOne(portal, query.objectType, filter)),
  );
  const hasWords = compileWords(query);
  const found: Readable[] = [];
  for (const record of portal.objects[query.objectType].index.read()) {
    const matches = groups.length === 0 || groups.some((tests) => tests.every((test) => test(record)));
    if (matches && hasWords(record)) found.push(record);
  }
  return { total: found.length, results: takePage(portal, query, found) };
}

function compileOne(portal: Portal, objectType: ObjectType, filter: Filter): Predicate {
  const linked = /^associations\.(\w+)$/.exec(filter.propertyName)?.[1];
  const toType = linked === undefined ? null : readObjectType(linked);
  if (toType !== null) return compileLinked(portal, { objectType, toType, filter });
  const def = portal.properties[objectType].get(filter.propertyName);
  if (def === undefined) throw new Error(`Property "${filter.propertyName}" does not exist`);
  return compileFilter(def, filter);
}

/** The pseudo property `associations.{type}`: linked to this record. */
function compileLinked(
  portal: Portal,
  { objectType, toType, filter }: { objectType: ObjectType; toType: ObjectType; filter: Filter },
): Predicate {
  const wanted = filter.operator === 'IN' ? (filter.values ?? []) : [filter.value ?? ''];
  if (filter.operator !== 'EQ' && filter.operator !== 'IN') throw new Error('associations take EQ or IN');
  return (record) => {
    const links = portal.associations.list({ type: objectType, id: record.id }, toType);
    return wanted.some((id) => links.has(id));
  };
}

function compileWords(query: SearchQuery): Predicate {
  const words = query.words
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return () => true;
  const names = SEARCHED_BY_WORDS[query.objectType];
  return (record) => {
    const text = names
      .map((name) => readProperty(record, name) ?? '')
      .join(' ')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  };
}

/** Without a sort: oldest record first. Ties are broken by id, but no caller should count on it. */
function takePage(portal: Portal, query: SearchQuery, found: readonly Readable[]): Readable[] {
  const read = compileSortKey(portal, query);
  const sign = query.sort?.descending === true ? -1 : 1;
  const keyed = found.map((record) => ({ record, id: Number(record.id), key: read(record) }));
  const near = dropFar(keyed, { count: query.offset + query.limit, sign });
  near.sort((a, b) => compareKeys(a.key, b.key) * sign || a.id - b.id);
  return near.slice(query.offset, query.offset + query.limit).map(({ record }) => record);
}

interface Keyed {
  readonly record: Readable;
  readonly id: number;
  readonly key: SortKey;
}

/** Sorting numbers alone is far cheaper than sorting records: it tells which ones cannot be on the page. */
function dropFar(
  keyed: readonly Keyed[],
  wanted: { readonly count: number; readonly sign: number },
): Keyed[] {
  const isNumeric = keyed.every(({ key }) => typeof key === 'number');
  if (!isNumeric || keyed.length <= wanted.count) return [...keyed];
  const keys = Float64Array.from(keyed, ({ key }) => Number(key) * wanted.sign).sort();
  const bound = keys[wanted.count - 1] ?? Number.POSITIVE_INFINITY;
  return keyed.filter(({ key }) => Number(key) * wanted.sign <= bound);
}

type SortKey = string | number | null;

function compileSortKey(portal: Portal, query: SearchQuery): (record: Readable) => SortKey {
  const { sort } = query;
  if (sort === null) return (record) => Number(record.id);
  const def = portal.properties[query.objectType].get(sort.propertyName);
  if (def === undefined) throw new Error(`Property "${sort.propertyName}" does not exist`);
  if (isOrdered(def)) return (record) => readOrderedProperty(def, record);
  return (record) => readProperty(record, sort.propertyName) ?? null;
}

function compareKeys(a: SortKey, b: SortKey): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b ? -1 : 1;
}
