// The log of paused sources, the leads that they hold, and a person's word that one ends: in one transaction with its audit row,
// what both sides are told, and the marks that have the leads judged again.
import { type RawBuilder, sql } from 'kysely';
import { resumedNotices } from '#domain/alerts/source-pause-notices.ts';
import type { Language } from '#domain/wording.ts';
import type { Actor, Page } from '#pipeline/admin-ports.ts';
import type {
  HeldLead,
  Lifted,
  PauseQuery,
  PauseRecord,
  SourcePauseLog,
} from '#pipeline/consequences/source-pauses.ts';
import { writeAudit } from './audit.ts';
import type { Database, Db, Tx } from './database.ts';
import { insertNotices } from './notices.ts';
import { endPauses, HELD_LEADS, NUMBERS, PORTAL_NOW, SOURCE_OF_LEAD } from './source-pauses.ts';
import { oneOf, rowsOf } from './sql.ts';

export function createSourcePauseLog(database: Database): SourcePauseLog {
  return {
    list: (portalId, query) => listPauses(database, portalId, query),
    listHeld: (portalId, id, limit) => listHeld(database, { portalId, id, limit }),
    lift: (portalId, id, by) => lift(database, { portalId, id }, by),
  };
}

/** Of the pause p, while it stands. */
const IS_HELD_BY: RawBuilder<unknown> = sql`
  l.portal_id = p.portal_id and l.agreement_id = p.agreement_id and (l.state ->> 'heldSince') is not null
  and ${SOURCE_OF_LEAD} = p.source and p.until is null`;

const COLUMNS = sql`
  ${NUMBERS}, p.version, p.until, p.ended_by as "endedBy", p.ended_by_actor as "endedByActor",
  case when p.end_month is not null then jsonb_build_object('month', p.end_month, 'reached', p.end_reached, 'matured', p.end_matured) end as "metBy",
  (select count(*)::int from ${HELD_LEADS} where ${IS_HELD_BY}) as held`;

async function listPauses(
  database: Database,
  portalId: string,
  { standing, after, limit }: PauseQuery,
): Promise<Page<PauseRecord>> {
  const rows = await rowsOf(
    database.db,
    sql<PauseRecord>`
      select ${COLUMNS} from source_pause p
      where p.portal_id = ${portalId}::text and (${after}::bigint is null or p.pause_id < ${after}::bigint)
        and (not ${standing}::boolean or p.until is null)
      order by p.pause_id desc
      limit ${limit + 1}::int`,
  );
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

async function listHeld(
  database: Database,
  { portalId, id, limit }: PausePlace & { readonly limit: number },
): Promise<readonly HeldLead[] | null> {
  if ((await readPause(database.db, { portalId, id })) === null) return null;
  return rowsOf(
    database.db,
    sql<HeldLead>`
      select l.contact_id as "contactId", l.state ->> 'heldSince' as "heldSince", coalesce(l.state -> 'scored' ->> 'grade', '') as grade,
        coalesce((l.state -> 'scored' ->> 'total')::int, 0) as score
      from source_pause p cross join ${HELD_LEADS}
      where p.portal_id = ${portalId}::text and p.pause_id = ${id}::bigint and ${IS_HELD_BY}
      order by score desc, l.contact_id
      limit ${limit}::int`,
  );
}

type FoundPause = PauseRecord & { readonly language: Language | null };

interface PausePlace {
  readonly portalId: string;
  readonly id: string;
}

function readPause(db: Db | Tx, { portalId, id }: PausePlace, lock = sql``): Promise<FoundPause | null> {
  return oneOf(
    db,
    sql<FoundPause>`
      select ${COLUMNS}, (select v.compiled::jsonb ->> 'language' from agreement_version v
        where v.portal_id = p.portal_id and v.agreement_id = p.agreement_id and v.status = 'active') as language
      from source_pause p
      where p.portal_id = ${portalId}::text and p.pause_id = ${id}::bigint ${lock}`,
  );
}

function lift(database: Database, { portalId, id }: PausePlace, by: Actor): Promise<Lifted> {
  return database.transaction(async (tx) => {
    const found = await readPause(tx, { portalId, id }, sql`for update of p`);
    if (found === null) return { refusal: 'NO_SUCH_PAUSE' };
    if (found.until !== null) return { refusal: 'ALREADY_ENDED' };
    const { agreementId, source, month, reached, matured, floor, since, language, held } = found;
    const now = await oneOf(
      tx,
      sql<{ at: string }>`
        select greatest(${PORTAL_NOW}, p.since) as at from source_pause p
        where p.portal_id = ${portalId}::text and p.pause_id = ${id}::bigint`,
    );
    const at = now?.at ?? since;
    await writeAudit(tx, portalId, {
      by,
      action: 'lift source pause',
      before: { id, agreementId, source, month, reached, matured, floor, since },
      after: { at, held },
    });
    await insertNotices(tx, portalId, resumedNotices(found, { agreementId, language: language ?? 'en', at }));
    await endPauses(
      tx,
      portalId,
      sql`
        update source_pause p set until = ${at}::timestamptz, ended_by = 'person', ended_by_actor = ${by.actor}::text
        where p.portal_id = ${portalId}::text and p.pause_id = ${id}::bigint`,
    );
    return { at, released: held };
  });
}
