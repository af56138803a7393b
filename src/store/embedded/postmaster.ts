// Starts and stops the server process, and reads from postmaster.pid where a running one can be found.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Binaries } from './binaries.ts';
import type { Cluster } from './cluster.ts';
import type { Place } from './place.ts';
import { isAlive, isNotRunning } from './processes.ts';

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

export interface ServerFiles {
  readonly place: Place;
  readonly binaries: Binaries;
  readonly cluster: Cluster;
}

export type ServerSettings = Readonly<Record<string, string>>;

/** Durable, small enough for a laptop; 200 connections are the pools of a web and several worker processes. */
const SETTINGS: ServerSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '128MB',
  max_wal_size: '512MB',
  fsync: 'on',
  synchronous_commit: 'on',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/** Recovery after a crash may take a while; the caller waits no longer than its own deadline. */
const START_WAIT_S = 15;
const STOP_WAIT_S = 15;
/** The server's own log is only of use for a failed start; it is emptied when it has grown beyond this. */
const LOG_LIMIT_BYTES = 5_000_000;

/** Null when no server runs on these files. It may still be starting, or stopping. */
export async function findPostmaster(cluster: Cluster): Promise<Postmaster | null> {
  const path = join(cluster.dataDir, 'postmaster.pid');
  const lines = (await readFile(path, 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!(pid > 0) || !isAlive(pid)) return null;
  if (isNotRunning(pid, 'postgres')) {
    // Left behind by a crash, and the id is now another program's: Postgres itself would refuse to start.
    await rm(path, { force: true });
    return null;
  }
  return { pid, port };
}

/** False when it did not come up; its log says why. */
export async function startPostmaster(server: ServerFiles, settings: ServerSettings): Promise<boolean> {
  const { cluster } = server;
  await emptyLargeLog(cluster.logFile);
  const port = await choosePort(cluster.portFile);
  const options = Object.entries({ ...SETTINGS, ...settings, port: String(port) })
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');
  const code = await runPgCtl(server, [
    'start',
    '-w',
    '-t',
    String(START_WAIT_S),
    '-l',
    cluster.logFile,
    '-o',
    options,
  ]);
  if (code === 0) await writeFile(cluster.portFile, String(port));
  return code === 0;
}

export async function stopPostmaster(server: ServerFiles): Promise<boolean> {
  return (await runPgCtl(server, ['stop', '-m', 'fast', '-w', '-t', String(STOP_WAIT_S)])) === 0;
}

/** The last lines of the server's log, for the message of a failed start. */
export async function readLogTail(cluster: Cluster): Promise<string> {
  const text = await readFile(cluster.logFile, 'utf8').catch(() => '');
  return text.trim().split('\n').slice(-4).join(' | ').slice(-600);
}

/** A session of its own, so that Ctrl-C in the terminal reaches Accord and not the server below it. */
function runPgCtl(server: ServerFiles, args: readonly string[]): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(server.binaries.pgCtl, [...args, '-s', '-D', server.cluster.dataDir], {
      ...server.place.runAs,
      cwd: server.place.root,
      detached: true,
      env: { ...process.env, LC_ALL: 'C' },
      // No pipes: on Windows the server would inherit them and `close` would wait for its end.
      stdio: 'ignore',
      windowsHide: true,
    });
    child.once('error', reject);
    child.once('exit', resolve);
  });
}

/** The port of last time where it is free, so that URLs in other processes stay true. */
async function choosePort(portFile: string): Promise<number> {
  const last = Number(await readFile(portFile, 'utf8').catch(() => '0'));
  return (last > 0 ? await tryPort(last) : null) ?? (await tryPort(0)) ?? last;
}

function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(null));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : null));
    });
  });
}

async function emptyLargeLog(logFile: string): Promise<void> {
  if (existsSync(logFile) && (await stat(logFile)).size > LOG_LIMIT_BYTES) await truncate(logFile);
}
