// Reads and sets who may do what in a portal.
import { HttpProblem, inWords } from '#http/problem.ts';
import { problemWords } from '#http/problem-words.ts';
import { portalRolesOf } from '#pipeline/portal-roles.ts';
import { actorOf } from './caller.ts';
import type { HandlersOf } from './handler.ts';
import type { ROLE_ROUTES } from './role-contract.ts';

export const ROLE_HANDLERS: HandlersOf<typeof ROLE_ROUTES> = {
  readRoles: async ({ roles }, { params }) => ({ grants: [...(await roles.listGrants(params.portalId))] }),
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
    return { grants: [...(await roles.listGrants(params.portalId))] };
  },
};
