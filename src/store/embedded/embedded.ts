// The database of a machine where nothing is set up: a real Postgres from npm, shared by all processes that use the same
// data folder (D3, 10.1). Who is first starts it, who comes later adopts it, who leaves last stops it.
import { readFile } from 'node:fs/promises';
import { sleep, systemClock } from '#platform/clock.ts';
import { AppError } from '#platform/errors.ts';
import type { Logger } from '#platform/logger.ts';
import { isUnavailable, openSession, type Session } from '../database.ts';
import { findBinaries } from './binaries.ts';
import { CLUSTER_USER, prepareCluster } from './cluster.ts';
import { preparePlace } from './place.ts';
import {
  findPostmaster,
  type Postmaster,
  readLogTail,
  type ServerFiles,
  type ServerSettings,
  startPostmaster,
  stopPostmaster,
} from './postmaster.ts';

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
