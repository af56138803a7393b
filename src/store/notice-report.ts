// What was told to whom, and what became of it: the ledger behind the link of every message.
import { sql } from 'kysely';
import type { Page } from '#pipeline/admin-ports.ts';
import type { NoticePage, NoticeRecord } from '#pipeline/notices/ports.ts';
import type { Database } from './database.ts';
import { rowsOf } from './sql.ts';

/** Newest first. */
export async function listNotices(
  database: Database,
  portalId: string,
  { after, limit, messageId }: NoticePage,
): Promise<Page<NoticeRecord>> {
  const rows = await rowsOf(
    database.db,
    sql<NoticeRecord>`
      select n.notice_key as key, n.kind, n.audience, n.recipient, n.clause_id as "clauseId", n.clause_label as "clauseLabel",
        n.params, cardinality(n.lead_ids) as leads,
        array(select l.contact_id from unnest(n.lead_ids) with ordinality as ids(lead_id, place)
          join lead l on l.portal_id = n.portal_id and l.lead_id = ids.lead_id order by ids.place) as "contactIds",
        n.at, n.state, n.reason,
        coalesce((select jsonb_agg(jsonb_build_object('messageId', m.message_id, 'channel', m.channel, 'state', m.state,
            'reason', m.reason, 'attempts', m.attempts) order by m.channel, m.message_id)
          from notice_delivery d join notice_message m on m.portal_id = d.portal_id and m.message_id = d.message_id
          where d.portal_id = n.portal_id and d.notice_key = n.notice_key), '[]') as messages
      from notice n
      where n.portal_id = ${portalId}::text
        and (${after?.at ?? null}::timestamptz is null or (n.at, n.notice_key) < (${after?.at ?? null}::timestamptz, ${after?.key ?? ''}::text))
        and (${messageId}::text is null or exists (select 1 from notice_delivery d
          where d.portal_id = n.portal_id and d.notice_key = n.notice_key and d.message_id = ${messageId}::text))
      order by n.at desc, n.notice_key desc
      limit ${limit}::int`,
  );
  const last = rows.at(-1);
  return { items: rows, next: last === undefined || rows.length < limit ? null : `${last.at} ${last.key}` };
}
