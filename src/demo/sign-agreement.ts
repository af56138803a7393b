// Two people sign: a document goes through its whole life in the sandbox as two HubSpot users would take it, each request
// signed by HubSpot. The command line and the admin token could not do it (5a.10).

export interface Desk {
  /** Where Accord listens. */
  readonly url: string;
  readonly sandboxUrl: string;
  readonly portalId: string;
}

interface User {
  readonly userId: number;
  readonly email: string;
}

/** Not owners of leads: signatories need not be reps. */
const FIRST_USER_ID = 900_001;

/** Uploads, proposes, lets both sides sign, previews, activates; answers the version's number. */
export async function putInForce(desk: Desk, document: string): Promise<number> {
  const author: User = { userId: FIRST_USER_ID, email: 'author@accord.example' };
  const draft = await ask<{ version: number }>(desk, author, { path: 'draft', body: { document } });
  const at = (step: string): string => `${draft.version}/${step}`;
  const proposed = await ask<{ contentHash: string }>(desk, author, { path: at('propose') });
  const users = await findSignatories(desk, author, draft.version);
  for (const user of users)
    await ask(desk, user, { path: at('sign'), body: { contentHash: proposed.contentHash } });
  const preview = await ask<{ token: string }>(desk, author, { path: at('preview') });
  const [marketing = author] = users;
  await ask(desk, marketing, { path: at('activate'), body: { confirm: preview.token } });
  return draft.version;
}

/** The two whom the document names; where HubSpot knows the address as an owner's, under his user id. */
async function findSignatories(desk: Desk, reader: User, version: number): Promise<readonly User[]> {
  const read = await ask<{ signatories: { email: string; delegate: boolean }[] }>(desk, reader, {
    path: String(version),
    method: 'GET',
  });
  const response = await fetch(`${desk.sandboxUrl}/sandbox/portals/${desk.portalId}/owners`);
  const { results } = (await response.json()) as { results: { email: string; userId: number }[] };
  return read.signatories
    .filter(({ delegate }) => !delegate)
    .map(({ email }, index) => ({
      email,
      userId: results.find((owner) => owner.email === email)?.userId ?? FIRST_USER_ID + 1 + index,
    }));
}

/** One request of a user, through the sandbox as through HubSpot's proxy. */
async function ask<T>(
  desk: Desk,
  user: User,
  request: { readonly path: string; readonly method?: 'GET' | 'POST'; readonly body?: unknown },
): Promise<T> {
  const response = await fetch(`${desk.sandboxUrl}/sandbox/portals/${desk.portalId}/fetch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      userId: user.userId,
      userEmail: user.email,
      url: `${desk.url}/hubspot/card/agreements/${request.path}`,
      method: request.method ?? 'POST',
      ...(request.body === undefined ? {} : { body: request.body }),
    }),
  });
  const { status, body } = (await response.json()) as { status: number; body: unknown };
  if (status !== 200) throw new Error(`${request.path} was refused with ${status}: ${JSON.stringify(body)}`);
  return body as T; // documented by the contract
}
