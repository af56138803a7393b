// Hand-overs from a source under its floor are paused (R27–R32), all the way: a cohort in the sandbox portal, the hourly look, leads
// that are held with clause and numbers, and what becomes of them when the pause ends. The cohort of November is ripe on 11 December.
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replays } from '#cli/replay-command.ts';
import type { Agreement } from '#domain/agreement.ts';
import type { Decision } from '#domain/decision.ts';
import { explain } from '#domain/explain/explanation.ts';
import { pauseLogLine } from '#domain/explain/source-pause-sentences.ts';
import { setFrench } from '#domain/typography.ts';
import { toIncoming } from '#http/incoming.ts';
import { parseWebhookBatch } from '#hubspot/schema.ts';
import { WEBHOOK_SUBSCRIPTIONS } from '#hubspot/subscriptions.ts';
import { type AlertDeps, alertDue, lookForAlerts } from '#pipeline/alerts/look-for-alerts.ts';
import { readInputs } from '#pipeline/replay.ts';
import { createAlertStore } from '#store/alerts.ts';
import { createClauseReports } from '#store/clause-reports.ts';
import { storeEvents } from '#store/inbox.ts';
import { setVirtualClock } from '#store/ledger.ts';
import { insertNotices } from '#store/notices.ts';
import { createSourcePauseLog } from '#store/source-pause-log.ts';
import { findDecisionAt } from '#store/stored-decisions.ts';
import { testLogger } from '#test/support/database.ts';
import { liveSince } from '#test/support/live-since.ts';
import { PORTAL, startThread, type Thread } from '#test/support/thread.ts';

const PORTAL_TEXT = String(PORTAL);
const LOW = 'PAID_SOCIAL';
const GOOD = 'ORGANIC_SEARCH';
const RIPE = '2026-12-11T10:00:00Z';
const BY = { actor: 'user 171', origin: 'api', role: 'admin' } as const;
const running = new AbortController().signal;
let thread: Thread;
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
  await sql`update portal_effect set since = '2026-01-01'`.execute(database.db);
  act({
    type: 'createOwner',
    ownerId: '71',
    userId: 171,
    email: 'rep@sales.example',
    firstName: 'Rep',
    lastName: 'One',
  });
  await goTo('2026-11-02T09:00:00Z');
  deps = {
    store: createAlertStore(database),
    clauses: createClauseReports(database),
    notices: {
      add: (portalId, notices) => database.transaction((tx) => insertNotices(tx, portalId, notices)),
    },
    logger: testLogger,
  };
});
afterEach(() => thread.close());

/** Half of the MQLs of a month are accepted; a source surely below 40 % is paused. */
function promised(agreement: Agreement): Agreement {
  const { sales, marketing } = agreement;
  return {
    ...agreement,
    sales: {
      ...sales,
      attempts: null,
      clauses: sales.clauses.map((clause) => ({ ...clause, consequences: [] })),
    },
    marketing: {
      ...marketing,
      quality: {
        ...marketing.quality,
        from: 'mql',
        to: 'accepted',
        rate: 500_000,
        matureAfterDays: 10,
        floor: 400_000,
      },
      sourcePause: { after: null, maxPerHour: 1, coolDownHours: 24 },
    },
  };
}

async function goTo(instant: string): Promise<void> {
  nowMs = Date.parse(instant);
  await setVirtualClock(thread.test.database, { from: instant, speed: 1e-6 });
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
  for (let start = 0; start < raw.length; start += 100) {
    const batch = parseWebhookBatch(raw.slice(start, start + 100));
    if (!batch.ok) throw new Error(batch.error.message);
    await storeEvents(thread.test.database, PORTAL_TEXT, toIncoming(batch.value));
  }
  await thread.settle();
}

/** Contacts from a source that ask for a demo, which is enough for an MQL. */
async function arrive(source: string, ...names: readonly string[]): Promise<readonly string[]> {
  const ids = names.map((name) => {
    const [id = ''] = act({
      type: 'create',
      properties: {
        firstname: 'Claire',
        lastname: 'Planted',
        company: 'Nordfil',
        jobtitle: 'CEO',
        country: 'France',
        phone: '+33142685300',
        lifecyclestage: 'lead',
        email: `${name}@lead.example`,
        hs_analytics_source: source,
      },
    });
    act({ type: 'submitForm', id, form: 'Request a demo' }, { type: 'bookMeeting', id });
    return id;
  });
  await tell();
  return ids;
}

