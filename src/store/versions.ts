// Versions of agreements as their life needs them: read alone, or as the book a step is decided on, under the portal's lock.
import { sql } from 'kysely';
import type { Result } from '#domain/result.ts';
import type { Actor } from '#pipeline/admin-ports.ts';
import type { Lease } from '#pipeline/turn-store.ts';
import { planDueActivation, planUnschedule } from '#pipeline/versions/activate.ts';
import type {
  Book,
  Period,
  PreviewMark,
  Step,
  VersionRecord,
  VersionRefusal,
  VersionSummary,
} from '#pipeline/versions/version.ts';
import type { VersionKey } from '#pipeline/versions/version-store.ts';
import { writeAudit } from './audit.ts';
import type { Database, Db, Tx } from './database.ts';
import { holdLease } from './leases.ts';
import { oneOf, rowsOf } from './sql.ts';
import { applyChange } from './version-changes.ts';

const SUMMARY = sql`
  v.agreement_id as "agreementId", v.version, v.status, v.language, v.content_hash as "contentHash",
  v.created_at as "createdAt", v.proposed_at as "proposedAt", v.starts_at as "startsAt", v.activates_at as "activatesAt",
  v.active_from as "activeFrom"`;

export async function readPortalStages(db: Db | Tx, portalId: string): Promise<readonly string[]> {
  const row = await oneOf(
    db,
    sql<{
      stages: string[];
    }>`select lifecycle_order as stages from portal where portal_id = ${portalId}::text`,
  );
  return row?.stages ?? [];
}

export function listVersions(db: Db | Tx, portalId: string): Promise<readonly VersionSummary[]> {
  return rowsOf(
    db,
    sql<VersionSummary>`
      select ${SUMMARY} from agreement_version v
      left join agreement a on a.portal_id = v.portal_id and a.agreement_id = v.agreement_id
      where v.portal_id = ${portalId}::text
      order by a.position, v.agreement_id, v.version`,
  );
}

export function readVersion(db: Db | Tx, key: VersionKey): Promise<VersionRecord | null> {
  const which = key.version === null ? sql`v.status = 'draft'` : sql`v.version = ${key.version}::int`;
  return oneOf(
    db,
    sql<VersionRecord>`
      select ${SUMMARY}, v.hash_scheme as "hashScheme", v.document, v.compiled, v.shape, v.revert_wish as "revertWish",
        coalesce((select p.content_hash from agreement_version p
          where p.portal_id = v.portal_id and p.agreement_id = v.agreement_id and p.version < v.version and p.status <> 'draft'
          order by p.version desc limit 1), '') as "previousHash",
        coalesce((select jsonb_agg(jsonb_build_object('position', s.position, 'side', s.side, 'delegate', s.delegate,
            'fromDay', s.from_day, 'untilDay', s.until_day, 'salt', s.salt, 'hash', s.hash, 'name', s.name, 'email', s.email)
            order by s.position)
          from agreement_signatory s
          where s.portal_id = v.portal_id and s.agreement_id = v.agreement_id and s.version = v.version), '[]') as signatories,
        coalesce((select jsonb_agg(jsonb_build_object('side', g.side, 'position', g.position, 'userId', g.user_id,
            'contentHash', g.content_hash,
            'signedAt', to_char(g.signed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by g.side)
          from agreement_signature g
          where g.portal_id = v.portal_id and g.agreement_id = v.agreement_id and g.version = v.version), '[]') as signatures
      from agreement_version v
      where v.portal_id = ${key.portalId}::text and v.agreement_id = ${key.agreementId}::text and ${which}`,
  );
}

const PERIOD = sql`
  agreement_id as "agreementId", seq, version, from_at as "from", until_at as until, cause, seal, regime,
  regime_before as "regimeBefore", baseline_before as "baselineBefore"`;

export function listPeriods(db: Db | Tx, portalId: string): Promise<readonly Period[]> {
  return rowsOf(
    db,
    sql<Period>`
      select ${PERIOD} from agreement_period where portal_id = ${portalId}::text order by agreement_id, seq`,
  );
}

export function changeVersion(
  database: Database,
  change: {
    readonly key: VersionKey;
    readonly plan: (book: Book) => Result<Step, VersionRefusal>;
    readonly by: Actor;
    readonly lease?: Lease | undefined;
  },
): Promise<Result<Step, VersionRefusal>> {
  const { key, plan, by, lease } = change;
  return database.transaction(async (tx) => {
    if (lease !== undefined) await holdLease(tx, lease);
    const outcome = plan(await loadBook(tx, key));
    if (!outcome.ok) return outcome;
    await carryOut(tx, key, { step: outcome.value, by });
    return outcome;
  });
}

async function carryOut(
  tx: Tx,
  key: VersionKey,
  done: { readonly step: Step; readonly by: Actor },
): Promise<void> {
  const { change, action, role, before = null, after = null } = done.step;
  await applyChange(tx, { ...key, version: change.version }, change);
  await writeAudit(tx, key.portalId, { by: { ...done.by, role }, action, before, after });
}

