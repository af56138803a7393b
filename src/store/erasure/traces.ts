// Every table, what it keeps of a person, and how that goes. A test holds the list against the database: a new table is named
// here before it is used. Rows that are counted stay under a random token instead of the lead's id, so that a closed month
// keeps its numbers; nothing in them says who it was (10.8).
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '#store/database.ts';
import { asJson, rowsOf } from '#store/sql.ts';
import { eraseMessages, eraseNotices } from './erase-notices.ts';
import { eraseSignals } from './erase-signals.ts';
import type { ErasureScope } from './scope.ts';

type Erase = (tx: Tx, scope: ErasureScope) => Promise<unknown>;

export interface Trace {
  readonly table: string;
  /** What it keeps of a lead; '' for nothing. */
  readonly holds: string;
  /** Null where it holds nothing. */
  readonly erase: Erase | null;
}

/** In the order in which they are erased: what others are found by goes last. */
export const TRACES: readonly Trace[] = [
  {
    table: 'inbox_event',
    holds: 'events, also of links and merges that name the contact',
    erase: eraseEvents,
  },
  { table: 'set_aside_event', holds: 'events that could not be read, as they came', erase: eraseSetAside },
  { table: 'mirror', holds: 'the contact’s properties', erase: ofContact('mirror') },
  {
    table: 'dirty',
    holds: 'that the contact waits to be judged, and why that failed',
    erase: ofContact('dirty'),
  },
  { table: 'action_callback', holds: 'what a workflow was answered', erase: eraseCallbacks },
  { table: 'orphan', holds: 'what a sweep found', erase: eraseOrphans },
  { table: 'reconciliation_difference', holds: 'what a comparison found', erase: eraseDifferences },
  {
    table: 'reconciliation',
    holds: 'the contact that a comparison goes on from',
    erase: stepBack('reconciliation', 'after_id'),
  },
  { table: 'notice', holds: 'which leads people are told of', erase: eraseNotices },
  {
    table: 'notice_delivery',
    holds: 'where a notice goes; goes with its notice',
    erase: async () => undefined,
  },
  { table: 'notice_message', holds: 'messages that nothing is left to be told in', erase: eraseMessages },
  {
    table: 'signal',
    holds: 'behaviour; of who was handed over the meetings stay, as dates',
    erase: eraseSignals,
  },
  { table: 'decision', holds: 'facts, answers and reasons; that there was one stays', erase: eraseDecisions },
  {
    table: 'milestone',
    holds: 'the ledger of marketing’s promises; stays under a token',
    erase: keepAs('milestone'),
  },
  {
    table: 'clock',
    holds: 'the ledger of sales’ promises; stays under a token, and never fires',
    erase: eraseClocks,
  },
  {
    table: 'clock_excuse',
    holds: 'that a promise need not be kept; stays under a token',
    erase: keepAs('clock_excuse'),
  },
  {
    table: 'consequence',
    holds: 'what followed breaches; stays under a token',
    erase: keepAs('consequence'),
  },
  {
    table: 'backlog_release_lead',
    holds: 'who was let go from the backlog; stays under a token',
    erase: keepAs('backlog_release_lead'),
  },
  { table: 'lead_pause', holds: 'what people say stopped the work', erase: ofLead('lead_pause') },
  { table: 'outbox_property', holds: 'values for HubSpot', erase: ofLead('outbox_property') },
  { table: 'withheld_change', holds: 'values kept from HubSpot', erase: ofLead('withheld_change') },
  { table: 'task', holds: 'texts with name, company and context', erase: ofLead('task') },
  { table: 'lead_key', holds: 'e-mail, phone and names as keys', erase: ofLead('lead_key') },
  { table: 'lead_data', holds: 'which fields are filled', erase: ofLead('lead_data') },
  {
    table: 'audit_entry',
    holds: 'texts that people wrote about the lead; who did what stays',
    erase: eraseAudit,
  },
  { table: 'agreement_preview', holds: 'leads that a version would move', erase: erasePreviews },
  {
    table: 'portal',
    holds: 'the place of an import, which may be the contact’s',
    erase: stepBack('portal', 'backfill_after'),
  },
  {
    table: 'signal_poll',
    holds: 'the place of a search, likewise',
    erase: stepBack('signal_poll', 'after_id'),
  },
  {
    table: 'contact_list',
    holds: 'the place of a look at a list’s members, in which HubSpot may have written the last one’s id',
    erase: restartLists,
  },
  { table: 'lead', holds: 'state, deals, company', erase: ofLead('lead') },
  { table: 'lead_alias', holds: 'under which contacts the lead went', erase: eraseAliases },
  { table: 'contact_merge', holds: 'which contacts became which', erase: eraseMerges },

  {
    table: 'erasure',
    holds: 'who is being erased; goes with the last pass (requests.ts)',
    erase: async () => undefined,
  },
  { table: 'erased_contact', holds: 'the keyed hash, which is what stays', erase: null },
  { table: 'erasure_key', holds: '', erase: null },
  ...[
    'agreement',
    'agreement_period',
    'agreement_signatory',
    'agreement_signature',
    'agreement_version',
    'alert_look',
    'api_limit',
    'api_circuit',
    'api_slot',
    'backfill',
    'backlog_release',
    'clock_setting',
    'notice_place',
    'oauth_state',
    'owner',
    'portal_effect',
    'portal_lease',
    'portal_token',
    'portal_user',
    'portal_work',
    'retention',
    'role_grant',
    'routing_cursor',
    'schema_migrations',
    'session',
    'source_pause',
    'sweep',
    'webhook',
    'webhooks_journal',
  ].map((table): Trace => ({ table, holds: '', erase: null })),
];

