// Receiving over HTTP: what is stored, what is refused and with which words, what happens when the database is away.
import { connect, createServer, type Server, type Socket } from 'node:net';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLogger } from '#platform/logger.ts';
import { insertPortal } from '#test/support/portal.ts';
import {
  OLD_SECRET,
  PORTAL,
  postWebhook,
  readAnswer,
  SECRET,
  signature,
  startWeb,
  type TestWeb,
  webhookEvent,
} from '#test/support/web.ts';

let web: TestWeb;

/** Codes of what was warned of. */
const logged: string[] = [];

beforeAll(async () => {
  const logger = createLogger('silent', 'test');
  logger.warn = (fields: unknown) => void logged.push(String((fields as { code?: string }).code));
  web = await startWeb({ logger });
  await insertPortal(web.test.database, PORTAL);
});
afterAll(() => web.close());

interface InboxRow {
  readonly object_type: string;
  readonly object_id: string | null;
  readonly action: string;
  readonly property_value: string | null;
  readonly occurred_at: string;
}

async function inboxOf(objectId: string): Promise<readonly InboxRow[]> {
  const { rows } = await sql<InboxRow>`
    select object_type, object_id, action, property_value, occurred_at from inbox_event
    where portal_id = ${PORTAL} and object_id = ${objectId} order by occurred_at`.execute(
    web.test.database.db,
  );
  return rows;
}

async function count(table: string): Promise<number> {
  const { rows } = await sql<{
    count: number;
  }>`select count(*)::int as count from ${sql.table(table)}`.execute(web.test.database.db);
  return rows[0]!.count;
}

const post = (events: readonly unknown[]) => postWebhook(web, JSON.stringify(events));

describe('accepting events', () => {
  it('stores events and dirty marks before it answers', async () => {
    const answer = await post([
      webhookEvent({ objectId: 1001 }),
      webhookEvent({ objectId: 1002, eventId: 2 }),
    ]);

    const { rows } =
      await sql`select 1 from dirty where object_type = 'contact' and object_id in ('1001', '1002')`.execute(
        web.test.database.db,
      );
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({ accepted: 2, duplicated: 0, setAside: 0 });
    expect(await inboxOf('1001')).toEqual([
      {
        object_type: 'contact',
        object_id: '1001',
        action: 'propertyChange',
        property_value: 'lead',
        occurred_at: '2026-03-02T09:00:00.000Z',
      },
    ]);
    expect(rows.length).toBe(2);
  });

  it('stores a repeated delivery once, however the attempt is numbered', async () => {
    const event = webhookEvent({ objectId: 1010 });
    await post([event]);

    const again = await post([{ ...event, attemptNumber: 3 }, event]);

    expect(again.json).toEqual({ accepted: 0, duplicated: 2, setAside: 0 });
    expect((await inboxOf('1010')).length).toBe(1);
  });

  it('tells two changes apart that carry the same event id', async () => {
    const answer = await post([
      webhookEvent({ objectId: 1011 }),
      webhookEvent({ objectId: 1011, propertyValue: 'customer' }),
    ]);

    expect(answer.json.accepted).toBe(2);
  });

  it('sets aside what it does not understand and keeps the rest of the batch', async () => {
    const answer = await post([
      webhookEvent({ objectId: 1020 }),
      webhookEvent({ subscriptionType: 'contact.sneezed', objectId: 1021 }),
      { portalId: Number(PORTAL), nonsense: true },
      'not even an object',
      webhookEvent({ objectId: 1022, occurredAt: 8_640_000_000_000_001 }),
    ]);

    const { rows } = await sql<{ portal_id: string | null; reason: string }>`
      select portal_id, reason from set_aside_event order by id desc limit 4`.execute(web.test.database.db);
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({ accepted: 1, duplicated: 0, setAside: 4 });
    expect((await inboxOf('1020')).length).toBe(1);
    expect(rows.map((row) => row.reason)).toEqual(
      expect.arrayContaining(['unknown subscription type', 'unreadable: occurredAt']),
    );
    expect(rows.filter((row) => row.portal_id === PORTAL).length).toBe(3);
    expect(rows.filter((row) => row.portal_id === null).length).toBe(1);
  });

  it('keeps values that Postgres could not store as they came', async () => {
    const answer = await post([
      webhookEvent({ objectId: 1030, propertyName: 'message', propertyValue: 'a\u0000b\ud800c' }),
    ]);

    expect(answer.json.accepted).toBe(1);
    expect((await inboxOf('1030'))[0]?.property_value).toBe('a\uFFFDb\uFFFDc');
  });

  it('keeps an event whose time lies ahead', async () => {
    const ahead = Date.now() + 3_600_000;
    const answer = await post([webhookEvent({ objectId: 1031, occurredAt: ahead })]);

    expect(answer.json.accepted).toBe(1);
    expect((await inboxOf('1031'))[0]?.occurred_at).toBe(new Date(ahead).toISOString());
  });

  it('hangs a change of company on the contact, told from either end', async () => {
    const ends = {
      subscriptionType: 'contact.associationChange',
      associationType: 'CONTACT_TO_COMPANY',
      fromObjectId: 1040,
      toObjectId: 77,
    };
    const other = {
      subscriptionType: 'company.associationChange',
      associationType: 'COMPANY_TO_CONTACT',
      fromObjectId: 77,
      toObjectId: 1040,
    };
    const flags = {
      associationRemoved: false,
      isPrimaryAssociation: true,
      objectId: undefined,
      propertyName: undefined,
    };
    const answer = await post([webhookEvent({ ...ends, ...flags }), webhookEvent({ ...other, ...flags })]);

    const rows = await inboxOf('1040');
    expect(answer.json.accepted).toBe(2);
    expect(rows.map((row) => [row.object_type, row.action])).toEqual([
      ['contact', 'associationChange'],
      ['contact', 'associationChange'],
    ]);
  });

  it('marks the new record and the old primary one of a merge', async () => {
    const merge = {
      subscriptionType: 'contact.merge',
      primaryObjectId: 1050,
      mergedObjectIds: [1051],
      newObjectId: 1052,
      objectId: 1052,
    };
    await post([webhookEvent(merge)]);

    expect((await inboxOf('1050')).map((row) => row.action)).toEqual(['merge']);
    expect((await inboxOf('1052')).map((row) => row.action)).toEqual(['merge']);
  });

  it('takes a batch of several portals apart and keeps nothing of strangers', async () => {
    const answer = await post([
      webhookEvent({ objectId: 1060 }),
      webhookEvent({ objectId: 1061, portalId: 999, propertyValue: 'secret of a stranger' }),
    ]);

    const { rows } = await sql`select 1 from inbox_event where portal_id = '999'`.execute(
      web.test.database.db,
    );
    const aside = await sql<{
      raw: string;
    }>`select raw from set_aside_event where reason like '%999%'`.execute(web.test.database.db);
    expect(answer.json).toEqual({ accepted: 1, duplicated: 0, setAside: 1 });
    expect(rows).toEqual([]);
    expect(aside.rows.map((row) => row.raw)).toEqual(['']);
  });

  it('accepts 100 events and a secret that is being rotated away', async () => {
    const events = Array.from({ length: 100 }, (_, index) => webhookEvent({ objectId: 5_000 + index }));

    const answer = await postWebhook(web, JSON.stringify(events), { secret: OLD_SECRET });

    expect(answer.json.accepted).toBe(100);
  });
});

