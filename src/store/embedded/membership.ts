// One process's hold on the shared embedded server: a session with a shared advisory lock. Whoever can take that lock
// exclusively is alone and may stop the server; whoever lost the server (kill -9, a crash) helps to bring it back.
import { sleep, systemClock } from '#platform/clock.ts';
import { AppError } from '#platform/errors.ts';
import type { Logger } from '#platform/logger.ts';
import { isUnavailable, openSession, type Session } from '#store/database.ts';
import {
  findPostmaster,
  type Postmaster,
  readLogTail,
  type ServerFiles,
  type ServerSettings,
  startPostmaster,
  stopPostmaster,
} from './postmaster.ts';

export interface MembershipOptions {
  readonly files: ServerFiles;
  readonly settings: ServerSettings;
  readonly logger: Logger;
  readonly urlOf: (port: number) => string;
}

interface Joined {
  readonly postmaster: Postmaster;
  readonly session: Session;
  readonly adopted: boolean;
}

/** Any number will do as long as it never changes: every release must meet the others at the same lock. */
const HOLD_LOCK = 7_203_371_001;
/** After kill -9 starts fail while the old server's children still hold its shared memory; seconds on a busy machine. */
const START_RETRY_MS = 15_000;
/** Longer than a recovery after a crash takes with `max_wal_size` at 512 MB. */
const JOIN_WAIT_MS = 60_000;
const POLL_MS = 100;
const REJOIN_PAUSE_MS = 1_000;

export class Membership {
  readonly postmaster: Postmaster;
  readonly adopted: boolean;
  readonly #options: MembershipOptions;
  readonly #leaving = new AbortController();
  readonly #watch: Promise<void>;
  #session: Session;

  static async join(options: MembershipOptions): Promise<Membership> {
    return new Membership(options, await joinServer(options, new AbortController().signal));
  }

  private constructor(options: MembershipOptions, joined: Joined) {
    this.#options = options;
    this.postmaster = joined.postmaster;
    this.adopted = joined.adopted;
    this.#session = joined.session;
    this.#watch = this.#rejoinWheneverLost();
  }

  async leave(): Promise<void> {
    this.#leaving.abort();
    const session = this.#session;
    try {
      if (await isLast(session)) await this.#stopServer();
    } catch (err) {
      this.#options.logger.debug({ err }, 'the embedded database was gone before it was left');
    }
    await session.close().catch(() => undefined);
    await this.#watch;
  }

  async #stopServer(): Promise<void> {
    // The exclusive lock is kept until the server is down, so that nobody can join one that is about to stop.
    if (await stopPostmaster(this.#options.files)) this.#options.logger.info('embedded database stopped');
    else this.#options.logger.warn('embedded database did not stop in time, the next start adopts it');
  }

  async #rejoinWheneverLost(): Promise<void> {
    while (!this.#isLeaving()) {
      await this.#session.closed;
      if (!this.#isLeaving()) await this.#rejoin();
    }
  }

  async #rejoin(): Promise<void> {
    const { logger } = this.#options;
    logger.warn('the embedded database is gone, joining it again');
    try {
      const { session, postmaster } = await joinServer(this.#options, this.#leaving.signal);
      this.#session = session;
      if (this.#isLeaving()) await session.close();
      if (postmaster.port === this.postmaster.port)
        logger.info({ pid: postmaster.pid }, 'the embedded database is back');
      else
        logger.error(
          { port: postmaster.port },
          'the embedded database came back on another port, restart this process',
        );
    } catch (err) {
      if (!this.#isLeaving()) logger.error({ err }, 'the embedded database did not come back');
      await sleep(REJOIN_PAUSE_MS, this.#leaving.signal);
    }
  }

  #isLeaving(): boolean {
    return this.#leaving.signal.aborted;
  }
}

/** Of several that leave at once, the last to give up its shared lock gets the exclusive one. */
async function isLast(session: Session): Promise<boolean> {
  await session.query('select pg_advisory_unlock_shared($1::bigint)', [HOLD_LOCK]);
  const [row] = await session.query('select pg_try_advisory_lock($1::bigint) as alone', [HOLD_LOCK]);
  return row?.['alone'] === true;
}

/** Postgres's own lock file decides between several that start at once; the losers find the winner's server. */
async function joinServer(options: MembershipOptions, signal: AbortSignal): Promise<Joined> {
  const { files, settings } = options;
  const startedMs = systemClock.nowMs();
  let lastSeenMs = startedMs;
  let isOurs = false;
  while (!signal.aborted && systemClock.nowMs() - startedMs < JOIN_WAIT_MS) {
    const postmaster = await findPostmaster(files.cluster);
    if (postmaster === null) {
      isOurs = await startPostmaster(files, settings);
      if (isOurs) continue;
      if (systemClock.nowMs() - lastSeenMs > START_RETRY_MS) break;
    } else {
      lastSeenMs = systemClock.nowMs();
      const session = await tryEnter(options, postmaster);
      if (session !== null) return { postmaster, session, adopted: !isOurs };
    }
    await sleep(POLL_MS, signal);
  }
  throw new AppError(`The embedded database did not start: ${await readLogTail(files.cluster)}`, {
    code: 'embedded_start',
    retryable: true,
  });
}

/** Null while the server starts or stops. */
async function tryEnter(options: MembershipOptions, postmaster: Postmaster): Promise<Session | null> {
  const { logger, urlOf } = options;
  let session: Session | undefined;
  try {
    session = await openSession({
      url: urlOf(postmaster.port),
      applicationName: `accord holder ${process.pid}`,
      logger,
    });
    const [row] = await session.query('select pg_try_advisory_lock_shared($1::bigint) as held', [HOLD_LOCK]);
    if (row?.['held'] === true) return session;
  } catch (error) {
    if (!isUnavailable(error)) throw error;
  }
  await session?.close();
  return null;
}
