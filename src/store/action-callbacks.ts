// Callbacks that workflows wait for, as rows: undecided → decided → sent → confirmed, or parked with the reason. Several workers
// do this at once; row locks that others skip keep them apart.
import { sql } from 'kysely';
import type { CallbackOutcome, CallbackStore, DueCallback } from '#pipeline/actions/action-store.ts';
import { type ActionName, decidedOutputs, type OutputFields } from '#pipeline/actions/outputs.ts';
import type { DirtyObject } from '#pipeline/turn-store.ts';
import type { Database, Tx } from './database.ts';
import { isBeingErased } from './erasure/being-erased.ts';
import { asJson, oneOf, rowsOf } from './sql.ts';
import { readLatest } from './workflow-actions.ts';

/** Longer than a call takes with all its waits: one still `sent` after this lost its worker. */
const UNKNOWN_AFTER_SECONDS = 60;
/** What the next step of the workflow may look at is in HubSpot before, unless HubSpot keeps it waiting for longer. */
const WRITTEN_WITHIN_SECONDS = 5;

/**
 * A workflow wants the contact `m` judged by what HubSpot holds now. A mark on the mirror would not do: a turn that is under way
 * stores what it read before.
 */
export const IS_TO_BE_READ = sql`(m.object_type = 'contact' and exists (
  select 1 from action_callback c
  where c.portal_id = m.portal_id and c.contact_id = m.object_id and c.state = 'undecided' and c.action = 'judge-now'))`;

export function createCallbackStore(database: Database): CallbackStore {
  return {
    recover: () => recover(database),
    claimDue: (limit) => database.transaction((tx) => claimDue(tx, limit)),
    settle: (callback, outcome) => settle(database, callback, outcome),
  };
}

/** In the transaction of the batch: what it has seen of these contacts is decided. */
export async function decideCallbacks(
  tx: Tx,
  portalId: string,
  { now, judged }: { readonly now: string; readonly judged: readonly DirtyObject[] },
): Promise<void> {
  if (judged.length === 0) return;
  await rowsOf(
    tx,
    sql`
      update action_callback c set state = 'decided', decided_at = ${now}::timestamptz,
        written_by = clock_timestamp() + ${WRITTEN_WITHIN_SECONDS}::int * interval '1 second'
      from jsonb_to_recordset(${asJson(judged)}) as j("objectId" text, generation bigint)
      where c.portal_id = ${portalId}::text and c.state = 'undecided' and c.contact_id = j."objectId"
        and c.generation <= j.generation`,
  );
}

async function recover(database: Database): Promise<number> {
  await rowsOf(
    database.db,
    sql`
      update action_callback set state = 'decided', reason = 'OUTCOME_UNKNOWN'
      where state = 'sent' and sent_at < clock_timestamp() - ${UNKNOWN_AFTER_SECONDS}::int * interval '1 second'`,
  );
  const expired = await rowsOf(
    database.db,
    sql`
      update action_callback set state = 'parked', reason = 'EXPIRED'
      where state in ('undecided', 'decided') and expires_at <= clock_timestamp()
      returning 1`,
  );
  return expired.length;
}

interface Claimed {
  readonly portalId: string;
  readonly callbackId: string;
  readonly contactId: string;
  readonly action: ActionName;
  readonly askedAt: string;
  readonly decidedAt: string;
  readonly attempt: number;
  readonly outputs: OutputFields | null;
}

async function claimDue(tx: Tx, limit: number): Promise<readonly DueCallback[]> {
  const due: DueCallback[] = [];
  for (const { contactId, action, askedAt, decidedAt, outputs, ...key } of await markSent(tx, limit))
    due.push({
      ...key,
      outputs: outputs ?? (await keepOutputs(tx, { ...key, contactId, action, askedAt, decidedAt })),
    });
  return due;
}

/** Portals take turns: a small one does not wait until a big one is through (I9). */
function markSent(tx: Tx, limit: number): Promise<readonly Claimed[]> {
  return rowsOf(
    tx,
    sql<Claimed>`
      update action_callback c set state = 'sent', sent_at = clock_timestamp(), attempts = c.attempts + 1
      from (
        select o.portal_id, o.callback_id from action_callback o
        join (
          select w.portal_id, w.callback_id, row_number() over (partition by w.portal_id order by w.not_before) as turn
          from action_callback w join portal p on p.portal_id = w.portal_id and p.status = 'active'
          where w.state = 'decided' and w.not_before <= clock_timestamp() and w.expires_at > clock_timestamp()
            and (w.written_by <= clock_timestamp() or not ${isOnItsWay()})
            and not ${isBeingErased('w', 'contact_id')}) waiting
          on waiting.portal_id = o.portal_id and waiting.callback_id = o.callback_id
        where o.state = 'decided'
        order by waiting.turn, o.not_before
        limit ${limit}::int
        for update of o skip locked) ready
      where c.portal_id = ready.portal_id and c.callback_id = ready.callback_id
      returning c.portal_id as "portalId", c.callback_id as "callbackId", c.contact_id as "contactId", c.action,
        c.received_at as "askedAt", c.decided_at as "decidedAt", c.attempts as attempt, c.outputs`,
  );
}

function isOnItsWay() {
  return sql`exists (
    select 1 from lead_alias a
    join outbox_property x on x.portal_id = a.portal_id and x.lead_id = a.lead_id and x.state in ('intended', 'sent')
    where a.portal_id = w.portal_id and a.contact_id = w.contact_id)`;
}

/** Made once, so that HubSpot hears the same however often it is called. */
async function keepOutputs(tx: Tx, claimed: Omit<Claimed, 'attempt' | 'outputs'>): Promise<OutputFields> {
  const { portalId, callbackId, contactId, action } = claimed;
  const latest = await readLatest(tx, portalId, contactId);
  const outputs = { ...decidedOutputs(action, latest, claimed), hs_execution_state: 'SUCCESS' };
  await oneOf(
    tx,
    sql`
      update action_callback set outputs = ${JSON.stringify(outputs)}::jsonb
      where portal_id = ${portalId}::text and callback_id = ${callbackId}::text`,
  );
  return outputs;
}

async function settle(
  database: Database,
  { portalId, callbackId, attempt }: Omit<DueCallback, 'outputs'>,
  outcome: CallbackOutcome,
): Promise<void> {
  const state = { confirmed: 'confirmed', again: 'decided', parked: 'parked' }[outcome.kind];
  const reason = outcome.kind === 'confirmed' ? '' : outcome.reason;
  const afterMs = outcome.kind === 'again' ? outcome.afterMs : 0;
  await rowsOf(
    database.db,
    sql`
      update action_callback set state = ${state}::text, reason = ${reason}::text,
        not_before = clock_timestamp() + ${afterMs}::int * interval '1 millisecond'
      where portal_id = ${portalId}::text and callback_id = ${callbackId}::text and state = 'sent'
        and attempts = ${attempt}::int`,
  );
}
