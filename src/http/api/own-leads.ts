// What a rep may see: the leads that are his, as if there were no others (R56).
import type { WebContext } from '#http/web-context.ts';
import { isAllowed } from './allowed.ts';
import type { KnownCaller, KnownUser } from './caller.ts';

/** The user, when his own leads are all that he may see; null: the caller sees every lead. */
export function asRep(caller: KnownCaller): KnownUser | null {
  return caller.kind === 'admin' || isAllowed('team', caller.roles) ? null : caller;
}

export async function isOwnLead(
  { reports }: Pick<WebContext, 'reports'>,
  { portalId, userId }: KnownUser,
  contactId: string,
): Promise<boolean> {
  const right = await reports.readAnswerRight(portalId, { contactId, userId });
  return right !== null && right.leadOwnerId !== '' && right.userOwnerIds.includes(right.leadOwnerId);
}
