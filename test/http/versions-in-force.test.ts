// Coming into force: from a date, above the blast limit, and never when it is not what was signed (T5, 5a.9, 10.8).
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runTurn } from '#pipeline/run-turn.ts';
import { verifyPortal } from '#pipeline/versions/integrity.ts';
import { sleep } from '#platform/clock.ts';
import { generatePortal } from '#sandbox/generator/portal.ts';
import { createTurnStore } from '#store/turn-store.ts';
import { listPeriods, listVersions, readVersion } from '#store/versions.ts';
import { ENGLISH_TEMPLATE } from '#test/support/agreement-text.ts';
import { activate, askAs, SALES, signBoth } from '#test/support/agreements.ts';
import { ADMIN_TOKEN, installInBrowser, PORTAL, startWeb, type TestWeb } from '#test/support/web.ts';

let web: TestWeb;

beforeAll(async () => {
  web = await startWeb();
  await installInBrowser(web);
  await activate(web, ENGLISH_TEMPLATE);
});
afterAll(() => web.close());

const agreements = (rest: string): string => `/portals/${PORTAL}/agreements${rest}`;
async function rows<T>(statement: ReturnType<typeof sql<T>>): Promise<T[]> {
  return (await statement.execute(web.test.database.db)).rows;
}

describe('coming into force', () => {
  it('waits for the day that both sides signed, and workers then act on it (T5)', async () => {
    const from = new Date(Date.now() + 8_000).toISOString();
    const proposed = await signBoth(web, ENGLISH_TEMPLATE, { startsAt: from });
    await web.api('POST', agreements(`/${proposed.version}/preview`));
    const tooEarly = await web.api('POST', agreements(`/${proposed.version}/activate`), {
      body: { from: new Date(Date.now() + 100).toISOString() },
    });
    const scheduled = await web.api('POST', agreements(`/${proposed.version}/activate`));
    const before = await web.api('GET', `/portals/${PORTAL}/agreement`);
    const due = await rows(sql<{ portal_id: string }>`
      select portal_id from portal_work where portal_id = ${PORTAL} and review_at = ${from}::timestamptz`);
    await turnUntil(
      async () => (await web.api('GET', `/portals/${PORTAL}/agreement`)).json.version === proposed.version,
    );
    const { json } = await web.api('GET', agreements(''));

    expect([tooEarly.status, tooEarly.json.error]).toEqual([409, 'STARTS_LATER']);
    expect(scheduled.json).toEqual({ version: proposed.version, status: 'signed', from });
    expect(before.json.version).not.toBe(proposed.version);
    expect(due).toHaveLength(1);
    expect(json.periods.at(-1)).toMatchObject({ version: proposed.version, from, until: null });
  });

  it('hashes a start without milliseconds as the database gives it back', async () => {
    const proposed = await signBoth(web, ENGLISH_TEMPLATE, { startsAt: '2099-01-01T00:00:00Z' });
    const shown = await web.api('GET', agreements(`/${proposed.version}`));
    const list = await web.api('GET', agreements(''));
    await web.api('POST', agreements(`/${proposed.version}/withdraw`));

    expect(shown.json).toMatchObject({ startsAt: '2099-01-01T00:00:00.000Z', fault: null });
    expect(list.json.findings).toEqual([]);
  });

  it('asks twice where more leads would change than the limit allows', async () => {
    const proposed = await signBoth(web, ENGLISH_TEMPLATE);
    const preview = await web.api('POST', agreements(`/${proposed.version}/preview`));
    await rows(sql`update agreement_preview set summary = jsonb_build_object('changed', 6, 'inScope', 100, 'blastLimit', 50000)
      where portal_id = ${PORTAL} and preview_hash = ${preview.json.previewHash}`);
    const once = await web.api('POST', agreements(`/${proposed.version}/activate`));
    const wrong = await web.api('POST', agreements(`/${proposed.version}/activate`), {
      body: { confirm: 'x' },
    });
    const twice = await web.api('POST', agreements(`/${proposed.version}/activate`), {
      body: { confirm: preview.json.token },
    });

    expect([once, wrong, twice].map((a) => [a.status, a.json.error])).toEqual([
      [409, 'BLAST_LIMIT'],
      [409, 'BLAST_LIMIT'],
      [200, undefined],
    ]);
    expect(once.json).toMatchObject({ changed: 6, inScope: 100 });
    expect(once.json).not.toHaveProperty('token');
  });
});