/** Of the low source nobody is accepted, of the other everybody. */
async function november(): Promise<{ readonly low: readonly string[]; readonly good: readonly string[] }> {
  const low = await arrive(LOW, 'l1', 'l2', 'l3', 'l4', 'l5', 'l6', 'l7', 'l8');
  const good = await arrive(GOOD, 'g1', 'g2', 'g3');
  await goTo('2026-11-02T11:00:00Z');
  await accept(good);
  return { low, good };
}

async function accept(ids: readonly string[]): Promise<void> {
  for (const id of ids) act({ type: 'set', id, properties: { accord_answer: 'accept' } });
  await tell();
}

async function look(): Promise<void> {
  await sql`delete from alert_look`.execute(thread.test.database.db);
  await alertDue(deps, running);
  await thread.settle();
}

async function decisionOf(
  contactId: string,
): Promise<{ readonly outcome: Decision; readonly inputs: NonNullable<ReturnType<typeof readInputs>> }> {
  const { db } = thread.test.database;
  const { rows } = await sql<{ leadId: string }>`
    select lead_id as "leadId" from lead where contact_id = ${contactId}`.execute(db);
  const found = await findDecisionAt(thread.test.database, PORTAL_TEXT, {
    leadId: rows[0]?.leadId ?? '',
    at: null,
  });
  const inputs = found.decision === null ? null : readInputs(found.decision);
  if (found.decision === null || inputs === null) throw new Error('the lead was never judged');
  return { outcome: JSON.parse(found.decision.outcome) as Decision, inputs };
}

async function statusOf(contactId: string): Promise<string> {
  return (await decisionOf(contactId)).outcome.state.status;
}

async function notices(): Promise<readonly string[]> {
  const { rows } = await sql<{ text: string }>`
    select kind || ' ' || audience as text from notice where kind like 'source%' order by 1`.execute(
    thread.test.database.db,
  );
  return rows.map(({ text }) => text);
}

const pauses = () => createSourcePauseLog(thread.test.database);
const listAll = async () =>
  (await pauses().list(PORTAL_TEXT, { standing: false, after: null, limit: 10 })).items;

/** Every decision again from what was stored with it. */
async function replayed(): Promise<readonly string[]> {
  const kinds = new Set<string>();
  for await (const { replay } of replays(thread.test.database, PORTAL_TEXT)) kinds.add(replay.kind);
  return [...kinds];
}

