// Messages that come in from the corner and go by themselves, as HubSpot shows what an extension tells.
import type { Alert } from './scene.ts';

const SHOWN_MS = 8_000;

export function showAlert({ title = '', message, type = 'info' }: Alert): void {
  const place = document.querySelector('[data-alerts]');
  const alert = document.createElement('div');
  alert.className = `alert alert-${type}`;
  alert.setAttribute('role', 'status');
  if (title !== '') alert.append(Object.assign(document.createElement('strong'), { textContent: title }));
  alert.append(Object.assign(document.createElement('p'), { textContent: message }));
  place?.append(alert);
  setTimeout(() => alert.remove(), SHOWN_MS);
}
