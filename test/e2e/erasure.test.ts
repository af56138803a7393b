// A person goes the whole way over HTTP: imported, handed over, late, told of, excused; then HubSpot erases him. Within a minute
// nothing of him is in any row, key or line of log, nothing more is written, and the month that is over counts as it did.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ActionInput } from '#sandbox/actions/action.ts';
import { setVirtualClock } from '#store/ledger.ts';
import { askAs, SALES } from '#test/support/agreements.ts';
import { skipsRedis, startRedis, type TestRedis } from '#test/support/redis.ts';
import { findInDatabase } from '#test/support/search-database.ts';
import { findInRedis } from '#test/support/search-redis.ts';
import { PORTAL_TEXT } from './scenario.ts';
import { readCalls, switchOn } from './steps.ts';
import { isQuiescent, startWorld, type World, waitUntil } from './world.ts';

const PORTAL = Number(PORTAL_TEXT);
const PERSON = {
  email: 'zebulonne@wimpelkraft.example',
  firstname: 'Zebulonne',
  lastname: 'Quastlbrunner',
  phone: '+33698765432',
  company: 'Wimpelkraft',
  message: 'Pfiffikus wanted',
};
const NOTE = 'Knurrhahn says no';
const WORDS = ['zebulonne', 'quastlbrunner', '98765432', 'wimpelkraft', 'pfiffikus', 'knurrhahn'];
const REST_MS = 60_000;
const ERASED_MS = 60_000;
const DAY_MS = 86_400_000;

