// The addresses of the workflow actions on loopback, without signatures and limits: what the use case answers, over HTTP.
import { createServer } from 'node:http';
import { ACTION_INPUTS, type ActionName } from '#pipeline/actions/outputs.ts';
import { type ActionDeps, runAction } from '#pipeline/actions/run-action.ts';

export interface ActionServer {
  readonly url: string;
  close(): void;
}

/** `deps` is asked at each request. */
export async function startActionServer(portalId: string, deps: () => ActionDeps): Promise<ActionServer> {
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    request.on('end', () => {
      const { callbackId, object, inputFields } = JSON.parse(text);
      // One of its own keys: other addresses are asked for by no test.
      const action = Object.keys(ACTION_INPUTS).find((name) => request.url === `/${name}`) as ActionName;
      const contactId = String(object.objectId);
      runAction(deps(), { action, portalId, callbackId, contactId, track: inputFields.track ?? '' }).then(
        (outputFields) => response.end(JSON.stringify({ outputFields })),
        () => response.writeHead(500).end(),
      );
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
