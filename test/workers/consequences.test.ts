// A breach with what follows it, in a portal that runs: the owner in HubSpot, the task, the log, the notices; and all of it
// taken back once it turns out that the lead was touched in time, or when a person says so (R28, 10.6).
import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import type { Agreement } from '#domain/agreement.ts';
import type { Consequence } from '#domain/agreement-sales.ts';
import { OPTIONAL_SCOPES, REQUIRED_SCOPES } from '#hubspot/scopes.ts';
import { readInputs, replayDecision } from '#pipeline/replay.ts';
import { createConsequenceLog } from '#store/consequence-log.ts';
import { findDecisionAt } from '#store/stored-decisions.ts';
import { type HandedOver, handOver } from '#test/support/handed-over.ts';
import { PORTAL } from '#test/support/thread.ts';

const PORTAL_TEXT = String(PORTAL);

const ANOTHER = {
  email: 'paul@other-lead.example',
  firstname: 'Paul',
  lastname: 'Petit',
  company: 'Sudfil',
  jobtitle: 'CEO',
  country: 'France',
  lifecyclestage: 'lead',
};

let lead: HandedOver;

afterEach(() => lead.thread.close());

function step(what: Consequence['do'], changes: Partial<Consequence> = {}): Consequence {
  return { after: null, do: what, to: null, maxPerHour: null, coolDownHours: null, ...changes };
}

/** The first touch is owed within an hour of the hand-over. */
function owing(...consequences: readonly Consequence[]) {
  return (agreement: Agreement): Agreement => {
    const clauses = agreement.sales.clauses.map((clause) =>
      clause.id === 'first-touch'
        ? {
            ...clause,
            start: 'handOver' as const,
            stage: null,
            within: { unit: 'elapsedHours', amount: 1 } as const,
            consequences,
          }
        : { ...clause, consequences: [] },
    );
    return { ...agreement, sales: { ...agreement.sales, clauses } };
  };
}

async function start(...consequences: readonly Consequence[]): Promise<void> {
  lead = await handOver(owing(...consequences));
  const rep = { ownerId: '72', userId: 172, email: 'rep2@sales.example', firstName: 'Rep', lastName: 'Two' };
  lead.act([{ type: 'createOwner', ...rep }]);
  await sql`update portal set owners_read_at = null`.execute(lead.thread.test.database.db);
  await lead.thread.settle();
}

/** The clock of every process goes on by so many hours. */
async function pass(hours: number): Promise<void> {
  await sql`
    insert into clock_setting (one, anchor_real, anchor_virtual, speed)
    values (true, clock_timestamp(), accord_now() + ${hours}::float * interval '1 hour', 1)
    on conflict (one) do update set anchor_real = excluded.anchor_real, anchor_virtual = excluded.anchor_virtual`.execute(
    lead.thread.test.database.db,
  );
  await lead.thread.settle();
}

function contact(property: string): string | undefined {
  const record = lead.thread.sandbox.requirePortal(PORTAL).objects.contacts.live.get(lead.id);
  return record?.values[property];
}

function openTasks(): readonly (string | undefined)[] {
  return [...lead.thread.sandbox.requirePortal(PORTAL).objects.tasks.live.values()]
    .filter(({ values }) => values['hs_task_status'] !== 'COMPLETED')
    .map(({ values }) => values['hubspot_owner_id']);
}

async function log() {
  const { rows } = await sql<Record<string, unknown>>`
    select clause, run, step, kind, owner_id, owner_after, undone_at is not null as undone,
      touched_at is not null as touched, restored
    from consequence order by consequence_id`.execute(lead.thread.test.database.db);
  return rows;
}

async function told() {
  const { rows } = await sql<{ told: string }>`
    select kind || ' ' || audience || ' ' || recipient as told from notice order by notice_key`.execute(
    lead.thread.test.database.db,
  );
  return rows.map((row) => row.told);
}

