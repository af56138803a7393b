// Probes and metrics: each part by name, labels few and fixed.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkReadiness, type ReadinessDeps } from '#http/readiness.ts';
import { insertPortal } from '#test/support/portal.ts';
import { PORTAL, postWebhook, readAnswer, startWeb, type TestWeb, webhookEvent } from '#test/support/web.ts';

let web: TestWeb;

beforeAll(async () => {
  web = await startWeb();
  await insertPortal(web.test.database, PORTAL);
});
afterAll(() => web.close());

const get = async (path: string) => readAnswer(await fetch(`${web.url}${path}`));

function depsWith(changes: Partial<ReadinessDeps>): ReadinessDeps {
  const fine = async (): Promise<void> => undefined;
  const clock = { nowMs: () => 1_000_000 };
  return {
    ping: { database: fine, queue: fine },
    pendingMigrations: async () => [],
    readDatabaseClock: async () => 1_000_000,
    clock,
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
    expect(apart.checks.clock).toEqual({ ok: false, detail: 'this process and the database are 31 s apart' });
    expect([pending.ready, apart.ready, close.ready]).toEqual([false, false, true]);
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
    expect(text).not.toContain('777111222');
    expect(text).not.toContain(PORTAL);
  });
});
