// The database of a machine where nothing is set up: a real Postgres from npm, shared by all processes that use the
// same data folder (D3, 10.1). Who is first starts it, who comes later adopts it, who leaves last stops it.
import { readFile } from 'node:fs/promises';
import type { Logger } from '#platform/logger.ts';
import { openSession } from '#store/database.ts';
import { findBinaries } from './binaries.ts';
import { CLUSTER_USER, prepareCluster } from './cluster.ts';
import { Membership } from './membership.ts';
import { preparePlace } from './place.ts';
import type { ServerSettings } from './postmaster.ts';

export interface EmbeddedOptions {
  readonly dataDir: string;
  readonly logger: Logger;
  /** On top of the usual ones, and only where this process is the one that starts the server. */
  readonly settings?: ServerSettings;
}

export interface EmbeddedServer {
  readonly url: string;
  /** True when the server was already running. */
  readonly adopted: boolean;
  readonly pid: number;
  readonly port: number;
  /** Leaves the server; stops it when nobody else holds it. Close your pools first. */
  close(): Promise<void>;
}

const DATABASE = 'accord';

export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const { logger } = options;
  const place = await preparePlace(options.dataDir, logger);
  const binaries = await findBinaries(place);
  const cluster = await prepareCluster(place, binaries);
  const password = (await readFile(cluster.passwordFile, 'utf8')).trim();
  // The query says so because `pg` would otherwise obey a PGSSLMODE meant for another server.
  const urlOf = (port: number, database: string): string =>
    `postgres://${CLUSTER_USER}:${password}@127.0.0.1:${port}/${database}?sslmode=disable`;

  const membership = await Membership.join({
    files: { place, binaries, cluster },
    logger,
    settings: options.settings ?? {},
    urlOf: (port) => urlOf(port, 'postgres'),
  });
  const { pid, port } = membership.postmaster;
  await createDatabase(urlOf(port, 'postgres'), logger);
  logger.info({ pid, port, adopted: membership.adopted }, 'embedded database ready');
  return {
    url: urlOf(port, DATABASE),
    adopted: membership.adopted,
    pid,
    port,
    close: () => membership.leave(),
  };
}

/** Several starters may try at once; `create database` has no "if not exists". */
async function createDatabase(url: string, logger: Logger): Promise<void> {
  const session = await openSession({ url, applicationName: 'accord setup', logger });
  try {
    const found = await session.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (found.length === 0) await session.query(`create database ${DATABASE}`);
  } catch (error) {
    if (!isAlreadyThere(error)) throw error;
  } finally {
    await session.close();
  }
}

/** 42P04: it exists; 23505: it came into being at the same instant. */
function isAlreadyThere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === '42P04' || error.code === '23505');
}
