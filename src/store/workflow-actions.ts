// The workflow actions' port over Postgres: executions, and what is known of their leads.
import { sql } from 'kysely';
import type { Decision } from '#domain/decision.ts';
import type { LeadState } from '#domain/lead.ts';
import type {
  ActionAnswer,
  ActionStore,
  ActionWish,
  AskedPortal,
  Track,
} from '#pipeline/actions/action-store.ts';
import type { LatestDecision } from '#pipeline/actions/outputs.ts';
import type { IncomingEvent } from '#pipeline/receive-events.ts';
import { type CompiledForm, readCompiled } from '#pipeline/versions/compiled-form.ts';
import type { Database, Db, Tx } from './database.ts';
import type { Tombstones } from './erasure/tombstones.ts';
import { countAndWake, insertEvents } from './inbox.ts';
import { readNow, wakeLater } from './portals.ts';
import { oneOf, rowsOf } from './sql.ts';

export function createActionStore(database: Database, tombstones: Tombstones): ActionStore {
  return {
    readPortal: (portalId) => readPortal(database, portalId),
    takeExecution: (portalId, execution) => takeExecution(database, tombstones, { portalId, ...execution }),
    takeWish: (portalId, wish) => takeWish(database, tombstones, { portalId, ...wish }),
    readDecided: (portalId, callbackId) => readDecided(database, portalId, callbackId),
    storeAnswer: (portalId, callbackId, answer) => storeAnswer(database, { portalId, callbackId, answer }),
    readLatest: (portalId, contactId) => readLatest(database.db, portalId, contactId),
    isDirty: (portalId, contactId) => isDirty(database, portalId, contactId),
    listTracks: (portalId, contactId) => listTracks(database, portalId, contactId),
    readNow: () => readNow(database),
  };
}

function readPortal(database: Database, portalId: string): Promise<AskedPortal | null> {
  return oneOf(
    database.db,
    sql<AskedPortal>`
      select p.status,
        p.status = 'active' and exists (
          select 1 from agreement_version v where v.portal_id = p.portal_id and v.status = 'active') as judges,
        coalesce((select t.scopes @> array['automation'] from portal_token t where t.portal_id = p.portal_id), false)
          and not exists (
            select 1 from action_callback r
            where r.portal_id = p.portal_id and r.state = 'parked' and r.reason in ('FORBIDDEN', 'MISSING_SCOPES')
              and r.sent_at > clock_timestamp() - interval '1 hour') as "callsBack"
      from portal p where p.portal_id = ${portalId}::text`,
  );
}

type Execution = Parameters<ActionStore['takeExecution']>[1] & { readonly portalId: string };

function takeExecution(
  database: Database,
  tombstones: Tombstones,
  { portalId, callbackId, contactId, answer }: Execution,
): Promise<ActionAnswer> {
  return database.transaction(async (tx) => {
    if (await isErased(tx, tombstones, { portalId, contactId })) return answer;
    await rowsOf(
      tx,
      sql`
        insert into action_callback (portal_id, callback_id, contact_id, received_at, answer)
        values (${portalId}::text, ${callbackId}::text, ${contactId}::text, accord_now(), ${JSON.stringify(answer)}::jsonb)
        on conflict do nothing`,
    );
    return (await readAnswer(tx, portalId, callbackId)) ?? answer;
  });
}

type Wish = ActionWish & { readonly portalId: string };

function takeWish(
  database: Database,
  tombstones: Tombstones,
  wish: Wish,
): ReturnType<ActionStore['takeWish']> {
  const { portalId, callbackId, contactId, answer, event } = wish;
  return database.transaction(async (tx) => {
    if (await isErased(tx, tombstones, wish)) return { isNew: false, answer: null, isErased: true };
    if (!(await insertWish(tx, wish))) {
      await oweAgain(tx, wish);
      return { isNew: false, answer: await readAnswer(tx, portalId, callbackId), isErased: false };
    }
    const accepted = await storeWish(tx, portalId, event);
    await rowsOf(
      tx,
      sql`
        with marked as (
          insert into dirty (portal_id, object_type, object_id, generation, lane, not_before)
          values (${portalId}::text, 'contact', ${contactId}::text, nextval('dirty_generation'), 0, clock_timestamp())
          on conflict (portal_id, object_type, object_id) do update
            set generation = excluded.generation, lane = 0, not_before = excluded.not_before, attempts = 0
          returning generation)
        update action_callback c set generation = marked.generation from marked
        where c.portal_id = ${portalId}::text and c.callback_id = ${callbackId}::text`,
    );
    // Last, because it holds the portal's row until the commit (no lost wake-up).
    await (accepted === null ? wakeLater(tx, portalId) : countAndWake(tx, portalId, accepted));
    return { isNew: true, answer, isErased: false };
  });
}

/** HubSpot has to have our answer before it can be called back: the first call waits a second. */
async function insertWish(
  tx: Tx,
  { portalId, callbackId, contactId, action, event, answer, blockedMinutes }: Wish,
): Promise<boolean> {
  const taken = await oneOf(
    tx,
    sql`
      insert into action_callback (portal_id, callback_id, contact_id, received_at, answer, action, state, expires_at, not_before)
      values (${portalId}::text, ${callbackId}::text, ${contactId}::text,
        coalesce(${event?.occurredAt ?? null}::timestamptz, accord_now()),
        ${answer === null ? null : JSON.stringify(answer)}::jsonb, ${action}::text, 'undecided',
        clock_timestamp() + ${blockedMinutes}::int * interval '1 minute', clock_timestamp() + interval '1 second')
      on conflict do nothing
      returning callback_id`,
  );
  return taken !== null;
}

