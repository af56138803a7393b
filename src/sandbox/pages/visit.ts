// Who looks at a page, in which language: named by the address, so that a link shows what its sender saw.
import type { Request } from 'express';
import type { Portal } from '#sandbox/model.ts';

export const LANGUAGES = ['en', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

export interface Person {
  readonly userId: number;
  readonly email: string;
  /** Empty for who owns no records, whose name no API tells. */
  readonly name: string;
}

export interface Visit {
  readonly portal: Portal;
  readonly user: Person;
  readonly language: Language;
  readonly query: URLSearchParams;
}

export function visitOf(portal: Portal, request: Request): Visit {
  const query = new URL(request.originalUrl, 'http://sandbox.test').searchParams;
  const asked = query.get('language');
  // HubSpot speaks the user's language; a browser tells it where the address does not.
  const language = (asked ?? request.acceptsLanguages('en', 'fr')) === 'fr' ? 'fr' : 'en';
  return { portal, query, language, user: readUser(portal, query) };
}

/** Everyone of whom the portal knows: active owners, and who called the app through HubSpot. */
export function listPeople(portal: Portal): readonly Person[] {
  const found = new Map<number, Person>();
  for (const { userId, email, firstName, lastName, archived } of portal.owners.values())
    if (!archived) found.set(userId, { userId, email, name: `${firstName} ${lastName}`.trim() });
  for (const [userId, email] of portal.callers)
    if (!found.has(userId)) found.set(userId, { userId, email, name: '' });
  return [...found.values()];
}

function readUser(portal: Portal, query: URLSearchParams): Person {
  const people = listPeople(portal);
  const userId = Number(query.get('user'));
  const known = people.find((person) => person.userId === userId);
  if (known !== undefined) return known;
  if (Number.isSafeInteger(userId) && userId > 0)
    return { userId, email: query.get('email') ?? '', name: '' };
  return people[0] ?? { userId: 1, email: '', name: '' };
}

/** The same visitor on another page of the portal. */
export function addressOf(
  { portal, user, language }: Visit,
  path: string,
  more: Readonly<Record<string, string>> = {},
): string {
  const query = new URLSearchParams({ user: String(user.userId), language, ...more });
  if (user.name === '' && user.email !== '') query.set('email', user.email);
  return `/portals/${portal.portalId}/${path}?${query.toString()}`;
}
