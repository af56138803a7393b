// Whom nothing may be done about any more (I6). Few are at any time.
import { type RawBuilder, sql } from 'kysely';

/** Of a table with `portal_id`: whether the contact in `column` is being erased. */
export function isBeingErased(table: string, column: string): RawBuilder<unknown> {
  return sql`exists (
    select 1 from erasure f
    where f.portal_id = ${sql.ref(`${table}.portal_id`)} and f.contact_id = ${sql.ref(`${table}.${column}`)})`;
}
