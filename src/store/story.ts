// What has happened to a portal's leads, as its tables have it: decisions with who they are about, what people said, and the
// promises run by run. For whoever tells it.
import { sql } from 'kysely';
import type { ConsequenceKind } from '#domain/agreement-sales.ts';
import type { Clock, Decision } from '#domain/decision.ts';
import type { Database } from './database.ts';
import { oneOf, rowsOf } from './sql.ts';

const DECISIONS_PAGE = 500;

export interface ToldDecision {
  readonly seq: string;
  readonly at: string;
  readonly leadId: string;
  readonly contactId: string;
  readonly name: string;
  readonly company: string;
  readonly decision: Decision;
}

export interface ToldAct {
  readonly id: string;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly reason: string;
  /** Null: it is about no lead. */
  readonly contactId: string | null;
}

export interface ToldClock extends Clock {
  readonly leadId: string;
  readonly warnFiredAt: string | null;
  readonly breachFiredAt: string | null;
}

/** Live decisions made after one, in the order in which they were made. `after`: `0` for all. */
export async function loadDecisionsAfter(
  database: Database,
  portalId: string,
  after: string,
): Promise<readonly ToldDecision[]> {
  const found: ToldDecision[] = [];
  for (let seq: string | null = after; seq !== null; ) {
    const page: readonly ToldDecision[] = await loadPage(database, portalId, seq);
    found.push(...page);
    seq = page.length < DECISIONS_PAGE ? null : (page.at(-1)?.seq ?? null);
  }
  return found;
}

async function loadPage(
  database: Database,
  portalId: string,
  after: string,
): Promise<readonly ToldDecision[]> {
  const rows = await rowsOf(
    database.db,
    sql<Omit<ToldDecision, 'decision'> & { outcome: string }>`
      select d.seq::text as seq, d.at, d.lead_id as "leadId", l.contact_id as "contactId", d.outcome,
        concat_ws(' ', m.cells #>> '{firstname,v}', m.cells #>> '{lastname,v}') as name,
        coalesce(m.cells #>> '{company,v}', '') as company
      from decision d
      join lead l on l.portal_id = d.portal_id and l.lead_id = d.lead_id
      left join lateral (select cells from mirror
        where portal_id = l.portal_id and object_type = 'contact' and object_id = l.contact_id limit 1) m on true
      where d.portal_id = ${portalId}::text and d.live and d.seq > ${after}::bigint
      order by d.seq limit ${DECISIONS_PAGE}::int`,
  );
  // Written by judge-batch as canonical JSON of a decision.
  return rows.map(({ outcome, ...row }) => ({ ...row, decision: JSON.parse(outcome) as Decision }));
}

/** Audit entries made after one, oldest first. `after`: `0` for all. */
export function loadActsAfter(
  database: Database,
  portalId: string,
  after: string,
): Promise<readonly ToldAct[]> {
  return rowsOf(
    database.db,
    sql<ToldAct>`
      select id::text as id, at, actor, action, before, after, reason, after ->> 'contactId' as "contactId"
      from audit_entry where portal_id = ${portalId}::text and id > ${after}::bigint
      order by id`,
  );
}

/** Every run there was, by lead, clause and run. */
export function loadRuns(database: Database, portalId: string): Promise<readonly ToldClock[]> {
  return rowsOf(
    database.db,
    sql<ToldClock>`
      select lead_id as "leadId", cycle, clause, run, owner_id as "ownerId", started_at as "startedAt", since,
        warn_at as "warnAt", due_at as "dueAt", total_due_at as "totalDueAt", warned_at as "warnedAt",
        breached_at as "breachedAt", met_at as "metAt", status, warn_fired_at as "warnFiredAt",
        breach_fired_at as "breachFiredAt"
      from clock where portal_id = ${portalId}::text
      order by lead_id, cycle, clause, run`,
  );
}

export interface ToldConsequence {
  readonly id: string;
  readonly leadId: string;
  readonly cycle: number;
  readonly clause: string;
  readonly run: number;
  readonly step: number;
  readonly kind: ConsequenceKind;
  readonly at: string;
  readonly dueAt: string;
  readonly ownerId: string;
  readonly undoneAt: string | null;
  readonly touchedAt: string | null;
  readonly restored: boolean;
}

/** All that followed broken promises, in the order in which it was carried out. */
export function loadConsequences(database: Database, portalId: string): Promise<readonly ToldConsequence[]> {
  return rowsOf(
    database.db,
    sql<ToldConsequence>`
      select consequence_id::text as id, lead_id as "leadId", cycle, clause, run, step, kind, at, due_at as "dueAt",
        owner_id as "ownerId", undone_at as "undoneAt", touched_at as "touchedAt", restored
      from consequence where portal_id = ${portalId}::text
      order by consequence_id`,
  );
}

/** Epoch milliseconds of the next instant at which time alone changes something; null: none. */
export async function loadNextDue(database: Database, portalId: string): Promise<number | null> {
  const row = await oneOf(
    database.db,
    sql<{ ms: number | null }>`
      select (extract(epoch from least(
        (select min(next_at) from clock where portal_id = ${portalId}::text),
        (select min(review_at) from lead where portal_id = ${portalId}::text))) * 1000)::float8 as ms`,
  );
  return row?.ms ?? null;
}

/**
 * As after an hour of the machine, in which owners are read anew: in a story the hours of a day take a second. The next turn
 * reads them.
 */
export async function forgetOwners(database: Database, portalId: string): Promise<void> {
  await rowsOf(database.db, sql`update portal set owners_read_at = null where portal_id = ${portalId}::text`);
}
