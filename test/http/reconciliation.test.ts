// How far the first reading of an account is, and what the last comparison found, over HTTP.
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { insertPortal } from '#test/support/portal.ts';
import { PORTAL, startWeb, type TestWeb } from '#test/support/web.ts';

let web: TestWeb;

beforeAll(async () => {
  web = await startWeb();
  await insertPortal(web.test.database, PORTAL);
});
afterAll(() => web.close());
beforeEach(async () => {
  for (const table of ['reconciliation', 'backfill', 'dirty'])
    await run(sql`delete from ${sql.table(table)}`);
  await run(sql`update portal set backfill_after = null`);
});

async function run(statement: ReturnType<typeof sql>): Promise<void> {
  await statement.execute(web.test.database.db);
}

async function ask(method: string, path: string, portalId = PORTAL) {
  const { status, json } = await web.api(method, `/portals/${portalId}/${path}`);
  return { status, body: json as Record<string, unknown> };
}

describe('the first reading', () => {
  it('says how far it is and how long it still takes', async () => {
    await run(sql`update portal set backfill_after = '70'`);
    await run(sql`insert into backfill (portal_id, started_at, total, read, since_at, since_read)
      values (${PORTAL}, now(), 10000, 4000, clock_timestamp() - interval '100 seconds', 2000)`);

    const { status, body } = await ask('GET', 'backfill');

    expect(status).toBe(200);
    expect(body).toMatchObject({ state: 'reading', total: 10_000, read: 4_000, toJudge: 0, endedAt: null });
    // 2,000 in 100 s, and 6,000 to go.
    expect(body['secondsLeft']).toBeGreaterThanOrEqual(300);
    expect(body['secondsLeft']).toBeLessThan(400);
  });

  it('is paused and goes on, also before its first page', async () => {
    await run(sql`update portal set backfill_after = ''`);

    expect((await ask('POST', 'backfill/pause')).body).toMatchObject({ state: 'paused', secondsLeft: null });
    expect((await ask('POST', 'backfill/resume')).body).toMatchObject({ state: 'reading' });
    const { rows } = await sql<{ action: string }>`
      select action from audit_entry where portal_id = ${PORTAL} order by id desc limit 2`.execute(
      web.test.database.db,
    );
    expect(rows.map(({ action }) => action)).toEqual(['resume backfill', 'pause backfill']);
  });

  it('cannot be paused when there is none, and no account that is not installed has one', async () => {
    expect(await ask('POST', 'backfill/pause')).toMatchObject({
      status: 409,
      body: { error: 'NOT_READING' },
    });
    expect((await ask('GET', 'backfill')).body).toMatchObject({ state: 'done', total: null, read: 0 });
    expect((await ask('GET', 'backfill', '999')).status).toBe(404);
  });

  it('counts what is read and not judged yet', async () => {
    await run(sql`insert into dirty (portal_id, object_type, object_id, generation, lane, not_before)
      values (${PORTAL}, 'contact', '1', 1, 3, now()), (${PORTAL}, 'contact', '2', 2, 2, now())`);

    expect((await ask('GET', 'backfill')).body).toMatchObject({ state: 'judging', toJudge: 1 });
  });
});

describe('the comparison of HubSpot and ledger', () => {
  it('is started once, and not while contacts are still read for the first time', async () => {
    expect(await ask('POST', 'reconciliation')).toEqual({ status: 200, body: { started: true } });
    expect(await ask('POST', 'reconciliation')).toEqual({ status: 200, body: { started: false } });
    await run(sql`update portal set backfill_after = ''`);
    expect(await ask('POST', 'reconciliation')).toMatchObject({
      status: 409,
      body: { error: 'STILL_READING' },
    });
    expect((await ask('POST', 'reconciliation', '999')).status).toBe(404);
  });

  it('tells what it found in both languages, those left to a person first, page by page', async () => {
    expect((await ask('GET', 'reconciliation')).body).toEqual({ run: null, items: [], next: null });
    await ask('POST', 'reconciliation');
    await run(sql`
      insert into reconciliation_difference (portal_id, run, kind, subject, contact_id, detail, is_mended)
      select portal_id, run, d.kind, d.subject, d.contact, d.detail, d.mended from reconciliation,
        (values ('contactDiffers', '55001', '55001', 'jobtitle', true), ('propertyDeleted', 'accord_grade', '', 'MISSING_SCOPES', false))
          as d(kind, subject, contact, detail, mended)`);

    const english = (await ask('GET', 'reconciliation?limit=1')).body;
    const rest = (
      await ask(
        'GET',
        `reconciliation?limit=1&language=fr&after=${encodeURIComponent(String(english['next']))}`,
      )
    ).body;

    expect(english).toMatchObject({
      run: { endedAt: null, phase: 'properties', mended: 1 },
      items: [
        {
          kind: 'propertyDeleted',
          mended: false,
          what: 'The property accord_grade was missing in HubSpot, which does not take it: MISSING_SCOPES.',
        },
      ],
    });
    expect(rest['items']).toMatchObject([
      {
        kind: 'contactDiffers',
        contactId: '55001',
        mended: true,
        done: expect.stringContaining('ce qu’Accord veut y voir a été écrit.') as string,
      },
    ]);
  });
});
