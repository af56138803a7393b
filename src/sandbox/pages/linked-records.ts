// Records that are linked to a contact.
import type { CrmRecord, ObjectType, Portal } from '#sandbox/model.ts';

export function linkedTo(portal: Portal, { id }: CrmRecord, type: ObjectType): CrmRecord[] {
  const ids = portal.associations.list({ type: 'contacts', id }, type).keys();
  return [...ids].flatMap((linkedId) => {
    const record = portal.objects[type].live.get(linkedId);
    return record === undefined ? [] : [record];
  });
}
