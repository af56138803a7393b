// HubSpot users at work on an agreement, over HTTP through the sandbox's hubspot.fetch.
import { sleep } from '#platform/clock.ts';
import { type Answer, PORTAL, type TestWeb } from './web.ts';

export interface User {
  readonly userId: number;
  readonly email: string;
}

export const MARKETING: User = { userId: 900_002, email: 'marketing.lead@our-company.example' };
export const SALES: User = { userId: 900_003, email: 'sales.lead@our-company.example' };
export const STRANGER: User = { userId: 900_009, email: 'somebody.else@our-company.example' };

type Place = Pick<TestWeb, 'url' | 'sandboxUrl'>;

/** Below /hubspot/card/agreements, or any address of the app where `path` starts with a slash. */
export async function askAs(
  web: Place,
  user: User,
  request: {
    readonly method?: 'GET' | 'POST';
    readonly path: string;
    readonly body?: unknown;
    readonly portal?: string;
  },
): Promise<Pick<Answer, 'status' | 'json'>> {
  const path = request.path.startsWith('/') ? request.path : `/hubspot/card/agreements/${request.path}`;
  const response = await fetch(`${web.sandboxUrl}/sandbox/portals/${request.portal ?? PORTAL}/fetch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      userId: user.userId,
      userEmail: user.email,
      url: web.url + path,
      method: request.method ?? 'POST',
      ...(request.body === undefined ? {} : { body: request.body }),
    }),
  });
  const answer = (await response.json()) as { status: number; body: unknown };
  // The proxy itself refuses: it waits fifteen seconds.
  if (!response.ok) return { status: response.status, json: answer };
  return { status: answer.status, json: answer.body };
}

export interface Proposed {
  readonly version: number;
  readonly contentHash: string;
}

export async function propose(web: Place, document: string, body: object = {}): Promise<Proposed> {
  const draft = await askAs(web, MARKETING, { path: 'draft', body: { document } });
  const proposed = await askAs(web, MARKETING, { path: `${draft.json.version}/propose`, body });
  if (proposed.status !== 200) throw new Error(JSON.stringify(proposed.json));
  return proposed.json;
}

export function sign(web: Place, user: User, { version, contentHash }: Proposed) {
  return askAs(web, user, { path: `${version}/sign`, body: { contentHash } });
}

export async function signBoth(web: Place, document: string, body: object = {}): Promise<Proposed> {
  const proposed = await propose(web, document, body);
  for (const user of [MARKETING, SALES]) {
    const signed = await sign(web, user, proposed);
    if (signed.status !== 200) throw new Error(JSON.stringify(signed.json));
  }
  return proposed;
}

/** Judging a large portal outlasts HubSpot's proxy; what was found is kept, as the settings page reads it. */
async function lookAhead(web: Place, path: string): Promise<Pick<Answer, 'status' | 'json'>> {
  let preview = await askAs(web, MARKETING, { path });
  while (preview.status >= 500 || preview.json?.code === 'NO_PREVIEW') {
    await sleep(1_000);
    preview = await askAs(web, MARKETING, { method: 'GET', path });
  }
  return preview;
}

/** Signed by both, previewed, in force now or from a date. */
export async function activate(web: Place, document: string, body: object = {}): Promise<Proposed> {
  const proposed = await signBoth(web, document);
  const preview = await lookAhead(web, `${proposed.version}/preview`);
  const activated = await askAs(web, MARKETING, {
    path: `${proposed.version}/activate`,
    body: { confirm: preview.json.token, ...body },
  });
  if (activated.status !== 200) throw new Error(JSON.stringify(activated.json));
  return proposed;
}
