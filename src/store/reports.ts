// Read models of one portal (and the list of portals) for administrators.
import { sql } from 'kysely';
import type { StageModel } from '#domain/agreement.ts';
import { EFFECTS, type Effect } from '#domain/decision.ts';
import { blockedStages } from '#domain/portal-stages.ts';
import { listUncalled, UNCALLED_DAYS } from '#pipeline/actions/uncalled.ts';
import { isLive } from '#pipeline/plan-writes.ts';
import type { AnswerQuestion, AnswerRight, PortalReport, PortalSummary, Reports } from '#pipeline/reports.ts';
import { listUnread, listUnreadableTimes } from '#pipeline/unread.ts';
import { listUnwritten } from '#pipeline/unwritten.ts';
import { OutdatedAgreement } from '#pipeline/versions/compiled-form.ts';
import { countAdopted } from './adopted.ts';
import { agreementAt, readAgreementInForce } from './agreements.ts';
import { listAudit } from './audit.ts';
import { readBackfill } from './backfill.ts';
import { createDataReports } from './data-reports.ts';
import type { Database } from './database.ts';
import { readLead } from './lead-report.ts';
import { readObserveReport } from './observe-report.ts';
import { listOpenClocks } from './open-clocks.ts';
import { listOpenLeads } from './open-leads.ts';
import { countParked, listParked } from './parked.ts';
import { mayRead } from './portal-record.ts';
import { findPortal } from './portals.ts';
import { readReconciliation } from './reconciliation-report.ts';
import { oneOf, rowsOf } from './sql.ts';
import { findDecisionAt } from './stored-decisions.ts';
import { listOrphans } from './sweeps.ts';
import { countWithheld, listSetAside, listWithheld, summarizeWithheld } from './withheld.ts';

export function createReports(database: Database): Reports {
  return {
    hasPortal: async (portalId) => (await findPortal(database, portalId)) !== null,
    listPortals: () => listPortals(database, null),
    summarizePortal: async (portalId) => (await listPortals(database, portalId))[0] ?? null,
    readPortal: (portalId) => readPortal(database, portalId),
    listParked: (portalId, page) => listParked(database, portalId, page),
    listWithheld: (portalId, page) => listWithheld(database, portalId, page),
    summarizeWithheld: (portalId) => summarizeWithheld(database, portalId),
    readObserveReport: (portalId, question) => readObserveReport(database, portalId, question),
    listSetAside: (portalId, page) => listSetAside(database, portalId, page),
    readLead: (portalId, contactId) => readLead(database, portalId, contactId),
    listOpenLeads: (portalId, request) => listOpenLeads(database, portalId, request),
    listOpenClocks: (portalId, query) => listOpenClocks(database, portalId, query),
    readDecisionAt: (portalId, asked) => findDecisionAt(database, portalId, asked),
    readAnswerRight: (portalId, asked) => readAnswerRight(database, portalId, asked),
    readAgreement: (portalId, at = null) => agreementAt(database, portalId, at),
    listOrphans: (portalId, page) => listOrphans(database, portalId, page),
    listAudit: (portalId, page) => listAudit(database, portalId, page),
    countAdopted: (portalId) => countAdopted(database, portalId),
    readBackfill: (portalId) => readBackfill(database, portalId),
    readReconciliation: (portalId, page) => readReconciliation(database, portalId, page),
    ...createDataReports(database),
  };
}

interface SummaryRow extends Omit<PortalSummary, 'mode' | 'effects'> {
  readonly paused: boolean;
  readonly effects: Partial<PortalSummary['effects']>;
}

async function listPortals(database: Database, portalId: string | null): Promise<readonly PortalSummary[]> {
  const rows = await rowsOf(
    database.db,
    sql<SummaryRow>`
      select p.portal_id as "portalId", p.status, p.status_reason as "statusReason", p.paused, p.language,
        p.time_zone as "timeZone", p.provisioned_at as "provisionedAt", p.installed_at as "installedAt",
        p.baseline_at as "baselineAt", p.regime,
        coalesce((select jsonb_object_agg(e.effect, jsonb_build_object('enabled', e.enabled,
            'since', to_char(e.since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
          from portal_effect e where e.portal_id = p.portal_id), '{}') as effects
      from portal p
      where ${portalId}::text is null or p.portal_id = ${portalId}::text
      order by length(p.portal_id), p.portal_id`,
  );
  return rows.map(({ paused, effects: known, ...row }) => {
    const entries = EFFECTS.map(
      (effect) => [effect, known[effect] ?? { enabled: false, since: null }] as const,
    );
    // EFFECTS lists every key of the record.
    const effects = Object.fromEntries(entries) as PortalSummary['effects'];
    return { ...row, effects, mode: modeOf(effects, paused) };
  });
}

