// Pauses of sources between the hourly look, decisions and people (migration 0034). Whoever ends one has the leads that it
// held judged again; a batch that was decided while it stood finds out when it commits.
import { type RawBuilder, sql } from 'kysely';
import type { KnownPause } from '#domain/marketing/source-pauses.ts';
import type { PauseChange, SourcePauseStore } from '#pipeline/alerts/source-pauses.ts';
import type { StandingPause } from '#pipeline/consequences/consequence-store.ts';
import type { JudgedBatch } from '#pipeline/turn-store.ts';
import type { Database, Db, Tx } from './database.ts';
import { markDirtyAgain } from './dirty-again.ts';
import { insertNotices } from './notices.ts';
import { wakeLater } from './portals.ts';
import { asJson, rowsOf } from './sql.ts';

export function createSourcePauseStore(database: Database): SourcePauseStore {
  return {
    listKnownPauses: (portalId, agreementId) => listKnown(database, portalId, agreementId),
    changePauses: (portalId, change) => changePauses(database, portalId, change),
    endUnasked: (portalId, asking) => endUnasked(database, portalId, asking),
  };
}

/** Numbers as decisions are given them. */
export const NUMBERS = sql`
  p.pause_id::text as id, p.agreement_id as "agreementId", p.source, p.clause, p.month, p.from_unit as "from", p.to_unit as "to",
  p.reached, p.matured, p.floor, p.since`;

export function readStanding(db: Db, portalId: string): Promise<readonly StandingPause[]> {
  return rowsOf(
    db,
    sql<StandingPause>`
      select ${NUMBERS} from source_pause p
      where p.portal_id = ${portalId}::text and p.until is null
      order by p.pause_id`,
  );
}

function listKnown(
  database: Database,
  portalId: string,
  agreementId: string,
): Promise<readonly KnownPause[]> {
  return rowsOf(
    database.db,
    sql<KnownPause>`
      select ${NUMBERS}, p.until from source_pause p
      where p.portal_id = ${portalId}::text and p.agreement_id = ${agreementId}::text
      order by p.pause_id`,
  );
}

/** The instant of whatever is done to a portal's pauses: never before what was decided there. */
export const PORTAL_NOW = sql`(select greatest(o.last_now, accord_now()) from portal o where o.portal_id = p.portal_id)`;

function changePauses(database: Database, portalId: string, change: PauseChange): Promise<void> {
  const { agreementId, version, begin, end, notices } = change;
  return database.transaction(async (tx) => {
    await rowsOf(
      tx,
      sql`
        insert into source_pause (portal_id, agreement_id, version, clause, month, from_unit, to_unit, source, reached, matured, floor, since)
        select p.portal_id, ${agreementId}::text, ${version}::int, b.clause, b.month, b."from", b."to", b.source, b.reached, b.matured,
          b.floor, ${PORTAL_NOW}
        from portal p cross join jsonb_to_recordset(${asJson(begin)}) as b(clause text, month text, "from" text, "to" text, source text,
          reached int, matured int, floor int)
        where p.portal_id = ${portalId}::text
        on conflict do nothing`,
    );
    await insertNotices(tx, portalId, notices);
    await endPauses(
      tx,
      portalId,
      sql`
        update source_pause p set until = ${PORTAL_NOW}, ended_by = 'met', end_month = e.month, end_reached = e.reached, end_matured = e.matured
        from jsonb_to_recordset(${asJson(end)}) as e(id bigint, month text, reached int, matured int)
        where p.portal_id = ${portalId}::text and p.pause_id = e.id and p.until is null`,
    );
  });
}

/** Those of agreements that pause nothing (any more). */
function endUnasked(database: Database, portalId: string, asking: readonly string[]): Promise<void> {
  return database.transaction(async (tx) => {
    await endPauses(
      tx,
      portalId,
      sql`
        update source_pause p set until = ${PORTAL_NOW}, ended_by = 'agreement'
        where p.portal_id = ${portalId}::text and p.agreement_id <> all(${[...asking]}::text[]) and p.until is null`,
    );
  });
}

/** `update`: of source_pause as p. */
export async function endPauses(tx: Tx, portalId: string, update: RawBuilder<unknown>): Promise<number> {
  const ended = await rowsOf(
    tx,
    sql<{
      agreementId: string;
      source: string;
    }>`${update} returning p.agreement_id as "agreementId", p.source`,
  );
  if (ended.length > 0) await judgeHeldAgain(tx, portalId, ended);
  return ended.length;
}

/** Last of a transaction: it holds the portal's work until the commit. */
async function judgeHeldAgain(
  tx: Tx,
  portalId: string,
  ended: readonly { readonly agreementId: string; readonly source: string }[],
): Promise<void> {
  const rows = await rowsOf(
    tx,
    sql<{ contactId: string }>`
      select l.contact_id as "contactId" from ${HELD_LEADS}
      join jsonb_to_recordset(${asJson(ended)}) as e("agreementId" text, source text)
        on e."agreementId" = l.agreement_id and e.source = ${SOURCE_OF_LEAD}
      where l.portal_id = ${portalId}::text and (l.state ->> 'heldSince') is not null`,
  );
  await judgeAgain(tx, portalId, rows);
}

/** Whatever holds them. */
export async function judgeAllHeldAgain(tx: Tx, portalId: string): Promise<void> {
  const rows = await rowsOf(
    tx,
    sql<{ contactId: string }>`
      select l.contact_id as "contactId" from lead l
      where l.portal_id = ${portalId}::text and (l.state ->> 'heldSince') is not null`,
  );
  await judgeAgain(tx, portalId, rows);
}

export const HELD_LEADS = sql`lead l join mirror m on m.portal_id = l.portal_id and m.object_type = 'contact' and m.object_id = l.contact_id and not m.gone
  join lead_data s on s.portal_id = l.portal_id and s.lead_id = l.lead_id`;
/** As the decision that holds it was told: in which property a source stands is the agreement's matter. */
export const SOURCE_OF_LEAD = sql`s.source`;

async function judgeAgain(
  tx: Tx,
  portalId: string,
  rows: readonly { readonly contactId: string }[],
): Promise<void> {
  if (rows.length === 0) return;
  await markDirtyAgain(
    tx,
    portalId,
    rows.map(({ contactId }) => contactId),
  );
  await wakeLater(tx, portalId);
}

/** First of a batch's transaction, so that it waits for nobody later: those that stand, stand until the commit. */
export async function lockPauses(
  tx: Tx,
  portalId: string,
  { live, leads }: Pick<JudgedBatch, 'live' | 'leads'>,
): Promise<ReadonlySet<string>> {
  const ids = leads.flatMap(({ heldBy }) => (heldBy === null ? [] : [heldBy]));
  if (!live || ids.length === 0) return new Set();
  const rows = await rowsOf(
    tx,
    sql<{ id: string }>`
      select pause_id::text as id from source_pause
      where portal_id = ${portalId}::text and pause_id = any(${ids}::bigint[]) and until is null
      order by pause_id
      for share`,
  );
  return new Set(rows.map(({ id }) => id));
}

/** Held by a pause that ended while the batch was decided: nobody else would look at them again. */
export async function judgeReleasedAgain(
  tx: Tx,
  portalId: string,
  { batch, standing }: { readonly batch: JudgedBatch; readonly standing: ReadonlySet<string> },
): Promise<void> {
  if (!batch.live) return;
  const released = batch.leads.filter(({ heldBy }) => heldBy !== null && !standing.has(heldBy));
  await judgeAgain(tx, portalId, released);
}
