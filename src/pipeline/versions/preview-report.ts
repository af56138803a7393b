// What a preview has found so far: counts, and the first moves. Its size does not grow with the number of leads.
import type { Agreement } from '#domain/agreement.ts';
import type { Decision } from '#domain/decision.ts';
import { summarize } from '#domain/explain/decision-sentences.ts';
import { toLocal } from '#domain/zone.ts';

/** Moves that are listed; the others are counted. */
const MAX_MOVES = 1_000;
/** Reps and days that are listed; no team has more. */
const MAX_SLOTS = 5_000;
const MILLION = 1_000_000;

export interface Standing {
  readonly status: string;
  readonly stage: string;
  readonly grade: string;
  readonly owner: string;
}

export interface Move {
  readonly contactId: string;
  readonly from: Standing;
  readonly to: Standing;
  readonly reason: string;
}

export interface PerRepAndDay {
  readonly ownerId: string;
  /** Local day `YYYY-MM-DD`. */
  readonly day: string;
  readonly count: number;
}

export type Shares = Readonly<Record<string, number>>;

export interface PreviewCounts {
  readonly leads: number;
  /** In scope before or after. */
  readonly inScope: number;
  /** Of them, whose verdict, stage, owner or task would be another. */
  readonly changed: number;
  readonly changedShare: number;
  readonly enterScope: number;
  readonly leaveScope: number;
  readonly baseline: number;
  /** Whom the rules alone would hand over. */
  readonly qualify: { readonly before: number; readonly after: number };
  readonly byGrade: { readonly before: Shares; readonly after: Shares };
  readonly byStatus: { readonly before: Shares; readonly after: Shares };
  readonly handOvers: readonly PerRepAndDay[];
  readonly tasks: readonly PerRepAndDay[];
  readonly moves: readonly Move[];
  readonly movesLeftOut: number;
}

/** One lead under the version in force and under the previewed one. `before` is null where none is in force. */
export interface Compared {
  readonly contactId: string;
  readonly before: Judged | null;
  readonly after: Judged;
}

export interface Judged {
  readonly agreement: Agreement;
  readonly decision: Decision;
}

export interface Tally {
  add(lead: Compared): void;
  counts(): PreviewCounts;
}

type Counter = Map<string, number>;

/** What `Tally` keeps: sums, and one counter for each list of counts. */
interface Sheet {
  readonly sums: Record<
    'leads' | 'inScope' | 'changed' | 'enterScope' | 'leaveScope' | 'baseline' | 'movesLeftOut',
    number
  >;
  readonly qualify: { before: number; after: number };
  readonly byGrade: { readonly before: Counter; readonly after: Counter };
  readonly byStatus: { readonly before: Counter; readonly after: Counter };
  readonly handOvers: Counter;
  readonly tasks: Counter;
  readonly moves: Move[];
}

interface TallyOptions {
  readonly language: 'en' | 'fr';
  readonly timeZone: string;
}

export function startTally(options: TallyOptions): Tally {
  const sheet: Sheet = {
    sums: { leads: 0, inScope: 0, changed: 0, enterScope: 0, leaveScope: 0, baseline: 0, movesLeftOut: 0 },
    qualify: { before: 0, after: 0 },
    byGrade: { before: new Map(), after: new Map() },
    byStatus: { before: new Map(), after: new Map() },
    handOvers: new Map(),
    tasks: new Map(),
    moves: [],
  };
  return {
    add: (lead) => {
      countStanding(sheet, 'before', lead.before?.decision ?? null);
      countStanding(sheet, 'after', lead.after.decision);
      countWork(sheet, lead, options.timeZone);
      countScope(sheet, lead);
      countChange(sheet, lead, options.language);
    },
    counts: () => countsOf(sheet),
  };
}

function countsOf({ sums, qualify, byGrade, byStatus, handOvers, tasks, moves }: Sheet): PreviewCounts {
  return {
    ...sums,
    changedShare: sums.inScope === 0 ? 0 : Math.round((sums.changed * MILLION) / sums.inScope),
    qualify,
    byGrade: { before: toShares(byGrade.before), after: toShares(byGrade.after) },
    byStatus: { before: toShares(byStatus.before), after: toShares(byStatus.after) },
    handOvers: toSlots(handOvers),
    tasks: toSlots(tasks),
    moves,
  };
}