describe('refusing a request', () => {
  it('tells the log alone what is wrong with a signature; else names the reason, and nothing that was sent', async () => {
    const body = JSON.stringify([webhookEvent({ objectId: 2_001, propertyValue: 'jane@example.com' })]);
    const before = await count('inbox_event');

    const answers = [
      await postWebhook(web, body, { secret: 'not-the-secret' }),
      await readAnswer(await fetch(`${web.url}/webhooks/hubspot`, { method: 'POST', body })),
      await postWebhook(web, body, {
        headers: signature(`${web.url}/webhooks/hubspot`, body, {
          secret: SECRET,
          timestamp: String(Date.now() - 301_000),
        }),
      }),
      await postWebhook(web, body, {
        headers: signature(`${web.url}/webhooks/hubspot`, body, {
          secret: SECRET,
          timestamp: String(Date.now() + 310_000),
        }),
      }),
      await postWebhook(web, body, { headers: { 'x-hubspot-request-timestamp': 'yesterday' } }),
      await postWebhook(web, '{"not": "an array"}'),
      await postWebhook(web, '[{"cut'),
      await postWebhook(web, '[]'),
      await postWebhook(web, JSON.stringify(Array.from({ length: 101 }, () => webhookEvent()))),
      await postWebhook(web, '['.repeat(10_000) + ']'.repeat(10_000)),
      await postWebhook(web, `[${' '.repeat(1_048_576)}]`),
    ];

    expect(answers.map(({ status, json }) => [status, json.error])).toEqual([
      ...Array.from({ length: 5 }, () => [401, 'UNAUTHORIZED']),
      [400, 'BODY_NOT_AN_ARRAY'],
      [400, 'BODY_NOT_JSON'],
      [400, 'NO_EVENTS'],
      [400, 'TOO_MANY_EVENTS'],
      [400, 'BODY_TOO_DEEP'],
      [413, 'BODY_TOO_LARGE'],
    ]);
    expect(new Set(answers.slice(0, 5).map(({ text }) => text)).size).toBe(1);
    expect(logged.slice(-5)).toEqual([
      'SIGNATURE_MISMATCH',
      'SIGNATURE_MISSING',
      'SIGNATURE_STALE',
      'SIGNATURE_FUTURE',
      'SIGNATURE_MALFORMED',
    ]);
    for (const { json, text } of answers) {
      expect(json.message).toMatch(/\.$/);
      expect(text).not.toMatch(/jane|secret-|cut/);
    }
    expect(await count('inbox_event')).toBe(before);
  });

  it('refuses when any byte of body, path, query or timestamp is another', async () => {
    const body = JSON.stringify([webhookEvent({ objectId: 2_002 })]);
    const address = `${web.url}/webhooks/hubspot?a=1`;
    const timestamp = String(Date.now());
    const good = signature(address, body, { secret: SECRET, timestamp });
    const send = (url: string, sent: string, headers: Record<string, string>) =>
      fetch(url, { method: 'POST', headers, body: sent }).then((response) => response.status);

    const statuses = new Map<string, number>();
    for (let index = 0; index < body.length; index += 7) {
      const flipped =
        body.slice(0, index) + String.fromCodePoint(body.charCodeAt(index) ^ 1) + body.slice(index + 1);
      statuses.set(`body ${index}`, await send(address, flipped, good));
    }
    statuses.set('query', await send(`${web.url}/webhooks/hubspot?a=2`, body, good));
    statuses.set('no query', await send(`${web.url}/webhooks/hubspot`, body, good));
    statuses.set('path', await send(`${web.url}/webhooks/hubspot/?a=1`, body, good));
    statuses.set(
      'timestamp',
      await send(address, body, { ...good, 'x-hubspot-request-timestamp': String(Number(timestamp) + 1) }),
    );

    expect([...statuses].filter(([, status]) => status !== 401)).toEqual([]);
    expect(await send(address, body, good)).toBe(200);
  });

  it('checks the signature before it looks into the body', async () => {
    const answer = await postWebhook(web, 'no json at all', { secret: 'wrong' });

    expect([answer.status, answer.json.error]).toEqual([401, 'UNAUTHORIZED']);
  });

  it('accepts a v1 signature only while that is switched on', async () => {
    const body = JSON.stringify([webhookEvent({ objectId: 2_003 })]);
    const { createHash } = await import('node:crypto');
    const headers = {
      'x-hubspot-signature': createHash('sha256')
        .update(SECRET + body)
        .digest('hex'),
      'x-hubspot-signature-version': 'v1',
    };
    const strict = await startWeb({ env: { ACCEPT_V1_SIGNATURES: 'false' } });

    const accepted = await readAnswer(
      await fetch(`${web.url}/webhooks/hubspot`, { method: 'POST', headers, body }),
    );
    const refused = await readAnswer(
      await fetch(`${strict.url}/webhooks/hubspot`, { method: 'POST', headers, body }),
    );
    await strict.close();

    expect(accepted.status).toBe(200);
    expect([refused.status, refused.json.error]).toEqual([401, 'UNAUTHORIZED']);
  });

  it('does not unpack compressed bodies', async () => {
    const answer = await postWebhook(web, '[]', { headers: { 'content-encoding': 'gzip' } });

    expect(answer.status).toBe(415);
  });

  it('carries the security headers and does not name its framework', async () => {
    const answer = await postWebhook(web, '[]');

    expect(answer.headers.get('x-powered-by')).toBeNull();
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });
});

