// Owners: paged list with e-mail filter and archived ones apart, and one by owner id or user id.

import { formatInstant } from '#sandbox/crm/read-values.ts';
import { refuseInput, refuseNotFound } from '#sandbox/errors.ts';
import type { Owner } from '#sandbox/model.ts';
import { type ApiAnswer, type ApiCall, type ApiRoute, readLimit } from './route.ts';

const MAX_PAGE = 500;
const shared = {
  method: 'GET',
  bucket: 'general',
  writesRecords: false,
  scopes: () => ['crm.objects.owners.read'],
} as const;

export const OWNER_ROUTES: readonly ApiRoute[] = [
  { ...shared, path: '/crm/owners/:version', kind: 'owners.list', answer: listOwners },
  { ...shared, path: '/crm/owners/:version/:id', kind: 'owners.get', answer: getOwner },
];

function listOwners(call: ApiCall): ApiAnswer {
  const limit = readLimit(call, { max: MAX_PAGE, fallback: 100 });
  const after = call.query.get('after') ?? '';
  if (!/^\d*$/.test(after)) throw refuseInput(`after is not a valid cursor: ${after}`);
  const email = call.query.get('email')?.toLowerCase() ?? null;
  const archived = call.query.get('archived') === 'true';
  const found = [...call.portal.owners.values()]
    .filter((owner) => owner.archived === archived && (email === null || owner.email === email))
    .filter((owner) => Number(owner.id) > Number(after))
    .sort((a, b) => Number(a.id) - Number(b.id));
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const hasMore = found.length > page.length && last !== undefined;
  const paging = hasMore ? { paging: { next: { after: last.id } } } : {};
  return { status: 200, body: { results: page.map(showOwner), ...paging }, rows: page.length };
}

function getOwner(call: ApiCall): ApiAnswer {
  const id = call.params['id'] ?? '';
  const byUser = call.query.get('idProperty') === 'userId';
  const archived = call.query.get('archived') === 'true';
  const owner = [...call.portal.owners.values()].find(
    (one) => (byUser ? String(one.userId) : one.id) === id && one.archived === archived,
  );
  if (owner === undefined) throw refuseNotFound();
  return { status: 200, body: showOwner(owner), rows: 1 };
}

/** A deactivated user has no `userId` any more, only `userIdIncludingInactive`. */
function showOwner(owner: Owner): Record<string, unknown> {
  return {
    id: owner.id,
    email: owner.email,
    type: 'PERSON',
    firstName: owner.firstName,
    lastName: owner.lastName,
    userId: owner.archived ? null : owner.userId,
    userIdIncludingInactive: owner.userId,
    createdAt: formatInstant(owner.createdAtMs),
    updatedAt: formatInstant(owner.updatedAtMs),
    archived: owner.archived,
    teams: owner.teams,
  };
}
