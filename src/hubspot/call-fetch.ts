// Lets a call through the SDK end early: `Client.apiRequest` drops an abort signal silently (measured, D10), so one
// wrapper around fetch adds the signal of the call under way, and refuses redirects, which would carry the token away.
import { AsyncLocalStorage } from 'node:async_hooks';

const callSignal = new AsyncLocalStorage<AbortSignal>();
const MARK = Symbol('fetch with call signal');

/** Wraps the global fetch once per process; calls made outside `withCallSignal` pass through unchanged. */
export function installCallFetch(): void {
  if (MARK in globalThis.fetch) return;
  const next = globalThis.fetch;
  const wrapped: typeof fetch = (input, init) => {
    const signal = callSignal.getStore();
    return signal === undefined ? next(input, init) : next(input, { ...init, signal, redirect: 'error' });
  };
  globalThis.fetch = Object.assign(wrapped, { [MARK]: true });
}

/** Runs `send` so that every fetch inside it ends with the signal. */
export function withCallSignal<T>(signal: AbortSignal, send: () => Promise<T>): Promise<T> {
  // Without the wrapper a time-out would leave the write running on the wire, which D10 bans.
  if (!(MARK in globalThis.fetch))
    throw new Error('installCallFetch has not run, or fetch was replaced after it');
  return callSignal.run(signal, send);
}
