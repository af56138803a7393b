// The webhooks journal: what is asked with which token, and its events in the notation of webhooks.
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createJournal } from '#hubspot/journal.ts';
import { journalSubscriptions, readJournalFile } from '#hubspot/journal-event.ts';
import { parseWebhookBatch } from '#hubspot/schema.ts';
import { type PreparedAnswer, useHttpMock } from '#test/support/http-mock.ts';
import { CLIENT_ID, CLIENT_SECRET, NOW_MS } from './harness.ts';

const http = useHttpMock();
const signal = new AbortController().signal;
const OCCURRED = 1_795_309_200_123;
const SCOPE = [
  'developer.webhooks_journal.read',
  'developer.webhooks_journal.subscriptions.read',
  'developer.webhooks_journal.subscriptions.write',
  'crm.objects.contacts.read',
  'crm.objects.companies.read',
  'crm.objects.deals.read',
  'crm.objects.leads.read',
  'sales-email-read',
].join(' ');

function startJournal() {
  return createJournal({
    apiUrl: http.origin,
    apiVersion: '2026-03',
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    clock: { nowMs: () => NOW_MS },
  });
}

function expectToken(): PreparedAnswer {
  return http.expect({
    method: 'POST',
    path: '/oauth/2026-03/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    absentHeaders: ['authorization'],
    body: {
      grant_type: 'client_credentials',
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
      scope: SCOPE,
    },
  });
}

function expectRead(tail: string): PreparedAnswer {
  return http.expect({
    method: 'GET',
    path: `/webhooks-journal/journal/2026-03/${tail}`,
    headers: { authorization: 'Bearer app-token' },
  });
}

function giveToken(): void {
  expectToken().reply(200, { access_token: 'app-token', expires_in: 1_800, token_type: 'bearer' });
}

const EVENT = { portalId: 44001234, objectTypeId: '0-1', objectId: 55001, occurredAt: OCCURRED };

describe('reading the journal', () => {
  it('goes on behind the last file, whose address is called without a token', async () => {
    giveToken();
    expectRead('offset/41/next').reply(200, {
      url: `${http.origin}/file?signature=abc`,
      expiresAt: '2026-11-22T10:05:00Z',
      currentOffset: '42',
    });
    http
      .expect({
        method: 'GET',
        path: '/file',
        query: { signature: 'abc' },
        absentHeaders: ['authorization'],
      })
      .reply(200, { offset: '42', publishedAt: '', journalEvents: [{ ...EVENT, action: 'CREATE' }] });

    const entry = await startJournal().readNext('41', signal);

    expect(entry).toMatchObject({ offset: '42', lifecycle: [], events: [{ objectId: 55001 }] });
  });

  it('begins with the earliest, and keeps its token', async () => {
    giveToken();
    expectRead('earliest').reply(204);
    expectRead('earliest').reply(204);
    const journal = startJournal();

    expect(await journal.readNext(null, signal)).toBeNull();
    expect(await journal.readNext(null, signal)).toBeNull();
  });

  it('says that an offset is gone, and that scopes are missing', async () => {
    giveToken();
    expectRead('offset/1/next').reply(404, { status: 'error', category: 'OBJECT_NOT_FOUND' });
    expectRead('offset/2/next').reply(403, { status: 'error', category: 'MISSING_SCOPES' });
    const journal = startJournal();

    expect(await journal.readNext('1', signal)).toBe('expired');
    await expect(journal.readNext('2', signal)).rejects.toMatchObject({
      code: 'MISSING_SCOPES',
      retryable: false,
    });
  });

  it('says that a file is no JSON, without a word of it, and reads it again later', async () => {
    giveToken();
    expectRead('offset/41/next').reply(200, {
      url: `${http.origin}/file`,
      expiresAt: '2026-11-22T10:05:00Z',
      currentOffset: '42',
    });
    http.expect({ method: 'GET', path: '/file' }).reply(200, '{"journalEvents": [{"email": "zebulonne@');

    const failure: unknown = await startJournal()
      .readNext('41', signal)
      .catch((error: unknown) => error);

    expect(failure).toMatchObject({ code: 'NOT_JSON', retryable: true });
    expect(inspect(failure)).not.toContain('zebulonne');
  });

  it('downloads nothing from an address without TLS that is not where the API is', async () => {
    giveToken();
    const url = 'http://169.254.169.254/latest';
    expectRead('offset/1/next').reply(200, { url, expiresAt: '', currentOffset: '2' });

    await expect(startJournal().readNext('1', signal)).rejects.toMatchObject({ code: 'WRONG_SHAPE' });
  });

  it('subscribes with the lists that HubSpot wants, also empty ones', async () => {
    giveToken();
    http
      .expect({
        method: 'POST',
        path: '/webhooks-journal/subscriptions/2026-03',
        headers: { authorization: 'Bearer app-token' },
        body: {
          subscriptionType: 'APP_LIFECYCLE_EVENT',
          portalId: 44001234,
          eventTypeId: '4-1916193',
          actions: ['APP_UNINSTALL'],
          objectIds: [],
          properties: [],
        },
      })
      .reply(200, { id: 1 });
    const wish = journalSubscriptions('44001234', []).find(({ eventTypeId }) => eventTypeId === '4-1916193');
    if (wish === undefined) throw new Error('uninstalls are not asked for');

    await expect(startJournal().subscribe(wish, signal)).resolves.toBeUndefined();
  });
});

