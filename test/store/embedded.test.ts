import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSession } from '#store/database.ts';
import { type EmbeddedServer, openEmbedded } from '#store/embedded/embedded.ts';
import { preparePlace } from '#store/embedded/place.ts';
import { claimRole } from '#store/roles.ts';
import { testLogger } from '#test/support/database.ts';
import { startProcess, type TestProcess } from '#test/support/processes.ts';

interface Ready {
  readonly url: string;
  readonly adopted: boolean;
  readonly pid: number;
  readonly port: number;
}

let home: string;
let dataDir: string;
const opened: EmbeddedServer[] = [];
const started: TestProcess[] = [];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'accord embedded-'));
  await chmod(home, 0o755);
  dataDir = join(home, 'data');
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => server.close()));
  await Promise.all(started.splice(0).map((process) => process.finish()));
  await rm(home, { recursive: true, force: true });
});

async function open(): Promise<EmbeddedServer> {
  const server = await openEmbedded({ dataDir, logger: testLogger });
  opened.push(server);
  return server;
}

function holder(options: { readonly detached?: boolean } = {}): TestProcess {
  const process = startProcess('hold-embedded', [dataDir], options);
  started.push(process);
  return process;
}

async function ask(url: string, text: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  const session = await openSession({ url, applicationName: 'test', logger: testLogger });
  try {
    return (await session.query(text))[0];
  } finally {
    await session.close();
  }
}

/** Down means that nobody answers any more. */
function answers(url: string): Promise<boolean> {
  return ask(url, 'select 1').then(
    () => true,
    () => false,
  );
}

