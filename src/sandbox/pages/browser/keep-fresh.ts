// What the portal holds changes under the page: each part that is marked as live is read again while somebody looks.

const INTERVAL_MS = 1_500;

export function keepFresh(): void {
  if (document.querySelector('[data-live]') !== null) setTimeout(() => void refresh(), INTERVAL_MS);
}

async function refresh(): Promise<void> {
  try {
    if (document.visibilityState === 'visible') await readAgain();
  } catch {
    // The sandbox was stopped; the page stays as it was last.
  }
  keepFresh();
}

async function readAgain(): Promise<void> {
  const response = await fetch(location.href);
  if (!response.ok) return;
  const now = new DOMParser().parseFromString(await response.text(), 'text/html');
  for (const part of document.querySelectorAll<HTMLElement>('[data-live]')) {
    const fresh = now.querySelector<HTMLElement>(`[data-live="${part.dataset['live']}"]`);
    if (fresh !== null && fresh.innerHTML !== part.innerHTML) part.replaceChildren(...fresh.childNodes);
  }
}
