// The end of an install over HTTP against the sandbox: what the admin chose is tidied up while the token lives, nothing is
// written afterwards, and what shall go is gone from every table.
import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import { runTurn } from '#pipeline/run-turn.ts';
import { TABLES_OF_PORTALS } from '#store/erase-portal.ts';
import { fillPortal } from '#test/support/portal-rows.ts';
import {
  type Answer,
  installInBrowser,
  PORTAL,
  postWebhook,
  startWeb,
  type TestWeb,
  webhookEvent,
} from '#test/support/web.ts';

const OTHER = '55001234';
let web: TestWeb;
afterEach(() => web.close());

async function start(): Promise<void> {
  web = await startWeb({
    sandbox: {
      portals: [
        { portalId: Number(PORTAL), timeZone: 'Europe/Paris' },
        { portalId: Number(OTHER), timeZone: 'UTC' },
      ],
    },
  });
  await installInBrowser(web);
  expect((await web.api('POST', `/portals/${PORTAL}/provision`)).json).toMatchObject({ provisioned: true });
}

function disconnect(body: Readonly<Record<string, unknown>>, language?: string): Promise<Answer> {
  const wish = { tasks: 'close', properties: 'keep', data: 'keep', ...body };
  return web.api('POST', `/portals/${PORTAL}/disconnect`, {
    body: wish,
    ...(language === undefined ? {} : { language }),
  });
}

function callsMade(): number {
  return web.sandbox.state.calls.calls.length;
}

function sandbox(of = PORTAL) {
  return web.sandbox.requirePortal(Number(of));
}

/** Open Accord tasks in HubSpot, as our tables know them. */
async function openTasks(count: number): Promise<readonly string[]> {
  const rows = Array.from({ length: count }, (_, index) => ({ type: 'createTask' as const, index }));
  const ids: string[] = [];
  for (const { index } of rows) {
    const [made] = web.sandbox.apply(Number(PORTAL), [
      {
        type: 'create',
        objectType: 'tasks',
        properties: { hs_task_subject: `Call ${index}`, hs_timestamp: '2026-12-01T10:00:00.000Z' },
      },
    ]);
    if (made === undefined || !made.ok) throw new Error(JSON.stringify(made));
    ids.push(String(made.id));
  }
  for (const id of ids) {
    await sql`insert into task (portal_id, lead_id, task_key, owner_id, clause, subject, body, due_at, open, state, lane,
        task_id, not_before, intended_at)
      values (${PORTAL}, ${`lead-${id}`}, ${`key-${id}`}, '1', 'accept', 's', 'b', now(), true, 'confirmed', 2, ${id}, now(), now())`.execute(
      web.test.database.db,
    );
  }
  return ids;
}

async function setFaults(script: readonly unknown[]): Promise<void> {
  const answer = await fetch(`${web.sandboxUrl}/sandbox/faults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ script }),
  });
  expect(answer.status).toBe(200);
}

async function statusOf(portalId = PORTAL): Promise<string | undefined> {
  const { rows } = await sql<{
    status: string;
  }>`select status from portal where portal_id = ${portalId}`.execute(web.test.database.db);
  return rows[0]?.status;
}

async function rowsOfPortal(portalId: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of TABLES_OF_PORTALS) {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from ${sql.table(table)} where portal_id = ${portalId}`.execute(
      web.test.database.db,
    );
    if ((rows[0]?.count ?? 0) > 0) counts[table] = rows[0]?.count ?? 0;
  }
  return counts;
}

