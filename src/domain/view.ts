// The facts as a decision needs them many times over: signals by kind and by engagement rule, instants as milliseconds.
import {
  type Agreement,
  type EngagementRule,
  type Filter,
  SIGNAL_KINDS,
  type SignalKind,
} from './agreement.ts';
import type { Subject } from './conditions/operand.ts';
import { toEpochMs } from './instant.ts';
import type { LeadFacts } from './lead.ts';

interface DatedDetail {
  readonly at: number;
  readonly detail: string;
}

type DetailsByKind = Readonly<Record<SignalKind, readonly DatedDetail[]>>;

export interface LeadView {
  readonly facts: LeadFacts;
  /** Instants of the signals of each kind, oldest first. */
  readonly times: Readonly<Record<SignalKind, readonly number[]>>;
  /** Instants of the signals that each engagement rule counts, in the order of the rules, oldest first. */
  readonly counted: readonly (readonly number[])[];
  /** The same over all rules with positive points. */
  readonly qualifying: readonly (readonly number[])[];
  /** Kept while one decision is made: values ready for comparing, and outcomes that time does not change. */
  readonly subjects: { readonly contact: Map<string, Subject>; readonly company: Map<string, Subject> };
  readonly outcomes: Map<Filter, boolean>;
}

export function viewLead(agreement: Agreement, facts: LeadFacts): LeadView {
  const details = groupByKind(facts);
  const times = timesByKind(details);
  const { rules } = agreement.score.engagement;
  const counted = rules.map((rule) =>
    rule.detailContains === null ? times[rule.signal] : timesOf(rule, details),
  );
  return {
    facts,
    times,
    counted,
    qualifying: counted.filter((_, index) => (rules[index]?.points ?? 0) > 0),
    subjects: { contact: new Map(), company: new Map() },
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

function groupByKind(facts: LeadFacts): DetailsByKind {
  const byKind = emptyByKind<DatedDetail>();
  for (const signal of facts.signals)
    byKind[signal.kind].push({ at: toEpochMs(signal.at), detail: signal.detail });
  for (const kind of SIGNAL_KINDS) byKind[kind].sort((a, b) => a.at - b.at);
  return byKind;
}

function timesByKind(details: DetailsByKind): LeadView['times'] {
  const times = emptyByKind<number>();
  for (const kind of SIGNAL_KINDS) for (const signal of details[kind]) times[kind].push(signal.at);
  return times;
}

function timesOf(rule: EngagementRule, details: DetailsByKind): readonly number[] {
  const needle = (rule.detailContains ?? '').toLowerCase();
  return details[rule.signal]
    .filter(({ detail }) => detail.toLowerCase().includes(needle))
    .map(({ at }) => at);
}

function emptyByKind<Item>(): Record<SignalKind, Item[]> {
  return { form: [], pageView: [], emailOpen: [], emailClick: [], emailReply: [], meeting: [], touch: [] };
}
