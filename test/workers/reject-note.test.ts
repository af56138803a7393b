// A note beside a no that is typed in HubSpot's own field, of which no event tells: it is of the cycle in which it was typed.
import { sql } from 'kysely';
import { afterEach, expect, it } from 'vitest';
import { sleep } from '#platform/clock.ts';
import { type HandedOver, handOver } from '#test/support/handed-over.ts';
import { PORTAL } from '#test/support/thread.ts';

const NOTE = 'Buys through her group, ring in May';

let lead: HandedOver;

afterEach(() => lead.thread.close());

/** Nothing else happens in that instant. */
async function type(properties: Readonly<Record<string, string>>): Promise<void> {
  await sleep(5);
  lead.act([{ type: 'set', id: lead.id, properties }]);
}

/** As HubSpot shows it. */
function noteShown(): string | undefined {
  const contact = lead.thread.sandbox.requirePortal(PORTAL).objects.contacts.live.get(lead.id);
  return contact?.values['accord_reject_note'];
}

/** As by a look at the clock alone: nothing is read for it. */
async function handOverUnread(): Promise<void> {
  await sleep(5);
  const at = JSON.stringify(new Date().toISOString());
  await sql`
    update lead set state = state || jsonb_build_object('handedOverAt', ${at}::jsonb, 'handOvers', jsonb_build_array(${at}::jsonb))`.execute(
    lead.thread.test.database.db,
  );
}

it('typed before a hand-over and read after it is of the cycle before, and is cleared', async () => {
  lead = await handOver();
  await type({ accord_reject_note: NOTE });
  await handOverUnread();

  await type({ accord_answer: 'reject', accord_reject_reason: 'No budget' });
  await lead.tellAndSettle();

  const state = await lead.state();
  expect(state).toMatchObject({ status: 'recycled', recycleReason: 'rejected:No budget' });
  expect(state).not.toHaveProperty('rejectNote');
  expect(noteShown() ?? '').toBe('');
});

it('typed after it is kept', async () => {
  lead = await handOver();
  await handOverUnread();
  await type({ accord_reject_note: NOTE });

  await type({ accord_answer: 'reject', accord_reject_reason: 'No budget' });
  await lead.tellAndSettle();

  expect(await lead.state()).toMatchObject({ recycleReason: 'rejected:No budget', rejectNote: NOTE });
  expect(noteShown()).toBe(NOTE);
});
