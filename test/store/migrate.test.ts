import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrateQueue } from '#queue/postgres.ts';
import { migrate, pendingMigrations } from '#store/migrate.ts';
import { type TestDatabase, testDatabase, testLogger } from '#test/support/database.ts';
import { startProcess } from '#test/support/processes.ts';

let test: TestDatabase;
let folder: string;

beforeEach(async () => {
  test = await testDatabase({ empty: true });
  folder = await mkdtemp(join(tmpdir(), 'accord-migrations-'));
});
afterEach(async () => {
  await test.close();
  await rm(folder, { recursive: true, force: true });
});

function run(options: { readonly withQueue?: boolean } = {}): Promise<readonly string[]> {
  const queue = options.withQueue === true ? { alsoMigrate: migrateQueue } : {};
  return migrate({ url: test.url, folder, logger: testLogger, ...queue });
}

function pending(): Promise<readonly string[]> {
  return pendingMigrations({ url: test.url, folder, logger: testLogger });
}

function put(name: string, text: string): Promise<void> {
  return writeFile(join(folder, name), text);
}

async function rows(text: string): Promise<unknown[]> {
  return (await sql.raw(text).execute(test.database.db)).rows;
}

describe('migrate', () => {
  it('applies what is missing in order, once, and writes it down', async () => {
    await put('0002_fill.sql', 'insert into log values (2); insert into log values (22);');
    await put('0001_log.sql', 'create table log (n int);');

    expect(await pending()).toEqual(['0001_log.sql', '0002_fill.sql']);
    expect(await run()).toEqual(['0001_log.sql', '0002_fill.sql']);
    expect(await run()).toEqual([]);

    expect(await pending()).toEqual([]);
    expect(await rows('select n from log order by n')).toEqual([{ n: 2 }, { n: 22 }]);
    expect(await rows('select name, length(sha256) as hash from schema_migrations order by name')).toEqual([
      { name: '0001_log.sql', hash: 64 },
      { name: '0002_fill.sql', hash: 64 },
    ]);
  });

  it('keeps nothing of a file that fails, names it, and goes on from there once it is mended', async () => {
    await put('0001_log.sql', 'create table log (n int);');
    await put('0002_half.sql', 'insert into log values (1); create table log (n int);');

    await expect(run()).rejects.toMatchObject({
      code: 'migration_failed',
      message: expect.stringContaining('0002_half.sql'),
    });

    expect(await rows('select n from log')).toEqual([]);
    await put('0002_half.sql', 'insert into log values (1);');
    expect(await run()).toEqual(['0002_half.sql']);
  });

  it('refuses a database that a newer release has migrated, and changes nothing', async () => {
    await put('0001_log.sql', 'create table log (n int);');
    await put('0002_later.sql', 'insert into log values (2);');
    await run();
    await rm(join(folder, '0002_later.sql'));
    await put('0003_mine.sql', 'insert into log values (3);');

    await expect(run()).rejects.toMatchObject({
      code: 'migration_newer',
      message: expect.stringContaining('0002_later.sql'),
    });

    await expect(pending()).rejects.toMatchObject({ code: 'migration_newer' });
    expect(await rows('select n from log')).toEqual([{ n: 2 }]);
  });

  it('refuses an applied file that was changed, by name', async () => {
    await put('0001_log.sql', 'create table log (n int);');
    await run();
    await put('0001_log.sql', 'create table log (n bigint);');

    await expect(run()).rejects.toMatchObject({
      code: 'migration_changed',
      message: expect.stringContaining('0001_log.sql'),
    });
  });

  it('takes the same text with other line ends for the same', async () => {
    await put('0001_log.sql', 'create table log (\n  n int\n);\n');
    await run();
    await put('0001_log.sql', 'create table log (\r\n  n int\r\n);\r\n');

    expect(await run()).toEqual([]);
  });

  it.each(['1_short.sql', '0001-dash.sql', '0001_Upper.sql'])('refuses the name %s', async (name) => {
    await put(name, 'select 1;');

    await expect(run()).rejects.toMatchObject({
      code: 'migration_name',
      message: expect.stringContaining(name),
    });
  });

  it('refuses a file that was slipped in before applied ones', async () => {
    await put('0002_log.sql', 'create table log (n int);');
    await run();
    await put('0001_first.sql', 'select 1;');

    await expect(run()).rejects.toMatchObject({ code: 'migration_order' });
  });

  it('runs each file once when ten processes start at once', async () => {
    await put('0001_log.sql', 'create table log (n int); select pg_sleep(0.2);');
    await put('0002_fill.sql', 'insert into log values (2);');
    const processes = Array.from({ length: 10 }, () => startProcess('migrate-once', [test.url, folder]));
    await Promise.all(processes.map((process) => process.message('ready')));

    for (const { child } of processes) child.send({ kind: 'go' });
    const reports = await Promise.all(
      processes.map((process) => process.message<{ applied: string[] }>('applied')),
    );

    await Promise.all(processes.map((process) => process.finish()));
    expect(reports.flatMap(({ applied }) => applied).sort()).toEqual(['0001_log.sql', '0002_fill.sql']);
    expect(await rows('select n from log')).toEqual([{ n: 2 }]);
  });

  it('makes the queue’s tables too where it is asked, and again does nothing', async () => {
    await mkdir(folder, { recursive: true });

    await run({ withQueue: true });
    await run({ withQueue: true });

    expect(await rows("select count(*)::int > 3 as made from pg_tables where schemaname = 'bullmq'")).toEqual(
      [{ made: true }],
    );
  });
});

it('the migrations of this release apply to an empty database and leave nothing pending', async () => {
  const applied = await migrate({ url: test.url, logger: testLogger, alsoMigrate: migrateQueue });

  expect(await rows('select count(*)::int as n from schema_migrations')).toEqual([{ n: applied.length }]);
  expect(await pendingMigrations({ url: test.url, logger: testLogger })).toEqual([]);
  // Two with one number are what a change of mind left behind.
  expect(new Set(applied.map((name) => name.slice(0, 4))).size).toBe(applied.length);
});
