// The night's sweep over many portals.
import { expect, it } from 'vitest';
import type { HubspotPort } from '#pipeline/ports.ts';
import { type SweepDeps, sweepDue } from '#pipeline/sweep/sweep-portal.ts';
import { testLogger } from '#test/support/database.ts';

const running = new AbortController().signal;

/** Portals of which nothing is installed any more: looking at one ends with its start. */
function portals(claims: readonly (readonly string[])[]): {
  readonly deps: SweepDeps;
  readonly looked: string[];
  readonly compared: string[];
} {
  const left = [...claims];
  const looked: string[] = [];
  const compared: string[] = [];
  const unused = () => Promise.reject(new Error('nothing is asked for'));
  const deps: SweepDeps = {
    store: {
      claimDueSweeps: async () => left.shift() ?? [],
      startSweep: async (portalId) => {
        looked.push(portalId);
        if (portalId === 'broken') throw new Error('its statement took too long');
        return null;
      },
      loadContacts: unused,
      listTold: unused,
      listBusy: unused,
      endSweep: unused,
    },
    hubspot: { batchRead: unused, searchContacts: unused } satisfies Pick<
      HubspotPort,
      'batchRead' | 'searchContacts'
    >,
    startReconciliation: async (portalId) => void compared.push(portalId),
    wake: unused,
    logger: testLogger,
  };
  return { deps, looked, compared };
}

it('goes on where one portal fails', async () => {
  const { deps, looked, compared } = portals([['1', 'broken', '2'], ['3']]);

  await sweepDue(deps, running);
  expect(looked).toEqual(['1', 'broken', '2', '3']);
  expect(compared).toEqual(['1', '2', '3']);
});

it('stops when the worker does', async () => {
  const { deps, looked } = portals([['1']]);

  await sweepDue(deps, AbortSignal.abort());
  expect(looked).toEqual([]);
});
