// The workflow action's port over Postgres.
import { sql } from 'kysely';
import type { Decision } from '#domain/decision.ts';
import type { LeadState } from '#domain/lead.ts';
import type { JudgeNowAnswer, JudgeNowStore, LatestDecision } from '#pipeline/judge-now.ts';
import type { Database, Tx } from './database.ts';
import type { Tombstones } from './erasure/tombstones.ts';
import { findPortalStatus } from './inbox.ts';
import { rereadContacts } from './polls.ts';
import { wakeLater } from './portals.ts';
import { oneOf, rowsOf } from './sql.ts';

export function createJudgeNowStore(database: Database, tombstones: Tombstones): JudgeNowStore {
  return {
    findPortalStatus: (portalId) => findPortalStatus(database, portalId),
    requestJudgement: (portalId, request) => requestJudgement(database, portalId, { ...request, tombstones }),
    readLatest: (portalId, contactId) => readLatest(database, portalId, contactId),
  };
}

type Execution = Parameters<JudgeNowStore['requestJudgement']>[1] & { readonly tombstones: Tombstones };

function requestJudgement(
  database: Database,
  portalId: string,
  { callbackId, contactId, answer, tombstones }: Execution,
): ReturnType<JudgeNowStore['requestJudgement']> {
  return database.transaction(async (tx) => {
    const erased = await tombstones.findErased(tx, portalId, [contactId]);
    if (erased.size > 0) {
      await tombstones.countDropped(tx, portalId, [contactId]);
      return { isNew: false, answer };
    }
    const taken = await oneOf(
      tx,
      sql`
        insert into action_callback (portal_id, callback_id, contact_id, received_at, answer)
        values (${portalId}::text, ${callbackId}::text, ${contactId}::text, accord_now(), ${JSON.stringify(answer)}::jsonb)
        on conflict do nothing
        returning callback_id`,
    );
    if (taken === null)
      return { isNew: false, answer: (await readAnswer(tx, portalId, callbackId)) ?? answer };
    await rereadContacts(tx, portalId, [contactId]);
    await rowsOf(
      tx,
      sql`
        insert into dirty (portal_id, object_type, object_id, generation, lane, not_before)
        values (${portalId}::text, 'contact', ${contactId}::text, nextval('dirty_generation'), 0, clock_timestamp())
        on conflict (portal_id, object_type, object_id) do update
          set generation = excluded.generation, lane = 0, not_before = excluded.not_before, attempts = 0`,
    );
    // Last, because it holds the portal's row until the commit (no lost wake-up).
    await wakeLater(tx, portalId);
    return { isNew: true, answer };
  });
}

/** Null where an earlier release took it. */
async function readAnswer(tx: Tx, portalId: string, callbackId: string): Promise<JudgeNowAnswer | null> {
  const row = await oneOf(
    tx,
    sql<{ answer: JudgeNowAnswer | null }>`
      select answer from action_callback where portal_id = ${portalId}::text and callback_id = ${callbackId}::text`,
  );
  return row?.answer ?? null;
}

async function readLatest(
  database: Database,
  portalId: string,
  contactId: string,
): Promise<LatestDecision | null> {
  const row = await oneOf(
    database.db,
    sql<{ state: LeadState; outcome: string; at: string }>`
      select coalesce(l.shadow, l.state) as state, d.outcome, d.at
      from lead_alias a
      join lead l on l.portal_id = a.portal_id and l.lead_id = a.lead_id
      join decision d on d.portal_id = l.portal_id and d.lead_id = l.lead_id and d.seq = l.last_decision
      where a.portal_id = ${portalId}::text and a.contact_id = ${contactId}::text`,
  );
  if (row === null) return null;
  // Written by judge-batch as canonical JSON of a decision.
  return { state: row.state, decision: JSON.parse(row.outcome) as Decision, at: row.at };
}

/** HubSpot repeats an execution for three days at most. What is captured and played later than this is a new one to us. */
export async function forgetCallbacks(database: Database): Promise<void> {
  await rowsOf(
    database.db,
    sql`delete from action_callback where received_at < accord_now() - interval '7 days'`,
  );
}
