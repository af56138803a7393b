// A portal row with what a turn needs, straight into the database; for tests that do not go through OAuth.
import { sql } from 'kysely';
import { COMPILED_SHAPE } from '#agreement/compile.ts';
import type { Agreement } from '#domain/agreement.ts';
import { canonicalJson } from '#domain/canonical.ts';
import type { IncomingEvent } from '#pipeline/receive-events.ts';
import { contentHash, signatoryHash } from '#pipeline/versions/content-hash.ts';
import type { Database } from '#store/database.ts';

export async function insertPortal(database: Database, portalId: string): Promise<void> {
  await sql`
    insert into portal (portal_id, status, baseline_at, switched_at, last_now, installed_at, backfill_after)
    values (${portalId}, 'active', accord_now(), accord_now(), accord_now(), accord_now(), null)`.execute(
    database.db,
  );
}

export function changeEvent(
  portalId: string,
  change: { contact: string; property: string; value: string; at: string; key: string },
): IncomingEvent {
  return {
    key: change.key,
    portalId,
    objectType: 'contact',
    objectId: change.contact,
    action: 'propertyChange',
    propertyName: change.property,
    propertyValue: change.value,
    occurredAt: change.at,
    event: { ...change },
  };
}

/** A version in force that both sides have signed, as if it had gone through its whole life. */
export async function insertSignedVersion(
  database: Database,
  portalId: string,
  /** `shape`: as an earlier release froze it. */
  version: { readonly agreement: Agreement; readonly document: string; readonly shape?: number },
): Promise<void> {
  const { agreement, document, shape = COMPILED_SHAPE } = version;
  const compiled = canonicalJson(agreement);
  const signatories = (['marketing', 'sales'] as const).map((side, position) => {
    const person = { name: `Head of ${side}`, email: `${side}@portal.example` };
    const salt = `salt-${position}`;
    const fixed = { position, side, delegate: false, fromDay: null, untilDay: null, salt };
    return { ...fixed, ...person, hash: signatoryHash(salt, person) };
  });
  const { db } = database;
  const { rows: before } = await sql<{ hash: string }>`
    select content_hash as hash from agreement_version
    where portal_id = ${portalId} and agreement_id = ${agreement.id} and content_hash <> ''
    order by version desc limit 1`.execute(db);
  const content = {
    hashScheme: 2,
    previousHash: before[0]?.hash ?? '',
    document,
    compiled,
    signatories,
    startsAt: null,
  };
  const hash = contentHash({ ...content, language: agreement.language });
  await sql`
    insert into agreement (portal_id, agreement_id, position) values (${portalId}, ${agreement.id}, 1)
    on conflict do nothing`.execute(db);
  await sql`
    insert into agreement_version (portal_id, agreement_id, version, status, language, document, compiled, content_hash,
      hash_scheme, shape, created_at)
    values (${portalId}, ${agreement.id}, ${agreement.version}, 'active', ${agreement.language}, ${document}, ${compiled},
      ${hash}, 2, ${shape}, accord_now())`.execute(db);
  for (const { side, position, salt, hash: personHash, name, email } of signatories) {
    await sql`
      insert into agreement_signatory (portal_id, agreement_id, version, position, side, delegate, salt, hash, name, email)
      values (${portalId}, ${agreement.id}, ${agreement.version}, ${position}, ${side}, false, ${salt}, ${personHash},
        ${name}, ${email})`.execute(db);
    await sql`
      insert into agreement_signature (portal_id, agreement_id, version, side, position, user_id, content_hash, signed_at)
      values (${portalId}, ${agreement.id}, ${agreement.version}, ${side}, ${position}, ${String(900_001 + position)},
        ${hash}, accord_now())`.execute(db);
  }
}