/** HubSpot waits anew from here on. */
async function oweAgain(tx: Tx, { portalId, callbackId, blockedMinutes }: Wish): Promise<void> {
  await rowsOf(
    tx,
    sql`
      update action_callback set
        expires_at = clock_timestamp() + ${blockedMinutes}::int * interval '1 minute',
        not_before = clock_timestamp() + interval '1 second',
        state = case when state <> 'parked' then state when decided_at is null then 'undecided' else 'decided' end,
        attempts = case when state = 'parked' then 0 else attempts end
      where portal_id = ${portalId}::text and callback_id = ${callbackId}::text and expires_at is not null
        and state in ('undecided', 'decided', 'parked') and ${blockedMinutes}::int is not null`,
  );
}

async function storeWish(tx: Tx, portalId: string, event: IncomingEvent | null) {
  if (event === null) return null;
  const inserted = await insertEvents(tx, portalId, [event]);
  const counts = { duplicated: 0, setAside: 0, echoed: 0, dropped: 0 };
  return { ...counts, accepted: inserted.length };
}

async function isErased(
  tx: Tx,
  tombstones: Tombstones,
  { portalId, contactId }: { readonly portalId: string; readonly contactId: string },
): Promise<boolean> {
  const erased = await tombstones.findErased(tx, portalId, [contactId]);
  if (erased.size === 0) return false;
  await tombstones.countDropped(tx, portalId, [contactId]);
  return true;
}

/** Null where an earlier release took it, and while it is not known. */
async function readAnswer(tx: Tx, portalId: string, callbackId: string): Promise<ActionAnswer | null> {
  const row = await oneOf(
    tx,
    sql<{ answer: ActionAnswer | null }>`
      select answer from action_callback where portal_id = ${portalId}::text and callback_id = ${callbackId}::text`,
  );
  return row?.answer ?? null;
}

function readDecided(
  database: Database,
  portalId: string,
  callbackId: string,
): ReturnType<ActionStore['readDecided']> {
  return oneOf(
    database.db,
    sql<{ askedAt: string; decidedAt: string }>`
      select received_at as "askedAt", decided_at as "decidedAt" from action_callback
      where portal_id = ${portalId}::text and callback_id = ${callbackId}::text and decided_at is not null`,
  );
}

async function storeAnswer(
  database: Database,
  { portalId, callbackId, answer }: { portalId: string; callbackId: string; answer: ActionAnswer },
): Promise<ActionAnswer> {
  const row = await oneOf(
    database.db,
    sql<{ answer: ActionAnswer }>`
      update action_callback set answer = coalesce(answer, ${JSON.stringify(answer)}::jsonb)
      where portal_id = ${portalId}::text and callback_id = ${callbackId}::text and expires_at is null
      returning answer`,
  );
  return row?.answer ?? answer;
}

async function isDirty(database: Database, portalId: string, contactId: string): Promise<boolean> {
  const row = await oneOf(
    database.db,
    sql`
      select 1 from dirty
      where portal_id = ${portalId}::text and object_type = 'contact' and object_id = ${contactId}::text`,
  );
  return row !== null;
}

export async function readLatest(
  db: Db | Tx,
  portalId: string,
  contactId: string,
): Promise<LatestDecision | null> {
  const row = await oneOf(
    db,
    sql<{ state: LeadState; outcome: string; at: string; live: boolean }>`
      select coalesce(l.shadow, l.state) as state, d.outcome, d.at, d.live
      from lead_alias a
      join lead l on l.portal_id = a.portal_id and l.lead_id = a.lead_id
      join decision d on d.portal_id = l.portal_id and d.lead_id = l.lead_id and d.seq = l.last_decision
      where a.portal_id = ${portalId}::text and a.contact_id = ${contactId}::text`,
  );
  if (row === null) return null;
  // Written by judge-batch as canonical JSON of a decision.
  return { state: row.state, decision: JSON.parse(row.outcome) as Decision, at: row.at, live: row.live };
}

async function listTracks(
  database: Database,
  portalId: string,
  contactId: string | null,
): Promise<readonly Track[]> {
  const form = await oneOf(
    database.db,
    sql<CompiledForm>`
      select v.agreement_id as "agreementId", v.version, v.compiled, v.document, v.shape, v.created_at as "createdAt"
      from agreement_version v
      join agreement a on a.portal_id = v.portal_id and a.agreement_id = v.agreement_id
      left join lead_alias i on i.portal_id = v.portal_id and i.contact_id = ${contactId}::text
      left join lead l on l.portal_id = i.portal_id and l.lead_id = i.lead_id
      where v.portal_id = ${portalId}::text and v.status = 'active'
      order by v.agreement_id is distinct from l.agreement_id, a.position
      limit 1`,
  );
  return form === null ? [] : readCompiled(form).nurture.tracks.map(({ id, label }) => ({ id, label }));
}

/** HubSpot repeats an execution for three days at most. What is captured and played later than this is a new one to us. */
export async function forgetCallbacks(database: Database): Promise<void> {
  await rowsOf(
    database.db,
    sql`delete from action_callback where received_at < accord_now() - interval '7 days'`,
  );
}
