// The table of what followed breaches: a row when it is carried out, in the transaction of its decision, with what became of
// it. Observing stores none.
import { sql } from 'kysely';
import type { TakenBackConsequence } from '#domain/lead.ts';
import type { PortalConsequences, RecentConsequence } from '#pipeline/consequences/consequence-store.ts';
import type { JudgedBatch, JudgedLead } from '#pipeline/turn-store.ts';
import type { Database, Db, Tx } from './database.ts';
import { insertNotices } from './notices.ts';
import { readStanding } from './source-pauses.ts';
import { asJson, groupByLead, rowsOf } from './sql.ts';

interface ConsequencesOfBatch extends Pick<JudgedBatch, 'now' | 'live'> {
  readonly leads: readonly Pick<
    JudgedLead,
    'leadId' | 'agreementId' | 'version' | 'consequences' | 'notices'
  >[];
}

const RECORD = sql`r("leadId" text, "agreementId" text, version int, cycle int, clause text, run int, step int, "do" text,
  "dueAt" timestamptz, "ownerId" text, "ownerAfter" text, "touchedAt" timestamptz, "isRestored" boolean)`;

export async function storeConsequences(
  tx: Tx,
  portalId: string,
  { now, live, leads }: ConsequencesOfBatch,
): Promise<void> {
  const events = leads.flatMap(({ leadId, agreementId, version, consequences }) =>
    consequences.map((event) => ({ ...event, leadId, agreementId, version })),
  );
  if (!live || events.length === 0) return;
  await insertDone(tx, portalId, { now, events: events.filter(({ event }) => event === 'done') });
  await markUndone(tx, portalId, { now, events: events.filter(({ event }) => event === 'undone') });
  await insertNotices(
    tx,
    portalId,
    leads.flatMap(({ notices }) => notices),
  );
}

interface Events {
  readonly now: string;
  readonly events: readonly object[];
}

async function insertDone(tx: Tx, portalId: string, { now, events }: Events): Promise<void> {
  if (events.length === 0) return;
  await rowsOf(
    tx,
    sql`
      insert into consequence (portal_id, lead_id, agreement_id, version, cycle, clause, run, step, kind, at, due_at, owner_id,
        owner_after)
      select ${portalId}::text, r."leadId", r."agreementId", r.version, r.cycle, r.clause, r.run, r.step, r."do",
        ${now}::timestamptz, r."dueAt", r."ownerId", r."ownerAfter"
      from jsonb_to_recordset(${asJson(events)}) as ${RECORD}
      on conflict do nothing`,
  );
}

async function markUndone(tx: Tx, portalId: string, { now, events }: Events): Promise<void> {
  if (events.length === 0) return;
  await rowsOf(
    tx,
    sql`
      update consequence c set undone_at = ${now}::timestamptz, touched_at = r."touchedAt", restored = r."isRestored"
      from jsonb_to_recordset(${asJson(events)}) as ${RECORD}
      -- Whichever agreement judges the lead now: a lead has a step of a run once.
      where c.portal_id = ${portalId}::text and c.lead_id = r."leadId"
        and c.cycle = r.cycle and c.clause = r.clause and c.run = r.run and c.step = r.step and c.undone_at is null`,
  );
}

/** Of each lead under any agreement: clauses, cycles and runs say whether it is meant. */
export async function loadTakenBack(
  db: Db | Tx,
  { portalId, leadIds }: { readonly portalId: string; readonly leadIds: readonly string[] },
): Promise<ReadonlyMap<string, readonly TakenBackConsequence[]>> {
  const rows = await rowsOf(
    db,
    sql<TakenBackConsequence & { leadId: string }>`
      select lead_id as "leadId", clause, cycle, run, step, asked_at as at from consequence
      where portal_id = ${portalId}::text and lead_id = any(${[...leadIds]}::text[]) and asked_at is not null
      order by asked_at, clause, run, step`,
  );
  return groupByLead(rows);
}

/** A suspension ends as soon as a person says so, whatever becomes of the lead. */
export async function readConsequences(
  database: Database,
  portalId: string,
  after: string,
): Promise<PortalConsequences> {
  const recent = await rowsOf(
    database.db,
    sql<RecentConsequence>`
      select agreement_id as "agreementId", clause, step, at from consequence
      where portal_id = ${portalId}::text and at > ${after}::timestamptz
      order by at, consequence_id`,
  );
  const suspended = await rowsOf(
    database.db,
    sql<{ ownerId: string }>`
      select distinct owner_id as "ownerId" from consequence
      where portal_id = ${portalId}::text and kind = 'suspend' and undone_at is null and asked_at is null
      order by owner_id`,
  );
  const pauses = await readStanding(database.db, portalId);
  return { recent, suspended: suspended.map(({ ownerId }) => ownerId), pauses };
}
