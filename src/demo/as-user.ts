// A HubSpot user who does something on a card of Accord's: each request goes through the sandbox as through HubSpot's proxy,
// which signs it and names the user.

export interface Desk {
  /** Where Accord listens. */
  readonly url: string;
  readonly sandboxUrl: string;
  readonly portalId: string;
}

export interface User {
  readonly userId: number;
  readonly email: string;
}

export interface CardRequest {
  /** Below `/hubspot/card/`; below the root where it begins with a slash. */
  readonly path: string;
  readonly method?: 'GET' | 'POST';
  readonly body?: unknown;
}

/** Throws where Accord refuses. */
export async function askAsUser<T>(desk: Desk, user: User, request: CardRequest): Promise<T> {
  return bodyOf(await sendAsUser(desk, user, request), request.path) as T; // documented by the contract
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Throws where Accord refused. */
export function bodyOf({ status, body }: Answer, path: string): unknown {
  if (status !== 200) throw new Error(`${path} was refused with ${status}: ${JSON.stringify(body)}`);
  return body;
}

/** 504 where HubSpot gave up waiting for Accord. */
export async function sendAsUser(desk: Desk, user: User, request: CardRequest): Promise<Answer> {
  const response = await fetch(`${desk.sandboxUrl}/sandbox/portals/${desk.portalId}/fetch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      userId: user.userId,
      userEmail: user.email,
      url: new URL(request.path, `${desk.url}/hubspot/card/`).href,
      method: request.method ?? 'POST',
      ...(request.body === undefined ? {} : { body: request.body }),
    }),
  });
  return (await response.json()) as Answer; // the sandbox's UserAnswer
}
