// Who may do what in a portal, as the API shows and takes it.
import { z } from 'zod';
import { GRANT_SUBJECTS, GRANTED_ROLES, PORTAL_ROLES } from '#pipeline/portal-roles.ts';
import { Reason, type Route, route } from './route.ts';

const MAX_GRANTS = 200;

const RoleGrant = z.strictObject({
  subjectKind: z.enum(GRANT_SUBJECTS),
  subject: z
    .string()
    .min(1)
    .max(200)
    .meta({ description: 'HubSpot user id, or the name of a HubSpot team.' }),
  role: z.enum(GRANTED_ROLES),
});

const Roles = z.object({
  grants: z.array(RoleGrant),
  people: z
    .array(
      z.object({
        userId: z.string(),
        name: z.string(),
        email: z.string(),
        roles: z
          .array(z.enum(PORTAL_ROLES))
          .meta({ description: 'By a grant to him or his team, by ownership, or as a signatory.' }),
      }),
    )
    .meta({ description: 'HubSpot’s owners. Others may be granted a role by their user id.' }),
  teams: z.array(z.string()).meta({ description: 'HubSpot teams of the owners.' }),
});

export const ROLE_ROUTES = {
  readRoles: route({
    path: '/portals/{portalId}/roles',
    summary:
      'Roles that were granted. Signatories are leads of their side, owners in HubSpot are reps, without a grant.',
    caller: 'admin',
    answer: Roles,
  }),
  setRoles: route({
    method: 'put',
    path: '/portals/{portalId}/roles',
    summary: 'Grants exactly these roles, in place of those before.',
    caller: 'admin',
    body: z.strictObject({ grants: z.array(RoleGrant).max(MAX_GRANTS), reason: Reason }),
    answer: Roles,
    refusals: { 409: 'The caller would no longer be an administrator.' },
  }),
} as const satisfies Readonly<Record<string, Route>>;
