// Serves the web application on a port, and ends it without cutting the answers that are on their way.
import { createServer, type RequestListener, type Server } from 'node:http';
import { AppError } from '#platform/errors.ts';

export interface WebServer {
  readonly port: number;
  close(): Promise<void>;
}

/** HubSpot gives up after 5 s; a client that sends slower than this holds a socket for nothing. */
const REQUEST_TIMEOUT_MS = 15_000;
const HEADERS_TIMEOUT_MS = 10_000;
/** Answers take milliseconds; whoever is still connected then is cut. */
const DRAIN_MS = 2_000;

/** Port 0 takes a free one. */
export async function listen(
  app: RequestListener,
  place: { readonly port: number; readonly host: string },
): Promise<WebServer> {
  const server = createServer(
    { requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: HEADERS_TIMEOUT_MS },
    app,
  );
  await bind(server, place);
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : place.port,
    close: () => close(server),
  };
}

function bind(
  server: Server,
  { port, host }: { readonly port: number; readonly host: string },
): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      const isTaken = 'code' in cause && cause.code === 'EADDRINUSE';
      const message = isTaken
        ? `PORT ${port} is taken by another program.`
        : `Cannot listen on ${host}:${port}.`;
      reject(new AppError(message, { code: 'listen', retryable: false, cause }));
    });
    server.listen(port, host, () => resolve());
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
