// What people may say of a lead's promises over HTTP, who may, what is kept of it, and which promises run.
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { initialState, type LeadState } from '#domain/lead.ts';
import { edited, templateAgreement } from '#test/support/agreement-text.ts';
import { clearAudit } from '#test/support/clear-audit.ts';
import { insertClock, insertLivePortal, readClocks } from '#test/support/clock-rows.ts';
import { insertSignedVersion } from '#test/support/portal.ts';
import { PORTAL, readAnswer, SECRET, signature, startWeb, type TestWeb } from '#test/support/web.ts';

const HOUR_MS = 3_600_000;
const OWNER = { userId: '171', email: 'rep@sales.example' };
const MANAGER = { userId: '900', email: 'sales.lead@our-company.example' };
const COLLEAGUE = { userId: '172', email: 'colleague@sales.example' };
const PAUSES = [
  '    pauses:',
  '      - { id: holiday, label: On holiday, atMost: 5 working days, perLead: 1 }',
  '      - { id: budget, label: Waits for a budget, atMost: 10 working days }',
  '',
].join('\n');

let web: TestWeb;

beforeAll(async () => {
  web = await startWeb();
  await insertLivePortal(web.test.database, PORTAL);
  await run(
    sql`insert into owner (portal_id, owner_id, user_id, archived) values (${PORTAL}, '71', '171', false), (${PORTAL}, '72', '172', false)`,
  );
  const document = edited('    warnAt: 75 %\n', `    warnAt: 75 %\n${PAUSES}`);
  const agreement = { ...templateAgreement('en'), id: 'main' };
  await insertSignedVersion(web.test.database, PORTAL, { agreement, document });
  await run(
    sql`insert into lead_alias (portal_id, contact_id, lead_id) values (${PORTAL}, '501', '501'), (${PORTAL}, '500', '501')`,
  );
});
afterAll(() => web.close());
beforeEach(async () => {
  await clearAudit(web.test);
  for (const table of ['clock', 'lead_pause', 'clock_excuse', 'dirty', 'lead'])
    await run(sql`delete from ${sql.table(table)}`);
  await insertLead();
});

async function run(statement: ReturnType<typeof sql>): Promise<void> {
  await statement.execute(web.test.database.db);
}

async function insertLead(changes: Partial<LeadState> = {}): Promise<void> {
  const owner = { value: '71', before: '', by: 'accord', at: '' };
  const handedOverAt = new Date(Date.now() - HOUR_MS).toISOString();
  const state = { ...initialState(), owner, status: 'handedOver', cycle: 1, handedOverAt, ...changes };
  await run(sql`insert into lead (portal_id, lead_id, agreement_id, contact_id, state)
    values (${PORTAL}, '501', 'main', '501', ${JSON.stringify(state)}::jsonb)
    on conflict (portal_id, lead_id) do update set state = excluded.state`);
}

type Act = 'pause' | 'resume' | 'excuse';
interface Said {
  readonly user?: { readonly userId: string; readonly email: string };
  readonly contact?: string;
  readonly place?: string;
  readonly language?: string;
}

/** As HubSpot's proxy sends it. */
async function say(
  act: Act,
  body: unknown,
  { user = OWNER, contact = '501', place, language = 'en' }: Said = {},
) {
  const path = place ?? `/hubspot/card/leads/${contact}`;
  const address = `${web.url}${path}/${act}?portalId=${PORTAL}&userId=${user.userId}&userEmail=${encodeURIComponent(user.email)}&appId=1`;
  const text = JSON.stringify(body);
  const headers = {
    ...signature(address, text, { secret: SECRET }),
    'content-type': 'application/json',
    'accept-language': language,
  };
  return readAnswer(await fetch(address, { method: 'POST', headers, body: text }));
}

async function rowsOf<Row>(statement: ReturnType<typeof sql<Row>>): Promise<readonly Row[]> {
  return (await statement.execute(web.test.database.db)).rows;
}

const pauses = () =>
  rowsOf(sql<{ reason: string; over: boolean }>`
    select reason, to_at is not null as over from lead_pause where portal_id = ${PORTAL} order by pause_id`);
const marks = () =>
  rowsOf(
    sql<{ object_id: string; lane: number }>`select object_id, lane from dirty where portal_id = ${PORTAL}`,
  );
const audit = () =>
  rowsOf(sql<Record<string, unknown>>`
    select actor, role, origin, action, before, after, reason from audit_entry where portal_id = ${PORTAL} order by id`);

