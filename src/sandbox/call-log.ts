// Every API call that came in, for tests and the demo: what was called, how it ended, how near the limit it ran.
import type { FaultKind } from './faults.ts';
import { createPeakMeter, type PeakMeter } from './rate-limit.ts';

export type Bucket = 'general' | 'search' | 'none';

export interface LoggedCall {
  readonly seq: number;
  /** Machine time of arrival. */
  readonly atMs: number;
  readonly portalId: number | null;
  readonly method: string;
  readonly path: string;
  /** 0 while it runs or when the connection was cut or left hanging. */
  status: number;
  /** Rows in the request (batches), or in the answer (lists, search). */
  rows: number;
  readonly bucket: Bucket;
  readonly kind: string;
  /** Whether records were created, changed, archived or linked, or were to be. */
  readonly writesRecords: boolean;
  /** The fault that was put in, if any. */
  readonly fault: FaultKind | null;
  durationMs: number;
}

export interface CallLog {
  readonly calls: LoggedCall[];
  add(call: Omit<LoggedCall, 'seq' | 'status' | 'rows' | 'durationMs'>): LoggedCall;
  /** The most calls of a portal in any rolling window, refused ones included. */
  readonly peaks: () => readonly {
    readonly portalId: number;
    readonly bucket: Bucket;
    readonly max: number;
  }[];
  clear(): void;
}

/** Beyond this the oldest half is forgotten; counts in the stats say how many were ever logged. */
const MAX_KEPT_CALLS = 1_000_000;

export function createCallLog(windows: { readonly general: number; readonly search: number }): CallLog {
  const calls: LoggedCall[] = [];
  const meters = new Map<string, { portalId: number; bucket: Bucket; meter: PeakMeter }>();
  let seq = 0;
  const measure = (portalId: number, bucket: Bucket): void => {
    const key = `${portalId}/${bucket}`;
    const windowMs = bucket === 'search' ? windows.search : windows.general;
    const entry = meters.get(key) ?? { portalId, bucket, meter: createPeakMeter(windowMs) };
    meters.set(key, entry);
    entry.meter.add(performance.now());
  };
  return {
    calls,
    add: (call) => {
      seq += 1;
      if (calls.length >= MAX_KEPT_CALLS) calls.splice(0, MAX_KEPT_CALLS / 2);
      const logged: LoggedCall = { ...call, seq, status: 0, rows: 0, durationMs: 0 };
      calls.push(logged);
      if (call.portalId !== null && call.bucket !== 'none') measure(call.portalId, call.bucket);
      return logged;
    },
    peaks: () =>
      [...meters.values()].map(({ portalId, bucket, meter }) => ({ portalId, bucket, max: meter.max() })),
    clear: () => {
      calls.length = 0;
      meters.clear();
    },
  };
}