describe('a preview that takes longer than its caller waits', () => {
  it('is finished all the same, and read later: its token confirms the activation', async () => {
    const portal = web.sandbox.requirePortal(Number(PORTAL));
    generatePortal(portal, { seed: 3, contacts: 300, companies: 20, reps: 3 });
    await rows(sql`update portal set backfill_after = '' where portal_id = ${PORTAL}`);
    await turnUntil(async () => {
      const { backfill } = (await web.api('GET', `/portals/${PORTAL}`)).json;
      return backfill.leads === 300 && backfill.toJudge === 0;
    });
    const lower = ENGLISH_TEMPLATE.replace(/value: 60 \}\]/, 'value: 20 }]')
      .replace(/value: 40 \}\]/, 'value: 10 }]')
      .replace(/^language: en/m, 'blastLimit: 0.1 %\nlanguage: en');
    const proposed = await signBoth(web, lower);
    const path = `${proposed.version}/preview`;

    const early = await askAs(web, SALES, { method: 'GET', path });
    const impatient = fetch(`${web.url}/api/v1${agreements(`/${path}`)}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
      signal: AbortSignal.timeout(20),
    });
    await expect(impatient).rejects.toThrow(/abort|timeout/i);
    let later = early;
    await expect
      .poll(
        async () => {
          later = await askAs(web, SALES, { method: 'GET', path });
          return later.status;
        },
        { timeout: 20_000, interval: 100 },
      )
      .toBe(200);
    const activateWith = (body: object) => askAs(web, SALES, { path: `${proposed.version}/activate`, body });
    const once = await activateWith({});
    const twice = await activateWith({ confirm: later.json.token });

    expect([early.status, early.json.error]).toEqual([404, 'NO_PREVIEW']);
    expect(later.json).toMatchObject({ leads: 300, overLimit: true });
    expect(later.json.moves.length).toBeGreaterThan(0);
    expect([once.status, once.json.error]).toEqual([409, 'BLAST_LIMIT']);
    expect([twice.status, twice.json.status]).toEqual([200, 'active']);
  }, 60_000);
});

describe('tampering', () => {
  it('with one weight in the database is found: the portal is parked, and everybody says so', async () => {
    const { version } = await activate(web, ENGLISH_TEMPLATE);
    const [before] = await rows(sql<{ compiled: string }>`
      select compiled from agreement_version where portal_id = ${PORTAL} and version = ${version}`);
    const weight = /"points":(\d+)/.exec(before!.compiled)?.[1] ?? '';
    const changed = before!.compiled.replace(`"points":${weight}`, `"points":${Number(weight) + 1_000}`);
    await rows(
      sql`update agreement_version set compiled = ${changed} where portal_id = ${PORTAL} and version = ${version}`,
    );

    const restarted = await startTurns();
    const result = await restarted.turn();
    await restarted.close();
    const portal = await web.api('GET', `/portals/${PORTAL}`);
    const list = await web.api('GET', agreements(''));
    const still = await web.api('POST', agreements('/verify'));
    await rows(
      sql`update agreement_version set compiled = ${before!.compiled} where portal_id = ${PORTAL} and version = ${version}`,
    );
    const mended = await web.api('POST', agreements('/verify'));
    const after = await web.api('GET', `/portals/${PORTAL}`);

    expect(result).toBe('absent');
    expect(portal.json.status).toBe('parked');
    expect(portal.json.statusReason).toContain(`AGREEMENT_TAMPERED: version ${version} of agreement main`);
    expect(portal.json.statusReason).toContain('agreement verify');
    expect(list.json.findings).toEqual([expect.objectContaining({ version, agreementId: 'main' })]);
    expect(still.json.findings).toHaveLength(1);
    expect(mended.json.findings).toEqual([]);
    expect([after.json.status, after.json.statusReason]).toEqual(['active', '']);
  });

  it.each([
    [
      'the start of a period',
      sql`update agreement_period set from_at = from_at - interval '1 day' where portal_id = ${PORTAL} and seq = 2`,
    ],
    [
      'who may sign',
      sql`update agreement_signatory set side = 'sales' where portal_id = ${PORTAL} and version = 2 and position = 0`,
    ],
    [
      'the language',
      sql`update agreement_version set language = 'fr' where portal_id = ${PORTAL} and version = 2`,
    ],
    [
      'a hash in the middle of the chain',
      sql`update agreement_version set content_hash = repeat('a', 64) where portal_id = ${PORTAL} and version = 2`,
    ],
  ])('with %s is found too', async (_what, statement) => {
    const findings: unknown[] = [];
    await web.test.database.db
      .transaction()
      .execute(async (tx) => {
        await statement.execute(tx);
        findings.push(...(await verifyIn(tx)));
        throw new Error('undo');
      })
      .catch(() => undefined);

    expect(findings.length).toBeGreaterThan(0);
    expect((await web.api('GET', agreements(''))).json.findings).toEqual([]);
  });
});

async function verifyIn(tx: Parameters<typeof listVersions>[0]) {
  const { store } = web.context.versions;
  return verifyPortal(
    {
      ...store,
      listVersions: (portalId) => listVersions(tx, portalId),
      readVersion: (key) => readVersion(tx, key),
      listPeriods: (portalId) => listPeriods(tx, portalId),
    },
    PORTAL,
  );
}

/** A worker that starts now and has seen no version yet. */
async function startTurns() {
  const deps = { ...web.context.turn, store: createTurnStore(web.test.database, 'test') };
  return {
    turn: () => runTurn(deps, PORTAL, new AbortController().signal),
    close: async () => undefined,
  };
}

async function turnUntil(check: () => Promise<boolean>): Promise<void> {
  const endsAt = Date.now() + 25_000;
  while (!(await check())) {
    if (Date.now() > endsAt) throw new Error('it did not come into force');
    await runTurn(web.context.turn, PORTAL, new AbortController().signal);
    await sleep(50);
  }
}
