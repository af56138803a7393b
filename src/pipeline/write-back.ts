// Outgoing changes to HubSpot in batches, each row with its own outcome (D7): one bad row never blocks the others.
// Claiming marks rows as sent and commits before anything is called; what is still `sent` later has an unknown outcome.
import { randomUUID } from 'node:crypto';
import { EFFECTS } from '#domain/decision.ts';
import { OWNER_PROPERTY } from '#domain/names.ts';
import { noteWriteRefusal } from './note-write-refusal.ts';
import { type CallContext, laneOf, type RowOutcome, type UpdateRow } from './ports.ts';
import { writeReason } from './refusal-reason.ts';
import type { Settlement } from './settlements.ts';
import { callFor, type Turn } from './turn.ts';
import type { PortalRecord, PropertyWrite, WriteScope } from './turn-store.ts';
import { isWriteRefusal } from './unwritten.ts';
import { writeTasks } from './write-tasks.ts';

const STAGE = 'lifecyclestage';
/** HubSpot's code for a value that is none of an enumeration's, as owners are one. */
const NO_OPTION = 'INVALID_OPTION';

export interface WroteBack {
  /** There was something to send. */
  readonly sent: boolean;
  /** HubSpot did not take an owner, or writes of a kind: who may hold leads, or what is sent, is not what the turn began with. */
  readonly changesPortal: boolean;
}

export async function writeBack(turn: Turn, limit: number): Promise<WroteBack> {
  const scope = scopeOf(turn.portal);
  const properties = await turn.store.claimPropertyWrites(turn.lease, scope, limit);
  const ofProperties = await writeProperties(turn, properties);
  const tasks = await turn.store.claimTaskWrites(turn.lease, scope, limit);
  const ofTasks = await writeTasks(turn, tasks);
  return { sent: properties.length + tasks.length > 0, changesPortal: ofProperties || ofTasks };
}

/** The second wall behind the planner: whatever lies in the outbox, a switched-off effect writes nothing (I12). */
export function scopeOf({ effects, writes }: Pick<PortalRecord, 'effects' | 'writes'>): WriteScope {
  const on = EFFECTS.filter((effect) => writes.contacts && effects[effect].enabled);
  return { effects: on, tasks: writes.tasks && effects.tasks.enabled };
}

/** Sends the claimed changes and records what became of each; `changesPortal`. */
async function writeProperties(turn: Turn, writes: readonly PropertyWrite[]): Promise<boolean> {
  if (writes.length === 0) return false;
  const call = callFor(turn, laneOf(Math.min(...writes.map((write) => write.lane))));
  const backwards = writes.filter((write) => isBackwards(write, turn.portal.lifecycleOrder));
  const forwards = writes.filter((write) => !backwards.includes(write));
  const first = await update(turn, call, forwards);
  const refused = [...first.values()].find((outcome) => 'code' in outcome && isWriteRefusal(outcome.code));
  const then = refused === undefined ? await moveBack(turn, call, backwards) : alike(backwards, refused);
  const outcomes = new Map([...first, ...then]);
  const settlements = writes.flatMap((write) => settle(write, outcomes.get(write.leadId)));
  await turn.store.settleProperties(turn.lease, settlements);
  const isRefused = await noteWriteRefusal(turn, 'contacts', settlements);
  return (
    isRefused || settlements.some((settlement) => settlement.kind === 'parked' && settlement.refusesOwner)
  );
}

/** Not sent after another was refused for lack of a permission: they would meet the same. */
function alike(writes: readonly PropertyWrite[], outcome: RowOutcome): ReadonlyMap<string, RowOutcome> {
  return new Map(writes.map(({ leadId }) => [leadId, outcome]));
}

/**
 * The stage last, cleared and set: a row that HubSpot refuses for another property must not leave a contact without a
 * stage. Answers one outcome per lead, the first that was no success.
 */
async function moveBack(
  turn: Turn,
  call: CallContext,
  writes: readonly PropertyWrite[],
): Promise<ReadonlyMap<string, RowOutcome>> {
  const outcomes = new Map<string, RowOutcome>();
  let ready = writes;
  for (const step of [withoutStage, withStage(() => ''), withStage((stage) => stage)]) {
    const rows = ready.map(step).filter((write) => Object.keys(write.properties).length > 0);
    for (const [lead, outcome] of await update(turn, call, rows)) outcomes.set(lead, outcome);
    ready = ready.filter(({ leadId }) => (outcomes.get(leadId)?.kind ?? 'written') === 'written');
  }
  return outcomes;
}

function withoutStage(write: PropertyWrite): PropertyWrite {
  const { [STAGE]: _stage, ...properties } = write.properties;
  return { ...write, properties };
}

function withStage(value: (stage: string) => string): (write: PropertyWrite) => PropertyWrite {
  return (write) => ({ ...write, properties: { [STAGE]: value(write.properties[STAGE] ?? '') } });
}

/**
 * HubSpot lets the API move the lifecycle stage only forward: to go back, it is cleared first, in a write of its own.
 * (HubSpot's contacts documentation; two ordered writes, D7.)
 */
function isBackwards(write: PropertyWrite, order: readonly string[]): boolean {
  const wanted = write.properties[STAGE];
  // A stage that the portal does not have is refused: clearing first would leave the contact without any.
  if (wanted === undefined || wanted === '' || !order.includes(wanted)) return false;
  return order.indexOf(write.currentStage) > order.indexOf(wanted);
}

async function update(
  turn: Turn,
  call: CallContext,
  writes: readonly PropertyWrite[],
): Promise<ReadonlyMap<string, RowOutcome>> {
  if (writes.length === 0) return new Map();
  const leadByTrace = new Map<string, string>();
  const rows = writes.map((write): UpdateRow => {
    const traceId = randomUUID();
    leadByTrace.set(traceId, write.leadId);
    return { traceId, id: write.contactId, properties: write.properties };
  });
  const outcomes = await turn.hubspot.batchUpdate(call, 'contacts', rows);
  return new Map(outcomes.map((outcome) => [leadByTrace.get(outcome.traceId) ?? '', outcome]));
}

/** An unknown outcome stays `sent`: it is read back once its time-out is over (10.3). */
function settle(write: PropertyWrite, outcome: RowOutcome | undefined): Settlement[] {
  const lead = { leadId: write.leadId, contactId: write.contactId };
  if (outcome === undefined || outcome.kind === 'unknown') return [];
  switch (outcome.kind) {
    case 'written':
      return [
        {
          ...lead,
          kind: 'confirmed',
          sent: write.properties,
          held: outcome.properties,
          updatedAt: outcome.updatedAt,
        },
      ];
    case 'retry':
      return [{ ...lead, kind: 'again', afterMs: outcome.afterMs, reason: outcome.code }];
    case 'refused':
      return [refusal(write, outcome)];
  }
}

/** Only the properties HubSpot named are parked; the rest of the row is sent again without them. */
function refusal(write: PropertyWrite, outcome: Extract<RowOutcome, { kind: 'refused' }>): Settlement {
  const lead = { leadId: write.leadId, contactId: write.contactId };
  if (outcome.code === 'OBJECT_NOT_FOUND') return { ...lead, kind: 'gone', reason: outcome.code };
  const names = Object.keys(write.properties);
  const named = names.filter((name) => outcome.properties.includes(name));
  return {
    ...lead,
    kind: 'parked',
    properties: named.length > 0 ? named : names,
    reason: writeReason(outcome),
    rest: named.length > 0 && named.length < names.length ? 'again' : 'none',
    refusesOwner: outcome.code === NO_OPTION && named.includes(OWNER_PROPERTY),
  };
}
