// Every row of every table of a database as text, searched for words that must not be there any more.
import { sql } from 'kysely';
import type { Database } from '#store/database.ts';

/** `schema.table: word` for each that is still somewhere. Of views, catalogs and dropped rows nothing is said. */
export async function findInDatabase(
  database: Database,
  words: readonly string[],
): Promise<readonly string[]> {
  const { rows: tables } = await sql<{ schema: string; name: string }>`
    select n.nspname as schema, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\\_%'
    order by 1, 2`.execute(database.db);
  if (tables.length < 30) throw new Error('the tables were not found');
  const found: string[] = [];
  for (const { schema, name } of tables) {
    const { rows } = await sql<{ word: string }>`
      select distinct w.word from ${sql.id(schema, name)} t, unnest(${[...words]}::text[]) as w(word)
      where strpos(lower(t::text), lower(w.word)) > 0
        -- A number is a name only by itself: not within an instant or a longer number.
        and (w.word !~ '^[0-9]+$' or t::text ~ ('(^|[^0-9.])' || w.word || '([^0-9]|$)'))`.execute(
      database.db,
    );
    found.push(...rows.map(({ word }) => `${schema}.${name}: ${word}`));
  }
  return found;
}
