// Marketing's clauses over a month that was counted by hand: contacts in the sandbox portal, judged by the turn, read from the
// store. November 2026 in London has 21 working days; ten MQLs are promised.
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Agreement } from '#domain/agreement.ts';
import { type ClauseState, findingsOf, judgeMonth } from '#domain/marketing/clauses.ts';
import { toIncoming } from '#http/incoming.ts';
import { parseWebhookBatch } from '#hubspot/schema.ts';
import { WEBHOOK_SUBSCRIPTIONS } from '#hubspot/subscriptions.ts';
import { readCompiled } from '#pipeline/versions/compiled-form.ts';
import { createClauseReports } from '#store/clause-reports.ts';
import { storeEvents } from '#store/inbox.ts';
import { setVirtualClock } from '#store/ledger.ts';
import { insertPeriod, liveSince } from '#test/support/live-since.ts';
import { insertSignedVersion } from '#test/support/portal.ts';
import { PORTAL, startThread, type Thread } from '#test/support/thread.ts';

const PORTAL_TEXT = String(PORTAL);
const PERSON = {
  firstname: 'Claire',
  lastname: 'Moreau',
  company: 'Nordfil',
  jobtitle: 'CEO',
  country: 'France',
  phone: '+33142685300',
  lifecyclestage: 'lead',
};
let thread: Thread;
let told = 0;
let nowMs = 0;

beforeEach(async () => {
  told = 0;
  nowMs = Date.parse('2026-11-02T09:00:00Z');
  thread = await startThread(
    { webhook: { subscriptions: WEBHOOK_SUBSCRIPTIONS }, clock: { nowMs: () => nowMs } },
    promised,
  );
  await liveSince(thread.test.database, {
    portalId: PORTAL_TEXT,
    agreement: thread.agreement,
    since: '2026-01-01T00:00:00Z',
  });
  await goTo('2026-11-02T09:00:00Z');
  const rep = { ownerId: '71', userId: 171, email: 'rep@sales.example', firstName: 'Rep', lastName: 'One' };
  act({ type: 'createOwner', ...rep });
});
afterEach(() => thread.close());

/** Ten MQLs, four of them from paid search; all of them SQLs, judged ten days later; phone numbers are asked for. */
function promised(agreement: Agreement): Agreement {
  const [volume] = agreement.marketing.volume;
  if (volume === undefined) throw new Error('the template promises no volume');
  return {
    ...agreement,
    segments: [
      {
        id: 'heads',
        label: 'Heads of companies',
        when: {
          anyOf: [
            [{ kind: 'property', object: 'contact', property: 'jobtitle', operator: 'EQ', value: 'CEO' }],
          ],
        },
      },
    ],
    marketing: {
      ...agreement.marketing,
      volume: [
        { ...volume, perMonth: 10 },
        { ...volume, id: 'paid', channel: 'PAID_SEARCH', campaign: 'Autumn', segment: 'heads', perMonth: 4 },
      ],
      quality: { ...agreement.marketing.quality, rate: 900_000, matureAfterDays: 10 },
    },
    data: {
      ...agreement.data,
      mandatory: { ...agreement.data.mandatory, mql: { fields: ['email', 'phone'], how: 'warn' } },
    },
  };
}

function period(agreement: Agreement, from: string): Promise<void> {
  return insertPeriod(thread.test.database, { portalId: PORTAL_TEXT, agreement, from });
}

/** Accord's clock and HubSpot's, which stand still there. */
async function goTo(instant: string): Promise<void> {
  nowMs = Date.parse(instant);
  await setVirtualClock(thread.test.database, { from: instant, speed: 1e-6 });
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
  // What people do next is later.
  await goTo(new Date(nowMs + 60_000).toISOString());
}

/** A contact that asks for a demo, and is handed over for it. */
async function mql(
  name: string,
  source: string,
  changes: Readonly<Record<string, string>> = {},
): Promise<string> {
  const properties = { ...PERSON, email: `${name}@lead.example`, hs_analytics_source: source, ...changes };
  const [id = ''] = act({ type: 'create', properties });
  act({ type: 'submitForm', id, form: 'Request a demo' }, { type: 'bookMeeting', id });
  await tell();
  return id;
}

