// Two people sign: a document goes through its whole life in the sandbox as two HubSpot users would take it, each request
// signed by HubSpot. The command line and the admin token could not do it (5a.10).

import { sleep } from '#platform/clock.ts';
import { INSTALLER } from '#sandbox/oauth.ts';
import { askAsUser, bodyOf, type Desk, sendAsUser, type User } from './as-user.ts';

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
  const preview = await findPreview(desk, author, at('preview'));
  const [marketing = author] = users;
  await askAsUser(desk, marketing, { path: at('activate'), body: { confirm: preview.token } });
  return draft.version;
}

const TOOK_TOO_LONG = 504;
const LOOK_EVERY_MS = 3_000;
/** Half an hour: some hundred thousand leads. */
const LOOKS = 600;

/** As the settings page: judging many thousands of leads takes longer than HubSpot waits, so what was found is asked for until it is there. */
async function findPreview(desk: Desk, author: User, path: string): Promise<{ readonly token: string }> {
  let answer = await sendAsUser(desk, author, { path });
  // Only of a preview that goes on is 404 no refusal: nothing is found yet.
  const waitsFor = answer.status === TOOK_TOO_LONG ? [TOOK_TOO_LONG, 404] : [];
  for (let look = 0; waitsFor.includes(answer.status) && look < LOOKS; look++) {
    await sleep(LOOK_EVERY_MS);
    answer = await sendAsUser(desk, author, { path, method: 'GET' });
  }
  return bodyOf(answer, path) as { token: string }; // documented by the contract
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