function ofContact(table: string): Erase {
  return (tx, { portalId, contactIds }) =>
    rowsOf(
      tx,
      sql`
        delete from ${sql.table(table)}
        where portal_id = ${portalId}::text and object_type = 'contact' and object_id = any(${[...contactIds]}::text[])`,
    );
}

function ofLead(table: string): Erase {
  return (tx, { portalId, leadIds }) =>
    rowsOf(
      tx,
      sql`
        delete from ${sql.table(table)}
        where portal_id = ${portalId}::text and lead_id = any(${[...leadIds]}::text[])`,
    );
}

function keepAs(table: string, also: RawBuilder<unknown> = sql``): Erase {
  return (tx, { portalId, tokens }) =>
    rowsOf(
      tx,
      sql`
        update ${sql.table(table)} t set lead_id = a.token ${also}
        from jsonb_to_recordset(${asJson(tokens)}) as a(id text, token text)
        where t.portal_id = ${portalId}::text and t.lead_id = a.id`,
    );
}

/** A place to go on from is an id like any other: the one before it serves as well. */
function stepBack(table: string, column: string): Erase {
  const place = sql.ref(column);
  return (tx, { portalId, contactIds }) =>
    rowsOf(
      tx,
      sql`
        update ${sql.table(table)} set ${place} = (${place}::numeric - 1)::text
        where portal_id = ${portalId}::text and ${place} = any(${[...contactIds]}::text[]) and ${place} ~ '^[1-9][0-9]*$'`,
    );
}

/** What is in HubSpot's place nobody can tell, and none before it is known: the members are looked through from the first. */
function restartLists(tx: Tx, { portalId }: ErasureScope): Promise<unknown> {
  return rowsOf(
    tx,
    sql`update contact_list set after_member = '' where portal_id = ${portalId}::text and after_member <> ''`,
  );
}

/** A link's end of another type may bear the same number: its event is told by what is read, so that nothing is lost with it. */
async function eraseEvents(tx: Tx, scope: ErasureScope): Promise<void> {
  const { portalId } = scope;
  const ids = sql`any(${[...scope.contactIds]}::text[])`;
  const named = [
    sql`object_type = 'contact' and object_id = ${ids}`,
    sql`action = 'associationChange' and event ->> 'fromObjectId' = ${ids}`,
    sql`action = 'associationChange' and event ->> 'toObjectId' = ${ids}`,
    sql`action = 'merge' and object_type = 'contact' and (event ->> 'newObjectId' = ${ids}
      or event ->> 'primaryObjectId' = ${ids}
      or event ->> 'mergedObjectIds' ~ ${scope.pattern}::text)`,
  ];
  for (const isNamed of named)
    await rowsOf(tx, sql`delete from inbox_event where portal_id = ${portalId}::text and ${isNamed}`);
}

/** One that names no portal may be of this one. */
function eraseSetAside(tx: Tx, { portalId, pattern }: ErasureScope): Promise<unknown> {
  return rowsOf(
    tx,
    sql`
      delete from set_aside_event
      where (portal_id = ${portalId}::text or portal_id is null) and raw ~ ${pattern}::text`,
  );
}

