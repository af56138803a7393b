// A page of the app as HubSpot shows it: HubSpot's own renderer draws it, and its calls go through the sandbox's proxy, which
// signs them as HubSpot does, to the real server.
import { hubspot } from '@hubspot/ui-extensions';
import { createRenderer } from '@hubspot/ui-extensions/testing';
import { vi } from 'vitest';
import type { TestWeb } from './web.ts';

interface PageUser {
  readonly userId: number;
  readonly userEmail: string;
  /** HubSpot's `en`, `fr`, `fr-ca`, … */
  readonly language?: string;
}

export interface Scene {
  readonly web: Pick<TestWeb, 'url' | 'sandboxUrl'>;
  readonly portalId: string;
  readonly user: PageUser;
}

/** Renderer of a place on the record, about one contact. */
export function renderRecord(
  location: 'crm.record.tab' | 'crm.record.sidebar',
  scene: Scene,
  contactId: string,
): ReturnType<typeof createRenderer<typeof location>> {
  const renderer = createRenderer(location);
  setScene(renderer.mocks.context, scene);
  renderer.mocks.context.crm = { objectId: Number(contactId), objectTypeId: '0-1' };
  return renderer;
}

export function renderSettings(scene: Scene): ReturnType<typeof createRenderer<'settings'>> {
  const renderer = createRenderer('settings');
  setScene(renderer.mocks.context, scene);
  return renderer;
}

function setScene(
  context: {
    user: { id: number; email: string; language?: string };
    portal: { id: number; timezone: string };
    variables?: Record<string, string | number | bigint | boolean>;
  },
  { web, portalId, user }: Scene,
): void {
  Object.assign(context.user, { id: user.userId, email: user.userEmail, language: user.language ?? 'en' });
  Object.assign(context.portal, { id: Number(portalId), timezone: 'Europe/Paris' });
  context.variables = { PUBLIC_URL: web.url };
  signFetches({ web, portalId, user });
}

/** As HubSpot's proxy does for this user. */
export function signFetches({ web, portalId, user: { userId, userEmail } }: Scene): void {
  vi.spyOn(hubspot, 'fetch').mockImplementation(async (url, options = {}) => {
    const { method = 'GET', body } = options;
    const proxied = await fetch(`${web.sandboxUrl}/sandbox/portals/${portalId}/fetch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        userId,
        userEmail,
        url: String(url),
        method,
        ...(body === undefined ? {} : { body }),
      }),
    });
    const answer = (await proxied.json()) as { status: number; body: unknown };
    return new Response(JSON.stringify(answer.body), { status: answer.status });
  });
}

/** HubSpot does not reach the server, or the server is away. */
export function breakFetches(): void {
  vi.spyOn(hubspot, 'fetch').mockRejectedValue(new Error('the proxy gave up'));
}

/** A look at the tree takes a round trip to a real server and a database. */
export const PATIENT = { timeoutInMs: 20_000 };
