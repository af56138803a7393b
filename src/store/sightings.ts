// Sightings of behaviour: loaded with their lead, stored by the turn that holds the portal's lease.
import { sql } from 'kysely';
import type { Sighting } from '#domain/sightings.ts';
import type { Db, Tx } from './database.ts';
import { asJson, groupByLead, rowsOf } from './sql.ts';

interface SightingRow {
  readonly leadId: string;
  readonly id: string;
  readonly source: Sighting['source'];
  readonly kind: Sighting['kind'];
  readonly at: string;
  readonly detail: string;
  readonly seenAt: string;
  readonly count: number | null;
  readonly ownerId: string | null;
  readonly loggedAt: string | null;
  readonly outcome: 'attempt' | 'contact' | null;
  readonly knownAt: string;
  readonly earlier: readonly string[];
}

export async function loadSightings(
  db: Db,
  scope: { readonly portalId: string; readonly leadIds: readonly string[] },
): Promise<ReadonlyMap<string, Sighting[]>> {
  const rows = await rowsOf(
    db,
    sql<SightingRow>`
      select lead_id as "leadId", signal_id as id, source, kind, at, detail, seen_at as "seenAt", count,
        owner_id as "ownerId", logged_at as "loggedAt", outcome,
        known_at as "knownAt", earlier
      from signal
      where portal_id = ${scope.portalId}::text and lead_id = any(${[...scope.leadIds]}::text[])
      order by at, signal_id collate "C"`,
  );
  return groupByLead(rows.map((row) => ({ leadId: row.leadId, ...toSighting(row) })));
}

function toSighting(row: SightingRow): Sighting {
  const { id, source, kind, at, detail, seenAt, count, ownerId, loggedAt, outcome, knownAt, earlier } = row;
  return {
    id,
    source,
    kind,
    at,
    detail,
    seenAt,
    knownAt,
    ...(count === null ? {} : { count }),
    ...(ownerId === null ? {} : { ownerId }),
    ...(loggedAt === null ? {} : { loggedAt }),
    ...(outcome === null ? {} : { outcome }),
    ...(earlier.length === 0 ? {} : { earlier }),
  };
}

/**
 * Rows that the turn has joined with what was known, so they replace it. `known_at` is when the lead was first known to
 * have done this: it stays, unless it had counted for something else. An activity keeps the dates it has had.
 */
export async function storeSightings(
  tx: Tx,
  portalId: string,
  seen: { readonly now: string; readonly rows: readonly (Sighting & { readonly leadId: string })[] },
): Promise<readonly string[]> {
  if (seen.rows.length === 0) return [];
  const stored = await rowsOf(
    tx,
    sql<{ lead_id: string }>`
      insert into signal as s (portal_id, lead_id, signal_id, source, kind, at, detail, seen_at, count, owner_id, logged_at,
        outcome, known_at, earlier)
      select ${portalId}::text, r."leadId", r.id, r.source, r.kind, r.at, r.detail, r."seenAt", r.count, r."ownerId",
        r."loggedAt", r.outcome, ${seen.now}::timestamptz, coalesce(r.earlier, '{}')
      from jsonb_to_recordset(${asJson(seen.rows)}) as r("leadId" text, id text, source text, kind text, at timestamptz,
        detail text, "seenAt" timestamptz, count int, "ownerId" text, "loggedAt" timestamptz, outcome text,
        earlier text[])
      on conflict (portal_id, lead_id, signal_id) do update set kind = excluded.kind, at = excluded.at,
          detail = excluded.detail, seen_at = excluded.seen_at, count = excluded.count, owner_id = excluded.owner_id,
          logged_at = excluded.logged_at, outcome = excluded.outcome,
          earlier = case when s.source = 'engagement'
            then dates_before(s.earlier || excluded.earlier, s.at, excluded.at) else excluded.earlier end,
          known_at = case when s.kind = excluded.kind then s.known_at else excluded.known_at end
        where (s.kind, s.at, s.detail, s.count, s.owner_id, s.logged_at, s.outcome)
          is distinct from (excluded.kind, excluded.at, excluded.detail, excluded.count, excluded.owner_id,
            excluded.logged_at, excluded.outcome)
      returning lead_id`,
  );
  return stored.map((row) => row.lead_id);
}