describe('a source under its floor', () => {
  it('is paused by a mature cohort alone; what it sends is held with clause and numbers, and nothing else is', async () => {
    const { low } = await november();
    await goTo('2026-12-10T10:00:00Z');
    await look();
    expect(await listAll()).toEqual([]);

    await goTo(RIPE);
    await look();
    await look();
    const [pause] = await listAll();
    expect(pause).toMatchObject({
      source: LOW,
      month: '2026-11',
      reached: 0,
      matured: 8,
      floor: 400_000,
      held: 0,
    });
    expect(await notices()).toEqual(['sourcePaused marketing', 'sourcePaused sales']);

    const [held = '', other = ''] = [...(await arrive(LOW, 'held')), ...(await arrive(GOOD, 'other'))];
    const { outcome, inputs } = await decisionOf(held);
    expect(outcome.state).toMatchObject({
      status: 'none',
      cycle: 0,
      assignedAt: null,
      heldSince: inputs.context.now,
    });
    expect([outcome.clocks, outcome.task]).toEqual([[], null]);
    const told = {
      agreement: thread.agreement,
      facts: inputs.facts,
      state: outcome.state,
      context: inputs.context,
    };
    expect(explain(told, 'en').whyNotYet).toEqual([
      'Hand-overs from “PAID_SOCIAL” are paused: 0% of the MQLs of November 2026 became leads accepted by sales (0 of 8), below the floor of 40% (clause quality).',
    ]);
    expect(explain(told, 'fr').whyNotYet[0]).toContain(
      setFrench('Les transmissions de la source « PAID_SOCIAL » sont suspendues : 0 %'),
    );
    expect(explain(told, 'en').whatWouldItTake).toEqual([
      'Nothing that a lead can change: hand-overs from “PAID_SOCIAL” are paused.',
    ]);
    expect(await statusOf(other)).toBe('handedOver');
    expect(await statusOf(low[0] ?? '')).toBe('handedOver');
    expect(await pauses().listHeld(PORTAL_TEXT, pause?.id ?? '', 10)).toMatchObject([{ contactId: held }]);

    // A person may hand it over all the same.
    const [byHand = ''] = await arrive(LOW, 'byhand');
    await goTo('2026-12-11T11:00:00Z');
    act({ type: 'set', id: byHand, properties: { lifecyclestage: 'marketingqualifiedlead' } });
    await tell();
    expect((await decisionOf(byHand)).outcome.state).toMatchObject({ status: 'handedOver', byHand: true });
    expect(await replayed()).toEqual(['equal']);
  });

  it('goes on when sales says so: its leads are handed over, and the same month pauses it no more', async () => {
    await november();
    await goTo(RIPE);
    await look();
    const [held = ''] = await arrive(LOW, 'held');
    const [pause] = await listAll();

    await goTo('2026-12-14T10:00:00Z');
    const lifted = await pauses().lift(PORTAL_TEXT, pause?.id ?? '', BY);
    expect(lifted).toMatchObject({ released: 1 });
    expect(await pauses().lift(PORTAL_TEXT, pause?.id ?? '', BY)).toEqual({ refusal: 'ALREADY_ENDED' });
    await thread.settle();
    const { outcome } = await decisionOf(held);
    expect(outcome.state).toMatchObject({
      status: 'handedOver',
      cycle: 1,
      byHand: false,
      owner: { value: '71' },
    });
    expect(outcome.state.heldSince).toBeUndefined();
    expect(outcome.state.handedOverAt?.slice(0, 10)).toBe('2026-12-14');

    await goTo('2026-12-16T10:00:00Z');
    await look();
    const [ended, ...more] = await listAll();
    expect([ended?.endedBy, ended?.endedByActor, more]).toEqual(['person', 'user 171', []]);
    expect(ended === undefined ? '' : pauseLogLine(ended, 'en')).toMatch(
      /^Since Friday 11 December 2026.* Ended on Monday 14 December 2026.*, by a person\.$/,
    );
    expect(await notices()).toEqual([
      'sourcePaused marketing',
      'sourcePaused sales',
      'sourceResumed marketing',
      'sourceResumed sales',
    ]);
    const { rows } =
      await sql`select actor, before ->> 'source' as source, after ->> 'held' as held from audit_entry where action = 'lift source pause'`.execute(
        thread.test.database.db,
      );
    expect(rows).toEqual([{ actor: 'user 171', source: LOW, held: '1' }]);
    expect(await replayed()).toEqual(['equal']);
  });

  it('goes on by itself with a later month that meets the floor, and while consequences are off', async () => {
    await november();
    await goTo('2026-12-01T10:00:00Z');
    const later = await arrive(LOW, 'd1', 'd2');
    await goTo('2026-12-01T11:00:00Z');
    await accept(later);
    await goTo(RIPE);
    await look();
    const [first = ''] = await arrive(LOW, 'first');
    expect(await statusOf(first)).toBe('none');

    await sql`update portal_effect set enabled = false where effect = 'consequences'`.execute(
      thread.test.database.db,
    );
    const [free = ''] = await arrive(LOW, 'free');
    expect(await statusOf(free)).toBe('handedOver');
    await sql`update portal_effect set enabled = true where effect = 'consequences'`.execute(
      thread.test.database.db,
    );

    // Of December 3 came, one of them while consequences were off: 2 of 3 are accepted.
    await goTo('2027-01-11T10:00:00Z');
    expect(await lookForAlerts(deps, PORTAL_TEXT)).toBeGreaterThanOrEqual(0);
    await thread.settle();
    expect((await listAll())[0]).toMatchObject({
      endedBy: 'met',
      metBy: { month: '2026-12', reached: 2, matured: 3 },
    });
    expect(await statusOf(first)).toBe('handedOver');
  });
});
