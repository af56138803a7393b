// The facts as a decision needs them many times over: signals by kind and by engagement rule, instants as milliseconds.
import type {
  Agreement,
  ConditionObject,
  EngagementRule,
  Filter,
  SignalCondition,
  SignalKind,
} from './agreement.ts';
import type { Subject } from './conditions/subject.ts';
import { toEpochMs } from './instant.ts';
import type { LeadFacts, Signal } from './lead.ts';

type ByKind<Item> = Record<SignalKind, Item[]>;

export interface LeadView {
  readonly facts: LeadFacts;
  /** The agreement's, in which days begin. */
  readonly timeZone: string;
  /** Instants of the signals of each kind, oldest first. */
  readonly times: Readonly<Record<SignalKind, readonly number[]>>;
  /** What each of them was about, lower case, in the same order. */
  readonly details: Readonly<Record<SignalKind, readonly string[]>>;
  /** Instants of the signals that each engagement rule counts, in the order of the rules, oldest first. */
  readonly counted: readonly (readonly number[])[];
  /** The same over all rules with positive points. */
  readonly qualifying: readonly (readonly number[])[];
  /** Kept while one decision is made: values ready for comparing, and outcomes that time does not change. */
  readonly subjects: Readonly<Record<ConditionObject, Map<string, Subject>>>;
  readonly outcomes: Map<Filter, boolean>;
  readonly windows: Map<SignalCondition, readonly number[]>;
  /** Whether a mandatory field holds a value, by its name. */
  readonly presences: Map<string, boolean>;
  /** Percent of the fields asked for, by the value of the stage. */
  readonly completeness: Map<string, number>;
}

export function viewLead(agreement: Agreement, facts: LeadFacts): LeadView {
  const times = emptyByKind<number>();
  const details = emptyByKind<string>();
  for (const signal of sortByTime(facts.signals)) {
    times[signal.kind].push(toEpochMs(signal.at));
    details[signal.kind].push(signal.detail.toLowerCase());
  }
  const { rules } = agreement.score.engagement;
  const counted = rules.map((rule) => timesOf(rule, { times, details }));
  return {
    facts,
    timeZone: agreement.calendar.timeZone,
    times,
    details,
    counted,
    qualifying: counted.filter((_, index) => (rules[index]?.points ?? 0) > 0),
    subjects: { contact: new Map(), company: new Map(), derived: new Map() },
    outcomes: new Map(),
    windows: new Map(),
    presences: new Map(),
    completeness: new Map(),
  };
}

/** A qualifying signal in (after, now]. */
export function hasQualifyingSignal(view: LeadView, after: number, now: number): boolean {
  return view.qualifying.some((times) => times.some((at) => at > after && at <= now));
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

type Dated = Pick<LeadView, 'times' | 'details'>;

function timesOf(rule: EngagementRule, dated: Dated): readonly number[] {
  return rule.detailContains === null
    ? dated.times[rule.signal]
    : timesAbout(dated, rule.signal, rule.detailContains);
}

function timesAbout({ times, details }: Dated, kind: SignalKind, text: string): readonly number[] {
  const needle = text.toLowerCase();
  return times[kind].filter((_, index) => details[kind][index]?.includes(needle));
}

/** Facts come sorted; whoever brings them otherwise gets the same decision. */
function sortByTime(signals: readonly Signal[]): readonly Signal[] {
  const isSorted = signals.every(
    (signal, index) => index === 0 || (signals[index - 1]?.at ?? '') <= signal.at,
  );
  return isSorted ? signals : signals.toSorted((a, b) => (a.at < b.at ? -1 : 1));
}

function emptyByKind<Item>(): ByKind<Item> {
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