function eraseCallbacks(tx: Tx, { portalId, contactIds }: ErasureScope): Promise<unknown> {
  return rowsOf(
    tx,
    sql`
      delete from action_callback
      where portal_id = ${portalId}::text and contact_id = any(${[...contactIds]}::text[])`,
  );
}

function eraseOrphans(tx: Tx, scope: ErasureScope): Promise<unknown> {
  const { portalId, contactIds, leadIds, taskKeys } = scope;
  const subjects = [...contactIds, ...leadIds, ...taskKeys, ...contactIds.map((id) => `contact ${id}`)];
  return rowsOf(
    tx,
    sql`
      delete from orphan
      where portal_id = ${portalId}::text
        and (contact_id = any(${[...contactIds]}::text[]) or subject = any(${subjects}::text[]))`,
  );
}

function eraseDifferences(tx: Tx, { portalId, contactIds, pattern }: ErasureScope): Promise<unknown> {
  return rowsOf(
    tx,
    sql`
      delete from reconciliation_difference
      where portal_id = ${portalId}::text and (contact_id = any(${[...contactIds]}::text[])
        or subject ~ ${pattern}::text or detail ~ ${pattern}::text)`,
  );
}

/** The hash goes too: whoever guesses the facts could tell by it that he is right. */
function eraseDecisions(tx: Tx, scope: ErasureScope): Promise<unknown> {
  return keepAs('decision', sql`, inputs = '', outcome = '', outcome_hash = ''`)(tx, scope);
}

/** Nothing is owed any more. What was overdue and had not fired is counted as before: it fell due while nothing fired. */
function eraseClocks(tx: Tx, scope: ErasureScope): Promise<unknown> {
  return keepAs(
    'clock',
    sql`, next_at = null,
      breached_at = case when t.status in ('running', 'warned') and t.due_at <= accord_now()
        then coalesce(t.breached_at, t.due_at) else t.breached_at end,
      status = case when t.status in ('running', 'warned', 'breached', 'paused') then 'ended' else t.status end`,
  )(tx, scope);
}

/** What of an entry says nothing of the person. */
const IMPERSONAL = ['cycle', 'at', 'kind', 'clause', 'id', 'ownerId', 'step', 'run'];

/** The trail is append-only but for this (5a.13): that somebody did something stays, about whom and in which words does not. */
async function eraseAudit(tx: Tx, { portalId, contactIds, leadIds }: ErasureScope): Promise<void> {
  const ids = sql`any(${[...new Set([...contactIds, ...leadIds])]}::text[])`;
  await rowsOf(tx, sql`select set_config('accord.erasing', 'on', true)`);
  const kept = (column: string): RawBuilder<unknown> => sql`(
    select coalesce(jsonb_object_agg(key, value) filter (where key = any(${IMPERSONAL}::text[]) and jsonb_typeof(value) <> 'object'), '{}')
      || '{"erased": true}'
    from jsonb_each(case jsonb_typeof(${sql.ref(column)}) when 'object' then ${sql.ref(column)} else '{}' end))`;
  await rowsOf(
    tx,
    sql`
      update audit_entry set before = ${kept('before')}, after = ${kept('after')}, reason = ''
      where portal_id = ${portalId}::text and (before ->> 'leadId' = ${ids} or before ->> 'contactId' = ${ids}
        or after ->> 'leadId' = ${ids} or after ->> 'contactId' = ${ids})`,
  );
}

/** A preview is asked for again where it named the lead. */
function erasePreviews(tx: Tx, { portalId, pattern }: ErasureScope): Promise<unknown> {
  return rowsOf(
    tx,
    sql`delete from agreement_preview where portal_id = ${portalId}::text and summary::text ~ ${pattern}::text`,
  );
}

function eraseAliases(tx: Tx, { portalId, contactIds, leadIds }: ErasureScope): Promise<unknown> {
  return rowsOf(
    tx,
    sql`
      delete from lead_alias
      where portal_id = ${portalId}::text
        and (contact_id = any(${[...contactIds]}::text[]) or lead_id = any(${[...leadIds]}::text[]))`,
  );
}

function eraseMerges(tx: Tx, { portalId, contactIds }: ErasureScope): Promise<unknown> {
  const ids = sql`any(${[...contactIds]}::text[])`;
  return rowsOf(
    tx,
    sql`
      delete from contact_merge
      where portal_id = ${portalId}::text and (contact_id = ${ids} or merged_into = ${ids})`,
  );
}
