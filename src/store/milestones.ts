// The ledger that marketing's clauses are counted from (migration 0015): written with the decision that brought a milestone.
import { sql } from 'kysely';
import type { JudgedBatch, JudgedLead } from '#pipeline/turn-store.ts';
import type { Tx } from './database.ts';
import { asJson, rowsOf } from './sql.ts';

type Reason = 'revert' | 'notWon' | 'merge';

/** Part of a batch's transaction. What is no longer so goes first, or it would keep its successor out. */
export async function storeMilestones(tx: Tx, portalId: string, batch: JudgedBatch): Promise<void> {
  const idsOf = (isIt: (lead: JudgedLead) => boolean): string[] =>
    batch.leads.filter(isIt).map(({ leadId }) => leadId);
  await withdrawReverted(
    tx,
    portalId,
    idsOf(({ ledger }) => ledger.undoesVersion),
  );
  await withdrawWins(
    tx,
    portalId,
    idsOf(({ ledger }) => ledger.undoesWin),
  );
  await insertMilestones(tx, portalId, batch);
}

/** Where and when of a cycle are those of its hand-over, so that a lead is counted in one segment, channel and campaign. */
async function insertMilestones(tx: Tx, portalId: string, { leads, now }: JudgedBatch): Promise<void> {
  const rows = leads.flatMap(({ leadId, agreementId, version, ledger }) =>
    ledger.reached.map((milestone) => ({ leadId, agreementId, version, ...milestone })),
  );
  if (rows.length === 0) return;
  await rowsOf(
    tx,
    sql`
      insert into milestone (portal_id, lead_id, cycle, kind, agreement_id, version, at, by_hand, counts, segments, channel,
        campaigns, complete, ending, known_at)
      select ${portalId}::text, r."leadId", r.cycle, r.kind, r."agreementId", r.version, r.at, r."byHand",
        r.counts and not exists (
          select from milestone before where before.portal_id = ${portalId}::text and before.lead_id = r."leadId"
            and before.kind = r.kind and before.counts and before.withdrawn_at is null),
        coalesce(h.segments, r.segments), coalesce(h.channel, r.channel), coalesce(h.campaigns, r.campaigns),
        coalesce(h.complete, r.complete), r.ending, ${now}::timestamptz
      from jsonb_to_recordset(${asJson(rows)}) as r("leadId" text, cycle int, kind text, "agreementId" text, version int,
        at timestamptz, "byHand" boolean, counts boolean, segments text[], channel text, campaigns text[], complete boolean,
        ending text)
      left join milestone h on h.portal_id = ${portalId}::text and h.lead_id = r."leadId" and h.cycle = r.cycle
        and h.kind = 'mql' and h.withdrawn_at is null
      on conflict (portal_id, lead_id, cycle, kind) where withdrawn_at is null do nothing`,
  );
}

/** A lead that goes on from the state of before never got where the version brought it (5a.9). */
async function withdrawReverted(tx: Tx, portalId: string, leadIds: readonly string[]): Promise<void> {
  if (leadIds.length === 0) return;
  await rowsOf(
    tx,
    sql`
      update milestone m set withdrawn_at = accord_now(), withdrawn_for = ${'revert' satisfies Reason}::text
      from agreement_version v
      where m.portal_id = ${portalId}::text and m.lead_id = any(${[...leadIds]}::text[]) and m.withdrawn_at is null
        and v.portal_id = m.portal_id and v.agreement_id = m.agreement_id and v.version = m.version
        and v.status = 'reverted'`,
  );
}

async function withdrawWins(tx: Tx, portalId: string, leadIds: readonly string[]): Promise<void> {
  if (leadIds.length === 0) return;
  await rowsOf(
    tx,
    sql`
      update milestone set withdrawn_at = accord_now(), withdrawn_for = ${'notWon' satisfies Reason}::text
      where portal_id = ${portalId}::text and lead_id = any(${[...leadIds]}::text[]) and kind = 'customer'
        and withdrawn_at is null`,
  );
}

/**
 * Of contacts that HubSpot merged, one lead goes on with the milestones of all: each cycle's and kind's once, and one new MQL,
 * the first. That the others' contacts are gone is no end of a cycle.
 */
export async function uniteMilestones(
  tx: Tx,
  portalId: string,
  { leadId, others }: { readonly leadId: string; readonly others: readonly string[] },
): Promise<void> {
  const all = [leadId, ...others];
  await rowsOf(
    tx,
    sql`
      with ranked as (
        select id, kind = 'recycled' and ending = 'gone' as is_gone, row_number() over (
          partition by cycle, kind order by ending = 'gone', counts desc, at, id) as place
        from milestone
        where portal_id = ${portalId}::text and lead_id = any(${all}::text[]) and withdrawn_at is null)
      update milestone m set withdrawn_at = accord_now(), withdrawn_for = ${'merge' satisfies Reason}::text
      from ranked r
      where m.id = r.id and (r.place > 1 or r.is_gone)`,
  );
  await rowsOf(
    tx,
    sql`
      update milestone set lead_id = ${leadId}::text
      where portal_id = ${portalId}::text and lead_id = any(${[...others]}::text[])`,
  );
  await rowsOf(
    tx,
    sql`
      update milestone m set counts = false
      where m.portal_id = ${portalId}::text and m.lead_id = ${leadId}::text and m.counts and m.withdrawn_at is null
        and exists (select from milestone first
          where first.portal_id = m.portal_id and first.lead_id = m.lead_id and first.kind = m.kind and first.counts
            and first.withdrawn_at is null and (first.at, first.id) < (m.at, m.id))`,
  );
}
