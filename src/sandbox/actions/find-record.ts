// Finds the record an action speaks of, and names who does it.

import { findByUnique, resolveRecord } from '#sandbox/crm/object-store.ts';
import type { WriteContext } from '#sandbox/crm/records.ts';
import type { CrmRecord, ObjectType, Portal, Source } from '#sandbox/model.ts';

export interface Actor {
  readonly atMs?: number | undefined;
  readonly by?: number | undefined;
}

export interface Target extends Actor {
  readonly id?: string | undefined;
  readonly email?: string | undefined;
}

/** The user that acts when an action names none. */
const SOMEBODY = 9_001;

export function findTarget(portal: Portal, objectType: ObjectType, target: Target): CrmRecord | undefined {
  const store = portal.objects[objectType];
  if (target.id !== undefined) return resolveRecord(store, target.id);
  return target.email === undefined ? undefined : findByUnique(store, 'email', target.email);
}

export function requireTarget(portal: Portal, objectType: ObjectType, target: Target): CrmRecord {
  const record = findTarget(portal, objectType, target);
  if (record === undefined)
    throw new Error(`no such record in ${objectType}: ${target.id ?? target.email ?? 'no id given'}`);
  return record;
}

export function personContext(portal: Portal, actor: Actor, changeSource = 'CRM_UI'): WriteContext {
  return sourceContext(portal, actor, { changeSource, sourceId: `userId:${actor.by ?? SOMEBODY}` });
}

export function sourceContext(portal: Portal, actor: Actor, source: Source): WriteContext {
  return { source, atMs: actor.atMs ?? portal.clock.nowMs() };
}
