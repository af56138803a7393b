// The observe report of a portal that lives with nothing switched on: what would have been, and who writes stage and owner.
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toIncoming } from '#http/incoming.ts';
import { parseWebhookBatch } from '#hubspot/schema.ts';
import { WEBHOOK_SUBSCRIPTIONS } from '#hubspot/subscriptions.ts';
import type { ObserveReport } from '#pipeline/observe-report.ts';
import { storeEvents } from '#store/inbox.ts';
import { createReports } from '#store/reports.ts';
import { PORTAL, startThread, type Thread } from '#test/support/thread.ts';

const OWN_APP = '7788991';
const HOT = { company: 'Nordfil', jobtitle: 'CEO', country: 'France', lifecyclestage: 'lead' };

let thread: Thread;

beforeAll(async () => {
  thread = await startThread({ webhook: { subscriptions: WEBHOOK_SUBSCRIPTIONS } });
  await sql`update portal_effect set enabled = false`.execute(thread.test.database.db);
});
afterAll(() => thread.close());

async function tell(raw: readonly unknown[]): Promise<void> {
  const batch = parseWebhookBatch(raw);
  if (!batch.ok) throw new Error(batch.error.message);
  await storeEvents(thread.test.database, String(PORTAL), toIncoming(batch.value));
  await thread.settle();
}

function act(actions: Parameters<Thread['sandbox']['apply']>[1]): readonly string[] {
  return thread.sandbox.apply(PORTAL, actions).map((result) => {
    if (!result.ok) throw new Error(result.error);
    return result.id ?? '';
  });
}

async function read(question: { days?: number; appId?: string | null } = {}): Promise<ObserveReport> {
  const reports = createReports(thread.test.database);
  const report = await reports.readObserveReport(String(PORTAL), { days: 30, appId: OWN_APP, ...question });
  if (report === null) throw new Error('no report');
  return report;
}

const event = (number: number, change: Readonly<Record<string, unknown>>) => ({
  eventId: 90_000 + number,
  subscriptionId: 11,
  portalId: PORTAL,
  appId: Number(OWN_APP),
  occurredAt: Date.now() - number * 1_000,
  subscriptionType: 'contact.propertyChange',
  attemptNumber: 0,
  objectId: 990_001,
  propertyName: 'lifecyclestage',
  propertyValue: 'lead',
  ...change,
});

describe('the observe report', () => {
  it('counts by rep and day whom Accord would have handed over, and to which stage', async () => {
    const rep = {
      ownerId: '71',
      userId: 171,
      email: 'rep@sales.example',
      firstName: 'Nora',
      lastName: 'One',
    };
    act([{ type: 'createOwner', ...rep }]);
    const ids = act(
      ['claire', 'jean', 'ada'].map((name) => ({
        type: 'create' as const,
        properties: { ...HOT, firstname: name, lastname: 'Moreau', email: `${name}@lead.example` },
      })),
    );
    // The third one shows no interest.
    act(
      ids.slice(0, 2).flatMap((id) => [
        { type: 'submitForm' as const, id, form: 'Request a demo' },
        { type: 'bookMeeting' as const, id },
      ]),
    );
    await tell(thread.sandbox.state.events.events.map(({ event: raw }) => raw));

    const report = await read();

    const { rows } = await sql<{ day: string }>`
      select distinct to_char(at at time zone p.time_zone, 'YYYY-MM-DD') as day
      from decision d join portal p using (portal_id)
      where not live and (outcome::jsonb -> 'state' ->> 'handedOverAt')::timestamptz = d.at`.execute(
      thread.test.database.db,
    );
    expect(rows).toHaveLength(1);
    expect(report.handOvers).toEqual([{ ownerId: '71', name: 'Nora One', day: rows[0]?.day, count: 2 }]);
    expect(report.stages).toEqual([{ from: 'lead', to: 'marketingqualifiedlead', leads: 2 }]);
  });

  it('tells who was found later, and only counts what lies within the days asked for', async () => {
    const { db } = thread.test.database;
    await sql`
      update decision set outcome = jsonb_set(outcome::jsonb, '{state,owner,value}', '""')::text
      where (outcome::jsonb -> 'state' ->> 'handedOverAt')::timestamptz = at`.execute(db);
    expect((await read()).handOvers).toMatchObject([{ ownerId: '71', count: 2 }]);

    await sql`update lead set shadow = jsonb_set(shadow, '{owner,value}', '""') where shadow ->> 'handedOverAt' <> ''`.execute(
      db,
    );
    expect((await read()).handOvers).toMatchObject([{ ownerId: '', name: '', count: 2 }]);
    expect((await read({ days: 0 })).handOvers).toEqual([]);
  });

  it('leaves out what was lived before the rehearsal', async () => {
    await sql`update lead set state = shadow where shadow is not null`.execute(thread.test.database.db);

    expect(await read()).toMatchObject({ handOvers: [], stages: [] });
  });

  it('counts who writes stage and owner: persons by name, workflows as one, Accord apart', async () => {
    const before = (await read()).writers;
    await tell([
      event(1, { changeSource: 'CRM_UI', sourceId: 'userId:171' }),
      event(2, { changeSource: 'CRM_UI', sourceId: 'userId:171', objectId: 990_002 }),
      event(3, { changeSource: 'AUTOMATION_PLATFORM', sourceId: 'enrollmentId:5;actionExecutionIndex:0' }),
      event(4, { changeSource: 'AUTOMATION_PLATFORM', sourceId: 'enrollmentId:6;actionExecutionIndex:0' }),
      event(5, { changeSource: 'AUTOMATION_PLATFORM', sourceId: 'enrollmentId:7;actionExecutionIndex:0' }),
      event(6, { changeSource: 'INTEGRATION', sourceId: '1122334', propertyName: 'hubspot_owner_id' }),
      event(7, { changeSource: 'INTEGRATION', sourceId: OWN_APP }),
      event(8, {}),
      // Another property, another object, and too long ago.
      event(9, { changeSource: 'CRM_UI', propertyName: 'jobtitle' }),
      event(10, { changeSource: 'CRM_UI', subscriptionType: 'company.propertyChange' }),
      event(31 * 86_400, { changeSource: 'CRM_UI', sourceId: 'userId:171' }),
    ]);

    const { writers } = await read({ appId: null });
    const told = (rows: ObserveReport['writers']) =>
      rows.map(({ property, source, sourceId, name, own, changes }) =>
        [property, source, sourceId, name, own ? 'own' : '', changes].join('|'),
      );

    expect(told(writers).filter((row) => !told(before).includes(row))).toEqual([
      'lifecyclestage|AUTOMATION_PLATFORM||||3',
      'lifecyclestage|CRM_UI|userId:171|Nora One||2',
      'lifecyclestage|||||1',
      'lifecyclestage||||own|1',
      'hubspot_owner_id|INTEGRATION|1122334|||1',
    ]);
    expect(writers.every(({ lastAt }) => Date.now() - Date.parse(lastAt) < 86_400_000)).toBe(true);
  });

  it('is of a portal that exists', async () => {
    const reports = createReports(thread.test.database);

    expect(await reports.readObserveReport('999', { days: 30, appId: null })).toBeNull();
  });
});
