// Installs and publications over a real database: what several at once leave behind, and what stands in the rows.
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTemplate } from '#agreement/template.ts';
import { portalId as toPortalId } from '#domain/ids.ts';
import type { AdminStore } from '#pipeline/admin-ports.ts';
import { putFirstVersionInForce } from '#pipeline/versions/first-version.ts';
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
  store = createAdminStore(test.database, { box });
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

describe('installing again', () => {
  it('ends the rest that the refusals of the grant before asked for', async () => {
    await install('106');
    await rows(sql`update portal_work set paused_until = now() + interval '1 day', pause_reason = 'MISSING_SCOPES'
      where portal_id = '106'`);

    await install('106');

    const work = await rows(
      sql<{ paused_until: string | null }>`select paused_until from portal_work where portal_id = '106'`,
    );
    expect(work).toEqual([{ paused_until: null }]);
  });
});

describe('the template of an install', () => {
  it('is in force once, unsigned, however many installs come at once', async () => {
    await install('201');
    const document = await readTemplate('en');

    await Promise.all(
      Array.from({ length: 4 }, () => putFirstVersionInForce(store, '201', { document, by: BY })),
    );

    const versions = await rows(sql<{ version: number; status: string }>`
      select version, status from agreement_version where portal_id = '201' order by version`);
    const periods = await rows(sql<{ version: number; until_at: string | null; cause: string }>`
      select version, until_at, cause from agreement_period where portal_id = '201'`);
    const signatures = await rows(sql`select 1 from agreement_signature where portal_id = '201'`);
    expect(versions).toEqual([{ version: 1, status: 'active' }]);
    expect(periods).toEqual([{ version: 1, until_at: null, cause: 'install' }]);
    expect(signatures).toEqual([]);
  });
});
