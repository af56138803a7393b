// The log of what followed breaches, and a person's word that one is taken back: in one transaction with its audit row and
// the mark that has the lead judged again.
import { sql } from 'kysely';
import type { Page } from '#pipeline/admin-ports.ts';
import type {
  AgendaBreaches,
  ConsequenceLog,
  ConsequenceQuery,
  ConsequenceRecord,
  UndoAct,
  Undoable,
} from '#pipeline/consequences/consequence-store.ts';
import type { ConsequenceDeps } from '#pipeline/consequences/undo-consequence.ts';
import { writeAudit } from './audit.ts';
import type { Database, Tx } from './database.ts';
import { wakeLater } from './portals.ts';
import { createSourcePauseLog } from './source-pause-log.ts';
import { oneOf, rowsOf } from './sql.ts';

/** Of breaches, and of sources below the floor. */
export function createConsequenceLogs(database: Database): Pick<ConsequenceDeps, 'store' | 'pauses'> {
  return { store: createConsequenceLog(database), pauses: createSourcePauseLog(database) };
}

export function createConsequenceLog(database: Database): ConsequenceLog {
  return {
    listAgenda: (portalId, asked) => listAgenda(database, portalId, asked),
    list: (portalId, query) => listConsequences(database, portalId, query),
    undo: (portalId, act) => undoConsequence(database, portalId, act),
  };
}

function listAgenda(
  database: Database,
  portalId: string,
  { agreementId, since }: Parameters<ConsequenceLog['listAgenda']>[1],
): Promise<readonly AgendaBreaches[]> {
  return rowsOf(
    database.db,
    sql<AgendaBreaches>`
      select c.clause, count(*)::int as total,
        coalesce(jsonb_agg(l.contact_id order by c.at desc, l.contact_id) filter (where l.contact_id is not null), '[]') as "contactIds"
      from (
        select clause, lead_id, max(at) as at from consequence
        where portal_id = ${portalId}::text and agreement_id = ${agreementId}::text and kind = 'agenda'
          and at >= ${since}::timestamptz and undone_at is null and asked_at is null
        group by clause, lead_id) c
      left join lead l on l.portal_id = ${portalId}::text and l.lead_id = c.lead_id
      group by c.clause
      order by c.clause`,
  );
}

const COLUMNS = sql`
  c.consequence_id::text as id, c.lead_id as "leadId", l.contact_id as "contactId", c.agreement_id as "agreementId", c.version,
  c.cycle, c.clause, c.run, c.step, c.kind, c.at, c.due_at as "dueAt", c.owner_id as "ownerId",
  coalesce((select o.name from owner o where o.portal_id = c.portal_id and o.owner_id = c.owner_id), '') as "ownerName",
  c.owner_after as "ownerAfter", c.asked_at as "askedAt", c.undone_at as "undoneAt", c.touched_at as "touchedAt", c.restored`;

/** Newest first; `after` is the id of the last one seen. */
async function listConsequences(
  database: Database,
  portalId: string,
  { suspended, after, limit }: ConsequenceQuery,
): Promise<Page<ConsequenceRecord>> {
  const rows = await rowsOf(
    database.db,
    sql<ConsequenceRecord>`
      select ${COLUMNS} from consequence c left join lead l on l.portal_id = c.portal_id and l.lead_id = c.lead_id
      where c.portal_id = ${portalId}::text and (${after}::bigint is null or c.consequence_id < ${after}::bigint)
        and (not ${suspended}::boolean or (c.kind = 'suspend' and c.undone_at is null and c.asked_at is null))
      order by c.consequence_id desc
      limit ${limit + 1}::int`,
  );
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

function undoConsequence(
  database: Database,
  portalId: string,
  act: UndoAct,
): ReturnType<ConsequenceLog['undo']> {
  return database.transaction(async (tx) => {
    const found = await readUndoable(tx, portalId, act.id);
    const refusal = act.check(found);
    if (refusal !== null || found === null) return { refusal: refusal ?? 'NO_SUCH_CONSEQUENCE' };
    // Later than what is taken back, or it would be said of nothing.
    const row = await oneOf(
      tx,
      sql<{ at: string }>`
        update consequence c set asked_at = greatest(p.last_now, accord_now(), c.at + interval '1 millisecond')
        from portal p
        where c.portal_id = ${portalId}::text and c.consequence_id = ${act.id}::bigint and p.portal_id = c.portal_id
        returning c.asked_at as at`,
    );
    const { leadId, contactId, clause, kind, ownerId } = found;
    await writeAudit(tx, portalId, {
      by: act.by,
      action: 'undo consequence',
      before: { id: act.id, leadId, clause, kind, ownerId },
      after: { contactId, at: row?.at ?? '' },
    });
    if (contactId !== null) await judgeSoon(tx, portalId, contactId);
    return { at: row?.at ?? '' };
  });
}

function readUndoable(tx: Tx, portalId: string, id: string): Promise<Undoable | null> {
  return oneOf(
    tx,
    sql<Undoable>`
      select ${COLUMNS}, coalesce((l.state ->> 'cycle')::int, c.cycle) as "leadCycle"
      from consequence c left join lead l on l.portal_id = c.portal_id and l.lead_id = c.lead_id
      where c.portal_id = ${portalId}::text and c.consequence_id = ${id}::bigint
      for update of c`,
  );
}

/** First in line. Last, because it holds the portal's row until the commit (no lost wake-up). */
async function judgeSoon(tx: Tx, portalId: string, contactId: string): Promise<void> {
  await rowsOf(
    tx,
    sql`
      insert into dirty (portal_id, object_type, object_id, generation, lane, not_before)
      values (${portalId}::text, 'contact', ${contactId}::text, nextval('dirty_generation'), 0, clock_timestamp())
      on conflict (portal_id, object_type, object_id) do update
        set generation = excluded.generation, lane = 0, not_before = excluded.not_before, attempts = 0`,
  );
  await wakeLater(tx, portalId);
}
