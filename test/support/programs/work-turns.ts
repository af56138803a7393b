// A worker process that reports each turn it starts. `hang`: it never ends one, as a worker that is about to be killed.
import { createLogger } from '#platform/logger.ts';
import { connectQueue } from '#queue/connect.ts';
import { startConsumer } from '#queue/consume.ts';

const [databaseUrl = '', redisUrl = '', mode = ''] = process.argv.slice(2);
const logger = createLogger('silent', 'worker');
const connection = await connectQueue({
  databaseUrl,
  redisUrl: redisUrl === '' ? undefined : redisUrl,
  logger,
});
const consumer = startConsumer({
  connection,
  logger,
  handle: async (portalId) => {
    process.send?.({ kind: 'turn', portalId });
    if (mode === 'hang') await new Promise(() => undefined);
  },
});
process.once('message', () => void leave());
process.once('disconnect', () => process.exit(1));
process.send?.({ kind: 'ready' });

async function leave(): Promise<void> {
  await consumer.close();
  await connection.close();
  process.exit(0);
}
