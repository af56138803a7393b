// Reports about data and feedback, from what is kept beside each lead.
import { sql } from 'kysely';
import type { Agreement } from '#domain/agreement.ts';
import { findRejectReason } from '#domain/reject-reason.ts';
import type {
  CompletenessReport,
  DataReports,
  DuplicateGroup,
  DuplicateLead,
  FeedbackReport,
  FieldCompleteness,
  MonthVolume,
  SilentLead,
} from '#pipeline/data-reports.ts';
import { readAgreementInForce } from './agreements.ts';
import type { Database } from './database.ts';
import { readIdentityGroups } from './lead-data.ts';
import { isOpen } from './open-leads.ts';
import { oneOf, rowsOf } from './sql.ts';

export function createDataReports(database: Database): DataReports {
  return {
    readCompleteness: (portalId) => readCompleteness(database, portalId),
    listDuplicates: (portalId, page) => listDuplicates(database, portalId, page),
    countVolumes: (portalId) => countVolumes(database, portalId),
    readFeedback: (portalId) => readFeedback(database, portalId),
    listSilent: (portalId, page) => listSilent(database, portalId, page),
  };
}

/** Rounded down to one decimal. */
function percentOf(part: number, all: number): number | null {
  return all === 0 ? null : Math.floor((1000 * part) / all) / 10;
}

async function readCompleteness(database: Database, portalId: string): Promise<CompletenessReport> {
  const inbound = sql`d.portal_id = ${portalId}::text and d.in_scope and d.source not in ('', 'OFFLINE')`;
  const rows = await rowsOf(
    database.db,
    sql<FieldCompleteness>`
      select f.key as field, d.source, d.owner_id as "ownerId", count(*)::int as asked,
        count(*) filter (where f.value = 'true'::jsonb)::int as present
      from lead_data d cross join lateral jsonb_each(d.fields) as f
      where ${inbound}
      group by f.key, d.source, d.owner_id
      order by f.key, d.source, d.owner_id`,
  );
  const leads = await oneOf(
    database.db,
    sql<{ count: number }>`select count(*)::int as count from lead_data d where ${inbound}`,
  );
  const asked = rows.reduce((sum, row) => sum + row.asked, 0);
  const present = rows.reduce((sum, row) => sum + row.present, 0);
  const rules = await readAgreementInForce(database, portalId);
  return {
    inboundLeads: leads?.count ?? 0,
    asked,
    present,
    percent: percentOf(present, asked),
    target: rules === null ? null : rules.data.completeness / 10_000,
    met: rules === null || asked === 0 ? null : present * 1_000_000 >= rules.data.completeness * asked,
    rows,
  };
}

async function listDuplicates(
  database: Database,
  portalId: string,
  page: { readonly after: string | null; readonly limit: number },
): Promise<{ readonly items: readonly DuplicateGroup[]; readonly next: string | null }> {
  const groups = await readIdentityGroups(database, portalId);
  const start = page.after === null ? 0 : groups.findIndex(({ id }) => id === page.after) + 1;
  const shown = groups.slice(start, start + page.limit);
  const ids = shown.flatMap(({ leadIds }) => leadIds);
  const rows = await rowsOf(
    database.db,
    sql<DuplicateLead>`
      select l.lead_id as "leadId", l.contact_id as "contactId", coalesce(d.owner_id, '') as "ownerId",
        coalesce(l.shadow, l.state) ->> 'status' as status
      from lead l left join lead_data d on d.portal_id = l.portal_id and d.lead_id = l.lead_id
      where l.portal_id = ${portalId}::text and l.lead_id = any(${ids}::text[])`,
  );
  const leads = new Map(rows.map((row) => [row.leadId, row]));
  const isOneOwner = (await readAgreementInForce(database, portalId))?.data.duplicates.oneOwner ?? false;
  const items = shown.map(({ id, leadIds, reasons }): DuplicateGroup => {
    const members = leadIds.flatMap((leadId) => leads.get(leadId) ?? []);
    const owners = new Set(members.map(({ ownerId }) => ownerId).filter((ownerId) => ownerId !== ''));
    return { personId: id, leads: members, reasons, ownersConflict: isOneOwner && owners.size > 1 };
  });
  const last = shown.at(-1);
  return { items, next: last !== undefined && start + page.limit < groups.length ? last.id : null };
}

