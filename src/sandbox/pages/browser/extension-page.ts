// Starts the extensions that stand on the page, draws their trees, shows their alerts, and keeps the rest of the page as
// the portal is.
import { createRemoteReceiver, type RemoteChannel } from '@remote-ui/core';
import { createEndpoint, fromWebWorker } from '@remote-ui/rpc';
import { showAlert } from './alerts.ts';
import { drawTree } from './draw-tree.ts';
import { keepFresh } from './keep-fresh.ts';
import type { Alert, Scene } from './scene.ts';

interface Exposed {
  start(channel: RemoteChannel, scene: Scene, addAlert: (alert: Alert) => void): void;
}

for (const place of document.querySelectorAll<HTMLElement>('[data-extension]')) start(place);
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-visit]'))
  form.addEventListener('change', () => form.submit());
keepFresh();

function start(place: HTMLElement): void {
  const script = place.dataset['extension'] ?? '';
  const worker = new Worker(script);
  // A script that does not load has no message.
  worker.addEventListener('error', ({ message }) => fail(place, message ?? `${script} does not load.`));
  const receiver = createRemoteReceiver();
  const endpoint = createEndpoint<Exposed>(fromWebWorker(worker), { callable: ['start'] });
  receiver.on('mount', () => {
    try {
      drawTree(receiver.attached, place, (error) => fail(place, messageOf(error)));
    } catch (error) {
      fail(place, messageOf(error));
    }
  });
  const scene: Scene = JSON.parse(place.dataset['scene'] ?? '');
  Promise.resolve(endpoint.call.start(receiver.receive, scene, showAlert)).catch((error: unknown) =>
    fail(place, messageOf(error)),
  );
}

/** Never quietly: what is missing here would be missing in what one looks for. */
function fail(place: HTMLElement, message: string): void {
  const told = document.createElement('p');
  told.className = 'extension-failed';
  told.setAttribute('role', 'alert');
  told.textContent = message;
  place.replaceChildren(told);
  console.error(message);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
