// Contacts whose leads are to be judged again for what became of their writes.
import { sql } from 'kysely';
import type { Tx } from './database.ts';
import { rowsOf } from './sql.ts';

export async function markDirtyAgain(tx: Tx, portalId: string, contactIds: readonly string[]): Promise<void> {
  if (contactIds.length === 0) return;
  await rowsOf(
    tx,
    sql`
      insert into dirty (portal_id, object_type, object_id, generation, lane, not_before)
      select ${portalId}::text, 'contact', id, nextval('dirty_generation'), 2, clock_timestamp()
      from unnest(${[...contactIds].sort()}::text[]) id
      on conflict (portal_id, object_type, object_id) do update
        set generation = excluded.generation, not_before = excluded.not_before`,
  );
}
