// The recipes of app-manifest/workflow-recipes.md played as tiny workflows over what Accord wrote to the sandbox portal: who
// is enrolled, how often, and what ends an enrolment. Noise (page views, judging again) must enrol nobody twice.
import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import { toIncoming } from '#http/incoming.ts';
import { parseWebhookBatch } from '#hubspot/schema.ts';
import { WEBHOOK_SUBSCRIPTIONS } from '#hubspot/subscriptions.ts';
import { contactOutputDefinitions } from '#pipeline/outputs.ts';
import { storeEvents } from '#store/inbox.ts';
import { readClocks } from '#test/support/clock-rows.ts';
import { PORTAL, startThread, type Thread } from '#test/support/thread.ts';

const PORTAL_TEXT = String(PORTAL);
let thread: Thread;

afterEach(() => thread.close());

/** HubSpot's own: enrols when a value comes to meet the trigger; again only where re-enrolment is on. */
interface Workflow {
  readonly property: string;
  readonly enrols: (value: string) => boolean;
  readonly again: boolean;
}

const isKnown = (value: string): boolean => value !== '';
const RECIPES = {
  nurture: { property: 'accord_nurture_track', enrols: isKnown, again: false },
  maturing: { property: 'accord_maturity', enrols: (value) => value === 'maturing', again: false },
  reentry: { property: 'accord_reentry_date', enrols: isKnown, again: true },
  relaunch: { property: 'accord_relaunch', enrols: (value) => /^\d+$/.test(value), again: true },
  sunset: { property: 'accord_relaunch', enrols: (value) => value === 'sunset', again: false },
  missing: {
    property: 'accord_missing_fields',
    enrols: (value) => value.includes('Marketing'),
    again: false,
  },
  warned: { property: 'accord_sla_status', enrols: (value) => value === 'warning', again: true },
  late: { property: 'accord_sla_status', enrols: (value) => value === 'breached', again: true },
  unexplained: { property: 'accord_next_step', enrols: (value) => value === 'give_reason', again: true },
} as const satisfies Record<string, Workflow>;

function apply(...actions: Parameters<Thread['sandbox']['apply']>[1]): string[] {
  return thread.sandbox.apply(PORTAL, actions).map((result) => {
    if (!result.ok) throw new Error(result.error);
    return 'id' in result ? String(result.id) : '';
  });
}

/** Every value the property has had, oldest first. */
function valuesOf(id: string, property: string): readonly string[] {
  const record = thread.sandbox.requirePortal(PORTAL).objects.contacts.live.get(id);
  return record?.history?.get(property)?.map(({ value }) => value) ?? [];
}

/** One entry per enrolment: the value it began with. */
function enrolments({ property, enrols, again }: Workflow, id: string): readonly string[] {
  const values = valuesOf(id, property);
  const starts = values.filter((value, index) => {
    const before = values[index - 1] ?? '';
    return enrols(value) && (again ? before !== value : !enrols(before));
  });
  return again ? starts : starts.slice(0, 1);
}

const PERSON = {
  firstname: 'Claire',
  lastname: 'Moreau',
  company: 'Nordfil',
  country: 'France',
  lifecyclestage: 'lead',
};

function create(email: string, changes: Record<string, string> = {}): string {
  const [id = ''] = apply({ type: 'create', properties: { ...PERSON, email, ...changes } });
  return id;
}

/** Every change so far, as webhooks bring it; what was heard before changes nothing. */
async function hearAll(): Promise<void> {
  const raw = thread.sandbox.state.events.events.map(({ event }) => event);
  const batch = parseWebhookBatch(raw.filter((event) => event.subscriptionType === 'contact.propertyChange'));
  if (!batch.ok) throw new Error(batch.error.message);
  await storeEvents(thread.test.database, PORTAL_TEXT, toIncoming(batch.value));
}

/** Accord's clock, ahead of the machine's by so many days. */
async function goTo(days: number): Promise<void> {
  await goToInstant(new Date(Date.now() + days * 86_400_000).toISOString());
}

async function goToInstant(at: string): Promise<void> {
  await sql`insert into clock_setting (one, anchor_real, anchor_virtual, speed)
    values (true, clock_timestamp(), ${at}::timestamptz, 1)
    on conflict (one) do update set anchor_real = excluded.anchor_real, anchor_virtual = excluded.anchor_virtual`.execute(
    thread.test.database.db,
  );
  await thread.settle();
}