describe.each([
  ['the queue on PostgreSQL', false],
  ['the queue on Redis', true],
] as const)('a privacy deletion, %s', (_mode, withRedis) => {
  const skipped = withRedis && skipsRedis;
  let world: World;
  let redis: TestRedis | null = null;
  let id = '';
  let month = '';
  let clausesBefore: unknown;

  beforeAll(async () => {
    if (skipped) return;
    redis = withRedis ? await startRedis() : null;
    world = await startWorld({
      env: { LOG_LEVEL: 'debug' },
      ...(redis === null ? {} : { redisUrl: redis.url }),
    });
    act({
      type: 'createOwner',
      ownerId: '71',
      userId: 171,
      email: 'rep@sales.example',
      firstName: 'Rep',
      lastName: 'One',
    });
    [id = ''] = act({ type: 'create', properties: hot(PERSON) });
    await world.install(PORTAL_TEXT);
    await rest();
    await switchOn(world);
    await world.api('PUT', `/portals/${PORTAL_TEXT}/effects/consequences`, { enabled: true });
    await rest();
    await handOver();
    await letItBeLate();
  }, 240_000);

  afterAll(async () => {
    if (skipped) return;
    await world.close();
    await redis?.stop();
  });

  function act(...actions: ActionInput[]): string[] {
    return world.sandbox.apply(PORTAL, actions).map((result) => {
      if (!result.ok) throw new Error(result.error);
      return result.id ?? '';
    });
  }

  async function rest(): Promise<void> {
    await waitUntil('the portal comes to rest', () => isQuiescent(world, PORTAL_TEXT), REST_MS);
  }

  function find(): Promise<readonly string[]> {
    return findInDatabase(world.test.database, [...WORDS, id]);
  }

  async function handOver(): Promise<void> {
    const others = ['nora', 'paul', 'lena'].map(
      (name): ActionInput => ({
        type: 'create',
        properties: hot({ email: `${name}@lead.example`, firstname: name }),
      }),
    );
    const all = [id, ...act(...others)];
    await rest();
    act(
      ...all.flatMap((contact): ActionInput[] => [
        { type: 'submitForm', id: contact, form: 'Request a demo' },
        { type: 'bookMeeting', id: contact },
      ]),
    );
    await rest();
    const lead = await world.api<{ state: { status: string } }>('GET', `/portals/${PORTAL_TEXT}/leads/${id}`);
    expect(lead.state.status).toBe('handedOver');
    month = new Date().toISOString().slice(0, 7);
  }

  /** Until the month of the hand-over is over, and old enough to be judged. */
  async function letItBeLate(): Promise<void> {
    await leap(4);
    await waitUntil(
      'breaches have been followed',
      async () => {
        const log = await world.api<{ items: readonly { contactId: string }[] }>(
          'GET',
          `/portals/${PORTAL_TEXT}/consequences`,
        );
        return log.items.some(({ contactId }) => contactId === id);
      },
      REST_MS,
    );
    await rest();
    const excused = await askAs(world, SALES, {
      path: `/hubspot/card/leads/${id}/excuse`,
      body: { clause: 'accept', text: 'Quastlbrunner asked for time' },
      portal: PORTAL_TEXT,
    });
    expect([excused.status, excused.json]).toEqual([200, expect.anything()]);
    await leap(100);
    await reject();
    clausesBefore = await readClauses();
  }

  /** By the card, and with a word in HubSpot's field. */
  async function reject(): Promise<void> {
    const said = await askAs(world, SALES, {
      path: '/hubspot/card/answer',
      body: { contactId: id, answer: 'reject', reason: 'no-budget', note: NOTE },
      portal: PORTAL_TEXT,
    });
    expect([said.status, said.json]).toEqual([202, { taken: true }]);
    act({ type: 'set', id, properties: { accord_reject_note: `${NOTE}, twice` } });
    await rest();
  }

  async function leap(days: number): Promise<void> {
    const from = new Date(Date.now() + days * DAY_MS).toISOString();
    await setVirtualClock(world.test.database, { from, speed: 1 });
    await rest();
  }

  async function readClauses(): Promise<unknown> {
    const { items } = await world.api<{ items: unknown }>(
      'GET',
      `/portals/${PORTAL_TEXT}/clauses?month=${month}`,
    );
    return items;
  }

  it.skipIf(skipped)('finds the person all over the tables first', async () => {
    const tables = new Set((await find()).map((place) => place.split(':')[0]?.replace(/_\d{4}_\d\d$/, '')));

    for (const table of [
      'audit_entry',
      'clock',
      'consequence',
      'decision',
      'inbox_event',
      'lead',
      'lead_key',
      'milestone',
      'mirror',
      'notice',
      'outbox_property',
      'signal',
      'task',
    ])
      expect(tables).toContain(`public.${table}`);
    // All four were handed over, two of the promises about them were judged.
    expect(clausesBefore).toEqual(expect.arrayContaining([expect.objectContaining({ kind: 'volume' })]));
  });

  it.skipIf(skipped)('leaves nothing within a minute', async () => {
    const before = await readCalls(world);
    act({ type: 'privacyDelete', id });
    await waitUntil(
      'the last trace is gone',
      async () => {
        const { items } = await world.api<{ items: readonly { erasedAt: string | null }[] }>(
          'GET',
          `/portals/${PORTAL_TEXT}/erasures`,
        );
        return items.length > 0 && items.every(({ erasedAt }) => erasedAt !== null);
      },
      ERASED_MS,
    );
    await rest();

    expect(await find()).toEqual([]);
    expect(redis === null ? [] : await findInRedis(redis.url, [...WORDS, id])).toEqual([]);
    const { recordWrites } = await readCalls(world);
    expect(recordWrites).toBe(before.recordWrites);
  });

  it.skipIf(skipped)('leaves the month that is over as it was', async () => {
    expect(await readClauses()).toEqual(clausesBefore);
  });

  it.skipIf(skipped)('was never named in a line of log', () => {
    for (const part of [world.web, world.worker]) {
      const log = part.log();
      expect(log.split('\n').length).toBeGreaterThan(20);
      const named = log
        .split('\n')
        .filter((line) => [...WORDS, id].some((word) => line.toLowerCase().includes(word)));
      expect(named.slice(0, 3)).toEqual([]);
    }
  });
});

function hot(properties: Readonly<Record<string, string>>): Record<string, string> {
  return { jobtitle: 'CEO', country: 'France', lifecyclestage: 'lead', ...properties };
}
