// What would it take: the smallest sets of changes after which a lead is handed over, found by trying them on `decide`.
// Sets are tried by size, so that of what is proposed no part would do. The search is bounded and says so when it ends.
import type { Agreement, Instant } from '#domain/agreement.ts';
import { isIdle, isOpen } from '#domain/course.ts';
import { decide } from '#domain/decide.ts';
import { coolDownDays, hasEnded, stageHindrance } from '#domain/hand-over.ts';
import { fromEpochMs, laterOf, toEpochMs } from '#domain/instant.ts';
import type { LeadFacts, Verdict } from '#domain/lead.ts';
import { agreementForLead } from '#domain/overlays.ts';
import { judgeLead } from '#domain/verdict.ts';
import { viewLead } from '#domain/view.ts';
import { type Ceiling, ceilingOf } from './ceiling.ts';
import {
  applyChanges,
  type Change,
  listFieldChanges,
  listPropertyChanges,
  listSignalChanges,
  type TakeInput,
  waitOf,
} from './changes.ts';
import { listWaits } from './waits.ts';

/** Changes of one way, beside the mandatory fields that are to be filled in anyhow. */
export const MAX_CHANGES = 4;
/** Ways told; there may be more of the same size. */
export const MAX_WAYS = 5;
/** Sets tried; about a tenth of a second. */
const MAX_TRIES = 4_000;
/** What is changed now is judged a moment later: a signal must be younger than whatever it is to be new after. */
const MOMENT_MS = 1_000;

export interface Way {
  readonly changes: readonly Change[];
  /** When the changes are made and judged: a moment from now, or after the wait. */
  readonly at: Instant;
  readonly before: Verdict;
  readonly after: Verdict;
}

export type Outlook =
  /** Handed over and not ended, or won: nothing is missing. */
  | { readonly kind: 'withSales' }
  | { readonly kind: 'ways'; readonly ways: readonly Way[] }
  /**
   * `blockers` stood in every try. No set of at most `upTo` changes helps; the search may have ended before `MAX_CHANGES`.
   * `ceiling`: the highest, where each try stayed below one that no number of signs gets over; else null.
   */
  | {
      readonly kind: 'none';
      readonly blockers: readonly Blocker[];
      readonly upTo: number;
      readonly ceiling: Ceiling | null;
    };

export type Blocker =
  | { readonly kind: 'gone' | 'scope' | 'entry' | 'never' }
  | { readonly kind: 'gate' | 'disqualified'; readonly id: string }
  | { readonly kind: 'stage'; readonly value: string }
  | { readonly kind: 'sourcePause'; readonly source: string };

export function whatWouldItTake(input: TakeInput): Outlook {
  if (!isIdle(input.state)) return { kind: 'withSales' };
  const blocker = standingBlocker(input);
  if (blocker !== null) return { kind: 'none', blockers: [blocker], upTo: MAX_CHANGES, ceiling: null };
  const fields = listFieldChanges(agreementForLead(input.agreement, input.facts), input.facts);
  const search = startSearch(input, fields.possible);
  let upTo = 0;
  for (let size = 0; size <= MAX_CHANGES; size++) {
    const ways = waysOfSize(search, fields.needed, size);
    if (ways.length > 0) return { kind: 'ways', ways };
    if (search.tries >= MAX_TRIES) break;
    upTo = size;
  }
  return { kind: 'none', blockers: search.blockers ?? [], upTo, ceiling: search.ceiling ?? null };
}

/** What no change gets out of the way, seen without trying. */
function standingBlocker(input: TakeInput): Blocker | null {
  const { agreement, facts, state, context } = input;
  if (facts.gone) return { kind: 'gone' };
  if (context.sourcePause !== undefined) return { kind: 'sourcePause', source: context.sourcePause.source };
  if (hasEnded(state) && coolDownDays(agreement, state) === null) return { kind: 'never' };
  return stageHindrance(input) === null ? null : { kind: 'stage', value: state.stage.value };
}

interface Search {
  readonly input: TakeInput;
  /** Each may be made once, but a signal as often as it takes. */
  readonly once: readonly Change[];
  readonly signals: readonly Change[];
  readonly waits: readonly Change[];
  tries: number;
  /** Stood in every try so far; null before the first. */
  blockers: readonly Blocker[] | null;
  /** The highest so far; null once a try had none; undefined before the first. */
  ceiling: Ceiling | null | undefined;
}

function startSearch(input: TakeInput, fields: readonly Change[]): Search {
  const { facts } = input;
  const agreement = agreementForLead(input.agreement, facts);
  return {
    input,
    once: [...listPropertyChanges(agreement, facts), ...fields],
    signals: listSignalChanges(agreement),
    waits: listWaits(input).map((until) => ({ kind: 'wait', until })),
    tries: 0,
    blockers: null,
    ceiling: undefined,
  };
}

