// A process that migrates a database from a folder as soon as it is told to, and reports what it applied.
import { createLogger } from '#platform/logger.ts';
import { migrate } from '#store/migrate.ts';

const [url = '', folder = ''] = process.argv.slice(2);
process.once('message', () => void run());
process.send?.({ kind: 'ready' });

async function run(): Promise<void> {
  const applied = await migrate({ url, folder, logger: createLogger('silent', 'migrate') });
  process.send?.({ kind: 'applied', applied });
  process.disconnect();
}
