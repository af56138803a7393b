// The worker process: config → context → workers → stop. Any number of them may run; leases keep them apart.

import { readConfig } from '#platform/config.ts';
import { stopOnSignals } from '#platform/lifecycle.ts';
import { createContext } from '#src/context.ts';
import { startWorkers } from './turns.ts';

/** A turn in work gets the eight seconds that the consumer allows it. */
const STOP_MS = 10_000;

const config = readConfig(process.env);
if (config.ok) {
  const context = await createContext(config.value, { part: 'worker' });
  const workers = startWorkers({ ...context, concurrency: config.value.workerConcurrency });
  context.lifecycle.onStop('workers', () => workers.close(), STOP_MS);
  stopOnSignals(context.lifecycle, context.logger);
  context.logger.info({ concurrency: config.value.workerConcurrency }, 'workers started');
} else {
  process.stderr.write(`${config.error.join('\n')}\n`);
  process.exitCode = 1;
}
