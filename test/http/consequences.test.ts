// The log of what followed breaches over HTTP, and who may take one back; sources that are paused, and who may end that.
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readTemplate } from '#agreement/template.ts';
import { initialState } from '#domain/lead.ts';
import { templateAgreement } from '#test/support/agreement-text.ts';
import { clearAudit } from '#test/support/clear-audit.ts';
import { insertLivePortal } from '#test/support/clock-rows.ts';
import { insertSignedVersion } from '#test/support/portal.ts';
import { PORTAL, readAnswer, SECRET, signature, startWeb, type TestWeb } from '#test/support/web.ts';

const OTHER = '7020702';
const MANAGER = { userId: '900', email: 'sales.lead@our-company.example' };
/** Signed for sales, as insertSignedVersion has it. */
const LEAD = { userId: '3', email: 'sales@portal.example' };
const REP = { userId: '171', email: 'rep@sales.example' };
const visible = (text: string): string => text.replaceAll('\u00a0', '~').replaceAll('\u202f', '_');

let web: TestWeb;

beforeAll(async () => {
  web = await startWeb();
  for (const portalId of [PORTAL, OTHER]) await insertLivePortal(web.test.database, portalId);
  await run(
    sql`insert into owner (portal_id, owner_id, user_id, name, archived) values (${PORTAL}, '71', '171', 'Nora Blanc', false)`,
  );
  const agreement = { ...templateAgreement('en'), id: 'main' };
  await insertSignedVersion(web.test.database, PORTAL, { agreement, document: await readTemplate('en') });
  const state = JSON.stringify({ ...initialState(), status: 'working', cycle: 2 });
  for (const portalId of [PORTAL, OTHER]) {
    await run(
      sql`insert into lead_alias (portal_id, contact_id, lead_id) values (${portalId}, '501', '501')`,
    );
    await run(sql`insert into lead (portal_id, lead_id, agreement_id, contact_id, state)
      values (${portalId}, '501', 'main', '501', ${state}::jsonb)`);
  }
});
afterAll(() => web.close());
beforeEach(async () => {
  await clearAudit(web.test);
  for (const table of ['consequence', 'source_pause', 'dirty'])
    await run(sql`delete from ${sql.table(table)}`);
});

async function run(statement: ReturnType<typeof sql>): Promise<void> {
  await statement.execute(web.test.database.db);
}

interface Row {
  readonly portalId?: string;
  readonly kind?: string;
  readonly step?: number;
  readonly cycle?: number;
}

