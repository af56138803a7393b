// HubSpot's lists, where the account lets us read them: everything else goes on without, and what was known before stays.
import { REFUSALS } from '#pipeline/linked.ts';
import type { Turn } from '#pipeline/turn.ts';
import { AppError } from '#platform/errors.ts';

/** Granted, and HubSpot has not refused lately. */
export function mayReadLists({ portal, readable }: Pick<Turn, 'portal' | 'readable'>): boolean {
  return portal.reads.lists && readable.get('list') !== false;
}

/** Null: HubSpot refused, which is noted for the admin and asked about again later. */
export async function askLists<Answer>(turn: Turn, ask: () => Promise<Answer>): Promise<Answer | null> {
  if (!mayReadLists(turn)) return null;
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof AppError) || !REFUSALS.includes(error.code)) throw error;
    turn.readable.set('list', false);
    turn.logger.warn({ code: error.code, objectType: 'list' }, 'HubSpot does not let us read these records');
    await turn.store.storeRefusal(turn.lease, { object: 'lists', code: error.code });
    return null;
  }
}