/** Hand-overs that the activation itself makes, and the open tasks under it, each on its rep and day. */
function countWork(sheet: Sheet, { before, after }: Compared, timeZone: string): void {
  const { state, task } = after.decision;
  const dayOf = (at: string): string =>
    new Date(toLocal(timeZone, Date.parse(at))).toISOString().slice(0, 10);
  if (state.status === 'baseline') sheet.sums.baseline += 1;
  if (state.handedOverAt !== null && state.cycle > (before?.decision.state.cycle ?? 0))
    count(sheet.handOvers, `${state.owner.value} ${dayOf(state.handedOverAt)}`);
  if (task !== null) count(sheet.tasks, `${task.ownerId} ${dayOf(task.dueAt)}`);
}

function countScope({ sums }: Sheet, lead: Compared): void {
  const [was, is] = scopes(lead);
  sums.leads += 1;
  sums.inScope += Number(was || is);
  sums.enterScope += Number(!was && is);
  sums.leaveScope += Number(was && !is);
}

function countChange(sheet: Sheet, lead: Compared, language: 'en' | 'fr'): void {
  const { before, after } = lead;
  if (!scopes(lead).includes(true)) return;
  if (before !== null && !isChanged(before, after)) return;
  sheet.sums.changed += 1;
  const from = standingOf(before?.decision ?? null);
  if (!isMove(from, standingOf(after.decision))) return;
  if (sheet.moves.length >= MAX_MOVES) sheet.sums.movesLeftOut += 1;
  else sheet.moves.push(describeMove(lead, from, language));
}

function scopes({ before, after }: Compared): readonly [boolean, boolean] {
  return [before?.decision.verdict.inScope ?? false, after.decision.verdict.inScope];
}

function count(counts: Counter, key: string): void {
  if (counts.size < MAX_SLOTS || counts.has(key)) counts.set(key, (counts.get(key) ?? 0) + 1);
}

function countStanding(sheet: Sheet, when: 'before' | 'after', decision: Decision | null): void {
  if (decision === null || !decision.verdict.inScope) return;
  sheet.qualify[when] += Number(decision.verdict.qualifies);
  count(sheet.byGrade[when], decision.verdict.grade);
  count(sheet.byStatus[when], decision.state.status);
}

/** What a rep or a marketer would notice; points that stay within the step are not. */
function isChanged(before: Judged, after: Judged): boolean {
  return JSON.stringify(noticed(before)) !== JSON.stringify(noticed(after));
}

function noticed({ agreement, decision }: Judged): unknown {
  const { verdict, state, task } = decision;
  const step = 1_000 * agreement.score.step;
  return [
    verdict.inScope,
    verdict.qualifies,
    verdict.grade,
    verdict.persona,
    Math.floor(verdict.total / step),
    state.status,
    state.stage.value,
    state.owner.value,
    task === null ? null : [task.clause, task.ownerId, task.dueAt],
  ];
}

function standingOf(decision: Decision | null): Standing {
  if (decision === null) return { status: '', stage: '', grade: '', owner: '' };
  const { state, verdict } = decision;
  return { status: state.status, stage: state.stage.value, grade: verdict.grade, owner: state.owner.value };
}

function isMove(from: Standing, to: Standing): boolean {
  return JSON.stringify(from) !== JSON.stringify(to);
}

function describeMove({ contactId, after }: Compared, from: Standing, language: 'en' | 'fr'): Move {
  const reason = summarize(after.decision, language, after.agreement);
  return { contactId, from, to: standingOf(after.decision), reason };
}

function toShares(counts: ReadonlyMap<string, number>): Shares {
  return Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function toSlots(counts: ReadonlyMap<string, number>): readonly PerRepAndDay[] {
  return [...counts]
    .map(([key, slot]) => {
      const [ownerId = '', day = ''] = key.split(' ');
      return { ownerId, day, count: slot };
    })
    .toSorted((a, b) => (a.day + a.ownerId < b.day + b.ownerId ? -1 : 1));
}
