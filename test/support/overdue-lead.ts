// A lead that nobody touched in time: handed over on a Monday at ten in Paris, due on Tuesday at ten.
import type { Agreement, Instant } from '#domain/agreement.ts';
import type { Consequence } from '#domain/agreement-sales.ts';
import { decide } from '#domain/decide.ts';
import type { Decision, DecisionContext } from '#domain/decision.ts';
import { initialState, type LeadFacts, type LeadState } from '#domain/lead.ts';
import {
  agreementWith,
  cell,
  clausesWith,
  contextAt,
  type FactChanges,
  hotFacts,
  hoursAfter,
  LONG_AGO,
  signal,
  T0,
} from './builders.ts';
import { routingTo } from './routing-builders.ts';

export const DUE: Instant = hoursAfter(T0, 24);
/** When what follows at once is carried out. */
export const SETTLED: Instant = hoursAfter(DUE, 1 / 30);

export function step(what: Consequence['do'], changes: Partial<Consequence> = {}): Consequence {
  return { after: null, do: what, to: null, maxPerHour: null, coolDownHours: null, ...changes };
}

/** Every MQL is SQL; the first touch within a working day, the other promises far away. */
export function agreementOn(...consequences: readonly Consequence[]): Agreement {
  return agreementWith({
    stages: { sql: 'auto' },
    nurture: { recycledStage: 'lead' },
    routing: routingTo(['7', '8', '9']),
    sales: { clauses: clausesWith({ 'first-touch': { consequences } }) },
  });
}

export interface Story {
  readonly agreement: Agreement;
  facts: LeadFacts;
  state: LeadState;
  /** Of the effect; null: off. */
  since: Instant | null;
  recent: Readonly<Record<string, readonly Instant[]>>;
  /** Null: all that sales did is known. */
  notBefore: Instant | null;
  /** Null: the clocks of machines agree. */
  clocksHeldUntil: Instant | null;
  pool: NonNullable<NonNullable<Parameters<typeof contextAt>[1]>['pool']>;
  /** Judged at an instant, on what the decision before left. HubSpot shows every wish a second later. */
  at(now: Instant): Decision;
  touch(at: Instant, by?: string): void;
  see(contact: NonNullable<FactChanges['contact']>, at: Instant): void;
}

/** Handed over at T0 to rep 7, the owner of the contact. */
export function overdueLead(agreement: Agreement): Story {
  const story: Story = {
    agreement,
    facts: { ...hotFacts, contact: { ...hotFacts.contact, hubspot_owner_id: cell('7', LONG_AGO) } },
    state: initialState(),
    since: LONG_AGO,
    recent: {},
    notBefore: null,
    clocksHeldUntil: null,
    pool: {},
    at: (now) => judge(story, now),
    touch: (at, by = '7') => {
      const touch = { ...signal('touch', at), ownerId: by };
      story.facts = { ...story.facts, signals: [...story.facts.signals, touch] };
    },
    see: (contact, at) => {
      const cells = Object.entries(contact).map(
        ([name, value]) => [name, typeof value === 'string' ? cell(value, at) : value] as const,
      );
      story.facts = { ...story.facts, contact: { ...story.facts.contact, ...Object.fromEntries(cells) } };
    },
  };
  story.at(T0);
  return story;
}

function judge(story: Story, now: Instant): Decision {
  const { facts, state, since, recent, notBefore, clocksHeldUntil, pool } = story;
  const unread = notBefore === null ? {} : { notBefore };
  const context: DecisionContext = contextAt(now, {
    pool,
    ...(clocksHeldUntil === null ? {} : { clocksHeldUntil }),
    ...(since === null ? {} : { consequences: { since, recent, ...unread } }),
  });
  const decision = decide(story.agreement, { facts, state }, context);
  story.state = decision.state;
  const seenAt = hoursAfter(now, 1 / 3600);
  for (const { name, value, ridesAlong } of decision.properties)
    if (!ridesAlong && facts.contact[name]?.value !== value) story.see({ [name]: value }, seenAt);
  return decision;
}
