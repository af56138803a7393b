// A process whose parts are one that ends well and, when asked for, one that never ends.
import { createLifecycle, stopOnSignals } from '#platform/lifecycle.ts';
import { createLogger } from '#platform/logger.ts';

const logger = createLogger('silent', 'test');
const lifecycle = createLifecycle(logger);
const keepAlive = setInterval(() => undefined, 1_000);
lifecycle.onStop('alive', async () => clearInterval(keepAlive));
if (process.argv[2] === 'hang') lifecycle.onStop('hanging', () => new Promise(() => undefined), 60_000);
stopOnSignals(lifecycle, logger);
process.on('SIGTERM', () => process.send?.({ kind: 'signalled' }));
process.send?.({ kind: 'ready' });