describe('a server of its own', () => {
  it('starts on an empty folder with durable settings, on the loopback only, behind a password', async () => {
    const server = await open();

    expect(server.adopted).toBe(false);
    const settings = await ask(
      server.url,
      `select current_setting('fsync') as fsync, current_setting('full_page_writes') as pages,
              current_setting('listen_addresses') as addresses, current_setting('unix_socket_directories') as sockets,
              current_setting('max_connections') as connections, current_setting('jit') as jit,
              current_setting('timezone') as zone, current_setting('server_version_num')::int >= 150000 as modern`,
    );
    expect(settings).toEqual({
      fsync: 'on',
      pages: 'on',
      addresses: '127.0.0.1',
      sockets: '',
      connections: '200',
      jit: 'off',
      zone: 'UTC',
      modern: true,
    });
    const stranger = server.url.replace(/:[^:@]+@/, ':wrong@');
    await expect(ask(stranger, 'select 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it('lets nobody else read the password', async () => {
    await open();

    const { mode } = await stat(join(dataDir, 'postgres', 'password'));

    expect(mode & 0o077).toBe(0);
    expect(await readFile(join(dataDir, 'postgres', 'password'), 'utf8')).toMatch(/^[\w-]{32}$/);
  });

  it('stops when its only holder closes, and keeps data, password and port for the next start', async () => {
    const first = await open();
    await ask(first.url, 'create table kept as select 42 as answer');
    await opened.pop()!.close();
    expect(await answers(first.url)).toBe(false);

    const second = await open();

    expect(second.adopted).toBe(false);
    expect(second.url).toBe(first.url);
    expect(await ask(second.url, 'select answer from kept')).toEqual({ answer: 42 });
  });

  it('takes a folder that only its owner may enter', async () => {
    await mkdir(dataDir, { mode: 0o700 });

    const server = await open();

    expect(await answers(server.url)).toBe(true);
  });
});

describe('as root', () => {
  it.runIf(process.getuid?.() === 0)(
    'keeps the database where its user can reach it when a folder above is closed',
    async () => {
      await chmod(home, 0o700);
      const { root, runAs } = await preparePlace(dataDir, testLogger);
      expect(root).toMatch(/^\/var\/lib\/accord\//);
      expect(runAs?.uid).toBeGreaterThan(0);

      const first = await open();
      await ask(first.url, 'create table kept as select 42 as answer');
      await opened.pop()!.close();
      const second = await open();

      expect(await ask(second.url, 'select answer from kept')).toEqual({ answer: 42 });
      expect((await stat(join(root, 'postgres'))).uid).toBe(runAs?.uid);
      await opened.pop()!.close();
      await rm(root, { recursive: true });
    },
  );
});

describe('several processes', () => {
  it('share one server: the second adopts it and says so, the last to leave stops it', async () => {
    const first = await open();
    const other = holder();

    const ready = await other.message<Ready>('ready');

    expect(ready).toMatchObject({ adopted: true, url: first.url, pid: first.pid, port: first.port });
    await opened.pop()!.close();
    expect(await answers(first.url)).toBe(true);
    await other.finish();
    expect(await answers(first.url)).toBe(false);
  });

  it('end up on one server when ten start at once on an empty folder, and all leaving at once stops it', async () => {
    const holders = Array.from({ length: 10 }, () => holder());

    const ready = await Promise.all(holders.map((process) => process.message<Ready>('ready')));

    expect(new Set(ready.map(({ url }) => url)).size).toBe(1);
    expect(new Set(ready.map(({ pid }) => pid)).size).toBe(1);
    expect(ready.filter(({ adopted }) => !adopted)).toHaveLength(1);
    // Beside it only the binaries, which are copied there when the checkout lies in a folder that others cannot enter.
    const files = (await readdir(dataDir)).filter((name) => !name.startsWith('postgres-binaries-'));
    expect(files).toEqual(['postgres']);
    await Promise.all(holders.map((process) => process.finish()));
    expect(await answers(ready[0]!.url)).toBe(false);
  }, 60_000);

  it('adopt a live server that nobody holds, because its holder was killed', async () => {
    const killed = holder();
    const ready = await killed.message<Ready>('ready');
    await killed.kill('SIGKILL');

    const server = await open();

    expect(server).toMatchObject({ adopted: true, pid: ready.pid });
    await opened.pop()!.close();
    expect(await answers(ready.url)).toBe(false);
  });

  it('keep the server when Ctrl-C goes to the whole process group', async () => {
    const app = holder({ detached: true });
    const ready = await app.message<Ready>('ready');

    process.kill(-app.pid, 'SIGINT');

    await app.message('interrupted');
    expect(await ask(ready.url, 'select pg_postmaster_start_time() is not null as up')).toEqual({ up: true });
    expect(await ask(ready.url, 'select 1 as one')).toEqual({ one: 1 });
  });
});

describe('after kill -9 of the server', () => {
  it('the next start recovers what was committed', async () => {
    const app = holder();
    const ready = await app.message<Ready>('ready');
    await ask(ready.url, 'create table kept as select 42 as answer');
    await app.kill('SIGKILL');
    process.kill(ready.pid, 'SIGKILL');

    const server = await open();

    expect(server.adopted).toBe(false);
    expect(server.pid).not.toBe(ready.pid);
    expect(await ask(server.url, 'select answer from kept')).toEqual({ answer: 42 });
  });

  it('a process that still holds it brings it back on the same port', async () => {
    const server = await open();
    await ask(server.url, 'create table kept as select 42 as answer');

    process.kill(server.pid, 'SIGKILL');

    await expect
      .poll(() => ask(server.url, 'select answer from kept').catch(() => 'away'), {
        timeout: 20_000,
        interval: 200,
      })
      .toEqual({ answer: 42 });
    // It answers a moment before it is held again; then another one that comes and goes does not stop it.
    const holds =
      "select count(*)::int as held from pg_locks where locktype = 'advisory' and mode = 'ShareLock'";
    await expect
      .poll(() => ask(server.url, holds).catch(() => 'away'), { timeout: 20_000, interval: 200 })
      .toEqual({ held: 1 });
    const other = await open();
    await opened.pop()!.close();
    expect(other.adopted).toBe(true);
    expect(await answers(server.url)).toBe(true);
  });

  it('a stale lock file that names another program’s process is no obstacle', async () => {
    const server = await open();
    const lockFile = join(dataDir, 'postgres', 'data', 'postmaster.pid');
    const lock = await readFile(lockFile, 'utf8');
    await opened.pop()!.close();
    expect(existsSync(lockFile)).toBe(false);
    await writeStale(lockFile, lock.replace(/^\d+/, String(process.pid)));

    const next = await open();

    expect(next.adopted).toBe(false);
    expect(await answers(server.url)).toBe(true);
  });
});

async function writeStale(path: string, text: string): Promise<void> {
  await writeFile(path, text, { mode: 0o600 });
  const { uid, gid } = await stat(join(dataDir, 'postgres'));
  await chown(path, uid, gid);
}

describe('roles', () => {
  it('are held by one process; the second learns who it is, and gets the role when the first releases it', async () => {
    const { url } = await open();
    const role = `all-in-one ${randomBytes(3).toString('hex')}`;
    const options = { url, role, logger: testLogger };
    const first = await claimRole({ ...options, note: 'pid 4711, port 3000' });

    const second = await claimRole({ ...options, note: 'pid 4712, port 3001' });

    expect(second).toEqual({ ok: false, error: 'pid 4711, port 3000' });
    if (!first.ok) throw new Error('the first must hold it');
    await first.value.release();
    const third = await claimRole({ ...options, note: 'pid 4713, port 3002' });
    expect(third.ok).toBe(true);
    if (third.ok) await third.value.release();
  });

  it('are taken back after the server restarted', async () => {
    const server = await open();
    const options = { url: server.url, role: 'all-in-one', logger: testLogger };
    const first = await claimRole({ ...options, note: 'the first' });

    process.kill(server.pid, 'SIGKILL');

    const holderNow = (): Promise<unknown> =>
      ask(
        server.url,
        "select application_name as name from pg_stat_activity join pg_locks using (pid) where locktype = 'advisory' and application_name = 'the first'",
      ).catch(() => 'away');
    await expect.poll(holderNow, { timeout: 20_000, interval: 200 }).toEqual({ name: 'the first' });
    expect(await claimRole({ ...options, note: 'another' })).toEqual({ ok: false, error: 'the first' });
    if (first.ok) await first.value.release();
  });
});
