// What the measurements of "known within" share: acts in HubSpot by kind of signal, and when the decision counts them.
import { sql } from 'kysely';
import type { KNOWN_WITHIN } from '#domain/known-within.ts';
import type { ActionInput } from '#sandbox/actions/action.ts';
import { PORTAL_TEXT } from './scenario.ts';
import { type World, waitUntil } from './world.ts';

export function act(world: World, action: ActionInput): string {
  const [result] = world.sandbox.apply(Number(PORTAL_TEXT), [action]);
  if (result === undefined || !result.ok) throw new Error(JSON.stringify(result));
  return String(result.id);
}

export async function countedKinds(world: World, contact: string): Promise<readonly string[]> {
  const { rows } = await sql<{ kinds: string[] }>`
    select array(select s ->> 'kind' from jsonb_array_elements(d.inputs::jsonb -> 'facts' -> 'signals') s) as kinds
    from lead l join decision d on d.seq = l.last_decision
    where l.portal_id = ${PORTAL_TEXT} and l.contact_id = ${contact}`.execute(world.test.database.db);
  return rows[0]?.kinds ?? [];
}

/** Contacts that are known already: of a new one everything is told at once. */
export async function createKnown(world: World, name: string): Promise<string> {
  const id = act(world, { type: 'create', properties: { email: `${name.toLowerCase()}@lead.example` } });
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

export const ACTS: Readonly<Record<keyof typeof KNOWN_WITHIN, (id: string) => ActionInput>> = {
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
