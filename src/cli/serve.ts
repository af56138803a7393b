// The long-running commands: web, worker, both in one process; and the migration that precedes them.
import { join } from 'node:path';
import { createApp } from '#http/app.ts';
import { listen } from '#http/listen.ts';
import { AppError } from '#platform/errors.ts';
import { ADMIN_TOKEN_FILE } from '#platform/generated-secrets.ts';
import { stopOnSignals } from '#platform/lifecycle.ts';
import type { Context } from '#src/context.ts';
import { claimRole } from '#store/roles.ts';
import { startWorkers } from '#workers/turns.ts';
import { openContext, withContext } from './with-context.ts';

/** A turn in work gets the eight seconds that the consumer allows it. */
const WORKERS_STOP_MS = 10_000;

export function serve(): Promise<number> {
  return keepRunning('web', startWeb);
}

export function work(): Promise<number> {
  return keepRunning('worker', async (context) => runWorkers(context));
}

/** On the embedded database only one at a time: a second start says so and leaves the first alone. */
export function startAll(): Promise<number> {
  return keepRunning('accord', async (context) => {
    if (context.config.databaseUrl === null) await claimDataFolder(context);
    await startWeb(context);
    runWorkers(context);
    process.stdout.write(`${greeting(context)}\n`);
  });
}

function greeting({ config }: Context): string {
  const { publicUrl, databaseUrl, dataDir } = config;
  const token =
    databaseUrl === null
      ? `, its token is in ${join(dataDir, ADMIN_TOKEN_FILE)} unless ADMIN_TOKEN is set`
      : '';
  return `Accord runs at ${publicUrl}\n  install  ${publicUrl}/oauth/install\n  API      ${publicUrl}/api/v1${token}`;
}

/** Opening the context migrates. */
export function migrateOnly(): Promise<number> {
  return withContext(async () => {
    process.stdout.write('The database is up to date.\n');
    return 0;
  });
}

async function keepRunning(part: string, start: (context: Context) => Promise<void>): Promise<number> {
  const opened = await openContext(part);
  if (!opened.ok) return opened.error;
  const context = opened.value;
  stopOnSignals(context.lifecycle, context.logger);
  try {
    await start(context);
    return 0;
  } catch (error) {
    await context.close();
    throw error;
  }
}

async function startWeb(context: Context): Promise<void> {
  const { config, lifecycle, logger } = context;
  const server = await listen(createApp(context), config);
  lifecycle.onStop('web server', () => server.close());
  logger.info({ port: server.port, publicUrl: config.publicUrl }, 'web listens');
}

function runWorkers(context: Context): void {
  const concurrency = context.config.workerConcurrency;
  const workers = startWorkers({ ...context, concurrency });
  context.lifecycle.onStop('workers', () => workers.close(), WORKERS_STOP_MS);
  context.logger.info({ concurrency }, 'workers started');
}

async function claimDataFolder({ config, directUrl, lifecycle, logger }: Context): Promise<void> {
  const claim = await claimRole({
    url: directUrl,
    role: 'all-in-one',
    note: `pid ${process.pid}, port ${config.port}`,
    logger,
    onLost: () => void lifecycle.stop().then(() => process.exit(1)),
  });
  if (!claim.ok) {
    const who = claim.error === '' ? '' : ` (${claim.error})`;
    throw new AppError(`Accord already runs on the data folder ${config.dataDir}${who}. It was left alone.`, {
      code: 'already_running',
      retryable: false,
    });
  }
  lifecycle.onStop('data folder', () => claim.value.release());
}
