// The database is lost, HubSpot is not (5a.14): a new Accord on the same account takes the leads over from what the old one had
// written there, doubles nothing, tells nobody anything twice, goes on with life, and says what is gone.
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { earliest } from '#domain/instant.ts';
import type { LeadState } from '#domain/lead.ts';
import type { RebuildReport } from '#pipeline/rebuild-report.ts';
import { createPlayer, emitted, fillPortal, PORTAL_TEXT } from './scenario.ts';
import { act } from './signal-acts.ts';
import { readCalls, switchOn } from './steps.ts';
import { isQuiescent, startWorld, type World, waitUntil } from './world.ts';

const PORTAL = Number(PORTAL_TEXT);
const CONTACTS = 300;
const EVENTS = 2_500;
const QUIET_MS = 120_000;
const OPEN = ['handedOver', 'accepted', 'working', 'rejected'];

type Values = Readonly<Record<string, string>>;

let world: World;
/** By contact. */
let before: ReadonlyMap<string, LeadState>;
let shown: { readonly contacts: ReadonlyMap<string, Values>; readonly tasks: ReadonlyMap<string, Values> };

beforeAll(async () => {
  world = await startWorld({});
  fillPortal(world, CONTACTS);
  await world.install(PORTAL_TEXT);
  await rest();
  await switchOn(world);
  await rest();
  await createPlayer(world, 41).playUntil(emitted(world) + EVENTS, 40);
  await rest();
  await answerSome();
  before = await readStates();
  shown = { contacts: readHubspot('contacts'), tasks: readHubspot('tasks') };
  await loseDatabase();
  await world.install(PORTAL_TEXT);
  await rest();
}, 360_000);

afterAll(() => world.close());

async function rest(): Promise<void> {
  await waitUntil('the portal comes to rest', () => isQuiescent(world, PORTAL_TEXT), QUIET_MS);
}

const ANSWER = { type: 'answer', property: 'accord_answer', reasonProperty: 'accord_reject_reason' } as const;

/** Handed over, and not answered by a value that an answer would only repeat. */
function listUnanswered(states: ReadonlyMap<string, LeadState>): readonly string[] {
  const contacts = readHubspot('contacts');
  return [...states]
    .filter(([id, { status, assignedAt }]) => {
      const isHeld = status === 'handedOver' && assignedAt !== null;
      const { accord_answer: said, accord_reject_reason: why } = contacts.get(id) ?? {};
      return isHeld && said === '' && why === '';
    })
    .map(([id]) => id);
}

/** Of every kind that a cycle has, one at least. */
async function answerSome(): Promise<void> {
  const [yes = '', no = '', ended = ''] = listUnanswered(await readStates());
  act(world, { ...ANSWER, id: yes, answer: 'accept' });
  act(world, { ...ANSWER, id: no, answer: 'reject' });
  act(world, { ...ANSWER, id: ended, answer: 'reject', reason: 'no-budget' });
  await rest();
}

/** As a disk is lost: not a row stays, of the queue neither. */
async function loseDatabase(): Promise<void> {
  await Promise.all([world.web.stop(), world.worker.stop()]);
  const { db } = world.test.database;
  const { rows } = await sql<{ name: string }>`
    select nspname as name from pg_namespace where nspname !~ '^(pg_|information_schema)'`.execute(db);
  for (const { name } of rows) await sql`drop schema ${sql.id(name)} cascade`.execute(db);
  await sql`create schema public`.execute(db);
  expect((await world.command('migrate')).code).toBe(0);
  await world.web.start();
  await world.worker.start();
}

async function readStates(): Promise<ReadonlyMap<string, LeadState>> {
  const { rows } = await sql<{ id: string; state: LeadState }>`
    select contact_id as id, state from lead where portal_id = ${PORTAL_TEXT}`.execute(
    world.test.database.db,
  );
  return new Map(rows.map(({ id, state }) => [id, state]));
}

/** Without what HubSpot itself keeps, and without scores, which are worked out from what is known. */
function readHubspot(type: 'contacts' | 'tasks'): ReadonlyMap<string, Values> {
  const names = type === 'contacts' ? CONTACT_PROPERTIES : TASK_PROPERTIES;
  const { live } = world.sandbox.requirePortal(PORTAL).objects[type];
  return new Map(
    [...live].map(([id, { values }]) => [
      id,
      Object.fromEntries(names.map((name) => [name, values[name] ?? ''])),
    ]),
  );
}

