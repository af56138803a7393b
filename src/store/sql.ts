// Small helpers that every statement uses: a typed run of raw SQL, and rows as one jsonb parameter.
import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from './database.ts';

export async function rowsOf<Row>(db: Db | Tx, statement: RawBuilder<Row>): Promise<readonly Row[]> {
  return (await statement.execute(db)).rows;
}

export async function oneOf<Row>(db: Db | Tx, statement: RawBuilder<Row>): Promise<Row | null> {
  return (await rowsOf(db, statement))[0] ?? null;
}

/** Rows for jsonb_to_recordset: pg binds a JavaScript array as a Postgres array, so it is stringified here. */
export function asJson(rows: unknown): RawBuilder<unknown> {
  return sql`${JSON.stringify(rows)}::jsonb`;
}

/** Rows that name their lead, by lead. */
export function groupByLead<Row extends { leadId: string }>(
  rows: readonly Row[],
): ReadonlyMap<string, Omit<Row, 'leadId'>[]> {
  const groups = new Map<string, Omit<Row, 'leadId'>[]>();
  for (const { leadId, ...row } of rows) {
    const group = groups.get(leadId);
    if (group === undefined) groups.set(leadId, [row]);
    else group.push(row);
  }
  return groups;
}
