// A real Chromium without a window, driven over its DevTools protocol: opens a page, clicks what a person reads, and answers
// what stands there.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const PATIENCE_MS = 20_000;
const TICK_MS = 50;
const STARTED = /^DevTools listening on (ws:\/\/\S+)/;

export interface Page {
  /** Loads an address and waits until it is there. */
  open(address: string): Promise<void>;
  /** Answers the value of an expression, or of the promise it makes. */
  evaluate<T>(expression: string): Promise<T>;
  /** What a person reads on the page, or in the part of it that the selector names. */
  text(selector?: string): Promise<string>;
  /** Waits until the page says so. */
  reads(text: string | RegExp, selector?: string): Promise<void>;
  /** Clicks what has exactly this text or accessible label: a button, a tab, a link, a switch. */
  click(label: string): Promise<void>;
  /** Enters a value into the field with this name, and leaves the field. */
  fill(name: string, value: string): Promise<void>;
  screenshot(file: string, size?: { readonly width: number; readonly height: number }): Promise<void>;
  /** Errors that scripts and policies of the page reported. */
  readonly errors: readonly string[];
}

export interface Browser {
  readonly page: Page;
  close(): Promise<void>;
}

export async function startBrowser(): Promise<Browser> {
  const folder = await mkdtemp(join(tmpdir(), 'accord-browser-'));
  const child = spawn(
    'chromium',
    [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--no-first-run',
      '--remote-debugging-port=0',
      `--user-data-dir=${folder}`,
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const close = async (): Promise<void> => {
    const gone = child.exitCode === null ? once(child, 'exit') : null;
    child.kill('SIGKILL');
    await gone;
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const address = await readAddress(child);
    const pages = await fetch(new URL('/json/list', address.replace('ws:', 'http:')));
    const [first] = (await pages.json()) as { type: string; webSocketDebuggerUrl: string }[];
    if (first === undefined) throw new Error('the browser opened no page');
    return { page: await attach(first.webSocketDebuggerUrl), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function readAddress(child: ChildProcess): Promise<string> {
  const failed = once(child, 'error').then(([error]) => {
    throw new Error('chromium does not start; .ci/run installs it', { cause: error });
  });
  const found = (async () => {
    const said: string[] = [];
    // DevTools names its address there.
    for await (const line of createInterface({ input: child.stderr ?? process.stdin })) {
      const address = STARTED.exec(line)?.[1];
      if (address !== undefined) return address;
      said.push(line);
    }
    throw new Error(`chromium did not start: ${said.join('\n')}`);
  })();
  return Promise.race([found, failed]);
}

type Send = (method: string, params?: object) => Promise<Record<string, unknown>>;

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

async function attach(address: string): Promise<Page> {
  const socket = new WebSocket(address);
  await once(socket, 'open');
  const waiting = new Map<number, PromiseWithResolvers<Record<string, unknown>>>();
  let sent = 0;
  const errors: string[] = [];
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as Message;
    note(message, errors);
    const answered = waiting.get(message.id ?? 0);
    waiting.delete(message.id ?? 0);
    if (message.error === undefined) answered?.resolve(message.result ?? {});
    else answered?.reject(new Error(message.error.message));
  });
  const send: Send = (method, params = {}) => {
    sent += 1;
    const id = sent;
    const answer = Promise.withResolvers<Record<string, unknown>>();
    waiting.set(id, answer);
    socket.send(JSON.stringify({ id, method, params }));
    return answer.promise;
  };
  await Promise.all(['Page.enable', 'Runtime.enable', 'Log.enable'].map((method) => send(method)));
  return pageOf(send, errors);
}

/** Refused calls are part of what a page shows; scripts that fail are not. */
function note({ method, params = {} }: Message, errors: string[]): void {
  if (method === 'Runtime.exceptionThrown') errors.push(JSON.stringify(params['exceptionDetails']));
  if (method === 'Runtime.consoleAPICalled' && params['type'] === 'error')
    errors.push(JSON.stringify(params['args']));
  const entry = params['entry'] as { level: string; source: string; text: string } | undefined;
  if (method === 'Log.entryAdded' && entry?.source === 'security') errors.push(entry.text);
}

function pageOf(send: Send, errors: readonly string[]): Page {
  const evaluate = async <T>(expression: string): Promise<T> => {
    const answer = await send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    if (answer['exceptionDetails'] !== undefined) throw new Error(JSON.stringify(answer['exceptionDetails']));
    return (answer['result'] as { value: T }).value;
  };
  const until = async (what: string, check: () => Promise<boolean>): Promise<void> => {
    const endsAt = Date.now() + PATIENCE_MS;
    while (!(await check())) {
      if (Date.now() > endsAt)
        throw new Error(`not on the page: ${what}\n${await text()}\n${errors.join('\n')}`);
      await new Promise((resolve) => {
        setTimeout(resolve, TICK_MS);
      });
    }
  };
  const text = (selector = 'body'): Promise<string> =>
    evaluate(`document.querySelector(${JSON.stringify(selector)})?.innerText ?? ''`);
  return {
    errors,
    evaluate,
    text,
    open: async (address) => {
      await send('Page.navigate', { url: address });
      await until(address, () =>
        evaluate(`location.href === ${JSON.stringify(address)} && document.readyState === 'complete'`).then(
          Boolean,
        ),
      );
    },
    reads: (wanted, selector) =>
      until(String(wanted), async () => {
        const found = await text(selector);
        return typeof wanted === 'string' ? found.includes(wanted) : wanted.test(found);
      }),
    click: (label) =>
      until(label, () => evaluate(`(${clickIn.toString()})(document, ${JSON.stringify(label)})`)),
    fill: (name, value) =>
      until(name, () =>
        evaluate(`(${fillIn.toString()})(document, ${JSON.stringify(name)}, ${JSON.stringify(value)})`),
      ),
    screenshot: async (file, size = { width: 1440, height: 1000 }) => {
      const metrics = { ...size, deviceScaleFactor: 1, mobile: false };
      await send('Emulation.setDeviceMetricsOverride', metrics);
      const height = await evaluate<number>('document.documentElement.scrollHeight');
      await send('Emulation.setDeviceMetricsOverride', { ...metrics, height: Math.max(height, size.height) });
      const { data } = await send('Page.captureScreenshot', { format: 'png' });
      await writeFile(file, Buffer.from(String(data), 'base64'));
    },
  };
}

/** What the two look at of the page, where they run. */
interface PageElement {
  readonly textContent: string | null;
  readonly disabled?: boolean;
  readonly offsetParent: unknown;
  value: string;
  click(): void;
  focus(): void;
  dispatchEvent(event: unknown): boolean;
}
interface PageDocument {
  querySelectorAll(selector: string): Iterable<PageElement>;
}

/** Run in the page: answers whether there was something to click. */
function clickIn(document: PageDocument, label: string): boolean {
  const choices = [...document.querySelectorAll('button, a, label.toggle')];
  const found = choices.find(
    (one) => one.textContent?.trim() === label && one.disabled !== true && one.offsetParent !== null,
  );
  found?.click();
  return found !== undefined;
}

/** Run in the page. */
function fillIn(document: PageDocument, name: string, value: string): boolean {
  const found = [...document.querySelectorAll(`.extension [name="${name}"]`)].find(
    (one) => one.disabled !== true && one.offsetParent !== null,
  );
  if (found === undefined) return false;
  found.focus();
  found.value = value;
  found.dispatchEvent(new Event('input', { bubbles: true }));
  found.dispatchEvent(new Event('change', { bubbles: true }));
  return true;
}
