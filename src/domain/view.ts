// The facts as a decision needs them many times over: signals by kind and by engagement rule, instants as milliseconds.
import type {
  Agreement,
  ConditionObject,
  Filter,
  Instant,
  SignalCondition,
  SignalKind,
} from './agreement.ts';
import type { Subject } from './conditions/subject.ts';
import { toEpochMs } from './instant.ts';
import type { LeadFacts, Signal } from './lead.ts';
import { isQualifying, talliesOf, tallyPlanOf } from './tallies.ts';

export interface LeadView {
  readonly facts: LeadFacts;
  /** The agreement's, in which days begin. */
  readonly timeZone: string;
  /** Oldest first, and the instant of each. */
  readonly signals: readonly Signal[];
  readonly instants: readonly number[];
  /** Instants of the signals of each kind, oldest first. */
  readonly times: Readonly<Record<SignalKind, readonly number[]>>;
  /** Instants of the signals that each engagement rule counts, in the order of the rules, oldest first. */
  readonly counted: readonly (readonly number[])[];
  /** The same over all rules with positive points. */
  readonly qualifying: readonly (readonly number[])[];
  /** Kept while one decision is made: values ready for comparing, and outcomes that time does not change. */
  readonly subjects: Readonly<Record<ConditionObject, Map<string, Subject>>>;
  readonly outcomes: Map<Filter, number | null>;
  readonly windows: Map<SignalCondition, readonly number[]>;
  /** Whether a mandatory field holds a value, by its name. */
  readonly presences: Map<string, boolean>;
  /** Percent of the fields asked for, by the value of the stage. */
  readonly completeness: Map<string, number>;
}

export function viewLead(agreement: Agreement, facts: LeadFacts): LeadView {
  const { signals, instants } = inOrder(facts.signals);
  const plan = tallyPlanOf(agreement);
  const times = emptyTimes();
  const tallies: number[][] = [];
  while (tallies.length < plan.size) tallies.push([]);
  for (let index = 0; index < signals.length; index++) {
    const { kind, detail } = signals[index] as Signal; // within the list
    const at = instants[index] ?? Number.NaN;
    times[kind].push(at);
    const wanted = talliesOf(plan, kind, detail);
    for (let place = 0; place < wanted.length; place++) tallies[wanted[place] ?? 0]?.push(at);
  }
  return {
    facts,
    timeZone: agreement.calendar.timeZone,
    signals,
    instants,
    times,
    ...countedBy(agreement, times, tallies),
    subjects: { contact: new Map(), company: new Map(), derived: new Map() },
    outcomes: new Map(),
    windows: new Map(),
    presences: new Map(),
    completeness: new Map(),
  };
}

function countedBy(
  agreement: Agreement,
  times: LeadView['times'],
  tallies: readonly (readonly number[])[],
): Pick<LeadView, 'counted' | 'qualifying'> {
  const { ofRules } = tallyPlanOf(agreement);
  const counted: (readonly number[])[] = [];
  const qualifying: (readonly number[])[] = [];
  for (const { signal, points } of agreement.score.engagement.rules) {
    const tally = ofRules[counted.length] ?? null;
    const list = (tally === null ? undefined : tallies[tally]) ?? times[signal];
    counted.push(list);
    if (points > 0) qualifying.push(list);
  }
  return { counted, qualifying };
}

/** A qualifying signal in (after, now]. */
export function hasQualifyingSignal(view: LeadView, after: number, now: number): boolean {
  return view.qualifying.some((times) => (latestUntil(times, now) ?? Number.NEGATIVE_INFINITY) > after);
}

export interface Newness {
  readonly agreement: Agreement;
  readonly view: LeadView;
  readonly baselineAt: Instant;
  readonly nowMs: number;
}

/** A qualifying signal in (baseline, now], or one that was under way when the version came into force. */
export function hasNewSignal({ agreement, view, baselineAt, nowMs }: Newness): boolean {
  if (hasQualifyingSignal(view, toEpochMs(baselineAt), nowMs)) return true;
  return view.signals.some(
    (signal) => signal.late === true && toEpochMs(signal.at) <= nowMs && isQualifying(agreement, signal),
  );
}

export function contactValue(facts: LeadFacts, property: string): string {
  return facts.contact[property]?.value ?? '';
}

/** Instants of the signals that a condition counts, oldest first. */
export function timesOfCondition(view: LeadView, condition: SignalCondition): readonly number[] {
  const { signal, detailContains } = condition;
  if (detailContains === undefined) return view.times[signal];
  const known = view.windows.get(condition);
  if (known !== undefined) return known;
  const found = timesAbout(view, signal, detailContains);
  view.windows.set(condition, found);
  return found;
}

/** The latest of instants in order that is at or before another; null before the first. */
export function latestUntil(times: readonly number[], now: number): number | null {
  // Reading before the start of a list is slow.
  let index = times.length - 1;
  while (index >= 0 && (times[index] ?? 0) > now) index--;
  return index < 0 ? null : (times[index] ?? null);
}

/** Those of instants in order that are after another; of most leads none are after now. */
export function timesAfter(times: readonly number[], now: number): readonly number[] {
  const last = times.length === 0 ? now : (times[times.length - 1] ?? now);
  return last <= now ? NONE : times.filter((at) => at > now);
}

const NONE: readonly number[] = [];

function timesAbout({ signals, instants }: LeadView, kind: SignalKind, text: string): readonly number[] {
  const needle = text.toLowerCase();
  return instants.filter((_, index) => {
    const signal = signals[index];
    return signal?.kind === kind && signal.detail.toLowerCase().includes(needle);
  });
}

/** Facts come sorted; whoever brings them otherwise gets the same decision. */
function inOrder(signals: readonly Signal[]): Pick<LeadView, 'signals' | 'instants'> {
  const instants: number[] = [];
  let isSorted = true;
  let last = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < signals.length; index++) {
    const at = toEpochMs(signals[index]?.at ?? '');
    isSorted &&= last <= at;
    instants.push(at);
    last = at;
  }
  if (isSorted) return { signals, instants };
  const sorted = signals.toSorted((a, b) => toEpochMs(a.at) - toEpochMs(b.at));
  return { signals: sorted, instants: sorted.map(({ at }) => toEpochMs(at)) };
}

/** Spelled out: the engine is slow with objects that grow. */
function emptyTimes(): Record<SignalKind, number[]> {
  return {
    form: [],
    pageView: [],
    emailOpen: [],
    emailClick: [],
    emailReply: [],
    meeting: [],
    call: [],
    touch: [],
  };
}
