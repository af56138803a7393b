// Probes and metrics: each part by name, labels few and fixed.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { portalId } from '#domain/ids.ts';
import { checkReadiness, type ReadinessDeps } from '#http/readiness.ts';
import { createClockWatch } from '#platform/clock-watch.ts';
import { insertPortal } from '#test/support/portal.ts';
import {
  installInBrowser,
  PORTAL,
  postWebhook,
  readAnswer,
  startWeb,
  type TestWeb,
  webhookEvent,
} from '#test/support/web.ts';

let web: TestWeb;

beforeAll(async () => {
  web = await startWeb();
  await insertPortal(web.test.database, PORTAL);
});
afterAll(() => web.close());

const get = async (path: string) => readAnswer(await fetch(`${web.url}${path}`));

function depsWith(changes: Partial<ReadinessDeps>): ReadinessDeps {
  const fine = async (): Promise<void> => undefined;
  const clocks = createClockWatch({ nowMs: () => 1_000_000 });
  return {
    ping: { database: fine, queue: fine },
    pendingMigrations: async () => [],
    readDatabaseClock: async () => 1_000_000,
    clocks,
    ...changes,
  };
}

describe('probes', () => {
  it('say that the process is up and each part is ready', async () => {
    const [alive, ready] = [await get('/healthz'), await get('/readyz')];

    expect([alive.status, alive.json]).toEqual([200, { status: 'up' }]);
    expect(ready.status).toBe(200);
    expect(ready.json).toEqual({
      ready: true,
      checks: Object.fromEntries(
        ['database', 'queue', 'migrations', 'clock'].map((name) => [name, { ok: true, detail: '' }]),
      ),
    });
  });

  it('name the part that is not, without what its driver said', async () => {
    const failure = Object.assign(new Error('connect ECONNREFUSED accord:hunter2@10.0.0.7:5432'), {
      code: 'ECONNREFUSED',
    });
    const refuse = async (): Promise<void> => {
      throw failure;
    };

    const { ready, checks } = await checkReadiness(
      depsWith({ ping: { database: async () => undefined, queue: refuse } }),
    );

    expect(ready).toBe(false);
    expect(checks).toMatchObject({
      queue: { ok: false, detail: 'not available (ECONNREFUSED)' },
      database: { ok: true },
    });
    expect(JSON.stringify(checks)).not.toContain('hunter2');
  });

  it('are not ready with a migration to come or clocks that disagree', async () => {
    const pending = await checkReadiness(depsWith({ pendingMigrations: async () => ['0002_more.sql'] }));
    const apart = await checkReadiness(depsWith({ readDatabaseClock: async () => 1_000_000 - 31_000 }));
    const close = await checkReadiness(depsWith({ readDatabaseClock: async () => 1_000_000 + 30_000 }));

    expect(pending.checks.migrations).toEqual({ ok: false, detail: 'pending: 0002_more.sql' });
    expect(apart.checks.clock).toEqual({
      ok: false,
      detail: expect.stringContaining('the database are 31 s apart'),
    });
    expect([pending.ready, apart.ready, close.ready]).toEqual([false, false, true]);
  });

  it('are not ready while HubSpot’s clock is far from the others', async () => {
    const clocks = createClockWatch({ nowMs: () => 1_000_000 });
    clocks.note('hubspot', 1_000_000 + 20_000);
    const close = await checkReadiness(depsWith({ clocks }));
    const between = await checkReadiness(
      depsWith({ clocks, readDatabaseClock: async () => 1_000_000 - 20_000 }),
    );
    clocks.note('hubspot', 1_000_000 - 45_000);
    const apart = await checkReadiness(depsWith({ clocks }));

    expect(close.checks.clock).toEqual({ ok: true, detail: '' });
    expect(between.checks.clock.detail).toMatch(/^the database and HubSpot are 40 s apart/u);
    expect(apart.checks.clock.detail).toMatch(
      /^this process and HubSpot are 45 s apart: no promise is warned/u,
    );
  });

  it('do not wait for a part that hangs', async () => {
    const hang = (): Promise<void> => new Promise(() => undefined);

    const { checks } = await checkReadiness(
      depsWith({ ping: { database: hang, queue: async () => undefined } }),
    );

    expect(checks.database).toEqual({ ok: false, detail: 'does not answer' });
  });
});

describe('metrics', () => {
  it('count events by what became of them and answers by status, and carry no id', async () => {
    const event = webhookEvent({ objectId: 777_111_222 });
    await postWebhook(web, JSON.stringify([event, event, { nonsense: true }]));
    await postWebhook(web, '[]');
    await postWebhook(web, '[]', { secret: 'wrong' });
    web.context.metrics.observeTurn('idle', 0.2);

    const { text } = await get('/metrics');

    expect(text).toContain('accord_events_total{result="accepted"} 1');
    expect(text).toContain('accord_events_total{result="duplicated"} 1');
    expect(text).toContain('accord_events_total{result="set_aside"} 1');
    for (const status of [200, 400, 401])
      expect(text).toContain(`accord_webhook_answer_seconds_count{status="${status}"} 1`);
    expect(text).toContain('accord_turn_seconds_count{result="idle"} 1');
    expect(text).toMatch(/^accord_clocks_held 0$/mu);
    expect(text).toMatch(/^accord_clock_skew_seconds\{clock="database"\} -?\d/mu);
    expect(text).not.toContain('777111222');
    expect(text).not.toContain(PORTAL);
  });

  it('count what fails at HubSpot’s edge', async () => {
    await installInBrowser(web);
    web.sandbox.state.faults.configure({ script: [{ kind: '526', times: 3, method: 'GET' }] });
    const call = { portalId: portalId(PORTAL), lane: 'live', signal: AbortSignal.timeout(20_000) } as const;

    await expect(web.context.hubspot.accountDetails(call)).rejects.toMatchObject({ code: 'EDGE_FAULT' });

    expect((await get('/metrics')).text).toMatch(/^accord_hubspot_edge_faults_total 3$/mu);
  });
});