function modeOf(effects: PortalSummary['effects'], paused: boolean): PortalSummary['mode'] {
  if (paused) return 'paused';
  const states = EFFECTS.map(
    (effect: Effect) => [effect, { enabled: effects[effect].enabled, since: '' }] as const,
  );
  return isLive(Object.fromEntries(states) as Parameters<typeof isLive>[0], false) ? 'live' : 'observe';
}

interface FactsRow {
  readonly scopes: readonly string[];
  readonly uniqueTaskKey: boolean;
  readonly agreement: PortalReport['agreement'];
  readonly backfill: PortalReport['backfill'];
  readonly events: PortalReport['events'];
  readonly openTasks: number;
  readonly lifecycleOrder: readonly string[];
  readonly rights: Parameters<typeof listUnread>[0];
  readonly unreadableTimes: Parameters<typeof listUnreadableTimes>[0];
  readonly failing: PortalReport['failing'];
  readonly refusedWrites: Parameters<typeof listUnwritten>[0];
  readonly uncalled: Parameters<typeof listUncalled>[0];
}

async function readPortal(database: Database, portalId: string): Promise<PortalReport | null> {
  const [summary] = await listPortals(database, portalId);
  const facts = await oneOf(database.db, factsQuery(portalId));
  if (summary === undefined || facts === null) return null;
  const { lifecycleOrder, rights, unreadableTimes, refusedWrites, uncalled, ...shown } = facts;
  const stages = await readStages(database, portalId);
  const [leads, parked, withheld, setBacks] = await Promise.all([
    countLeads(database, portalId),
    countParked(database, portalId),
    countWithheld(database, portalId),
    countSetBacks(database, portalId),
  ]);
  const blocked = stages === null ? [] : blockedStages(stages, lifecycleOrder);
  const said = {
    unread: listUnread(rights, summary.language),
    unwritten: listUnwritten(refusedWrites, summary.language),
    uncalled: listUncalled(uncalled, summary.language),
    unreadableTimes: listUnreadableTimes(unreadableTimes, summary.language),
  };
  return { ...summary, ...shown, leads, parked, withheld, setBacks, blockedStages: blocked, ...said };
}

/** Null also where this release cannot run the version: the portal's status says so. */
async function readStages(database: Database, portalId: string): Promise<StageModel | null> {
  try {
    return (await readAgreementInForce(database, portalId))?.stages ?? null;
  } catch (error) {
    if (error instanceof OutdatedAgreement) return null;
    throw error;
  }
}

function factsQuery(portalId: string) {
  return sql<FactsRow>`
    select p.unique_task_key as "uniqueTaskKey",
      coalesce((select t.scopes from portal_token t where t.portal_id = p.portal_id), '{}') as scopes, p.lifecycle_order as "lifecycleOrder",
      (select jsonb_build_object('id', v.agreement_id, 'version', v.version) from agreement_version v
        where v.portal_id = p.portal_id and v.status = 'active' order by v.agreement_id limit 1) as agreement,
      (select jsonb_agg(jsonb_build_object('object', o.name, 'granted', ${mayRead(sql`o.name`)}, 'refused', p.refused_reads -> o.name ->> 'code',
          'missing', case o.name when 'lists' then coalesce((select jsonb_agg(c.list_key order by c.list_key) from contact_list c
            where c.portal_id = p.portal_id and c.list_id = ''), '[]') else '[]' end,
          'needed', exists (select 1 from agreement_version v where v.portal_id = p.portal_id and v.status = 'active'
            and jsonb_path_exists(v.compiled::jsonb, o.need))))
        from (values ('deals', '$.needs.deals ? (@ == true)'::jsonpath), ('leads', '$.needs.hubspotLeads ? (@ == true)'),
          ('users', '$.routing.pools[*].members[*] ? (@.hours == null)'), ('lists', '$.needs.lists[*]')) o(name, need)) as rights,
      coalesce((select jsonb_agg(jsonb_build_object('ownerId', o.owner_id, 'name', o.name, 'properties', u.unreadable) order by o.owner_id)
        from owner o join portal_user u on u.portal_id = o.portal_id and u.user_id = o.user_id
        where o.portal_id = p.portal_id and not o.archived and u.unreadable <> '{}'), '[]') as "unreadableTimes",
      (select jsonb_build_object('because', c.reason, 'failures', c.failures,
          'restUntil', to_char(c.open_until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
        from api_circuit c where c.portal_id = p.portal_id) as failing,
      coalesce((select jsonb_agg(jsonb_build_object('object', r.key, 'because', r.value -> 'code', 'changes', case r.key
          when 'tasks' then (select count(*) from task t where t.portal_id = p.portal_id and t.state = 'intended')
          else (select count(*) from outbox_property o where o.portal_id = p.portal_id and o.state = 'intended') end) order by r.key)
        from jsonb_each(p.refused_writes) r), '[]') as "refusedWrites",
      coalesce((select jsonb_agg(jsonb_build_object('reason', u.reason, 'steps', u.steps, 'lastAt', u.last_at) order by u.reason)
        from (select c.reason, count(*)::int as steps,
            to_char(max(c.received_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as last_at
          from action_callback c where c.portal_id = p.portal_id and c.state = 'parked'
            and c.received_at > accord_now() - ${UNCALLED_DAYS}::int * interval '1 day'
          group by c.reason) u), '[]') as uncalled,
      jsonb_build_object('done', p.backfill_after is null,
        'leads', (select count(*) from lead l where l.portal_id = p.portal_id),
        'toJudge', (select count(*) from lead l where l.portal_id = p.portal_id and l.judged_epoch < p.epoch)) as backfill,
      jsonb_build_object('accepted', coalesce(w.events_accepted, 0), 'duplicated', coalesce(w.events_duplicated, 0),
        'setAside', coalesce(w.events_set_aside, 0), 'echoed', coalesce(w.events_echoed, 0)) as events,
      (select count(*)::int from task t where t.portal_id = p.portal_id and t.open and t.state = 'confirmed') as "openTasks"
    from portal p left join portal_work w on w.portal_id = p.portal_id
    where p.portal_id = ${portalId}::text`;
}

