// Routing of the document → rules as filters, and pools by id with the policies that apply to each.
import type { Condition, Filter } from '#domain/agreement.ts';
import {
  type Hours,
  OWN_POOL,
  type PoolMember,
  type RoutingModel,
  type RoutingPool,
  type RoutingRule,
} from '#domain/agreement-routing.ts';
import { SOURCE_DETAIL_PROPERTIES } from '#domain/names.ts';
import { compileCalendar, compileWeek } from './compile-calendar.ts';
import type { DocumentRouting, Members, Rep, ReturnPolicy } from './routing-schema.ts';
import type { AgreementDocument } from './schema.ts';

export function compileRouting(document: AgreementDocument, year: number): RoutingModel {
  const { routing, calendar } = document;
  const { timeZone, daysOff } = compileCalendar(calendar, year);
  const rules = routing.rules ?? [];
  return {
    keepContactOwner: routing.keepContactOwner,
    useCompanyOwner: routing.useCompanyOwner,
    onReturn: routing.onReturn ?? null,
    timeZone,
    daysOff,
    rules: rules.map((rule) => compileRule(rule, document)),
    otherwise: poolId(routing.pool, OWN_POOL),
    pools: [
      ...unnamedPool(routing.pool, { id: OWN_POOL, label: '' }, document),
      ...(routing.pools ?? []).map((pool) => compilePool(pool, document)),
      ...rules.flatMap(({ id, label = id, to }) =>
        to === undefined ? [] : unnamedPool(to, { id: poolOfRule(id), label }, document),
      ),
    ],
  };
}

/** Reps that a rule writes down itself; a colon is in no id that an author can give. */
function poolOfRule(rule: string): string {
  return `rule:${rule}`;
}

function poolId(members: Members, own: string): string {
  return 'pool' in members ? members.pool : own;
}

function unnamedPool(
  members: Members,
  named: { readonly id: string; readonly label: string },
  document: AgreementDocument,
): readonly RoutingPool[] {
  if ('pool' in members) return [];
  return [compilePool({ ...named, members: members.reps }, document)];
}

type DocumentPool = NonNullable<DocumentRouting['pools']>[number];

/** What a pool does not say of its own goes by what is said of all. */
function compilePool(pool: DocumentPool, { routing, calendar }: AgreementDocument): RoutingPool {
  const {
    returnPolicy,
    overflow,
    sticky = null,
    skipPrevious = 0,
    matchTakesTurn = false,
  } = {
    ...said(routing),
    ...said(pool),
  };
  return {
    id: pool.id,
    label: pool.label,
    ...(pool.marketer === undefined ? {} : { marketer: pool.marketer.toLowerCase() }),
    members: pool.members.map((rep) => compileMember(rep, calendar.timeZone)),
    maxPerDay: pool.maxPerDay ?? null,
    maxOpen: pool.maxOpen ?? null,
    afterAbsence: compileReturn(returnPolicy),
    overflow: overflow === undefined || 'hold' in overflow ? null : overflow.pool,
    stickyDays: sticky,
    skipPrevious,
    matchTakesTurn,
  };
}

/** A key without a value must not hide what is said of all. */
function said<Policies extends object>(policies: Policies): Partial<Policies> {
  const entries = Object.entries(policies).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<Policies>; // the same keys, or fewer
}

function compileReturn(rule: ReturnPolicy | undefined): RoutingPool['afterAbsence'] {
  return {
    policy: rule?.policy ?? 'forgive',
    cap: rule?.cap ?? null,
    expiresDays: rule?.expires ?? null,
  };
}

function compileMember(rep: Rep, poolZone: string): PoolMember {
  const timeZone = rep.timeZone ?? poolZone;
  const hours: Hours | null =
    rep.workingHours === undefined ? null : { timeZone, week: compileWeek(rep.workingHours) };
  return {
    email: rep.email.toLowerCase(),
    weight: Math.max(1, Math.round((rep.weight ?? 1) * 100)),
    maxPerDay: rep.maxPerDay ?? null,
    maxOpen: rep.maxOpen ?? null,
    hours,
    timeZone,
    absences: (rep.absences ?? []).map(({ from, until }) => ({ from, until })),
  };
}

type DocumentRule = NonNullable<DocumentRouting['rules']>[number];

function compileRule(rule: DocumentRule, { segments, score }: AgreementDocument): RoutingRule {
  const { segment, when, sources, campaigns, countries, grades } = rule;
  const asked: readonly (readonly [RoutingRule['criteria'][number]['by'], Filter | undefined])[] = [
    ['segment', segments.find(({ id }) => id === segment)?.when],
    ['when', when],
    ['source', sources === undefined ? undefined : oneOf('contact', ['hs_analytics_source'], sources)],
    ['campaign', campaigns === undefined ? undefined : oneOf('contact', SOURCE_DETAIL_PROPERTIES, campaigns)],
    ['country', countries === undefined ? undefined : oneOf('derived', ['country'], countries)],
    ['score', rule.score === undefined ? undefined : { anyOf: [band('total', rule.score)] }],
    [
      'grade',
      grades === undefined ? undefined : { anyOf: grades.flatMap((grade) => gradeGroups(grade, score)) },
    ],
  ];
  return {
    id: rule.id,
    label: rule.label ?? '',
    criteria: asked.flatMap(([by, filter]) => (filter === undefined ? [] : [{ by, when: filter }])),
    pool: rule.to === undefined ? null : poolId(rule.to, poolOfRule(rule.id)),
  };
}

function oneOf(
  object: 'contact' | 'derived',
  properties: readonly string[],
  values: readonly string[],
): Filter {
  return {
    anyOf: properties.map((property) => [
      { kind: 'property', object, property, operator: 'IN', values: [...values] },
    ]),
  };
}

interface Band {
  readonly from?: number | undefined;
  readonly below?: number | undefined;
}

function band(part: 'total' | 'fit' | 'engagement', { from, below }: Band): readonly Condition[] {
  return [
    ...(from === undefined ? [] : [{ kind: 'score', part, operator: 'GTE', milliPoints: from } as const]),
    ...(below === undefined ? [] : [{ kind: 'score', part, operator: 'LT', milliPoints: below } as const]),
  ];
}

/** A letter is a band of the fit, a digit one of the engagement; the last of each has no lower end. */
function gradeGroups(
  grade: string,
  { grade: { fit, engagement } }: AgreementDocument['score'],
): readonly (readonly Condition[])[] {
  return fit.flatMap((letter, i) =>
    engagement
      .map((digit, j) => ({ name: `${letter.mark}${digit.mark}`, j }))
      .filter(({ name }) => name === grade)
      .map(({ j }) => [...band('fit', bandAt(fit, i)), ...band('engagement', bandAt(engagement, j))]),
  );
}

function bandAt(bands: readonly { readonly from: number }[], index: number): Band {
  return {
    from: index === bands.length - 1 ? undefined : bands[index]?.from,
    below: index === 0 ? undefined : bands[index - 1]?.from,
  };
}
