// Mutual alerts all the way (R32): leads in the sandbox portal over a month that was counted by hand, clocks that fire, the
// hourly look, and the e-mails that a real mail server gets. London works 7.5 hours a day; 8 from Tuesday ten are Wednesday 10:30.
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Agreement } from '#domain/agreement.ts';
import { judgeHandling } from '#domain/handling/handling.ts';
import type { NoticeChannel } from '#domain/notices/channels.ts';
import { toIncoming } from '#http/incoming.ts';
import { parseWebhookBatch } from '#hubspot/schema.ts';
import { WEBHOOK_SUBSCRIPTIONS } from '#hubspot/subscriptions.ts';
import { type AlertDeps, alertDue, lookForAlerts } from '#pipeline/alerts/look-for-alerts.ts';
import { readCompiled } from '#pipeline/versions/compiled-form.ts';
import { createAlertStore } from '#store/alerts.ts';
import { createClauseReports } from '#store/clause-reports.ts';
import { fireClocks } from '#store/fire-clocks.ts';
import { storeEvents } from '#store/inbox.ts';
import { setVirtualClock } from '#store/ledger.ts';
import { testLogger } from '#test/support/database.ts';
import { liveSince } from '#test/support/live-since.ts';
import { type NoticeWorld, startNoticeWorld } from '#test/support/notice-world.ts';
import { PORTAL, startThread, type Thread } from '#test/support/thread.ts';

const PORTAL_TEXT = String(PORTAL);
const EMAIL: NoticeChannel = { channel: 'email', to: null, team: null, about: null, personalData: false };
const NOTIFY = { marketing: [EMAIL], sales: [EMAIL] };
const HEAD = 'head.of.sales@our-company.example';
const HEAD_OF_MARKETING = 'head.of.marketing@our-company.example';
const running = new AbortController().signal;
let thread: Thread;
let world: NoticeWorld;
let deps: AlertDeps;
let told = 0;
let nowMs = 0;

beforeEach(async () => {
  told = 0;
  nowMs = Date.parse('2026-11-02T09:00:00Z');
  thread = await startThread(
    { webhook: { subscriptions: WEBHOOK_SUBSCRIPTIONS }, clock: { nowMs: () => nowMs } },
    promised,
  );
  const { database } = thread.test;
  await liveSince(database, {
    portalId: PORTAL_TEXT,
    agreement: thread.agreement,
    since: '2026-01-01T00:00:00Z',
  });
  const rep = { ownerId: '71', userId: 171, email: 'rep@sales.example', firstName: 'Rep', lastName: 'One' };
  act({ type: 'createOwner', ...rep });
  await goTo('2026-11-02T09:00:00Z');
  world = await startNoticeWorld(NOTIFY, { thread });
  deps = {
    store: createAlertStore(database),
    clauses: createClauseReports(database),
    notices: world.deps.store,
    logger: testLogger,
  };
});
afterEach(() => world.close());

/** An answer for nine leads in ten; of marketing two MQLs a month. What else is promised is kept by nothing at all. */
function promised(agreement: Agreement): Agreement {
  const { sales, marketing } = agreement;
  const [volume] = marketing.volume;
  if (volume === undefined) throw new Error('the template promises no volume');
  return {
    ...agreement,
    notify: NOTIFY,
    sales: {
      ...sales,
      attempts: null,
      clauses: sales.clauses.map((clause) => ({
        ...clause,
        consequences: [],
        ...(clause.kind === 'accept' ? { rate: 900_000, owner: HEAD } : { rate: 0 }),
      })),
    },
    marketing: {
      ...marketing,
      volume: [{ ...volume, perMonth: 2, months: { '2026-08': 0, '2026-09': 0, '2026-10': 0 } }],
      quality: { ...marketing.quality, rate: 0, matureAfterDays: 10, floor: null },
      meetings: [
        {
          id: 'objectives.meetings',
          from: 'mql',
          to: 'meeting',
          rate: 900_000,
          matureAfterDays: 10,
          floor: null,
        },
      ],
      completeness: { ...marketing.completeness, rate: 0 },
      told: [{ do: 'escalate', to: HEAD_OF_MARKETING, after: { amount: 31, unit: 'workingDays' } }],
    },
  };
}

/** Accord's clock and HubSpot's, which stand still there; what is due by then fires. */
async function goTo(instant: string): Promise<void> {
  nowMs = Date.parse(instant);
  await setVirtualClock(thread.test.database, { from: instant, speed: 1e-6 });
  await fireClocks(thread.test.database, 1_000);
  await thread.settle();
}

function act(...actions: Parameters<Thread['sandbox']['apply']>[1]): string[] {
  return thread.sandbox.apply(PORTAL, actions).map((result) => {
    if (!result.ok) throw new Error(result.error);
    return result.id ?? '';
  });
}

