// How soon each kind of signal is known, measured over HTTP with web and worker as processes of their own: from the act in
// HubSpot to the decision that counts it. The poll's interval is shortened; what is promised on top of it is not.
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KNOWN_WITHIN } from '#domain/known-within.ts';
import { SETTINGS } from '#platform/settings.ts';
import type { ActionInput } from '#sandbox/actions/action.ts';
import { signature } from '#test/support/web.ts';
import { PORTAL_TEXT } from './scenario.ts';
import { isQuiescent, startWorld, type World, waitUntil } from './world.ts';

const PORTAL = Number(PORTAL_TEXT);
const POLL_SECONDS = 5;
const measured: Record<string, number> = {};

let world: World;

beforeAll(async () => {
  world = await startWorld({ env: { POLL_SECONDS: String(POLL_SECONDS) } });
  await world.install(PORTAL_TEXT);
  await waitUntil('the portal is at rest', () => isQuiescent(world, PORTAL_TEXT), 30_000);
}, 90_000);

afterAll(async () => {
  console.info('known within seconds', measured);
  await world.close();
});

function act(action: ActionInput): string {
  const [result] = world.sandbox.apply(PORTAL, [action]);
  if (result === undefined || !result.ok) throw new Error(JSON.stringify(result));
  return String(result.id);
}

async function countedKinds(contact: string): Promise<readonly string[]> {
  const { rows } = await sql<{ kinds: string[] }>`
    select array(select s ->> 'kind' from jsonb_array_elements(d.inputs::jsonb -> 'facts' -> 'signals') s) as kinds
    from lead l join decision d on d.seq = l.last_decision
    where l.portal_id = ${PORTAL_TEXT} and l.contact_id = ${contact}`.execute(world.test.database.db);
  return rows[0]?.kinds ?? [];
}

/** Contacts that are known already: of a new one everything is told at once. */
async function createKnown(name: string): Promise<string> {
  const id = act({ type: 'create', properties: { email: `${name.toLowerCase()}@lead.example` } });
  await waitUntil(
    `${name} is judged`,
    async () => {
      const { rows } = await sql`
      select 1 from lead where portal_id = ${PORTAL_TEXT} and contact_id = ${id} and last_decision is not null`.execute(
        world.test.database.db,
      );
      return rows.length === 1;
    },
    30_000,
  );
  return id;
}

const ACTS: Readonly<Record<keyof typeof KNOWN_WITHIN, (id: string) => ActionInput>> = {
  form: (id) => ({
    type: 'set',
    id,
    // What HubSpot calculates of a form, without the stored properties whose webhooks would tell it sooner.
    properties: {
      recent_conversion_date: String(Date.now()),
      recent_conversion_event_name: 'Request a demo',
      num_conversion_events: '1',
    },
  }),
  pageView: (id) => ({ type: 'pageView', id, url: 'https://www.site.example/pricing' }),
  emailOpen: (id) => ({ type: 'emailOpen', id }),
  emailClick: (id) => ({ type: 'emailClick', id }),
  emailReply: (id) => ({
    type: 'logActivity',
    id,
    objectType: 'emails',
    properties: { hs_email_direction: 'INCOMING_EMAIL' },
  }),
  meeting: (id) => ({ type: 'bookMeeting', id }),
  call: (id) => ({
    type: 'logActivity',
    id,
    objectType: 'calls',
    properties: { hs_call_direction: 'INBOUND' },
  }),
  touch: (id) => ({ type: 'logTouch', id }),
};

describe('a signal', () => {
  it.each(Object.entries(KNOWN_WITHIN))(
    '%s is known within what the README says',
    async (kind, { by, seconds }) => {
      const id = await createKnown(kind);
      const startedMs = Date.now();

      act(ACTS[kind as keyof typeof KNOWN_WITHIN](id));
      await waitUntil(`${kind} is counted`, async () => (await countedKinds(id)).includes(kind), 90_000);

      measured[kind] = (Date.now() - startedMs) / 1_000;
      const shortened = by === 'poll' ? Number(SETTINGS.POLL_SECONDS.byDefault) - POLL_SECONDS : 0;
      expect(measured[kind]).toBeLessThanOrEqual(seconds - shortened);
    },
    120_000,
  );

  it('that no webhook tells is known at once when a workflow says so', async () => {
    const id = await createKnown('workflow');
    const startedMs = Date.now();

    act(ACTS.form(id));
    const answer = await callAction(id);
    await waitUntil('form is counted', async () => (await countedKinds(id)).includes('form'), 30_000);

    measured['form, by workflow action'] = (Date.now() - startedMs) / 1_000;
    expect(answer).toMatchObject({ outputFields: { hs_execution_state: 'SUCCESS', lead_status: 'none' } });
    expect(measured['form, by workflow action']).toBeLessThan(2);
  });
});

/** As HubSpot's workflow would, signed with the app's secret. */
async function callAction(contact: string): Promise<unknown> {
  const address = `${world.url}/hubspot/actions/judge-now`;
  const body = JSON.stringify({
    callbackId: `ap-${PORTAL_TEXT}-${contact}`,
    origin: { portalId: PORTAL },
    object: { objectId: Number(contact), objectType: 'CONTACT' },
  });
  const headers = signature(address, body, { secret: world.sandbox.state.app.clientSecret });
  const response = await fetch(address, { method: 'POST', headers, body });
  return response.json();
}