describe('a file of the journal', () => {
  const read = (...journalEvents: unknown[]) => {
    const { events, lifecycle } = readJournalFile({ journalEvents });
    const batch = events.length === 0 ? null : parseWebhookBatch(events);
    if (batch !== null && !batch.ok) throw new Error(batch.error.message);
    return {
      lifecycle,
      setAside: batch?.value.setAside.map(({ reason }) => reason) ?? [],
      events:
        batch?.value.events.map(({ objectType, action, objectId, propertyName, propertyValue }) =>
          [objectType, action, objectId, propertyName, propertyValue]
            .filter((part) => part != null)
            .join(' '),
        ) ?? [],
    };
  };

  it.each<[string, Record<string, unknown>, string]>([
    ['a creation', { action: 'CREATE' }, 'contact creation 55001'],
    ['a deletion', { action: 'DELETE' }, 'contact deletion 55001'],
    ['a restore', { action: 'RESTORE' }, 'contact restore 55001'],
    ['an erasure', { action: 'GDPR_DELETE' }, 'contact privacyDeletion 55001'],
    [
      'a change',
      { action: 'UPDATE', propertyChanges: { jobtitle: 'CEO' } },
      'contact propertyChange 55001 jobtitle CEO',
    ],
    [
      'a change, told with its value before',
      { action: 'UPDATE', propertyChanges: { jobtitle: { oldValue: 'CTO', newValue: 'CEO' } } },
      'contact propertyChange 55001 jobtitle CEO',
    ],
    [
      'a change in a list',
      { action: 'UPDATE', propertyChanges: [{ name: 'jobtitle', value: 'CEO' }] },
      'contact propertyChange 55001 jobtitle CEO',
    ],
    [
      'a merge',
      { action: 'MERGE', primaryObjectId: 55001, mergedObjectIds: [55002], newObjectId: 55010 },
      'contact merge 55010',
    ],
    ['an activity', { action: 'CREATE', objectTypeId: '0-48', objectId: 88001 }, 'call creation 88001'],
  ])('tells %s as a webhook would', (_, event, expected) => {
    expect(read({ ...EVENT, ...event })).toEqual({ lifecycle: [], setAside: [], events: [expected] });
  });

  it('tells install and uninstall apart from what happens to records', () => {
    const event = { portalId: 44001234, occurredAt: '2026-11-22T10:00:00Z' };

    expect(
      read(
        { ...event, eventTypeId: '4-1916193', action: 'APP_UNINSTALL' },
        { ...event, action: 'APP_INSTALL' },
      ),
    ).toEqual({
      setAside: [],
      events: [],
      lifecycle: [
        { portalId: '44001234', kind: 'uninstalled', at: '2026-11-22T10:00:00.000Z' },
        { portalId: '44001234', kind: 'installed', at: '2026-11-22T10:00:00.000Z' },
      ],
    });
  });

  it('sets aside what it cannot read, and takes what is no file for an empty one', () => {
    expect(read({ ...EVENT, action: 'MERGE' }).setAside).toEqual(['unreadable: primaryObjectId']);
    expect(read({ ...EVENT, action: 'SHRUNK' }).setAside).toEqual(['unknown subscription type']);
    expect(readJournalFile('<html>')).toEqual({ events: [], lifecycle: [] });
  });

  it('gives an event read twice the same ids', () => {
    const file = { journalEvents: [{ ...EVENT, action: 'CREATE' }] };

    expect(readJournalFile(file)).toEqual(readJournalFile(file));
  });
});
