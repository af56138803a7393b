// The worker that runs one extension, with what HubSpot's offers it: no document, a tree that is told to the page, calls that
// go through the proxy, and who looks at what. The extension itself is bundled behind this file.
import { createRemoteRoot, type RemoteChannel } from '@remote-ui/core';
import { createRoot } from '@remote-ui/react';
import { createEndpoint, retain } from '@remote-ui/rpc';
import type { ReactNode } from 'react';
import type { Alert, Scene } from './scene.ts';

type Render = (api: { readonly context: unknown; readonly actions: Actions }) => ReactNode;

interface Actions {
  readonly addAlert: (alert: Alert) => void;
}

interface FetchOptions {
  readonly method?: string;
  readonly body?: unknown;
}

let scene: Scene | null = null;
let render: Render | null = null;
let actions: Actions | null = null;

const OFFERED = {
  __HUBSPOT_EXTENSION_WORKER__: true,
  logger: console,
  extend_V2: (given: Render) => {
    render = given;
  },
  hsFetch: fetchByProxy,
  hsWorkerAPI: {
    useExtensionContext: () => required(scene).context,
    useExtensionActions: () => required(actions),
  },
};
Object.assign(self, OFFERED);

function required<T>(value: T | null): T {
  if (value === null) throw new Error('the extension was used before it was started');
  return value;
}

/** HubSpot's proxy signs the call and says who makes it; headers are not passed on. */
async function fetchByProxy(url: string, { method = 'GET', body }: FetchOptions = {}): Promise<Response> {
  const { proxy, userId, userEmail } = required(scene);
  const proxied = await fetch(proxy, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ userId, userEmail, url, method, ...(body === undefined ? {} : { body }) }),
  });
  if (!proxied.ok) throw new Error(await proxied.text());
  const answer: { status: number; body: unknown } = await proxied.json();
  return new Response(JSON.stringify(answer.body), { status: answer.status });
}

const endpoint = createEndpoint({
  postMessage: (message, transfer = []) => self.postMessage(message, { transfer }),
  addEventListener: (event, listener) => self.addEventListener(event, listener),
  removeEventListener: (event, listener) => self.removeEventListener(event, listener),
});
endpoint.expose({
  start: (channel: RemoteChannel, given: Scene, addAlert: (alert: Alert) => void): void => {
    retain(channel);
    retain(addAlert);
    scene = given;
    actions = { addAlert };
    const root = createRemoteRoot(channel);
    createRoot(root).render(required(render)({ context: given.context, actions }));
    void root.mount();
  },
});
