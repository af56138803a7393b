// The invariants of quiescence (I3, I5) as questions about data that was fetched from outside: each answers the list
// of its violations, in words that name the lead. Leaves fetching, and waiting for quiescence, to the caller.

import { canonical } from './canonical.ts';
import { oracleDecide } from './decide.ts';
import { foldContact, type RawEvent } from './fold.ts';
import { answerOf } from './next-change.ts';
import {
  type Agreement,
  type Context,
  type Facts,
  type Lead,
  type Outcome,
  type State,
  type Task,
} from './shapes.ts';

export interface StoredDecision {
  seq: number;
  leadId: string;
  at: string;
  inputs: { agreement: Agreement; facts: Facts; state: State; context: Context };
  outcome: Outcome;
  /** Observing decides on a state of its own: chains are followed within one side. Absent: 'live'. */
  side?: string;
}

interface ContactDump {
  id: string;
  properties: Readonly<Record<string, string | null>>;
}

/** A task that Accord made (the caller knows its own), as the CRM's API shows it. */
interface TaskDump {
  id: string;
  contactIds: readonly string[];
  properties: Readonly<Record<string, string | null>>;
}

/** `name` is the property's, or `task`. Rows that are parked or withheld are excused. */
interface OutboxDump {
  leadId: string;
  name: string;
  state: string;
}

export interface HubspotDump {
  contacts: readonly ContactDump[];
  tasks: readonly TaskDump[];
  outbox: readonly OutboxDump[];
}

/** I3a: for properties that events tell, each lead's facts are the fold of its events. `subscribed`: by name. */
export function findFactViolations(
  facts: readonly Facts[],
  events: readonly RawEvent[],
  subscribed: readonly string[],
): string[] {
  const byContact = Map.groupBy(events, (event) => JSON.stringify(event['objectId'] ?? ''));
  return facts.flatMap((one) => {
    const fold = foldContact(
      one.contactId,
      byContact.get(one.contactId) ?? byContact.get(JSON.stringify(one.contactId)) ?? [],
    );
    const told = subscribed.filter((name) => Object.hasOwn(fold.properties, name));
    const wrong = told
      .filter((name) => (one.contact[name]?.value ?? '') !== (fold.properties[name]?.value ?? ''))
      .map((name) => {
        const is = one.contact[name]?.value ?? '';
        return `contact ${one.contactId}: ${name} is "${is}", its events say "${fold.properties[name]?.value ?? ''}"`;
      });
    const gone =
      one.gone === fold.gone ? [] : [`contact ${one.contactId}: gone is ${one.gone}, its events say not so`];
    return [...wrong, ...gone];
  });
}

/** I3b: each logged decision is what the oracle makes of its inputs. */
export function findDecisionViolations(decisions: readonly StoredDecision[]): string[] {
  return decisions.flatMap(({ seq, leadId, inputs, outcome }) => {
    const { agreement, facts, state, context } = inputs;
    const expected = comparable(oracleDecide(agreement, { facts, state }, context));
    const actual = comparable(outcome);
    return Object.keys(expected)
      .filter((key) => canonical(expected[key]) !== canonical(actual[key]))
      .map((key) => {
        const [is, should] = [canonical(actual[key]), canonical(expected[key])];
        return `decision ${seq} of lead ${leadId}: ${key} is ${is}, the oracle says ${should}`;
      });
  });
}

/** Everything that the oracle vouches for, by name; the sentence of a stage reason by its presence only. */
function comparable(outcome: Outcome): Record<string, unknown> {
  const { verdict, state, properties, task, clocks, consequences, reasons, route = null } = outcome;
  const wanted = properties.map((property) =>
    property.name === 'accord_stage_reason' ? { ...property, value: '' } : property,
  );
  return { verdict, state, properties: wanted, task, clocks, consequences, reasons, route };
}

/** I3c: a lead's decision starts from the state its last one left, and each pool goes on from the turn it gave last. */
export function findChainViolations(decisions: readonly StoredDecision[]): string[] {
  const violations: string[] = [];
  const states = new Map<string, State>();
  const turns = new Map<string, string>();
  for (const decision of [...decisions].sort((a, b) => a.seq - b.seq)) {
    const { seq, leadId, inputs, outcome, side = 'live' } = decision;
    const before = states.get(`${side} ${leadId}`);
    if (before !== undefined && canonical(before) !== canonical(inputs.state)) {
      violations.push(`decision ${seq} of lead ${leadId}: does not start from the state of the one before`);
    }
    states.set(`${side} ${leadId}`, outcome.state);
    violations.push(...findTurnViolations(decision, turns));
  }
  return violations;
}

