// What sales' clauses of a month are counted on: clocks (migration 0017), the runs of one start together.
import { sql } from 'kysely';
import type { HandledLead } from '#domain/handling/standing.ts';
import type { Month } from '#domain/marketing/month.ts';
import type { Database } from './database.ts';
import { rowsOf } from './sql.ts';

interface Asked {
  readonly portalId: string;
  readonly agreementId: string;
  readonly span: Pick<Month, 'start' | 'end'>;
}

/** Due in the month, or about to be. What stands still, or is nobody's yet, has no due time and waits for one. */
export function listHandled(database: Database, asked: Asked): Promise<readonly HandledLead[]> {
  const { portalId, agreementId, span } = asked;
  return rowsOf(
    database.db,
    sql<HandledLead>`
      with concerned as (
        select lead_id from clock
        where portal_id = ${portalId}::text and agreement_id = ${agreementId}::text
          and due_at >= ${span.start}::timestamptz and due_at < ${span.end}::timestamptz
        union
        select lead_id from clock
        where portal_id = ${portalId}::text and agreement_id = ${agreementId}::text
          and total_due_at >= ${span.start}::timestamptz and total_due_at < ${span.end}::timestamptz),
      promise as (
        select distinct on (k.lead_id, k.cycle, k.clause, k.started_at) k.lead_id, k.cycle, k.clause, k.owner_id, k.met_at, k.status,
          k.due_at is null and k.met_at is null as waits,
          greatest(first_value(k.due_at) over runs, k.total_due_at) as due_at,
          -- Clocks fire at once where the portal is live: what is overdue and has not fired, fell due while it was not.
          bool_or(k.breached_at is not null or k.status in ('running', 'warned') and k.due_at <= accord_now()) over runs as breached,
          bool_or(k.breach_fired_at is not null) over runs as fired
        from clock k join concerned on concerned.lead_id = k.lead_id
        where k.portal_id = ${portalId}::text and k.agreement_id = ${agreementId}::text
        window runs as (partition by k.lead_id, k.cycle, k.clause, k.started_at order by k.run
          rows between unbounded preceding and unbounded following)
        order by k.lead_id, k.cycle, k.clause, k.started_at, k.run desc)
      select p.lead_id as "leadId", case when c.gone is not true then l.contact_id end as "contactId", p.cycle, p.clause,
        p.owner_id as "ownerId", p.due_at as "dueAt", p.met_at as "metAt",
        p.status = 'excused' or exists (select 1 from clock_excuse x where x.portal_id = ${portalId}::text
          and x.lead_id = p.lead_id and x.agreement_id in ('', ${agreementId}::text) and x.cycle = p.cycle and x.clause = p.clause) as "isExcused",
        p.status = 'ended' as "isOver", p.breached as "isBreached", p.fired as "hasFired"
      from promise p
      left join lead l on l.portal_id = ${portalId}::text and l.lead_id = p.lead_id
      left join mirror c on c.portal_id = l.portal_id and c.object_type = 'contact' and c.object_id = l.contact_id
      where not p.waits and p.due_at >= ${span.start}::timestamptz and p.due_at < ${span.end}::timestamptz
      order by p.due_at, p.lead_id`,
  );
}
