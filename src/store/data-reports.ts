// Reports about data and feedback, from what is kept beside each lead.

import { sql } from 'kysely';
import type { Agreement } from '#domain/agreement.ts';
import { percentOf } from '#domain/percent.ts';
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
import { readAgreementsInForce } from './agreements.ts';
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

/** Fields of one agreement's leads. */
interface AskedFields extends FieldCompleteness {
  readonly agreementId: string;
}

async function readCompleteness(database: Database, portalId: string): Promise<CompletenessReport> {
  const inbound = sql`d.portal_id = ${portalId}::text and d.in_scope and d.source not in ('', 'OFFLINE')`;
  const rows = await rowsOf(
    database.db,
    sql<AskedFields>`
      select l.agreement_id as "agreementId", f.key as field, d.source, d.owner_id as "ownerId", count(*)::int as asked,
        count(*) filter (where f.value = 'true'::jsonb)::int as present
      from lead_data d join lead l on l.portal_id = d.portal_id and l.lead_id = d.lead_id
        cross join lateral jsonb_each(d.fields) as f
      where ${inbound}
      group by l.agreement_id, f.key, d.source, d.owner_id
      order by f.key, d.source, d.owner_id, l.agreement_id`,
  );
  const leads = await oneOf(
    database.db,
    sql<{ count: number }>`select count(*)::int as count from lead_data d where ${inbound}`,
  );
  const { asked, present } = sumOf(rows);
  return {
    inboundLeads: leads?.count ?? 0,
    asked,
    present,
    percent: percentOf(present, asked),
    ...compareToTargets(rows, await readAgreementsInForce(database, portalId)),
    rows: joinAgreements(rows),
  };
}

function sumOf(rows: readonly FieldCompleteness[]): { readonly asked: number; readonly present: number } {
  const sum = (part: 'asked' | 'present'): number => rows.reduce((total, row) => total + row[part], 0);
  return { asked: sum('asked'), present: sum('present') };
}

/** Each agreement's leads against its own target. */
function compareToTargets(
  rows: readonly AskedFields[],
  agreements: readonly Agreement[],
): Pick<CompletenessReport, 'target' | 'met'> {
  const [first] = agreements;
  if (first === undefined) return { target: null, met: null };
  const parts = agreements
    .map(({ id, data }) => ({
      ...sumOf(rows.filter(({ agreementId }) => agreementId === id)),
      target: data.completeness,
    }))
    .filter(({ asked }) => asked > 0);
  // Nothing is asked of anybody yet: the first agreement's target stands for what is aimed at.
  if (parts.length === 0) return { target: first.data.completeness / 10_000, met: null };
  const owed = parts.reduce((sum, { asked, target }) => sum + asked * target, 0);
  return {
    target: owed / parts.reduce((sum, { asked }) => sum + asked, 0) / 10_000,
    met: parts.every(({ asked, present, target }) => present * 1_000_000 >= target * asked),
  };
}

/** One row for each field, source and owner, whichever agreement asks. */
function joinAgreements(rows: readonly AskedFields[]): FieldCompleteness[] {
  const joined = new Map<string, FieldCompleteness>();
  for (const { agreementId: _one, ...row } of rows) {
    const key = JSON.stringify([row.field, row.source, row.ownerId]);
    const known = joined.get(key);
    joined.set(key, {
      ...row,
      asked: row.asked + (known?.asked ?? 0),
      present: row.present + (known?.present ?? 0),
    });
  }
  return [...joined.values()];
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
    sql<DuplicateLead & { readonly agreementId: string }>`
      select l.agreement_id as "agreementId", l.lead_id as "leadId", l.contact_id as "contactId", coalesce(d.owner_id, '') as "ownerId",
        coalesce(l.shadow, l.state) ->> 'status' as status
      from lead l left join lead_data d on d.portal_id = l.portal_id and d.lead_id = l.lead_id
      where l.portal_id = ${portalId}::text and l.lead_id = any(${ids}::text[])`,
  );
  const leads = new Map(rows.map((row) => [row.leadId, row]));
  const agreements = await readAgreementsInForce(database, portalId);
  const oneOwner = new Set(agreements.filter(({ data }) => data.duplicates.oneOwner).map((one) => one.id));
  const items = shown.map(({ id, leadIds, reasons }): DuplicateGroup => {
    const members = leadIds.flatMap((leadId) => leads.get(leadId) ?? []);
    const owners = new Set(members.map(({ ownerId }) => ownerId).filter((ownerId) => ownerId !== ''));
    const isOneOwner = members.some(({ agreementId }) => oneOwner.has(agreementId));
    return {
      personId: id,
      leads: members.map(({ agreementId: _own, ...lead }) => lead),
      reasons,
      ownersConflict: isOneOwner && owners.size > 1,
    };
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
  readonly agreementId: string;
  readonly status: string;
  readonly reason: string;
  readonly leads: number;
}

async function readFeedback(database: Database, portalId: string): Promise<FeedbackReport> {
  const endings = await rowsOf(
    database.db,
    sql<Ending>`
      select agreement_id as "agreementId", s ->> 'status' as status, s ->> 'recycleReason' as reason, count(*)::int as leads
      from (select agreement_id, coalesce(shadow, state) as s from lead where portal_id = ${portalId}::text) states
      where (s ->> 'cycle')::int > 0
      group by 1, 2, 3
      order by 4 desc, 3, 1`,
  );
  const count = (isCounted: (ending: Ending) => boolean): number =>
    endings.filter(isCounted).reduce((sum, { leads }) => sum + leads, 0);
  const silent = count(({ status }) => SILENT.includes(status));
  const withdrawn = count(isWithdrawn);
  const all = count(() => true) - withdrawn;
  const agreements = await readAgreementsInForce(database, portalId);
  return {
    handedOver: all,
    answered: all - silent,
    silent,
    withdrawn,
    percent: percentOf(all - silent, all),
    rejects: describeRejects(endings.filter(isReject), agreements),
  };
}

const SILENT = ['handedOver', 'rejected'];

type Reject = FeedbackReport['rejects'][number];

function isReject({ status, reason }: Ending): boolean {
  return status === 'recycled' && reason.startsWith('rejected:');
}

function isWithdrawn(ending: Ending): boolean {
  return ending.status === 'recycled' && !isReject(ending);
}

/** In the words of each lead's own agreement; most leads first. What reads the same is one line. */
function describeRejects(endings: readonly Ending[], agreements: readonly Agreement[]): readonly Reject[] {
  const rejects = new Map<string, Reject>();
  for (const { agreementId, reason, leads } of endings) {
    const given = reason.slice('rejected:'.length);
    const rules = agreements.find(({ id }) => id === agreementId);
    const known = rules === undefined ? undefined : findRejectReason(rules, given);
    const told = { reason: known?.label ?? given, clause: known?.clause ?? null };
    const key = JSON.stringify(told);
    rejects.set(key, { ...told, leads: leads + (rejects.get(key)?.leads ?? 0) });
  }
  return [...rejects.values()].toSorted((a, b) => b.leads - a.leads);
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
