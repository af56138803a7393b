// HubSpot's lists, where the account lets us read them: everything else goes on without, and what was known before stays.
import type { Turn } from '#pipeline/turn.ts';
import { AppError } from '#platform/errors.ts';

/** Granted, and HubSpot has not refused lately. */
export function mayReadLists({ portal, readable }: Pick<Turn, 'portal' | 'readable'>): boolean {
  return portal.reads.lists && readable.get('list') !== false;
}

/** About what every call needs, lists or not: the grant, our client, the keys that seal tokens. */
const NOT_OF_LISTS: readonly string[] = [
  'NOT_INSTALLED',
  'GRANT_DEAD',
  'CLIENT_MISCONFIGURED',
  'OAUTH_REFUSED',
  'secret_no_key',
  'secret_unknown_key',
  'secret_broken',
];

/** A later call may meet a mended HubSpot, but nothing else of the portal waits for it. */
const WRONG_SHAPE = 'WRONG_SHAPE';

/** HubSpot will not tell them, however often it is asked: it refuses, knows no such call, or answers what we cannot read. */
export function isListRefusal(error: unknown): error is AppError {
  if (!(error instanceof AppError)) return false;
  return error.code === WRONG_SHAPE || (!error.retryable && !NOT_OF_LISTS.includes(error.code));
}

/** Null: HubSpot refused, which is noted for the admin and asked about again later. */
export async function askLists<Answer>(
  turn: Turn,
  ask: () => Promise<Answer>,
  isRefusal = isListRefusal,
): Promise<Answer | null> {
  if (!mayReadLists(turn)) return null;
  try {
    return await ask();
  } catch (error) {
    if (!isRefusal(error)) throw error;
    turn.readable.set('list', false);
    turn.logger.warn({ code: error.code, objectType: 'list' }, 'HubSpot does not let us read these records');
    await turn.store.storeRefusal(turn.lease, { object: 'lists', code: error.code });
    return null;
  }
}