type PortalRow = Book['portal'] & { readonly now: string };

/** Locks the portal: one step at a time, and none beside a switch. */
async function loadBook(tx: Tx, key: VersionKey): Promise<Book> {
  const { portalId, agreementId } = key;
  const portal = await oneOf(
    tx,
    sql<PortalRow>`
      select language, time_zone as "timeZone", last_now as "lastNow", regime, baseline_at as "baselineAt",
        accord_now() as now,
        not paused and exists (select 1 from portal_effect e where e.portal_id = p.portal_id and e.enabled) as acts
      from portal p where portal_id = ${portalId}::text for update of p`,
  );
  if (portal === null) throw new Error(`portal ${portalId} is not installed`);
  const { now, ...rest } = portal;
  const versions = (await listVersions(tx, portalId)).filter((one) => one.agreementId === agreementId);
  const active = versions.find(({ status }) => status === 'active');
  const periods = await rowsOf(
    tx,
    sql<Period>`
      select ${PERIOD} from agreement_period
      where portal_id = ${portalId}::text and agreement_id = ${agreementId}::text order by seq desc limit 2`,
  );
  const before = periods[1];
  return {
    agreementId,
    now,
    portal: rest,
    versions,
    target: await readVersion(tx, key),
    inForce: active === undefined ? null : await readVersion(tx, { ...key, version: active.version }),
    previous: before === undefined ? null : await readVersion(tx, { ...key, version: before.version }),
    periods,
    previews: await listPreviews(tx, key),
    users: await rowsOf(
      tx,
      sql<{ userId: string; email: string }>`
        select user_id as "userId", email from owner
        where portal_id = ${portalId}::text and user_id <> '' and email <> '' and not archived`,
    ),
  };
}

function listPreviews(tx: Tx, { portalId, agreementId }: VersionKey): Promise<readonly PreviewMark[]> {
  return rowsOf(
    tx,
    sql<PreviewMark>`
      select preview_hash as "previewHash", against, at, token, (summary ->> 'changed')::int as changed,
        (summary ->> 'inScope')::int as "inScope", (summary ->> 'blastLimit')::int as "blastLimit"
      from agreement_preview where portal_id = ${portalId}::text and agreement_id = ${agreementId}::text`,
  );
}

const WORKER: Actor = { actor: 'worker', origin: 'worker' };
/** Due versions carried out at once; what is left comes with the next turn. */
const MAX_DUE = 10;

/** Puts scheduled versions in force whose time has come. One that cannot be is taken off the schedule, with the reason. */
export async function activateDue(database: Database, lease: Lease): Promise<void> {
  const { portalId } = lease;
  const due = await rowsOf(
    database.db,
    sql<{ agreementId: string; version: number }>`
      select agreement_id as "agreementId", version from agreement_version
      where portal_id = ${portalId}::text and activates_at <= accord_now()
      order by activates_at, version limit ${MAX_DUE}::int`,
  );
  for (const { agreementId, version } of due) {
    const key = { portalId, agreementId, version };
    const done = await changeVersion(database, { key, plan: planDueActivation, by: WORKER, lease });
    if (done.ok) continue;
    const why = done.error;
    await changeVersion(database, { key, plan: (book) => planUnschedule(book, why), by: WORKER, lease });
  }
}

export async function parkForAgreement(
  database: Database,
  portalId: string,
  reason: string | null,
): Promise<void> {
  await rowsOf(
    database.db,
    reason === null
      ? sql`
          update portal set status = 'active', status_reason = ''
          where portal_id = ${portalId}::text and status = 'parked' and status_reason like 'AGREEMENT!_%' escape '!'`
      : sql`
          update portal set status = 'parked', status_reason = ${reason}::text
          where portal_id = ${portalId}::text and status = 'active'`,
  );
}

export async function storePreview(
  database: Database,
  key: Pick<VersionKey, 'portalId' | 'agreementId'>,
  preview: Omit<PreviewMark, 'at'>,
): Promise<void> {
  // Out of date for everybody (PREVIEW_KEPT_MS); each holds up to a thousand moves.
  await rowsOf(
    database.db,
    sql`delete from agreement_preview where portal_id = ${key.portalId}::text and at < accord_now() - interval '1 day'`,
  );
  await rowsOf(
    database.db,
    sql`
      insert into agreement_preview (portal_id, agreement_id, preview_hash, against, at, token, summary)
      values (${key.portalId}::text, ${key.agreementId}::text, ${preview.previewHash}::text, ${preview.against}::int,
        accord_now(), ${preview.token}::text, ${JSON.stringify(preview)}::jsonb)
      on conflict (portal_id, agreement_id, preview_hash) do update
        set against = excluded.against, at = excluded.at, token = excluded.token, summary = excluded.summary`,
  );
}
