// One portal as a turn sees it: mode, switches, owners, the agreement in force.
import { sql } from 'kysely';
import type { Agreement } from '#domain/agreement.ts';
import { EFFECTS, type Effect } from '#domain/decision.ts';
import { isLive } from '#pipeline/plan-writes.ts';
import type { HubspotUser, Owner } from '#pipeline/ports.ts';
import type { Lease, PortalRecord } from '#pipeline/turn-store.ts';
import { readCompiled } from '#pipeline/versions/compiled-form.ts';
import { findFault, TamperedAgreement } from '#pipeline/versions/integrity.ts';
import { RELEASE_AT } from './backlog.ts';
import type { Database } from './database.ts';
import { holdLease, runHeld } from './leases.ts';
import { IS_REFUSED } from './refused-owners.ts';
import { RESTING_WRITES } from './refused-writes.ts';
import { RESTORE_DUE } from './restored-properties.ts';
import { markLeadsOfAbsent, markLeadsOfLeft } from './routing.ts';
import { asJson, oneOf, rowsOf } from './sql.ts';
import { storeUsers } from './users.ts';
import { readVersion } from './versions.ts';

interface PortalRow {
  readonly status: PortalRecord['status'];
  readonly waits: boolean;
  readonly language: 'en' | 'fr';
  readonly regime: number;
  readonly baseline_at: string;
  readonly first_live_at: string;
  readonly switched_at: string;
  readonly paused: boolean;
  readonly epoch: string;
  readonly lifecycle_order: string[];
  readonly reads: PortalRecord['reads'];
  readonly refused_reads: string[];
  readonly resting_writes: string[];
  readonly refused_writes: string[];
  readonly unique_task_key: boolean;
  readonly provisioned: boolean;
  readonly restore_due: boolean;
  readonly reasons_of: string;
  readonly backfill_after: string | null;
  readonly owners_age_ms: number | null;
  /** In the order of the agreements; null when none is in force. */
  readonly versions: VersionKey[] | null;
  readonly activation_due: boolean;
  readonly continues_regime: number | null;
  readonly release_at: string | null;
  readonly effects: Partial<Record<Effect, { enabled: boolean; since: string }>>;
  readonly owners: Owner[];
  readonly refused_owners: string[];
  readonly lists: PortalRecord['lists'];
}

/** Null when the portal never installed the app. */
export async function loadPortal(
  database: Database,
  agreements: AgreementCache,
  portalId: string,
): Promise<PortalRecord | null> {
  const row = await oneOf(database.db, portalQuery(portalId));
  if (row === null) return null;
  const effects = completeEffects(row.effects);
  const inForce = await Promise.all(
    (row.versions ?? []).map((version) => agreements.read(portalId, version, row.language)),
  );
  return {
    portalId,
    status: row.status,
    waits: row.waits,
    language: row.language,
    regime: row.regime,
    baselineAt: row.baseline_at,
    firstLiveAt: row.first_live_at,
    switchedAt: row.switched_at,
    epoch: row.epoch,
    paused: row.paused,
    live: isLive(effects, row.paused),
    effects: row.paused ? switchedOff(effects) : effects,
    lifecycleOrder: row.lifecycle_order,
    reads: row.reads,
    refusedReads: row.refused_reads,
    writes: {
      contacts: !row.resting_writes.includes('contacts'),
      tasks: !row.resting_writes.includes('tasks'),
    },
    refusedWrites: row.refused_writes,
    uniqueTaskKey: row.unique_task_key,
    provisioned: row.provisioned,
    restoreDue: row.restore_due,
    reasonsOf: row.reasons_of,
    backfillAfter: row.backfill_after,
    owners: row.owners,
    refusedOwners: row.refused_owners,
    lists: row.lists,
    ownersAgeMs: row.owners_age_ms,
    agreement: inForce[0] ?? null,
    agreements: inForce,
    activationDue: row.activation_due,
    continuesRegime: row.continues_regime,
    releaseAt: row.release_at,
  };
}

/** A version in force, by its content: half a megabyte that a turn would otherwise fetch and parse every time. */
export interface AgreementCache {
  /** Throws `TamperedAgreement` when the version is not what was frozen and signed, and says so in the portal's language. */
  read(portalId: string, version: VersionKey, language: 'en' | 'fr'): Promise<Agreement>;
}

