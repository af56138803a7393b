// 100,000 malformed requests and agreements: none crashes Accord, none is told a secret or what is inside.
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findUnstorable } from '#platform/storable.ts';
import { SEED } from '#test/support/cases.ts';
import { bentDocument, send } from '#test/support/fuzz.ts';
import { fuzz } from '#test/support/fuzz-run.ts';
import { insertPortal } from '#test/support/portal.ts';
import { fillPortal } from '#test/support/portal-rows.ts';
import { ADMIN_TOKEN, PORTAL, startWeb, type TestWeb } from '#test/support/web.ts';

// A document takes some fifty times as long as a request.
const REQUESTS = 99_000;
const DOCUMENTS = 1_000;
let web: TestWeb;

beforeAll(async () => {
  web = await startWeb();
  await insertPortal(web.test.database, PORTAL);
  await fillPortal(web.test.database.db, PORTAL, '501');
});
afterAll(() => web.close());

describe('what nobody would send', () => {
  it(`as ${REQUESTS} requests`, async () => {
    const { bad, byStatus } = await fuzz(web, { count: REQUESTS, seed: SEED });
    console.info('answers by status', byStatus);

    expect(bad.slice(0, 5)).toEqual([]);
    expect((await web.api('GET', `/portals/${PORTAL}`)).status).toBe(200);
  });

  it(`as ${DOCUMENTS} agreements`, async () => {
    const bad: string[] = [];
    const seen = { taken: 0, withProblems: 0, noText: 0 };
    for (const document of fc.sample(bentDocument(), { numRuns: DOCUMENTS, seed: SEED })) {
      const { status, text } = await send(web.url, {
        method: 'POST',
        path: `/api/v1/portals/${PORTAL}/agreements/draft`,
        body: Buffer.from(JSON.stringify({ document })),
        headers: { 'content-type': 'application/json', authorization: `Bearer ${ADMIN_TOKEN}` },
        isSigned: false,
      });
      // What the database cannot keep is no document.
      const isNoText = findUnstorable(document) !== null;
      if (isNoText && status === 400) {
        seen.noText += 1;
        continue;
      }
      const problems =
        status === 200 ? (JSON.parse(text) as { problems: { line: number }[] }).problems : null;
      if (problems === null || problems.some(({ line }) => line < 1))
        bad.push(`${status} ${text.slice(0, 300)}\n${document}`);
      else seen[problems.length === 0 ? 'taken' : 'withProblems'] += 1;
    }
    console.info('drafts', seen);

    expect(bad.slice(0, 1)).toEqual([]);
    expect(seen.withProblems).toBeGreaterThan(DOCUMENTS / 4);
  });
});
