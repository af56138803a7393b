// The web process. Workers are started by workers/main.ts; both in one process by `npm run accord -- start`.
import { createApp } from '#http/app.ts';
import { listen } from '#http/listen.ts';
import { readConfig } from '#platform/config.ts';
import { AppError } from '#platform/errors.ts';
import { stopOnSignals } from '#platform/lifecycle.ts';
import { createContext } from './context.ts';

const config = readConfig(process.env);
if (!config.ok) {
  process.stderr.write(`${config.error.join('\n')}\n`);
  process.exit(1);
}
try {
  const context = await createContext(config.value, { part: 'web' });
  stopOnSignals(context.lifecycle, context.logger);
  const { port, host } = config.value;
  const server = await listen(createApp(context), { port, host });
  context.lifecycle.onStop('web server', () => server.close());
  context.logger.info({ port: server.port, publicUrl: config.value.publicUrl }, 'web listens');
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
