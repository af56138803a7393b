// The only file that knows `pg`: pools, single sessions, how values come out, which errors mean "the database is away".
// Statements live in the other files of src/store; the embedded server behind the URL in embedded/.
import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import { Client, type ClientConfig, Pool, type PoolConfig, type QueryResult, types } from 'pg';
import type { Logger } from '#platform/logger.ts';

export type { Pool };

/** Statements are SQL, each typed where it stands: Kysely binds values and runs transactions, and knows no table. */
type Tables = Record<string, never>;
export type Db = Kysely<Tables>;
export type Tx = Transaction<Tables>;

export interface Database {
  readonly db: Db;
  /** Commits what `fn` did with `tx`, or nothing. Inside, only `tx` is used. */
  transaction<T>(fn: (tx: Tx) => Promise<T>): Promise<T>;
  /** One round trip; rejects when the database is away. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface ConnectionOptions {
  readonly url: string;
  /** Shown in pg_stat_activity; at most 63 bytes count. */
  readonly applicationName: string;
  readonly logger: Logger;
  /** Behind a transaction pooler no startup parameter but the name may be sent (10.11). */
  readonly behindPooler?: boolean;
}

export interface PoolOptions extends ConnectionOptions {
  readonly poolSize: number;
  /** Further settings of each session, e.g. `-c search_path=bullmq`; they come after the usual ones. */
  readonly sessionSettings?: string;
}

/** Longer than any statement of a turn or a report; a forgotten lock must not hold a worker for ever. */
const SESSION_SETTINGS = '-c timezone=UTC -c statement_timeout=30000 -c lock_timeout=10000';
/** HubSpot waits 5 s for an answer to a webhook: what has no connection by then is answered 503. */
const CONNECT_TIMEOUT_MS = 4_000;
const IDLE_TIMEOUT_MS = 30_000;

export function openDatabase(options: PoolOptions): Database {
  const pool = createPool(options, { types: { getTypeParser: findParser } });
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return {
    db,
    transaction: (fn) => db.transaction().execute(fn),
    ping: async () => {
      await pool.query('select 1');
    },
    close: () => db.destroy(),
  };
}

/** A plain pool for those who bring their own SQL and read values as pg gives them (BullMQ). */
export function openPool(options: PoolOptions): Pool {
  return createPool(options, {});
}

function createPool(options: PoolOptions, values: Pick<PoolConfig, 'types'>): Pool {
  const pool = new Pool({
    ...values,
    ...clientConfig(options, [SESSION_SETTINGS, options.sessionSettings ?? ''].join(' ').trim()),
    max: options.poolSize,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
  });
  pool.on('error', (err) => options.logger.warn({ err }, 'an idle database connection was lost'));
  // pg takes its own error listener off while a client is in use: without this one, a connection that breaks
  // between two statements of a transaction ends the process.
  pool.on('connect', (client) => {
    client.on('error', (err) => options.logger.debug({ err }, 'a database connection broke while in use'));
  });
  return pool;
}

type Row = Readonly<Record<string, unknown>>;

/** One connection of its own, for what belongs to a session: advisory locks, migrations, LISTEN. */
export interface Session {
  /** Without values, the text may hold several statements; the rows are those of the last one. */
  query(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** Resolves once the connection is gone, by `close` or by the other side. */
  readonly closed: Promise<void>;
  close(): Promise<void>;
}

export async function openSession(options: ConnectionOptions): Promise<Session> {
  const client = new Client({
    ...clientConfig(options, '-c timezone=UTC'),
    types: { getTypeParser: findParser },
  });
  const closed = new Promise<void>((resolve) => {
    client.once('end', () => resolve());
  });
  client.on('error', (err) => options.logger.debug({ err }, 'a database session broke'));
  await client.connect();
  return {
    query: async (text, values) =>
      lastRows(await client.query<Row>(text, values === undefined ? undefined : [...values])),
    closed,
    close: () => client.end(),
  };
}

/** pg answers several statements in one text with an array of results, which its types do not say. */
function lastRows(result: QueryResult<Row> | readonly QueryResult<Row>[]): readonly Row[] {
  if ('rows' in result) return result.rows;
  return result.at(-1)?.rows ?? [];
}

function clientConfig(options: ConnectionOptions, sessionSettings: string): ClientConfig {
  return {
    connectionString: options.url,
    application_name: options.applicationName,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    ...(options.behindPooler === true ? {} : { options: sessionSettings }),
  };
}

/**
 * Whether a transaction pooler stands between us and Postgres: pgbouncer refuses `options` at startup with 08P01
 * (measured with 1.18), Postgres itself never does.
 */
export async function isBehindPooler(options: ConnectionOptions): Promise<boolean> {
  try {
    const session = await openSession({ ...options, behindPooler: false });
    await session.close();
    return false;
  } catch (error) {
    if (codeOf(error) === '08P01' && /startup parameter/i.test(String(error))) return true;
    throw error;
  }
}

const TIMESTAMPTZ = 1184;
const TIMESTAMPTZ_ARRAY = 1185;
const DATE = 1082;
const DATE_ARRAY = 1182;
const TEXT = 25;
const TEXT_ARRAY: number = 1009;

/** Instants come out as ISO strings in milliseconds, days as `YYYY-MM-DD`; int8 and numeric stay strings, as pg has them. */
function findParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  switch (oid) {
    case TIMESTAMPTZ:
      return toIso;
    case TIMESTAMPTZ_ARRAY:
      return (value) => parseTextArray(value).map((item) => (item === null ? null : toIso(item)));
    case DATE:
      return types.getTypeParser(TEXT);
    case DATE_ARRAY:
      return parseTextArray;
    default:
      return types.getTypeParser(oid, format);
  }
}

function parseTextArray(value: string): (string | null)[] {
  // pg's parser for text[] answers strings and nulls; its type says unknown.
  return types.getTypeParser(TEXT_ARRAY)(value) as (string | null)[];
}

/** `infinity` is no instant and stays as it is. */
function toIso(value: string): string {
  const date: unknown = types.getTypeParser(TIMESTAMPTZ)(value);
  return date instanceof Date ? date.toISOString() : value;
}

/** Connection errors of the operating system and of name resolution. */
const NETWORK_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** 57P01 to 57P05: shut down, crashed, starting, database dropped, idle session ended. 25006: a primary became a standby. */
const AWAY_STATES: ReadonlySet<string> = new Set(['57P01', '57P02', '57P03', '57P04', '57P05', '25006']);
/** 08: connection exceptions. 53: out of disk, memory or connections. 58: the server's own files fail. */
const AWAY_CLASSES: ReadonlySet<string> = new Set(['08', '53', '58']);

/** pg throws these without any code. */
const AWAY_MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Client has encountered a connection error|Client was closed|Cannot use a pool after calling end)/;

/** True when waiting may help and nothing is wrong with the statement: answer 503, or try the turn again later. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isUnavailable);
  const code = codeOf(error);
  if (code === undefined)
    return error instanceof Error && (AWAY_MESSAGES.test(error.message) || isUnavailable(error.cause));
  return (
    NETWORK_CODES.has(code) ||
    AWAY_STATES.has(code) ||
    (code.length === 5 && AWAY_CLASSES.has(code.slice(0, 2)))
  );
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
