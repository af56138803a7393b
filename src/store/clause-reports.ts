// What the clauses of a month are judged by: marketing's on the ledger of milestones (migration 0015), sales' on the clocks.
import { sql } from 'kysely';
import type { Agreement } from '#domain/agreement.ts';
import type { LeadState } from '#domain/lead.ts';
import type { LedgerEntry } from '#domain/marketing/ledger.ts';
import { type Month, monthAt, monthOf } from '#domain/marketing/month.ts';
import { rejectionsOf } from '#domain/reject-note.ts';
import type { ClauseReports, MonthRecord } from '#pipeline/clause-reports.ts';
import { type CompiledForm, readCompiled } from '#pipeline/versions/compiled-form.ts';
import type { Database } from './database.ts';
import { listHandled } from './handled-leads.ts';
import { readHolders } from './lead-holders.ts';
import { readMatureAfterDays } from './mature-after.ts';
import { listMeetings } from './meetings.ts';
import { oneOf, rowsOf } from './sql.ts';

export function createClauseReports(database: Database): ClauseReports {
  return {
    readMonth: (portalId, asked) => readMonth(database, portalId, asked),
    readMatureAfterDays: (portalId, agreementId) => readMatureAfterDays(database, portalId, agreementId),
    readRejections: (portalId, leadIds) => readRejections(database, portalId, leadIds),
    readHolders: (portalId, asked) => readHolders(database, portalId, asked),
  };
}

async function readMonth(
  database: Database,
  portalId: string,
  asked: { readonly month: string | null; readonly agreementId: string | null },
): Promise<MonthRecord | null> {
  const present = await readPresent(database, portalId, asked.agreementId);
  if (present === null) return null;
  const { now, since, agreementId, timeZone } = present;
  const month = asked.month ?? monthAt({ timeZone }, now);
  const version = await findVersion(database, { portalId, agreementId, month });
  if (version === null) return null;
  const agreement: Agreement = readCompiled(version);
  const place = { portalId, agreementId, span: monthOf(agreement.calendar, month) };
  return {
    month,
    now,
    since,
    version,
    entries: await listAll(database, place, agreement),
    handled: await listHandled(database, place),
  };
}

/** As lived: milestones and clocks know no rehearsal, and a rehearsed cycle would push the one that they are of out of the state. */
async function readRejections(
  { db }: Database,
  portalId: string,
  leadIds: readonly string[],
): ReturnType<ClauseReports['readRejections']> {
  const leads = await rowsOf(
    db,
    sql<{ leadId: string; state: LeadState }>`
      select lead_id as "leadId", state from lead
      where portal_id = ${portalId}::text and lead_id = any(${[...leadIds]}::text[])`,
  );
  return Object.fromEntries(leads.map(({ leadId, state }) => [leadId, rejectionsOf(state)]));
}

interface Present {
  readonly now: string;
  readonly since: string | null;
  readonly agreementId: string;
  readonly timeZone: string;
}

/** Null where no such agreement is in force. */
function readPresent(
  database: Database,
  portalId: string,
  agreementId: string | null,
): Promise<Present | null> {
  return oneOf(
    database.db,
    sql<Present>`
      select greatest(p.last_now, accord_now()) as now,
        case when p.first_live_at is not null then greatest(p.first_live_at, p.milestones_since) end as since,
        v.agreement_id as "agreementId", v.compiled::jsonb -> 'calendar' ->> 'timeZone' as "timeZone"
      from portal p
      join agreement_version v on v.portal_id = p.portal_id and v.status = 'active'
      left join agreement a on a.portal_id = v.portal_id and a.agreement_id = v.agreement_id
      where p.portal_id = ${portalId}::text
        and (${agreementId}::text is null or v.agreement_id = ${agreementId}::text)
      order by a.position, v.agreement_id
      limit 1`,
  );
}

interface Place {
  readonly portalId: string;
  readonly agreementId: string;
}