describe('with the database away', () => {
  it('answers 503 and when to come back, stores nothing, and works again afterwards', async () => {
    const proxy = await startProxy();
    const away = await startWeb({ databaseUrl: (url) => proxy.through(url) });
    await insertPortal(away.test.database, PORTAL);
    const body = JSON.stringify([webhookEvent({ objectId: 3_001 })]);

    proxy.cut();
    const refused = await postWebhook(away, body);
    const ready = await readAnswer(await fetch(`${away.url}/readyz`));
    const alive = await readAnswer(await fetch(`${away.url}/healthz`));
    await proxy.mend();
    const accepted = await postWebhook(away, body);
    await away.close();
    await proxy.close();

    expect([refused.status, refused.json.error]).toEqual([503, 'DATABASE_UNAVAILABLE']);
    expect(refused.headers.get('retry-after')).toBe('5');
    expect(ready.status).toBe(503);
    expect(ready.json.checks).toMatchObject({ database: { ok: false }, migrations: { ok: false } });
    expect(alive.status).toBe(200);
    expect(accepted.json).toEqual({ accepted: 1, duplicated: 0, setAside: 0 });
  });
});

interface Proxy {
  through(url: string): string;
  cut(): void;
  mend(): Promise<void>;
  close(): Promise<void>;
}

/** A TCP proxy before Postgres, so that it can be taken away from one application only. */
async function startProxy(): Promise<Proxy> {
  let target = { host: '', port: 0 };
  const sockets = new Set<Socket>();
  const relay = (client: Socket): void => {
    const server = connect(target);
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        server.destroy();
      });
    }
    client.pipe(server);
    server.pipe(client);
  };
  const listening = (port: number): Promise<Server> =>
    new Promise((resolve) => {
      const server = createServer(relay).listen(port, '127.0.0.1', () => resolve(server));
    });
  let server = await listening(0);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const cut = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return {
    through: (url) => {
      const through = new URL(url);
      target = { host: through.hostname, port: Number(through.port) };
      through.host = `127.0.0.1:${port}`;
      return through.href;
    },
    cut,
    mend: async () => {
      server = await listening(port);
    },
    close: async () => cut(),
  };
}
