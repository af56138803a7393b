// Leads that share a key are one person, and so are those that share keys with a third (R57).

import type { IdentityKey } from './identity.ts';
import { compareIds } from './order.ts';

export interface KeyOfLead extends IdentityKey {
  readonly leadId: string;
}

export interface IdentityGroup {
  /** The first of its leads: the same as long as that one is in the group. */
  readonly id: string;
  /** In order of their ids. */
  readonly leadIds: readonly string[];
  /** The keys that at least two of them share. */
  readonly reasons: readonly IdentityKey[];
}

/** Groups of two and more, in the order of their ids. */
export function groupByIdentity(keys: readonly KeyOfLead[]): readonly IdentityGroup[] {
  const parents = new Map<string, string>();
  const byKey = new Map<string, KeyOfLead[]>();
  for (const key of keys) {
    const name = `${key.kind} ${key.key}`;
    byKey.set(name, [...(byKey.get(name) ?? []), key]);
  }
  const shared = [...byKey.values()].filter((holders) => holders.length > 1);
  for (const [first, ...others] of shared) {
    for (const other of others) if (first !== undefined) unite(parents, first.leadId, other.leadId);
  }
  return collect(parents, shared);
}

function collect(
  parents: Map<string, string>,
  shared: readonly (readonly KeyOfLead[])[],
): readonly IdentityGroup[] {
  const groups = new Map<string, { leads: Set<string>; reasons: IdentityKey[] }>();
  for (const holders of shared) {
    const [first] = holders;
    if (first === undefined) continue;
    const root = rootOf(parents, first.leadId);
    const group = groups.get(root) ?? { leads: new Set(), reasons: [] };
    for (const { leadId } of holders) group.leads.add(leadId);
    group.reasons.push({ kind: first.kind, key: first.key });
    groups.set(root, group);
  }
  return [...groups.values()]
    .map(({ leads, reasons }) => {
      const leadIds = [...leads].toSorted(compareIds);
      return { id: leadIds[0] ?? '', leadIds, reasons };
    })
    .toSorted((a, b) => compareIds(a.id, b.id));
}

function unite(parents: Map<string, string>, a: string, b: string): void {
  const [rootA, rootB] = [rootOf(parents, a), rootOf(parents, b)];
  if (rootA !== rootB) parents.set(rootB, rootA);
}

function rootOf(parents: Map<string, string>, leadId: string): string {
  let root = leadId;
  for (let next = parents.get(root); next !== undefined; next = parents.get(root)) root = next;
  if (root !== leadId) parents.set(leadId, root);
  return root;
}
