// A running sandbox with one installed portal, and a client that shows status, body and headers as they came.
import { createSandbox, type Sandbox, type SandboxOptions } from '#sandbox/sandbox.ts';

export const PORTAL_ID = 44_001_234;
export const ALL_SCOPES = [
  'oauth',
  'crm.objects.contacts.read',
  'crm.objects.contacts.write',
  'crm.objects.companies.read',
  'crm.objects.companies.write',
  'crm.objects.owners.read',
  'crm.schemas.contacts.read',
  'crm.schemas.contacts.write',
];

export interface Answer {
  readonly status: number;
  // Test code reads shapes it asserts on right away.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
  readonly headers: Headers;
}

export interface Harness {
  readonly sandbox: Sandbox;
  readonly url: string;
  readonly token: string;
  call(method: string, path: string, body?: unknown, token?: string): Promise<Answer>;
  control(method: string, path: string, body?: unknown): Promise<Answer>;
  act(...actions: Parameters<Sandbox['apply']>[1]): string;
  stop(): Promise<void>;
}

export async function startHarness(options: SandboxOptions = {}): Promise<Harness> {
  const sandbox = createSandbox({
    seed: 1,
    portals: [{ portalId: PORTAL_ID, timeZone: 'Europe/Paris' }],
    rateLimit: { max: 100_000, searchMax: 100_000 },
    indexLagMs: 0,
    ...options,
  });
  const { url } = await sandbox.start();
  const control = (method: string, path: string, body?: unknown): Promise<Answer> =>
    send(`${url}/sandbox${path}`, { method, body, token: null });
  const installed = await control('POST', `/portals/${PORTAL_ID}/install`, { scopes: ALL_SCOPES });
  const token: string = installed.body.access_token;
  return {
    sandbox,
    url,
    token,
    call: (method, path, ...[body, other = token]) => send(url + path, { method, body, token: other }),
    control,
    act: (...actions) => {
      const results = sandbox.apply(PORTAL_ID, actions);
      const failed = results.find((result) => !result.ok);
      if (failed !== undefined && !failed.ok) throw new Error(failed.error);
      const last = results.at(-1);
      return last?.ok === true ? (last.id ?? '') : '';
    },
    stop: () => sandbox.stop(),
  };
}

export async function send(
  url: string,
  request: { method: string; body: unknown; token: string | null },
): Promise<Answer> {
  const response = await fetch(url, {
    method: request.method,
    redirect: 'manual',
    headers: {
      ...(request.token === null ? {} : { authorization: `Bearer ${request.token}` }),
      ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers };
}

export async function sendForm(url: string, form: Record<string, string>): Promise<Answer> {
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(form) });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text), headers: response.headers };
}

/** Polls with a bound; never a plain sleep. */
export async function waitFor(what: string, check: () => boolean, boundMs = 5_000): Promise<void> {
  const endsAt = performance.now() + boundMs;
  while (!check()) {
    if (performance.now() > endsAt) throw new Error(`not within ${boundMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