interface VersionKey {
  readonly agreementId: string;
  readonly version: number;
  readonly contentHash: string;
  /** In force without signatures: the template of an install, or put in force by an earlier release. */
  readonly unsigned: boolean;
  /** Technical time of this look, in milliseconds. */
  readonly lookedMs: number;
}

/** Parsed versions kept per process; each is about as large in memory as one decay table. */
const MAX_CACHED = 500;
/** How long a version that was found sound is trusted by a process: hashing it costs milliseconds. */
const TRUSTED_MS = 300_000;

/** Decisions also remember what they worked out for an agreement by its identity, so the object must stay the same. */
export function createAgreementCache(database: Database): AgreementCache {
  const parsed = new Map<string, Agreement>();
  // By portal as well: each has a row of its own, which may be tampered with.
  const soundUntil = new Map<string, number>();
  return {
    read: async (portalId, key, language) => {
      const { agreementId, version, contentHash, lookedMs } = key;
      const place = `${portalId} ${agreementId} ${version} ${contentHash}`;
      // Portals that run the same text share one object.
      const known = parsed.get(contentHash);
      if (known !== undefined && (soundUntil.get(place) ?? 0) > lookedMs) return known;
      const row = await readVersion(database.db, { portalId, agreementId, version });
      if (row === null) throw new Error(`agreement ${agreementId} has no version ${version}`);
      const fault = findFault(row, key);
      if (fault !== null) throw new TamperedAgreement(fault, language);
      keep(soundUntil, place, lookedMs + TRUSTED_MS);
      if (known !== undefined) return known;
      const agreement = readCompiled(row);
      keep(parsed, contentHash, agreement);
      return agreement;
    },
  };
}

function keep<Value>(map: Map<string, Value>, key: string, value: Value): void {
  const oldest = map.keys().next().value;
  if (map.size >= MAX_CACHED && oldest !== undefined) map.delete(oldest);
  map.set(key, value);
}

function portalQuery(portalId: string) {
  return sql<PortalRow>`
    select p.status, coalesce((select w.paused_until > clock_timestamp() from portal_work w where w.portal_id = p.portal_id), false) as waits,
      p.language, p.regime, p.baseline_at,
      coalesce(p.first_live_at, p.installed_at) as first_live_at, coalesce(p.switched_at, p.baseline_at) as switched_at, p.paused, p.epoch, p.lifecycle_order, p.unique_task_key,
      (select jsonb_object_agg(o.name, ${mayRead(sql`o.name`)} and coalesce(
          (p.refused_reads -> o.name ->> 'at')::timestamptz < clock_timestamp() - interval '1 hour', true))
        from (values ('deals'), ('leads'), ('users'), ('lists')) o(name)) as reads,
      array(select jsonb_object_keys(p.refused_reads)) as refused_reads,
      ${RESTING_WRITES} as resting_writes, array(select jsonb_object_keys(p.refused_writes)) as refused_writes,
      p.provisioned_at is not null as provisioned, ${RESTORE_DUE} as restore_due, p.reasons_of, p.backfill_after,
      (select max(q.continues_regime) from agreement_period q where q.portal_id = p.portal_id and q.regime = p.regime) as continues_regime,
      (extract(epoch from clock_timestamp() - p.owners_read_at) * 1000)::float8 as owners_age_ms,
      (select jsonb_agg(jsonb_build_object('agreementId', v.agreement_id, 'version', v.version, 'contentHash', v.content_hash,
          'unsigned', exists (select 1 from agreement_period q where q.portal_id = v.portal_id and q.agreement_id = v.agreement_id
            and q.version = v.version and (q.cause = 'install' or q.seal = '')),
          'lookedMs', floor(extract(epoch from clock_timestamp()) * 1000)) order by a.position, v.agreement_id)
        from agreement_version v left join agreement a on a.portal_id = v.portal_id and a.agreement_id = v.agreement_id
        where v.portal_id = p.portal_id and v.status = 'active') as versions,
      exists (select 1 from agreement_version v where v.portal_id = p.portal_id and v.activates_at <= accord_now()) as activation_due,
      ${RELEASE_AT} as release_at,
      coalesce((select jsonb_object_agg(e.effect, jsonb_build_object('enabled', e.enabled,
          'since', to_char(e.since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
        from portal_effect e where e.portal_id = p.portal_id), '{}') as effects,
      coalesce((select jsonb_agg(jsonb_build_object('id', o.owner_id, 'email', o.email, 'userId', o.user_id,
          'firstName', o.name, 'lastName', '', 'archived', o.archived or ${IS_REFUSED}, 'teams', o.teams) order by o.owner_id)
        from owner o where o.portal_id = p.portal_id), '[]') as owners,
      array(select o.owner_id from owner o where o.portal_id = p.portal_id and ${IS_REFUSED}) as refused_owners,
      coalesce((select jsonb_agg(jsonb_build_object('key', c.list_key, 'listId', c.list_id, 'after', c.after_member))
        from contact_list c where c.portal_id = p.portal_id), '[]') as lists
    from portal p where p.portal_id = ${portalId}::text`;
}

