// Rotation over a real database: everything sealed is found, sealed anew, and opens; it goes on where it ended, and a
// renewal at the same time is not lost.
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { portalId } from '#domain/ids.ts';
import type { OauthTokens } from '#pipeline/ports.ts';
import { createSecretBox, type SecretBox } from '#platform/secrets.ts';
import { createKeys } from '#store/rotate-keys.ts';
import { createTokenStore, saveTokens } from '#store/tokens.ts';
import { readWebhook, storeWebhook } from '#store/webhooks.ts';
import { type TestDatabase, testDatabase } from '#test/support/database.ts';
import { insertPortal } from '#test/support/portal.ts';

const OLD = { id: 'old', key: Buffer.alloc(32, 1) };
const NEW = { id: 'new', key: Buffer.alloc(32, 2) };
const oldBox = createSecretBox([OLD]);
const bothKeys = createSecretBox([NEW, OLD]);
const newBox = createSecretBox([NEW]);
const BY = { actor: 'operator', origin: 'cli' } as const;
const PORTALS = ['601', '602', '603'];
let test: TestDatabase;

beforeAll(async () => {
  test = await testDatabase();
  for (const portal of PORTALS) await insertPortal(test.database, portal);
});
beforeEach(async () => {
  for (const portal of PORTALS) await seal(portal, oldBox);
});
afterAll(() => test.close());

async function seal(portal: string, box: SecretBox): Promise<void> {
  await test.database.transaction((tx) =>
    saveTokens(tx, box, { portalId: portal, tokens: tokensOf(portal) }),
  );
  const place = { side: 'sales', team: 'Berlin', channel: 'slack' } as const;
  const url = new URL(`https://hooks.slack.com/services/${portal}`);
  await storeWebhook(test.database, box, { portalId: portal, place, url, by: BY });
}

function tokensOf(portal: string, accessToken = `access-${portal}`): OauthTokens {
  return {
    accessToken,
    refreshToken: `refresh-${portal}`,
    expiresAt: '2026-12-01T10:00:00.000Z',
    scopes: ['oauth'],
  };
}

describe('the use of keys', () => {
  it('is told by key, over everything that is sealed', async () => {
    await seal('601', bothKeys);

    expect(await createKeys(test.database, bothKeys).readUse()).toEqual([
      { keyId: 'new', values: 3 },
      { keyId: 'old', values: 6 },
    ]);
  });

  it('knows every column that holds something sealed', async () => {
    const { rows } = await sql<{ table: string; column: string }>`
      select table_name as table, column_name as column from information_schema.columns
      where table_schema = 'public' and data_type = 'text' and table_name not like 'decision\\_%'`.execute(
      test.database.db,
    );
    const sealed: string[] = [];
    for (const { table, column } of rows) {
      const found = await sql`
        select 1 from ${sql.table(table)} where ${sql.ref(column)} ~ '^v1\\.(old|new)\\.' limit 1`.execute(
        test.database.db,
      );
      if (found.rows.length > 0) sealed.push(`${table}.${column}`);
    }

    expect(sealed.toSorted()).toEqual([
      'portal_token.access_token',
      'portal_token.refresh_token',
      'webhook.sealed_url',
    ]);
  });
});

describe('rotating', () => {
  it('seals everything with the first key, after which the old one may go', async () => {
    expect(await createKeys(test.database, bothKeys).rotate(BY)).toEqual({ resealed: 9, unreadable: 0 });

    expect(await createKeys(test.database, bothKeys).readUse()).toEqual([{ keyId: 'new', values: 9 }]);
    const tokens = createTokenStore(test.database, newBox);
    for (const portal of PORTALS) {
      expect(await tokens.readTokens(portalId(portal))).toEqual(tokensOf(portal));
      const place = { portalId: portal, channel: 'slack', destination: 'sales:Berlin' };
      expect(await readWebhook(test.database, newBox, place)).toBe(
        `https://hooks.slack.com/services/${portal}`,
      );
    }
  });

  it('does nothing the second time, and goes on where it ended', async () => {
    await seal('602', bothKeys);
    expect(await createKeys(test.database, bothKeys).rotate(BY)).toEqual({ resealed: 6, unreadable: 0 });
    expect(await createKeys(test.database, bothKeys).rotate(BY)).toEqual({ resealed: 0, unreadable: 0 });
  });

  it('leaves what it cannot open as it is, and says how much', async () => {
    const stranger = createSecretBox([{ id: 'gone', key: Buffer.alloc(32, 9) }]);
    await seal('603', stranger);

    expect(await createKeys(test.database, bothKeys).rotate(BY)).toEqual({ resealed: 6, unreadable: 3 });
    expect(await createTokenStore(test.database, stranger).readTokens(portalId('603'))).toEqual(
      tokensOf('603'),
    );
  });

  it('waits for a renewal that runs, and keeps what it brought', async () => {
    const store = createTokenStore(test.database, oldBox);
    const holds = Promise.withResolvers<void>();
    const mayEnd = Promise.withResolvers<void>();
    const renewal = store.renewTokens(portalId('601'), async () => {
      holds.resolve();
      await mayEnd.promise;
      return tokensOf('601', 'renewed by a worker that seals with the old key');
    });
    await holds.promise;

    const rotation = createKeys(test.database, bothKeys).rotate(BY);
    mayEnd.resolve();
    await renewal;
    await rotation;

    expect(await createTokenStore(test.database, newBox).readTokens(portalId('601'))).toMatchObject({
      accessToken: 'renewed by a worker that seals with the old key',
    });
  });

  it('is on the audit trail, without a secret', async () => {
    await createKeys(test.database, bothKeys).rotate(BY);

    const { rows } = await sql<{ before: unknown; after: unknown }>`
      select before, after from audit_entry where portal_id = '601' and action = 'rotateKeys' order by id desc limit 2`.execute(
      test.database.db,
    );
    expect(rows.toReversed()).toEqual([
      { before: { table: 'portal_token', keys: ['old'] }, after: { table: 'portal_token', keys: ['new'] } },
      { before: { table: 'webhook', keys: ['old'] }, after: { table: 'webhook', keys: ['new'] } },
    ]);
  });
});
