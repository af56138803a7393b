import { sql } from 'kysely';
import type { TestDatabase } from './database.ts';

/** A test starts with an empty trail; the product never may (a trigger refuses to change or delete an entry). */
export async function clearAudit({
  database,
}: {
  readonly database: TestDatabase['database'];
}): Promise<void> {
  await sql`truncate audit_entry`.execute(database.db);
}
