// Who may do what in a portal: the facts that roles follow from, and what an admin granted beside them.
import { sql } from 'kysely';
import type { RoleFacts, RoleGrant, RolePerson, RoleStore } from '#pipeline/portal-roles.ts';
import { writeAudit } from './audit.ts';
import type { Database, Tx } from './database.ts';
import { asJson, oneOf, rowsOf } from './sql.ts';

export function createRoleStore(database: Database): RoleStore {
  return {
    readFacts: (portalId, userId) => readFacts(database, portalId, userId),
    listOwnerIds: async (portalId, userId) =>
      (
        await rowsOf(
          database.db,
          sql<{ ownerId: string }>`
            select owner_id as "ownerId" from owner
            where portal_id = ${portalId}::text and user_id = ${userId}::text and not archived order by owner_id`,
        )
      ).map(({ ownerId }) => ownerId),
    listGrants: (portalId) => listGrants(database.db, portalId),
    listPeople: (portalId) => listPeople(database, portalId),
    setGrants: (portalId, { grants, by }) =>
      database.transaction(async (tx) => {
        const before = await listGrants(tx, portalId);
        await rowsOf(tx, sql`delete from role_grant where portal_id = ${portalId}::text`);
        await rowsOf(
          tx,
          sql`
            insert into role_grant (portal_id, subject_kind, subject, role, granted_at)
            select distinct ${portalId}::text, g."subjectKind", g.subject, g.role, accord_now()
            from jsonb_to_recordset(${asJson(grants)}) as g("subjectKind" text, subject text, role text)`,
        );
        await writeAudit(tx, portalId, { by, action: 'setRoles', before, after: grants });
      }),
  };
}

/** The installer is the first admin (5a.13). */
export async function grantAdmin(tx: Tx, portalId: string, userId: string): Promise<void> {
  await rowsOf(
    tx,
    sql`
      insert into role_grant (portal_id, subject_kind, subject, role, granted_at)
      values (${portalId}::text, 'user', ${userId}::text, 'admin', accord_now())
      on conflict do nothing`,
  );
}

function listGrants(db: Database['db'] | Tx, portalId: string): Promise<readonly RoleGrant[]> {
  return rowsOf(
    db,
    sql<RoleGrant>`
      select subject_kind as "subjectKind", subject, role from role_grant
      where portal_id = ${portalId}::text order by subject_kind desc, subject, role`,
  );
}

/** One row for each user, whatever he owns under. */
function listPeople(database: Database, portalId: string): Promise<readonly RolePerson[]> {
  return rowsOf(
    database.db,
    sql<RolePerson>`
      select o.user_id as "userId", min(o.name) as name, min(o.email) as email,
        coalesce(array_agg(distinct team) filter (where team is not null), '{}') as teams
      from owner o left join unnest(o.teams) team on true
      where o.portal_id = ${portalId}::text and not o.archived and o.user_id <> ''
      group by o.user_id order by min(o.name), o.user_id`,
  );
}

function readFacts(database: Database, portalId: string, userId: string): Promise<RoleFacts | null> {
  return oneOf(
    database.db,
    sql<RoleFacts>`
      select accord_now() as now, p.time_zone as "timeZone",
        coalesce((select jsonb_agg(jsonb_build_object('subjectKind', g.subject_kind, 'subject', g.subject, 'role', g.role))
          from role_grant g where g.portal_id = p.portal_id), '[]') as grants,
        (select array_agg(distinct coalesce(team, '')) from owner o left join unnest(o.teams) team on true
          where o.portal_id = p.portal_id and o.user_id = ${userId}::text and not o.archived) as "ownerTeams",
        coalesce((select jsonb_agg(jsonb_build_object('side', s.side, 'email', s.email, 'fromDay', s.from_day, 'untilDay', s.until_day))
          from agreement_signatory s
          join agreement_version v on v.portal_id = s.portal_id and v.agreement_id = s.agreement_id and v.version = s.version
          where s.portal_id = p.portal_id and v.status in ('proposed', 'signed', 'active')), '[]') as signatories
      from portal p where p.portal_id = ${portalId}::text and p.status <> 'uninstalled'`,
  );
}