async function judgeAgain(): Promise<void> {
  await sql`update portal set epoch = epoch + 1`.execute(thread.test.database.db);
  await thread.settle();
}

describe('workflow recipes (R37 to R40)', () => {
  it('enrol a new contact in its track once, however often it is judged and however much it reads', async () => {
    thread = await startThread({ webhook: { subscriptions: WEBHOOK_SUBSCRIPTIONS } });
    const id = create('claire@lead.example');
    await thread.settle();
    for (const country of ['Peru', 'France', 'Peru', 'France']) {
      apply(
        { type: 'set', id, properties: { country } },
        { type: 'pageView', id, url: 'https://site.example/blog' },
      );
      await hearAll();
      await judgeAgain();
    }

    // The noise was really heard: the fit went up and down.
    expect(valuesOf(id, 'accord_fit').length).toBeGreaterThan(2);
    expect(enrolments(RECIPES.nurture, id)).toEqual(['learn']);
    expect(enrolments(RECIPES.relaunch, id)).toEqual([]);
    expect(valuesOf(id, 'accord_nurture_track')).toEqual(['learn']);
    expect(valuesOf(id, 'accord_maturity')).toEqual(['immature']);
  });

  it('move on with the lead: maturing once, out of nurture at the hand-over, into the track of the reject reason', async () => {
    thread = await startThread({ webhook: { subscriptions: WEBHOOK_SUBSCRIPTIONS } });
    apply({
      type: 'createOwner',
      ownerId: '71',
      userId: 171,
      email: 'rep@sales.example',
      firstName: 'Rep',
      lastName: 'One',
    });
    const id = create('claire@lead.example', { jobtitle: 'CEO' });
    await thread.settle();
    apply({ type: 'submitForm', email: 'claire@lead.example', form: 'Newsletter', properties: {} });
    await hearAll();
    await thread.settle();
    expect(enrolments(RECIPES.maturing, id)).toEqual(['maturing']);

    apply(
      { type: 'submitForm', email: 'claire@lead.example', form: 'Request a demo', properties: {} },
      { type: 'bookMeeting', id },
    );
    await hearAll();
    await judgeAgain();
    expect(valuesOf(id, 'accord_nurture_track').at(-1)).toBe('');
    expect(valuesOf(id, 'accord_maturity').at(-1)).toBe('');
    expect(enrolments(RECIPES.reentry, id)).toEqual([]);

    apply({ type: 'answer', id, answer: 'reject', reason: 'no-budget' });
    await hearAll();
    await thread.settle();
    await judgeAgain();
    expect(valuesOf(id, 'accord_nurture_track').at(-1)).toBe('wait-for-project');
    expect(enrolments(RECIPES.reentry, id)).toHaveLength(1);
    expect(enrolments(RECIPES.maturing, id)).toHaveLength(1);
  });

  it('remind of each reject without a reason once, and of none that came with it', async () => {
    thread = await startThread({ webhook: { subscriptions: WEBHOOK_SUBSCRIPTIONS } });
    apply({
      type: 'createOwner',
      ownerId: '71',
      userId: 171,
      email: 'rep@sales.example',
      firstName: 'Rep',
      lastName: 'One',
    });
    const [silent, told] = ['claire@lead.example', 'paul@lead.example'].map((email) =>
      create(email, { jobtitle: 'CEO' }),
    ) as [string, string]; // two addresses, two ids
    await thread.settle();
    apply(
      { type: 'submitForm', email: 'claire@lead.example', form: 'Request a demo', properties: {} },
      { type: 'submitForm', email: 'paul@lead.example', form: 'Request a demo', properties: {} },
      { type: 'bookMeeting', id: silent },
      { type: 'bookMeeting', id: told },
    );
    await hearAll();
    await judgeAgain();

    apply(
      { type: 'answer', id: silent, answer: 'reject', reason: '' },
      { type: 'answer', id: told, answer: 'reject', reason: 'no-budget' },
    );
    await hearAll();
    await judgeAgain();
    expect(enrolments(RECIPES.unexplained, silent)).toEqual(['give_reason']);
    expect(enrolments(RECIPES.unexplained, told)).toEqual([]);

    apply({ type: 'set', id: silent, properties: { accord_reject_reason: 'no-budget' } });
    await hearAll();
    await judgeAgain();
    expect(enrolments(RECIPES.unexplained, silent)).toEqual(['give_reason']);
    expect(valuesOf(silent, 'accord_next_step').at(-1)).toBe('nurture');
  });

  it('tell the owner once that a promise is due soon, and once that it is late, however often the lead is judged', async () => {
    thread = await startThread({ webhook: { subscriptions: WEBHOOK_SUBSCRIPTIONS } });
    apply({
      type: 'createOwner',
      ownerId: '71',
      userId: 171,
      email: 'rep@sales.example',
      firstName: 'Rep',
      lastName: 'One',
    });
    const id = create('claire@lead.example', { jobtitle: 'CEO' });
    await thread.settle();
    apply(
      { type: 'submitForm', email: 'claire@lead.example', form: 'Request a demo', properties: {} },
      { type: 'bookMeeting', id },
    );
    await hearAll();
    await judgeAgain();
    expect(valuesOf(id, 'accord_sla_status')).toEqual(['on_track']);
    expect(enrolments(RECIPES.late, id)).toEqual([]);

    const judgeTwice = async (): Promise<void> => {
      for (const city of ['Lyon', 'Lille']) {
        apply({ type: 'set', id, properties: { city } });
        await hearAll();
        await judgeAgain();
      }
    };
    const [clock] = await readClocks(thread.test.database, PORTAL_TEXT);
    const [warnAt, dueAt] = [clock?.warn_at ?? '', clock?.due_at ?? ''];
    expect(Date.parse(dueAt) - Date.parse(warnAt)).toBeGreaterThan(3_600_000);

    await goToInstant(warnAt);
    await judgeTwice();
    expect(enrolments(RECIPES.warned, id)).toEqual(['warning']);
    expect(enrolments(RECIPES.late, id)).toEqual([]);

    await goToInstant(dueAt);
    await judgeTwice();
    expect(enrolments(RECIPES.late, id)).toEqual(['breached']);
    expect(enrolments(RECIPES.warned, id)).toEqual(['warning']);
  });

  it('relaunch a silent lead once, and give it up once', async () => {
    thread = await startThread({ webhook: { subscriptions: WEBHOOK_SUBSCRIPTIONS } });
    const id = create('claire@lead.example');
    await thread.settle();

    for (const days of [89, 91, 92, 120, 200]) await goTo(days);
    expect(enrolments(RECIPES.relaunch, id)).toEqual(['1']);
    expect(enrolments(RECIPES.sunset, id)).toEqual([]);

    for (const days of [271, 272, 300]) await goTo(days);
    expect(enrolments(RECIPES.relaunch, id)).toEqual(['1']);
    expect(enrolments(RECIPES.sunset, id)).toEqual(['sunset']);
  });

  it('tell marketing once of the fields it owes', async () => {
    thread = await startThread({ webhook: { subscriptions: WEBHOOK_SUBSCRIPTIONS } });
    const id = create('claire@lead.example', { company: 'N/A' });
    const whole = create('paul@lead.example');
    await thread.settle();
    apply(
      { type: 'pageView', id, url: 'https://site.example/blog' },
      { type: 'set', id, properties: { city: 'Lyon' } },
    );
    await hearAll();
    await judgeAgain();

    expect(enrolments(RECIPES.missing, id)).toEqual(['Marketing: company']);
    expect(enrolments(RECIPES.missing, whole)).toEqual([]);
  });

  it('name only properties and values that Accord creates, and the same in both languages', async () => {
    thread = await startThread();
    const [english, french] = ['workflow-recipes.md', 'workflow-recipes.fr.md'].map((file) =>
      readFileSync(new URL(`../../app-manifest/${file}`, import.meta.url), 'utf8'),
    );
    const named = (text: string | undefined): string[] =>
      [...new Set(text?.match(/`accord_[a-z_]+`/g) ?? [])].map((name) => name.replaceAll('`', '')).sort();
    const known = contactOutputDefinitions('en', []).map(({ name }) => name);

    expect(named(english).filter((name) => !known.includes(name))).toEqual([]);
    expect(named(french)).toEqual(named(english));
    for (const { property } of Object.values(RECIPES)) expect(named(english)).toContain(property);
  });
});
