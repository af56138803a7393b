// Refusals are limited by address: who guesses waits, who is let in does not, and no webhook is turned away.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { insertPortal } from '#test/support/portal.ts';
import {
  ADMIN_TOKEN,
  PORTAL,
  postWebhook,
  readAnswer,
  SECRET,
  signature,
  startWeb,
  type TestWeb,
  webhookEvent,
} from '#test/support/web.ts';

let web: TestWeb;

const guess = async (forwardedFor = '') =>
  readAnswer(
    await fetch(`${web.url}/api/v1/portals`, {
      headers: {
        authorization: 'Bearer a-guess-of-more-than-thirty-two-letters',
        ...(forwardedFor === '' ? {} : { 'x-forwarded-for': forwardedFor }),
      },
    }),
  );

async function guessOften(times: number, forwardedFor?: string): Promise<readonly number[]> {
  const statuses: number[] = [];
  for (let time = 0; time < times; time += 1) statuses.push((await guess(forwardedFor)).status);
  return statuses;
}

describe('without a proxy', () => {
  beforeEach(async () => {
    web = await startWeb({ env: { REFUSALS_PER_MINUTE: '60' } });
    await insertPortal(web.test.database, PORTAL);
  });
  afterEach(() => web.close());

  it('an address that was refused 60 times in a minute is no longer looked at, whatever it then brings', async () => {
    const first = await guessOften(60);
    const next = await guess();
    const withToken = await web.api('GET', '/portals');

    expect(new Set(first)).toEqual(new Set([401]));
    expect([next.status, next.json.error]).toEqual([429, 'TOO_MANY_REFUSALS']);
    expect(next.headers.get('retry-after')).toBe('60');
    expect(withToken.status).toBe(429);
  });

  it('what is let in counts nothing', async () => {
    for (let time = 0; time < 70; time += 1) expect((await web.api('GET', '/portals')).status).toBe(200);
  });

  it('a webhook that HubSpot signed is taken though its address was refused', async () => {
    await guessOften(61);
    for (let time = 0; time < 61; time += 1) await postWebhook(web, '[]', { secret: 'another' });
    const answer = await postWebhook(web, JSON.stringify([webhookEvent({})]));

    expect([answer.status, answer.json.accepted]).toEqual([200, 1]);
  });

  it('what HubSpot sends for one account is not turned away for what it sent for another', async () => {
    const asked = `${web.url}/api/v1/portals/${PORTAL}/agreement?portalId=${PORTAL}&userId=1&userEmail=a%40b.example&appId=1`;
    const refused = `${web.url}/api/v1/portals/${PORTAL}/audit?portalId=${PORTAL}&userId=1&userEmail=a%40b.example&appId=1`;
    const call = async (address: string, secret: string) => {
      const headers = signature(address, '', { secret, method: 'GET' });
      return (await fetch(address, { headers })).status;
    };
    // Another app makes HubSpot call us; and a user asks for what his role does not reach.
    for (let time = 0; time < 61; time += 1) expect(await call(asked, 'another-app')).toBe(401);
    for (let time = 0; time < 61; time += 1) expect(await call(refused, SECRET)).toBe(403);

    expect(await call(asked, SECRET)).toBe(404);
    expect((await guess()).status).toBe(401);
  });

  it('a signature beside a token helps nobody to guess it', async () => {
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, 'x-hubspot-signature-v3': 'x' };
    expect((await fetch(`${web.url}/api/v1/portals`, { headers })).status).toBe(401);
  });

  it('nobody escapes by naming another address', async () => {
    const statuses: number[] = [];
    for (let time = 0; time < 61; time += 1) statuses.push((await guess(`192.0.2.${time}`)).status);

    expect(statuses.at(-1)).toBe(429);
  });
});

it('behind a trusted proxy it is the caller’s address that counts', async () => {
  web = await startWeb({ env: { TRUSTED_PROXIES: 'loopback', REFUSALS_PER_MINUTE: '60' } });
  await insertPortal(web.test.database, PORTAL);

  const statuses = await guessOften(61, '192.0.2.1');
  const neighbor = await guess('192.0.2.2');

  expect([statuses.at(-2), statuses.at(-1), neighbor.status]).toEqual([401, 429, 401]);
  await web.close();
});
