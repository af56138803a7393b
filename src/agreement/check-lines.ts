// The lines of an MQL: entries nobody can reach, exits above entries. For the document and for each overlay that moves them.
import type { Filter, MilliPoints } from '#domain/agreement.ts';
import { conditionsAt, type Draft } from './draft.ts';
import type { Issue, Path } from './issue.ts';
import type { DocumentScore } from './score-schema.ts';

interface Line {
  readonly filter: Filter | undefined;
  /** Null: it stands elsewhere in the document. */
  readonly place: Path | null;
}

interface Lines {
  readonly entry: Line;
  readonly exit: Line;
  /** Points that differ from the rules', by id. */
  readonly points: Readonly<Record<string, MilliPoints>>;
  /** Where a contradiction is shown when neither line stands here. */
  readonly fallback: Path;
}

export function checkLines(draft: Draft): readonly Issue[] {
  const mql = draft.parts.stages?.mql;
  return lineFaults(draft, {
    entry: { filter: mql?.entry, place: ['stages', 'mql', 'entry'] },
    exit: { filter: mql?.exit, place: ['stages', 'mql', 'exit'] },
    points: {},
    fallback: ['stages', 'mql'],
  });
}

export function lineFaults(draft: Draft, lines: Lines): readonly Issue[] {
  return [...exitBelowEntry(draft, lines), ...unreachable(draft, lines)];
}

/** Without a gap between the lines a lead at the threshold would come and go by the hour. */
function exitBelowEntry(draft: Draft, { entry, exit, fallback }: Lines): readonly Issue[] {
  if (entry.filter === undefined) return [];
  const { filter } = entry;
  return conditionsAt(draft, exit.place ?? ['stages', 'mql', 'exit'], exit.filter).flatMap(
    ({ path, condition }) => {
      if (condition.kind !== 'score' || condition.operator.startsWith('G')) return [];
      const line = lowestEntry(filter, condition.part);
      if (line === undefined || condition.milliPoints < line) return [];
      const params = { exit: condition.milliPoints / 1000, entry: line / 1000 };
      const place = exit.place === null ? (entry.place ?? fallback) : [...path, 'value'];
      return [{ path: place, code: 'exitAboveEntry', params }];
    },
  );
}

function lowestEntry(entry: Filter, part: 'total' | 'fit' | 'engagement'): number | undefined {
  const lines = entry.anyOf.flat().flatMap((condition) => {
    const isLine =
      condition.kind === 'score' && condition.part === part && condition.operator.startsWith('G');
    return isLine ? [condition.milliPoints] : [];
  });
  return lines.length === 0 ? undefined : Math.min(...lines);
}

function unreachable(draft: Draft, { entry, points }: Lines): readonly Issue[] {
  const { score } = draft.parts;
  if (score === undefined || entry.place === null) return [];
  const fit = mostFit(score, points);
  const highest = { fit, engagement: score.engagement.cap, total: fit + score.engagement.cap };
  return conditionsAt(draft, entry.place, entry.filter).flatMap(({ path, condition }) => {
    if (condition.kind !== 'score' || !condition.operator.startsWith('G')) return [];
    const most = highest[condition.part];
    const isReachable =
      condition.operator === 'GT' ? condition.milliPoints < most : condition.milliPoints <= most;
    if (isReachable) return [];
    const params = { points: condition.milliPoints / 1000, most: most / 1000 };
    return [{ path: [...path, 'value'], code: 'unreachable', params }];
  });
}

/** What a lead that meets every positive fit rule gets at most. */
function mostFit(score: DocumentScore, points: Lines['points']): number {
  const own = score.fit.rules.map((rule) =>
    mostOf(rule, Object.hasOwn(points, rule.id) ? (points[rule.id] ?? 0) : rule.points),
  );
  return Math.min(
    own.reduce((total, each) => total + Math.max(0, each), 0),
    score.fit.cap,
  );
}

/** With a cap, each list of conditions that holds gives the points, or each unit of a number. */
function mostOf({ cap, when, per }: DocumentScore['fit']['rules'][number], points: number): number {
  if (per !== undefined) return cap ?? 0;
  return cap === undefined ? points : Math.min(cap, points * when.anyOf.length);
}
