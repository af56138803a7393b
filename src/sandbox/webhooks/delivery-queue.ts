// Deliveries that wait, per portal, in a heap by due time. Leaves sending to dispatcher.ts.
import type { LoggedEvent } from './event-log.ts';

export interface PendingDelivery {
  readonly event: LoggedEvent;
  readonly attemptNumber: number;
  readonly dueAtMs: number;
}

interface TakeRequest {
  readonly nowMs: number;
  readonly limit: number;
  readonly mixPortals: boolean;
  /** Whether the portal may have one more POST in flight. */
  readonly isFree: (portalId: number) => boolean;
}

export interface DeliveryQueue {
  push(delivery: PendingDelivery): void;
  takeDue(request: TakeRequest): PendingDelivery[];
  /** The earliest due time among the portals that may send. */
  nextDueMs(isFree: (portalId: number) => boolean): number | null;
  makeAllDue(nowMs: number): void;
  drop(portalId: number): void;
  size(): number;
}

export function createDeliveryQueue(): DeliveryQueue {
  const heaps = new Map<number, PendingDelivery[]>();
  return {
    push: (delivery) => {
      const heap = heaps.get(delivery.event.portalId) ?? [];
      heaps.set(delivery.event.portalId, heap);
      siftUp(heap, delivery);
    },
    takeDue: (request) => takeDue(heaps, request),
    nextDueMs: (isFree) => {
      const heads = [...heaps].flatMap(([portalId, heap]) =>
        isFree(portalId) ? (heap[0]?.dueAtMs ?? []) : [],
      );
      return heads.length === 0 ? null : Math.min(...heads);
    },
    makeAllDue: (nowMs) => {
      for (const [portalId, heap] of heaps) {
        heaps.set(
          portalId,
          heap.map((delivery) => ({ ...delivery, dueAtMs: Math.min(delivery.dueAtMs, nowMs) })),
        );
      }
      // Equal or earlier due times everywhere: a plain sort restores the heap order.
      for (const heap of heaps.values()) heap.sort((a, b) => a.dueAtMs - b.dueAtMs);
    },
    drop: (portalId) => {
      heaps.delete(portalId);
    },
    size: () => [...heaps.values()].reduce((sum, heap) => sum + heap.length, 0),
  };
}

function takeDue(heaps: Map<number, PendingDelivery[]>, request: TakeRequest): PendingDelivery[] {
  const taken: PendingDelivery[] = [];
  for (const [portalId, heap] of heaps) {
    if (!request.isFree(portalId)) continue;
    takeFrom(heap, taken, request);
    if (taken.length >= request.limit || (taken.length > 0 && !request.mixPortals)) break;
  }
  return taken;
}

function takeFrom(heap: PendingDelivery[], taken: PendingDelivery[], request: TakeRequest): void {
  while (taken.length < request.limit && (heap[0]?.dueAtMs ?? Number.POSITIVE_INFINITY) <= request.nowMs) {
    const next = siftDown(heap);
    if (next !== undefined) taken.push(next);
  }
}

function siftUp(heap: PendingDelivery[], delivery: PendingDelivery): void {
  let at = heap.push(delivery) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent];
    if (above === undefined || above.dueAtMs <= delivery.dueAtMs) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = delivery;
}

function siftDown(heap: PendingDelivery[]): PendingDelivery | undefined {
  const top = heap[0];
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return top;
  let at = 0;
  for (;;) {
    const child = smallerChild(heap, at);
    const below = heap[child];
    if (below === undefined || below.dueAtMs >= last.dueAtMs) break;
    heap[at] = below;
    at = child;
  }
  heap[at] = last;
  return top;
}

function smallerChild(heap: readonly PendingDelivery[], at: number): number {
  const left = 2 * at + 1;
  const a = heap[left];
  const b = heap[left + 1];
  return a !== undefined && b !== undefined && b.dueAtMs < a.dueAtMs ? left + 1 : left;
}
