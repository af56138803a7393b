import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isBehindPooler, isUnavailable, openDatabase, openSession } from '#store/database.ts';
import { type TestDatabase, testDatabase, testLogger } from '#test/support/database.ts';

let test: TestDatabase;

beforeAll(async () => {
  test = await testDatabase({ empty: true });
  await sql`create table sample (id bigint primary key, at timestamptz, days date[], instants timestamptz[])`.execute(
    db(),
  );
});
afterAll(() => test.close());

function db(): TestDatabase['database']['db'] {
  return test.database.db;
}

async function readOne<T>(text: ReturnType<typeof sql<T>>): Promise<T> {
  const { rows } = await text.execute(db());
  return rows[0]!;
}

async function backendPid(): Promise<number> {
  const { pid } = await readOne(sql<{ pid: number }>`select pg_backend_pid() as pid`);
  return pid;
}

/** Ends every other connection of this database, as a restart of the server would. */
async function cutConnections(): Promise<void> {
  const session = await openSession({ url: test.url, applicationName: 'cutter', logger: testLogger });
  await session.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  await session.close();
}

describe('values', () => {
  it('gives instants as ISO strings in milliseconds, whatever was stored and wherever the process runs', async () => {
    const row = await readOne(sql<{ at: string; odd: string; none: null; never: string }>`
      select '2026-03-01T12:00:00.123456+02:00'::timestamptz as at, '2026-03-01 00:00:00+05:30'::timestamptz as odd,
             null::timestamptz as none, 'infinity'::timestamptz as never`);

    expect(row).toEqual({
      at: '2026-03-01T10:00:00.123Z',
      odd: '2026-02-28T18:30:00.000Z',
      none: null,
      never: 'infinity',
    });
  });

  it('gives days as YYYY-MM-DD and big numbers as strings', async () => {
    const row = await readOne(sql`
      select '2026-03-29'::date as day, 9007199254740993::bigint as big, 1.10::numeric as exact, 7::int as small,
             array['2026-03-29', null]::date[] as days, array['2026-03-29T00:00:00Z', null]::timestamptz[] as instants`);

    expect(row).toEqual({
      day: '2026-03-29',
      big: '9007199254740993',
      exact: '1.10',
      small: 7,
      days: ['2026-03-29', null],
      instants: ['2026-03-29T00:00:00.000Z', null],
    });
  });

  it('runs every session in UTC with a limit on statements and locks', async () => {
    const row = await readOne(sql`
      select current_setting('timezone') as zone, current_setting('statement_timeout') as statement,
             current_setting('lock_timeout') as lock`);

    expect(row).toEqual({ zone: 'UTC', statement: '30s', lock: '10s' });
  });
});

describe('transactions', () => {
  it('keeps nothing of a transaction that throws', async () => {
    await expect(
      test.database.transaction(async (tx) => {
        await sql`insert into sample (id) values (1)`.execute(tx);
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');

    expect(await readOne(sql`select count(*)::int as n from sample where id = 1`)).toEqual({ n: 0 });
  });

  it('keeps all of a transaction that returns', async () => {
    const answer = await test.database.transaction(async (tx) => {
      await sql`insert into sample (id) values (2), (3)`.execute(tx);
      return 'done';
    });

    expect(answer).toBe('done');
    expect(await readOne(sql`select count(*)::int as n from sample where id in (2, 3)`)).toEqual({ n: 2 });
  });
});

describe('when connections break', () => {
  it('replaces idle connections without ending the process', async () => {
    const before = await backendPid();

    await cutConnections();

    await expect.poll(() => backendPid().catch(() => before), { timeout: 5_000 }).not.toBe(before);
  });

  it('survives a connection that breaks between two statements of a transaction', async () => {
    const attempt = test.database.transaction(async (tx) => {
      await sql`select 1`.execute(tx);
      await cutConnections();
      await pause(50); // The broken connection is noticed while no statement is running: the dangerous moment.
      await sql`select 1`.execute(tx);
    });

    const error: unknown = await attempt.catch((caught: unknown) => caught);

    expect(isUnavailable(error)).toBe(true);
    await expect.poll(() => test.database.ping().then(() => 'up', String), { timeout: 5_000 }).toBe('up');
  });

  it('says that a session is gone', async () => {
    const session = await openSession({ url: test.url, applicationName: 'held', logger: testLogger });

    await cutConnections();

    await expect(session.closed).resolves.toBeUndefined();
    await expect(session.query('select 1')).rejects.toSatisfy(isUnavailable);
  });
});

describe('isUnavailable', () => {
  it('knows a server that is not there', async () => {
    const gone = openDatabase({
      url: 'postgres://u:p@127.0.0.1:1/x',
      applicationName: 't',
      poolSize: 1,
      logger: testLogger,
    });

    await expect(gone.ping()).rejects.toSatisfy(isUnavailable);
    await gone.close();
  });

  it.each([
    ['08006', true],
    ['57P01', true],
    ['57P03', true],
    ['53300', true],
    ['53100', true],
    ['25006', true],
    ['ECONNRESET', true],
    ['EAI_AGAIN', true],
    ['23505', false],
    ['22P02', false],
    ['57014', false],
    ['40P01', false],
    ['ENOENT', false],
  ])('takes code %s for the database being away: %s', (code, away) => {
    expect(isUnavailable(Object.assign(new Error('x'), { code }))).toBe(away);
  });

  it('looks into what several addresses answered, and into the cause', () => {
    const refused = Object.assign(new Error('x'), { code: 'ECONNREFUSED' });

    expect(isUnavailable(new AggregateError([new Error('y'), refused]))).toBe(true);
    expect(isUnavailable(new Error('wrapped', { cause: refused }))).toBe(true);
    expect(isUnavailable(new Error('a bug'))).toBe(false);
    expect(isUnavailable('text')).toBe(false);
  });
});

describe('isBehindPooler', () => {
  it('does not take Postgres itself for a pooler', async () => {
    expect(await isBehindPooler({ url: test.url, applicationName: 't', logger: testLogger })).toBe(false);
  });

  it('knows a pooler by its refusing settings at the start, as pgbouncer does', async () => {
    const pooler = createServer((socket) => {
      socket.once('data', (startup) => {
        const refusal = startup.includes('options\0')
          ? 'unsupported startup parameter: options'
          : 'no such database';
        socket.end(errorResponse('08P01', refusal));
      });
    });
    pooler.listen(0, '127.0.0.1');
    await once(pooler, 'listening');
    const { port } = pooler.address() as AddressInfo;

    const url = `postgres://u:p@127.0.0.1:${port}/x?sslmode=disable`;
    const answer = await isBehindPooler({ url, applicationName: 't', logger: testLogger });
    // Told so, nothing but the name is sent.
    const told = openSession({ url, applicationName: 't', logger: testLogger, behindPooler: true });

    expect(answer).toBe(true);
    await expect(told).rejects.toThrow('no such database');
    pooler.close();
  });
});

/** As in "Message Formats" of Postgres's protocol: E, length, fields, and a zero. */
function errorResponse(code: string, message: string): Buffer {
  const fields = Buffer.from(`SFATAL\0C${code}\0M${message}\0\0`);
  const length = Buffer.alloc(4);
  length.writeInt32BE(fields.length + 4);
  return Buffer.concat([Buffer.from('E'), length, fields]);
}
