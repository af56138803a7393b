// Owners that HubSpot did not take: no API tells whether a user has a seat that lets him own records, so a refusal counts as a no
// for a day. Their leads are judged again, for somebody else.
import { sql } from 'kysely';
import { OWNER_PROPERTY } from '#domain/names.ts';
import type { Settlement } from '#pipeline/settlements.ts';
import type { Tx } from './database.ts';
import { markDirtyAgain } from './dirty-again.ts';
import { rowsOf } from './sql.ts';

/** Of an owner `o`. */
export const IS_REFUSED = sql`coalesce(o.refused_at > clock_timestamp() - interval '1 day', false)`;

export async function noteRefusedOwners(
  tx: Tx,
  portalId: string,
  settlements: readonly Settlement[],
): Promise<void> {
  const refused = settlements.filter((settlement) => settlement.kind === 'parked' && settlement.refusesOwner);
  if (refused.length === 0) return;
  await rowsOf(
    tx,
    sql`
      update owner o set refused_at = clock_timestamp() from outbox_property p
      where o.portal_id = ${portalId}::text and p.portal_id = o.portal_id and p.property = ${OWNER_PROPERTY}::text
        and p.lead_id = any(${refused.map(({ leadId }) => leadId)}::text[]) and p.state = 'parked' and o.owner_id = p.value`,
  );
  // The first thing it may mean is that he has left since.
  await rowsOf(tx, sql`update portal set owners_read_at = null where portal_id = ${portalId}::text`);
  await markDirtyAgain(
    tx,
    portalId,
    refused.map(({ contactId }) => contactId),
  );
}
