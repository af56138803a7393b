// When the account's users work, where it lets us read that: everything else goes on without.
import { AppError } from '#platform/errors.ts';
import { REFUSALS } from './linked.ts';
import type { HubspotUser, Owner } from './ports.ts';
import { callFor, type Turn } from './turn.ts';

/** Beside a refusal: an account or a version of the API that does not have the object as we know it. */
const CANNOT_BE_READ: readonly string[] = [...REFUSALS, 'NOT_FOUND', 'BAD_REQUEST', 'WRONG_SHAPE'];

/** Null where they may not be read, or HubSpot has refused lately. */
export async function readUsers(turn: Turn): Promise<readonly HubspotUser[] | null> {
  if (!turn.portal.reads.users) return null;
  try {
    return await turn.hubspot.listUsers(callFor(turn, 'live'));
  } catch (error) {
    if (!(error instanceof AppError) || !CANNOT_BE_READ.includes(error.code)) throw error;
    turn.logger.warn({ code: error.code, objectType: 'user' }, 'HubSpot does not let us read these records');
    await turn.store.storeRefusal(turn.lease, { object: 'users', code: error.code });
    return null;
  }
}

/** An owner whose user is shut out is as gone as an archived one: HubSpot may archive him only later. */
export function withoutLeavers(owners: readonly Owner[], users: readonly HubspotUser[]): readonly Owner[] {
  const shutOut = new Set(users.filter(({ deactivated }) => deactivated).map(({ userId }) => userId));
  return owners.map((owner) =>
    owner.userId !== null && shutOut.has(owner.userId) ? { ...owner, archived: true } : owner,
  );
}

/** Nobody works at the desk of an owner that no user of the account is. */
export function mayHoldLeads({ archived, userId }: Owner): boolean {
  return !archived && userId !== null && userId !== '';
}
