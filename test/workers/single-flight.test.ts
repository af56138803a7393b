// One renewal of a token for every process: two of them, each with connections of its own, on one database, against a
// HubSpot whose refresh tokens work once. And what ends an install, and what does not.
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { portalId } from '#domain/ids.ts';
import { runTurn, type TurnResult } from '#pipeline/run-turn.ts';
import { type Context, createContext } from '#src/context.ts';
import { testLogger } from '#test/support/database.ts';
import { installInBrowser, PORTAL, startWeb, type TestWeb } from '#test/support/web.ts';

let web: TestWeb;
let others: Context[];

beforeEach(async () => {
  web = await startWeb({
    sandbox: { rotateRefreshTokens: true, portals: [{ portalId: Number(PORTAL), timeZone: 'UTC' }] },
  });
  await installInBrowser(web);
  others = [];
});
afterEach(async () => {
  for (const context of others) await context.close();
  await web.close();
});

async function anotherProcess(): Promise<Context> {
  const context = await createContext(web.context.config, { logger: testLogger, poolSize: 5 });
  others.push(context);
  return context;
}

function read(context: Context): Promise<unknown> {
  return context.hubspot.accountDetails({
    portalId: portalId(PORTAL),
    lane: 'interactive',
    signal: AbortSignal.timeout(20_000),
  });
}

function renewals(): number {
  return web.sandbox.state.calls.calls.filter(({ kind }) => kind === 'oauth.token').length;
}

async function expireIn(minutes: number): Promise<void> {
  await sql`update portal_token set expires_at = now() + ${minutes}::int * interval '1 minute'`.execute(
    web.test.database.db,
  );
}

async function control(path: string, body: unknown, method: 'PUT' | 'POST' = 'PUT'): Promise<void> {
  const answer = await fetch(`${web.sandboxUrl}/sandbox${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(200);
}

async function portal(): Promise<{ status: string; status_reason: string }> {
  const { rows } = await sql<{ status: string; status_reason: string }>`
    select status, status_reason from portal where portal_id = ${PORTAL}`.execute(web.test.database.db);
  return rows[0]!;
}

function turn(): Promise<TurnResult> {
  return runTurn(web.context.turn, PORTAL, new AbortController().signal);
}

describe('a token that ends within five minutes', () => {
  it('is renewed once, however many calls of two processes need it at once', async () => {
    const second = await anotherProcess();
    const before = renewals();
    await expireIn(4);

    await Promise.all(
      [web.context, second].flatMap((context) => Array.from({ length: 8 }, () => read(context))),
    );

    expect(renewals() - before).toBe(1);
  });

  it('is renewed once when HubSpot has ended it early and both processes are refused', async () => {
    const second = await anotherProcess();
    await control(`/portals/${PORTAL}/tokens/expire`, {}, 'POST');
    const before = renewals();

    await Promise.all(
      [web.context, second].flatMap((context) => Array.from({ length: 4 }, () => read(context))),
    );

    expect(renewals() - before).toBe(1);
  });

  it('is left alone while it has more', async () => {
    await expireIn(6);
    const before = renewals();

    await read(web.context);

    expect(renewals() - before).toBe(0);
  });
});

describe('an install', () => {
  it('is not ended by a token endpoint that is away', async () => {
    await expireIn(-1);
    await control('/faults', { script: [{ kind: '503', times: 20, pathIncludes: '/token' }] });

    await turn();

    expect(await portal()).toMatchObject({ status: 'active' });
  });

  it('is ended by the customer: the next renewal is refused for good, and nothing is called or written again', async () => {
    await fetch(`${web.sandboxUrl}/sandbox/portals/${PORTAL}/uninstall`, { method: 'POST' });

    await turn();

    expect(await portal()).toEqual({ status: 'parked', status_reason: 'GRANT_DEAD' });
    const calls = web.sandbox.state.calls.calls.length;
    expect(await turn()).toBe('absent');
    expect(web.sandbox.state.calls.calls.length).toBe(calls);
    await installInBrowser(web);
    expect(await portal()).toEqual({ status: 'active', status_reason: '' });
  });
});