async function tell(): Promise<void> {
  const raw = thread.sandbox.state.events.events.slice(told).map(({ event }) => event);
  told += raw.length;
  const batch = parseWebhookBatch(raw);
  if (!batch.ok) throw new Error(batch.error.message);
  await storeEvents(thread.test.database, PORTAL_TEXT, toIncoming(batch.value));
  await thread.settle();
}

/** A contact that asks for a demo, and is handed over for it. */
async function mql(name: string): Promise<string> {
  const person = {
    firstname: 'Claire',
    lastname: 'Planted',
    company: 'Nordfil',
    jobtitle: 'CEO',
    country: 'France',
  };
  const properties = {
    ...person,
    phone: '+33142685300',
    lifecyclestage: 'lead',
    email: `${name}@lead.example`,
    hs_analytics_source: 'ORGANIC_SEARCH',
  };
  const [id = ''] = act({ type: 'create', properties });
  act({ type: 'submitForm', id, form: 'Request a demo' }, { type: 'bookMeeting', id });
  await tell();
  return id;
}

async function answer(id: string, word: 'accept' | 'reject'): Promise<void> {
  act({ type: 'set', id, properties: { accord_answer: word } });
  await tell();
}

async function excuse(contactId: string): Promise<void> {
  await sql`
    insert into clock_excuse (portal_id, lead_id, cycle, clause, at)
    select portal_id, lead_id, 1, 'accept', accord_now() from lead where contact_id = ${contactId}`.execute(
    thread.test.database.db,
  );
}

async function acceptance(month: string | null = null) {
  const record = await deps.clauses.readMonth(PORTAL_TEXT, { month, agreementId: null });
  if (record === null) throw new Error('no agreement was in force');
  const state = judgeHandling(readCompiled(record.version), record).find(
    ({ promise }) => promise.id === 'accept',
  );
  if (state === undefined) throw new Error('no clause of acceptance');
  return state;
}

async function mailed(): Promise<readonly (readonly [to: string, text: string])[]> {
  await world.pass();
  return world.mail.mails.splice(0).map(({ to, raw }) => [to, raw] as const);
}

/** Five leads of Tuesday 3: one accepted in time, one an hour late, two never, one of them excused; one deleted in HubSpot. */
async function live(): Promise<Readonly<Record<'kept' | 'late' | 'never' | 'excused', string>>> {
  await goTo('2026-11-03T10:00:00Z');
  const leads = {
    kept: await mql('kept'),
    late: await mql('late'),
    never: await mql('never'),
    excused: await mql('excused'),
  };
  const gone = await mql('gone');
  await goTo('2026-11-04T10:29:00Z');
  await answer(leads.kept, 'accept');
  await goTo('2026-11-04T11:30:00Z');
  await answer(leads.late, 'reject');
  act({ type: 'delete', objectType: 'contacts', id: gone });
  await tell();
  await excuse(leads.excused);
  await goTo('2026-11-05T10:00:00Z');
  return leads;
}

const byText = (a: string, b: string): number => (a < b ? -1 : 1);

describe('a month of sales that was counted by hand', () => {
  it('agrees, with the leads behind it', async () => {
    const leads = await live();

    const state = await acceptance();
    expect(state).toMatchObject({
      status: 'behind',
      alarm: 'atRisk',
      due: 4,
      kept: 1,
      late: 1,
      broken: 2,
      excused: 1,
    });
    const due = '2026-11-04T10:30:00.000Z';
    expect(
      state.leads
        .map(({ contactId, ownerId, dueAt, standing }) =>
          [contactId ?? '', ownerId, dueAt, standing].join(' '),
        )
        .toSorted(byText),
    ).toEqual(
      [
        [leads.kept, '71', due, 'kept'],
        [leads.late, '71', due, 'late'],
        [leads.never, '71', due, 'broken'],
        [leads.excused, '71', due, 'excused'],
        ['', '71', due, 'broken'],
      ]
        .map((lead) => lead.join(' '))
        .toSorted(byText),
    );
  });
});

