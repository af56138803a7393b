// Promises kept: those of sales rep by rep, those of both sides as the clauses of each month say.
import { z } from 'zod';
import { renderTable } from '#cli/table.ts';
import { section } from '#demo/report.ts';
import type { Language } from '#demo/texts.ts';
import { formatShare } from '#domain/amounts.ts';
import type { PauseRecord } from '#pipeline/consequences/source-pauses.ts';
import type { ToldClock, ToldConsequence } from '#store/story.ts';
import { type Word, word } from './words.ts';

interface Score {
  kept: number;
  late: number;
  broken: number;
  excused: number;
  running: number;
}

const COLUMN_OF: Readonly<Record<ToldClock['status'], keyof Score | null>> = {
  met: 'kept',
  metKnownLate: 'kept',
  metLate: 'late',
  breached: 'broken',
  excused: 'excused',
  running: 'running',
  warned: 'running',
  paused: 'running',
  // Over before it was due, or broken: see below.
  ended: null,
};

export function renderSales(
  language: Language,
  runs: readonly ToldClock[],
  nameOf: (ownerId: string) => string,
): string {
  const owned = Map.groupBy(
    runs.filter(({ ownerId }) => ownerId !== ''),
    ({ ownerId }) => ownerId,
  );
  const rows = [...owned]
    .map(([ownerId, own]) => [nameOf(ownerId), ...cellsOf(scoreOf(own), language)] as const)
    .sort((a, b) => a[0].localeCompare(b[0], language));
  const all = [word(language, 'all'), ...cellsOf(scoreOf([...owned.values()].flat()), language)] as const;
  const columns = ['rep', 'promises', 'kept', 'late', 'broken', 'excusedCount', 'running', 'share'] as const;
  return section(
    word(language, 'salesTitle'),
    renderTable(
      columns.map((column) => word(language, column)),
      [...rows, all],
    ),
  );
}

const COUNTED: readonly (readonly [ToldConsequence['kind'], Word])[] = [
  ['warn', 'countWarn'],
  ['escalate', 'countEscalate'],
  ['reassign', 'countReassign'],
  ['return', 'countReturn'],
  ['suspend', 'countSuspend'],
  ['agenda', 'countAgenda'],
];

/** Of sales' promises, and of marketing's quality. */
export function renderFollowed(
  language: Language,
  consequences: readonly ToldConsequence[],
  pauses: readonly PauseRecord[],
): string {
  const rows = COUNTED.flatMap(([kind, label]) => {
    const all = consequences.filter((each) => each.kind === kind);
    const undone = all.filter(({ undoneAt }) => undoneAt !== null).length;
    return all.length === 0 ? [] : [[word(language, label), all.length, undone] as const];
  });
  if (pauses.length > 0) {
    const ended = pauses.filter(({ until }) => until !== null).length;
    rows.push([word(language, 'countPause'), pauses.length, ended]);
  }
  const head = (['what', 'done', 'takenBack'] as const).map((column) => word(language, column));
  return section(word(language, 'followedTitle'), renderTable(head, rows));
}

function scoreOf(runs: readonly ToldClock[]): Score {
  const score: Score = { kept: 0, late: 0, broken: 0, excused: 0, running: 0 };
  for (const { status, breachedAt } of runs) {
    const column = status === 'ended' && breachedAt !== null ? 'broken' : COLUMN_OF[status];
    if (column !== null) score[column] += 1;
  }
  return score;
}

function cellsOf(
  { kept, late, broken, excused, running }: Score,
  language: Language,
): readonly (string | number)[] {
  const judged = kept + late + broken;
  // Rounded down, as the clauses below have it: no promise looks kept that is not.
  const share = judged === 0 ? '–' : formatShare(Math.floor((100 * kept) / judged) * 10_000, language);
  return [judged + excused + running, kept, late, broken, excused, running, share];
}

const Clauses = z.object({ items: z.array(z.object({ label: z.string(), text: z.string() })) });

/** As `GET …/clauses` tells them, month by month (`2026-03`). */
export async function renderClauses(
  api: { readonly url: string; readonly adminToken: string; readonly portalId: string },
  language: Language,
  months: readonly string[],
): Promise<string> {
  const lines: string[] = [];
  for (const month of months) {
    const address = `${api.url}/api/v1/portals/${api.portalId}/clauses?month=${month}&language=${language}`;
    const response = await fetch(address, { headers: { authorization: `Bearer ${api.adminToken}` } });
    const { items } = Clauses.parse(await response.json());
    lines.push(...items.map(({ label, text }) => `  ${label}\n    ${text.replaceAll('\n', '\n    ')}`));
  }
  return section(word(language, 'clausesTitle'), lines.join('\n'));
}
