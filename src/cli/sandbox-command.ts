// `sandbox`: the sandbox portal alone. The app reaches it through HUBSPOT_API_URL; its README says what it models.
import { parseArgs } from 'node:util';
import { WEBHOOK_SUBSCRIPTIONS } from '#hubspot/subscriptions.ts';
import { createLifecycle, stopOnSignals } from '#platform/lifecycle.ts';
import { createLogger } from '#platform/logger.ts';
import { createSandbox } from '#sandbox/sandbox.ts';
import { UsageError } from './usage.ts';

const DEFAULT_PORT = '4000';

export async function runSandbox(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string', default: DEFAULT_PORT },
      webhooks: { type: 'string', default: 'http://localhost:3000/webhooks/hubspot' },
      seed: { type: 'string', default: '1' },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new UsageError(`${values.port} is no port.`);
  if (!URL.canParse(values.webhooks)) throw new UsageError(`${values.webhooks} is no address.`);
  const logger = createLogger('info', 'sandbox');
  const sandbox = createSandbox({
    seed: values.seed,
    logger,
    webhook: { targetUrl: values.webhooks, subscriptions: WEBHOOK_SUBSCRIPTIONS },
  });
  const lifecycle = createLifecycle(logger);
  const { url } = await sandbox.start(port);
  lifecycle.onStop('sandbox', () => sandbox.stop());
  stopOnSignals(lifecycle, logger);
  const { clientId, clientSecret, appId } = sandbox.state.app;
  const portals = [...sandbox.state.portals.keys()].join(', ');
  const settings = {
    HUBSPOT_API_URL: url,
    HUBSPOT_APP_ID: appId,
    HUBSPOT_CLIENT_ID: clientId,
    HUBSPOT_CLIENT_SECRET: clientSecret,
  };
  const lines = Object.entries(settings).map(([name, value]) => `  ${name}=${value}`);
  process.stdout.write(`Sandbox portal ${portals} at ${url}. Start Accord with:\n${lines.join('\n')}\n`);
  return 0;
}
