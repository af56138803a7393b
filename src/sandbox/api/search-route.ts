// POST …/search with HubSpot's limits: 5 groups, 6 filters each, 18 in all, 3,000 characters, one sort, 200 a page,
// 10,000 rows within reach.
import { z } from 'zod';
import { type SearchPage, type SearchQuery, searchRecords } from '#sandbox/crm/search.ts';
import { OPERATORS } from '#sandbox/crm/search-filters.ts';
import { refuseInput } from '#sandbox/errors.ts';
import {
  type ApiAnswer,
  type ApiCall,
  type ApiRoute,
  objectScope,
  readBody,
  requireObjectType,
} from './route.ts';
import { showIndexed } from './show-record.ts';

const MAX_BODY_CHARS = 3_000;
const MAX_GROUPS = 5;
const MAX_FILTERS_PER_GROUP = 6;
const MAX_FILTERS = 18;
const MAX_REACH = 10_000;

const SearchFilter = z.strictObject({
  propertyName: z.string(),
  operator: z.enum(OPERATORS),
  value: z.string().optional(),
  highValue: z.string().optional(),
  values: z.array(z.string()).optional(),
});

const SearchBody = z.strictObject({
  filterGroups: z.array(z.strictObject({ filters: z.array(SearchFilter) })).optional(),
  sorts: z
    .array(
      z.union([
        z.string(),
        z.strictObject({ propertyName: z.string(), direction: z.enum(['ASCENDING', 'DESCENDING']) }),
      ]),
    )
    .optional(),
  query: z.string().optional(),
  properties: z.array(z.string()).optional(),
  limit: z.number().int().min(1).max(200).optional(),
  after: z.union([z.string(), z.number()]).optional(),
});
type SearchBody = z.infer<typeof SearchBody>;

export const SEARCH_ROUTES: readonly ApiRoute[] = [
  {
    method: 'POST',
    path: '/crm/objects/:version/:objectType/search',
    kind: 'search',
    bucket: 'search',
    writesRecords: false,
    scopes: (params) => objectScope(params, 'read'),
    answer: answerSearch,
  },
];

function answerSearch(call: ApiCall): ApiAnswer {
  const objectType = requireObjectType(call);
  if (call.bodyChars > MAX_BODY_CHARS) {
    throw refuseInput(
      `The search body has ${call.bodyChars} characters, more than the limit of ${MAX_BODY_CHARS}`,
    );
  }
  const body = readBody(call, SearchBody);
  const offset = readOffset(body);
  const limit = body.limit ?? 10;
  if (offset + limit > MAX_REACH) throw refuseInput(`Search results cannot be paged beyond ${MAX_REACH}`);
  const query = {
    objectType,
    groups: readGroups(body),
    words: body.query ?? '',
    sort: readSort(body),
    offset,
    limit,
  };
  const page = runSearch(call, query);
  const selection = { objectType, properties: body.properties ?? [] };
  const results = page.results.map((record) => showIndexed(call.portal, record, selection));
  const next = offset + results.length;
  const paging = next < page.total && results.length > 0 ? { paging: { next: { after: String(next) } } } : {};
  return { status: 200, body: { total: page.total, results, ...paging }, rows: results.length };
}

function runSearch(call: ApiCall, query: SearchQuery): SearchPage {
  try {
    return searchRecords(call.portal, query);
  } catch (error) {
    throw refuseInput(error instanceof Error ? error.message : 'There was a problem with the request.');
  }
}

function readGroups(body: SearchBody): SearchQuery['groups'] {
  const groups = (body.filterGroups ?? []).map((group) => group.filters);
  const total = groups.reduce((sum, filters) => sum + filters.length, 0);
  if (groups.length > MAX_GROUPS) throw refuseInput(`More than ${MAX_GROUPS} filterGroups`);
  if (groups.some((filters) => filters.length > MAX_FILTERS_PER_GROUP)) {
    throw refuseInput(`More than ${MAX_FILTERS_PER_GROUP} filters in a filterGroup`);
  }
  if (total > MAX_FILTERS) throw refuseInput(`More than ${MAX_FILTERS} filters`);
  return groups;
}

function readSort(body: SearchBody): SearchQuery['sort'] {
  const [sort, ...others] = body.sorts ?? [];
  if (others.length > 0) throw refuseInput('Only one sort is supported');
  if (sort === undefined) return null;
  if (typeof sort !== 'string')
    return { propertyName: sort.propertyName, descending: sort.direction === 'DESCENDING' };
  return { propertyName: sort.replace(/^-/, ''), descending: sort.startsWith('-') };
}

function readOffset(body: SearchBody): number {
  const raw = String(body.after ?? '0');
  if (!/^\d*$/.test(raw)) throw refuseInput(`after is not a valid cursor: ${raw}`);
  return Number(raw);
}
