// The facts as a decision needs them many times over: signals by kind and by engagement rule, instants as milliseconds.
import type { Agreement, ConditionObject, EngagementRule, Filter, SignalKind } from './agreement.ts';
import type { Subject } from './conditions/operand.ts';
import { toEpochMs } from './instant.ts';
import type { LeadFacts, Signal } from './lead.ts';

type ByKind<Item> = Record<SignalKind, Item[]>;

export interface LeadView {
  readonly facts: LeadFacts;
  /** Instants of the signals of each kind, oldest first. */
  readonly times: Readonly<Record<SignalKind, readonly number[]>>;
  /** Instants of the signals that each engagement rule counts, in the order of the rules, oldest first. */
  readonly counted: readonly (readonly number[])[];
  /** The same over all rules with positive points. */
  readonly qualifying: readonly (readonly number[])[];
  /** Kept while one decision is made: values ready for comparing, and outcomes that time does not change. */
  readonly subjects: Readonly<Record<ConditionObject, Map<string, Subject>>>;
  readonly outcomes: Map<Filter, boolean>;
}

export function viewLead(agreement: Agreement, facts: LeadFacts): LeadView {
  const times = emptyByKind<number>();
  const details = emptyByKind<string>();
  for (const signal of sortByTime(facts.signals)) {
    times[signal.kind].push(toEpochMs(signal.at));
    details[signal.kind].push(signal.detail);
  }
  const { rules } = agreement.score.engagement;
  const counted = rules.map((rule) => timesOf(rule, times, details));
  return {
    facts,
    times,
    counted,
    qualifying: counted.filter((_, index) => (rules[index]?.points ?? 0) > 0),
    subjects: { contact: new Map(), company: new Map(), derived: new Map() },
    outcomes: new Map(),
  };
}

/** A qualifying signal in (after, now]. */
export function hasQualifyingSignal(view: LeadView, after: number, now: number): boolean {
  return view.qualifying.some((times) => times.some((at) => at > after && at <= now));
}

export function contactValue(facts: LeadFacts, property: string): string {
  return facts.contact[property]?.value ?? '';
}

function timesOf(rule: EngagementRule, times: ByKind<number>, details: ByKind<string>): readonly number[] {
  if (rule.detailContains === null) return times[rule.signal];
  const needle = rule.detailContains.toLowerCase();
  return times[rule.signal].filter((_, index) => details[rule.signal][index]?.toLowerCase().includes(needle));
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
