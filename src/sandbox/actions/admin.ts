// What a portal's admin does: owners, properties, lists, rules for writes, closing the account.
import { archiveProperty } from '#sandbox/api/property-routes.ts';
import { addOwner } from '#sandbox/crm/users.ts';
import type { Portal } from '#sandbox/model.ts';
import type { AdminAction } from './action.ts';
import { applyToList } from './lists.ts';
import { applyToUser, requireOwner } from './users.ts';

type Of<T extends AdminAction['type']> = Extract<AdminAction, { type: T }>;

export function applyAdmin(portal: Portal, action: AdminAction): void {
  switch (action.type) {
    case 'createOwner':
      return createOwner(portal, action);
    case 'archiveOwner':
      return archiveOwner(portal, action);
    case 'setWorkingHours':
    case 'setOutOfOffice':
    case 'deactivateUser':
      return applyToUser(portal, action);
    case 'setSeat':
      requireOwner(portal, action.ownerId).hasSeat = action.seat;
      return;
    case 'deleteProperty':
      return deleteProperty(portal, action);
    case 'setRules':
      portal.rules = action.rules;
      return;
    case 'closePortal':
      portal.closed = true;
      return;
    default:
      return applyToList(portal, action);
  }
}

function createOwner(portal: Portal, action: Of<'createOwner'>): void {
  if (portal.owners.has(action.ownerId)) throw new Error(`owner ${action.ownerId} exists`);
  const atMs = action.atMs ?? portal.clock.nowMs();
  const teams = action.team === undefined ? [] : [{ id: '1', name: action.team, primary: true }];
  const { userId, firstName, lastName } = action;
  addOwner(portal, {
    id: action.ownerId,
    email: action.email.toLowerCase(),
    userId,
    firstName,
    lastName,
    createdAtMs: atMs,
    updatedAtMs: atMs,
    archived: false,
    hasSeat: true,
    teams,
  });
}

/** Of an owner whose user is still active: an account can be in between. */
function archiveOwner(portal: Portal, action: Of<'archiveOwner'>): void {
  const owner = requireOwner(portal, action.ownerId);
  owner.archived = action.archived;
  owner.updatedAtMs = action.atMs ?? portal.clock.nowMs();
}

function deleteProperty(portal: Portal, action: Of<'deleteProperty'>): void {
  const def = portal.properties[action.objectType].get(action.name);
  if (def === undefined) throw new Error(`no such property: ${action.name}`);
  archiveProperty(portal, action.objectType, def);
}