/** At most MAX_WAYS, those without a wait first; of several waits with the same changes only the shortest. */
function waysOfSize(search: Search, fields: readonly Change[], size: number): readonly Way[] {
  const ways = new Map<string, Way>();
  for (const extra of choose(search, size)) {
    note(ways, reduce(search, tryWay(search, [...fields, ...extra])));
    if (isOver(search, ways)) return [...ways.values()];
  }
  if (size === 0) return [...ways.values()];
  for (const extra of choose(search, size - 1)) {
    for (const wait of search.waits) {
      if (note(ways, reduce(search, tryWay(search, [wait, ...fields, ...extra])))) break;
    }
    if (isOver(search, ways)) break;
  }
  return [...ways.values()];
}

/** Of ways by signals of the same kinds to the same score, the first is told: five forms that count alike are one. */
function note(ways: Map<string, Way>, way: Way | null): boolean {
  if (way === null) return false;
  const kinds = way.changes.map((change) => (change.kind === 'signal' ? change.signal : change));
  const key = JSON.stringify([kinds, way.after.fit, way.after.engagement]);
  if (!ways.has(key)) ways.set(key, way);
  return true;
}

/** Without the mandatory fields that an overlay, met by the other changes, does not ask for. */
function reduce(search: Search, way: Way | null): Way | null {
  if (way === null || search.input.agreement.overlays.length === 0) return way;
  for (const change of way.changes) {
    const less = tryWay(
      search,
      way.changes.filter((other) => other !== change),
    );
    if (less !== null) return reduce(search, less);
  }
  return way;
}

function isOver({ tries }: Search, ways: ReadonlyMap<string, Way>): boolean {
  return ways.size >= MAX_WAYS || tries >= MAX_TRIES;
}

/** Sets of a size: changeable properties at most once each, signals any number of times; in a fixed order. */
function* choose({ once, signals }: Search, size: number): Generator<readonly Change[]> {
  const pool = [...once, ...signals];
  function* from(first: number, left: number): Generator<readonly Change[]> {
    if (left === 0) {
      yield [];
      return;
    }
    for (const [offset, change] of pool.slice(first).entries()) {
      const index = first + offset;
      const next = index < once.length ? index + 1 : index;
      for (const rest of from(next, left - 1)) yield [change, ...rest];
    }
  }
  yield* from(0, size);
}

/** Judging costs a fifth of deciding, and a lead that does not qualify is not handed over. */
function tryWay(search: Search, changes: readonly Change[]): Way | null {
  const { input } = search;
  const { agreement, facts, state, context } = input;
  const at = fromEpochMs(toEpochMs(laterOf(context.now, waitOf(changes))) + MOMENT_MS);
  const changed = applyChanges({ agreement: input.agreement, facts }, changes, at);
  const after = judgeAt(input, changed, at);
  search.tries += 1;
  noteCeiling(search, ceilingOf(agreementForLead(input.agreement, changed), after));
  if (!after.qualifies) {
    noteBlockers(search, after);
    return null;
  }
  const lead = { facts: changed, state };
  const decision = decide(agreement, lead, { ...context, now: at });
  if (!isOpen(decision.state)) {
    noteBlockers(search, after);
    return null;
  }
  return { changes, at, before: judgeAt(input, facts, at), after };
}

/** Under the overlay that these facts meet, as `decide` does. */
function judgeAt(input: TakeInput, facts: LeadFacts, at: Instant): Verdict {
  const agreement = agreementForLead(input.agreement, facts);
  const moment = { nowMs: toEpochMs(at), stage: input.state.stage };
  return judgeLead(agreement, viewLead(agreement, facts), moment).verdict;
}

/** What one try got out of the way is no blocker. */
function noteBlockers(search: Search, verdict: Verdict): void {
  const found = blockersOf(search.input.agreement, verdict);
  const names = new Set(found.map(nameOf));
  search.blockers = search.blockers?.filter((blocker) => names.has(nameOf(blocker))) ?? found;
}

function noteCeiling(search: Search, found: Ceiling | null): void {
  const { ceiling } = search;
  if (ceiling === null || found === null) search.ceiling = null;
  else if (ceiling === undefined || found.needed - found.most < ceiling.needed - ceiling.most)
    search.ceiling = found;
}

function blockersOf(agreement: Agreement, verdict: Verdict): readonly Blocker[] {
  const gates = agreement.score.gates.filter(({ id }) => verdict.gates.includes(id));
  return [
    ...(verdict.inScope ? [] : [{ kind: 'scope' } as const]),
    ...(verdict.disqualifiedBy === null
      ? []
      : [{ kind: 'disqualified', id: verdict.disqualifiedBy } as const]),
    ...gates.map(({ id }) => ({ kind: 'gate', id }) as const),
    ...(verdict.meetsMql ? [] : [{ kind: 'entry' } as const]),
  ];
}

function nameOf(blocker: Blocker): string {
  return 'id' in blocker ? `${blocker.kind}:${blocker.id}` : blocker.kind;
}
