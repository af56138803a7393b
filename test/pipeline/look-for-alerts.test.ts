// The hourly look over many portals.
import { expect, it } from 'vitest';
import { type AlertDeps, alertDue } from '#pipeline/alerts/look-for-alerts.ts';
import { testLogger } from '#test/support/database.ts';

const running = new AbortController().signal;

function portals(claims: readonly (readonly string[])[]): {
  readonly deps: AlertDeps;
  readonly looked: string[];
} {
  const left = [...claims];
  const looked: string[] = [];
  const scope = { toldSince: '2026-01-01T00:00:00.000Z', agreements: [{ id: 'main', matureAfterDays: [] }] };
  const deps: AlertDeps = {
    store: {
      claimDueAlerts: async () => left.shift() ?? [],
      readAlertScope: async () => scope,
      listKnownPauses: async () => [],
      changePauses: async () => undefined,
      endUnasked: async () => undefined,
    },
    clauses: {
      readMonth: async (portalId) => {
        looked.push(portalId);
        if (portalId === 'broken') throw new Error('its version is not what was signed');
        return null;
      },
    },
    notices: { add: async () => undefined },
    logger: testLogger,
  };
  return { deps, looked };
}

it('goes on where one portal fails', async () => {
  const { deps, looked } = portals([['1', 'broken', '2'], ['3']]);

  await alertDue(deps, running);
  expect(looked).toEqual(['1', 'broken', '2', '3']);
});

it('ends though the hour of the first has come again', async () => {
  const { deps, looked } = portals([['1'], ['1', '2'], ['1'], ['1']]);

  await alertDue(deps, running);
  expect(looked).toEqual(['1', '2']);
});

it('stops when the worker does', async () => {
  const { deps, looked } = portals([['1']]);

  await alertDue(deps, AbortSignal.abort());
  expect(looked).toEqual([]);
});
