// Notices: told once, routed to their places. Whoever decides that something is told calls insertNotices in the transaction
// of that decision, so that a breach is never without its notice, nor a notice without its breach.
import { type RawBuilder, sql } from 'kysely';
import type { Signatories } from '#domain/notices/channels.ts';
import type { Notice } from '#domain/notices/notice.ts';
import type { NoticeStore, UnroutedNotice } from '#pipeline/notices/ports.ts';
import type { Database, Tx } from './database.ts';
import { asJson, rowsOf } from './sql.ts';

/** A key that was told before is left alone, whatever else has changed. */
export async function insertNotices(tx: Tx, portalId: string, notices: readonly Notice[]): Promise<void> {
  if (notices.length === 0) return;
  await rowsOf(
    tx,
    sql`
      insert into notice (portal_id, notice_key, agreement_id, kind, audience, recipient, teams, clause_id, clause_label,
        lead_ids, params, language, at, intended_at)
      select ${portalId}::text, n.key, n."agreementId", n.kind, n.audience, lower(n.recipient),
        array(select jsonb_array_elements_text(n.teams)), n.clause ->> 'id', n.clause ->> 'label',
        array(select jsonb_array_elements_text(n.leads)), n.params, n.language, n.at, clock.now
      from (select accord_now() as now offset 0) clock,
        jsonb_to_recordset(${asJson(notices)}) as n(key text, "agreementId" text, kind text, audience text, recipient text,
          teams jsonb, clause jsonb, leads jsonb, params jsonb, language text, at timestamptz)
      order by n.key
      on conflict (portal_id, notice_key) do nothing`,
  );
}

/**
 * True of a row that may be sent: the portal is active and not paused, and consequences have been on since before the row
 * came to be (5a.1). `row` names a table with portal_id and intended_at.
 */
export function maySend(row: string): RawBuilder<unknown> {
  return sql`exists (
    select 1 from portal p join portal_effect e on e.portal_id = p.portal_id and e.effect = 'consequences'
    where p.portal_id = ${sql.ref(`${row}.portal_id`)} and p.status = 'active' and not p.paused
      and e.enabled and e.since <= ${sql.ref(`${row}.intended_at`)})`;
}

export async function dropSwitchedOff(database: Database): Promise<void> {
  await rowsOf(
    database.db,
    sql`
      update notice set state = 'parked', reason = 'SWITCHED_OFF'
      where state = 'intended' and not ${maySend('notice')}`,
  );
  await rowsOf(
    database.db,
    sql`
      with dropped as (
        delete from notice_delivery d using notice
        where d.message_id is null and notice.portal_id = d.portal_id and notice.notice_key = d.notice_key
          and not ${maySend('notice')}
        returning d.portal_id, d.notice_key)
      update notice set state = 'parked', reason = 'SWITCHED_OFF' from dropped
      where notice.portal_id = dropped.portal_id and notice.notice_key = dropped.notice_key`,
  );
  await rowsOf(
    database.db,
    sql`
      update notice_message set state = 'parked', reason = 'SWITCHED_OFF'
      where state = 'intended' and not ${maySend('notice_message')}`,
  );
}

/** Old messages hold addresses of people: dropped after as long as decisions are kept (10.8). */
export async function forgetNotices(database: Database): Promise<void> {
  await rowsOf(
    database.db,
    sql`delete from notice_message where state in ('confirmed', 'parked') and coalesce(sent_at, not_before) < clock_timestamp() - interval '400 days'`,
  );
  await rowsOf(
    database.db,
    sql`
      delete from notice where state <> 'intended' and intended_at < accord_now() - interval '400 days'
        and not exists (select 1 from notice_delivery d join notice_message m
          on m.portal_id = d.portal_id and m.message_id = d.message_id and m.state in ('intended', 'sent')
          where d.portal_id = notice.portal_id and d.notice_key = notice.notice_key)`,
  );
}

export const NOTICE_COLUMNS = sql`
  notice.notice_key as key, notice.agreement_id as "agreementId", notice.kind, notice.audience, notice.recipient,
  notice.teams, jsonb_build_object('id', notice.clause_id, 'label', notice.clause_label) as clause,
  notice.lead_ids as leads, notice.params, notice.language, notice.at`;

/** The oldest of each portal, as many as everybody gets. */
export async function listUnrouted(database: Database, limit: number): Promise<readonly UnroutedNotice[]> {
  const rows = await rowsOf(
    database.db,
    sql<{ portalId: string } & Notice>`
      select portals.portal_id as "portalId", mine.* from
        (select distinct portal_id from notice where state = 'intended') portals
        cross join lateral (
          select ${NOTICE_COLUMNS} from notice
          where notice.portal_id = portals.portal_id and notice.state = 'intended'
          order by notice.intended_at, notice.notice_key
          limit ${limit}::int) mine`,
  );
  return rows.map(({ portalId, ...notice }) => ({ portalId, notice }));
}

/** By agreement in force: who signs for each side. */
export async function readSignatories(
  database: Database,
  portalId: string,
): Promise<ReadonlyMap<string, Signatories>> {
  const rows = await rowsOf(
    database.db,
    sql<{ agreementId: string; marketing: string | null; sales: string | null }>`
      select s.agreement_id as "agreementId", max(s.email) filter (where s.side = 'marketing') as marketing,
        max(s.email) filter (where s.side = 'sales') as sales
      from agreement_version v
      join agreement_signatory s on s.portal_id = v.portal_id and s.agreement_id = v.agreement_id and s.version = v.version
      where v.portal_id = ${portalId}::text and v.status = 'active' and not s.delegate
      group by s.agreement_id`,
  );
  return new Map(rows.map(({ agreementId, ...signatories }) => [agreementId, signatories]));
}

/** Safe to run twice: a notice that somebody else has routed meanwhile keeps his routes. */
export function storeRoutes(
  database: Database,
  portalId: string,
  routed: Parameters<NoticeStore['storeRoutes']>[1],
): Promise<void> {
  const deliveries = routed.flatMap(({ key, routes }) =>
    routes.map(({ pace, ...route }) => ({ key, ...route, ...pace })),
  );
  return database.transaction(async (tx) => {
    const taken = await rowsOf(
      tx,
      sql<{ key: string }>`
        update notice set state = case when r.reason = '' then 'routed' else 'parked' end, reason = r.reason
        from jsonb_to_recordset(${asJson(routed.map(({ key, reason }) => ({ key, reason })))}) as r(key text, reason text)
        where notice.portal_id = ${portalId}::text and notice.notice_key = r.key and notice.state = 'intended'
        returning notice.notice_key as key`,
    );
    await rowsOf(
      tx,
      sql`
        insert into notice_delivery (portal_id, notice_key, channel, destination, personal_data, due_at, rest_ms)
        select ${portalId}::text, d.key, d.channel, d.destination, d."personalData",
          clock_timestamp() + d."gatherMs" * interval '1 millisecond', d."restMs"
        from jsonb_to_recordset(${asJson(deliveries)}) as d(key text, channel text, destination text, "personalData" boolean,
          "gatherMs" int, "restMs" int)
        where d.key = any(${taken.map(({ key }) => key)}::text[])
        on conflict do nothing`,
    );
  });
}
