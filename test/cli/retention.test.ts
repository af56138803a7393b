// `accord retention`, against a real database.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { runCommand } from '#cli/run-command.ts';
import { createRetentionStore } from '#store/retention.ts';
import { type TestDatabase, testDatabase } from '#test/support/database.ts';
import { insertPortal } from '#test/support/portal.ts';

const PORTAL = '7040701';
let test: TestDatabase;
let out = '';

beforeAll(async () => {
  test = await testDatabase();
  await insertPortal(test.database, PORTAL);
  const env = {
    DATABASE_URL: test.url,
    HUBSPOT_CLIENT_ID: 'client',
    HUBSPOT_CLIENT_SECRET: 'secret-of-the-client-0123456789',
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    REDIS_URL: '',
  };
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((out += String(text))));
});
afterAll(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await test.close();
});

it('shows what is kept, and sets one without the other', async () => {
  expect(await runCommand(['retention', 'show', PORTAL])).toBe(0);
  expect(out).toContain('Events are kept for 90 days.');
  out = '';
  expect(await runCommand(['retention', 'set', PORTAL, '--events', '30'])).toBe(0);
  expect(out).toMatch(/for 30 days[^]*for 400 days/);
  expect(await createRetentionStore(test.database).read(PORTAL)).toEqual({
    eventsKeepDays: 30,
    decisionsKeepDays: 400,
  });
});