/** Whether the grant has the scope of these objects of HubSpot's paths. */
export function mayRead(objects: ReturnType<typeof sql>) {
  return sql`coalesce((select t.scopes @> array[case ${objects} when 'lists' then 'crm.lists.read' else 'crm.objects.' || ${objects} || '.read' end] from portal_token t
    where t.portal_id = p.portal_id), false)`;
}

function completeEffects(known: PortalRow['effects']): PortalRecord['effects'] {
  const off = { enabled: false, since: 'infinity' };
  // EFFECTS lists every key of the record.
  return Object.fromEntries(
    EFFECTS.map((effect) => [effect, known[effect] ?? off]),
  ) as PortalRecord['effects'];
}

function switchedOff(effects: PortalRecord['effects']): PortalRecord['effects'] {
  // Same keys as the record it maps.
  return Object.fromEntries(
    Object.entries(effects).map(([effect, state]) => [effect, { ...state, enabled: false }]),
  ) as PortalRecord['effects'];
}

export function storeOwners(
  database: Database,
  lease: Lease,
  { owners, users }: { readonly owners: readonly Owner[]; readonly users: readonly HubspotUser[] | null },
): Promise<void> {
  const rows = owners.map((owner) => ({
    id: owner.id,
    email: owner.email ?? '',
    name: [owner.firstName, owner.lastName].filter(Boolean).join(' '),
    userId: owner.userId ?? '',
    archived: owner.archived,
    teams: owner.teams,
  }));
  return database.transaction(async (tx) => {
    await holdLease(tx, lease);
    // Owners that HubSpot no longer lists keep their name for the past, and get no more leads.
    const active = await rowsOf(
      tx,
      sql<{ owner_id: string }>`
        update owner set archived = true where portal_id = ${lease.portalId}::text and not archived returning owner_id`,
    );
    await rowsOf(
      tx,
      sql`
        insert into owner (portal_id, owner_id, email, name, user_id, archived, teams)
        select ${lease.portalId}::text, o.id, o.email, o.name, o."userId", o.archived, o.teams
        from jsonb_to_recordset(${asJson(rows)})
          as o(id text, email text, name text, "userId" text, archived boolean, teams text[])
        on conflict (portal_id, owner_id) do update
          set email = excluded.email, name = excluded.name, user_id = excluded.user_id, archived = excluded.archived,
            teams = excluded.teams`,
    );
    const absent = await storeUsers(tx, lease.portalId, users);
    await markLeadsOfAbsent(tx, lease.portalId, absent);
    await markLeadsOfLeft(
      tx,
      lease.portalId,
      active.map((owner) => owner.owner_id),
    );
    await rowsOf(
      tx,
      sql`update portal set owners_read_at = clock_timestamp() where portal_id = ${lease.portalId}::text`,
    );
  });
}

export function storeReasonsOf(database: Database, lease: Lease, inForce: string): Promise<void> {
  return runHeld(
    database,
    lease,
    sql`update portal set reasons_of = ${inForce}::text where portal_id = ${lease.portalId}::text`,
  );
}

export function storeLifecycleOrder(
  database: Database,
  lease: Lease,
  order: readonly string[],
): Promise<void> {
  return runHeld(
    database,
    lease,
    sql`update portal set lifecycle_order = ${[...order]}::text[] where portal_id = ${lease.portalId}::text`,
  );
}

/** Business time, never earlier than the portal's last `now` (10.10). */
export async function readClock(database: Database, portalId: string): Promise<{ readonly now: string }> {
  const row = await oneOf(
    database.db,
    sql<{ now: string }>`
      select greatest(last_now, accord_now()) as now
      from portal where portal_id = ${portalId}::text`,
  );
  if (row === null) throw new Error(`portal ${portalId} vanished during its turn`);
  return row;
}