async function set(id: string, properties: Readonly<Record<string, string>>): Promise<void> {
  act({ type: 'set', id, properties });
  await tell();
}

async function readMonth(month: string | null): Promise<readonly ClauseState[]> {
  const record = await createClauseReports(thread.test.database).readMonth(PORTAL_TEXT, {
    month,
    agreementId: null,
  });
  if (record === null) throw new Error('no agreement was in force');
  return judgeMonth(readCompiled(record.version), record);
}

function find<Kind extends ClauseState['kind']>(
  states: readonly ClauseState[],
  kind: Kind,
): Extract<ClauseState, { kind: Kind }> {
  const state = states.find((one) => one.kind === kind);
  if (state === undefined) throw new Error(`no clause of ${kind}`);
  return state as Extract<ClauseState, { kind: Kind }>; // of that kind
}

const standings = ({ leads }: Pick<ClauseState, 'leads'>) =>
  leads.map(({ contactId, standing }) => [contactId, standing]);

const AUTUMN = { hs_analytics_source_data_1: 'Autumn', hs_analytics_source_data_2: 'crm' };

describe('a month that was counted by hand', () => {
  it('agrees: volume, quality and completeness, with the leads behind each', async () => {
    await goTo('2026-11-03T10:00:00Z');
    const paid = await mql('paid', 'PAID_SEARCH', AUTUMN);
    const organic = await mql('organic', 'ORGANIC_SEARCH');
    await goTo('2026-11-05T10:00:00Z');
    await set(paid, { accord_answer: 'accept' });
    await goTo('2026-11-09T10:00:00Z');
    const imported = await mql('imported', 'OFFLINE', { phone: '' });
    const [byHand = ''] = act({
      type: 'create',
      properties: { email: 'hand@lead.example', hs_analytics_source: 'REFERRALS' },
    });
    await tell();
    await set(byHand, { lifecyclestage: 'salesqualifiedlead' });
    await goTo('2026-11-10T10:00:00Z');
    await set(organic, { accord_answer: 'reject', accord_reject_reason: 'no-budget' });
    await goTo('2026-11-12T10:00:00Z');
    const twins = [
      await mql('twin.one', 'PAID_SEARCH', AUTUMN),
      await mql('twin.two', 'PAID_SEARCH', AUTUMN),
    ];
    expect(find(await readMonth(null), 'volume').delivered).toBe(5);
    await goTo('2026-11-13T10:00:00Z');
    const [one = '', two = ''] = twins;
    const [survivor = ''] = act({
      type: 'merge',
      objectType: 'contacts',
      primaryId: one,
      secondaryId: two,
      mintsNewId: true,
    });
    await tell();
    await goTo('2026-11-16T10:00:00Z');
    const deleted = await mql('deleted', 'REFERRALS', { phone: 'no phone' });
    await goTo('2026-11-17T10:00:00Z');
    act({ type: 'delete', objectType: 'contacts', id: deleted });
    await tell();
    await goTo('2026-11-18T12:00:00Z');

    // Paid, organic, imported, the twins as one, deleted: five of ten. Twelve of 21 days are over, and a part of the 13th.
    const during = await readMonth(null);
    const volume = find(during, 'volume');
    expect(volume).toMatchObject({
      promised: 10,
      delivered: 5,
      expected: 5,
      status: 'onPace',
      workingDays: 21,
      daysBegun: 13,
    });
    expect(standings(volume)).toEqual([
      [paid, 'counted'],
      [organic, 'counted'],
      [imported, 'counted'],
      [byHand, 'byHand'],
      [survivor, 'counted'],
      [null, 'counted'],
    ]);
    // Paid and the twins, of heads of companies, by the campaign.
    expect(during.find(({ promise }) => promise.id === 'paid')).toMatchObject({ promised: 4, delivered: 2 });
    expect(find(during, 'quality')).toMatchObject({ status: 'tooYoung', cohort: 5, matured: 2, reached: 1 });
    // By themselves came paid, organic, the twins and deleted, whose number is none.
    expect(find(during, 'completeness')).toMatchObject({ handedOver: 4, complete: 3, status: 'behind' });

    await goTo('2026-12-01T10:00:00Z');
    const after = await readMonth('2026-11');
    expect(find(after, 'volume')).toMatchObject({ delivered: 5, status: 'missed', alarm: 'broken' });
    expect(find(after, 'quality')).toMatchObject({
      status: 'tooYoung',
      alarm: 'none',
      judgedAt: '2026-12-11T00:00:00.000Z',
    });
    expect(findingsOf('2026-11', after).map(({ clauseId }) => clauseId)).toEqual([
      'volume',
      'paid',
      'completeness',
    ]);

    // One SQL of five MQLs: with 95 % certainty at most 62 %, and 90 % were promised.
    await goTo('2026-12-12T10:00:00Z');
    const judged = await readMonth('2026-11');
    const quality = find(judged, 'quality');
    expect(quality).toMatchObject({ cohort: 5, matured: 5, reached: 1, status: 'missed', alarm: 'broken' });
    expect(standings(quality)).toEqual([
      [paid, 'reached'],
      [organic, 'notReached'],
      [imported, 'notReached'],
      [byHand, 'byHand'],
      [survivor, 'notReached'],
      [null, 'notReached'],
    ]);
  });

  it('is counted once, however often it is judged, and not before the switch-on', async () => {
    const id = await mql('claire', 'ORGANIC_SEARCH');
    const rows = () => sql`select kind, cycle from milestone`.execute(thread.test.database.db);
    expect((await rows()).rows).toEqual([{ kind: 'mql', cycle: 1 }]);

    await sql`update portal set epoch = epoch + 1`.execute(thread.test.database.db);
    await thread.settle();
    await set(id, { jobtitle: 'Chief executive' });
    expect((await rows()).rows).toHaveLength(1);

    await sql`update portal set first_live_at = '2026-11-20'`.execute(thread.test.database.db);
    expect(standings(find(await readMonth('2026-11'), 'volume'))).toEqual([[id, 'beforeStart']]);
  });

  it('writes nothing while Accord observes', async () => {
    await sql`update portal_effect set enabled = false`.execute(thread.test.database.db);
    const id = await mql('claire', 'ORGANIC_SEARCH');
    const { rows } = await sql`select 1 from milestone`.execute(thread.test.database.db);
    const { rows: leads } =
      await sql`select 1 from lead where contact_id = ${id} and shadow ->> 'status' = 'handedOver'`.execute(
        thread.test.database.db,
      );

    expect([rows.length, leads.length]).toEqual([0, 1]);
  });
});

