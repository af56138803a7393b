// Brings a database up to this release: migrations/NNNN_what.sql in order, forward only, each in one transaction with
// its row in the ledger, under a lock, so that any number of processes may start at once.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sleep, systemClock } from '#platform/clock.ts';
import { AppError } from '#platform/errors.ts';
import type { Logger } from '#platform/logger.ts';
import { openSession, type Session } from './database.ts';

export interface MigrateOptions {
  /** Not through a transaction pooler: the lock belongs to the session (10.11). */
  readonly url: string;
  readonly logger: Logger;
  readonly folder?: string;
  /** What else keeps tables in this database (the queue); runs last, under the same lock. */
  readonly alsoMigrate?: (session: Session) => Promise<void>;
}

interface Migration {
  readonly name: string;
  readonly sha256: string;
  readonly text: string;
}

interface LedgerRow {
  readonly name: string;
  readonly sha256: string;
}

export const MIGRATIONS_FOLDER = join(import.meta.dirname, 'migrations');

const MIGRATION_NAME = /^\d{4}_[a-z0-9_]+\.sql$/;
/** Any number will do as long as no release changes it. */
const MIGRATE_LOCK = 7_203_371_002;
/** A migration of a large table may take minutes; another starter waits for it that long. */
const LOCK_WAIT_MS = 600_000;
const LOCK_POLL_MS = 100;

/** Answers the names of the migrations it applied. */
export async function migrate(options: MigrateOptions): Promise<readonly string[]> {
  const migrations = await readMigrations(options.folder ?? MIGRATIONS_FOLDER);
  const session = await openSession({
    url: options.url,
    applicationName: 'accord migrate',
    logger: options.logger,
  });
  try {
    await takeLock(session);
    await session.query(LEDGER_TABLE);
    const pending = findPending(migrations, await readLedger(session));
    for (const migration of pending) {
      await applyMigration(session, migration);
      options.logger.info({ migration: migration.name }, 'migration applied');
    }
    await options.alsoMigrate?.(session);
    return pending.map(({ name }) => name);
  } finally {
    await session.close();
  }
}

/** The names of the migrations this release knows and the database lacks; throws where the two contradict each other. */
export async function pendingMigrations(options: MigrateOptions): Promise<readonly string[]> {
  const migrations = await readMigrations(options.folder ?? MIGRATIONS_FOLDER);
  const session = await openSession({
    url: options.url,
    applicationName: 'accord migrate',
    logger: options.logger,
  });
  try {
    const [found] = await session.query(
      `select to_regclass('public.schema_migrations') is not null as exists`,
    );
    const ledger = found?.['exists'] === true ? await readLedger(session) : [];
    return findPending(migrations, ledger).map(({ name }) => name);
  } finally {
    await session.close();
  }
}

const LEDGER_TABLE = `
  create table if not exists public.schema_migrations (
    name       text        primary key,
    sha256     text        not null,
    applied_at timestamptz not null default now()
  )`;

/** Tried again and again instead of waited for: a statement that waits holds a snapshot, which some migrations wait for. */
async function takeLock(session: Session): Promise<void> {
  const deadlineMs = systemClock.nowMs() + LOCK_WAIT_MS;
  while (systemClock.nowMs() < deadlineMs) {
    const [row] = await session.query('select pg_try_advisory_lock($1::bigint) as taken', [MIGRATE_LOCK]);
    if (row?.['taken'] === true) return;
    await sleep(LOCK_POLL_MS);
  }
  throw new AppError('Another process has been migrating the database for too long.', {
    code: 'migrate_locked',
    retryable: true,
  });
}

async function readMigrations(folder: string): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(names.map((name) => readMigration(folder, name)));
}

async function readMigration(folder: string, name: string): Promise<Migration> {
  if (!MIGRATION_NAME.test(name))
    throw refuse(`Migration ${name} is not named NNNN_what.sql.`, 'migration_name');
  // Git may check files out with other line ends; the same text must keep the same hash.
  const text = (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n');
  return { name, text, sha256: createHash('sha256').update(text).digest('hex') };
}

async function readLedger(session: Session): Promise<readonly LedgerRow[]> {
  const rows = await session.query('select name, sha256 from public.schema_migrations order by name');
  return rows.map((row) => ({ name: String(row['name']), sha256: String(row['sha256']) }));
}

function findPending(migrations: readonly Migration[], ledger: readonly LedgerRow[]): readonly Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const applied of ledger) {
    const migration = known.get(applied.name);
    if (migration === undefined) {
      throw refuse(
        `The database was migrated by a newer release: ${applied.name} is unknown here.`,
        'migration_newer',
      );
    }
    if (migration.sha256 !== applied.sha256) {
      throw refuse(`Migration ${applied.name} was changed after it had been applied.`, 'migration_changed');
    }
  }
  const applied = new Set(ledger.map(({ name }) => name));
  const last = ledger.at(-1)?.name ?? '';
  const pending = migrations.filter(({ name }) => !applied.has(name));
  const late = pending.find(({ name }) => name < last);
  if (late !== undefined)
    throw refuse(`Migration ${late.name} comes before ${last}, which is applied.`, 'migration_order');
  return pending;
}

async function applyMigration(session: Session, migration: Migration): Promise<void> {
  await session.query('begin');
  try {
    await session.query(migration.text);
    await session.query('insert into public.schema_migrations (name, sha256) values ($1::text, $2::text)', [
      migration.name,
      migration.sha256,
    ]);
    await session.query('commit');
  } catch (cause) {
    await session.query('rollback').catch(() => undefined);
    const what = cause instanceof Error ? cause.message : String(cause);
    throw new AppError(`Migration ${migration.name} failed: ${what}`, {
      code: 'migration_failed',
      retryable: false,
      cause,
    });
  }
}

function refuse(message: string, code: string): AppError {
  return new AppError(message, { code, retryable: false });
}
