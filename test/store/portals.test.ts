// Installs and publications over a real database: what several at once leave behind, and what stands in the rows.
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTemplate } from '#agreement/template.ts';
import { portalId as toPortalId } from '#domain/ids.ts';
import type { AdminStore } from '#pipeline/admin-ports.ts';
import { publishAgreement } from '#pipeline/publish-agreement.ts';
import { createSecretBox } from '#platform/secrets.ts';
import { createAdminStore } from '#store/admin-store.ts';
import { createTokenStore } from '#store/tokens.ts';
import { type TestDatabase, testDatabase } from '#test/support/database.ts';

const BY = { actor: 'tester', origin: 'oauth' } as const;
const box = createSecretBox([{ id: 'k1', key: Buffer.alloc(32, 1) }]);
let test: TestDatabase;
let store: AdminStore;

beforeAll(async () => {
  test = await testDatabase();
  store = createAdminStore(test.database, { box, owned: [] });
});
afterAll(() => test.close());

async function rows<T>(statement: ReturnType<typeof sql<T>>): Promise<T[]> {
  return (await statement.execute(test.database.db)).rows;
}

function install(portalId: string, token = 'access-token-in-clear') {
  const tokens = {
    accessToken: token,
    refreshToken: 'refresh-token-in-clear',
    expiresAt: '2026-03-02T09:30:00.000Z',
    scopes: ['oauth'],
  };
  return store.storeInstall({ portalId, userId: '9', tokens }, { language: 'en', by: BY });
}

describe('installing', () => {
  it('makes one portal of several installs at once', async () => {
    const installed = await Promise.all(Array.from({ length: 5 }, () => install('101')));

    const portals = await rows(sql<{ regime: number }>`select regime from portal where portal_id = '101'`);
    expect(installed.filter(({ isNew }) => isNew).length).toBe(1);
    expect(portals).toEqual([{ regime: 4 }]);
  });

  it('seals tokens for their own portal: a row copied to another does not open', async () => {
    await install('102');
    await install('103');
    await rows(sql`update portal_token set access_token = other.access_token from portal_token other
      where portal_token.portal_id = '103' and other.portal_id = '102'`);

    const tokens = createTokenStore(test.database, box);
    const stored = await rows(sql<{ all: string }>`select portal_token::text as all from portal_token`);
    expect((await tokens.readTokens(toPortalId('102')))?.accessToken).toBe('access-token-in-clear');
    await expect(tokens.readTokens(toPortalId('103'))).rejects.toMatchObject({ code: 'secret_broken' });
    expect(stored.filter(({ all }) => all.includes('in-clear'))).toEqual([]);
  });

  it('has every record read again after a time in which nobody told us anything', async () => {
    await install('104');
    await rows(sql`insert into mirror (portal_id, object_type, object_id, cells, created_at, read_at, read_set)
      values ('104', 'contact', '1', '{}', now(), now(), 'known'), ('105', 'contact', '1', '{}', now(), now(), 'known')`);
    await rows(sql`update portal set status = 'uninstalled', backfill_after = null where portal_id = '104'`);

    await install('104');

    const mirrors = await rows(sql<{ portal_id: string; read_set: string }>`
      select portal_id, read_set from mirror order by portal_id`);
    const [portal] = await rows(
      sql<{
        status: string;
        backfill_after: string;
      }>`select status, backfill_after from portal where portal_id = '104'`,
    );
    expect(mirrors).toEqual([
      { portal_id: '104', read_set: '' },
      { portal_id: '105', read_set: 'known' },
    ]);
    expect(portal).toEqual({ status: 'active', backfill_after: '' });
  });
});

describe('publishing', () => {
  it('numbers and chains several publications at once, with one in force', async () => {
    await install('201');
    await install('202');
    const document = await readTemplate('en');
    const publish = (portalId: string) =>
      publishAgreement({ store, wake: async () => undefined }, portalId, { document, by: BY });

    await Promise.all(Array.from({ length: 4 }, () => publish('201')));
    await publish('202');

    const versions = await rows(sql<{ version: number; status: string; content_hash: string }>`
      select version, status, content_hash from agreement_version where portal_id = '201' order by version`);
    const [elsewhere] = await rows(
      sql<{ content_hash: string }>`select content_hash from agreement_version where portal_id = '202'`,
    );
    expect(versions.map(({ version, status }) => `${version} ${status}`)).toEqual([
      '1 superseded',
      '2 superseded',
      '3 superseded',
      '4 active',
    ]);
    // The same text after another predecessor has another hash; after the same (none) it has the same.
    expect(new Set(versions.map((version) => version.content_hash)).size).toBe(4);
    expect(elsewhere?.content_hash).toBe(versions[0]?.content_hash);
  });

  it('judges every lead again and wakes the portal', async () => {
    await install('203');
    await rows(sql`update portal_work set wake_at = null where portal_id = '203'`);
    const woken: string[] = [];
    const [before] = await rows(
      sql<{ epoch: number }>`select epoch::int as epoch from portal where portal_id = '203'`,
    );

    const wake = async (portalId: string): Promise<void> => void woken.push(portalId);
    await publishAgreement({ store, wake }, '203', { document: await readTemplate('fr'), by: BY });

    const [after] = await rows(sql<{ epoch: number; due: boolean }>`
      select epoch::int as epoch, wake_at <= clock_timestamp() as due
      from portal join portal_work using (portal_id) where portal_id = '203'`);
    expect(after).toEqual({ epoch: before!.epoch + 1, due: true });
    expect(woken).toEqual(['203']);
  });
});
