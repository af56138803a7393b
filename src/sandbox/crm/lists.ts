// HubSpot's lists of contacts (its screens say segments): static ones, whose members people add and remove, and dynamic ones, whose
// filters are asked whenever the list is looked at. A list tells nothing by webhook.
import type { Portal } from '#sandbox/model.ts';
import { compileFilter, type Filter } from './search-filters.ts';

export interface ContactList {
  readonly id: string;
  readonly name: string;
  readonly createdAtMs: number;
  updatedAtMs: number;
  /** All must hold of a member; null: static. */
  readonly filters: readonly Filter[] | null;
  /** By contact id, in the order of joining. */
  readonly members: Map<string, Membership>;
  /** Places are given out upwards and never twice, so that a cursor stands whoever leaves. */
  nextPlace: number;
}

export interface Membership {
  readonly place: number;
  readonly firstAddedMs: number;
  readonly lastAddedMs: number;
}

export interface Member extends Membership {
  readonly contactId: string;
}

/** Names are unique in HubSpot. */
export function createList(
  portal: Portal,
  {
    name,
    filters,
    atMs,
  }: { readonly name: string; readonly filters: ContactList['filters']; readonly atMs: number },
): ContactList {
  if (findList(portal, name) !== undefined) throw new Error(`list ${name} exists`);
  const highest = Math.max(0, ...[...portal.lists.keys()].map(Number));
  const id = String(highest + 1);
  const list = { id, name, createdAtMs: atMs, updatedAtMs: atMs, filters, members: new Map(), nextPlace: 1 };
  applyFilters(portal, list); // refuses a property that the portal does not have
  portal.lists.set(id, list);
  return list;
}

export function findList(portal: Portal, name: string): ContactList | undefined {
  return [...portal.lists.values()].find((list) => list.name === name);
}

/** Of those that were none before. */
export function addMembers(
  list: ContactList,
  contactIds: readonly string[],
  atMs: number,
): readonly string[] {
  const added = contactIds.filter((id) => !list.members.has(id));
  for (const id of added) {
    list.members.set(id, { place: list.nextPlace, firstAddedMs: atMs, lastAddedMs: atMs });
    list.nextPlace += 1;
  }
  list.updatedAtMs = atMs;
  return added;
}

export function removeMembers(
  list: ContactList,
  contactIds: readonly string[],
  atMs: number,
): readonly string[] {
  list.updatedAtMs = atMs;
  return contactIds.filter((id) => list.members.delete(id));
}

/** Who joined first comes first; a deleted contact is in no list. */
export function listMembers(portal: Portal, list: ContactList): readonly Member[] {
  applyFilters(portal, list);
  return [...list.members]
    .filter(([id]) => portal.objects.contacts.live.has(id))
    .map(([contactId, membership]) => ({ contactId, ...membership }))
    .sort((a, b) => a.place - b.place);
}

/** Memberships follow the survivor of a merge, at the place they had. */
export function moveMemberships(portal: Portal, fromId: string, toId: string): void {
  for (const { members } of portal.lists.values()) {
    const membership = members.get(fromId);
    if (membership === undefined || fromId === toId) continue;
    members.delete(fromId);
    if (!members.has(toId)) members.set(toId, membership);
  }
}

/** A dynamic list looks after its members; a static one stays as it is. */
export function applyFilters(portal: Portal, list: ContactList): void {
  if (list.filters === null) return;
  const tests = list.filters.map((filter) => {
    const def = portal.properties.contacts.get(filter.propertyName);
    if (def === undefined) throw new Error(`no such property: ${filter.propertyName}`);
    return compileFilter(def, filter);
  });
  const matching = [...portal.objects.contacts.live.values()]
    .filter((record) => tests.every((test) => test(record)))
    .map(({ id }) => id);
  const wanted = new Set(matching);
  const atMs = portal.clock.nowMs();
  const gone = [...list.members.keys()].filter((id) => !wanted.has(id));
  if (gone.length > 0) removeMembers(list, gone, atMs);
  if (matching.some((id) => !list.members.has(id))) addMembers(list, matching, atMs);
}
