// Messages made of notices: one per place at a time, claimed before they are sent, settled by what became of them. Several
// workers do this at once; row locks that others skip keep them apart.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { ShownLead } from '#domain/notices/message.ts';
import type { Notice } from '#domain/notices/notice.ts';
import type { ClaimedMessage, Delivery, MessageKey } from '#pipeline/notices/ports.ts';
import type { Database, Tx } from './database.ts';
import { maySend, NOTICE_COLUMNS } from './notices.ts';
import { oneOf, rowsOf } from './sql.ts';

/** Longer than any channel takes: a message still `sent` after this lost its worker. */
const UNKNOWN_AFTER_SECONDS = 60;
/** About a day with the pauses of retryAt; outages end before. */
const MAX_ATTEMPTS = 100;

interface Place {
  readonly portal_id: string;
  readonly channel: string;
  readonly destination: string;
}

/** A place that has a message on its way gathers on, so that an outage ends in one digest. */
export async function composeDue(database: Database, limit: number): Promise<number> {
  const places = await rowsOf(
    database.db,
    sql<Place>`
      select d.portal_id, d.channel, d.destination from notice_delivery d
      left join notice_place l on l.portal_id = d.portal_id and l.channel = d.channel and l.destination = d.destination
      where d.message_id is null and d.due_at <= clock_timestamp()
        and (l.rests_until is null or l.rests_until <= clock_timestamp())
        and not exists (select 1 from notice_message m where m.portal_id = d.portal_id and m.channel = d.channel
          and m.destination = d.destination and m.state in ('intended', 'sent'))
      group by d.portal_id, d.channel, d.destination
      order by min(d.due_at)
      limit ${limit}::int`,
  );
  let composed = 0;
  for (const place of places) if (await database.transaction((tx) => compose(tx, place))) composed += 1;
  return composed;
}

/** All that waits for the place, also what is not due yet: it is the same digest. */
async function compose(tx: Tx, place: Place): Promise<boolean> {
  if (!(await holdPlace(tx, place))) return false;
  const messageId = randomUUID();
  const { portal_id, channel, destination } = place;
  await rowsOf(
    tx,
    sql`
      insert into notice_message (portal_id, message_id, channel, destination, state, intended_at, not_before)
      values (${portal_id}::text, ${messageId}::text, ${channel}::text, ${destination}::text, 'intended', accord_now(),
        clock_timestamp())`,
  );
  const rested = await rowsOf(
    tx,
    sql`
      with taken as (
        update notice_delivery set message_id = ${messageId}::text
        where portal_id = ${portal_id}::text and channel = ${channel}::text and destination = ${destination}::text
          and message_id is null
        returning rest_ms)
      update notice_place set rests_until = clock_timestamp() + longest.rest_ms * interval '1 millisecond'
      from (select max(rest_ms) as rest_ms from taken) longest
      where portal_id = ${portal_id}::text and channel = ${channel}::text and destination = ${destination}::text
        and longest.rest_ms is not null
      returning 1`,
  );
  if (rested.length > 0) return true;
  // Somebody else has taken them meanwhile.
  await rowsOf(
    tx,
    sql`delete from notice_message where portal_id = ${portal_id}::text and message_id = ${messageId}::text`,
  );
  return false;
}

/** False while the place rests, or another worker is at it. */
async function holdPlace(tx: Tx, { portal_id, channel, destination }: Place): Promise<boolean> {
  await rowsOf(
    tx,
    sql`
      insert into notice_place (portal_id, channel, destination, rests_until)
      values (${portal_id}::text, ${channel}::text, ${destination}::text, '-infinity') on conflict do nothing`,
  );
  const free = await oneOf(
    tx,
    sql`
      select 1 from notice_place
      where portal_id = ${portal_id}::text and channel = ${channel}::text and destination = ${destination}::text
        and rests_until <= clock_timestamp()
      for update skip locked`,
  );
  return free !== null;
}

/** What a repeat can be told by goes again: a mail's id, a task's key. A webhook has neither. */
export async function recoverUnknown(database: Database): Promise<void> {
  await rowsOf(
    database.db,
    sql`
      update notice_message m set
        state = case when repeats.safe and m.attempts < ${MAX_ATTEMPTS}::int then 'intended' else 'parked' end,
        reason = 'OUTCOME_UNKNOWN', not_before = clock_timestamp()
      from (
        select o.portal_id, o.message_id, o.channel = 'email' or (o.channel = 'task' and p.unique_task_key) as safe
        from notice_message o join portal p on p.portal_id = o.portal_id
        where o.state = 'sent' and o.sent_at < clock_timestamp() - ${UNKNOWN_AFTER_SECONDS}::int * interval '1 second'
        for update of o skip locked) repeats
      where m.portal_id = repeats.portal_id and m.message_id = repeats.message_id`,
  );
}

