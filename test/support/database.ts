// A fresh, migrated database per test file, cloned from a template. On the embedded server by default, one for all test
// processes of this checkout; on TEST_DATABASE_URL where given (a role that may create databases).
import { createHash, randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '#platform/logger.ts';
import { migrateQueue } from '#queue/postgres.ts';
import { type Database, openDatabase, openSession, type Session } from '#store/database.ts';
import { openEmbedded } from '#store/embedded/embedded.ts';
import { MIGRATIONS_FOLDER, migrate } from '#store/migrate.ts';

export interface TestDatabase {
  readonly url: string;
  readonly database: Database;
  /** Drops the database and leaves the server. Call it in `afterAll`. */
  close(): Promise<void>;
}

interface TestServer {
  readonly url: string;
  /** False for TEST_DATABASE_URL, where we are guests. */
  readonly isOwn: boolean;
  close(): Promise<void>;
}

export const testLogger = createLogger('silent', 'test');

const TEMPLATE_PREFIX = 'accord_template_';
const DATABASE_PREFIX = 'accord_test_';
const TEMPLATE_LOCK = 7_203_371_900;

/** `empty`: nothing in it, not even the migrations' ledger. */
export async function testDatabase(options: { readonly empty?: boolean } = {}): Promise<TestDatabase> {
  const server = await openTestServer();
  const name = `${DATABASE_PREFIX}${process.pid}_${randomBytes(4).toString('hex')}`;
  await onServer(server, async (session) => {
    const template = options.empty === true ? 'template0' : await ensureTemplate(server, session);
    await session.query(`create database ${name} template ${template}`);
  });
  const url = urlOf(server, name);
  const database = openDatabase({ url, applicationName: 'accord test', poolSize: 10, logger: testLogger });
  return {
    url,
    database,
    close: async () => {
      await database.close();
      await onServer(server, (session) => session.query(`drop database if exists ${name} with (force)`));
      await server.close();
    },
  };
}

/** The server all test processes share. It stops when the last of them has closed it. */
async function openTestServer(): Promise<TestServer> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given !== undefined && given !== '') return { url: given, isOwn: false, close: async () => undefined };

  const checkout = createHash('sha256')
    .update(import.meta.dirname)
    .digest('hex')
    .slice(0, 12);
  const server = await openEmbedded({
    dataDir: join(tmpdir(), `accord-test-${process.getuid?.() ?? 'user'}-${checkout}`),
    logger: testLogger,
    // Nothing here outlives the run; the tests of durability start servers of their own.
    settings: { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' },
  });
  return { url: server.url, isOwn: true, close: () => server.close() };
}

async function onServer<T>(server: TestServer, fn: (session: Session) => Promise<T>): Promise<T> {
  const session = await openSession({
    url: server.url,
    applicationName: 'accord test setup',
    logger: testLogger,
  });
  try {
    return await fn(session);
  } finally {
    await session.close();
  }
}

function urlOf(server: TestServer, database: string): string {
  const url = new URL(server.url);
  url.pathname = `/${database}`;
  return url.href;
}

/** Built under another name and renamed, so that a killed run leaves no half-migrated template. */
async function ensureTemplate(server: TestServer, session: Session): Promise<string> {
  const name = `${TEMPLATE_PREFIX}${await hashMigrations()}`;
  await session.query('select pg_advisory_lock($1::bigint)', [TEMPLATE_LOCK]);
  try {
    const found = await session.query('select 1 from pg_database where datname = $1', [name]);
    if (found.length > 0) return name;

    if (server.isOwn) await dropLeftovers(session);
    const draft = `${name}_draft`;
    await session.query(`drop database if exists ${draft} with (force)`);
    await session.query(`create database ${draft} template template0`);
    await migrate({ url: urlOf(server, draft), logger: testLogger, alsoMigrate: migrateQueue });
    await session.query(`alter database ${draft} rename to ${name}`);
    return name;
  } finally {
    await session.query('select pg_advisory_unlock($1::bigint)', [TEMPLATE_LOCK]);
  }
}

/** Templates of older migrations and databases of killed runs: an hour old and nobody in them. */
async function dropLeftovers(session: Session): Promise<void> {
  const rows = await session.query(
    `select datname from pg_database
      where (datname like $1 or datname like $2)
        and not exists (select from pg_stat_activity activity where activity.datname = pg_database.datname)
        and (pg_stat_file('base/' || oid || '/PG_VERSION')).modification < now() - interval '1 hour'`,
    [`${TEMPLATE_PREFIX}%`, `${DATABASE_PREFIX}%`],
  );
  for (const row of rows) await session.query(`drop database if exists ${String(row['datname'])}`);
}

async function hashMigrations(): Promise<string> {
  const hash = createHash('sha256');
  for (const name of (await readdir(MIGRATIONS_FOLDER)).sort())
    hash.update(name).update(await readFile(join(MIGRATIONS_FOLDER, name)));
  return hash.digest('hex').slice(0, 12);
}
