// Who may do what in a portal (R56): what follows from the agreement and from HubSpot's owners, and what an admin granted.
// Nobody has a role for being able to open HubSpot. Pure.
import type { Instant } from '#domain/agreement.ts';
import type { Actor } from './admin-ports.ts';
import { isInOffice, localDay } from './versions/signer.ts';
import type { Signatory } from './versions/version.ts';

/** rep: an owner in HubSpot, for the leads that are his; reader: sees everything and changes nothing. */
export const PORTAL_ROLES = ['admin', 'marketing', 'sales', 'rep', 'reader'] as const;
export type PortalRole = (typeof PORTAL_ROLES)[number];

/** rep is not granted: HubSpot's owners tell. */
export const GRANTED_ROLES = ['admin', 'marketing', 'sales', 'reader'] as const;
export type GrantedRole = (typeof GRANTED_ROLES)[number];

export const GRANT_SUBJECTS = ['user', 'team'] as const;

export interface RoleGrant {
  readonly subjectKind: (typeof GRANT_SUBJECTS)[number];
  /** HubSpot user id, or the name of a HubSpot team. */
  readonly subject: string;
  readonly role: GrantedRole;
}

/** A user of a HubSpot account, as HubSpot vouches for him. */
export interface PortalUser {
  readonly portalId: string;
  readonly userId: string;
  readonly email: string;
}

export interface RoleFacts {
  readonly grants: readonly RoleGrant[];
  /** Of the user's owners that are not archived: their teams' names. Null: he owns nothing. */
  readonly ownerTeams: readonly string[] | null;
  /** Of the versions that are in force, proposed or signed; of no draft, which anybody may have written. */
  readonly signatories: readonly Pick<Signatory, 'side' | 'email' | 'fromDay' | 'untilDay'>[];
  readonly now: Instant;
  readonly timeZone: string;
}

export function portalRolesOf(
  facts: RoleFacts,
  user: { readonly userId: string; readonly email: string },
): readonly PortalRole[] {
  const teams = facts.ownerTeams ?? [];
  const granted = facts.grants
    .filter(({ subjectKind, subject }) =>
      subjectKind === 'user' ? subject === user.userId : teams.includes(subject),
    )
    .map(({ role }) => role);
  const found = new Set<PortalRole>([
    ...granted,
    ...sidesOf(facts, user.email),
    ...(facts.ownerTeams === null ? [] : ['rep' as const]),
  ]);
  return PORTAL_ROLES.filter((role) => found.has(role));
}

/** Signatories, and their delegates on their days. */
function sidesOf(
  { signatories, now, timeZone }: RoleFacts,
  email: string,
): readonly ('marketing' | 'sales')[] {
  const today = localDay(now, timeZone);
  return signatories
    .filter((person) => person.email?.toLowerCase() === email.toLowerCase() && isInOffice(person, today))
    .map(({ side }) => side);
}

/** Somebody of the account who may be given a role: an owner in HubSpot, with a user. */
export interface RolePerson {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly teams: readonly string[];
}

/** Each with the roles that he has by now, however he came by them. */
export function rolesOfPeople(
  facts: RoleFacts,
  people: readonly RolePerson[],
): readonly (RolePerson & { readonly roles: readonly PortalRole[] })[] {
  return people.map((person) => ({
    ...person,
    roles: portalRolesOf({ ...facts, ownerTeams: person.teams }, person),
  }));
}

export interface RoleStore {
  /** Null: no such portal, or the app was uninstalled there. */
  readFacts(portalId: string, userId: string): Promise<RoleFacts | null>;
  /** Ids of the user's owners that are not archived. */
  listOwnerIds(portalId: string, userId: string): Promise<readonly string[]>;
  listGrants(portalId: string): Promise<readonly RoleGrant[]>;
  listPeople(portalId: string): Promise<readonly RolePerson[]>;
  /** All of a portal at once, in place of those before. */
  setGrants(
    portalId: string,
    change: { readonly grants: readonly RoleGrant[]; readonly by: Actor },
  ): Promise<void>;
}
