// Tokens over a real database: who refreshes, with which key they are sealed, and which grant is parked.
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { portalId } from '#domain/ids.ts';
import type { OauthTokens } from '#pipeline/ports.ts';
import { createSecretBox } from '#platform/secrets.ts';
import { createTokenStore, saveTokens } from '#store/tokens.ts';
import { type TestDatabase, testDatabase } from '#test/support/database.ts';
import { insertPortal } from '#test/support/portal.ts';

const OLD_KEY = { id: 'old', key: Buffer.alloc(32, 1) };
const NEW_KEY = { id: 'new', key: Buffer.alloc(32, 2) };
const oldBox = createSecretBox([OLD_KEY]);
let test: TestDatabase;
let serial = 500;
let portal = portalId('');

beforeAll(async () => {
  test = await testDatabase();
});
beforeEach(async () => {
  portal = portalId(String(++serial));
  await insertPortal(test.database, portal);
  await save(tokensUntil('2026-03-02T09:30:00.000Z'));
});
afterAll(() => test.close());

function tokensUntil(expiresAt: string, accessToken = 'first'): OauthTokens {
  return { accessToken, refreshToken: 'refresh', expiresAt, scopes: ['oauth'] };
}

function save(tokens: OauthTokens): Promise<void> {
  return test.database.transaction((tx) => saveTokens(tx, oldBox, { portalId: portal, tokens }));
}

async function readStatus(): Promise<string | undefined> {
  const { rows } = await sql<{
    status: string;
  }>`select status from portal where portal_id = ${portal}`.execute(test.database.db);
  return rows[0]?.status;
}

describe('renewing', () => {
  it('calls HubSpot once when ten need a fresh token at the same time, and all get that one', async () => {
    const store = createTokenStore(test.database, oldBox);
    const fresh = tokensUntil('2026-03-02T10:00:00.000Z', 'second');
    let calls = 0;
    const renew = async (found: OauthTokens): Promise<OauthTokens> => {
      if (found.expiresAt === fresh.expiresAt) return found;
      calls += 1;
      return fresh;
    };

    const renewed = await Promise.all(Array.from({ length: 10 }, () => store.renewTokens(portal, renew)));

    expect(calls).toBe(1);
    expect(new Set(renewed.map(({ accessToken }) => accessToken))).toEqual(new Set(['second']));
  });

  it('seals with the first key and still opens what another key has sealed', async () => {
    const rotated = createTokenStore(test.database, createSecretBox([NEW_KEY, OLD_KEY]));
    expect(await rotated.readTokens(portal)).toMatchObject({ accessToken: 'first' });

    await rotated.renewTokens(portal, async (found) => ({ ...found, accessToken: 'second' }));

    const { rows } = await sql<{ sealed: string }>`
      select access_token as sealed from portal_token where portal_id = ${portal}`.execute(test.database.db);
    expect(rows[0]?.sealed).toMatch(/^v1\.new\./);
    await expect(createTokenStore(test.database, oldBox).readTokens(portal)).rejects.toMatchObject({
      code: 'secret_unknown_key',
    });
  });

  it('keeps the old tokens when HubSpot refuses', async () => {
    const store = createTokenStore(test.database, oldBox);

    await expect(store.renewTokens(portal, () => Promise.reject(new Error('refused')))).rejects.toThrow(
      'refused',
    );

    expect(await store.readTokens(portal)).toMatchObject({ accessToken: 'first' });
  });
});

describe('a dead grant', () => {
  it('parks the portal, which has no tokens from then on', async () => {
    const store = createTokenStore(test.database, oldBox);

    await store.parkGrant(portal, { code: 'GRANT_DEAD', expiresAt: '2026-03-02T09:30:00.000Z' });

    expect(await readStatus()).toBe('parked');
    expect(await store.readTokens(portal)).toBeNull();
  });

  it('leaves a portal alone that has installed again since', async () => {
    const store = createTokenStore(test.database, oldBox);
    await save(tokensUntil('2026-03-02T11:00:00.000Z', 'reinstalled'));

    await store.parkGrant(portal, { code: 'GRANT_DEAD', expiresAt: '2026-03-02T09:30:00.000Z' });

    expect(await readStatus()).toBe('active');
    expect(await store.readTokens(portal)).toMatchObject({ accessToken: 'reinstalled' });
  });
});
