// A slice of test/long/fuzz.test.ts.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SEED } from '#test/support/cases.ts';
import { fuzz } from '#test/support/fuzz-run.ts';
import { insertPortal } from '#test/support/portal.ts';
import { fillPortal } from '#test/support/portal-rows.ts';
import { PORTAL, startWeb, type TestWeb } from '#test/support/web.ts';

let web: TestWeb;

beforeAll(async () => {
  web = await startWeb();
  await insertPortal(web.test.database, PORTAL);
  await fillPortal(web.test.database.db, PORTAL, '501');
});
afterAll(() => web.close());

it('answers what nobody would send, and tells nothing by it', async () => {
  const { bad, byStatus } = await fuzz(web, { count: 3_000, seed: SEED });

  expect(bad.slice(0, 5)).toEqual([]);
  // It got through to what is behind the doors, too.
  expect(byStatus[200]).toBeGreaterThan(50);
  expect(byStatus[400]).toBeGreaterThan(50);
  expect(byStatus[401]).toBeGreaterThan(50);
  expect((await web.api('GET', `/portals/${PORTAL}`)).status).toBe(200);
});
