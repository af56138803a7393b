// An admin's own rules, which HubSpot enforces from 2026-09 on: what they forbid is parked and explained, the rest is
// written, and nothing is tried again until a person says so.
import { afterEach, describe, expect, it } from 'vitest';
import { parkedText } from '#pipeline/parked-text.ts';
import type { ParkedChange } from '#pipeline/reports.ts';
import type { PortalRules } from '#sandbox/model.ts';
import { retryParked } from '#store/parked.ts';
import { createReports } from '#store/reports.ts';
import { createHot } from '#test/support/handed-over.ts';
import { PORTAL, startThread, type Thread } from '#test/support/thread.ts';

let thread: Thread;
afterEach(() => thread.close());

const DEMAND: PortalRules = {
  requiredOnCreate: { tasks: ['hs_task_reminders'] },
  conditional: [
    {
      objectType: 'contacts',
      when: { property: 'lifecyclestage', value: 'marketingqualifiedlead' },
      requires: 'hs_persona',
    },
  ],
};

async function handOver(version: '2026-03' | '2026-09'): Promise<string> {
  thread = await startThread({}, undefined, version);
  thread.sandbox.requirePortal(PORTAL).rules = DEMAND;
  const id = createHot(thread.sandbox);
  await thread.settle();
  return id;
}

async function parked(): Promise<readonly ParkedChange[]> {
  const page = { after: null, limit: 50 };
  return (await createReports(thread.test.database).listParked(String(PORTAL), page)).items;
}

function valueOf(id: string, name: string): string | undefined {
  return thread.sandbox.requirePortal(PORTAL).objects.contacts.live.get(id)?.values[name];
}

describe('with the rules of an admin', () => {
  it('parks only what the rule forbids, and says what to do in both languages', async () => {
    const id = await handOver('2026-09');

    expect(valueOf(id, 'lifecyclestage')).toBe('lead');
    expect(valueOf(id, 'accord_grade')).toMatch(/^[A-D]/);
    const stage = (await parked()).find(({ target }) => target === 'lifecyclestage');
    expect(stage?.reason).toMatch(
      /^MISSING_CONDITIONAL_REQUIRED_PROPERTY \(hs_persona, lifecyclestage\): .*\[.+\]$/,
    );
    const english = parkedText(stage!, 'en');
    const french = parkedText(stage!, 'fr');
    expect(english).toContain('wants hs_persona filled in before lifecyclestage gets this value');
    expect(french).toContain(
      'exige que hs_persona soit renseigné avant que lifecyclestage prenne cette valeur',
    );
  });

  it('makes no task that lacks what the account demands, and names it', async () => {
    await handOver('2026-09');

    const task = (await parked()).find(({ kind }) => kind === 'task');
    expect(task?.reason).toMatch(/^MISSING_REQUIRED_PROPERTY \(hs_task_reminders\)/);
    expect(parkedText(task!, 'en')).toContain('demands hs_task_reminders');
    expect(thread.sandbox.requirePortal(PORTAL).objects.tasks.live.size).toBe(0);
  });

  it('writes all of it once the admin has changed the rules and asked for another try', async () => {
    const id = await handOver('2026-09');
    thread.sandbox.requirePortal(PORTAL).rules = { requiredOnCreate: {}, conditional: [] };
    await thread.settle();
    expect(valueOf(id, 'lifecyclestage')).toBe('lead');

    await retryParked(thread.test.database, String(PORTAL), { actor: 'tester', origin: 'cli' });
    await thread.settle();

    expect(valueOf(id, 'lifecyclestage')).toBe('marketingqualifiedlead');
  });

  it('is not asked for by paths of 2026-03', async () => {
    const id = await handOver('2026-03');

    expect(await parked()).toEqual([]);
    expect(valueOf(id, 'lifecyclestage')).toBe('marketingqualifiedlead');
  });
});