describe('disconnecting', () => {
  it('completes Accord’s open tasks, uninstalls at HubSpot, keeps the data, and writes nothing afterwards', async () => {
    await start();
    const tasks = await openTasks(130);

    const answer = await disconnect({});

    expect(answer.json).toMatchObject({
      uninstall: 'done',
      tasksClosed: 130,
      propertiesCleared: 0,
      erased: {},
    });
    expect(tasks.map((id) => sandbox().objects.tasks.live.get(id)?.values['hs_task_status'])).toEqual(
      tasks.map(() => 'COMPLETED'),
    );
    expect(sandbox().installed).toBe(false);
    expect(await statusOf()).toBe('uninstalled');
    expect(await rowsOfPortal(PORTAL)).not.toHaveProperty('portal_token');
    const event = webhookEvent({ portalId: Number(PORTAL), objectId: 7, occurredAt: Date.now() });
    expect((await postWebhook(web, JSON.stringify([event]))).status).toBe(200);
    const calls = callsMade();
    expect(await runTurn(web.context.turn, PORTAL, new AbortController().signal)).toBe('absent');
    expect(callsMade()).toBe(calls);
  });

  it('takes Accord’s properties out of the account where the admin says so', async () => {
    await start();
    const before = [...sandbox().properties.contacts.keys()].filter((name) => name.startsWith('accord_'));

    const { json } = await disconnect({ properties: 'clear', tasks: 'keep' });

    expect(before.length).toBeGreaterThan(20);
    expect(json.propertiesCleared).toBe(before.length + 1);
    expect([...sandbox().properties.contacts.keys()].filter((name) => name.startsWith('accord_'))).toEqual(
      [],
    );
    expect([...sandbox().properties.tasks.keys()].filter((name) => name.startsWith('accord_'))).toEqual([]);
  });

  it('starts again in observe after another install, with everything that was kept', async () => {
    await start();
    await disconnect({ properties: 'clear' });

    await installInBrowser(web);

    const portal = (await web.api('GET', `/portals/${PORTAL}`)).json;
    expect(portal).toMatchObject({
      status: 'active',
      mode: 'observe',
      statusReason: '',
      provisionedAt: null,
    });
    expect(portal.agreement).not.toBeNull();
    expect((await web.api('POST', `/portals/${PORTAL}/provision`)).json).toMatchObject({ provisioned: true });
  });

  it('erases every row of the account and none of another, and leaves one line that says so', async () => {
    await start();
    await installInBrowser(web, { portalId: OTHER });
    await fillPortal(web.test.database.db, PORTAL, '7010701');
    await fillPortal(web.test.database.db, OTHER, '7020702');
    const others = await rowsOfPortal(OTHER);

    const { json } = await disconnect({ data: 'erase', confirm: PORTAL, reason: 'contract ended' });

    expect(json.erased).toMatchObject({ portal: 1, lead: 1, agreement_version: 1, decision: 1 });
    expect(await rowsOfPortal(PORTAL)).toEqual({ audit_entry: 1 });
    const { rows } = await sql<{ action: string; actor: string; reason: string }>`
      select action, actor, reason from audit_entry where portal_id = ${PORTAL}`.execute(
      web.test.database.db,
    );
    expect(rows).toEqual([{ action: 'erase', actor: 'admin token', reason: 'contract ended' }]);
    expect(await rowsOfPortal(OTHER)).toEqual(others);
    expect((await web.api('GET', `/portals/${PORTAL}`)).status).toBe(404);
  });

  it('asks once more before it erases, in the language of whoever asks', async () => {
    await start();

    const answer = await disconnect({ data: 'erase', confirm: OTHER }, 'fr');

    expect(answer.status).toBe(409);
    expect(answer.json).toMatchObject({ error: 'ERASE_UNCONFIRMED' });
    expect(answer.json.message).toContain('irréversible');
    expect(await statusOf()).toBe('active');
  });

  it('says so when HubSpot is away, writes nothing meanwhile, and goes on when asked again', async () => {
    await start();
    await openTasks(3);
    await setFaults([{ kind: '503', times: 1, pathIncludes: '/external-install' }]);

    const first = await disconnect({});
    expect(first.status).toBe(502);
    expect(first.json).toMatchObject({ error: 'DISCONNECT_UNFINISHED', tasksClosed: 3 });
    expect(await statusOf()).toBe('active');
    expect((await web.api('GET', `/portals/${PORTAL}`)).json.mode).toBe('observe');

    expect((await disconnect({})).json).toMatchObject({ uninstall: 'done', tasksClosed: 0 });
  });

  it('ends quietly where the customer has uninstalled the app in HubSpot before', async () => {
    await start();
    await openTasks(1);
    await fetch(`${web.sandboxUrl}/sandbox/portals/${PORTAL}/uninstall`, { method: 'POST' });

    const { json } = await disconnect({ data: 'erase', confirm: PORTAL }, 'fr');

    expect(json).toMatchObject({ uninstall: 'before', tasksClosed: 0 });
    expect(json.summary).toContain('HubSpot avait déjà mis fin à l’installation');
    expect(await rowsOfPortal(PORTAL)).toEqual({ audit_entry: 1 });
  });

  it('keeps on the audit trail what was chosen and by whom', async () => {
    await start();

    await disconnect({ reason: 'moved to another tool' });

    const { items } = (await web.api('GET', `/portals/${PORTAL}/audit`)).json;
    expect(items[0]).toMatchObject({
      action: 'disconnect',
      actor: 'admin token',
      role: 'admin',
      reason: 'moved to another tool',
      after: { tasks: 'close', properties: 'keep', data: 'keep' },
    });
  });
});