describe('pausing a lead', () => {
  it('is kept with who said it, as what, from where and why, and has the lead judged first in line', async () => {
    const answer = await say('pause', { reason: 'holiday', note: 'Back on Monday' });

    expect(answer.status).toBe(200);
    expect(await pauses()).toEqual([{ reason: 'holiday', over: false }]);
    expect(await marks()).toEqual([{ object_id: '501', lane: 0 }]);
    expect(await audit()).toEqual([
      {
        actor: 'user 171',
        role: 'owner',
        origin: 'hubspot',
        action: 'pause lead',
        before: { leadId: '501', paused: null },
        after: {
          leadId: '501',
          contactId: '501',
          cycle: 1,
          at: answer.json.at,
          kind: 'pause',
          reason: 'holiday',
        },
        reason: 'Back on Monday',
      },
    ]);
  });

  it('keeps its clocks from firing before the lead has been judged again', async () => {
    await insertClock(web.test.database, { portalId: PORTAL, leadId: '501', dueInMs: -1 });

    await say('pause', { reason: 'holiday' });

    expect((await web.context.fireClocks(10)).fired).toEqual([]);
    expect(await readClocks(web.test.database, PORTAL)).toMatchObject([
      { status: 'running', breach_fired_at: null },
    ]);
  });

  it('ends when it is resumed, by a manager too', async () => {
    await say('pause', { reason: 'budget' });
    const answer = await say('resume', {}, { user: MANAGER });

    expect(answer.status).toBe(200);
    expect(await pauses()).toEqual([{ reason: 'budget', over: true }]);
    expect(await audit()).toMatchObject([
      {},
      { action: 'resume lead', role: 'manager', before: { paused: { reason: 'budget', to: null } } },
    ]);
  });

  it('is allowed as often as the agreement says, in one cycle', async () => {
    for (let time = 0; time < 2; time++) {
      await say('pause', { reason: 'budget' });
      await say('resume', {});
    }
    await say('pause', { reason: 'holiday' });
    await say('resume', {});

    const again = await say('pause', { reason: 'holiday' });
    expect([again.status, again.json.error]).toEqual([409, 'PAUSES_USED']);
    expect(again.json.message).toContain('promises.sales.pauses.holiday.perLead');

    await insertLead({ cycle: 2, handedOverAt: new Date().toISOString() });
    expect((await say('pause', { reason: 'holiday' })).status).toBe(200);
  });

  it('may be said over the API as well, with HubSpot’s signature', async () => {
    const place = `/api/v1/portals/${PORTAL}/leads/501`;

    expect((await say('pause', { reason: 'holiday' }, { place })).status).toBe(200);
  });

  it('happens once, when two say it at the same moment', async () => {
    const answers = await Promise.all([
      say('pause', { reason: 'budget' }),
      say('pause', { reason: 'budget' }, { user: MANAGER }),
    ]);

    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['200', '409']);
    expect(await pauses()).toHaveLength(1);
  });
});

describe('excusing a promise', () => {
  beforeEach(() => insertClock(web.test.database, { portalId: PORTAL, leadId: '501', dueInMs: -HOUR_MS }));

  it('is for a manager, with a text, once, and keeps the promise from firing', async () => {
    const body = { clause: 'accept', text: 'The lead was abroad' };
    const byOwner = await say('excuse', body);
    const mute = await say('excuse', { clause: 'accept', text: ' ' }, { user: MANAGER });
    const done = await say('excuse', body, { user: MANAGER });
    const again = await say('excuse', body, { user: MANAGER });

    expect([byOwner, mute, done, again].map(({ status }) => status)).toEqual([403, 400, 200, 409]);
    expect([byOwner, mute, again].map(({ json }) => json.error)).toEqual([
      'NOT_A_MANAGER',
      'BAD_REQUEST',
      'ALREADY_EXCUSED',
    ]);
    expect(await rowsOf(sql<object>`select agreement_id, cycle, clause from clock_excuse`)).toEqual([
      { agreement_id: 'main', cycle: 1, clause: 'accept' },
    ]);
    expect(await audit()).toMatchObject([
      { action: 'excuse promise', role: 'manager', reason: 'The lead was abroad' },
    ]);
    expect((await web.context.fireClocks(10)).fired).toEqual([]);
  });

  it('is of the agreement that the lead is under: another one’s, by the same name, is no excuse', async () => {
    await run(sql`insert into clock_excuse (portal_id, lead_id, agreement_id, cycle, clause, at)
      values (${PORTAL}, '501', 'other', 1, 'accept', accord_now())`);
    const done = await say('excuse', { clause: 'accept', text: 'Sick' }, { user: MANAGER });

    expect(done.status).toBe(200);
  });

  it('reaches runs that are over already', async () => {
    await run(sql`update clock set status = 'ended', breached_at = due_at, breach_fired_at = due_at`);

    await say('excuse', { clause: 'accept', text: 'Sick' }, { user: MANAGER });

    expect(await readClocks(web.test.database, PORTAL)).toMatchObject([{ status: 'excused' }]);
  });

  it('names the promises that ran where another is meant', async () => {
    const answer = await say('excuse', { clause: 'first-touch', text: 'Sick' }, { user: MANAGER });

    expect([answer.status, answer.json.error]).toEqual([400, 'UNKNOWN_CLAUSE']);
    expect(answer.json.fix).toContain('accept');
  });
});

