// Takes an archived property's values away, so that one created later under the same name starts empty.
import type { ObjectType, Portal } from '#sandbox/model.ts';

export function dropPropertyValues(portal: Portal, objectType: ObjectType, name: string): void {
  const store = portal.objects[objectType];
  for (const record of [...store.live.values(), ...store.archived.values()]) {
    if (record.values[name] === undefined) continue;
    const values: Record<string, string> = { ...record.values };
    delete values[name];
    record.values = values;
    record.history?.delete(name);
    if (record.archivedAtMs === null) store.index.put(record);
  }
}
