// A process that opens the embedded server, says where it is, and leaves when told so or when its parent is gone.
import { createLogger } from '#platform/logger.ts';
import { openEmbedded } from '#store/embedded/embedded.ts';

const [dataDir = ''] = process.argv.slice(2);
const server = await openEmbedded({ dataDir, logger: createLogger('silent', 'holder') });
// As an app does: Ctrl-C asks for an orderly end, which the parent triggers here.
process.on('SIGINT', () => process.send?.({ kind: 'interrupted' }));
process.once('message', () => void leave());
process.once('disconnect', () => void leave());
process.send?.({
  kind: 'ready',
  url: server.url,
  adopted: server.adopted,
  pid: server.pid,
  port: server.port,
});

async function leave(): Promise<void> {
  await server.close();
  process.exit(0);
}
