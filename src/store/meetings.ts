// Meetings of the leads that a month's cohort is made of.
import type { LedgerEntry } from '#domain/marketing/ledger.ts';
import { meetingsOf } from '#domain/marketing/meetings.ts';
import type { Database } from './database.ts';
import { loadSightings } from './sightings.ts';

/** Leads looked up together: each may have hundreds of sightings. */
const AT_ONCE = 500;

export async function listMeetings(
  database: Database,
  { portalId }: { readonly portalId: string },
  entries: readonly LedgerEntry[],
): Promise<readonly LedgerEntry[]> {
  const handOvers = entries.filter(({ kind, counts }) => kind === 'mql' && counts);
  const meetings: LedgerEntry[] = [];
  for (let from = 0; from < handOvers.length; from += AT_ONCE) {
    const some = handOvers.slice(from, from + AT_ONCE);
    const leadIds = some.map(({ leadId }) => leadId);
    const sightings = await loadSightings(database.db, { portalId, leadIds });
    meetings.push(...some.flatMap((handOver) => meetingsOf(handOver, sightings.get(handOver.leadId) ?? [])));
  }
  return meetings;
}
