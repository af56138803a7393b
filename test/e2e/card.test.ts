// The record card's answer, whole: the click that HubSpot signs, the decision it leads to, and the properties that are then
// in HubSpot. The portal has a stage of its own for recycled leads, which stands before MQL: HubSpot refuses to move a
// contact there at once, so the stage is cleared first.
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putInForce } from '#demo/sign-agreement.ts';
import { askAs } from '#test/support/agreements.ts';
import { switchOn } from './steps.ts';
import { isQuiescent, startWorld, type World, waitUntil } from './world.ts';

const PORTAL = 44001234;
const PORTAL_ID = String(PORTAL);
const REP = { ownerId: '71', userId: 171, email: 'rep@sales.example', firstName: 'Rep', lastName: 'One' };
const STAGES = ['lead', '4711', 'marketingqualifiedlead', 'salesqualifiedlead', 'opportunity', 'customer'];
const OTHERS = ['subscriber', 'evangelist', 'other'];

let world: World;

beforeAll(async () => {
  world = await startWorld({
    sandbox: {
      lifecycleBackward: 'rejected',
      portals: [
        {
          portalId: PORTAL,
          timeZone: 'Europe/Paris',
          lifecycleStages: [...STAGES, ...OTHERS].map((value) => ({ value, label: value })),
        },
      ],
    },
  });
  world.sandbox.apply(PORTAL, [{ type: 'createOwner', ...REP }]);
  await world.install(PORTAL_ID);
  const { document } = await world.api<{ document: string }>('GET', `/portals/${PORTAL_ID}/agreement`);
  const own = '  custom: [{ id: nursery, label: Nursery, lifecycle: 4711, moment: recycled }]\n';
  await putInForce({ ...world, portalId: PORTAL_ID }, document.replace('  before: [', `${own}  before: [`));
  await switchOn(world);
}, 120_000);
afterAll(() => world.close());

function act(actions: Parameters<World['sandbox']['apply']>[1]): string {
  const results = world.sandbox.apply(PORTAL, actions);
  for (const result of results) if (!result.ok) throw new Error(result.error);
  return String(results[0]?.ok === true ? results[0].id : '');
}

/** Comes new, shows interest twice, is handed over to the rep. */
async function handOver(email: string): Promise<string> {
  const person = {
    firstname: 'Claire',
    lastname: 'Moreau',
    company: 'Nordfil',
    jobtitle: 'CEO',
    country: 'France',
  };
  const id = act([{ type: 'create', properties: { ...person, email } }]);
  act([
    { type: 'submitForm', email, form: 'Request a demo' },
    { type: 'bookMeeting', id },
  ]);
  await rest();
  expect(valueOf(id, 'accord_handover_status')).toBe('handed_over');
  return id;
}

function answer(contactId: string, body: Readonly<Record<string, string>>) {
  return askAs(world, REP, { path: '/hubspot/card/answer', body: { contactId, ...body } });
}

async function rest(): Promise<void> {
  await waitUntil('the portal comes to rest', () => isQuiescent(world, PORTAL_ID), 60_000);
}

function contact(id: string) {
  const record = world.sandbox.requirePortal(PORTAL).objects.contacts.live.get(id);
  if (record === undefined) throw new Error(`no contact ${id}`);
  return record;
}

const valueOf = (id: string, property: string): string => contact(id).values[property] ?? '';

/** What our app has written, oldest first. */
function writes(id: string, property: string): readonly string[] {
  const versions = contact(id).history?.get(property) ?? [];
  return versions
    .filter(({ source }) => source.changeSource === 'INTEGRATION')
    .toSorted((a, b) => a.timestampMs - b.timestampMs)
    .map(({ value }) => value);
}

async function lastReasons(id: string): Promise<readonly Record<string, unknown>[]> {
  const { rows } = await sql<{ outcome: string }>`
    select d.outcome from decision d join lead l on l.portal_id = d.portal_id and l.last_decision = d.seq
    where l.contact_id = ${id}`.execute(world.test.database.db);
  return JSON.parse(rows[0]?.outcome ?? '').reasons;
}