/** Portals take turns: a small one does not wait until a big one is through (I9). */
export function claimDue(database: Database, limit: number): Promise<readonly ClaimedMessage[]> {
  // What is marked as sent is read with it: else a connection that breaks in between would leave it untried.
  return database.transaction((tx) => claimIn(tx, limit));
}

async function claimIn(tx: Tx, limit: number): Promise<readonly ClaimedMessage[]> {
  const claimed = await rowsOf(
    tx,
    sql<Omit<ClaimedMessage, 'notices'>>`
      update notice_message m set state = 'sent', sent_at = clock_timestamp(), attempts = m.attempts + 1
      from (
        select o.portal_id, o.message_id from notice_message o
        join (
          select w.portal_id, w.message_id, row_number() over (partition by w.portal_id order by w.not_before, w.message_id) as turn
          from notice_message w
          where w.state = 'intended' and w.not_before <= clock_timestamp() and ${maySend('w')}) waiting
          on waiting.portal_id = o.portal_id and waiting.message_id = o.message_id
        where o.state = 'intended'
        order by waiting.turn, o.not_before
        limit ${limit}::int
        for update of o skip locked) ready
      where m.portal_id = ready.portal_id and m.message_id = ready.message_id
      returning m.portal_id as "portalId", m.message_id as "messageId", m.channel, m.destination,
        m.attempts as attempt,
        (select bool_and(d.personal_data) from notice_delivery d
          where d.portal_id = m.portal_id and d.message_id = m.message_id) as "personalData"`,
  );
  const read: ClaimedMessage[] = [];
  for (const message of claimed) read.push({ ...message, notices: await readNotices(tx, message) });
  return read;
}

/** In the order in which they were told. */
function readNotices(
  tx: Tx,
  { portalId, messageId }: Pick<ClaimedMessage, 'portalId' | 'messageId'>,
): Promise<readonly Notice[]> {
  return rowsOf(
    tx,
    sql<Notice>`
      select ${NOTICE_COLUMNS} from notice_delivery d
      join notice on notice.portal_id = d.portal_id and notice.notice_key = d.notice_key
      where d.portal_id = ${portalId}::text and d.message_id = ${messageId}::text
      order by notice.at, notice.notice_key`,
  );
}

/** Only of the very attempt that was claimed: a settlement that comes too late changes nothing. */
export async function settle(
  database: Database,
  { portalId, messageId, attempt }: MessageKey,
  delivery: Delivery,
): Promise<void> {
  const reason = delivery.kind === 'confirmed' ? '' : delivery.reason.slice(0, 200);
  const afterMs = delivery.kind === 'again' ? delivery.afterMs : 0;
  await rowsOf(
    database.db,
    sql`
      update notice_message set
        state = case ${delivery.kind}::text
          when 'confirmed' then 'confirmed'
          when 'again' then case when attempts >= ${MAX_ATTEMPTS}::int then 'parked' else 'intended' end
          else 'parked' end,
        reason = case when ${delivery.kind}::text = 'unknown' then 'OUTCOME_UNKNOWN' else ${reason}::text end,
        not_before = clock_timestamp()
          + greatest(${afterMs}::int, least(1000 * (power(2, least(attempts - 1, 12)) - 1), 900000)) * interval '1 millisecond'
      where portal_id = ${portalId}::text and message_id = ${messageId}::text and state = 'sent'
        and attempts = ${attempt}::int`,
  );
}

/** Names as the mirror has them, where the lead's agreement says that they stand. */
export async function readLeads(
  database: Database,
  portalId: string,
  leadIds: readonly string[],
): Promise<ReadonlyMap<string, ShownLead>> {
  const rows = await rowsOf(
    database.db,
    sql<{ leadId: string; contactId: string; name: string }>`
      select l.lead_id as "leadId", l.contact_id as "contactId",
        trim(concat_ws(' ', m.cells -> coalesce(f.own ->> 'firstname', 'firstname') ->> 'v',
          m.cells -> coalesce(f.own ->> 'lastname', 'lastname') ->> 'v')) as name
      from lead l
      left join lateral (select v.compiled::jsonb #> '{data,readFrom,contact}' as own from agreement_version v
        where v.portal_id = l.portal_id and v.agreement_id = l.agreement_id and v.status = 'active') f on true
      left join mirror m on m.portal_id = l.portal_id and m.object_type = 'contact' and m.object_id = l.contact_id and not m.gone
      where l.portal_id = ${portalId}::text and l.lead_id = any(${[...leadIds]}::text[])`,
  );
  return new Map(rows.map(({ leadId, ...lead }) => [leadId, lead]));
}
