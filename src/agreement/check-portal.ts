// What a document names that one HubSpot account does not have: lifecycle stages, owners, teams and lists. Properties and options are
// checked where each condition stands, check-conditions.ts.
import { listKey } from '#domain/contact-lists.ts';
import { plainTeam } from '#domain/overlays.ts';
import type { conditionsIn } from './check-conditions.ts';
import { placedStages } from './check-lifecycle.ts';
import { itemsAt, textAt } from './draft.ts';
import type { Issue, Path } from './issue.ts';
import { nearest } from './nearest.ts';
import type { PropertyTypes } from './property-types.ts';
import { nameSome, show } from './value-schema.ts';

export interface PortalPeople {
  readonly owners: readonly {
    readonly id: string;
    readonly email: string;
    /** Names of the teams that the owner is in. */
    readonly teams: readonly string[];
  }[];
}

export function checkStageValues(raw: unknown, { contact }: PropertyTypes): readonly Issue[] {
  const options = contact['lifecyclestage']?.options;
  if (options === undefined) return [];
  return stageValues(raw).flatMap(({ path, value }) => {
    if (options.includes(value)) return [];
    const suggestion = nearest(value, options);
    return [
      {
        path,
        code: 'unknownStageValue',
        params: { value, valid: options.join(', ') },
        ...(suggestion === undefined ? {} : { suggestion }),
      },
    ];
  });
}

/** Stages of the agreement, those before the first and those that are protected. */
function stageValues(raw: unknown): readonly { readonly path: Path; readonly value: string }[] {
  const listed = ['stages.before', 'stages.protected'].flatMap((list) =>
    itemsAt(raw, list).flatMap(({ path, value }) =>
      typeof value === 'string' || typeof value === 'number' ? [{ path, value: String(value) }] : [],
    ),
  );
  return [...placedStages(raw), ...listed];
}

export function checkOwners(
  raw: unknown,
  conditions: ReturnType<typeof conditionsIn>,
  { owners }: PortalPeople,
): readonly Issue[] {
  const emails = owners.map(({ email }) => email.toLowerCase());
  const reps = repsNamed(raw).flatMap(({ path, value }) => {
    const email = typeof value === 'string' ? value : textAt(value, 'email');
    if (email === undefined || emails.includes(email.toLowerCase())) return [];
    const suggestion = nearest(email, emails);
    return [
      {
        path: typeof value === 'string' ? path : [...path, 'email'],
        code: 'unknownOwner',
        params: { value: email },
        ...(suggestion === undefined ? {} : { suggestion }),
      },
    ];
  });
  return [...reps, ...ownerIds(conditions, owners)];
}

/** In the pool, in named ones, and in rules that name reps themselves. */
function repsNamed(raw: unknown): ReturnType<typeof itemsAt> {
  const within = (list: string, key: string): ReturnType<typeof itemsAt> =>
    itemsAt(raw, list).flatMap((entry) =>
      itemsAt(entry.value, key).map(({ path, value }) => ({ path: [...entry.path, ...path], value })),
    );
  return [
    ...itemsAt(raw, 'routing.pool'),
    ...within('routing.pools', 'members'),
    ...within('routing.rules', 'to'),
  ];
}

/** A team that nobody who can own a lead is in would change nothing, and nobody would see why. */
export function checkTeams(raw: unknown, { owners }: PortalPeople): readonly Issue[] {
  const known = [...new Set(owners.flatMap(({ teams }) => teams))];
  const plain = known.map(plainTeam);
  return teamsNamed(raw).flatMap(({ path, value }) => {
    if (plain.includes(plainTeam(value))) return [];
    const suggestion = nearest(value, known);
    const valid = known.toSorted().join(', ');
    return [
      {
        path,
        code: valid === '' ? 'noTeams' : 'unknownTeam',
        params: { value: show(value), valid },
        ...(suggestion === undefined ? {} : { suggestion }),
      },
    ];
  });
}

/** Of overlays and of notices. */
function teamsNamed(raw: unknown): readonly { readonly path: Path; readonly value: string }[] {
  const overlays = itemsAt(raw, 'overlays').flatMap((overlay) =>
    itemsAt(overlay.value, 'teams').map((team) => ({ ...team, path: [...overlay.path, ...team.path] })),
  );
  const channels = ['notify.marketing', 'notify.sales'].flatMap((list) =>
    itemsAt(raw, list).map(({ path, value }) => ({ path: [...path, 'team'], value: textAt(value, 'team') })),
  );
  return [...overlays, ...channels].flatMap(({ path, value }) =>
    typeof value === 'string' ? [{ path, value }] : [],
  );
}

/** Where the account keeps its lists from us nothing can be said of a name. */
export function checkLists(
  conditions: ReturnType<typeof conditionsIn>,
  lists: readonly string[] | null,
): readonly Issue[] {
  if (lists === null) return [];
  const known = new Set(lists.map(listKey));
  const valid = nameSome(lists.toSorted());
  return conditions.flatMap(({ path, condition }) => {
    if (condition.kind !== 'list' || known.has(listKey(condition.list))) return [];
    const suggestion = nearest(condition.list, lists);
    return [
      {
        path: [...path, 'list'],
        code: valid === '' ? 'noLists' : 'unknownList',
        params: { value: show(condition.list), valid },
        ...(suggestion === undefined ? {} : { suggestion }),
      },
    ];
  });
}

function ownerIds(
  conditions: ReturnType<typeof conditionsIn>,
  owners: PortalPeople['owners'],
): readonly Issue[] {
  return conditions.flatMap(({ path, condition }) => {
    if (condition.kind !== 'property' || condition.property !== 'hubspot_owner_id') return [];
    const { value, values = [] } = condition;
    const operands = [
      ...(value === undefined ? [] : [{ path: [...path, 'value'], id: value }]),
      ...values.map((id, index) => ({ path: [...path, 'values', index], id })),
    ];
    return operands
      .filter(({ id }) => !owners.some((owner) => owner.id === id))
      .map((operand) => ({ path: operand.path, code: 'unknownOwnerId', params: { value: operand.id } }));
  });
}
