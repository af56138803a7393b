// The observe report (5a.1), counted from rehearsed states and from the events that HubSpot sent.
import { sql } from 'kysely';
import type {
  ObserveQuestion,
  ObserveReport,
  RehearsedHandOvers,
  RehearsedStage,
  Writer,
} from '#pipeline/observe-report.ts';
import type { Database } from './database.ts';
import { oneOf, rowsOf } from './sql.ts';

/** As many as a person reads. */
const MAX_WRITERS = 50;
/** More reps and days than any report shows. */
const MAX_SLOTS = 5_000;

/** Null: no such portal. */
export async function readObserveReport(
  database: Database,
  portalId: string,
  question: ObserveQuestion,
): Promise<ObserveReport | null> {
  const portal = await oneOf(
    database.db,
    sql<{ since: string }>`select baseline_at as since from portal where portal_id = ${portalId}::text`,
  );
  if (portal === null) return null;
  const [handOvers, stages, writers] = await Promise.all([
    countHandOvers(database, portalId, question.days),
    countStages(database, portalId),
    countWriters(database, portalId, question),
  ]);
  return { since: portal.since, days: question.days, handOvers, stages, writers };
}

/**
 * What was lived before the rehearsal is no part of it. Whose a hand-over was says the decision that made it; who was found
 * only later has the lead now.
 */
function countHandOvers(
  database: Database,
  portalId: string,
  days: number,
): Promise<readonly RehearsedHandOvers[]> {
  return rowsOf(
    database.db,
    sql<RehearsedHandOvers>`
      with made as (
        select l.lead_id, h.at::timestamptz as at,
          case when h.at = l.shadow ->> 'handedOverAt' then l.shadow -> 'owner' ->> 'value' else '' end as found_later
        from lead l cross join lateral jsonb_array_elements_text(l.shadow -> 'handOvers') as h(at)
        where l.portal_id = ${portalId}::text and l.shadow is not null
          and not coalesce(l.state -> 'handOvers' ? h.at, false)
          and h.at::timestamptz > ${daysAgo(days)}),
      owned as (
        select m.at, coalesce(nullif(d.owner_id, ''), m.found_later) as owner_id
        from made m left join lateral (
          select d.outcome::jsonb -> 'state' -> 'owner' ->> 'value' as owner_id from decision d
          where d.portal_id = ${portalId}::text and d.lead_id = m.lead_id and d.at = m.at and not d.live
          order by d.seq desc
          limit 1) d on true)
      select w.owner_id as "ownerId", coalesce(max(nullif(o.name, '')), max(o.email), '') as name,
        to_char(w.at at time zone p.time_zone, 'YYYY-MM-DD') as day, count(*)::int as count
      from owned w join portal p on p.portal_id = ${portalId}::text
        left join owner o on o.portal_id = p.portal_id and o.owner_id = w.owner_id
      group by 1, 3
      order by 3 desc, 4 desc, 1
      limit ${MAX_SLOTS}::int`,
  );
}

function countStages(database: Database, portalId: string): Promise<readonly RehearsedStage[]> {
  return rowsOf(
    database.db,
    sql<RehearsedStage>`
      select s -> 'stage' ->> 'before' as from, s -> 'stage' ->> 'value' as to, count(*)::int as leads
      from (select shadow as s, state from lead where portal_id = ${portalId}::text and shadow is not null) rehearsed
      where s -> 'stage' ->> 'by' = 'accord' and s -> 'stage' is distinct from state -> 'stage'
        and s -> 'stage' ->> 'value' <> s -> 'stage' ->> 'before'
      group by 1, 2
      order by 3 desc, 1, 2`,
  );
}

/**
 * Of contacts. A workflow names each of its runs (enrollmentId), which would make a row of every change; an e-mail's or an
 * import's id stays.
 */
function countWriters(
  database: Database,
  portalId: string,
  { days, appId }: ObserveQuestion,
): Promise<readonly Writer[]> {
  return rowsOf(
    database.db,
    sql<Writer>`
      with written as (
        select property_name as property, occurred_at, coalesce(event ->> 'changeSource', '') as source,
          case when event ->> 'sourceId' like 'enrollmentId:%' then '' else coalesce(event ->> 'sourceId', '') end as source_id,
          echo or event ->> 'changeSource' = 'INTEGRATION'
            and event ->> 'sourceId' in (event ->> 'appId', ${appId}::text) as own
        from inbox_event
        where portal_id = ${portalId}::text and property_name in ('lifecyclestage', 'hubspot_owner_id')
          and object_type = 'contact' and action = 'propertyChange'
          and occurred_at > ${daysAgo(days)}),
      counted as (
        select property, case when own then '' else source end as source, case when own then '' else source_id end as source_id,
          coalesce(own, false) as own, count(*)::int as changes, max(occurred_at) as last_at
        from written
        group by 1, 2, 3, 4
        order by changes desc, property desc, own, source, source_id
        limit ${MAX_WRITERS}::int)
      select c.property, c.source, c.source_id as "sourceId", coalesce(person.name, '') as name, c.own, c.changes,
        c.last_at as "lastAt"
      from counted c left join lateral (
        select coalesce(nullif(o.name, ''), o.email) as name from owner o
        where o.portal_id = ${portalId}::text and 'userId:' || o.user_id = c.source_id
        order by o.archived, o.owner_id
        limit 1) person on true
      order by c.changes desc, c.property desc, c.own, c.source, c.source_id`,
  );
}

/** Worked out once, not for every row. */
function daysAgo(days: number) {
  return sql`(select accord_now() - ${days}::int * interval '1 day')`;
}
