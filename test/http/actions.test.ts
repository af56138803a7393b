// The workflow action "judge now" over HTTP: who may call it, what it does, what it answers, what a refusal tells. The portal of
// these tests has no agreement in force, so that nothing is waited for; sales-actions.test.ts has one.
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertPortal } from '#test/support/portal.ts';
import {
  type Answer,
  OLD_SECRET,
  PORTAL,
  postWebhook,
  readAnswer,
  SECRET,
  startWeb,
  type TestWeb,
} from '#test/support/web.ts';

const PATH = '/hubspot/actions/judge-now';
/** A number that there is not is left out: '' is none. */
const UNJUDGED = {
  lead_status: '',
  stage: '',
  grade: '',
  qualifies: '',
  decided_at: '',
  hs_execution_state: 'SUCCESS',
};

let web: TestWeb;
let executions = 0;

beforeAll(async () => {
  web = await startWeb();
  await insertPortal(web.test.database, PORTAL);
});
afterAll(() => web.close());

/** As HubSpot's guide shows it. */
function execution(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    callbackId: `ap-${PORTAL}-9876543210-3-${executions++}`,
    origin: { portalId: Number(PORTAL), actionDefinitionId: 120_045, actionDefinitionVersion: 4 },
    context: { source: 'WORKFLOWS', workflowId: 501_122, actionId: 3 },
    object: { objectId: 55_001, objectType: 'CONTACT', properties: {} },
    fields: {},
    inputFields: {},
    ...changes,
  };
}

const post = (body: unknown, options: Parameters<typeof postWebhook>[2] = {}): Promise<Answer> =>
  postWebhook(web, typeof body === 'string' ? body : JSON.stringify(body), { path: PATH, ...options });

async function laneOf(contact: string): Promise<{ lane: number; generation: string } | undefined> {
  const { rows } = await sql<{ lane: number; generation: string }>`
    select lane, generation from dirty where portal_id = ${PORTAL} and object_type = 'contact' and object_id = ${contact}`.execute(
    web.test.database.db,
  );
  return rows[0];
}

async function postV2(body: string, secret: string): Promise<Answer> {
  const digest = createHash('sha256').update(`${secret}POST${web.url}${PATH}${body}`).digest('hex');
  const headers = {
    'content-type': 'application/json',
    'x-hubspot-signature': digest,
    'x-hubspot-signature-version': 'v2',
  };
  return readAnswer(await fetch(web.url + PATH, { method: 'POST', headers, body }));
}

describe('judge now', () => {
  it('puts the contact at the front of the line, to be read afresh, and answers at once', async () => {
    await sql`
      insert into mirror (portal_id, object_type, object_id, cells, created_at, read_set)
      values (${PORTAL}, 'contact', '55001', '{}', now(), 'known'), (${PORTAL}, 'contact', '55000', '{}', now(), 'known')`.execute(
      web.test.database.db,
    );

    const answer = await post(execution());

    expect(answer).toMatchObject({ status: 200, json: { outputFields: UNJUDGED } });
    expect(await laneOf('55001')).toMatchObject({ lane: 0 });
    expect(await web.context.turnStore.loadContacts(PORTAL, ['55001', '55000'])).toMatchObject({
      55000: { readSet: 'known' },
      55001: { readSet: '' },
    });
    const { rows } = await sql`
      select wake_at <= clock_timestamp() as due from portal_work where portal_id = ${PORTAL}`.execute(
      web.test.database.db,
    );
    expect(rows).toEqual([{ due: true }]);
  });

  it('takes an execution that HubSpot repeats once', async () => {
    const body = execution({ object: { objectId: 55_002, objectType: 'CONTACT' } });
    await post(body);
    const first = await laneOf('55002');

    expect((await post(body)).status).toBe(200);
    expect(await laneOf('55002')).toEqual(first);

    await post({ ...body, callbackId: 'another' });
    expect(await laneOf('55002')).not.toEqual(first);
  });

  it('tells a captured execution that is played again what it told before, and nothing newer', async () => {
    const { db } = web.test.database;
    const verdict = {
      total: 12_000,
      fit: 12_000,
      engagement: 0,
      grade: 'C3',
      qualifies: false,
      completeness: 50,
    };
    await sql`insert into lead_alias values (${PORTAL}, '55009', '55009')`.execute(db);
    await sql`
      insert into decision (seq, portal_id, lead_id, agreement_id, version, at, live, engine, inputs, outcome, outcome_hash)
      values (91, ${PORTAL}, '55009', 'default', 1, '2026-11-02T09:00:00Z', true, 'test', '{}', ${JSON.stringify({ verdict, properties: [] })}, '')`.execute(
      db,
    );
    const body = JSON.stringify(execution({ object: { objectId: 55_009, objectType: 'CONTACT' } }));
    const first = await postV2(body, SECRET);
    const marked = await laneOf('55009');
    await sql`
      insert into lead (portal_id, lead_id, agreement_id, contact_id, state, last_decision)
      values (${PORTAL}, '55009', 'default', '55009', '{"status": "none", "stage": {"value": "lead"}, "owner": {"value": ""}}', 91)`.execute(
      db,
    );

    // v2 carries no time: the signature is as good as on the first day.
    const again = await postV2(body, SECRET);
    const afterwards = await laneOf('55009');
    const fresh = await post(execution({ object: { objectId: 55_009, objectType: 'CONTACT' } }));

    expect([first.status, again.status]).toEqual([200, 200]);
    expect(first.json.outputFields).toEqual(UNJUDGED);
    expect(again.json).toEqual(first.json);
    expect(afterwards).toEqual(marked);
    expect(fresh.json.outputFields).toMatchObject({ grade: 'C3', score: '12' });
    expect(marked).toMatchObject({ lane: 0 });
  });

  it('answers what was last decided', async () => {
    const { db } = web.test.database;
    const outcome = {
      verdict: {
        total: 63_900,
        fit: 40_000,
        engagement: 23_900,
        grade: 'A2',
        qualifies: true,
        completeness: 80,
      },
      properties: [],
    };
    const state = {
      status: 'handedOver',
      stage: { value: 'marketingqualifiedlead' },
      owner: { value: '71' },
    };
    await sql`insert into lead_alias values (${PORTAL}, '55003', '55003')`.execute(db);
    await sql`
      insert into decision (seq, portal_id, lead_id, agreement_id, version, at, live, engine, inputs, outcome, outcome_hash)
      values (71, ${PORTAL}, '55003', 'default', 1, '2026-11-02T09:00:00Z', true, 'test', '{}', ${JSON.stringify(outcome)}, '')`.execute(
      db,
    );
    await sql`
      insert into lead (portal_id, lead_id, agreement_id, contact_id, state, last_decision)
      values (${PORTAL}, '55003', 'default', '55003', ${JSON.stringify(state)}, 71)`.execute(db);

    const { json } = await post(execution({ object: { objectId: '55003', objectType: '0-1' } }));

    expect(json.outputFields).toEqual({
      lead_status: 'handedOver',
      stage: 'marketingqualifiedlead',
      score: '63',
      fit: '40',
      engagement: '23',
      grade: 'A2',
      qualifies: 'true',
      completeness: '80',
      decided_at: '2026-11-02T09:00:00.000Z',
      hs_execution_state: 'SUCCESS',
    });
  });

  it('accepts v2, which is all that HubSpot promises for actions, and the secret that is being rotated away', async () => {
    expect((await postV2(JSON.stringify(execution()), SECRET)).status).toBe(200);
    expect((await post(execution(), { secret: OLD_SECRET })).status).toBe(200);
  });
});

