// The `Contact owner` column holds a name or an e-mail address; somebody unknown becomes an owner.
import { addOwner } from '#sandbox/crm/users.ts';
import type { Owner, Portal } from '#sandbox/model.ts';
import { slugLabel } from './columns.ts';

const FIRST_OWNER_ID = 70_000_001;

export function findOrCreateOwner(portal: Portal, text: string): string {
  const lower = text.toLowerCase();
  const owners = [...portal.owners.values()];
  const found = owners.find(
    (owner) =>
      owner.id === text ||
      owner.email === lower ||
      `${owner.firstName} ${owner.lastName}`.toLowerCase() === lower,
  );
  return found?.id ?? createOwner(portal, text).id;
}

function createOwner(portal: Portal, text: string): Owner {
  const highest = [...portal.owners.keys()].reduce((max, id) => Math.max(max, Number(id)), FIRST_OWNER_ID);
  const [firstName = text, ...rest] = text.split('@', 1).join('').split(/\s+/);
  const nowMs = portal.clock.nowMs();
  const owner: Owner = {
    id: String(highest + 1),
    email: text.includes('@')
      ? text.toLowerCase()
      : `${slugLabel(text).replaceAll('_', '.')}@${portal.hubDomain}`,
    userId: highest + 10_001,
    firstName,
    lastName: rest.join(' '),
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    archived: false,
    hasSeat: true,
    teams: [],
  };
  addOwner(portal, owner);
  return owner;
}
