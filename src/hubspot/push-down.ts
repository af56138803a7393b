// A filter of the agreement as a search of HubSpot's that finds the same contacts, or why there is none (D11). A condition
// may need several groups there (not on that day: before it or after it), so groups multiply; HubSpot's limits decide.
import type { Condition, DaysSinceCondition, Filter } from '#domain/agreement.ts';
import type { SearchFilter } from '#pipeline/ports.ts';
import { countBody } from './count-records.ts';
import { type Alternatives, type Moment, type Obstacle, pushProperty } from './push-property.ts';

/** Of HubSpot's search. */
const MAX_GROUPS = 5;
const MAX_FILTERS_PER_GROUP = 6;
const MAX_FILTERS = 18;
const MAX_BODY_CHARS = 3_000;
/** However many groups a filter makes on the way, a few more than HubSpot takes are enough to know. */
const MAX_WORKED_OUT = 200;

/** `nobody`: no contact can match, and HubSpot need not be asked. */
export type Pushed =
  | { readonly kind: 'search'; readonly groups: Alternatives }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'refused'; readonly obstacles: readonly Obstacle[] };

/** Local days and "today" are those of the moment. */
export function pushDown(filter: Filter, moment: Moment): Pushed {
  const obstacles: Obstacle[] = [];
  const groups: (readonly SearchFilter[])[] = [];
  for (const group of filter.anyOf) {
    const pushed = group.map((condition) => pushCondition(condition, moment));
    const possible = pushed.filter((each): each is Alternatives => !isObstacle(each));
    // What can never be met makes the whole group so, whatever else HubSpot cannot be asked.
    if (possible.some((alternatives) => alternatives.length === 0)) continue;
    obstacles.push(...pushed.filter(isObstacle));
    if (groups.length < MAX_WORKED_OUT) groups.push(...multiply(possible));
  }
  return obstacles.length > 0 ? { kind: 'refused', obstacles: distinct(obstacles) } : fit(distinct(groups));
}

function isObstacle(pushed: Alternatives | Obstacle): pushed is Obstacle {
  return 'code' in pushed;
}

/** Both filters at once, as one: HubSpot has no other way to say "in scope and a customer". */
export function both(a: Filter, b: Filter): Filter {
  return { anyOf: a.anyOf.flatMap((one) => b.anyOf.map((other) => [...one, ...other])) };
}

function pushCondition(condition: Condition, moment: Moment): Alternatives | Obstacle {
  switch (condition.kind) {
    case 'property':
      return pushProperty(condition, moment);
    case 'daysSince':
      return pushDaysSince(condition, moment);
    case 'scorePart':
      return { code: 'score', property: '' };
    default:
      return { code: condition.kind, property: '' };
  }
}

/** Further back in days is earlier as a date. */
const MIRRORED = { EQ: 'EQ', LT: 'GT', LTE: 'GTE', GT: 'LT', GTE: 'LTE' } as const;

function pushDaysSince(condition: DaysSinceCondition, moment: Moment): Alternatives | Obstacle {
  const { object, property, type, operator, days } = condition;
  const value = days === 0 ? 'today' : `today${days > 0 ? '-' : '+'}${Math.abs(days)}`;
  const typed = type === undefined ? {} : { type };
  return pushProperty(
    { kind: 'property', object, property, ...typed, operator: MIRRORED[operator], value },
    moment,
  );
}

/** Every choice of one alternative from each. */
function multiply(lists: readonly Alternatives[]): Alternatives {
  let groups: Alternatives = [[]];
  for (const alternatives of lists) {
    groups = groups
      .flatMap((group) => alternatives.map((filters) => [...group, ...filters]))
      .slice(0, MAX_WORKED_OUT);
  }
  return groups;
}

function fit(groups: Alternatives): Pushed {
  if (groups.length === 0) return { kind: 'nobody' };
  // A group without filters is met by everybody, whatever the others say.
  const isEverybody = groups.some((filters) => filters.length === 0);
  const asked = isEverybody ? [] : groups.map(distinct);
  const code = findLimit(asked);
  return code === null
    ? { kind: 'search', groups: asked }
    : { kind: 'refused', obstacles: [{ code, property: '' }] };
}

function findLimit(groups: Alternatives): Obstacle['code'] | null {
  const sizes = groups.map((filters) => filters.length);
  if (sizes.length > MAX_GROUPS) return 'groups';
  const all = sizes.reduce((sum, size) => sum + size, 0);
  if (all > MAX_FILTERS || sizes.some((size) => size > MAX_FILTERS_PER_GROUP)) return 'filters';
  return JSON.stringify(countBody(groups)).length > MAX_BODY_CHARS ? 'length' : null;
}

function distinct<Item>(items: readonly Item[]): readonly Item[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
