import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { SandboxOptions } from '#sandbox/sandbox.ts';
import { signV1, signV3 } from '#sandbox/webhooks/signer.ts';
import { contactSubscriptions, indexSubscriptions } from '#sandbox/webhooks/subscriptions.ts';
import { type Harness, PORTAL_ID, startHarness, waitFor } from './harness.ts';

type Event = Record<string, unknown>;
interface Post {
  readonly body: string;
  readonly headers: Record<string, unknown>;
  readonly events: Event[];
}

const SECRET = 'webhook-secret';

/** Events come in no order. */
function byText(a: unknown, b: unknown): number {
  return String(a) < String(b) ? -1 : 1;
}

/** A receiver whose answers the test decides. */
async function startReceiver(
  answer: (post: Post, count: number) => number | null,
): Promise<{ url: string; posts: Post[]; server: Server }> {
  const posts: Post[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const post = { body, headers: request.headers, events: JSON.parse(body) as Event[] };
      posts.push(post);
      const status = answer(post, posts.length);
      if (status !== null) response.writeHead(status).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `http://127.0.0.1:${address.port}/webhooks/hubspot`, posts, server };
}

describe('webhooks', () => {
  let hub: Harness;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  afterEach(async () => {
    await hub.stop();
    receiver.server.closeAllConnections();
    receiver.server.close();
  });

  const start = async (
    answer: (post: Post, count: number) => number | null = () => 200,
    webhook: SandboxOptions['webhook'] = {},
    options: SandboxOptions = {},
  ): Promise<void> => {
    receiver = await startReceiver(answer);
    hub = await startHarness({
      clientSecret: SECRET,
      ...options,
      webhook: {
        targetUrl: receiver.url,
        subscriptions: contactSubscriptions([
          'lifecyclestage',
          'jobtitle',
          'hs_email_open',
          'recent_conversion_date',
          'hs_latest_source_timestamp',
        ]),
        duplicateShare: 0,
        reusedEventIdShare: 0,
        delayMs: [0, 1],
        ...webhook,
      },
    });
  };
  const quiet = (): Promise<void> =>
    waitFor(
      'quiescence',
      () => hub.sandbox.state.webhooks.pending() + hub.sandbox.state.webhooks.inFlight() === 0,
    );
  const received = (): Event[] => receiver.posts.flatMap((post) => post.events);
  const emitted = (): Event[] => hub.sandbox.state.events.events.map((entry) => entry.event);

  it('sends a creation and one change per subscribed set property, all at the same instant, signed', async () => {
    await start();
    const id = hub.act({
      type: 'create',
      by: 9001,
      properties: { email: 'a@lead.example', jobtitle: 'CEO', city: 'Lyon' },
    });
    await quiet();

    const events = received();
    expect(
      events.map((event) => [event['subscriptionType'], event['propertyName']]).toSorted(byText),
    ).toEqual([
      ['contact.creation', undefined],
      ['contact.propertyChange', 'jobtitle'],
      ['contact.propertyChange', 'lifecyclestage'],
    ]);
    expect(new Set(events.map((event) => event['occurredAt'])).size).toBe(1);
    expect(events.find((event) => event['propertyName'] === 'jobtitle')).toEqual({
      eventId: expect.any(Number),
      subscriptionId: expect.any(Number),
      portalId: PORTAL_ID,
      appId: 7788991,
      occurredAt: expect.any(Number),
      subscriptionType: 'contact.propertyChange',
      attemptNumber: 0,
      objectId: Number(id),
      propertyName: 'jobtitle',
      propertyValue: 'CEO',
      changeSource: 'CRM_UI',
      sourceId: 'userId:9001',
    });
    const [post] = receiver.posts;
    const timestampMs = Number(post!.headers['x-hubspot-request-timestamp']);
    const request = { method: 'POST', uri: receiver.url, body: post!.body, timestampMs };
    expect(post!.headers['x-hubspot-signature-v3']).toBe(signV3(SECRET, request));
    expect(post!.headers['x-hubspot-signature']).toBe(signV1(SECRET, post!.body));
    expect(post!.headers['x-hubspot-signature-version']).toBe('v1');
  });

  it('marks the app’s own writes, sends dates as milliseconds, and nothing for a value that stays the same', async () => {
    await start();
    const id = hub.act({ type: 'create', properties: { email: 'b@lead.example' } });
    const path = `/crm/objects/2026-03/contacts/${id}`;
    const at = '2026-11-22T10:00:00Z';

    await hub.call('PATCH', path, { properties: { hs_latest_source_timestamp: at, jobtitle: 'CTO' } });
    await hub.call('PATCH', path, { properties: { jobtitle: 'CTO' } });
    await hub.call('PATCH', path, { properties: { jobtitle: '' } });
    await quiet();

    const own = received().filter((event) => event['changeSource'] === 'INTEGRATION');
    expect(own.every((event) => event['sourceId'] === '7788991')).toBe(true);
    const values = own
      .map((event) => `${String(event['propertyName'])}=${String(event['propertyValue'])}`)
      .toSorted(byText);
    expect(values).toEqual([`hs_latest_source_timestamp=${Date.parse(at)}`, 'jobtitle=', 'jobtitle=CTO']);
  });

  it('retries with a raised attemptNumber and everything else equal, up to ten times', async () => {
    await start(() => 500, { retryScale: 0.0000001 });
    hub.act({ type: 'create', properties: { email: 'c@lead.example' } });
    await quiet();

    const creations = received().filter((event) => event['subscriptionType'] === 'contact.creation');
    expect(creations.map((event) => event['attemptNumber'])).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const same = creations.map((event) => JSON.stringify({ ...event, attemptNumber: 0 }));
    expect(new Set(same).size).toBe(1);
    expect(
      hub.sandbox.state.events.events.every((entry) => entry.abandoned && entry.acceptedAtMs === null),
    ).toBe(true);
  });

  it('retries after a 4xx and after a time-out too, and stops when accepted', async () => {
    await start((_, count) => (count === 1 ? 404 : count === 2 ? null : 204), {
      retryScale: 0.0000001,
      timeoutMs: 150,
      subscriptions: [{ subscriptionType: 'contact.creation' }],
    });
    hub.act({ type: 'create', properties: { email: 'd@lead.example' } });
    await quiet();

    expect(received().map((event) => event['attemptNumber'])).toEqual([0, 1, 2]);
    expect(hub.sandbox.state.events.deliveries.map((delivery) => delivery.outcome)).toEqual([
      404,
      'timeout',
      204,
    ]);
    expect(hub.sandbox.state.events.events[0]!.acceptedAtMs).not.toBeNull();
  });

  it('batches up to 100, delivers out of order and some twice, and every event at least once', async () => {
    await start(undefined, { duplicateShare: 0.2, delayMs: [1, 40], maxBatch: 100, reusedEventIdShare: 0.1 });
    const people = Array.from({ length: 400 }, (_, index) => ({
      type: 'create' as const,
      properties: { email: `p${index}@lead.example`, jobtitle: 'CEO' },
    }));
    hub.act(...people);
    await quiet();

    const keys = (events: Event[]): string[] => events.map((event) => JSON.stringify(event));
    const sent = keys(received());
    expect(emitted()).toHaveLength(1_200);
    expect(new Set(sent)).toEqual(new Set(keys(emitted())));
    expect(sent.length).toBeGreaterThan(1_300);
    expect(Math.max(...receiver.posts.map((post) => post.events.length))).toBeLessThanOrEqual(100);
    const order = received().map((event) => Number(event['objectId']));
    expect(order).not.toEqual(order.toSorted((a, b) => a - b));
    const byEventId = Map.groupBy(emitted(), (event) => event['eventId']);
    const reused = [...byEventId.values()].filter((events) => events.length > 1);
    expect(reused.length).toBeGreaterThan(0);
    expect(
      reused.every((events) => new Set(events.map((event) => event['objectId'])).size === events.length),
    ).toBe(true);
  });

  it('keeps at most the allowed number of posts in flight per portal', async () => {
    let open = 0;
    let most = 0;
    await start(undefined, { maxBatch: 1, maxInFlight: 3 });
    receiver.server.removeAllListeners('request');
    receiver.server.on('request', (request, response) => {
      open += 1;
      most = Math.max(most, open);
      request.resume();
      setTimeout(() => {
        open -= 1;
        response.end();
      }, 5);
    });
    hub.act(
      ...Array.from({ length: 20 }, (_, index) => ({
        type: 'create' as const,
        properties: { email: `f${index}@lead.example` },
      })),
    );
    await quiet();

    expect(most).toBe(3);
  });

  it('tells a merge with the new id and a deletion for every id that goes, without property changes', async () => {
    await start();
    const first = hub.act({ type: 'create', properties: { email: 'm1@lead.example' } });
    const second = hub.act({ type: 'create', properties: { email: 'm2@lead.example', jobtitle: 'COO' } });
    await quiet();
    receiver.posts.length = 0;

    const survivor = hub.act({ type: 'merge', primaryId: first, secondaryId: second });
    await quiet();

    const events = received();
    expect(events.find((event) => event['subscriptionType'] === 'contact.merge')).toMatchObject({
      objectId: Number(survivor),
      primaryObjectId: Number(first),
      mergedObjectIds: [Number(second)],
      newObjectId: Number(survivor),
      numberOfPropertiesMoved: 1,
    });
    const deleted = events
      .filter((event) => event['subscriptionType'] === 'contact.deletion')
      .map((event) => event['objectId']);
    expect(deleted.toSorted(byText)).toEqual([Number(first), Number(second)]);
    expect(events).toHaveLength(3);
  });

  it('tells a privacy deletion together with a deletion, and the record is gone for good', async () => {
    await start();
    const id = hub.act({ type: 'create', properties: { email: 'gdpr@lead.example' } });
    hub.act({ type: 'privacyDelete', id });
    await quiet();

    const types = received().map((event) => event['subscriptionType']);
    expect(types).toContain('contact.privacyDeletion');
    expect(types).toContain('contact.deletion');
    expect((await hub.call('GET', `/crm/objects/2026-03/contacts/${id}?archived=true`)).status).toBe(404);
    expect(hub.sandbox.apply(PORTAL_ID, [{ type: 'restore', id }])[0]!.ok).toBe(false);
  });

  it('tells an association in both directions, and again for the primary label', async () => {
    const subscriptions = [
      { subscriptionType: 'contact.associationChange' },
      { subscriptionType: 'company.associationChange' },
    ];
    await start(undefined, { subscriptions });
    const company = hub.act({ type: 'create', objectType: 'companies', properties: { name: 'Acme' } });
    const contact = hub.act({
      type: 'create',
      properties: { email: 'l@lead.example' },
      links: [{ type: 'companies', id: company, primary: true }],
    });
    await quiet();

    const told = received().map((event) => [
      event['associationType'],
      event['fromObjectId'],
      event['isPrimaryAssociation'],
    ]);
    expect(told.toSorted(byText)).toEqual([
      ['COMPANY_TO_CONTACT', Number(company), false],
      ['COMPANY_TO_CONTACT', Number(company), true],
      ['CONTACT_TO_COMPANY', Number(contact), false],
      ['CONTACT_TO_COMPANY', Number(contact), true],
    ]);
    expect(received().every((event) => !('objectId' in event) && event['changeSource'] === 'USER')).toBe(
      true,
    );
  });

  it.each([
    [false, ['hs_latest_source_timestamp']],
    [true, ['hs_email_open', 'hs_latest_source_timestamp']],
  ])(
    'sends counters only where the switch says so (%s), and calculated ones never',
    async (countersFireWebhooks, expected) => {
      await start(undefined, {}, { countersFireWebhooks });
      const id = hub.act({ type: 'create', properties: { email: 'k@lead.example' } });
      await quiet();
      receiver.posts.length = 0;

      hub.act({ type: 'emailOpen', id }, { type: 'submitForm', id, form: 'Newsletter' });
      await quiet();

      expect(
        received()
          .map((event) => event['propertyName'])
          .toSorted(byText),
      ).toEqual(expected);
      expect(hub.sandbox.requirePortal(PORTAL_ID).objects.contacts.live.get(id)?.values).toMatchObject({
        hs_email_open: '1',
        num_conversion_events: '1',
        recent_conversion_event_name: 'Newsletter',
      });
    },
  );

  it('waits while paused, and sends nothing to an app that was uninstalled', async () => {
    await start();
    await hub.control('POST', '/webhook/pause');
    hub.act({ type: 'create', properties: { email: 'w@lead.example' } });
    expect((await hub.control('GET', '/quiescent')).body).toMatchObject({ quiescent: false, pending: 2 });
    expect(receiver.posts).toHaveLength(0);
    await hub.control('POST', '/webhook/resume');
    await quiet();
    expect(received()).toHaveLength(2);

    await hub.control('POST', `/portals/${PORTAL_ID}/uninstall`);
    hub.act({ type: 'create', properties: { email: 'z@lead.example' } });

    expect((await hub.control('GET', '/quiescent')).body.quiescent).toBe(true);
    expect(received()).toHaveLength(2);
  });

  it.each([
    [{ subscriptionType: 'contact.formSubmission' }],
    [{ subscriptionType: 'company.privacyDeletion' }],
    [{ subscriptionType: 'contact.propertyChange' }],
    [{ subscriptionType: 'contact.propertyChange', propertyName: 'hs_lastmodifieddate' }],
    [{ subscriptionType: 'object.creation', objectType: 'nothing' }],
  ])('refuses a subscription that HubSpot does not offer: %o', async (row) => {
    await start();

    expect(() => indexSubscriptions([row])).toThrow(/subscription|propertyName|offer/);
  });
});
