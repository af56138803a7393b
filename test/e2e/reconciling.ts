// What whole-app tests with lost webhooks share: running the comparison, shaking the portal in ways that the oracle does not read, and
// holding what Accord knows against the portal itself.
import { isSameValue } from '#domain/values.ts';
import { FACT_PROPERTIES } from './checks.ts';
import type { Evidence } from './collect.ts';
import { createRandom, PORTAL_TEXT } from './scenario.ts';
import { isQuiescent, type World, waitUntil } from './world.ts';

const PORTAL = Number(PORTAL_TEXT);
const API = `/portals/${PORTAL_TEXT}/reconciliation`;

export interface Report {
  readonly run: { readonly endedAt: string | null; readonly contacts: number; readonly differences: number };
  readonly items: readonly { readonly kind: string }[];
}

/** Runs one comparison to its end, and waits until the portal is at rest again. */
export async function reconcile(world: World, quietMs: number): Promise<Report> {
  const answer = await world.api<{ started: boolean }>('POST', API);
  if (!answer.started) throw new Error('the comparison did not start');
  const read = (): Promise<Report> => world.api('GET', `${API}?limit=200`);
  await waitUntil('the comparison ends', async () => (await read()).run.endedAt !== null, quietMs);
  await waitUntil('the portal comes to rest', () => isQuiescent(world, PORTAL_TEXT), quietMs);
  return read();
}

export function countKinds({ items }: Report): Readonly<Record<string, number>> {
  return Object.fromEntries(
    [...Map.groupBy(items, ({ kind }) => kind)].map(([kind, all]) => [kind, all.length]),
  );
}

/** Held against the portal itself: what a merge moved, no event tells. */
export function findMissing(world: World, evidence: Evidence): string[] {
  const { live } = world.sandbox.requirePortal(PORTAL).objects.contacts;
  const known = new Map(evidence.facts.map((facts) => [facts.contactId, facts]));
  const unknown = [...live.keys()].filter((id) => !known.has(id)).map((id) => `${id} is not known`);
  const wrong = evidence.facts.flatMap(({ contactId, gone, contact }) => {
    const record = live.get(contactId);
    if (record === undefined) return gone ? [] : [`${contactId} is not known to be gone`];
    if (gone) return [`${contactId} is there`];
    return FACT_PROPERTIES.filter((name) => Object.hasOwn(contact, name))
      .filter((name) => !isSameValue(contact[name]?.value ?? '', record.values[name] ?? ''))
      .map((name) => `${contactId} ${name}: ${contact[name]?.value} for ${record.values[name]}`);
  });
  return [...unknown, ...wrong];
}

/** People are merged, deleted and restored. Answers everybody whom a merge, a deletion or a restoration was about. */
export function shake(world: World, pairs: number): ReadonlySet<string> {
  const random = createRandom(5);
  const ids = [...world.sandbox.requirePortal(PORTAL).objects.contacts.live.keys()];
  const shaken = new Set<string>();
  const pick = (): string => {
    const id = ids.splice(Math.floor(random() * ids.length), 1)[0] ?? '';
    shaken.add(id);
    return id;
  };
  for (let pair = 0; pair < pairs; pair++) {
    const gone = pick();
    const [merged] = world.sandbox.apply(PORTAL, [
      { type: 'merge', primaryId: pick(), secondaryId: pick(), mintsNewId: pair % 2 === 0 },
      { type: 'delete', id: gone },
    ]);
    if (merged?.ok === true && merged.id !== null) shaken.add(merged.id);
    // Later than its deletion: of two events in one millisecond nobody knows the order.
    if (pair % 2 === 0) world.sandbox.apply(PORTAL, [{ type: 'restore', id: gone, atMs: Date.now() + 5 }]);
  }
  return shaken;
}
