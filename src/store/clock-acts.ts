// What people say of a lead's promises, in one transaction with its audit row and the mark that has the lead judged again.
import { sql } from 'kysely';
import { err, ok, type Result } from '#domain/result.ts';
import type {
  ChangedClocks,
  ClockActs,
  ClockChange,
  ClockRefusal,
  LeadClocks,
  LeadPlace,
} from '#pipeline/clocks/change-clocks.ts';
import { writeAudit } from './audit.ts';
import type { Database, Tx } from './database.ts';
import { loadSaid, NOTHING_SAID } from './load-clocks.ts';
import { wakeLater } from './portals.ts';
import { oneOf, rowsOf } from './sql.ts';

type Act = Parameters<ClockActs['changeClocks']>[1];

export function createClockActs(database: Database): ClockActs {
  return { changeClocks: (place, act) => changeClocks(database, place, act) };
}

function changeClocks(
  database: Database,
  place: LeadPlace,
  { change, by, check }: Act,
): Promise<Result<ChangedClocks, ClockRefusal> | null> {
  const { portalId, contactId } = place;
  return database.transaction(async (tx) => {
    const lead = await readLeadClocks(tx, place);
    if (lead === null) return null;
    const refused = check(lead);
    if (refused !== null) return err(refused);
    const { leadId, agreementId, cycle, now: at } = lead;
    await carryOut(tx, { portalId, leadId, agreementId, at, cycle }, change);
    await writeAudit(tx, portalId, {
      by,
      action: ACTIONS[change.kind],
      before: { leadId, paused: lead.pauses.find(({ to }) => to === null) ?? null },
      after: { leadId, contactId, cycle: lead.cycle, at, ...change },
    });
    await judgeSoon(tx, portalId, contactId);
    return ok({ at });
  });
}

const ACTIONS = { pause: 'pause lead', resume: 'resume lead', excuse: 'excuse promise' } as const;

interface LeadRow extends Omit<LeadClocks, 'pauses' | 'excuses'> {
  readonly leadId: string;
  /** The one that judged it last. */
  readonly agreementId: string;
}

/** One change of a lead at a time: whoever comes second sees what the first has done. */
async function readLeadClocks(
  tx: Tx,
  { portalId, contactId }: LeadPlace,
): Promise<(LeadClocks & Pick<LeadRow, 'leadId' | 'agreementId'>) | null> {
  await rowsOf(
    tx,
    sql`select pg_advisory_xact_lock(hashtextextended(${`clocks:${portalId}:${contactId}`}::text, 0))`,
  );
  const lead = await oneOf(
    tx,
    sql<LeadRow>`
      select l.lead_id as "leadId", l.agreement_id as "agreementId", greatest(p.last_now, accord_now()) as now, l.state ->> 'status' as status,
        (l.state ->> 'cycle')::int as cycle, l.state ->> 'handedOverAt' as "handedOverAt",
        array(select distinct c.clause from clock c
          where c.portal_id = l.portal_id and c.lead_id = l.lead_id and c.agreement_id = l.agreement_id
            and c.cycle = (l.state ->> 'cycle')::int
          order by c.clause) as clauses
      from lead_alias a
      join lead l on l.portal_id = a.portal_id and l.lead_id = a.lead_id and l.contact_id = a.contact_id
      join portal p on p.portal_id = l.portal_id and p.status = 'active'
      where a.portal_id = ${portalId}::text and a.contact_id = ${contactId}::text`,
  );
  if (lead === null) return null;
  const said = await loadSaid(tx, { portalId, leadIds: [lead.leadId] });
  const { pauses, excuses } = said.get(lead.leadId) ?? NOTHING_SAID;
  return { ...lead, pauses, excuses: excuses.filter((one) => isOf(one, lead.agreementId)) };
}

interface Place {
  readonly portalId: string;
  readonly leadId: string;
  readonly agreementId: string;
  readonly at: string;
  readonly cycle: number;
}

function carryOut(tx: Tx, place: Place, change: ClockChange): Promise<unknown> {
  switch (change.kind) {
    case 'pause':
      return pause(tx, place, change.reason);
    case 'resume':
      return resume(tx, place);
    case 'excuse':
      return excuse(tx, place, change.clause);
    default:
      return change satisfies never;
  }
}

async function pause(tx: Tx, { portalId, leadId, at }: Place, reason: string): Promise<void> {
  await rowsOf(
    tx,
    sql`
      insert into lead_pause (portal_id, lead_id, from_at, reason)
      values (${portalId}::text, ${leadId}::text, ${at}::timestamptz, ${reason}::text)`,
  );
  // Which of its clocks stand still is for the decision to say; none fires before it has.
  await rowsOf(
    tx,
    sql`
      update clock set next_at = null
      where portal_id = ${portalId}::text and lead_id = ${leadId}::text and next_at is not null`,
  );
}

function resume(tx: Tx, { portalId, leadId, at }: Place): Promise<unknown> {
  return rowsOf(
    tx,
    sql`
      update lead_pause set to_at = greatest(from_at, ${at}::timestamptz)
      where portal_id = ${portalId}::text and lead_id = ${leadId}::text and to_at is null`,
  );
}

async function excuse(tx: Tx, place: Place, clause: string): Promise<void> {
  const { portalId, leadId, agreementId, at, cycle } = place;
  await rowsOf(
    tx,
    sql`
      insert into clock_excuse (portal_id, lead_id, agreement_id, cycle, clause, at)
      values (${portalId}::text, ${leadId}::text, ${agreementId}::text, ${cycle}::int, ${clause}::text, ${at}::timestamptz)`,
  );
  // Of runs that are closed no decision speaks again.
  await rowsOf(
    tx,
    sql`
      update clock set next_at = null,
        status = case when status in ('metLate', 'ended') and breached_at is not null then 'excused' else status end
      where portal_id = ${portalId}::text and lead_id = ${leadId}::text and agreement_id = ${agreementId}::text
        and cycle = ${cycle}::int and clause = ${clause}::text`,
  );
}

function isOf(said: { readonly agreementId: string }, agreementId: string): boolean {
  return said.agreementId === agreementId || said.agreementId === '';
}

/** First in line. Last, because it holds the portal's row until the commit (no lost wake-up). */
async function judgeSoon(tx: Tx, portalId: string, contactId: string): Promise<void> {
  await rowsOf(
    tx,
    sql`
      insert into dirty (portal_id, object_type, object_id, generation, lane, not_before)
      values (${portalId}::text, 'contact', ${contactId}::text, nextval('dirty_generation'), 0, clock_timestamp())
      on conflict (portal_id, object_type, object_id) do update
        set generation = excluded.generation, lane = 0, not_before = excluded.not_before, attempts = 0`,
  );
  await wakeLater(tx, portalId);
}
