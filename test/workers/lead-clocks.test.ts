// A lead's promises from the hand-over on: rows, what fires, what people say, and what the decisions make of it (I4, I11).
import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import type { Agreement } from '#domain/agreement.ts';
import type { ClockChange } from '#pipeline/clocks/change-clocks.ts';
import { readInputs, replayDecision } from '#pipeline/replay.ts';
import { sleep } from '#platform/clock.ts';
import { createClockActs } from '#store/clock-acts.ts';
import { fireClocks } from '#store/fire-clocks.ts';
import { listHandled } from '#store/handled-leads.ts';
import { findDecisionAt } from '#store/stored-decisions.ts';
import { readClocks } from '#test/support/clock-rows.ts';
import { type HandedOver, handOver } from '#test/support/handed-over.ts';
import { PORTAL } from '#test/support/thread.ts';

const PORTAL_TEXT = String(PORTAL);
const HOUR_S = 3_600;
const WAIT_MS = 20_000;

let lead: HandedOver;

afterEach(() => lead.thread.close());

/** An answer is owed within so many seconds, and both clocks may stand still for a holiday of an hour. */
function answerWithin(seconds: number) {
  return (agreement: Agreement): Agreement => {
    const pause = {
      id: 'holiday',
      label: 'On holiday',
      atMost: { unit: 'elapsedHours', amount: 1 },
      perLead: 1,
    } as const;
    const within = { unit: 'elapsedHours', amount: seconds / HOUR_S } as const;
    // Without the attempts, which run from the hand-over beside whatever else is promised.
    const usual = agreement.sales.clauses.filter(({ id }) => id !== 'attempts');
    const clauses = usual.map((clause) => ({
      ...clause,
      pauses: ['holiday'],
      ...(clause.kind === 'accept' ? { within } : {}),
    }));
    return { ...agreement, sales: { ...agreement.sales, clauses, pauses: [pause] } };
  };
}

async function accept() {
  const rows = await readClocks(lead.thread.test.database, PORTAL_TEXT);
  const { rows: keys } = await sql<{ lead_id: string }>`
    select lead_id from clock where clause = 'accept' and run = 1`.execute(lead.thread.test.database.db);
  const row = rows.find(({ lead_id: leadId }) => keys.some((key) => key.lead_id === leadId));
  if (row === undefined) throw new Error('no clock runs');
  return row;
}

/** Fires when it is due, as the workers would. */
async function fireUntil(kind: 'warn' | 'breach'): Promise<void> {
  const endsAt = Date.now() + WAIT_MS;
  while (Date.now() < endsAt) {
    const { fired } = await fireClocks(lead.thread.test.database, 100);
    if (fired.some((one) => one.kind === kind)) return;
    await sleep(20);
  }
  throw new Error(`no ${kind} fires`);
}

async function say(change: ClockChange): Promise<void> {
  const acts = createClockActs(lead.thread.test.database);
  const by = { actor: 'tester', origin: 'hubspot' } as const;
  const outcome = await acts.changeClocks(
    { portalId: PORTAL_TEXT, contactId: lead.id },
    { change, by, check: () => null },
  );
  if (outcome === null || !outcome.ok) throw new Error(JSON.stringify(outcome));
  await lead.thread.settle();
}

async function latest() {
  const found = await findDecisionAt(lead.thread.test.database, PORTAL_TEXT, { leadId: lead.id, at: null });
  if (found.decision === null) throw new Error('never judged');
  const inputs = readInputs(found.decision);
  const replay = replayDecision(found.decision, {
    engine: found.decision.engine,
    agreement: lead.thread.agreement,
  });
  return { inputs, replay };
}

async function confirmedAt(property: string): Promise<string> {
  const { rows } = await sql<{ confirmed_at: string }>`
    select confirmed_at from outbox_property where property = ${property}`.execute(
    lead.thread.test.database.db,
  );
  return rows[0]?.confirmed_at ?? '';
}

async function slaStatus(): Promise<string | undefined> {
  const record = lead.thread.sandbox.requirePortal(PORTAL).objects.contacts.live.get(lead.id);
  return record?.values['accord_sla_status'];
}

