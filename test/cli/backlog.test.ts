// `accord backlog`, against a real database.
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { readTemplate } from '#agreement/template.ts';
import { runCommand } from '#cli/run-command.ts';
import { EFFECTS } from '#domain/decision.ts';
import { initialState } from '#domain/lead.ts';
import { templateAgreement } from '#test/support/agreement-text.ts';
import { type TestDatabase, testDatabase } from '#test/support/database.ts';
import { insertPortal, insertSignedVersion } from '#test/support/portal.ts';

const PORTAL = '7040702';
let test: TestDatabase;
let out = '';

beforeAll(async () => {
  test = await testDatabase();
  const { db } = test.database;
  await insertPortal(test.database, PORTAL);
  await insertSignedVersion(test.database, PORTAL, {
    agreement: { ...templateAgreement('en'), id: 'main' },
    document: await readTemplate('en'),
  });
  await sql`insert into owner (portal_id, owner_id, user_id, email, archived) values (${PORTAL}, '71', '171', 'nora@x.example', false)`.execute(
    db,
  );
  for (const id of ['501', '502', '503']) {
    const scored = {
      total: Number(id) - 440,
      fit: 0,
      engagement: 0,
      grade: 'A1',
      at: '',
      signalCount: 0,
      status: 'baseline',
    };
    const state = JSON.stringify({ ...initialState(), status: 'baseline', scored });
    await sql`insert into lead (portal_id, lead_id, agreement_id, contact_id, state, in_backlog)
      values (${PORTAL}, ${id}, 'main', ${id}, ${state}::jsonb, true)`.execute(db);
  }
  const env = {
    DATABASE_URL: test.url,
    HUBSPOT_CLIENT_ID: 'client',
    HUBSPOT_CLIENT_SECRET: 'secret-of-the-client-0123456789',
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    REDIS_URL: '',
  };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((text) => Boolean((out += String(text))));
});
afterAll(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await test.close();
});
beforeEach(() => {
  out = '';
});

async function run(...args: readonly string[]): Promise<number> {
  out = '';
  return runCommand(['backlog', ...args]);
}

it('shows the leads and the plan, lets them go, tells how far it is, and stops', async () => {
  expect(await run(PORTAL, '--per-rep-and-day', '2')).toBe(0);
  expect(out).toContain('3 leads, 1 rep: at most 2 a working day, so at least 2 working days.');
  expect(out).toMatch(/1 +503[^]*2 +502[^]*3 +501/);

  expect(await run(PORTAL, 'release', '--per-rep-and-day', '2')).toBe(1);
  expect(out).toContain('stage, owner and tasks are not all switched on');
  for (const effect of EFFECTS)
    await sql`insert into portal_effect (portal_id, effect, enabled, since) values (${PORTAL}, ${effect}, true, '2000-01-01')`.execute(
      test.database.db,
    );
  expect(await run(PORTAL, 'release', '--per-rep-and-day', '2', '--limit', '2')).toBe(0);
  expect(out).toContain(`Release no. 1 has started. Stop it: npm run accord -- backlog ${PORTAL} stop`);
  expect(await run(PORTAL)).toBe(0);
  expect(out).toMatch(
    /Release no\. 1, started by an administrator .*: running\. .*released: 0 leads, waiting: 2 leads\./,
  );

  expect(await run(PORTAL, 'stop')).toBe(0);
  expect(out).toContain('Release no. 1 is stopped; 0 leads were released.');
  expect(await run(PORTAL, 'stop')).toBe(1);
  expect(out).toContain('This release has ended already.');
});

it.each([
  [[PORTAL, 'release'], 'How many to each rep a day?'],
  [[PORTAL, 'release', '--per-rep-and-day', '101'], '100 at most'],
  [[PORTAL, 'release', '--per-rep-and-day', 'x'], 'x is no number'],
  [[PORTAL, 'show', '--limit', '2'], '--limit is of a release'],
  [[PORTAL, 'go'], 'Unknown action go'],
  [[PORTAL, 'stop', 'now'], 'now is too much'],
])('refuses %j', async (args, problem) => {
  expect(await run(...args)).toBe(2);
  expect(out).toContain(problem);
});

it('names an account that is not there', async () => {
  expect(await run('1')).toBe(1);
  expect(out).toContain('has not installed the app');
});
