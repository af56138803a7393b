// Every owner is a user of the account, with a record of HubSpot's user object beside it.
import type { CrmRecord, Owner, Portal } from '#sandbox/model.ts';
import { createRecord } from './records.ts';

/** Far from the ids that other records are minted with, so that a rep more or less moves none of them. */
const FIRST_USER_RECORD = 207_000_000_000;

export function addOwner(portal: Portal, owner: Owner): void {
  portal.owners.set(owner.id, owner);
  const values = {
    hs_internal_user_id: String(owner.userId),
    hs_email: owner.email,
    hs_given_name: owner.firstName,
    hs_family_name: owner.lastName,
    hs_deactivated: String(owner.archived),
  };
  const source = { changeSource: 'CRM_UI', sourceId: null };
  const id = String(FIRST_USER_RECORD + owner.userId);
  // Two owners of one user would be two roles of one person.
  if (portal.objects.users.live.has(id)) return;
  createRecord(portal, { objectType: 'users', values, id }, { source, atMs: owner.createdAtMs });
}

export function findUser(portal: Portal, { userId }: Owner): CrmRecord | undefined {
  return portal.objects.users.live.get(String(FIRST_USER_RECORD + userId));
}