const NO_EXECUTION = {
  status: 400,
  json: {
    error: 'BAD_REQUEST',
    message: 'Not an execution of this action.',
    fix: 'Let a HubSpot workflow about contacts run it.',
  },
};

describe('a refusal', () => {
  const refused = async (answer: Promise<Answer>): Promise<unknown> => {
    const { status, json } = await answer;
    return { status, json };
  };

  it.each<[string, () => Promise<Answer>, object]>([
    [
      'another secret',
      () => post(execution(), { secret: 'wrong' }),
      { status: 401, json: { error: 'UNAUTHORIZED', message: 'The request is not signed by HubSpot.' } },
    ],
    [
      'a signature without its time',
      () => post(execution(), { headers: { 'x-hubspot-request-timestamp': 'yesterday' } }),
      { status: 401, json: { error: 'UNAUTHORIZED', message: 'The request is not signed by HubSpot.' } },
    ],
    [
      'v2 with another secret',
      () => postV2(JSON.stringify(execution()), 'wrong'),
      { status: 401, json: { error: 'UNAUTHORIZED', message: 'The request is not signed by HubSpot.' } },
    ],
    ['a body that does not parse, though it is signed', () => post('{"callbackId":'), NO_EXECUTION],
    ['no callback id', () => post(execution({ callbackId: '' })), NO_EXECUTION],
    ['a deal', () => post(execution({ object: { objectId: 1, objectType: 'DEAL' } })), NO_EXECUTION],
    [
      'a deal, in French',
      () =>
        post(execution({ object: { objectId: 1, objectType: 'DEAL' } }), {
          headers: { 'accept-language': 'fr' },
        }),
      {
        status: 400,
        json: {
          error: 'BAD_REQUEST',
          message: 'Ce n’est pas une exécution de cette action.',
          fix: 'Faites-la lancer par un workflow HubSpot sur des contacts.',
        },
      },
    ],
    [
      'a portal that has not installed the app',
      () => post(execution({ origin: { portalId: 99 } })),
      { status: 403, json: { error: 'FORBIDDEN', message: 'Not allowed.' } },
    ],
  ])('for %s tells nothing', async (_, send, expected) => {
    expect(await refused(send())).toEqual(expected);
  });

  it('comes before the body is looked into, and leaves nothing behind', async () => {
    const before = await sql`select count(*) from action_callback`.execute(web.test.database.db);

    expect((await post('no json', { secret: 'wrong' })).status).toBe(401);
    expect((await post(execution({ origin: { portalId: 99 } }))).status).toBe(403);

    expect((await sql`select count(*) from action_callback`.execute(web.test.database.db)).rows).toEqual(
      before.rows,
    );
  });

  it('never believes a v1 signature, which says nothing about the address', async () => {
    const body = JSON.stringify(execution());
    const headers = {
      'content-type': 'application/json',
      'x-hubspot-signature': createHash('sha256')
        .update(SECRET + body)
        .digest('hex'),
      'x-hubspot-signature-version': 'v1',
    };

    expect((await fetch(web.url + PATH, { method: 'POST', headers, body })).status).toBe(401);
  });
});
