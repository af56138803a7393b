// The leads that sales has in hand, with the decision that says what is due: what the work queue is made of.
import { type RawBuilder, sql } from 'kysely';
import { OPEN } from '#domain/course.ts';
import type { Decision } from '#domain/decision.ts';
import type { OpenLead, OpenLeads, QueueRequest } from '#pipeline/reports.ts';
import type { Database } from './database.ts';
import { readNow } from './portals.ts';
import { rowsOf } from './sql.ts';

/** More than a rep can work through, and few enough to be sorted in one answer. */
const MAX_OPEN_LEADS = 1_000;

interface OpenRow extends Omit<OpenLead, 'decision'> {
  readonly outcome: string;
}

/** Spelled as the indexes of 0007 spell it: with a list that is bound, PostgreSQL could not know that they serve. */
export function isOpen(state: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`${state} ->> 'status' in (${sql.join(OPEN.map((status) => sql.lit(status)))})`;
}

/** By the state that is lived, or by the one that is rehearsed while observing; those due soonest first. */
export async function listOpenLeads(
  database: Database,
  portalId: string,
  { ownerId }: QueueRequest,
): Promise<OpenLeads> {
  const rows = await rowsOf(
    database.db,
    sql<OpenRow>`
      select l.lead_id as "leadId", l.contact_id as "contactId", l.shadow is not null as rehearsed,
        coalesce(l.shadow, l.state) as state, d.outcome
      from lead l
      cross join lateral (
        select d.outcome from decision d
        where d.portal_id = l.portal_id and d.lead_id = l.lead_id
        order by d.seq desc
        limit 1) d
      where l.portal_id = ${portalId}::text
        and ${isOpen(sql`coalesce(l.shadow, l.state)`)}
        and (${ownerId}::text is null or coalesce(l.shadow, l.state) -> 'owner' ->> 'value' = ${ownerId}::text)
      order by l.due_at nulls last, l.lead_id
      limit ${MAX_OPEN_LEADS}::int`,
  );
  const leads = rows.map(({ outcome, ...row }) => {
    // Written by judge-batch as canonical JSON of a decision.
    return { ...row, decision: JSON.parse(outcome) as Decision };
  });
  return { now: await readNow(database), leads };
}