function readAnswerRight(
  database: Database,
  portalId: string,
  { contactId, userId, agreementId }: AnswerQuestion,
): ReturnType<Reports['readAnswerRight']> {
  return oneOf(
    database.db,
    sql<AnswerRight>`
      select l.state -> 'owner' ->> 'value' as "leadOwnerId",
        array(select o.owner_id from owner o
          where o.portal_id = l.portal_id and o.user_id = ${userId}::text and not o.archived) as "userOwnerIds",
        (select v.document from agreement_version v where v.portal_id = l.portal_id
          and v.agreement_id = coalesce(${agreementId ?? null}::text, l.agreement_id) and v.status = 'active') as document, accord_now() as now, p.time_zone as "timeZone"
      from lead_alias a
      join lead l on l.portal_id = a.portal_id and l.lead_id = a.lead_id and l.contact_id = a.contact_id
      join portal p on p.portal_id = l.portal_id and p.status = 'active'
      where a.portal_id = ${portalId}::text and a.contact_id = ${contactId}::text`,
  );
}

async function countSetBacks(database: Database, portalId: string): Promise<PortalReport['setBacks']> {
  return rowsOf(
    database.db,
    sql<PortalReport['setBacks'][number]>`
      select o.property, s ->> 'source' as source, count(*)::int as times, count(distinct o.lead_id)::int as leads
      from outbox_property o cross join jsonb_array_elements(o.set_backs) s
      where o.portal_id = ${portalId}::text
      group by 1, 2
      order by 3 desc, 1, 2
      limit ${MAX_CULPRITS}::int`,
  );
}

/** As many as a person reads. */
const MAX_CULPRITS = 50;

interface LeadCount {
  readonly part: 'byStatus' | 'byStage' | 'byGrade';
  readonly value: string | null;
  readonly count: number;
}

/** By the state that is lived, or by the one that is rehearsed while observing. */
async function countLeads(database: Database, portalId: string): Promise<PortalReport['leads']> {
  const rows = await rowsOf(
    database.db,
    sql<LeadCount>`
      with states as (
        select coalesce(l.shadow, l.state) as s from lead l where l.portal_id = ${portalId}::text),
      parts as (
        select s ->> 'status' as status, s -> 'stage' ->> 'value' as stage, s -> 'scored' ->> 'grade' as grade from states)
      select case when grouping(status) = 0 then 'byStatus' when grouping(stage) = 0 then 'byStage' else 'byGrade' end as part,
        coalesce(status, stage, grade) as value, count(*)::int as count
      from parts
      group by grouping sets ((status), (stage), (grade))`,
  );
  const leads: Record<LeadCount['part'], Record<string, number>> = { byStatus: {}, byStage: {}, byGrade: {} };
  for (const row of rows) leads[row.part][row.value ?? ''] = row.count;
  return leads;
}
