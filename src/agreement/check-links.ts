// Names that must exist elsewhere in the document: criteria and the rules that carry them out (R03), pools, pauses, clauses,
// grades, and the rules that notes refer to as [[rule-id]].
import { type Draft, itemsAt, textAt, valueAt } from './draft.ts';
import type { Issue, Path } from './issue.ts';
import { COMPLETENESS_CLAUSE, QUALITY_CLAUSE, volumeClause } from './marketing-clauses.ts';
import { nearest } from './nearest.ts';
import { show } from './value-schema.ts';

export function checkLinks(draft: Draft): readonly Issue[] {
  const { raw } = draft;
  return [
    ...checkCriteria(raw),
    ...checkNotes(raw, raw, []),
    ...checkPools(raw),
    ...checkPauses(raw),
    ...checkClauseIds(raw),
    ...checkGrades(draft),
    ...checkSkips(draft),
  ];
}

/** `id` at `path` must be one of `known`. */
export function unknownId(id: string, path: Path, known: readonly string[]): readonly Issue[] {
  if (known.includes(id)) return [];
  const suggestion = nearest(id, known);
  return [
    {
      path,
      code: 'unknownReference',
      params: { id: show(id), valid: known.join(', ') },
      ...(suggestion === undefined ? {} : { suggestion }),
    },
  ];
}

export function idsIn(raw: unknown, lists: readonly string[]): readonly string[] {
  return lists.flatMap((list) => itemsAt(raw, list).flatMap(({ value }) => textAt(value, 'id') ?? []));
}

export const RULE_LISTS = ['score.fit.rules', 'score.engagement.rules'];
/** What can carry out a criterion besides rules, gates, personas and segments. */
const PLACES = ['scope', 'lead', 'mql', 'sql', 'opportunity'];

function checkCriteria(raw: unknown): readonly Issue[] {
  const known = knownCriteria(raw);
  return itemsAt(raw, 'criteria').flatMap(({ path, value }) => {
    const rules = valueAt(value, 'rules');
    if (!Array.isArray(rules)) return [];
    if (rules.length === 0)
      return [
        {
          path: [...path, 'rules'],
          code: 'orphanCriterion',
          params: { text: show(textAt(value, 'text') ?? '') },
        },
      ];
    return rules.flatMap((rule: unknown, index) =>
      typeof rule === 'string' ? unknownId(rule, [...path, 'rules', index], known) : [],
    );
  });
}

function knownCriteria(raw: unknown): readonly string[] {
  return [...idsIn(raw, [...RULE_LISTS, 'score.gates', 'personas', 'segments']), ...PLACES];
}

const LINK = /\[\[([^\]\n]{1,80})\]\]/g;

/** Every text of the document may name a rule as `[[id]]`. */
function checkNotes(raw: unknown, value: unknown, path: Path): readonly Issue[] {
  if (typeof value === 'string') {
    return [...value.matchAll(LINK)].flatMap(([, id = '']) => unknownId(id, path, knownCriteria(raw)));
  }
  if (typeof value !== 'object' || value === null) return [];
  const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? value.map((item: unknown, index) => [index, item] as const)
    : Object.entries(value);
  return entries.flatMap(([key, item]) => checkNotes(raw, item, [...path, key]));
}

const EVERYBODY = ['everyone', 'tous'];

function checkPools(raw: unknown): readonly Issue[] {
  const pools = idsIn(raw, ['routing.pools']);
  const named = (path: Path, value: unknown, words: readonly string[]): readonly Issue[] =>
    typeof value === 'string' && !value.includes('@') && !words.includes(value)
      ? unknownId(value, path, [...pools, ...words])
      : [];
  return [
    ...named(['routing', 'pool'], valueAt(raw, 'routing.pool'), EVERYBODY),
    ...named(['routing', 'overflow'], valueAt(raw, 'routing.overflow'), ['hold']),
    ...itemsAt(raw, 'routing.pools').flatMap(({ path, value }) =>
      named([...path, 'overflow'], valueAt(value, 'overflow'), ['hold']),
    ),
    ...itemsAt(raw, 'routing.rules').flatMap(({ path, value }) =>
      named([...path, 'to'], valueAt(value, 'to'), EVERYBODY),
    ),
  ];
}

