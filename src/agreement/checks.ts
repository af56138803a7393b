// What crosses the parts of a document: ids used twice, references to nothing, thresholds that contradict each other.
// Works on what could be read, so that one wrong key elsewhere hides none of these problems.
import type { Filter } from '#domain/agreement.ts';
import type { OtherAgreement } from '#domain/outputs.ts';
import { checkAnswers, type PortalLeads } from './check-answers.ts';
import { checkConditions, conditionsIn } from './check-conditions.ts';
import { checkConsequences } from './check-consequences.ts';
import { checkFields } from './check-fields.ts';
import { checkLifecycle } from './check-lifecycle.ts';
import { checkLines } from './check-lines.ts';
import { checkLinks, clauseIds, idsIn, unknownId } from './check-links.ts';
import { checkOutputs } from './check-outputs.ts';
import { checkOverlays } from './check-overlays.ts';
import { checkLists, checkOwners, checkStageValues, checkTeams, type PortalPeople } from './check-portal.ts';
import { checkScore } from './check-score.ts';
import { conditionsAt, type Draft, itemsAt, textAt, valueAt } from './draft.ts';
import type { Issue, Path } from './issue.ts';
import { readFromIn, typesUnder } from './own-names.ts';
import { type PropertyTypes, STANDARD_TYPES } from './property-types.ts';

/** What is known of the account that the document is for. */
export interface Surroundings {
  readonly propertyTypes?: PropertyTypes;
  readonly people?: PortalPeople;
  /** Null: the account has no lead object, or keeps it from us. */
  readonly leads?: PortalLeads | null;
  /** Names of the account's lists of contacts. Null: it keeps them from us. */
  readonly lists?: readonly string[] | null;
  /** Its other agreements, in force or to come. */
  readonly others?: readonly OtherAgreement[];
}

export function checkDocument(draft: Draft, around: Surroundings = {}): readonly Issue[] {
  const readFrom = readFromIn(draft.raw);
  const known = around.propertyTypes ?? STANDARD_TYPES;
  const types = typesUnder(readFrom, known);
  const conditions = conditionsIn(draft.raw);
  return [
    ...checkConditions(conditions, types),
    ...checkFields(readFrom, known),
    ...checkOutputs(draft, conditions, { types: known, others: around.others ?? [] }),
    ...checkIds(draft.raw),
    ...checkReferences(draft.raw),
    ...checkLifecycle(draft),
    ...checkAnswers(draft, types, around.leads),
    ...scorePartReferences(draft.raw, conditions),
    ...checkStageValues(draft.raw, types),
    ...(around.people === undefined ? [] : checkOwners(draft.raw, conditions, around.people)),
    ...(around.people === undefined ? [] : checkTeams(draft.raw, around.people)),
    ...checkLists(conditions, around.lists ?? null),
    ...checkLines(draft),
    ...checkLinks(draft),
    ...checkOverlays(draft),
    ...checkConsequences(draft.raw),
    ...checkScore(draft),
    ...checkScoreUse(draft),
  ];
}

/** Score rules share one list of ids: parts of both dimensions are named by them. */
const ID_LISTS: readonly (readonly string[])[] = [
  ['score.fit.rules', 'score.engagement.rules'],
  ['score.fit.groups', 'score.engagement.groups'],
  ['score.gates'],
  ['personas'],
  ['segments'],
  ['feedback.reasons'],
  ['stages.custom'],
  ['disqualify'],
  ['nurture.tracks'],
  ['nurture.themes'],
  ['objectives'],
  ['routing.rules'],
  ['routing.pools'],
  ['overlays'],
  ['promises.sales.pauses'],
];

function checkIds(raw: unknown): readonly Issue[] {
  return ID_LISTS.flatMap((lists) => {
    const seen = new Map<string, string>();
    return lists.flatMap((list) => itemsAt(raw, list).flatMap((item) => repeated(seen, item)));
  });
}

function repeated(
  seen: Map<string, string>,
  item: { readonly path: Path; readonly value: unknown },
): readonly Issue[] {
  const id = textAt(item.value, 'id');
  if (id === undefined) return [];
  const first = seen.get(id);
  const place = item.path.map(String).join('.');
  if (first === undefined) seen.set(id, place);
  return first === undefined
    ? []
    : [{ path: [...item.path, 'id'], code: 'repeatedId', params: { id, first } }];
}

