// Marketing's clauses over HTTP: the current month without asking, pages of leads, both languages, and what is refused.
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installInBrowser, PORTAL, startWeb, type TestWeb } from '#test/support/web.ts';

let web: TestWeb;

beforeAll(async () => {
  web = await startWeb();
  await installInBrowser(web);
  const { db } = web.test.database;
  await sql`update portal set first_live_at = '2020-01-01'`.execute(db);
  // Three of this month: one of them deleted in HubSpot, one set by hand.
  await sql`
    insert into milestone (portal_id, lead_id, cycle, kind, agreement_id, version, at, by_hand, counts, segments, channel,
      campaigns, complete, ending, known_at)
    select ${PORTAL}, 'l' || n, 1, 'mql', a.agreement_id, 1, accord_now(), n = 3, n <> 3, '{}', 'ORGANIC_SEARCH', '{}', true, '', accord_now()
    from agreement a, generate_series(1, 3) n`.execute(db);
  await sql`
    insert into lead (portal_id, lead_id, agreement_id, contact_id, state)
    select portal_id, lead_id, agreement_id, '90' || substr(lead_id, 2), '{}' from milestone`.execute(db);
  await sql`
    insert into mirror (portal_id, object_type, object_id, cells, created_at, gone)
    select portal_id, 'contact', contact_id, '{}', accord_now(), lead_id = 'l2' from lead`.execute(db);
});
afterAll(() => web.close());

const ask = (path: string) => web.api('GET', `/portals/${PORTAL}/clauses${path}`);

describe('the clauses of a month', () => {
  it('are those of the current one, in the language asked for', async () => {
    const { json } = await ask('?language=fr');
    const month = new Date().toISOString().slice(0, 7);

    expect(json).toMatchObject({ month, agreement: { version: 1 }, since: '2020-01-01T00:00:00.000Z' });
    expect(json.items.map(({ id, kind }: { id: string; kind: string }) => [id, kind])).toEqual([
      ['volume', 'volume'],
      ['quality', 'quality'],
      ['completeness', 'completeness'],
    ]);
    const [volume, quality] = json.items;
    expect(volume).toMatchObject({
      promised: 100,
      delivered: 2,
      label: expect.stringMatching(/^Volume\u00a0: 100 MQL en /),
    });
    expect(quality).toMatchObject({
      status: 'tooYoung',
      alarm: 'none',
      promised: 30,
      text: expect.stringMatching(/^Trop jeune/),
    });
  });

  it('of a month to come are those in force now', async () => {
    const { json } = await ask('?month=2099-01');

    expect(json.items[0]).toMatchObject({
      status: 'notStarted',
      delivered: 0,
      text: 'The month has not begun.',
    });
  });
});

describe('the leads behind a clause', () => {
  it('come in pages, each with the reason why it counts or not, and no name for who is gone', async () => {
    const first = await ask('/volume/leads?limit=2');
    const rest = await ask(`/volume/leads?limit=2&after=${first.json.next}&language=fr`);

    expect(first.json).toMatchObject({
      total: 3,
      next: '2',
      items: [
        { contactId: '901', counts: true, because: 'counted', text: 'Counts.' },
        { contactId: null, counts: true, because: 'counted' },
      ],
    });
    expect(rest.json.next).toBeNull();
    expect(rest.json.items).toMatchObject([
      {
        contactId: '903',
        counts: false,
        because: 'byHand',
        text: 'Ne compte pas\u00a0: une personne a fixé la phase, contre les critères.',
      },
    ]);
  });
});

describe('what is refused', () => {
  it.each([
    ['a month that is none', '?month=2026-13', 400, 'doit être un mois'],
    ['a month before the installation', '?month=2001-01', 404, 'Aucun accord'],
    ['another agreement', '?agreement=emea', 404, 'Aucun accord'],
    ['a clause that the agreement does not have', '/revenue/leads?', 404, 'n’a pas cette clause'],
  ])('%s', async (_what, path, ...[status, words]) => {
    const answer = await ask(`${path}&language=fr`);

    expect(answer.status).toBe(status);
    expect(answer.text).toContain(words);
    expect(answer.json.fix ?? answer.json.problems).toBeTruthy();
  });
});