/** Of a breach due on a Monday at 9:30. */
async function insert({
  portalId = PORTAL,
  kind = 'reassign',
  step = 0,
  cycle = 2,
}: Row = {}): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into consequence (portal_id, lead_id, agreement_id, version, cycle, clause, run, step, kind, at, due_at, owner_id, owner_after)
    values (${portalId}, '501', 'main', 1, ${cycle}, 'first-touch', 1, ${step}, ${kind}, '2026-11-25T14:02:00Z',
      '2026-11-23T09:30:00Z', '71', '72')
    returning consequence_id::text as id`.execute(web.test.database.db);
  return rows[0]?.id ?? '';
}

const list = (query = '') => web.api('GET', `/portals/${PORTAL}/consequences${query}`);
const undo = (id: string, portalId = PORTAL) =>
  web.api('POST', `/portals/${portalId}/consequences/${id}/undo`, { body: { reason: 'Nora was ill' } });

/** As HubSpot's proxy sends it. */
const undoAs = (user: typeof REP, id: string, language = 'en') =>
  postAs(user, `consequences/${id}/undo`, language);

async function postAs({ userId, email }: typeof REP, path: string, language: string) {
  const address = `${web.url}/api/v1/portals/${PORTAL}/${path}?portalId=${PORTAL}&userId=${userId}&userEmail=${encodeURIComponent(email)}&appId=1`;
  const headers = {
    ...signature(address, '{}', { secret: SECRET }),
    'content-type': 'application/json',
    'accept-language': language,
  };
  return readAnswer(await fetch(address, { method: 'POST', headers, body: '{}' }));
}

describe('the log of consequences', () => {
  it('tells what was done to whom and when, with promise, numbers and lead', async () => {
    await insert();
    const english = await list();
    const french = await list('?language=fr');

    expect(english.json).toMatchObject({
      items: [
        {
          kind: 'reassign',
          clause: 'first-touch',
          contactId: '501',
          ownerId: '71',
          ownerAfter: '72',
          undoneAt: null,
        },
      ],
      next: null,
    });
    expect(english.json.items[0].sentence).toBe(
      'The lead was taken from Nora Blanc on Wednesday 25 November 2026 at 14:02 UTC, because this was not done by Monday 23 November 2026 at 09:30 UTC: first touch (clause first-touch, contact 501, run 1).',
    );
    expect(visible(french.json.items[0].sentence)).toBe(
      'Lead retiré à Nora Blanc le mercredi 25 novembre 2026 à 14~h~02 UTC, faute de ceci pour le lundi 23 novembre 2026 à 9~h~30 UTC~: first touch (clause first-touch, contact 501, délai n°~1).',
    );
  });

  it('tells how it was taken back', async () => {
    await insert();
    await run(
      sql`update consequence set undone_at = '2026-11-25T15:00:00Z', touched_at = '2026-11-23T09:00:00Z', restored = true`,
    );

    const sentences = [await list(), await list('?language=fr')].map(({ json }) => json.items[0].sentence);
    expect(sentences[0]).toMatch(
      / Taken back on .*15:00 UTC, as a touch of .*09:00 UTC had become known only afterwards\. The lead stands again where it stood\.$/u,
    );
    expect(sentences[1]).toMatch(
      / Annulé le .*15.h.00 UTC, car un contact du .*9.h.00 UTC n’a été connu qu’après\. Le lead est de nouveau là où il était\.$/u,
    );
  });

  it('pages from the newest on, and lists the reps who get no further leads', async () => {
    const ids = [
      await insert({ step: 0 }),
      await insert({ step: 1, kind: 'suspend' }),
      await insert({ step: 2 }),
    ];
    await insert({ portalId: OTHER });
    const first = await list('?limit=2');
    const rest = await list(`?limit=2&after=${first.json.next}`);
    const suspended = await list('?suspended=true');

    const idsOf = (answer: typeof first): string[] => answer.json.items.map(({ id }: { id: string }) => id);
    expect([idsOf(first), idsOf(rest), rest.json.next]).toEqual([[ids[2], ids[1]], [ids[0]], null]);
    expect(idsOf(suspended)).toEqual([ids[1]]);
  });
});

describe('taking a consequence back', () => {
  it('is noted for the next decision of the lead, which is next in line, and in the audit trail', async () => {
    const id = await insert();
    const answer = await undo(id);

    expect(answer.status).toBe(200);
    const { rows } = await sql<Record<string, unknown>>`
      select c.asked_at, c.undone_at, d.lane, a.action, a.role, a.reason, a.after ->> 'contactId' as contact
      from consequence c, dirty d, audit_entry a`.execute(web.test.database.db);
    expect(rows).toEqual([
      {
        asked_at: answer.json.at,
        undone_at: null,
        lane: 0,
        action: 'undo consequence',
        role: 'admin',
        reason: 'Nora was ill',
        contact: '501',
      },
    ]);
  });

  it('is for a manager of sales, not for the rep', async () => {
    const id = await insert();
    const rep = await undoAs(REP, id, 'fr');
    expect([rep.status, rep.json.error, visible(rep.json.message)]).toEqual([
      403,
      'NOT_A_MANAGER',
      'Seul un responsable des ventes peut annuler une conséquence.',
    ]);
    expect((await undoAs(MANAGER, id)).status).toBe(200);
  });

  it('is refused twice, for another portal’s, for what is not there, and once the lead’s cycle is over', async () => {
    const id = await insert();
    const ended = await insert({ step: 1, cycle: 1 });
    const suspended = await insert({ step: 2, cycle: 1, kind: 'suspend' });
    await undo(id);
    const answers = [
      await undo(id),
      await undo(id, OTHER),
      await undo('999999'),
      await undo(ended),
      await undo(suspended),
    ];

    expect(answers.map(({ status, json }) => [status, json.error])).toEqual([
      [409, 'ALREADY_TAKEN_BACK'],
      [404, 'NO_SUCH_CONSEQUENCE'],
      [404, 'NO_SUCH_CONSEQUENCE'],
      [409, 'CYCLE_OVER'],
      [200, undefined],
    ]);
  });

  it('lets a suspended rep get leads again at once', async () => {
    const id = await insert({ kind: 'suspend' });
    await undo(id);

    expect((await list('?suspended=true')).json.items).toEqual([]);
  });
});

describe('sources that are paused', () => {
  const source = (path = '') => web.api('GET', `/portals/${PORTAL}/source-pauses${path}`);
  const liftAs = (user: typeof REP, id: string, language = 'en') =>
    postAs(user, `source-pauses/${id}/lift`, language);

  /** One of two leads from it waits for that alone. */
  async function pause(): Promise<string> {
    const held = JSON.stringify({ ...initialState(), heldSince: '2026-12-11T10:00:00.000Z' });
    await run(sql`delete from mirror where object_id in ('601', '602')`);
    for (const [id, state] of [
      ['601', held],
      ['602', JSON.stringify(initialState())],
    ]) {
      await run(sql`insert into lead (portal_id, lead_id, agreement_id, contact_id, state)
        values (${PORTAL}, ${id}, 'main', ${id}, ${state}::jsonb) on conflict do nothing`);
      await run(sql`insert into mirror (portal_id, object_type, object_id, cells, created_at, gone)
        values (${PORTAL}, 'contact', ${id}, '{"hs_analytics_source": {"v": "PAID_SOCIAL"}}', now(), false)`);
      // Which source a lead is from, the decision about it was told.
      await run(sql`insert into lead_data (portal_id, lead_id, in_scope, source, owner_id, fields)
        values (${PORTAL}, ${id}, true, 'PAID_SOCIAL', '', '{}') on conflict do nothing`);
    }
    const { rows } = await sql<{ id: string }>`
      insert into source_pause (portal_id, agreement_id, version, clause, month, from_unit, to_unit, source, reached, matured, floor, since)
      values (${PORTAL}, 'main', 1, 'quality', '2026-10', 'mql', 'sql', 'PAID_SOCIAL', 1, 40, 100000, '2026-12-01T09:00:00Z')
      returning pause_id::text as id`.execute(web.test.database.db);
    return rows[0]?.id ?? '';
  }

  it('are listed with clause, numbers and the leads that wait, also beside the work queue', async () => {
    const id = await pause();
    const listed = await source('?standing=true&language=fr');
    const leads = await source(`/${id}/leads`);
    const queue = await web.api('GET', `/portals/${PORTAL}/queue?language=en`);

    expect(listed.json.items).toMatchObject([
      {
        id,
        source: 'PAID_SOCIAL',
        month: '2026-10',
        reached: 1,
        matured: 40,
        floor: 10,
        until: null,
        held: 1,
      },
    ]);
    expect(visible(listed.json.items[0].sentence)).toBe(
      'Depuis le mardi 1er décembre 2026 à 9~h~00 UTC. Les transmissions de la source «~PAID_SOCIAL~» sont suspendues~: 2,5~% des MQL (octobre 2026) sont devenus des SQL (1 sur 40), sous le plancher de 10~% (clause quality). Retenus pour cette seule raison~: 1 lead.',
    );
    expect(leads.json.items).toMatchObject([{ contactId: '601', heldSince: '2026-12-11T10:00:00.000Z' }]);
    expect(queue.json.held).toEqual([
      {
        pauseId: id,
        source: 'PAID_SOCIAL',
        leads: 1,
        sentence:
          'Hand-overs from “PAID_SOCIAL” are paused: 2.5% of the MQLs of October 2026 became SQLs (1 of 40), below the floor of 10% (clause quality).',
      },
    ]);
  });

  it('go on when sales says so, and not for anybody else', async () => {
    const id = await pause();
    const refused = await liftAs(REP, id, 'fr');
    expect([refused.status, refused.json.error]).toEqual([403, 'NOT_SALES']);
    expect(visible(refused.json.message)).toBe(
      'Seules les ventes peuvent lever la suspension d’une source~: le plancher les protège.',
    );

    expect((await liftAs(LEAD, id)).json).toMatchObject({ released: 1 });
    expect((await liftAs(LEAD, id)).json.error).toBe('ALREADY_ENDED');
    expect((await liftAs(LEAD, '999999')).json.error).toBe('NO_SUCH_PAUSE');
    expect((await source(`/${id}/leads`)).json.items).toEqual([]);
    expect((await source()).json.items).toMatchObject([
      { endedBy: 'person', endedByActor: `user ${LEAD.userId}`, held: 0 },
    ]);
    const { rows } = await sql`select object_id as id from dirty where portal_id = ${PORTAL}`.execute(
      web.test.database.db,
    );
    expect(rows).toEqual([{ id: '601' }]);
  });
});

describe('the agenda of a meeting', () => {
  it('names breaches that are a point of it and sources that are paused, and what the agreement says of the meeting', async () => {
    await run(sql`
      insert into agreement_period (portal_id, agreement_id, seq, version, from_at, until_at, cause, seal, regime, regime_before, baseline_before)
      values (${PORTAL}, 'main', 1, 1, '2026-01-01', null, 'activate', '', 0, 0, '2000-01-01') on conflict do nothing`);
    const ids = [await insert({ kind: 'agenda' }), await insert({ kind: 'agenda', step: 1 })];
    const old = await insert({ kind: 'agenda', step: 2 });
    ids.push(await insert({ kind: 'agenda', step: 3 }));
    await run(sql`update consequence set at = accord_now()`);
    await run(sql`update consequence set at = '2026-01-05' where consequence_id = ${old}::bigint`);
    await run(
      sql`update consequence set asked_at = accord_now() where consequence_id = ${ids[1] ?? ''}::bigint`,
    );
    await run(sql`
      insert into source_pause (portal_id, agreement_id, version, clause, month, from_unit, to_unit, source, reached, matured, floor, since)
      values (${PORTAL}, 'main', 1, 'quality', '2026-10', 'mql', 'sql', 'PAID_SOCIAL', 1, 40, 100000, '2026-12-01T09:00:00Z')`);

    const { status, json } = await web.api('GET', `/portals/${PORTAL}/agenda?language=en`);
    expect([status, json.meeting]).toEqual([
      200,
      {
        day: 'monday',
        at: null,
        minutes: 30,
        agenda: ['Leads past their promise', 'Rejects by reason', 'Next campaigns', 'What we heard'],
      },
    ]);
    const points = json.points.filter(({ kind }: { kind: string }) => kind !== 'promise');
    expect(points).toMatchObject([
      {
        kind: 'breach',
        side: 'sales',
        clause: 'first-touch',
        text: '“Sales makes the first contact”: a point for the next meeting, with 1 lead.',
        leads: ['501'],
        total: 1,
      },
      { kind: 'sourcePause', side: 'marketing', clause: 'quality', total: expect.any(Number) },
    ]);
    expect((await web.api('GET', `/portals/${PORTAL}/agenda?meeting=monthly`)).json.meeting.minutes).toBe(60);
    expect((await web.api('GET', `/portals/${OTHER}/agenda`)).status).toBe(404);
  });
});