describe('mutual alerts', () => {
  it('tell marketing, and who answers for it, of slow handling: clause, numbers and leads, once; and once more when it is broken', async () => {
    const { late, never } = await live();
    await alertDue(deps, running);

    const first = await mailed();
    expect(first.map(([to]) => to).toSorted()).toEqual([HEAD, 'marketing@portal.example']);
    for (const [, text] of first) {
      expect(text).toContain(
        'Sales accepts or rejects within 8 working hours, for 90% of the leads due in November 2026',
      );
      expect(text).toContain('kept for 1 of 4 leads (25%), 90% promised');
      expect(text).toContain(`/record/0-1/${late}`);
      expect(text).toContain(`/record/0-1/${never}`);
      expect(text).not.toContain('Planted');
    }

    // Within the hour nobody looks; later it is known, by whichever process, and after a crash before the end of a look.
    await alertDue(deps, running);
    await goTo('2026-11-06T10:00:00Z');
    await sql`delete from alert_look`.execute(thread.test.database.db);
    await Promise.all([alertDue(deps, running), alertDue(deps, running)]);
    expect(await lookForAlerts(deps, PORTAL_TEXT)).toBe(2);
    expect(await mailed()).toEqual([]);

    // Monday 1 December is over at midnight; people are told when they work.
    await goTo('2026-12-01T03:00:00Z');
    await alertDue(deps, running);
    expect(await mailed()).toEqual([]);
    await goTo('2026-12-01T10:00:00Z');
    await alertDue(deps, running);
    expect((await acceptance('2026-11')).alarm).toBe('broken');
    const last = await mailed();
    expect(last.map(([to]) => to).toSorted()).toEqual([HEAD, 'marketing@portal.example']);
  });

  it('tell sales, and marketing, of too few MQLs', async () => {
    await goTo('2026-11-10T10:00:00Z');
    await mql('only');
    await goTo('2026-12-01T10:00:00Z');
    await alertDue(deps, running);

    const mails = (await mailed()).filter(([, text]) => text.includes('Volume'));
    expect(mails.map(([to]) => to).toSorted()).toEqual(['marketing@portal.example', 'sales@portal.example']);
    expect(mails[0]?.[1]).toContain('Volume: 2 MQLs in November 2026');
    expect(mails[0]?.[1]).toContain('1 delivered, 2 expected by now, 2 promised');

    // Escalated long after the verdict, when no other alert looks at November any more; once. From Christmas on the company is closed.
    const escalated = async (instant: string) => {
      await goTo(instant);
      await sql`delete from alert_look`.execute(thread.test.database.db);
      await alertDue(deps, running);
      const last = await mailed();
      return last.filter(([to, text]) => to === HEAD_OF_MARKETING && text.includes('November 2026'));
    };
    expect(await escalated('2027-01-11T10:00:00Z')).toEqual([]);
    expect(await escalated('2027-01-29T10:00:00Z')).toEqual([
      [HEAD_OF_MARKETING, expect.stringContaining('1 delivered, 2 expected by now, 2 promised')],
    ]);
    expect(await escalated('2027-02-01T10:00:00Z')).toEqual([]);
  });

  it('tell sales, and marketing, of few meetings, once the cohort is ripe', async () => {
    const { kept } = await live();
    act({ type: 'bookMeeting', id: kept });
    await tell();
    await goTo('2026-12-10T10:00:00Z');
    await alertDue(deps, running);
    expect((await mailed()).filter(([, text]) => text.includes('Meetings'))).toEqual([]);

    // 1 of 5: with 95 % certainty at most 62 %. What was booked before the hand-over is no result of it.
    await goTo('2026-12-11T10:00:00Z');
    await alertDue(deps, running);
    const mails = (await mailed()).filter(([, text]) => text.includes('Meetings'));
    expect(mails.map(([to]) => to).toSorted()).toEqual(['marketing@portal.example', 'sales@portal.example']);
    expect(mails[0]?.[1]).toContain('Meetings: 90% of the MQLs of November 2026 book one');
    expect(mails[0]?.[1]).toContain('meetings with 1 of 5 leads (20%), 90% promised');
  });

  it('are nothing while consequences are off, and while the portal observes, is paused or is parked', async () => {
    await live();
    const { db } = thread.test.database;
    const off = [
      sql`update portal_effect set enabled = false where effect = 'consequences'`,
      sql`update portal_effect set enabled = false`,
      sql`update portal set paused = true`,
      sql`update portal set status = 'parked'`,
    ];
    for (const change of off) {
      await change.execute(db);
      await alertDue(deps, running);
      expect(await lookForAlerts(deps, PORTAL_TEXT)).toBe(0);
      await sql`update portal set paused = false, status = 'active'`.execute(db);
      await sql`update portal_effect set enabled = true`.execute(db);
    }

    const { rows } = await sql`select 1 from notice`.execute(db);
    expect([rows, await mailed()]).toEqual([[], []]);
    expect(await lookForAlerts(deps, PORTAL_TEXT)).toBe(2);
  });

  it('do not tell later what was decided while nobody was told', async () => {
    await live();
    await goTo('2026-12-01T12:00:00Z');
    await sql`update portal_effect set since = '2026-12-01T11:00:00Z' where effect = 'consequences'`.execute(
      thread.test.database.db,
    );

    expect((await acceptance('2026-11')).alarm).toBe('broken');
    expect(await lookForAlerts(deps, PORTAL_TEXT)).toBe(0);
  });
});
