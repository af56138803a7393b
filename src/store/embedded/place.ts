// Where an embedded server lives and as whom it runs. As root that is `nobody` (Postgres refuses root), who must be
// able to reach the folder: under a closed one, e.g. /root, the place moves to /var/lib/accord.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, chown, mkdir, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Logger } from '#platform/logger.ts';

export interface RunAs {
  readonly uid: number;
  readonly gid: number;
}

export interface Place {
  /** Holds everything of one server; reachable by who runs it. */
  readonly root: string;
  readonly runAs: RunAs | null;
}

const MOVED_ROOT = '/var/lib/accord';

export async function preparePlace(dataDir: string, logger: Logger): Promise<Place> {
  await mkdir(dataDir, { recursive: true });
  const home = await realpath(dataDir);
  if (process.getuid?.() !== 0) return { root: home, runAs: null };

  const runAs = await findNobody();
  // The folder is Accord's own, so it may be opened for passing through; the folders above it are somebody else's.
  await chmod(home, (await stat(home)).mode | 0o011);
  if (await isPassable(home)) return { root: home, runAs };

  const moved = join(MOVED_ROOT, createHash('sha256').update(home).digest('hex').slice(0, 12));
  await mkdir(moved, { recursive: true });
  await chmod(MOVED_ROOT, 0o755);
  await chmod(moved, 0o755);
  logger.warn(
    { dataDir: home, movedTo: moved },
    'the data folder lies under a closed one, the database is kept elsewhere',
  );
  return { root: moved, runAs };
}

/** Makes a folder that only the one who runs the server can read. */
export async function makePrivateFolder(place: Place, path: string): Promise<void> {
  await mkdir(path, { mode: 0o700 });
  await giveTo(place, path);
}

export async function giveTo(place: Place, path: string): Promise<void> {
  if (place.runAs !== null) await chown(path, place.runAs.uid, place.runAs.gid);
}

/** Whether others may pass through every folder on the way. */
async function isPassable(path: string): Promise<boolean> {
  const { mode } = await stat(path);
  if ((mode & 0o001) === 0) return false;
  const parent = dirname(path);
  return parent === path || isPassable(parent);
}

async function findNobody(): Promise<RunAs> {
  const [uid, gid] = await Promise.all([idOf('-u'), idOf('-g')]);
  return { uid, gid };
}

async function idOf(flag: '-u' | '-g'): Promise<number> {
  const { stdout } = await promisify(execFile)('id', [flag, 'nobody']);
  return Number(stdout.trim());
}
