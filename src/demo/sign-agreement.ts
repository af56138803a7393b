// Two people sign: a document goes through its whole life in the sandbox as two HubSpot users would take it, each request
// signed by HubSpot. The command line and the admin token could not do it (5a.10).

import { INSTALLER } from '#sandbox/oauth.ts';
import { askAsUser, type Desk, type User } from './as-user.ts';

/** Not owners of leads: signatories need not be reps. */
const FIRST_USER_ID = 900_001;

/** Uploads, proposes, lets both sides sign, previews, activates; answers the version's number. */
export async function putInForce(desk: Desk, document: string): Promise<number> {
  // Who installed is the first administrator.
  const author: User = { userId: INSTALLER.id, email: 'author@accord.example' };
  const draft = await askAsUser<{ version: number }>(desk, author, {
    path: 'agreements/draft',
    body: { document },
  });
  const at = (step: string): string => `agreements/${draft.version}/${step}`;
  const proposed = await askAsUser<{ contentHash: string }>(desk, author, { path: at('propose') });
  const users = await findSignatories(desk, author, draft.version);
  for (const user of users)
    await askAsUser(desk, user, { path: at('sign'), body: { contentHash: proposed.contentHash } });
  const preview = await askAsUser<{ token: string }>(desk, author, { path: at('preview') });
  const [marketing = author] = users;
  await askAsUser(desk, marketing, { path: at('activate'), body: { confirm: preview.token } });
  return draft.version;
}

/** The two whom the document names; where HubSpot knows the address as an owner's, under his user id. */
async function findSignatories(desk: Desk, reader: User, version: number): Promise<readonly User[]> {
  const read = await askAsUser<{ signatories: { email: string; delegate: boolean }[] }>(desk, reader, {
    path: `agreements/${version}`,
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