const SALES = 'promises.sales';
const MARKETING = 'promises.marketing';
const OWN_KEYS = {
  acceptWithin: 'accept',
  firstTouchWithin: 'first-touch',
  feedbackWithin: 'feedback',
  attempts: 'attempts',
};

function clausesOf(
  raw: unknown,
): readonly { readonly path: Path; readonly value: unknown; readonly usual: string }[] {
  const fixed = Object.entries(OWN_KEYS).map(([key, usual]) => ({
    path: ['promises', 'sales', key],
    value: valueAt(raw, `${SALES}.${key}`),
    usual,
  }));
  const own = itemsAt(raw, `${SALES}.clauses`).map((item) => ({ ...item, usual: '' }));
  return [...fixed.filter(({ value }) => value !== undefined), ...own, ...marketingClauses(raw)];
}

/** Reports and alerts name a clause by its id, whichever side owes it. */
function marketingClauses(raw: unknown): ReturnType<typeof clausesOf> {
  const alone = (key: string, usual: string): ReturnType<typeof clausesOf> => {
    const value = valueAt(raw, `${MARKETING}.${key}`);
    return value === undefined ? [] : [{ path: ['promises', 'marketing', key], value, usual }];
  };
  return [
    ...itemsAt(raw, `${MARKETING}.volume`).map((item, index) => ({ ...item, usual: volumeClause(index) })),
    ...alone('quality', QUALITY_CLAUSE),
    ...alone('completeness', COMPLETENESS_CLAUSE),
  ];
}

/** Ids of all clauses, also of those that have their usual one. */
export function clauseIds(raw: unknown): readonly string[] {
  return clausesOf(raw).map(({ value, usual }) => textAt(value, 'id') ?? usual);
}

function checkClauseIds(raw: unknown): readonly Issue[] {
  const seen = new Map<string, string>();
  return clausesOf(raw).flatMap(({ path, value, usual }) => {
    const id = textAt(value, 'id') ?? usual;
    const first = seen.get(id);
    if (first === undefined) seen.set(id, path.map(String).join('.'));
    return first === undefined || id === ''
      ? []
      : [{ path: [...path, 'id'], code: 'repeatedId', params: { id, first } }];
  });
}

function checkPauses(raw: unknown): readonly Issue[] {
  const known = idsIn(raw, [`${SALES}.pauses`]);
  return clausesOf(raw).flatMap(({ path, value }) => {
    const pauses = valueAt(value, 'pauses');
    if (!Array.isArray(pauses)) return [];
    return pauses.flatMap((pause: unknown, index) =>
      typeof pause === 'string' ? unknownId(pause, [...path, 'pauses', index], known) : [],
    );
  });
}

function checkGrades({ raw, parts }: Draft): readonly Issue[] {
  const { score } = parts;
  if (score === undefined) return [];
  const { fit, engagement } = score.grade;
  const known = fit.flatMap((letter) => engagement.map((digit) => `${letter.mark}${digit.mark}`));
  return itemsAt(raw, 'routing.rules').flatMap(({ path, value }) => {
    const grades = valueAt(value, 'grades');
    if (!Array.isArray(grades)) return [];
    return grades.flatMap((grade: unknown, index) =>
      unknownId(String(grade), [...path, 'grades', index], known),
    );
  });
}

/** Passing over as many reps as there are would leave nobody. */
function checkSkips({ parts }: Draft): readonly Issue[] {
  const { routing } = parts;
  if (routing === undefined) return [];
  const pools = (routing.pools ?? []).map((pool, index) => ({
    reps: pool.members,
    skip: pool.skipPrevious ?? routing.skipPrevious,
    path:
      pool.skipPrevious === undefined
        ? ['routing', 'skipPrevious']
        : ['routing', 'pools', index, 'skipPrevious'],
  }));
  const main =
    'reps' in routing.pool
      ? [{ reps: routing.pool.reps, skip: routing.skipPrevious, path: ['routing', 'skipPrevious'] }]
      : [];
  return [...main, ...pools].flatMap(({ reps, skip, path }) => {
    const isEveryone = reps.some(({ email }) => !email.includes('@'));
    if (skip === undefined || isEveryone || reps.length === 0 || skip < reps.length) return [];
    return [{ path, code: 'skipsEverybody', params: { skip, reps: reps.length } }];
  });
}
