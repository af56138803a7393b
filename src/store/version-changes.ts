// One step in the life of a version, as its plan says, in one transaction under the portal's lock (pipeline/versions).

import { sql } from 'kysely';
import { HASH_SCHEME } from '#pipeline/versions/content-hash.ts';
import type { NewPeriod, Signatory, VersionChange } from '#pipeline/versions/version.ts';
import type { Tx } from './database.ts';
import { wakeLater } from './portals.ts';
import { asJson, rowsOf } from './sql.ts';

export interface Place {
  readonly portalId: string;
  readonly agreementId: string;
  readonly version: number;
}

type ChangeOf<Kind extends VersionChange['kind']> = Extract<VersionChange, { kind: Kind }>;

export async function applyChange(tx: Tx, place: Place, change: VersionChange): Promise<void> {
  switch (change.kind) {
    case 'draft':
      return storeDraft(tx, place, change);
    case 'propose':
      return propose(tx, place, change);
    case 'sign':
      return sign(tx, place, change);
    case 'activate':
      return activate(tx, place, change);
    case 'revert':
      return revert(tx, place, change);
    default:
      return applyMark(tx, place, change);
  }
}

/** Steps that change nothing but a mark on the version itself. */
async function applyMark(
  tx: Tx,
  place: Place,
  change: ChangeOf<'withdraw' | 'schedule' | 'unschedule' | 'wishRevert'>,
): Promise<void> {
  switch (change.kind) {
    case 'withdraw':
      return setStatus(tx, place, 'withdrawn');
    case 'schedule':
      return schedule(tx, place, change.at);
    case 'unschedule':
      return schedule(tx, place, null);
    case 'wishRevert':
      await rowsOf(
        tx,
        sql`update agreement_version set revert_wish = ${asJson(change.wish)} where ${at(place)}`,
      );
  }
}

function at({ portalId, agreementId, version }: Place) {
  return sql`portal_id = ${portalId}::text and agreement_id = ${agreementId}::text and version = ${version}::int`;
}

async function setStatus(tx: Tx, place: Place, status: string): Promise<void> {
  await rowsOf(
    tx,
    sql`update agreement_version set status = ${status}::text, activates_at = null where ${at(place)}`,
  );
}

async function storeDraft(tx: Tx, place: Place, draft: ChangeOf<'draft'>): Promise<void> {
  const { portalId, agreementId, version } = place;
  // A new agreement comes last: what is in its scope and in none before it is its own.
  await rowsOf(
    tx,
    sql`
      insert into agreement (portal_id, agreement_id, position)
      select ${portalId}::text, ${agreementId}::text, coalesce(max(position), 0) + 1 from agreement
      where portal_id = ${portalId}::text
      on conflict do nothing`,
  );
  await rowsOf(
    tx,
    sql`
      insert into agreement_version (portal_id, agreement_id, version, status, language, document, compiled, content_hash,
        hash_scheme, created_at)
      values (${portalId}::text, ${agreementId}::text, ${version}::int, 'draft', ${draft.language}::text,
        ${draft.document}::text, '', '', ${HASH_SCHEME}::int, accord_now())
      on conflict (portal_id, agreement_id, version) do update
        set language = excluded.language, document = excluded.document, created_at = excluded.created_at`,
  );
}

async function propose(tx: Tx, place: Place, change: ChangeOf<'propose'>): Promise<void> {
  await rowsOf(
    tx,
    sql`
      update agreement_version set status = 'proposed', language = ${change.language}::text,
        compiled = ${change.compiled}::text, content_hash = ${change.contentHash}::text, hash_scheme = ${HASH_SCHEME}::int,
        shape = ${change.shape}::int, starts_at = ${change.startsAt}::timestamptz, proposed_at = accord_now()
      where ${at(place)}`,
  );
  await insertSignatories(tx, place, change.signatories);
}

export async function insertSignatories(
  tx: Tx,
  { portalId, agreementId, version }: Place,
  signatories: readonly Signatory[],
): Promise<void> {
  await rowsOf(
    tx,
    sql`
      insert into agreement_signatory (portal_id, agreement_id, version, position, side, delegate, from_day, until_day, salt,
        hash, name, email)
      select ${portalId}::text, ${agreementId}::text, ${version}::int, s.position, s.side, s.delegate, s."fromDay",
        s."untilDay", s.salt, s.hash, s.name, s.email
      from jsonb_to_recordset(${asJson(signatories)}) as s(position smallint, side text, delegate boolean, "fromDay" text,
        "untilDay" text, salt text, hash text, name text, email text)`,
  );
}