describe('a rep’s click on the card', () => {
  it('accepts: the decision names the card, and HubSpot holds stage, status and the next step', async () => {
    const id = await handOver('claire@lead.example');

    const clicked = await answer(id, { answer: 'accept' });
    await rest();

    expect([clicked.status, clicked.json]).toEqual([202, { taken: true }]);
    expect(await lastReasons(id)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ code: 'accepted' }),
        expect.objectContaining({ code: 'answerFrom', params: { source: 'card' } }),
      ]),
    );
    expect(valueOf(id, 'lifecyclestage')).toBe('salesqualifiedlead');
    expect(valueOf(id, 'accord_handover_status')).toBe('accepted');
    expect(valueOf(id, 'accord_next_step')).toBe('first_touch');
  });

  it('rejects: back to the portal’s own stage in two writes, since HubSpot refuses one', async () => {
    const id = await handOver('diane@lead.example');

    const clicked = await answer(id, { answer: 'reject', reason: 'no-budget' });
    await rest();

    expect(clicked.status).toBe(202);
    expect(await lastReasons(id)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ code: 'recycled', params: { reason: 'rejected:No budget' } }),
        expect.objectContaining({ code: 'stageSet', params: { from: 'marketingqualifiedlead', to: '4711' } }),
      ]),
    );
    expect(writes(id, 'lifecyclestage')).toEqual(['marketingqualifiedlead', '', '4711']);
    expect(valueOf(id, 'lifecyclestage')).toBe('4711');
    expect(valueOf(id, 'accord_handover_status')).toBe('recycled');
    const refused = await world.api<{ items: unknown[] }>('GET', `/portals/${PORTAL_ID}/parked`);
    expect(refused.items).toEqual([]);
  });

  it('rejects with a note: HubSpot’s field holds it, the explanation tells it, and no line of log does', async () => {
    const note = 'Buys through her group:\nring Quastlbrunner in May';
    const id = await handOver('gaelle@lead.example');

    const clicked = await answer(id, { answer: 'reject', reason: 'no-budget', note });
    await rest();

    expect(clicked.status).toBe(202);
    expect(valueOf(id, 'accord_reject_note')).toBe(note);
    expect(valueOf(id, 'accord_reject_reason')).toBe('');
    expect(writes(id, 'accord_reject_note')).toEqual([note]);
    expect(valueOf(id, 'accord_stage_reason')).not.toContain('Quastlbrunner');
    const lead = await world.api<{
      why: string[];
      state: { recycleReason: string };
      decisions: { summary: string; note: string | null }[];
    }>('GET', `/portals/${PORTAL_ID}/leads/${id}?language=en`);
    expect(lead.state.recycleReason).toBe('rejected:No budget');
    expect(lead.why).toContain('Sales noted: “Buys through her group: ring Quastlbrunner in May”.');
    expect(lead.decisions.map((decision) => decision.note).filter((each) => each !== null)).toEqual([note]);
    expect(lead.decisions.map(({ summary }) => summary).join(' ')).not.toContain('Quastlbrunner');
    const card = await askAs(world, REP, { path: `/hubspot/card/leads/${id}/card`, method: 'GET' });
    expect(card.json.why.join(' ')).toContain('ring Quastlbrunner in May');
    const { rows } = await sql<{
      entry: string;
    }>`select row_to_json(a)::text as entry from audit_entry a`.execute(world.test.database.db);
    expect(rows.filter(({ entry }) => entry.includes('Quastlbrunner'))).toEqual([]);
    expect(world.web.log() + world.worker.log()).not.toContain('Quastlbrunner');
  });

  it('shows what a rep writes into HubSpot’s field afterwards', async () => {
    const id = await handOver('helene@lead.example');
    await answer(id, { answer: 'reject', reason: 'no-budget', note: 'First thought' });
    await rest();

    act([{ type: 'set', id, by: REP.userId, properties: { accord_reject_note: 'Second thought' } }]);

    await waitUntil(
      'the search finds it',
      async () => {
        const { why } = await world.api<{ why: string[] }>(
          'GET',
          `/portals/${PORTAL_ID}/leads/${id}?language=en`,
        );
        return why.includes('Sales noted: “Second thought”.');
      },
      90_000,
    );
    await rest();
    expect(valueOf(id, 'accord_reject_note')).toBe('Second thought');
  });

  it('is refused to another user, and nothing moves', async () => {
    const id = await handOver('elise@lead.example');

    const clicked = await askAs(
      world,
      { userId: 999, email: 'eve@corp.example' },
      {
        path: '/hubspot/card/answer',
        body: { contactId: id, answer: 'accept' },
      },
    );
    await rest();

    expect(clicked.status).toBe(403);
    expect(valueOf(id, 'accord_handover_status')).toBe('handed_over');
  });
});

describe('what people ask for on the card', () => {
  const MANAGER = { userId: 900_003, email: 'sales.lead@our-company.example' };
  const place = (id: string, step: string): string => `/hubspot/card/leads/${id}/${step}`;

  it('hands a cold lead over: stage and status are in HubSpot, and it is no new MQL of marketing', async () => {
    const id = act([{ type: 'create', properties: { firstname: 'Paul', email: 'paul@lead.example' } }]);
    await rest();
    expect(valueOf(id, 'accord_handover_status')).not.toBe('handed_over');

    const asked = await askAs(world, MANAGER, { path: place(id, 'hand-over') });
    await rest();

    expect([asked.status, asked.json.asked]).toEqual([200, true]);
    expect(valueOf(id, 'accord_handover_status')).toBe('handed_over');
    expect(valueOf(id, 'lifecyclestage')).toBe('marketingqualifiedlead');
    const { rows } = await sql`
      select state -> 'byHand' as "byHand", state -> 'newMqlAt' as "newMqlAt" from lead where contact_id = ${id}`.execute(
      world.test.database.db,
    );
    expect(rows).toEqual([{ byHand: true, newMqlAt: null }]);
  });

  it('recycles a lead into the chosen track: HubSpot holds it, and the card says so', async () => {
    const id = await handOver('fanny@lead.example');
    const card = await askAs(world, MANAGER, { path: place(id, 'card'), method: 'GET' });
    const track = card.json.tracks.at(-1).id;
    expect(card.json.may).toMatchObject({ recycle: true });

    const asked = await askAs(world, MANAGER, { path: place(id, 'recycle'), body: { track } });
    await rest();

    expect(asked.status).toBe(200);
    expect(valueOf(id, 'accord_handover_status')).toBe('recycled');
    expect(valueOf(id, 'accord_nurture_track')).toBe(track);
    const after = await askAs(world, MANAGER, { path: place(id, 'card'), method: 'GET' });
    expect(after.json).toMatchObject({ status: 'recycled', may: { recycle: false } });
  });
});