/** By the month of each version's own calendar. */
function findVersion(
  database: Database,
  { portalId, agreementId, month }: Place & { readonly month: string },
): Promise<CompiledForm | null> {
  return oneOf(
    database.db,
    sql<CompiledForm>`
      select v.agreement_id as "agreementId", v.version, v.compiled, v.document, v.shape, v.created_at as "createdAt"
      from agreement_period q
      join agreement_version v on v.portal_id = q.portal_id and v.agreement_id = q.agreement_id and v.version = q.version
      cross join lateral (select (${month}::text || '-01')::timestamp as day, v.compiled::jsonb -> 'calendar' ->> 'timeZone' as zone) m
      where q.portal_id = ${portalId}::text and q.agreement_id = ${agreementId}::text
        and q.from_at < (m.day + interval '1 month') at time zone m.zone
        and (q.until_at is null or (q.until_at > m.day at time zone m.zone and q.until_at > q.from_at))
      order by v.status = 'reverted', q.seq desc
      limit 1`,
  );
}

/** With what else a promise of the month asks for: meetings of those that its cohort is made of, first contacts by sales. */
async function listAll(
  database: Database,
  place: Place & { readonly span: Pick<Month, 'start' | 'end'> },
  { marketing, sales }: Pick<Agreement, 'marketing' | 'sales'>,
): Promise<readonly LedgerEntry[]> {
  const entries = await listEntries(database, place);
  return [
    ...entries,
    ...(marketing.meetings === undefined ? [] : await listMeetings(database, place, entries)),
    ...(sales.feedbackOnAll === true ? await listTouches(database, place, entries) : []),
  ];
}

/** Of cycles that go on; how the others ended says enough. Also heard of while a portal observes again: sales did it. */
async function listTouches(
  database: Database,
  { portalId }: Place,
  entries: readonly LedgerEntry[],
): Promise<readonly LedgerEntry[]> {
  const handOvers = entries.filter(({ kind }) => kind === 'mql');
  const leadIds = handOvers.map(({ leadId }) => leadId);
  const touched = await rowsOf(
    database.db,
    sql<{ leadId: string; cycle: number; at: string }>`
      select lead_id as "leadId", (s ->> 'cycle')::int as cycle, min(s ->> 'touchedAt') as at
      from lead cross join lateral (values (state), (shadow)) states(s)
      where portal_id = ${portalId}::text and lead_id = any(${leadIds}::text[]) and s ->> 'touchedAt' is not null
      group by lead_id, (s ->> 'cycle')::int`,
  );
  const cycleOf = ({ leadId, cycle }: Pick<LedgerEntry, 'leadId' | 'cycle'>): string => `${leadId} ${cycle}`;
  const known = new Map(touched.map((touch) => [cycleOf(touch), touch.at]));
  return handOvers.flatMap((handOver): LedgerEntry[] => {
    const at = known.get(cycleOf(handOver));
    return at === undefined ? [] : [{ ...handOver, kind: 'touch', at }];
  });
}

/** Of every lead with a milestone in the month, all that stand. */
function listEntries(
  database: Database,
  { portalId, agreementId, span }: Place & { readonly span: Pick<Month, 'start' | 'end'> },
): Promise<readonly LedgerEntry[]> {
  return rowsOf(
    database.db,
    sql<LedgerEntry>`
      select m.lead_id as "leadId", case when c.gone is not true then l.contact_id end as "contactId", m.cycle, m.kind, m.at,
        m.by_hand as "byHand", m.counts, m.segments, m.channel, m.campaigns, m.complete, m.ending
      from milestone m
      left join lead l on l.portal_id = m.portal_id and l.lead_id = m.lead_id
      left join mirror c on c.portal_id = l.portal_id and c.object_type = 'contact' and c.object_id = l.contact_id
      where m.portal_id = ${portalId}::text and m.agreement_id = ${agreementId}::text and m.withdrawn_at is null
        and m.lead_id in (
          select s.lead_id from milestone s
          where s.portal_id = ${portalId}::text and s.agreement_id = ${agreementId}::text and s.withdrawn_at is null
            and s.at >= ${span.start}::timestamptz and s.at < ${span.end}::timestamptz)
      order by m.at, m.id`,
  );
}
