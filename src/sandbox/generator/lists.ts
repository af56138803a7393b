// Two lists that a sales team keeps: whom it competes with, and whom it sells with. All contacts of a few companies.
import { findPrimaryCompany } from '#sandbox/crm/link-records.ts';
import { addMembers, createList } from '#sandbox/crm/lists.ts';
import type { Portal } from '#sandbox/model.ts';
import type { Random } from '#sandbox/random.ts';

const LISTS: readonly (readonly [string, number])[] = [
  ['Concurrents', 0.01],
  ['Partenaires', 0.03],
];

/** `random` draws for nothing else, so that the rest of the past stays as it is. */
export function createLists(
  portal: Portal,
  random: Random,
  { companyIds, atMs }: { readonly companyIds: readonly string[]; readonly atMs: number },
): void {
  for (const [name, share] of LISTS) {
    const chosen = new Set(companyIds.filter(() => random.chance(share)));
    const list = createList(portal, { name, filters: null, atMs });
    const members = [...portal.objects.contacts.live.keys()].filter((id) => {
      const companyId = findPrimaryCompany(portal, id);
      return companyId !== null && chosen.has(companyId);
    });
    addMembers(list, members, atMs);
  }
}