describe('what is refused', () => {
  it.each<[string, Act, unknown, Said, number, string]>([
    ['a colleague', 'pause', { reason: 'holiday' }, { user: COLLEAGUE }, 403, 'NOT_OWNER_OR_MANAGER'],
    [
      'a reason that the agreement does not name',
      'pause',
      { reason: 'lunch' },
      {},
      400,
      'UNKNOWN_PAUSE_REASON',
    ],
    ['a lead that does not exist', 'pause', { reason: 'holiday' }, { contact: '999' }, 404, 'NO_SUCH_LEAD'],
    [
      'an id that a merge has taken away',
      'pause',
      { reason: 'holiday' },
      { contact: '500' },
      404,
      'NO_SUCH_LEAD',
    ],
    ['to resume what is not paused', 'resume', {}, {}, 409, 'NOT_PAUSED'],
    [
      'an excuse where nothing ran',
      'excuse',
      { clause: 'accept', text: 'x' },
      { user: MANAGER },
      409,
      'NO_PROMISE_RAN',
    ],
    ['more than is asked for', 'resume', { force: true }, {}, 400, 'BAD_REQUEST'],
  ])('%s', async (...[, act, body, said, status, code]) => {
    const answer = await say(act, body, said);

    expect([answer.status, answer.json.error]).toEqual([status, code]);
    expect([await pauses(), await marks(), await audit()]).toEqual([[], [], []]);
  });

  it('a pause of a lead that nobody has in hand', async () => {
    await insertLead({ status: 'recycled' });

    expect((await say('pause', { reason: 'holiday' })).json.error).toBe('NO_PROMISE_RUNS');
  });

  it('the admin token, which is nobody', async () => {
    const answer = await web.api('POST', `/portals/${PORTAL}/leads/501/pause`, {
      body: { reason: 'holiday' },
    });

    expect([answer.status, answer.json.error]).toEqual([403, 'NOT_A_PERSON']);
  });

  it('in French to whoever asks for it, naming what the agreement has', async () => {
    const answer = await say('pause', { reason: 'lunch' }, { language: 'fr' });

    expect(answer.json.fix).toMatch(/^Donnez l’un de ceux-ci.: holiday, budget\.$/);
  });
});

describe('the list of clocks', () => {
  beforeEach(async () => {
    for (const leadId of ['601', '602', '603', '604', '605'])
      await run(
        sql`insert into lead (portal_id, lead_id, agreement_id, contact_id, state) values (${PORTAL}, ${leadId}, 'main', ${leadId}, ${JSON.stringify(initialState())}::jsonb)`,
      );
    const clock = (leadId: string, dueInMs: number | null, status: string) =>
      insertClock(web.test.database, { portalId: PORTAL, leadId, dueInMs, status });
    await clock('501', -HOUR_MS, 'breached');
    await clock('601', HOUR_MS, 'warned');
    await clock('602', 100 * HOUR_MS, 'running');
    await clock('603', null, 'paused');
    await clock('605', null, 'paused');
    await clock('604', -HOUR_MS, 'met');
    await run(sql`update clock set owner_id = '72' where lead_id = '602'`);
  });

  it.each([
    ['', ['501', '601', '602', '603', '605']],
    ['?show=dueSoon', ['601']],
    ['?show=dueSoon&within=200', ['601', '602']],
    ['?show=breached', ['501']],
    ['?show=paused', ['603', '605']],
    ['?owner=72', ['602']],
    ['?show=breached&owner=72', []],
  ])('%s shows %j', async (query, leads) => {
    const { json } = await web.api('GET', `/portals/${PORTAL}/clocks${query}`);

    expect(json.items.map(({ leadId }: { leadId: string }) => leadId)).toEqual(leads);
  });

  it('pages without losing or repeating one, also among those without a due time', async () => {
    const seen: string[] = [];
    for (let after: string | null = ''; after !== null; ) {
      const query: string = after === '' ? '' : `&after=${encodeURIComponent(after)}`;
      const { json } = await web.api('GET', `/portals/${PORTAL}/clocks?limit=1${query}`);
      seen.push(...json.items.map(({ leadId }: { leadId: string }) => leadId));
      after = json.next;
    }

    expect(seen).toEqual(['501', '601', '602', '603', '605']);
  });

  it('refuses a page that it never named', async () => {
    expect((await web.api('GET', `/portals/${PORTAL}/clocks?after=later`)).status).toBe(400);
  });
});
