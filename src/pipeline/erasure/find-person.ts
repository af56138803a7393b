// Who is meant by an e-mail address: the contacts that HubSpot has under it now, and those that Accord has known under it.
// Only the address itself counts: what looks alike may be another person, and an erasure is not taken back.
import { portalId as toPortalId } from '#domain/ids.ts';
import type { HubspotPort } from '#pipeline/ports.ts';
import { AppError } from '#platform/errors.ts';
import type { ErasureStore } from './erase-due.ts';

export interface FindPersonDeps {
  readonly erasures: Pick<ErasureStore, 'findByEmail'>;
  readonly hubspot: Pick<HubspotPort, 'batchRead'>;
}

/** An admin waits. */
const WAIT_MS = 10_000;

/** Contact ids. Throws what HubSpot failed with where nobody is known here either. */
export async function findPerson(
  { erasures, hubspot }: FindPersonDeps,
  portalId: string,
  email: string,
): Promise<readonly string[]> {
  const known = await erasures.findByEmail(portalId, email);
  try {
    const { records } = await hubspot.batchRead(
      {
        portalId: toPortalId(portalId),
        lane: 'interactive',
        signal: AbortSignal.timeout(WAIT_MS),
      },
      { objectType: 'contacts', ids: [email], properties: ['email'], idProperty: 'email' },
    );
    return [...new Set([...known, ...records.map(({ id }) => id)])];
  } catch (error) {
    if (!(error instanceof AppError) || known.length === 0) throw error;
    return known;
  }
}