async function sign(tx: Tx, place: Place, { signature, complete }: ChangeOf<'sign'>): Promise<void> {
  const { portalId, agreementId, version } = place;
  await rowsOf(
    tx,
    sql`
      insert into agreement_signature (portal_id, agreement_id, version, side, position, user_id, content_hash, signed_at)
      values (${portalId}::text, ${agreementId}::text, ${version}::int, ${signature.side}::text, ${signature.position}::int,
        ${signature.userId}::text, ${signature.contentHash}::text, ${signature.signedAt}::timestamptz)
      on conflict (portal_id, agreement_id, version, side) do update
        set position = excluded.position, user_id = excluded.user_id, content_hash = excluded.content_hash,
          signed_at = excluded.signed_at`,
  );
  if (complete) await setStatus(tx, place, 'signed');
}

/** A due time in the store: workers poll for it, and a turn carries it out (D6). */
async function schedule(tx: Tx, place: Place, when: string | null): Promise<void> {
  await rowsOf(tx, sql`update agreement_version set activates_at = ${when}::timestamptz where ${at(place)}`);
  await rowsOf(
    tx,
    sql`
      insert into portal_work as work (portal_id, review_at) values (${place.portalId}::text, ${when}::timestamptz)
      on conflict (portal_id) do update set review_at = least(work.review_at, excluded.review_at)`,
  );
}

async function activate(tx: Tx, place: Place, { period }: ChangeOf<'activate'>): Promise<void> {
  await rowsOf(
    tx,
    sql`
      update agreement_version set status = 'superseded'
      where portal_id = ${place.portalId}::text and agreement_id = ${place.agreementId}::text and status = 'active'`,
  );
  await putInForce(tx, place, period);
  await startPeriod(tx, place, { period, baselineAt: null });
}

async function revert(tx: Tx, place: Place, change: ChangeOf<'revert'>): Promise<void> {
  await setStatus(tx, place, 'reverted');
  await rowsOf(
    tx,
    sql`update agreement_version set revert_wish = ${asJson(change.record)} where ${at(place)}`,
  );
  await takeBackUnsent(tx, place);
  const previous = { ...place, version: change.to };
  await putInForce(tx, previous, change.period);
  await startPeriod(tx, previous, change);
}

/** What the version wished and had not sent is not sent any more; what it has sent is undone lead by lead. */
async function takeBackUnsent(tx: Tx, { portalId, agreementId, version }: Place): Promise<void> {
  const itsLeads = sql`
    select l.lead_id from lead l
    where l.portal_id = ${portalId}::text and l.agreement_id = ${agreementId}::text and l.judged_version = ${version}::int`;
  await rowsOf(
    tx,
    sql`
      delete from outbox_property
      where portal_id = ${portalId}::text and state = 'intended' and sent_value is null and lead_id in (${itsLeads})`,
  );
  await rowsOf(
    tx,
    sql`
      update outbox_property set value = sent_value, state = 'confirmed', reason = ''
      where portal_id = ${portalId}::text and state = 'intended' and lead_id in (${itsLeads})`,
  );
  await rowsOf(
    tx,
    sql`
      delete from task
      where portal_id = ${portalId}::text and state = 'intended' and task_id is null and lead_id in (${itsLeads})`,
  );
}

async function putInForce(tx: Tx, place: Place, period: NewPeriod): Promise<void> {
  await rowsOf(
    tx,
    sql`
      update agreement_version set status = 'active', active_from = ${period.from}::timestamptz, activates_at = null
      where ${at(place)}`,
  );
}

/**
 * Every lead is judged again under the new version: one row, no dirty rows (10.9). With a new baseline: whoever is over the
 * line because the line moved is no hand-over (5a.2). Only a revert may go back to the baseline of before.
 */
async function startPeriod(
  tx: Tx,
  place: Place,
  start: { readonly period: NewPeriod; readonly baselineAt: string | null },
): Promise<void> {
  const { portalId, agreementId, version } = place;
  const { period, baselineAt } = start;
  await rowsOf(
    tx,
    sql`
      update agreement_period set until_at = ${period.from}::timestamptz
      where portal_id = ${portalId}::text and agreement_id = ${agreementId}::text and until_at is null`,
  );
  await rowsOf(
    tx,
    sql`
      insert into agreement_period (portal_id, agreement_id, seq, version, from_at, cause, seal, regime, regime_before,
        baseline_before, continues_regime)
      select p.portal_id, ${agreementId}::text, ${period.seq}::int, ${version}::int, ${period.from}::timestamptz,
        ${period.cause}::text, ${period.seal}::text, p.regime + 1, p.regime, p.baseline_at, ${period.continuesRegime}::int
      from portal p where p.portal_id = ${portalId}::text`,
  );
  await rowsOf(
    tx,
    sql`
      update portal set epoch = epoch + 1, regime = regime + 1,
        last_now = greatest(last_now, ${period.from}::timestamptz),
        baseline_at = coalesce(${baselineAt}::timestamptz, greatest(last_now, ${period.from}::timestamptz, accord_now()))
      where portal_id = ${portalId}::text`,
  );
  await wakeLater(tx, portalId);
}
