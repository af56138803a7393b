// Behaviour goes; of who was handed over, the meetings that a month's cohort is judged by stay as dates (R29).
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { NOT_KEPT } from '#domain/marketing/meetings.ts';
import { signalsOf } from '#domain/sightings.ts';
import type { Tx } from '#store/database.ts';
import { loadSightings } from '#store/sightings.ts';
import { asJson, rowsOf } from '#store/sql.ts';
import type { ErasureScope } from './scope.ts';

export async function eraseSignals(tx: Tx, scope: ErasureScope): Promise<void> {
  const { portalId } = scope;
  const meetings = await findMeetings(tx, scope);
  await rowsOf(
    tx,
    sql`delete from signal where portal_id = ${portalId}::text and lead_id = any(${[...scope.leadIds]}::text[])`,
  );
  if (meetings.length === 0) return;
  await rowsOf(
    tx,
    sql`
      insert into signal (portal_id, lead_id, signal_id, source, kind, at, detail, seen_at, known_at)
      select ${portalId}::text, m.token, m.id, 'engagement', 'meeting', m.at, m.detail, m.at, m.at
      from jsonb_to_recordset(${asJson(meetings)}) as m(token text, id text, at timestamptz, detail text)`,
  );
}

async function findMeetings(tx: Tx, { portalId, tokens }: ErasureScope): Promise<readonly object[]> {
  const leadIds = tokens.map(({ id }) => id);
  const handedOver = await rowsOf(
    tx,
    sql<{ id: string }>`
      select distinct lead_id as id from milestone
      where portal_id = ${portalId}::text and lead_id = any(${leadIds}::text[]) and kind = 'mql' and counts`,
  );
  const counted = new Set(handedOver.map(({ id }) => id));
  const sightings = await loadSightings(tx, { portalId, leadIds: [...counted] });
  return tokens
    .filter(({ id }) => counted.has(id))
    .flatMap(({ id, token }) =>
      signalsOf(sightings.get(id) ?? [])
        .filter(({ kind }) => kind === 'meeting')
        .map(({ at, detail }) => ({
          token,
          id: `meeting:${randomUUID()}`,
          at,
          detail: detail === NOT_KEPT ? NOT_KEPT : '',
        })),
    );
}