describe('a month and its version', () => {
  it('are judged together: a later version changes no month before it', async () => {
    await mql('november', 'ORGANIC_SEARCH');
    await goTo('2026-12-03T10:00:00Z');
    const [volume] = thread.agreement.marketing.volume;
    if (volume === undefined) throw new Error('the agreement promises no volume');
    const next = {
      ...thread.agreement,
      version: 2,
      marketing: { ...thread.agreement.marketing, volume: [{ ...volume, perMonth: 1 }] },
    };
    const { db } = thread.test.database;
    await sql`update agreement_version set status = 'superseded'`.execute(db);
    await sql`update agreement_period set until_at = '2026-12-01T00:00:00Z'`.execute(db);
    await insertSignedVersion(thread.test.database, PORTAL_TEXT, { agreement: next, document: '' });
    await period(next, '2026-12-01T00:00:00Z');
    await mql('december', 'ORGANIC_SEARCH');

    expect(find(await readMonth('2026-11'), 'volume')).toMatchObject({
      promised: 10,
      delivered: 1,
      status: 'missed',
    });
    expect(find(await readMonth('2026-12'), 'volume')).toMatchObject({
      promised: 1,
      delivered: 1,
      status: 'kept',
    });
    // In November there was a clause that December's version does not have.
    expect((await readMonth('2026-11')).map(({ promise }) => promise.id)).toContain('paid');
    expect((await readMonth('2026-12')).map(({ promise }) => promise.id)).not.toContain('paid');
  });

  it('that was taken back judges no month, and takes back what it handed over', async () => {
    await goTo('2026-11-20T10:00:00Z');
    const { db } = thread.test.database;
    const next = { ...thread.agreement, version: 2 };
    await sql`update agreement_version set status = 'superseded'`.execute(db);
    await sql`update agreement_period set until_at = '2026-11-20T09:00:00Z'`.execute(db);
    await insertSignedVersion(thread.test.database, PORTAL_TEXT, { agreement: next, document: '' });
    await period(next, '2026-11-20T09:00:00Z');
    const id = await mql('handed.over.by.mistake', 'ORGANIC_SEARCH');
    expect(find(await readMonth('2026-11'), 'volume').delivered).toBe(1);

    await goTo('2026-11-23T10:00:00Z');
    await sql`update agreement_version set status = 'reverted' where version = 2`.execute(db);
    await sql`update agreement_version set status = 'active' where version = 1`.execute(db);
    await sql`update agreement_period set until_at = '2026-11-23T09:00:00Z' where version = 2`.execute(db);
    await sql`
      insert into agreement_period (portal_id, agreement_id, seq, version, from_at, cause, seal, regime, regime_before, baseline_before)
      select portal_id, agreement_id, 3, 1, '2026-11-23T09:00:00Z', 'revert', '', 0, 0, '2000-01-01' from agreement_period
      where version = 1`.execute(db);
    // Whoever is over the line under the version of before is baseline until something new.
    await sql`update portal set epoch = epoch + 1, regime = regime + 1, baseline_at = '2026-11-23T09:00:00Z'`.execute(
      db,
    );
    await thread.settle();

    expect(standings(find(await readMonth('2026-11'), 'volume'))).toEqual([]);
    const { rows } = await sql`select withdrawn_for from milestone order by id`.execute(db);
    expect(rows).toEqual([{ withdrawn_for: 'revert' }]);

    // The next hand-over is the first again.
    await goTo('2026-11-24T10:00:00Z');
    act({ type: 'submitForm', id, form: 'Request a demo' });
    await tell();
    expect(standings(find(await readMonth('2026-11'), 'volume'))).toEqual([[id, 'counted']]);
  });
});

