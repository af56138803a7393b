// The loops of a worker that look once a minute: for portals to sweep, and for what a side is to be told.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AlertDeps } from '#pipeline/alerts/look-for-alerts.ts';
import type { HubspotPort } from '#pipeline/ports.ts';
import type { SweepDeps } from '#pipeline/sweep/sweep-portal.ts';
import { testLogger } from '#test/support/database.ts';
import { lookForAlertsUntil } from '#workers/alerts.ts';
import { sweepUntil } from '#workers/sweeps.ts';

const MINUTE_MS = 60_000;
const unused = () => Promise.reject(new Error('nothing is asked for'));

/** Until nobody is due; one claim per look. */
type Claim = () => Promise<readonly string[]>;

function sweeps(claim: Claim): SweepDeps {
  return {
    store: {
      claimDueSweeps: claim,
      startSweep: unused,
      loadContacts: unused,
      listTold: unused,
      listBusy: unused,
      endSweep: unused,
    },
    hubspot: { batchRead: unused, searchContacts: unused } satisfies Pick<
      HubspotPort,
      'batchRead' | 'searchContacts'
    >,
    startReconciliation: () => Promise.resolve(),
    wake: unused,
    logger: testLogger,
  };
}

function alerts(claim: Claim): AlertDeps {
  return {
    store: {
      claimDueAlerts: claim,
      readAlertScope: unused,
      listKnownPauses: unused,
      changePauses: unused,
      endUnasked: unused,
    },
    clauses: { readMonth: unused },
    notices: { add: unused },
    logger: testLogger,
  };
}

const LOOPS = [
  { name: 'the nightly sweep', start: (stop: AbortSignal, claim: Claim) => sweepUntil(stop, sweeps(claim)) },
  {
    name: 'the look for alerts',
    start: (stop: AbortSignal, claim: Claim) => lookForAlertsUntil(stop, alerts(claim)),
  },
];

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe.each(LOOPS)('$name', ({ start }) => {
  it('looks once a minute, also after a look that failed, until the worker stops', async () => {
    const stop = new AbortController();
    let looks = 0;
    const ended = start(stop.signal, () => {
      looks += 1;
      return looks === 2 ? Promise.reject(new Error('the database is away')) : Promise.resolve([]);
    });

    await vi.advanceTimersByTimeAsync(MINUTE_MS - 1);
    expect(looks).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(looks).toBe(1);
    await vi.advanceTimersByTimeAsync(2 * MINUTE_MS);
    expect(looks).toBe(3);

    stop.abort();
    await ended;
    await vi.advanceTimersByTimeAsync(5 * MINUTE_MS);
    expect(looks).toBe(3);
  });

  it('ends with the look that is under way', async () => {
    const stop = new AbortController();
    let answer: (due: readonly string[]) => void = () => undefined;
    let hasEnded = false;
    const ended = start(
      stop.signal,
      () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    ).then(() => {
      hasEnded = true;
    });
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    stop.abort();
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    expect(hasEnded).toBe(false);

    answer([]);
    await ended;
    expect(hasEnded).toBe(true);
  });
});
