// Whether a HubSpot user may sign for a side: the signatory named in that very version, or a delegate whose days cover
// today (5a.10). Pure.

import { err, ok, type Result } from '#domain/result.ts';
import { toLocal } from '#domain/zone.ts';
import {
  type Book,
  refusal,
  type Side,
  type Signatory,
  type VersionRecord,
  type VersionRefusal,
} from './version.ts';

export interface HubspotUser {
  readonly userId: string;
  readonly email: string;
}

/** Everyone of the version who is this user and may act today. */
export function rolesOf(version: VersionRecord, user: HubspotUser, book: Book): readonly Signatory[] {
  const today = localDay(book.now, book.portal.timeZone);
  return version.signatories.filter(
    (person) => person.email?.toLowerCase() === user.email.toLowerCase() && isInOffice(person, today),
  );
}

export function roleName(person: Signatory): string {
  return `${person.delegate ? 'delegate' : 'signatory'} (${person.side})`;
}

/** `side` is needed only where one person may sign for both. */
export function findSigner(
  book: Book,
  version: VersionRecord,
  wish: { readonly user: HubspotUser; readonly side: Side | null },
): Result<Signatory, VersionRefusal> {
  const mismatch = checkUser(book, wish.user);
  if (mismatch !== null) return err(mismatch);
  const named = rolesOf(version, wish.user, book);
  const open = named.filter(({ side }) => wish.side === null || side === wish.side);
  const unsigned = open.filter(({ side }) => !version.signatures.some((one) => one.side === side));
  const [signer] = unsigned.length > 0 ? unsigned : open;
  if (signer === undefined) return err(notNamed(version, wish.side));
  const other = version.signatures.find((one) => one.side !== signer.side && one.userId === wish.user.userId);
  return other === undefined ? ok(signer) : err(sameUserTwice(other.side));
}

/** Owners tell which user id belongs to which address; a user who owns nothing is unknown there, which is no fault. */
export function checkUser(book: Book, user: HubspotUser): VersionRefusal | null {
  const email = user.email.toLowerCase();
  const contradicts = book.users.some((known) =>
    known.userId === user.userId ? known.email.toLowerCase() !== email : known.email.toLowerCase() === email,
  );
  if (!contradicts) return null;
  return refusal('forbidden', 'USER_MISMATCH');
}

/** A signatory always is; a delegate from the first of his days to the last. */
export function isInOffice(
  { fromDay, untilDay }: Pick<Signatory, 'fromDay' | 'untilDay'>,
  today: string,
): boolean {
  return (fromDay === null || fromDay <= today) && (untilDay === null || today <= untilDay);
}

export function localDay(now: string, timeZone: string): string {
  return new Date(toLocal(timeZone, Date.parse(now))).toISOString().slice(0, 10);
}

function notNamed(version: VersionRecord, side: Side | null): VersionRefusal {
  return refusal('forbidden', 'NOT_A_SIGNATORY', { version: version.version, act: 'sign', side: side ?? '' });
}

function sameUserTwice(side: Side): VersionRefusal {
  return refusal('forbidden', 'SAME_USER_TWICE', { side });
}
