// The files of one embedded server: `postgres/{data,password,port,server.log}`, made by initdb, once, by whoever of
// several starters is first.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sleep, systemClock } from '#platform/clock.ts';
import { AppError } from '#platform/errors.ts';
import type { Binaries } from './binaries.ts';
import { giveTo, makePrivateFolder, type Place } from './place.ts';
import { isAlive } from './processes.ts';

export interface Cluster {
  readonly dataDir: string;
  readonly passwordFile: string;
  readonly portFile: string;
  readonly logFile: string;
}

/** The superuser of an embedded server; there is nobody else to keep out of it. */
export const CLUSTER_USER = 'accord';
/** initdb takes 0.5 s on an idle machine; whoever waits longer than this for another's makes its own. */
const INITDB_WAIT_MS = 30_000;
const POLL_MS = 50;

export async function prepareCluster(place: Place, binaries: Binaries): Promise<Cluster> {
  const folder = join(place.root, 'postgres');
  const deadlineMs = systemClock.nowMs() + INITDB_WAIT_MS;
  while (!existsSync(folder)) {
    const isMine = systemClock.nowMs() > deadlineMs || (await claimInit(place));
    if (isMine) await initialise(place, binaries, folder);
    else await sleep(POLL_MS);
  }
  return filesIn(folder);
}

function filesIn(folder: string): Cluster {
  return {
    dataDir: join(folder, 'data'),
    passwordFile: join(folder, 'password'),
    portFile: join(folder, 'port'),
    logFile: join(folder, 'server.log'),
  };
}

/** Spares the others the work, no more: what keeps two clusters from mixing is the rename at the end of `initialise`. */
async function claimInit(place: Place): Promise<boolean> {
  const marker = markerIn(place);
  try {
    await writeFile(marker, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    const pid = Number(await readFile(marker, 'utf8').catch(() => ''));
    const isFresh = await stat(marker).then(
      ({ mtimeMs }) => systemClock.nowMs() - mtimeMs < INITDB_WAIT_MS,
      () => false,
    );
    if (!isFresh || (pid > 0 && !isAlive(pid))) await rm(marker, { force: true });
    return false;
  }
}

function markerIn(place: Place): string {
  return join(place.root, 'initdb.pid');
}

async function initialise(place: Place, binaries: Binaries, folder: string): Promise<void> {
  const draft = `${folder}.${process.pid}`;
  await rm(draft, { recursive: true, force: true });
  await makePrivateFolder(place, draft);
  const files = filesIn(draft);
  await writeSecret(place, files.passwordFile, randomBytes(24).toString('base64url'));
  await runInitdb(place, binaries, files);
  try {
    // Atomic, and refused where another starter's cluster already stands.
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  } finally {
    await rm(markerIn(place), { force: true });
  }
}

async function writeSecret(place: Place, path: string, secret: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  await file.writeFile(secret);
  await file.sync();
  await file.close();
  await giveTo(place, path);
}

/** The built-in C.UTF-8 sorts the same on every platform; the operating system's locales do not. */
async function runInitdb(place: Place, binaries: Binaries, files: Cluster): Promise<void> {
  const args = [
    ['--pgdata', files.dataDir],
    ['--username', CLUSTER_USER],
    ['--pwfile', files.passwordFile],
    ['--auth', 'scram-sha-256'],
    ['--encoding', 'UTF8'],
    ['--locale', 'C'],
    ['--locale-provider', 'builtin'],
    ['--builtin-locale', 'C.UTF-8'],
  ].flat();
  const { code, output } = await runAs(place, binaries.initdb, args);
  if (code === 0) return;
  throw new AppError(`initdb failed: ${output.trim().slice(-400)}`, {
    code: 'embedded_initdb',
    retryable: false,
  });
}

function runAs(
  place: Place,
  program: string,
  args: readonly string[],
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      ...place.runAs,
      cwd: place.root,
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let output = '';
    const collect = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}
