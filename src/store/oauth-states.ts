// The server's half of an OAuth `state`: hashed, single use, ten minutes. Technical time: a browser waits in real time.
import { sql } from 'kysely';
import type { Database } from './database.ts';
import { oneOf, rowsOf } from './sql.ts';

const LIFETIME = sql`interval '10 minutes'`;

export function createOauthStates(database: Database) {
  return {
    store: (stateHash: string): Promise<void> => storeOauthState(database, stateHash),
    take: (stateHash: string): Promise<boolean> => takeOauthState(database, stateHash),
  };
}

/** Also removes the ones nobody came back with, so that the table stays small. */
async function storeOauthState(database: Database, stateHash: string): Promise<void> {
  await rowsOf(
    database.db,
    sql`
      with expired as (delete from oauth_state where created_at < clock_timestamp() - ${LIFETIME})
      insert into oauth_state (state_hash, created_at) values (${stateHash}::text, clock_timestamp())`,
  );
}

/** Whether this state was ours, unused and fresh. It is used up by asking. */
async function takeOauthState(database: Database, stateHash: string): Promise<boolean> {
  const row = await oneOf(
    database.db,
    sql<{ fresh: boolean }>`
      delete from oauth_state where state_hash = ${stateHash}::text
      returning created_at >= clock_timestamp() - ${LIFETIME} as fresh`,
  );
  return row?.fresh ?? false;
}
