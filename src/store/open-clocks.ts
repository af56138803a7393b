// The clocks that sales has to watch, those due soonest first.
import { type RawBuilder, sql } from 'kysely';
import type { Page } from '#pipeline/admin-ports.ts';
import type { ClockQuery, OpenClock } from '#pipeline/clocks/clock-store.ts';
import type { Database } from './database.ts';
import { rowsOf } from './sql.ts';

/** Spelled as the index of 0017 spells it. */
const OPEN = sql`c.status in ('running', 'warned', 'breached', 'paused')`;

/** Those paused, or nobody's yet, come last. */
const DUE = sql`coalesce(c.due_at, 'infinity'::timestamptz)`;

export async function listOpenClocks(
  database: Database,
  portalId: string,
  query: ClockQuery,
): Promise<Page<OpenClock>> {
  const { ownerId, after, limit } = query;
  const [afterDue = '', ...afterKey] = (after ?? '').split(' ');
  const rows = await rowsOf(
    database.db,
    sql<OpenClock & { key: string }>`
      select c.lead_id as "leadId", l.contact_id as "contactId", c.agreement_id as "agreementId", c.version, c.cycle, c.clause,
        c.run, c.owner_id as "ownerId", c.started_at as "startedAt", c.since, c.warn_at as "warnAt", c.due_at as "dueAt",
        c.total_due_at as "totalDueAt", c.warned_at as "warnedAt", c.breached_at as "breachedAt", c.met_at as "metAt", c.status,
        c.warn_fired_at as "warnFiredAt", c.breach_fired_at as "breachFiredAt",
        ${DUE_TEXT} || ' ' || ${KEY} as key
      from clock c join lead l on l.portal_id = c.portal_id and l.lead_id = c.lead_id
      where c.portal_id = ${portalId}::text and ${OPEN} and ${isShown(query)}
        and (${ownerId}::text is null or c.owner_id = ${ownerId}::text)
        and (${after}::text is null or (${DUE}, ${KEY}) > (${afterDue === '' ? 'infinity' : afterDue}::timestamptz, ${afterKey.join(' ')}::text))
      order by ${DUE}, ${KEY}
      limit ${limit + 1}::int`,
  );
  const items = rows.slice(0, limit);
  return {
    items: items.map(({ key: _key, ...clock }) => clock),
    next: rows.length > limit ? (items.at(-1)?.key ?? null) : null,
  };
}

/** No part has a blank in it. */
const KEY = sql`(c.lead_id || ' ' || c.agreement_id || ' ' || c.cycle || ' ' || c.clause || ' ' || c.run) collate "C"`;
const DUE_TEXT = sql`coalesce(to_char(c.due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'infinity')`;

function isShown({ show, withinHours }: ClockQuery): RawBuilder<unknown> {
  switch (show) {
    case 'open':
      return sql`true`;
    case 'dueSoon':
      return sql`c.status in ('running', 'warned')
        and c.due_at <= (select accord_now()) + ${withinHours}::int * interval '1 hour'`;
    case 'breached':
    case 'paused':
      return sql`c.status = ${show}::text`;
    default:
      return show satisfies never;
  }
}
