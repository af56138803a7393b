// As what a HubSpot user may speak about a lead: its owner, or a manager of its own agreement (5a.13).
import { readDocument } from '#agreement/parse.ts';
import type { AnswerRight } from './reports.ts';
import { namedPeople } from './versions/propose.ts';
import { isInOffice, localDay } from './versions/signer.ts';

export type LeadRole = 'owner' | 'manager';

/** Both, where he is both; a manager first. `userEmail`: as HubSpot signed it. */
export function leadRolesOf(right: AnswerRight, userEmail: string): readonly LeadRole[] {
  const isOwner = right.leadOwnerId !== '' && right.userOwnerIds.includes(right.leadOwnerId);
  return [
    ...(isManagerOf('sales', right, userEmail) ? ['manager' as const] : []),
    ...(isOwner ? ['owner' as const] : []),
  ];
}

/** A side's signatory and its delegates of today in the lead's own agreement, by the address HubSpot signed. */
export function isManagerOf(
  side: 'marketing' | 'sales',
  { document, now, timeZone }: Pick<AnswerRight, 'document' | 'now' | 'timeZone'>,
  userEmail: string,
): boolean {
  const read = userEmail === '' || document === null ? null : readDocument(document);
  if (read === null || !read.ok) return false;
  const today = localDay(now, timeZone);
  return namedPeople(read.value.signatories).some(
    (person) =>
      person.side === side &&
      person.email.toLowerCase() === userEmail.toLowerCase() &&
      isInOffice(person, today),
  );
}