async function countVolumes(database: Database, portalId: string): Promise<readonly MonthVolume[]> {
  const rows = await rowsOf(
    database.db,
    sql<{ readonly leadId: string; readonly month: string; readonly count: number }>`
      select l.lead_id as "leadId", to_char(h.at::timestamptz at time zone p.time_zone, 'YYYY-MM') as month, count(*)::int as count
      from lead l join portal p on p.portal_id = l.portal_id
        cross join lateral jsonb_array_elements_text(coalesce(l.shadow, l.state) -> 'handOvers') as h(at)
      where l.portal_id = ${portalId}::text
      group by 1, 2
      order by 2, 1`,
  );
  const groups = await readIdentityGroups(database, portalId);
  const personOf = new Map(
    groups.flatMap(({ id, leadIds }) => leadIds.map((leadId) => [leadId, id] as const)),
  );
  const months = new Map<string, { handOvers: number; persons: Set<string> }>();
  for (const { leadId, month, count } of rows) {
    const volume = months.get(month) ?? { handOvers: 0, persons: new Set() };
    volume.handOvers += count;
    volume.persons.add(personOf.get(leadId) ?? leadId);
    months.set(month, volume);
  }
  return [...months].map(([month, { handOvers, persons }]) => ({ month, handOvers, persons: persons.size }));
}

interface Ending {
  readonly status: string;
  readonly reason: string;
  readonly leads: number;
}

async function readFeedback(database: Database, portalId: string): Promise<FeedbackReport> {
  const endings = await rowsOf(
    database.db,
    sql<Ending>`
      select s ->> 'status' as status, s ->> 'recycleReason' as reason, count(*)::int as leads
      from (select coalesce(shadow, state) as s from lead where portal_id = ${portalId}::text) states
      where (s ->> 'cycle')::int > 0
      group by 1, 2
      order by 3 desc, 2`,
  );
  const count = (isCounted: (ending: Ending) => boolean): number =>
    endings.filter(isCounted).reduce((sum, { leads }) => sum + leads, 0);
  const silent = count(({ status }) => SILENT.includes(status));
  const withdrawn = count(isWithdrawn);
  const all = count(() => true) - withdrawn;
  const rules = await readAgreementInForce(database, portalId);
  return {
    handedOver: all,
    answered: all - silent,
    silent,
    withdrawn,
    percent: percentOf(all - silent, all),
    rejects: endings.filter(isReject).map((ending) => describeReject(ending, rules)),
  };
}

const SILENT = ['handedOver', 'rejected'];

function isReject({ status, reason }: Ending): boolean {
  return status === 'recycled' && reason.startsWith('rejected:');
}

function isWithdrawn(ending: Ending): boolean {
  return ending.status === 'recycled' && !isReject(ending);
}

function describeReject(
  { reason, leads }: Ending,
  rules: Agreement | null,
): FeedbackReport['rejects'][number] {
  const given = reason.slice('rejected:'.length);
  const known = rules === null ? undefined : findRejectReason(rules, given);
  return { reason: known?.label ?? given, clause: known?.clause ?? null, leads };
}

async function listSilent(
  database: Database,
  portalId: string,
  page: { readonly after: string | null; readonly limit: number },
): Promise<{ readonly items: readonly SilentLead[]; readonly next: string | null }> {
  const [afterAt = '', afterId = ''] = (page.after ?? '').split(' ');
  const rows = await rowsOf(
    database.db,
    sql<SilentLead>`
      select contact_id as "contactId", s -> 'owner' ->> 'value' as "ownerId", s ->> 'status' as status,
        s ->> 'handedOverAt' as "handedOverAt"
      from (select contact_id, coalesce(shadow, state) as s from lead where portal_id = ${portalId}::text) states
      where ${isOpen(sql`s`)} and s ->> 'status' = any(${SILENT}::text[])
        and (s ->> 'handedOverAt', contact_id) > (${afterAt}::text, ${afterId}::text)
      order by s ->> 'handedOverAt', contact_id
      limit ${page.limit + 1}::int`,
  );
  const items = rows.slice(0, page.limit);
  const last = items.at(-1);
  const next =
    rows.length > page.limit && last !== undefined ? `${last.handedOverAt} ${last.contactId}` : null;
  return { items, next };
}