async function replayed() {
  const found = await findDecisionAt(lead.thread.test.database, PORTAL_TEXT, { leadId: lead.id, at: null });
  if (found.decision === null) throw new Error('never judged');
  expect(readInputs(found.decision)).not.toBeNull();
  const { agreement } = lead.thread;
  return replayDecision(found.decision, { engine: found.decision.engine, agreement });
}

/** A call of rep 71, a few seconds after the hand-over. */
async function touchInTime(): Promise<void> {
  const handedOver = Date.parse((await lead.state())?.handOvers.at(-1) ?? '');
  logCall(new Date(handedOver + 1_000).toISOString());
  await lead.tellAndSettle();
}

/** Of rep 71; now, unless said otherwise. */
function logCall(at = new Date().toISOString()): void {
  const properties = {
    hs_call_direction: 'OUTBOUND',
    hs_call_status: 'COMPLETED',
    hubspot_owner_id: '71',
    hs_timestamp: at,
  };
  lead.act([{ type: 'logActivity', objectType: 'calls', properties, id: lead.id }]);
}

/** HubSpot's calls since then that ask for what sales did with contacts. */
function lookups(since: number): readonly string[] {
  return lead.thread.sandbox.state.calls.calls
    .filter(({ seq, path }) => seq > since && /contacts\/(calls|meetings|emails|communications)\//.test(path))
    .map(({ path }) => path.split('/').at(-3) ?? '')
    .toSorted();
}

function lastCall(): number {
  return lead.thread.sandbox.state.calls.calls.at(-1)?.seq ?? 0;
}

async function clockOf(clause: string): Promise<readonly string[]> {
  const { rows } = await sql<{ status: string }>`select status from clock where clause = ${clause}`.execute(
    lead.thread.test.database.db,
  );
  return rows.map(({ status }) => status);
}

describe('a breach whose webhooks were lost', () => {
  it('has no consequence where the call was logged in time: HubSpot is asked before anything follows', async () => {
    await start(step('warn'), step('reassign'));
    logCall();
    lead.forget();
    await pass(1.01);
    expect(contact('accord_sla_status')).toBe('breached');
    const before = lastCall();
    await pass(0.1);

    expect([await log(), contact('hubspot_owner_id'), await told()]).toEqual([[], '71', []]);
    expect(await clockOf('first-touch')).toEqual(['metKnownLate']);
    expect(lookups(before)).toEqual(['calls', 'communications', 'emails', 'meetings']);
    expect(await replayed()).toEqual({ kind: 'equal' });
  }, 60_000);

  it('has none where the answer was given in time: it is dated by HubSpot’s history', async () => {
    lead = await handOver((agreement) => {
      const clauses = agreement.sales.clauses.map((clause) => ({
        ...clause,
        within: { unit: 'elapsedHours', amount: 1 } as const,
        start: clause.kind === 'accept' ? ('handOver' as const) : clause.start,
        consequences: clause.kind === 'accept' ? [step('reassign')] : [],
      }));
      return { ...agreement, sales: { ...agreement.sales, clauses } };
    });
    const said = { accord_answer: 'accept', accord_reject_note: 'Not before May' };
    lead.act([{ type: 'set', id: lead.id, properties: said }]);
    lead.forget();
    await pass(1.01);
    expect(contact('accord_sla_status')).toBe('breached');
    await pass(0.1);

    expect(await log()).toEqual([]);
    const { rows } = await sql<{ answered: string; noted: string }>`
      select cells -> 'accord_answer' ->> 'at' as answered, cells -> 'accord_reject_note' ->> 'at' as noted
      from mirror where object_type = 'contact'`.execute(lead.thread.test.database.db);
    expect(rows[0]?.answered).toEqual(expect.any(String));
    expect(rows[0]?.noted).toBe(rows[0]?.answered);
    expect(await clockOf('accept')).toEqual(['metKnownLate']);
    expect(await lead.state()).toMatchObject({ status: 'accepted', owner: { value: '71' } });
  }, 60_000);

  it('asks once for all leads of a batch', async () => {
    await start(step('warn'));
    const [next = ''] = lead.act([{ type: 'create', properties: ANOTHER }]);
    lead.act([
      { type: 'set', id: next, properties: { hubspot_owner_id: '71' } },
      { type: 'submitForm', id: next, form: 'Request a demo' },
      { type: 'bookMeeting', id: next },
    ]);
    await lead.tellAndSettle();
    const before = lastCall();
    await pass(1.1);

    expect(await log()).toHaveLength(2);
    expect(lookups(before)).toEqual(['calls', 'communications', 'emails', 'meetings']);
  }, 60_000);

  it('waits while HubSpot does not answer, says so, and follows once it does', async () => {
    await start(step('warn'), step('reassign'));
    const script = [{ kind: '429' as const, times: 1, pathIncludes: '/contacts/calls/' }];
    lead.thread.sandbox.state.faults.configure({ script });
    await pass(1.1);

    expect([await log(), contact('hubspot_owner_id')]).toEqual([[], '71']);
    const found = await findDecisionAt(lead.thread.test.database, PORTAL_TEXT, { leadId: lead.id, at: null });
    const outcome = JSON.parse(found.decision?.outcome ?? '{}') as { reasons: { code: string }[] };
    expect(outcome.reasons.map(({ code }) => code)).toContain('consequenceUnread');
    expect(await replayed()).toEqual({ kind: 'equal' });

    await pass(0.1);
    expect((await log()).map(({ kind }) => kind)).toEqual(['warn', 'reassign']);
  }, 60_000);

  it('is not held up by activities that the account does not let Accord read', async () => {
    await start(step('warn'));
    await lead.thread.reinstall([...REQUIRED_SCOPES, ...OPTIONAL_SCOPES], [...REQUIRED_SCOPES]);
    await pass(1.1);

    expect((await log()).map(({ kind }) => kind)).toEqual(['warn']);
  }, 60_000);
});

it('nobody is late while HubSpot’s clock and this machine’s disagree; what is due then comes once they agree', async () => {
  await start(step('warn'));
  const { switches } = lead.thread.sandbox.state;
  switches.dateOffsetMs = -45_000;
  lead.act([{ type: 'set', id: lead.id, properties: { jobtitle: 'COO' } }]);
  await lead.tellAndSettle();
  await pass(1.1);

  expect([await log(), await clockOf('first-touch'), contact('accord_sla_status')]).toEqual([
    [],
    ['running'],
    'on_track',
  ]);
  expect(await replayed()).toEqual({ kind: 'equal' });
  switches.dateOffsetMs = 0;
  lead.act([{ type: 'set', id: lead.id, properties: { jobtitle: 'CEO' } }]);
  await lead.tellAndSettle();
  await pass(0.1);

  expect([(await log()).map(({ kind }) => kind), await clockOf('first-touch')]).toEqual([
    ['warn'],
    ['breached'],
  ]);
}, 60_000);

describe('a lead that nobody touched in time', () => {
  it('goes to another rep with its task, and back once the touch in time becomes known', async () => {
    await start(step('warn'), step('reassign'));
    expect([contact('hubspot_owner_id'), openTasks()]).toEqual(['71', ['71']]);

    await pass(1.01);
    expect([await log(), contact('hubspot_owner_id')]).toEqual([[], '71']);
    await pass(0.1);

    const done = {
      clause: 'first-touch',
      run: 1,
      owner_id: '71',
      undone: false,
      touched: false,
      restored: false,
    };
    expect(await log()).toEqual([
      { ...done, step: 0, kind: 'warn', owner_after: '72' },
      { ...done, step: 1, kind: 'reassign', owner_after: '72' },
    ]);
    expect([contact('hubspot_owner_id'), openTasks()]).toEqual(['72', ['72']]);
    expect(await told()).toEqual([
      'consequenceDone owner rep@sales.example',
      'consequenceDone manager ',
      'consequenceDone owner rep@sales.example',
    ]);
    expect(await replayed()).toEqual({ kind: 'equal' });

    await touchInTime();

    expect((await log()).map(({ undone, touched, restored }) => [undone, touched, restored])).toEqual([
      [true, true, false],
      [true, true, true],
    ]);
    expect(contact('hubspot_owner_id')).toBe('71');
    // The answer is still owed.
    expect(contact('accord_sla_status')).toBe('on_track');
    expect((await told()).filter((one) => one.startsWith('consequenceUndone'))).toHaveLength(3);
    expect(await replayed()).toEqual({ kind: 'equal' });
  }, 60_000);

  it('goes back to marketing, and no rep who is suspended gets another one', async () => {
    await start(step('suspend'), step('return'));
    await pass(1.1);

    expect((await log()).map(({ kind }) => kind)).toEqual(['suspend', 'return']);
    expect(await lead.state()).toMatchObject({ status: 'recycled', recycleReason: 'returned:first-touch' });
    expect(openTasks()).toEqual([]);
    const [next = ''] = lead.act([{ type: 'create', properties: ANOTHER }]);
    lead.act([
      { type: 'submitForm', id: next, form: 'Request a demo' },
      { type: 'bookMeeting', id: next },
    ]);
    await lead.tellAndSettle();
    expect(await lead.state(next)).toMatchObject({ owner: { value: '72' } });
  }, 60_000);

  it('stays with the rep it was given back to by a person, and what comes next in the agreement follows', async () => {
    await start(step('reassign'), step('return', { after: { unit: 'elapsedHours', amount: 2 } }));
    await pass(1.1);
    const consequences = createConsequenceLog(lead.thread.test.database);
    const { items } = await consequences.list(PORTAL_TEXT, { suspended: false, after: null, limit: 10 });
    const by = { actor: 'tester', origin: 'api' } as const;
    const undone = await consequences.undo(PORTAL_TEXT, { id: items[0]?.id ?? '', by, check: () => null });
    expect(undone).toHaveProperty('at');
    await lead.thread.settle();

    expect([contact('hubspot_owner_id'), openTasks()]).toEqual(['71', ['71']]);
    expect((await log()).map(({ undone: is, touched, restored }) => [is, touched, restored])).toEqual([
      [true, false, true],
    ]);
    await pass(1);
    expect(contact('hubspot_owner_id')).toBe('71');
    await pass(1.1);
    expect((await log()).map(({ kind, owner_id: owner }) => [kind, owner])).toEqual([
      ['reassign', '71'],
      ['return', '71'],
    ]);
    expect(await replayed()).toEqual({ kind: 'equal' });
  }, 60_000);

  it('waits while another lead of the same batch has taken the last place of the hour', async () => {
    await start(step('reassign', { maxPerHour: 1 }));
    const [next = ''] = lead.act([{ type: 'create', properties: ANOTHER }]);
    lead.act([
      { type: 'set', id: next, properties: { hubspot_owner_id: '71' } },
      { type: 'submitForm', id: next, form: 'Request a demo' },
      { type: 'bookMeeting', id: next },
    ]);
    await lead.tellAndSettle();
    await pass(1.1);

    expect((await log()).map(({ kind }) => kind)).toEqual(['reassign']);
    await pass(0.5);
    expect(await log()).toHaveLength(1);
    // An hour after the first, and before the next breach of that lead has settled.
    await pass(0.515);
    expect((await log()).map(({ owner_id: from, owner_after: to }) => [from, to])).toEqual([
      ['71', '72'],
      ['71', '72'],
    ]);
  }, 60_000);

  it('keeps its owner where consequences are off, then and later', async () => {
    await start(step('reassign'));
    const { db } = lead.thread.test.database;
    await sql`update portal_effect set enabled = false where effect = 'consequences'`.execute(db);
    await pass(1.1);
    await sql`update portal_effect set enabled = true, since = accord_now() where effect = 'consequences'`.execute(
      db,
    );
    await pass(2);

    expect([await log(), contact('hubspot_owner_id')]).toEqual([[], '71']);
    expect(await lead.state()).toMatchObject({
      clocks: [{}, { clause: 'first-touch' }, { clause: 'attempts' }],
    });
  }, 60_000);
});
