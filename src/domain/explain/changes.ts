// What can still change about a lead: what it does (signals), what a person fills in or decides, and time. Everything else
// (country, job title, company, e-mail domain) is as it is and never proposed.

import type {
  Agreement,
  Condition,
  Filter,
  Instant,
  SignalCondition,
  SignalKind,
} from '#domain/agreement.ts';
import type { DecisionContext } from '#domain/decision.ts';
import { laterOf } from '#domain/instant.ts';
import type { Cell, LeadFacts, LeadState, Signal } from '#domain/lead.ts';
import { holdsValue, sampleValue } from '#domain/mandatory.ts';
import { inStandardNames } from '#domain/own-fields.ts';
import { compareSignals } from '#domain/sightings.ts';
import { filtersOf } from '#domain/time-conditions.ts';
import { contactValue } from '#domain/view.ts';

export interface TakeInput {
  readonly agreement: Agreement;
  readonly facts: LeadFacts;
  /** As the last decision left it. */
  readonly state: LeadState;
  readonly context: DecisionContext;
}

export type Change =
  /** One more signal; `rule` is the first engagement rule it counts for with points, null when only a condition asks for it. */
  | {
      readonly kind: 'signal';
      readonly rule: string | null;
      readonly signal: SignalKind;
      readonly detail: string;
    }
  /** An empty mandatory field gets a value, whichever. */
  | { readonly kind: 'field'; readonly property: string }
  | { readonly kind: 'property'; readonly property: string; readonly value: string }
  | { readonly kind: 'wait'; readonly until: Instant };

export type SignalChange = Extract<Change, { kind: 'signal' }>;
export type PropertyChange = Extract<Change, { kind: 'property' }>;

/** Contact properties whose value the person can still change, with the value it would have then. */
export const CHANGEABLE: Readonly<Record<string, string>> = {
  /** Unsubscribed from all e-mail: a person may subscribe again. */
  hs_email_optout: 'false',
};

/** Signals that count for something in this agreement, in its order; two that count alike everywhere are one. */
export function listSignalChanges(agreement: Agreement): readonly SignalChange[] {
  const helpsToo = isLessWanted(agreement);
  const scored = agreement.score.engagement.rules
    .filter(({ points }) => points > 0 || (points < 0 && helpsToo))
    .map(({ id, signal, detailContains }): SignalChange => {
      return { kind: 'signal', rule: id, signal, detail: detailContains ?? '' };
    });
  const alone = askedSignals(agreement).map(({ signal, detailContains = '' }): SignalChange => {
    return { kind: 'signal', rule: null, signal, detail: detailContains };
  });
  const all = [...scored, ...alone];
  return all.filter((one, index) => all.findIndex((other) => isAlike(other, one)) === index);
}

/** Whether a lower score can bring a lead over: an entry below a line, or a gate above one. */
function isLessWanted({ scope, stages, score, disqualify }: Agreement): boolean {
  const looksAt = (filters: readonly (Filter | null)[], side: 'L' | 'G'): boolean =>
    filters.some((filter) =>
      filter?.anyOf
        .flat()
        .some(({ kind, operator }) => kind.startsWith('score') && operator.startsWith(side)),
    );
  const keepOut = [scope.exclude, ...[...score.gates, ...disqualify].map(({ when }) => when)];
  return looksAt([scope.include, stages.mqlEntry], 'L') || looksAt(keepOut, 'G');
}

/** Mandatory fields that are empty: where they block, what must be filled in whatever else happens; else what may be. */
export function listFieldChanges(
  agreement: Agreement,
  facts: LeadFacts,
): { readonly needed: readonly Change[]; readonly possible: readonly Change[] } {
  const { fields, how } = agreement.data.mandatory.mql;
  const empty = fields
    .filter((property) => !holdsValue(agreement, facts, property))
    .map((property): Change => ({ kind: 'field', property }));
  return how === 'block' ? { needed: empty, possible: [] } : { needed: [], possible: empty };
}

/** Of the changeable properties, those that the agreement looks at and that have another value now. */
export function listPropertyChanges(agreement: Agreement, facts: LeadFacts): readonly PropertyChange[] {
  const asked = new Set(conditionsOf(agreement).flatMap((condition) => contactPropertyOf(condition)));
  return Object.entries(CHANGEABLE)
    .filter(([property, value]) => {
      const held = contactValue(facts, property);
      return asked.has(property) && held !== '' && held.toLowerCase() !== value;
    })
    .map(([property, value]) => ({ kind: 'property', property, value }));
}

/** The facts after the changes, all made at one instant. Waiting changes no fact. */
export function applyChanges(
  { agreement, facts }: { readonly agreement: Agreement; readonly facts: LeadFacts },
  changes: readonly Change[],
  at: Instant,
): LeadFacts {
  const cells: Record<string, Cell> = {};
  const signals: Signal[] = [];
  for (const [index, change] of changes.entries()) {
    switch (change.kind) {
      case 'signal':
        signals.push({ id: `proposed:${index}`, kind: change.signal, at, detail: change.detail });
        break;
      case 'field':
        cells[change.property] = { value: sampleValue(agreement, change.property), at };
        break;
      case 'property':
        cells[change.property] = { value: change.value, at };
        break;
      default:
    }
  }
  const all = [...facts.signals, ...signals];
  const changed = {
    ...facts,
    contact: { ...facts.contact, ...cells },
    signals: all.toSorted(compareSignals),
  };
  return inStandardNames(agreement, changed);
}

/** The latest wait, '' for none. */
export function waitOf(changes: readonly Change[]): Instant {
  return changes.reduce(
    (until, change) => (change.kind === 'wait' ? laterOf(until, change.until) : until),
    '',
  );
}

function conditionsOf(agreement: Agreement): readonly Condition[] {
  return filtersOf(agreement).flatMap(({ anyOf }) => anyOf.flat());
}

/** One for each kind and detail that a condition counts. */
function askedSignals(agreement: Agreement): readonly SignalCondition[] {
  return conditionsOf(agreement).filter((condition) => condition.kind === 'signals');
}

/** Counted by the same rules and conditions: as each detail is asked for by one, no other is counted by just the same. */
function isAlike(a: SignalChange, b: SignalChange): boolean {
  return a.signal === b.signal && a.detail.toLowerCase() === b.detail.toLowerCase();
}

function contactPropertyOf(condition: Condition): readonly string[] {
  return condition.kind === 'property' && condition.object === 'contact' ? [condition.property] : [];
}
