// The web application over a database and a sandbox portal of its own, on loopback. Requests go through real HTTP.
import { createHmac, randomBytes } from 'node:crypto';
import { createApp } from '#http/app.ts';
import { listen } from '#http/listen.ts';
import { signedUri } from '#hubspot/signature.ts';
import { type Config, readConfig } from '#platform/config.ts';
import type { Logger } from '#platform/logger.ts';
import type { SandboxOptions } from '#sandbox/options.ts';
import { createSandbox, type Sandbox } from '#sandbox/sandbox.ts';
import { type Context, createContext } from '#src/context.ts';
import { type TestDatabase, testDatabase, testLogger } from './database.ts';

export const SECRET = 'web-secret-0123456789';
export const OLD_SECRET = 'old-secret-0123456789';
export const ADMIN_TOKEN = 'admin-token-of-the-web-tests-0123456789';
export const PORTAL = '44001234';

export interface TestWeb {
  readonly url: string;
  readonly test: TestDatabase;
  readonly context: Context;
  readonly sandbox: Sandbox;
  readonly sandboxUrl: string;
  api(method: string, path: string, options?: ApiRequest): Promise<Answer>;
  close(): Promise<void>;
}

interface ApiRequest {
  readonly body?: unknown;
  readonly token?: string | null;
  /** What the browser asks for. */
  readonly language?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // Tests look into answers of many shapes.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly json: any;
}

export interface WebOptions {
  readonly sandbox?: SandboxOptions;
  readonly env?: Readonly<Record<string, string>>;
  readonly config?: Partial<Config>;
  readonly logger?: Logger;
  /** Leads to the database by another way than its own address. */
  readonly databaseUrl?: (url: string) => string;
}

export async function startWeb(options: WebOptions = {}): Promise<TestWeb> {
  const test = await testDatabase();
  const sandbox = createSandbox({
    seed: 1,
    clientId: 'web-client',
    clientSecret: SECRET,
    ...options.sandbox,
  });
  const { url: sandboxUrl } = await sandbox.start(0);
  const config = readConfig({
    DATABASE_URL: options.databaseUrl?.(test.url) ?? test.url,
    HUBSPOT_CLIENT_ID: 'web-client',
    HUBSPOT_CLIENT_SECRET: `${SECRET},${OLD_SECRET}`,
    HUBSPOT_API_URL: sandboxUrl,
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    ADMIN_TOKEN,
    // Tests are refused by the hundred.
    REFUSALS_PER_MINUTE: '1000000',
    SIGN_INS_PER_MINUTE: '1000000',
    ACCOUNT_REQUESTS: '1000000',
    ...options.env,
  });
  if (!config.ok) throw new Error(config.error.join('\n'));
  const context = await createContext(config.value, { logger: options.logger ?? testLogger, poolSize: 5 });
  // The app is made once its port is known.
  let app: ReturnType<typeof createApp> | undefined;
  const server = await listen((request, response) => app?.(request, response), {
    port: 0,
    host: '127.0.0.1',
  });
  const url = `http://127.0.0.1:${server.port}`;
  app = createApp({ ...context, config: { ...context.config, publicUrl: url, ...options.config } });
  return {
    url,
    test,
    context,
    sandbox,
    sandboxUrl,
    api: (method, path, request = {}) => callApi(`${url}/api/v1${path}`, method, request),
    close: async () => {
      await server.close();
      await context.close();
      await sandbox.stop();
      await test.close();
    },
  };
}

async function callApi(url: string, method: string, request: ApiRequest): Promise<Answer> {
  const token = request.token === undefined ? ADMIN_TOKEN : request.token;
  return readAnswer(
    await fetch(url, {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(request.language === undefined ? {} : { 'accept-language': request.language }),
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    }),
  );
}

export async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : null };
}

/** Posts a body as HubSpot would, signed v3 with the full address. */
export async function postWebhook(
  web: Pick<TestWeb, 'url'>,
  body: string | Buffer,
  options: {
    readonly secret?: string;
    readonly headers?: Record<string, string>;
    readonly path?: string;
  } = {},
): Promise<Answer> {
  const address = `${web.url}${options.path ?? '/webhooks/hubspot'}`;
  const headers = {
    'content-type': 'application/json',
    ...signature(address, body, { secret: options.secret ?? SECRET }),
    ...options.headers,
  };
  return readAnswer(
    await fetch(address, {
      method: 'POST',
      headers,
      body: typeof body === 'string' ? body : new Uint8Array(body),
    }),
  );
}

export function signature(
  address: string,
  body: string | Buffer,
  by: { readonly secret: string; readonly timestamp?: string; readonly method?: string },
): Record<string, string> {
  const { secret, timestamp = String(Date.now()), method = 'POST' } = by;
  const hmac = createHmac('sha256', secret)
    .update(method + signedUri(address))
    .update(body)
    .update(timestamp);
  return { 'x-hubspot-signature-v3': hmac.digest('base64'), 'x-hubspot-request-timestamp': timestamp };
}

/** One webhook event in HubSpot's classic notation. */
export function webhookEvent(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    eventId: 1,
    subscriptionId: 11,
    portalId: Number(PORTAL),
    appId: 7788991,
    occurredAt: Date.parse('2026-03-02T09:00:00.000Z'),
    subscriptionType: 'contact.propertyChange',
    attemptNumber: 0,
    objectId: 501,
    propertyName: 'lifecyclestage',
    propertyValue: 'lead',
    changeSource: 'CRM_UI',
    ...changes,
  };
}

/** Walks through the consent of the sandbox as a browser would. */
export async function installInBrowser(
  web: TestWeb,
  options: { readonly portalId?: string; readonly language?: string } = {},
): Promise<Answer> {
  const start = await fetch(`${web.url}/oauth/install`, { redirect: 'manual' });
  const cookie = cookieOf(start);
  const consent = new URL(start.headers.get('location') ?? '');
  consent.searchParams.set('portalId', options.portalId ?? PORTAL);
  const granted = await fetch(consent, { redirect: 'manual' });
  const headers = { cookie, 'accept-language': options.language ?? 'en' };
  return readAnswer(await fetch(granted.headers.get('location') ?? '', { headers, redirect: 'manual' }));
}

export function cookieOf(response: Response): string {
  return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}