function checkReferences(raw: unknown): readonly Issue[] {
  const segments = idsIn(raw, ['segments']);
  const fit = idsIn(raw, ['score.fit.groups']);
  const engagement = idsIn(raw, ['score.engagement.groups']);
  return [
    ...references(raw, { list: 'score.fit.rules', key: 'group', known: fit }),
    ...references(raw, { list: 'score.engagement.rules', key: 'group', known: engagement }),
    ...references(raw, { list: 'promises.marketing.volume', key: 'segment', known: segments }),
    ...references(raw, { list: 'routing.rules', key: 'segment', known: segments }),
    ...references(raw, { list: 'promises.sales.clauses', key: 'segment', known: segments }),
    ...references(raw, { list: 'feedback.reasons', key: 'clause', known: clausesOf(raw) }),
    ...unknownEndings(raw),
    ...repeatedReps(raw),
  ];
}

/** Conditions on what one rule or group of the score gives. */
function scorePartReferences(raw: unknown, conditions: ReturnType<typeof conditionsIn>): readonly Issue[] {
  const known = {
    rule: idsIn(raw, ['score.fit.rules', 'score.engagement.rules']),
    group: idsIn(raw, ['score.fit.groups', 'score.engagement.groups']),
  };
  return conditions.flatMap(({ path, condition }) =>
    condition.kind === 'scorePart'
      ? unknownId(condition.id, [...path, 'score', condition.of], known[condition.of])
      : [],
  );
}

/** Everything that has an id of its own. */
const NAMED_LISTS = ID_LISTS.flat().filter((list) => list !== 'feedback.reasons');
/** Parts whose keys are promises, stages or settings that a lead can fail. */
const CLAUSE_PARTS = ['promises.sales', 'promises.marketing', 'stages', 'nurture', 'data'];

/** What a reject reason may name: a rule, a gate or anything else with an id, a part of the document, or a clause in one. */
function clausesOf(raw: unknown): readonly string[] {
  const parts = ['', ...CLAUSE_PARTS].flatMap((path) => keysAt(path === '' ? raw : valueAt(raw, path)));
  return [...new Set([...idsIn(raw, NAMED_LISTS), ...clauseIds(raw), ...parts])];
}

function keysAt(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
}

/** How a cycle may end besides reject reasons and gates (domain README, recycle). */
const ENDINGS = [
  'rejected',
  'cooled',
  'gate',
  'scope',
  'protected',
  'gone',
  'noContact',
  'dealLost',
  'notWon',
  'returned',
  'request',
  'disqualified',
];

function unknownEndings(raw: unknown): readonly Issue[] {
  const known = [...ENDINGS, ...idsIn(raw, ['feedback.reasons', 'score.gates', 'disqualify'])];
  return itemsAt(raw, 'nurture.tracks').flatMap((track, index) =>
    itemsAt(track.value, 'after').flatMap(({ value }, position) =>
      typeof value === 'string'
        ? unknownId(value, ['nurture', 'tracks', index, 'after', position], known)
        : [],
    ),
  );
}

interface Reference {
  readonly list: string;
  readonly key: string;
  readonly known: readonly string[];
}

function references(raw: unknown, { list, key, known }: Reference): readonly Issue[] {
  return itemsAt(raw, list).flatMap(({ path, value }) => {
    const id = textAt(value, key);
    return id === undefined ? [] : unknownId(id, [...path, key], known);
  });
}

function repeatedReps(raw: unknown): readonly Issue[] {
  const pools = itemsAt(raw, 'routing.pools').map(({ path }) => `${path.map(String).join('.')}.members`);
  return ['routing.pool', ...pools].flatMap((pool) => repeatedIn(raw, pool));
}

function repeatedIn(raw: unknown, pool: string): readonly Issue[] {
  const seen = new Set<string>();
  return itemsAt(raw, pool).flatMap(({ path, value }) => {
    const email = (typeof value === 'string' ? value : textAt(value, 'email'))?.toLowerCase();
    if (email === undefined) return [];
    if (seen.has(email)) return [{ path, code: 'repeatedRep', params: { email } }];
    seen.add(email);
    return [];
  });
}

/** Scores are made from fit rules and scope, and the first stage comes before any score (domain README, Score). */
function checkScoreUse(draft: Draft): readonly Issue[] {
  const { scope, stages, score } = draft.parts;
  const places: (readonly [Path, Filter | undefined])[] = [
    [['scope', 'include'], scope?.include],
    [['scope', 'exclude'], scope?.exclude],
    [['stages', 'lead', 'entry'], stages?.lead.entry],
    ...(score?.fit.rules ?? []).map(
      (rule, index) => [['score', 'fit', 'rules', index, 'when'], rule.when] as const,
    ),
  ];
  return places.flatMap(([place, filter]) =>
    conditionsAt(draft, place, filter)
      .filter(({ condition }) => condition.kind === 'score' || condition.kind === 'scorePart')
      .map(({ path }) => ({ path: [...path, 'score'], code: 'scoreNotHere', params: {} })),
  );
}
