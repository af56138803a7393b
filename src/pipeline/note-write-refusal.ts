// HubSpot refuses writes of a kind as a whole, or takes them again: noted, so that the turns to come know what they may send.
import type { Turn } from './turn.ts';
import { isWriteRefusal, type WrittenObjects } from './unwritten.ts';

interface Settled {
  readonly kind: string;
  readonly reason?: string;
}

/** True when what may be written is not what the turn began with. */
export async function noteWriteRefusal(
  turn: Turn,
  object: WrittenObjects,
  settled: readonly Settled[],
): Promise<boolean> {
  const { store, lease, portal, logger } = turn;
  const code = settled.map(refusalIn).find((found) => found !== null);
  if (code !== undefined && code !== null) {
    logger.warn({ code, objectType: object }, 'HubSpot does not let us write these records');
    await store.storeWriteRefusal(lease, { object, code });
    return true;
  }
  const passes = settled.some(({ kind }) => kind === 'confirmed');
  if (!passes || !portal.refusedWrites.includes(object)) return false;
  await store.endWriteRefusal(lease, object);
  return true;
}

function refusalIn({ kind, reason = '' }: Settled) {
  return kind === 'again' && isWriteRefusal(reason) ? reason : null;
}
