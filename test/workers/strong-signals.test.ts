// New interest while sales have the lead (R20), through a turn and into the task in HubSpot.
import { afterEach, expect, it } from 'vitest';
import { storeEvents } from '#store/inbox.ts';
import { loadLedgerTasks } from '#store/ledger.ts';
import { changeEvent } from '#test/support/portal.ts';
import { PORTAL, startThread, type Thread } from '#test/support/thread.ts';

let thread: Thread;
let keys = 0;

afterEach(() => thread.close());

const PORTAL_TEXT = String(PORTAL);
const EMAIL = 'claire@lead.example';
const SECOND_MS = 1_000;

function act(action: Parameters<Thread['sandbox']['apply']>[1][number]): string {
  const [result] = thread.sandbox.apply(PORTAL, [action]);
  if (result === undefined || !result.ok) throw new Error(JSON.stringify(result));
  return result.id ?? '';
}

/** A form, as HubSpot shows it and as its webhook hints at it. */
async function submit(contact: string, form: string): Promise<void> {
  act({ type: 'submitForm', email: EMAIL, form });
  const at = new Date().toISOString();
  const change = { contact, property: 'hs_analytics_num_page_views', value: String(++keys), at };
  const event = changeEvent(PORTAL_TEXT, { ...change, key: `notice-${keys}` });
  await storeEvents(thread.test.database, PORTAL_TEXT, { events: [event], setAside: [] });
  await thread.settle();
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}

it('tells the owner of two strong signals in a minute once: subject, body and reminder of the one open task', async () => {
  thread = await startThread();
  act({
    type: 'createOwner',
    ownerId: '71',
    userId: 171,
    email: 'rep@sales.example',
    firstName: 'Rep',
    lastName: 'One',
  });
  const properties = {
    email: EMAIL,
    firstname: 'Claire',
    lastname: 'Moreau',
    company: 'Nordfil',
    jobtitle: 'CEO',
    country: 'France',
    lifecyclestage: 'lead',
  };
  const id = act({ type: 'create', properties });
  act({ type: 'submitForm', email: EMAIL, form: 'Request a demo' });
  act({ type: 'bookMeeting', id });
  await thread.settle();
  const [task] = await loadLedgerTasks(thread.test.database, PORTAL_TEXT);
  const inHubspot = () => thread.sandbox.requirePortal(PORTAL).objects.tasks.live.get(task?.taskId ?? '');
  const before = inHubspot()?.values ?? {};
  expect(before['hs_task_subject']).toBe('Accept or reject: Claire Moreau (Nordfil)');
  expect(before['hs_task_reminders'] ?? '').toBe('');
  const due = before['hs_timestamp'];

  await pause();
  await submit(id, 'Pricing request');
  const told = { ...inHubspot()?.values };
  expect(told['hs_task_subject']).toBe(
    'New: Form “Pricing request” · Accept or reject: Claire Moreau (Nordfil)',
  );
  expect(told['hs_task_body']).toContain('<strong>New:</strong> Form “Pricing request”');
  expect(told['hs_timestamp']).toBe(due);
  const reminder = Number(told['hs_task_reminders']);
  expect(reminder).toBeGreaterThan(Date.now());
  expect(reminder).toBeLessThan(Date.now() + 121 * SECOND_MS);

  await pause();
  await submit(id, 'Contact us');
  expect(inHubspot()?.values).toEqual(told);
  expect(thread.sandbox.requirePortal(PORTAL).objects.tasks.live.size).toBe(1);
});