/** `turns`: each pool as its last turn left it. A decision that took no turn has read the pools that it looked at, too. */
function findTurnViolations(
  { seq, leadId, inputs, outcome, side = 'live' }: StoredDecision,
  turns: Map<string, string>,
): string[] {
  const { pools = [], turns: taken } = outcome.route ?? {};
  const keyOf = (pool: string): string => `${side} ${inputs.agreement.id} ${pool}`;
  const violations = pools.flatMap((pool) => {
    const claimed = canonical(inputs.context.desk?.pools[pool] ?? null);
    const left = turns.get(keyOf(pool)) ?? claimed;
    if (claimed === left) return [];
    return [`decision ${seq} of lead ${leadId}: starts from ${claimed}, pool ${pool} stood at ${left}`];
  });
  if (taken !== undefined) turns.set(keyOf(taken.pool), canonical(taken.state));
  return violations;
}

/** I3d: judged again at `now` on all that is known, nobody's answer changes. `facts`: the final ones. */
export function findUnsettledLeads(
  decisions: readonly StoredDecision[],
  facts: readonly Facts[],
  now: string,
): string[] {
  return lastDecisions(decisions).flatMap(({ leadId, inputs, outcome }) => {
    const final = facts.find((one) => one.contactId === inputs.facts.contactId) ?? inputs.facts;
    const lead: Lead = { facts: final, state: outcome.state };
    const again = oracleDecide(inputs.agreement, lead, { ...inputs.context, now });
    // What HubSpot shows already need not be asked for any more (a cleared answer): that is no change.
    const before = answerOf(withoutHeld(outcome, final));
    const after = answerOf(withoutHeld(again, final));
    return before === after ? [] : [`lead ${leadId}: judged again, ${before} became ${after}`];
  });
}

function withoutHeld(outcome: Outcome, facts: Facts): Outcome {
  const open = outcome.properties.filter(({ name, value }) => (facts.contact[name]?.value ?? null) !== value);
  return { ...outcome, properties: open };
}

/** I3e: HubSpot holds what each lead's last decision wants. What only rides along may be older. */
export function findUnwrittenProperties(
  decisions: readonly StoredDecision[],
  hubspot: HubspotDump,
): string[] {
  return lastDecisions(decisions).flatMap(({ leadId, inputs, outcome }) => {
    const contact = hubspot.contacts.find((one) => one.id === inputs.facts.contactId);
    const wanted = outcome.properties.filter(
      (property) => !property.ridesAlong && !isExcused(hubspot, leadId, property.name),
    );
    return wanted
      .filter((property) => !isSame(contact?.properties[property.name] ?? '', property.value))
      .map(({ name, value }) => {
        const is = contact === undefined ? 'the contact is missing' : `"${contact.properties[name] ?? ''}"`;
        return `lead ${leadId}: ${name} should be "${value}", HubSpot says ${is}`;
      });
  });
}

/** I5 and I3e: at most one open task per lead, with the owner and due time of the wanted one. */
export function findTaskViolations(decisions: readonly StoredDecision[], hubspot: HubspotDump): string[] {
  return lastDecisions(decisions).flatMap(({ leadId, inputs, outcome: { task } }) => {
    const all = hubspot.tasks.filter((one) => one.contactIds.includes(inputs.facts.contactId));
    const open = all.filter((one) => !CLOSED.includes(one.properties['hs_task_status'] ?? ''));
    const [first] = open;
    if (open.length > 1) return [`lead ${leadId}: ${open.length} open tasks`];
    if (isExcused(hubspot, leadId, 'task')) return [];
    if (task === null)
      return first === undefined ? [] : [`lead ${leadId}: task ${first.id} should be closed`];
    // A rep may close or delete what we asked for (5a.6); never having asked is the violation.
    if (first === undefined) return all.length > 0 ? [] : [`lead ${leadId}: has no task for ${task.clause}`];
    return compareTask(first, task).map((difference) => `lead ${leadId}: task ${first.id} ${difference}`);
  });
}

function compareTask(actual: TaskDump, wanted: Task): string[] {
  const owner = actual.properties['hubspot_owner_id'] ?? '';
  const dueMs = readInstant(actual.properties['hs_timestamp'] ?? '');
  return [
    ...(owner === wanted.ownerId ? [] : [`belongs to "${owner}", not ${wanted.ownerId}`]),
    ...(dueMs === Date.parse(wanted.dueAt) ? [] : [`is not due at ${wanted.dueAt}`]),
  ];
}

const CLOSED: readonly string[] = ['COMPLETED', 'DEFERRED'];

function isExcused(hubspot: HubspotDump, leadId: string, name: string): boolean {
  return hubspot.outbox.some(
    (row) => row.leadId === leadId && row.name === name && ['parked', 'withheld'].includes(row.state),
  );
}

function lastDecisions(decisions: readonly StoredDecision[]): StoredDecision[] {
  const sorted = decisions.filter(({ side = 'live' }) => side === 'live').sort((a, b) => a.seq - b.seq);
  return [...new Map(sorted.map((decision) => [decision.leadId, decision])).values()];
}

function isSame(held: string, wanted: string): boolean {
  if (held === wanted) return true;
  return /^[0-9]{12,14}$/.test(wanted) && Date.parse(held) === Number(wanted);
}

/** HubSpot writes instants as ISO text or as epoch milliseconds. */
function readInstant(value: string): number {
  return /^[0-9]+$/.test(value) ? Number(value) : Date.parse(value);
}