describe('contacts that HubSpot merges', () => {
  it.each([true, false])(
    'are one new MQL, the first, also where it is deleted first (%s)',
    async (mintsNewId) => {
      await goTo('2026-10-20T10:00:00Z');
      const first = await mql('first', 'ORGANIC_SEARCH');
      await goTo('2026-11-04T10:00:00Z');
      const second = await mql('second', 'PAID_SEARCH');
      await set(second, { accord_answer: 'accept' });
      act({ type: 'merge', objectType: 'contacts', primaryId: second, secondaryId: first, mintsNewId });
      await tell();

      const sqls = (month: string) =>
        sql`select count(*)::int as count from milestone where kind = 'sql' and withdrawn_at is null and at >= ${`${month}-01`}::date
        and at < (${`${month}-01`}::date + interval '1 month')`.execute(thread.test.database.db);
      expect(find(await readMonth('2026-10'), 'volume').delivered).toBe(1);
      expect(find(await readMonth('2026-11'), 'volume').delivered).toBe(0);
      // What the other reached is the one person's: the MQL of October became an SQL in November.
      expect((await sqls('2026-11')).rows).toEqual([{ count: 1 }]);
      expect(find(await readMonth('2026-10'), 'quality')).toMatchObject({ cohort: 1, reached: 1 });
      const { rows } =
        await sql`select 1 from milestone where kind = 'recycled' and withdrawn_at is null`.execute(
          thread.test.database.db,
        );
      expect(rows).toEqual([]);
    },
  );
});