const CONTACT_PROPERTIES = [
  'lifecyclestage',
  'hubspot_owner_id',
  'accord_handover_status',
  'accord_handover_date',
  'accord_cycle',
  'accord_next_step',
  'accord_sla_status',
  'accord_sla_due',
  'accord_answer',
  'accord_reject_reason',
];
const TASK_PROPERTIES = [
  'accord_task_key',
  'hs_task_status',
  'hs_timestamp',
  'hubspot_owner_id',
  'hs_task_subject',
];

function handedOver(): readonly (readonly [string, LeadState])[] {
  return [...before].filter(([, { status }]) => !['none', 'baseline'].includes(status));
}

/** What a new Accord must know of a lead to go on. */
function essentials({ status, cycle, handedOverAt, clocks = [] }: LeadState) {
  const due = earliest(clocks.filter(({ metAt }) => metAt === null).map(({ dueAt }) => dueAt));
  return { status, cycle, handedOverAt, due: OPEN.includes(status) ? due : null };
}

async function readReport(language: string): Promise<RebuildReport> {
  return world.api('GET', `/portals/${PORTAL_TEXT}/rebuild?language=${language}`);
}

describe('after the database was lost', () => {
  it('takes every lead over as it stood, while it only observes', async () => {
    const after = await readStates();

    expect(handedOver().map(([, { status }]) => status)).toEqual(
      expect.arrayContaining(['handedOver', 'accepted', 'recycled']),
    );
    const differing = handedOver().flatMap(([id, state]) => {
      const [was, is] = [state, after.get(id)].map((one) => one && essentials(one));
      return JSON.stringify(was) === JSON.stringify(is) ? [] : [{ id, was, is }];
    });
    expect(differing).toEqual([]);
    expect(readHubspot('contacts')).toEqual(shown.contacts);
  });

  it('says what was taken over and what is gone, in both languages', async () => {
    const counts = Object.groupBy(handedOver(), ([, { status }]) => status);
    const [english, french] = [await readReport('en'), await readReport('fr')];
    const openTasks = [...shown.tasks.values()].filter((task) => task['hs_task_status'] === 'NOT_STARTED');

    expect(english.byStatus).toEqual(
      Object.fromEntries(Object.entries(counts).map(([status, leads]) => [status, leads.length])),
    );
    expect(english.tasks).toBe(openTasks.length);
    expect(english.lost.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['agreement', 'pauses', 'turns', 'trail']),
    );
    expect(french.lost).toHaveLength(english.lost.length);
    const told = await world.command('rebuild', PORTAL_TEXT, '--language', 'fr');
    expect(told).toMatchObject({ code: 0 });
    expect(told.output).toContain(french.lost[0]?.text);
  });

  it('doubles no task, stage or owner when it is switched on again, and tells nobody anything', async () => {
    await switchOn(world);
    await world.api('PUT', `/portals/${PORTAL_TEXT}/effects/consequences`, { enabled: true });
    await rest();

    expect(readHubspot('tasks')).toEqual(shown.tasks);
    expect(readHubspot('contacts')).toEqual(shown.contacts);
    const { rows } = await sql<{ notices: number }>`
      select count(*)::int as notices from notice where portal_id = ${PORTAL_TEXT}`.execute(
      world.test.database.db,
    );
    expect(rows[0]?.notices).toBe(0);
    expect((await readCalls(world)).rateLimited).toBe(0);
  });

  it('goes on with them: an answer moves the same task on', async () => {
    const [id = ''] = listUnanswered(before);
    const taskOf = (): readonly (readonly [string, Values])[] =>
      [...readHubspot('tasks')].filter(([, task]) => task['accord_task_key']?.includes(`:${id}:`));
    const was = taskOf().filter(([, task]) => task['hs_task_status'] === 'NOT_STARTED');
    expect(was).toHaveLength(1);

    act(world, { ...ANSWER, id, answer: 'accept' });
    const isShown = async (): Promise<boolean> =>
      readHubspot('contacts').get(id)?.['accord_handover_status'] === 'accepted';
    await waitUntil('HubSpot shows the acceptance', isShown, 30_000);
    await rest();

    const is = taskOf().filter(([, task]) => task['hs_task_status'] === 'NOT_STARTED');
    expect(is.map(([task]) => task)).toEqual(was.map(([task]) => task));
    expect(readHubspot('contacts').get(id)).toMatchObject({
      lifecyclestage: 'salesqualifiedlead',
      accord_next_step: 'first_touch',
      accord_cycle: shown.contacts.get(id)?.['accord_cycle'],
    });
    expect(readHubspot('tasks').size).toBe(shown.tasks.size);
  });
});
