import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, it } from 'vitest';
import { type Harness, PORTAL_ID, startHarness, waitFor } from './harness.ts';

async function withDate(hub: Harness): Promise<string> {
  const definition = {
    name: 'due',
    label: 'Due',
    groupName: 'contactinformation',
    type: 'date',
    fieldType: 'date',
  };
  expect((await hub.call('POST', '/crm/properties/2026-03/0-1', definition)).status).toBe(201);
  return hub.act({ type: 'create', properties: { email: 'date@lead.example' } });
}

it('refuses a date with a time on 2026-03, and normalises it with a warning on 2026-09', async () => {
  const hub = await startHarness();
  const id = await withDate(hub);
  const body = { properties: { due: '2026-11-22T15:00:00Z' } };

  const older = await hub.call('PATCH', `/crm/objects/2026-03/contacts/${id}`, body);
  const newer = await hub.call('PATCH', `/crm/objects/2026-09/contacts/${id}`, body);
  const midnight = await hub.call('PATCH', `/crm/objects/2026-03/contacts/${id}`, {
    properties: { due: String(Date.parse('2026-11-23')) },
  });
  const noDay = await hub.call('PATCH', `/crm/objects/2026-09/contacts/${id}`, {
    properties: { due: '2026-02-30' },
  });
  await hub.stop();

  expect(older.body.errors[0].code).toBe('INVALID_DATE');
  expect(newer.status).toBe(200);
  expect(newer.body.properties.due).toBe('2026-11-22');
  expect(newer.body.warnings).toMatchObject([
    {
      category: 'PROPERTY_VALUE_NORMALIZED',
      context: { propertyName: ['due'], normalizedValue: ['2026-11-22'] },
    },
  ]);
  expect(midnight.body.properties.due).toBe('2026-11-23');
  expect(noDay.body.errors[0].code).toBe('INVALID_DATE');
});

it('puts events of several portals into one post only when told to', async () => {
  const bodies: { portalId: number }[][] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      bodies.push(JSON.parse(Buffer.concat(chunks).toString()));
      response.end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const portals = [PORTAL_ID, 5].map((portalId) => ({ portalId, timeZone: 'Europe/Paris', installed: true }));
  const subscriptions = [{ subscriptionType: 'contact.creation' }];
  const hub = await startHarness({
    portals,
    webhook: { targetUrl: `http://127.0.0.1:${port}/`, subscriptions, delayMs: [0, 0] },
  });
  const run = async (mixPortals: boolean): Promise<number> => {
    bodies.length = 0;
    await hub.control('PUT', '/webhook', { mixPortals });
    await hub.control('POST', '/webhook/pause');
    for (const { portalId } of portals) {
      for (let index = 0; index < 10; index++)
        hub.sandbox.apply(portalId, [{ type: 'create', properties: {} }]);
    }
    await hub.control('POST', '/webhook/resume');
    const { webhooks } = hub.sandbox.state;
    await waitFor('quiescence', () => webhooks.pending() + webhooks.inFlight() === 0);
    return Math.max(...bodies.map((events) => new Set(events.map((event) => event.portalId)).size));
  };

  const [apart, mixed] = [await run(false), await run(true)];
  await hub.stop();
  server.close();

  expect([apart, mixed]).toEqual([1, 2]);
});
