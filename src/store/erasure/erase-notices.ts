// What people were told of the person, or were about to be.
import { sql } from 'kysely';
import type { Tx } from '#store/database.ts';
import { rowsOf } from '#store/sql.ts';
import type { ErasureScope } from './scope.ts';

/** What is told of several leads is told of the others. */
export async function eraseNotices(tx: Tx, { portalId, leadIds }: ErasureScope): Promise<void> {
  const ids = sql`${[...leadIds]}::text[]`;
  await rowsOf(
    tx,
    sql`
      delete from notice
      where portal_id = ${portalId}::text and lead_ids && ${ids} and lead_ids <@ ${ids}`,
  );
  await rowsOf(
    tx,
    sql`
      update notice set lead_ids = array(
        select id from unnest(lead_ids) with ordinality as l(id, place) where id <> all(${ids}) order by place)
      where portal_id = ${portalId}::text and lead_ids && ${ids}`,
  );
}

export function eraseMessages(tx: Tx, { portalId }: ErasureScope): Promise<unknown> {
  return rowsOf(
    tx,
    sql`
      delete from notice_message m
      where m.portal_id = ${portalId}::text and m.state = 'intended' and not exists (
        select 1 from notice_delivery d where d.portal_id = m.portal_id and d.message_id = m.message_id)`,
  );
}
