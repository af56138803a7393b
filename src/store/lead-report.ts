// One lead with its latest decisions, for whoever asks why.
import { sql } from 'kysely';
import type { Decision } from '#domain/decision.ts';
import type { LeadState } from '#domain/lead.ts';
import type { DecisionRow, LeadReport } from '#pipeline/reports.ts';
import type { Database } from './database.ts';
import { oneOf, rowsOf } from './sql.ts';

const LATEST_DECISIONS = 10;

interface LeadRow extends Omit<LeadReport, 'decisions' | 'state' | 'rehearsed'> {
  readonly live: LeadState;
  readonly shadow: LeadState | null;
}

/** By any HubSpot id the lead ever had. */
export async function readLead(
  database: Database,
  portalId: string,
  contactId: string,
): Promise<LeadReport | null> {
  const row = await oneOf(
    database.db,
    sql<LeadRow>`
      select l.lead_id as "leadId", l.contact_id as "contactId", l.agreement_id as "agreementId",
        l.judged_version as version, l.review_at as "reviewAt", l.review_exact as "reviewExact",
        nullif(l.company_id, '') as "companyId", l.state as live, l.shadow, p.language
      from lead_alias a join lead l on l.portal_id = a.portal_id and l.lead_id = a.lead_id
      join portal p on p.portal_id = a.portal_id
      where a.portal_id = ${portalId}::text and a.contact_id = ${contactId}::text`,
  );
  if (row === null) return null;
  const { live, shadow, ...lead } = row;
  const decisions = await listDecisions(database, portalId, lead.leadId);
  return { ...lead, state: shadow ?? live, rehearsed: shadow !== null, decisions };
}

async function listDecisions(
  database: Database,
  portalId: string,
  leadId: string,
): Promise<readonly DecisionRow[]> {
  const rows = await rowsOf(
    database.db,
    sql<Omit<DecisionRow, 'outcome' | 'noteBefore'> & { outcome: string }>`
      select seq, at, version, live, outcome from decision
      where portal_id = ${portalId}::text and lead_id = ${leadId}::text
      order by seq desc
      limit ${LATEST_DECISIONS + 1}::int`,
  );
  // Written by judge-batch as canonical JSON of a decision.
  const decisions = rows.map((row) => ({ ...row, outcome: JSON.parse(row.outcome) as Decision }));
  return decisions.slice(0, LATEST_DECISIONS).map((decision, place) => ({
    ...decision,
    noteBefore: decisions[place + 1]?.outcome.state.rejectNote ?? '',
  }));
}