describe('the clock of an answer', () => {
  it('runs from the instant at which HubSpot confirmed the owner, and says when it is due', async () => {
    lead = await handOver(answerWithin(HOUR_S));

    const row = await accept();
    const shown = await confirmedAt('hubspot_owner_id');
    const dueAt = new Date(Date.parse(shown) + HOUR_S * 1_000).toISOString();
    expect(row).toMatchObject({
      status: 'running',
      due_at: dueAt,
      warn_fired_at: null,
      breach_fired_at: null,
    });
    const { assignedAt, clocks } = (await lead.state()) ?? {};
    expect(clocks).toMatchObject([{ clause: 'accept', since: shown, dueAt }]);
    expect(assignedAt).not.toBe(shown);
    expect((await latest()).inputs?.context.ownerShownAt).toBe(shown);
  });

  it('fires at its time, then the decision finds the very breach and HubSpot shows it', async () => {
    lead = await handOver(answerWithin(3));

    await fireUntil('breach');
    const fired = await accept();
    await lead.thread.settle();

    expect(await accept()).toEqual(fired);
    expect(fired).toMatchObject({ status: 'breached', breached_at: fired.due_at, next_at: null });
    const state = await lead.state();
    expect(state?.clocks?.[0]).toMatchObject({
      clause: 'accept',
      breachedAt: fired.due_at,
      warnedAt: fired.warn_at,
    });
    expect(await slaStatus()).toBe('breached');
    expect((await fireClocks(lead.thread.test.database, 100)).fired).toEqual([]);
    // Found by the decision alone, so its log goes on from state to state.
    const { inputs, replay } = await latest();
    expect(inputs?.state.clocks?.[0]?.breachedAt ?? null).toBeNull();
    expect(replay).toEqual({ kind: 'equal' });
  });

  it('that fired is known late when the answer was given in time and is told afterwards', async () => {
    lead = await handOver(answerWithin(3));
    lead.act([{ type: 'set', id: lead.id, properties: { accord_answer: 'accept' } }]);

    await fireUntil('breach');
    const fired = await accept();
    await lead.tellAndSettle();

    expect(await accept()).toMatchObject({
      status: 'metKnownLate',
      breached_at: fired.due_at,
      breach_fired_at: fired.breach_fired_at,
    });
    const { inputs, replay } = await latest();
    // The answer was dated before the breach that had fired without it.
    expect(Date.parse(inputs?.facts.contact['accord_answer']?.at ?? '')).toBeLessThan(
      Date.parse(fired.due_at ?? ''),
    );
    expect(inputs?.state.clocks?.[0]?.metAt ?? null).toBeNull();
    expect(replay).toEqual({ kind: 'equal' });
    expect((await fireClocks(lead.thread.test.database, 100)).fired).toEqual([]);
  });

  it('was broken, also where the late answer and the breach are found by one decision before anything fired', async () => {
    lead = await handOver(answerWithin(2));
    const { due_at: dueAt } = await accept();
    await sleep(Date.parse(dueAt ?? '') - Date.now() + 200);
    lead.act([{ type: 'set', id: lead.id, properties: { accord_answer: 'accept' } }]);
    await lead.tellAndSettle();

    const row = await accept();
    expect(row).toMatchObject({ status: 'metLate', breached_at: dueAt, next_at: null });
    expect(row.breach_late_ms).toBeGreaterThanOrEqual(200);
    const { agreementId } = (
      await findDecisionAt(lead.thread.test.database, PORTAL_TEXT, {
        leadId: lead.id,
        at: null,
      })
    ).decision ?? { agreementId: '' };
    const day = Date.parse(dueAt ?? '');
    const span = { start: new Date(day - 1).toISOString(), end: new Date(day + 1).toISOString() };
    const handled = await listHandled(lead.thread.test.database, {
      portalId: PORTAL_TEXT,
      agreementId,
      span,
    });
    expect(handled).toMatchObject([{ clause: 'accept', isBreached: true, hasFired: true }]);
  });

  it('ends with the answer, and fires nothing more', async () => {
    lead = await handOver(answerWithin(HOUR_S));
    lead.act([{ type: 'set', id: lead.id, properties: { accord_answer: 'accept' } }]);
    await lead.tellAndSettle();

    expect(await accept()).toMatchObject({ status: 'met', next_at: null });
  });
});

describe('what people say', () => {
  it('stops the clock until it is resumed, by just as long', async () => {
    lead = await handOver(answerWithin(HOUR_S));
    const before = await accept();

    await say({ kind: 'pause', reason: 'holiday' });
    expect(await accept()).toMatchObject({ status: 'paused', due_at: null, next_at: null });
    expect(await slaStatus()).toBe('paused');
    await sleep(50);
    await say({ kind: 'resume' });

    const after = await accept();
    const { inputs, replay } = await latest();
    const [pause] = inputs?.facts.pauses ?? [];
    const stoodMs = Date.parse(pause?.to ?? '') - Date.parse(pause?.from ?? '');
    expect(pause?.reason).toBe('holiday');
    expect(stoodMs).toBeGreaterThanOrEqual(50);
    expect(Date.parse(after.due_at ?? '') - Date.parse(before.due_at ?? '')).toBe(stoodMs);
    expect(after).toMatchObject({ status: 'running', next_at: after.warn_at });
    expect(replay).toEqual({ kind: 'equal' });
  });

  it('excuses a breach that has fired', async () => {
    lead = await handOver(answerWithin(2));
    await fireUntil('breach');
    await lead.thread.settle();

    await say({ kind: 'excuse', clause: 'accept' });

    expect(await accept()).toMatchObject({ status: 'excused' });
    expect(await slaStatus()).toBe('excused');
    expect((await latest()).replay).toEqual({ kind: 'equal' });
  });
});
