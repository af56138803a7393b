// Who has which lead, for the scores of pods.
import { sql } from 'kysely';
import type { Holders, HoldersAsked } from '#pipeline/clause-reports.ts';
import type { Database } from './database.ts';
import { rowsOf } from './sql.ts';

export async function readHolders({ db }: Database, portalId: string, asked: HoldersAsked): Promise<Holders> {
  const { agreementId, leadIds, from } = asked;
  const holders = await rowsOf(
    db,
    sql<{ leadId: string; ownerId: string }>`
      select lead_id as "leadId", coalesce(coalesce(shadow, state) -> 'owner' ->> 'value', '') as "ownerId" from lead
      where portal_id = ${portalId}::text and lead_id = any(${[...leadIds]}::text[])`,
  );
  const recent = await rowsOf(
    db,
    sql<{ ownerId: string }>`
      select coalesce(coalesce(l.shadow, l.state) -> 'owner' ->> 'value', '') as "ownerId"
      from milestone m
      left join lead l on l.portal_id = m.portal_id and l.lead_id = m.lead_id
      where m.portal_id = ${portalId}::text and m.agreement_id = ${agreementId}::text and m.kind = 'mql'
        and m.withdrawn_at is null and m.at >= ${from}::timestamptz`,
  );
  const owners = await rowsOf(
    db,
    sql<{ id: string; email: string }>`
      select owner_id as id, email from owner where portal_id = ${portalId}::text and email <> ''`,
  );
  return {
    holders: Object.fromEntries(holders.map(({ leadId, ownerId }) => [leadId, ownerId])),
    emails: Object.fromEntries(owners.map(({ id, email }) => [id, email])),
    recent: recent.map(({ ownerId }) => ownerId),
  };
}
