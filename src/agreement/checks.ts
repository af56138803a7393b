// What crosses the parts of a document: ids used twice, references to nothing, thresholds that contradict each other.
// Works on what could be read, so that one wrong key elsewhere hides none of these problems.
import type { Filter } from '#domain/agreement.ts';
import { checkScore } from './check-score.ts';
import { conditionsAt, type Draft, itemsAt, textAt, valueAt } from './draft.ts';
import type { Issue, Path } from './issue.ts';
import { nearest } from './nearest.ts';

export function checkDocument(draft: Draft): readonly Issue[] {
  return [
    ...checkIds(draft.raw),
    ...checkReferences(draft.raw),
    ...checkStages(draft),
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
  ['nurture.tracks'],
  ['objectives'],
  ['routing.rules'],
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
  const segments = idsOf(raw, ['segments']);
  const fit = idsOf(raw, ['score.fit.groups']);
  const engagement = idsOf(raw, ['score.engagement.groups']);
  const clauses = [
    ...idsOf(raw, ['score.gates', 'score.fit.rules', 'score.engagement.rules', 'personas']),
    ...CLAUSE_WORDS,
  ];
  return [
    ...references(raw, { list: 'score.fit.rules', key: 'group', known: fit }),
    ...references(raw, { list: 'score.engagement.rules', key: 'group', known: engagement }),
    ...references(raw, { list: 'promises.marketing.volume', key: 'segment', known: segments }),
    ...references(raw, { list: 'routing.rules', key: 'segment', known: segments }),
    ...references(raw, { list: 'feedback.reasons', key: 'clause', known: clauses }),
    ...repeatedReps(raw),
  ];
}

/** Clauses that a reject reason may name besides rules, gates and personas. */
const CLAUSE_WORDS = ['scope', 'data', 'quality', 'volume', 'timing'];

interface Reference {
  readonly list: string;
  readonly key: string;
  readonly known: readonly string[];
}

function references(raw: unknown, { list, key, known }: Reference): readonly Issue[] {
  return itemsAt(raw, list).flatMap(({ path, value }) => {
    const id = textAt(value, key);
    if (id === undefined || known.includes(id)) return [];
    const suggestion = nearest(id, known);
    const params = { id, valid: known.join(', ') };
    return [
      {
        path: [...path, key],
        code: 'unknownReference',
        params,
        ...(suggestion === undefined ? {} : { suggestion }),
      },
    ];
  });
}

function idsOf(raw: unknown, lists: readonly string[]): readonly string[] {
  return lists.flatMap((list) => itemsAt(raw, list).flatMap(({ value }) => textAt(value, 'id') ?? []));
}

function repeatedReps(raw: unknown): readonly Issue[] {
  const seen = new Set<string>();
  return itemsAt(raw, 'routing.pool').flatMap(({ path, value }) => {
    const email = (typeof value === 'string' ? value : textAt(value, 'email'))?.toLowerCase();
    if (email === undefined) return [];
    if (seen.has(email)) return [{ path, code: 'repeatedRep', params: { email } }];
    seen.add(email);
    return [];
  });
}

const STAGES = ['lead', 'mql', 'sql', 'opportunity'] as const;

function checkStages(draft: Draft): readonly Issue[] {
  const { raw } = draft;
  const issues: Issue[] = [];
  const seen = new Map<string, string>();
  for (const stage of STAGES) {
    const value = textAt(valueAt(raw, `stages.${stage}`), 'lifecycle');
    if (value === undefined) continue;
    const other = seen.get(value);
    if (other !== undefined)
      issues.push({ path: ['stages', stage, 'lifecycle'], code: 'repeatedStage', params: { value, other } });
    seen.set(value, stage);
  }
  itemsAt(raw, 'stages.protected').forEach(({ path, value }) => {
    const stage = typeof value === 'string' ? seen.get(value) : undefined;
    // An opportunity may be left alone; the three before it are what Accord writes.
    if (stage !== undefined && stage !== 'opportunity')
      issues.push({ path, code: 'protectedStage', params: { value: String(value), stage } });
  });
  const protectedValues = itemsAt(raw, 'stages.protected').map(({ value }) => value);
  itemsAt(raw, 'stages.before').forEach(({ path, value }) => {
    if (typeof value !== 'string') return;
    if (seen.has(value) || protectedValues.includes(value))
      issues.push({ path, code: 'beforeStage', params: { value } });
  });
  return [...issues, ...exitBelowEntry(draft)];
}

/** Without a gap between the lines a lead at the threshold would come and go by the hour. */
function exitBelowEntry(draft: Draft): readonly Issue[] {
  const mql = draft.parts.stages?.mql;
  if (mql === undefined) return [];
  return conditionsAt(draft, ['stages', 'mql', 'exit'], mql.exit).flatMap(({ path, condition }) => {
    if (condition.kind !== 'score' || condition.operator.startsWith('G')) return [];
    const line = lowestEntry(mql.entry, condition.part);
    if (line === undefined || condition.milliPoints < line) return [];
    const params = { exit: condition.milliPoints / 1000, entry: line / 1000 };
    return [{ path: [...path, 'value'], code: 'exitAboveEntry', params }];
  });
}

function lowestEntry(entry: Filter, part: 'total' | 'fit' | 'engagement'): number | undefined {
  const lines = entry.anyOf.flat().flatMap((condition) => {
    const isLine =
      condition.kind === 'score' && condition.part === part && condition.operator.startsWith('G');
    return isLine ? [condition.milliPoints] : [];
  });
  return lines.length === 0 ? undefined : Math.min(...lines);
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
      .filter(({ condition }) => condition.kind === 'score')
      .map(({ path }) => ({ path: [...path, 'score'], code: 'scoreNotHere', params: {} })),
  );
}
