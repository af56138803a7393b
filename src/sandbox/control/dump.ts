// Reads the sandbox from outside: records with all values, events, calls, counts. For tests and the demo.

import { pageRecords } from '#sandbox/crm/object-store.ts';
import { OBJECT_TYPES, type ObjectType, type Portal } from '#sandbox/model.ts';
import type { World } from '#sandbox/world.ts';

export interface Page {
  readonly after: number;
  readonly limit: number;
}

export function dumpRecords(
  portal: Portal,
  objectType: ObjectType,
  page: Page,
): { results: unknown[]; next: number | null } {
  const records = pageRecords(portal.objects[objectType], page.after, page.limit);
  const results = records.map((record) => ({
    id: record.id,
    values: record.values,
    createdAtMs: record.createdAtMs,
    updatedAtMs: record.updatedAtMs,
    links: portal.associations
      .listAll({ type: objectType, id: record.id })
      .map(({ to, typeId }) => ({ type: to.type, id: to.id, typeId })),
    history: Object.fromEntries(record.history ?? []),
  }));
  const last = records.at(-1);
  return { results, next: last === undefined || records.length < page.limit ? null : Number(last.id) };
}

/** Log entries carry a `seq` from 1 upwards; `after` is the last one seen. */
export function pageLog<T extends { readonly seq: number }>(
  entries: readonly T[],
  page: Page,
  keep: (entry: T) => boolean,
): { results: T[]; next: number | null } {
  const results: T[] = [];
  for (let at = findBehind(entries, page.after); at < entries.length; at++) {
    const entry = entries[at];
    if (entry === undefined || !keep(entry)) continue;
    if (results.length === page.limit) return { results, next: results.at(-1)?.seq ?? null };
    results.push(entry);
  }
  return { results, next: null };
}

/** Logs run to a million entries, and are read page by page. */
function findBehind(entries: readonly { readonly seq: number }[], after: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((entries[middle]?.seq ?? 0) <= after) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function countPortal(portal: Portal): Record<string, unknown> {
  const counts = OBJECT_TYPES.map((type) => [type, portal.objects[type].live.size] as const);
  const { portalId, timeZone, installed, closed } = portal;
  return { portalId, timeZone, installed, closed, owners: portal.owners.size, ...Object.fromEntries(counts) };
}

export function collectStats(world: World): Record<string, unknown> {
  const { calls } = world.calls;
  return {
    calls: {
      total: calls.length,
      byKind: countBy(calls, (call) => call.kind),
      byStatus: countBy(calls, (call) => String(call.status)),
      recordWrites: calls.filter((call) => call.writesRecords).length,
      rows: calls.reduce((sum, call) => sum + call.rows, 0),
    },
    /** Real refusals by the limits; injected 429s are under `faults`. */
    rateLimited: { ...world.refusals },
    peaks: world.calls.peaks(),
    faults: world.faults.injected(),
    events: collectEventStats(world),
    portals: [...world.portals.values()].map(countPortal),
  };
}

function collectEventStats(world: World): Record<string, unknown> {
  const { events, deliveries } = world.events;
  return {
    emitted: events.length,
    accepted: events.filter((event) => event.acceptedAtMs !== null).length,
    abandoned: events.filter((event) => event.abandoned).length,
    pending: world.webhooks.pending(),
    inFlight: world.webhooks.inFlight(),
    posts: deliveries.length,
    postsByOutcome: countBy(deliveries, (delivery) => String(delivery.outcome)),
    byType: countBy(events, (event) => String(event.event['subscriptionType'])),
  };
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[keyOf(item)] = (counts[keyOf(item)] ?? 0) + 1;
  return counts;
}

/** Nothing waits and nothing is on the wire. */
export function isQuiescent(world: World): boolean {
  return world.webhooks.pending() === 0 && world.webhooks.inFlight() === 0;
}
