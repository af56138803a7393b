// What people do to lists in HubSpot's screens.
import { addMembers, type ContactList, createList, findList, removeMembers } from '#sandbox/crm/lists.ts';
import type { Portal } from '#sandbox/model.ts';
import type { AdminAction } from './action.ts';
import { requireTarget } from './find-record.ts';

type ListAction = Extract<
  AdminAction,
  { type: 'createList' | 'deleteList' | 'addToList' | 'removeFromList' }
>;

export function applyToList(portal: Portal, action: ListAction): void {
  const atMs = action.atMs ?? portal.clock.nowMs();
  if (action.type === 'createList') {
    createList(portal, { name: action.list, filters: action.filters ?? null, atMs });
    return;
  }
  const list = requireList(portal, action.list);
  if (action.type === 'deleteList') {
    portal.lists.delete(list.id);
    return;
  }
  if (list.filters !== null) throw new Error(`list ${list.name} is dynamic`);
  const { id } = requireTarget(portal, 'contacts', action);
  if (action.type === 'addToList') addMembers(list, [id], atMs);
  else removeMembers(list, [id], atMs);
}

function requireList(portal: Portal, name: string): ContactList {
  const list = findList(portal, name);
  if (list === undefined) throw new Error(`no such list: ${name}`);
  return list;
}
