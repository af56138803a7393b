// Reads and sets who may do what in a portal.
import { HttpProblem, inWords } from '#http/problem.ts';
import { problemWords } from '#http/problem-words.ts';
import { portalRolesOf, type RoleStore, rolesOfPeople } from '#pipeline/portal-roles.ts';
import { actorOf } from './caller.ts';
import type { Answer, HandlersOf } from './handler.ts';
import type { ROLE_ROUTES } from './role-contract.ts';

export const ROLE_HANDLERS: HandlersOf<typeof ROLE_ROUTES> = {
  readRoles: ({ roles }, { params }) => showRoles(roles, params.portalId),
  setRoles: async ({ roles }, { params, body, caller }) => {
    const { grants, reason } = body;
    const facts = caller.kind === 'user' ? await roles.readFacts(params.portalId, caller.userId) : null;
    // Whoever locks himself out cannot let himself in again.
    if (
      facts !== null &&
      caller.kind === 'user' &&
      !portalRolesOf({ ...facts, grants }, caller).includes('admin')
    )
      throw new HttpProblem(inWords(problemWords('lastAdmin'), { status: 409, code: 'OWN_ROLE_LOST' }));
    await roles.setGrants(params.portalId, { grants, by: actorOf(caller, reason).by });
    return showRoles(roles, params.portalId);
  },
};

async function showRoles(
  roles: RoleStore,
  portalId: string,
): Promise<Answer<(typeof ROLE_ROUTES)['readRoles']>> {
  const [grants, people, facts] = await Promise.all([
    roles.listGrants(portalId),
    roles.listPeople(portalId),
    roles.readFacts(portalId, NOBODY),
  ]);
  const known = facts === null ? [] : rolesOfPeople(facts, people);
  return {
    grants: [...grants],
    people: known.map(({ userId, name, email, roles: has }) => ({ userId, name, email, roles: [...has] })),
    teams: [...new Set(people.flatMap(({ teams }) => teams))].toSorted(),
  };
}

/** What counts for everybody of the portal alike. */
const NOBODY = '';
