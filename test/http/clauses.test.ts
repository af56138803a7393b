// Both sides' clauses over HTTP: the current month without asking, pages of leads, both languages, and what is refused.
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
    select portal_id, lead_id, agreement_id, '90' || substr(lead_id, 2),
      -- Sales has called the third one; the first one's call was in a cycle before.
      case lead_id when 'l1' then '{"cycle":0,"touchedAt":"2020-01-01T00:00:00.000Z","status":"handedOver","recycleReason":""}'::jsonb
        when 'l3' then '{"cycle":1,"touchedAt":"2020-01-01T00:00:00.000Z","status":"recycled","recycleReason":"rejected:No budget",
          "rejectNote":"Ring in May","owner":{"value":"71"}}'
        else '{"cycle":2,"touchedAt":null,"status":"handedOver","recycleReason":"","lastEnd":{"at":"2020-01-01T00:00:00.000Z",
          "reason":"rejected:Not now"}}' end
    from milestone`.execute(db);
  // While the portal observes again, the third one is rehearsed in a cycle that nobody lived.
  await sql`
    update lead set shadow = '{"cycle":3,"touchedAt":null,"status":"handedOver","recycleReason":"","lastEnd":{"at":"2020-02-01T00:00:00.000Z",
      "reason":"rejected:Rehearsed"},"owner":{"value":"71"}}'::jsonb where lead_id = 'l3'`.execute(db);
  await sql`
    insert into mirror (portal_id, object_type, object_id, cells, created_at, gone)
    select portal_id, 'contact', contact_id, '{}', accord_now(), lead_id = 'l2' from lead`.execute(db);
  await sql`insert into owner (portal_id, owner_id, email, archived) values (${PORTAL}, '71', 'nora@our-company.example', false)
    on conflict (portal_id, owner_id) do update set email = excluded.email`.execute(db);
  // An answer was owed for all three at the month's first instant: given for one, never for another, and one late.
  await sql`
    insert into clock (portal_id, lead_id, agreement_id, cycle, clause, run, version, owner_id, started_at, since, due_at,
      total_due_at, breached_at, breach_fired_at, met_at, status)
    select ${PORTAL}, l.lead_id, l.agreement_id, 1, 'accept', 1, 1, '71', t.due, t.due, t.due, t.due,
      case when l.lead_id <> 'l1' then t.due end, case when l.lead_id <> 'l1' then t.due end,
      case l.lead_id when 'l1' then t.due when 'l3' then t.due + interval '1 millisecond' end,
      case l.lead_id when 'l1' then 'met' when 'l2' then 'breached' else 'metLate' end
    from lead l cross join (select date_trunc('month', now() at time zone 'Europe/London') at time zone 'Europe/London' as due) t`.execute(
    db,
  );
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
      ['accept', 'handling'],
      ['first-touch', 'handling'],
      ['feedback', 'handling'],
      ['attempts', 'handling'],
      ['feedback-on-all', 'coverage'],
    ]);
    const [volume, quality, , accept] = json.items;
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
    expect(accept).toMatchObject({
      side: 'sales',
      status: 'behind',
      promised: 100,
      due: 3,
      kept: 1,
      late: 1,
      broken: 1,
      percent: 33.3,
      low: 6.1,
      high: 79.3,
      label: expect.stringMatching(
        /^Les ventes acceptent ou refusent sous 8 heures ouvrées, pour 100\u00a0% des leads à échéance en /,
      ),
      text: 'En retard\u00a0: à temps pour 1 sur 3, soit 33,33\u00a0%, 1 en retard, 1 pas du tout.',
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

describe('the leads behind a clause of sales', () => {
  it('say when it was due, when it was kept, and how it counts', async () => {
    const { json } = await ask('/accept/leads?language=fr');

    expect(json.total).toBe(3);
    expect(json.items).toMatchObject([
      {
        contactId: '901',
        ownerId: '71',
        counts: true,
        fulfils: true,
        because: 'kept',
        text: 'Compte, et a été respecté.',
      },
      {
        contactId: null,
        counts: true,
        fulfils: false,
        because: 'broken',
        metAt: null,
        rejected: { reason: 'Not now', note: '' },
      },
      {
        contactId: '903',
        counts: true,
        fulfils: false,
        because: 'late',
        rejected: { reason: 'No budget', note: 'Ring in May' },
      },
    ]);
    expect(json.items[0].rejected).toBeNull();
    expect(json.items[0].dueAt).toBe(json.items[0].metAt);
  });
});

describe('feedback on every lead', () => {
  it('is young while sales has time, and names its leads with what became of them', async () => {
    const { json } = await ask('?language=fr');
    const coverage = json.items.at(-1);

    expect(coverage).toMatchObject({
      id: 'feedback-on-all',
      side: 'sales',
      promised: 100,
      young: 3,
      silent: 0,
    });
    const leads = await ask('/feedback-on-all/leads');
    expect(leads.json.items.map(({ contactId }: { contactId: string | null }) => contactId)).toEqual(
      expect.arrayContaining(['901', null, '903']),
    );
    expect(leads.json.items[0]).toMatchObject({
      counts: false,
      because: 'tooYoung',
      text: 'Does not count yet: sales still has time.',
    });

    await sql`update milestone set at = date_trunc('month', now())`.execute(web.test.database.db);
    await sql`update portal set last_now = date_trunc('month', now()) + interval '25 days'`.execute(
      web.test.database.db,
    );
    const later = await ask('/feedback-on-all/leads');
    expect(later.json.items.map(({ because }: { because: string }) => because)).toEqual([
      'silent',
      'silent',
      'answered',
    ]);
    expect(later.json.items.map(({ rejected }: { rejected: unknown }) => rejected)).toEqual([
      null,
      { reason: 'Not now', note: '' },
      { reason: 'No budget', note: 'Ring in May' },
    ]);
  });
});

describe('the pods of a month', () => {
  it('are told with what they came to, and with the week ahead', async () => {
    const { json, status } = await web.api('GET', `/portals/${PORTAL}/pods`);

    expect(status).toBe(200);
    expect(json.since).toBe('2020-01-01T00:00:00.000Z');
    expect(json.items).toMatchObject([
      {
        pool: expect.any(String),
        marketer: null,
        handedOver: 1,
        accepted: 0,
        sql: 0,
        nextWeek: { capacity: null },
      },
      { pool: null, handedOver: 2 },
    ]);
    const promises = json.items.map((item: { promises: { clause: string; due: number; kept: number }[] }) =>
      item.promises.find(({ clause }) => clause === 'accept'),
    );
    expect(promises).toEqual([
      { clause: 'accept', due: 3, kept: 1 },
      { clause: 'accept', due: 0, kept: 0 },
    ]);
    expect((await web.api('GET', `/portals/${PORTAL}/pods?month=2001-01`)).status).toBe(404);
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
