// The workflow actions besides "judge now", over HTTP: hand over, recycle into a track, check the promise; and the choices
// that HubSpot offers for their fields.
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { COLD, ELSEWHERE, HANDED_OVER, startCardWeb } from '#test/support/card-leads.ts';
import { type Answer, PORTAL, postWebhook, type TestWeb } from '#test/support/web.ts';

/** HubSpot waits for the callback with what was decided. */
const BLOCKED = { hs_execution_state: 'BLOCK', hs_expiration_duration: 'PT60M' };

let web: TestWeb;
let executions = 0;

beforeAll(async () => {
  web = await startCardWeb();
});
afterAll(() => web.close());
beforeEach(async () => {
  // No worker runs: what one test asks for is not on its way in the next.
  for (const table of ['inbox_event', 'dirty'])
    await sql`delete from ${sql.table(table)}`.execute(web.test.database.db);
});

function run(action: string, contactId: string, more: Record<string, unknown> = {}): Promise<Answer> {
  const execution = {
    callbackId: `ap-${PORTAL}-${action}-${executions++}`,
    origin: { portalId: Number(PORTAL) },
    object: { objectId: Number(contactId), objectType: 'CONTACT' },
    inputFields: {},
    ...more,
  };
  return postWebhook(web, JSON.stringify(execution), { path: `/hubspot/actions/${action}` });
}

async function requests(): Promise<readonly string[]> {
  const { rows } = await sql<{ value: string; lane: number }>`
    select e.object_id || ' ' || e.property_value as value from inbox_event e
    where property_name = '$sales_request'`.execute(web.test.database.db);
  return rows.map(({ value }) => value);
}

async function trackIds(): Promise<readonly string[]> {
  const answer = await postWebhook(web, JSON.stringify({ origin: { portalId: Number(PORTAL) } }), {
    path: '/hubspot/actions/options/tracks',
  });
  return answer.json.options.map(({ value }: { value: string }) => value);
}

describe('hand over', () => {
  it('asks for it once, first in line, however often HubSpot repeats the execution', async () => {
    const answers = [
      await run('hand-over', COLD, { callbackId: 'again' }),
      await run('hand-over', COLD, { callbackId: 'again' }),
    ];

    expect(answers.map(({ json }) => json.outputFields)).toEqual([BLOCKED, BLOCKED]);
    expect(await requests()).toEqual([`${COLD} handOver`]);
    const { rows } =
      await sql`select lane from dirty where object_id = ${COLD} and portal_id = ${PORTAL}`.execute(
        web.test.database.db,
      );
    expect(rows).toEqual([{ lane: 0 }]);
  });

  it('is asked for of a contact that nobody has judged yet', async () => {
    expect((await run('hand-over', '777001')).json.outputFields).toEqual(BLOCKED);
    expect(await requests()).toEqual(['777001 handOver']);
  });

  it('does nothing to a lead that is with sales', async () => {
    expect((await run('hand-over', HANDED_OVER)).json.outputFields).toMatchObject({
      result: 'already',
      lead_status: 'handedOver',
    });
    expect(await requests()).toEqual([]);
  });
});

describe('recycle', () => {
  it('offers the agreement’s tracks, and takes the lead back into the one chosen', async () => {
    const [track = ''] = await trackIds();

    const answer = await run('recycle', HANDED_OVER, { inputFields: { track } });

    expect(answer.json.outputFields).toEqual(BLOCKED);
    expect(await requests()).toEqual([`${HANDED_OVER} recycle:${track}`]);
  });

  it.each([
    ['a track that there is not', HANDED_OVER, { track: 'gone' }, 'unknown_track', 'FAIL_CONTINUE'],
    ['a lead that is not with sales', COLD, {}, 'already', 'SUCCESS'],
    ['a contact that nobody knows', '777002', {}, 'not_known', 'SUCCESS'],
    ['a lead of another portal', ELSEWHERE, {}, 'not_known', 'SUCCESS'],
  ])('does nothing for %s', async (...[, contactId, inputFields, result, state]) => {
    const { json } = await run('recycle', contactId, { inputFields });

    expect(json.outputFields).toMatchObject({ result, hs_execution_state: state });
    expect(await requests()).toEqual([]);
  });
});

describe('check the promise', () => {
  it('says which one presses, until when, and how long is left, and changes nothing', async () => {
    const { json } = await run('check-sla', HANDED_OVER);

    expect(json.outputFields).toMatchObject({
      clause: 'accept',
      owner_id: '71',
      hs_execution_state: 'SUCCESS',
      due_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      minutes_left: expect.stringMatching(/^-?\d+$/),
    });
    const { sla_status: status, due_at: dueAt } = json.outputFields;
    expect(status === 'breached').toBe(Date.parse(dueAt) <= Date.now());
    expect(await requests()).toEqual([]);
  });

  it.each([COLD, ELSEWHERE, '777003'])('says that none runs for %s', async (contactId) => {
    expect((await run('check-sla', contactId)).json.outputFields).toMatchObject({
      sla_status: 'none',
      clause: '',
    });
  });
});

describe('every address that the manifest names', () => {
  it.each(['judge-now', 'hand-over', 'recycle', 'check-sla', 'options/tracks'])(
    '%s is there, takes HubSpot’s signature alone, and serves no portal that has not installed',
    async (action) => {
      const path = `/hubspot/actions/${action}`;
      const unsigned = await fetch(`${web.url}${path}`, { method: 'POST', body: '{}' });
      const stranger = await run(action, COLD, { origin: { portalId: 77_001_234 } });

      expect([unsigned.status, stranger.status]).toEqual([401, 403]);
    },
  );
});
