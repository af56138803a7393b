// The backlog is let go by a person (5a.2), all the way: contacts of a sandbox portal that were over the line while Accord observed,
// a release, days that pass, and what the sandbox shows of owners, stages and tasks.
import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import { replays } from '#cli/replay-command.ts';
import { orderBacklog } from '#domain/backlog/backlog.ts';
import type { Decision } from '#domain/decision.ts';
import { explainLead } from '#domain/explain/decision-sentences.ts';
import { runTurn } from '#pipeline/run-turn.ts';
import { LeaseLost, type TurnStore } from '#pipeline/turn-store.ts';
import { type BacklogThread, REPS, startBacklog } from '#test/support/backlog-thread.ts';
import { memberWith } from '#test/support/routing-builders.ts';
import { PORTAL } from '#test/support/thread.ts';

const PORTAL_TEXT = String(PORTAL);
const [TUESDAY, WEDNESDAY, THURSDAY] = ['03', '04', '05'].map((day) => `2026-11-${day}T10:00:00.000Z`);
let world: BacklogThread;
afterEach(() => world.thread.close());

async function open(count: number, ...setting: Parameters<typeof startBacklog>): Promise<readonly string[]> {
  world = await startBacklog(...setting);
  const ids = await world.arrive(count);
  await world.switchOn();
  expect(world.count()).toEqual([0, 0, 0]);
  return ids;
}

/** As the domain orders what the database holds; its order is held against grades and scores in test/domain. */
async function readOrder(): Promise<readonly string[]> {
  const stored = await world.backlog.store.read(PORTAL_TEXT);
  return orderBacklog(stored?.agreements ?? [], stored?.leads ?? []).map(({ contactId }) => contactId);
}

async function readRelease() {
  const { items } = await world.backlog.store.listReleases(PORTAL_TEXT, { after: null, limit: 1 });
  const [release] = items;
  if (release === undefined) throw new Error('there is no release');
  return release;
}

const everybody = (): readonly string[] => [...world.given().values()].flat().toSorted();

async function decisionsOf(contactId: string): Promise<readonly Decision[]> {
  const { rows } = await sql<{ outcome: string }>`
    select d.outcome from decision d join lead l on l.portal_id = d.portal_id and l.lead_id = d.lead_id
    where l.contact_id = ${contactId} and d.live order by d.seq`.execute(world.thread.test.database.db);
  return rows.map(({ outcome }) => JSON.parse(outcome) as Decision);
}

describe('a release of the backlog', () => {
  it('gives each rep as many a day as asked, the best first, until none is left', async () => {
    const ids = await open(60);
    const order = await readOrder();
    expect(order.toSorted()).toEqual(ids.toSorted());

    expect(await world.release()).toEqual({ number: 1 });
    await world.thread.settle();
    expect(world.count()).toEqual([5, 5, 5]);
    expect(everybody()).toEqual(order.slice(0, 15).toSorted());
    // The rest of the day, and the evening, bring no more.
    await world.goTo('2026-11-02T16:30:00.000Z');
    await world.goTo('2026-11-03T08:59:00.000Z');
    expect(world.count()).toEqual([5, 5, 5]);
    await world.goTo('2026-11-03T09:00:00.000Z');
    expect(world.count()).toEqual([10, 10, 10]);
    expect(everybody()).toEqual(order.slice(0, 30).toSorted());
    for (const [place, day] of [WEDNESDAY, THURSDAY].entries()) {
      await world.goTo(day ?? '');
      expect(world.count()).toEqual([15, 15, 15].map((count) => count + 5 * place));
    }

    await world.goTo('2026-11-06T09:00:00.000Z');
    expect(await readRelease()).toMatchObject({ state: 'done', released: 60, waiting: 0, nextAt: null });
    expect(
      (await readRelease()).days.map(({ day, reps }) => [day, ...reps.map(({ released }) => released)]),
    ).toEqual(['05', '04', '03', '02'].map((day) => [`2026-11-${day}`, 5, 5, 5]));
    expect(everybody()).toEqual(ids.toSorted());
    // Each has one task of its rep's, and none of them is a new MQL.
    const tasks = [...world.thread.sandbox.requirePortal(PORTAL).objects.tasks.live.values()];
    const keys = tasks.map(({ values }) => values['accord_task_key'] ?? '').toSorted();
    expect(keys).toEqual(ids.map((id) => `${PORTAL}:${id}:c1`).toSorted());
    const { rows } = await sql<{ counted: number }>`
      select count(*)::int as counted from lead where state ->> 'newMqlAt' is not null`.execute(
      world.thread.test.database.db,
    );
    expect(rows).toEqual([{ counted: 0 }]);
  }, 120_000);

  it('says in both languages who let a lead go, starts its clock, and can be made again byte for byte', async () => {
    await open(3);
    const [best = ''] = await readOrder();
    await world.release({ limit: 1 });
    await world.thread.settle();

    expect(everybody()).toEqual([best]);
    const decisions = await decisionsOf(best);
    const handedOver = decisions.find(({ reasons }) => reasons.some(({ code }) => code === 'released'));
    if (handedOver === undefined) throw new Error('no decision let the lead go');
    const { agreement } = world.thread;
    const english = 'Released from the backlog by Rep 71 on Monday 2 November 2026 at 10:00 (release no. 1).';
    const french = /Libéré du stock par Rep 71 le lundi 2 novembre 2026 à 10.h.00 \(libération no 1\)\./;
    expect(explainLead(agreement, handedOver, 'en').why).toContain(english);
    expect(explainLead(agreement, handedOver, 'fr').why.join('\n')).toMatch(french);
    // The last one, too, for as long as sales has the lead; and the record in HubSpot.
    const last = decisions.at(-1) ?? handedOver;
    expect(explainLead(agreement, last, 'en').why).toContain(english);
    const { live } = world.thread.sandbox.requirePortal(PORTAL).objects.contacts;
    expect(live.get(best)?.values['accord_stage_reason']).toContain(english);
    expect(last.clocks.some(({ status, dueAt }) => status === 'running' && dueAt !== null)).toBe(true);

    const kinds = new Set<string>();
    for await (const { replay } of replays(world.thread.test.database, PORTAL_TEXT)) kinds.add(replay.kind);
    expect([...kinds]).toEqual(['equal']);
    expect(await readRelease()).toMatchObject({ state: 'done', released: 1 });
  }, 60_000);

  it('obeys the limits of the agreement where they are lower', async () => {
    const members = REPS.map((id) =>
      memberWith(id, {
        timeZone: 'Europe/London',
        maxPerDay: id === '71' ? 2 : null,
        maxOpen: id === '72' ? 6 : null,
      }),
    );
    await open(30, { members });
    await world.release();
    await world.thread.settle();
    expect(world.count()).toEqual([2, 5, 5]);

    await world.goTo(TUESDAY ?? '');
    expect(world.count()).toEqual([4, 6, 10]);
    await world.goTo(WEDNESDAY ?? '');
    expect(world.count()).toEqual([6, 6, 15]);
  }, 120_000);

  it('gives an absent rep none, and an owner who is absent keeps his for when he is back', async () => {
    const away = { from: '2026-11-02', until: '2026-11-02' };
    const members = REPS.map((id) =>
      memberWith(id, { timeZone: 'Europe/London', absences: id === '73' ? [away] : [] }),
    );
    world = await startBacklog({ members });
    const owned = await world.arrive(2, { hubspot_owner_id: '73' });
    await world.arrive(14);
    await world.switchOn();
    await world.release({ perRepAndDay: 3 });
    await world.thread.settle();
    // Who owned two before Accord came has been handed none.
    const open = world.given();
    expect(REPS.map((id) => open.get(id)?.length ?? 0)).toEqual([3, 3, 0]);

    await world.goTo(TUESDAY ?? '');
    expect(world.count()).toEqual([6, 6, 3]);
    await world.goTo(WEDNESDAY ?? '');
    expect(world.given().get('73')).toEqual(expect.arrayContaining([...owned]));
    expect(await readRelease()).toMatchObject({ released: 16 });
  }, 120_000);

  it('gives an owner who keeps his leads no more than his share either', async () => {
    world = await startBacklog();
    await world.arrive(8, { hubspot_owner_id: '72' });
    await world.arrive(2);
    await world.switchOn();
    await world.release({ perRepAndDay: 3 });
    await world.thread.settle();
    expect(world.count()).toEqual([1, 3, 1]);

    await world.goTo(TUESDAY ?? '');
    expect(world.count()).toEqual([1, 6, 1]);
  }, 120_000);

  it('stops at once, and another one gives nobody a second share of the day', async () => {
    await open(30);
    await world.release({ perRepAndDay: 2 });
    await world.thread.settle();
    expect(await world.release()).toEqual({ refusal: 'ALREADY_RUNNING' });
    expect(await world.stop()).toMatchObject({ released: 6 });
    expect(await world.stop()).toEqual({ refusal: 'ALREADY_ENDED' });

    await world.goTo(TUESDAY ?? '');
    expect(world.count()).toEqual([2, 2, 2]);
    expect(await readRelease()).toMatchObject({ state: 'stopped', endedBy: 'user 171', waiting: 0 });
    for (const perRepAndDay of [3, 4]) {
      await world.release({ perRepAndDay, limit: 9 });
      await world.thread.settle();
      await world.stop(perRepAndDay - 1);
    }
    expect(world.count()).toEqual([6, 6, 6]);
  }, 120_000);

  it('that is stopped while a batch is being decided lets nothing of it go', async () => {
    await open(9);
    await world.release();
    const { deps } = world.thread;
    const store: TurnStore = {
      ...deps.store,
      commitBatch: async (lease, batch) => {
        if (batch.release !== undefined) await world.stop();
        await deps.store.commitBatch(lease, batch);
      },
    };
    await runTurn({ ...deps, store }, PORTAL_TEXT, new AbortController().signal);
    await world.thread.settle();

    expect(await readRelease()).toMatchObject({ state: 'stopped', released: 0 });
    expect(everybody()).toEqual([]);
  }, 60_000);

  it('whose worker dies before or after a commit goes on with it and doubles nothing', async () => {
    await open(30);
    await world.release({ perRepAndDay: 4 });
    const { deps } = world.thread;
    const dieAt = async (place: 'before' | 'after'): Promise<void> => {
      const store: TurnStore = {
        ...deps.store,
        commitBatch: async (lease, batch) => {
          if (place === 'after') await deps.store.commitBatch(lease, batch);
          if (batch.release !== undefined) throw new LeaseLost(PORTAL_TEXT);
        },
      };
      const turn = runTurn({ ...deps, store }, PORTAL_TEXT, new AbortController().signal);
      await expect(turn).rejects.toThrow(LeaseLost);
    };
    await dieAt('before');
    expect(await readRelease()).toMatchObject({ released: 0 });
    await dieAt('after');
    expect(await readRelease()).toMatchObject({ released: 12 });
    await world.thread.settle();
    expect(world.count()).toEqual([4, 4, 4]);

    await world.goTo(TUESDAY ?? '');
    expect(world.count()).toEqual([8, 8, 8]);
    const { rows } = await sql<{ leads: number; rows: number }>`
      select count(distinct lead_id)::int as leads, count(*)::int as rows from backlog_release_lead`.execute(
      world.thread.test.database.db,
    );
    expect(rows).toEqual([{ leads: 24, rows: 24 }]);
  }, 120_000);

  it('leaves a lead that cannot be handed over for another day, and nobody waits for it', async () => {
    await open(6);
    const [poisoned = ''] = await readOrder();
    await sql`update lead set state = state || '{"handOvers": null}' where contact_id = ${poisoned}`.execute(
      world.thread.test.database.db,
    );
    await world.release();
    await world.thread.settle();

    expect(everybody()).toHaveLength(5);
    expect(everybody()).not.toContain(poisoned);
    expect(await readRelease()).toMatchObject({
      state: 'running',
      waiting: 1,
      nextAt: '2026-11-03T09:00:00.000Z',
    });
  }, 60_000);

  it('is refused while Accord observes, is paused, or lacks an effect, and waits while that becomes so', async () => {
    world = await startBacklog();
    await world.arrive(12);
    expect(await world.release()).toEqual({ refusal: 'EFFECTS_OFF' });
    await world.switchOn();
    await world.switchTo({ kind: 'effects', effects: ['tasks'], enabled: false });
    expect(await world.release()).toEqual({ refusal: 'EFFECTS_OFF' });
    await world.switchTo({ kind: 'effects', effects: ['tasks'], enabled: true });
    await world.switchTo({ kind: 'pause' });
    expect(await world.release()).toEqual({ refusal: 'PAUSED' });
    await world.switchTo({ kind: 'resume' });

    await world.release({ perRepAndDay: 1 });
    await world.thread.settle();
    await world.switchTo({ kind: 'pause' });
    await world.goTo(TUESDAY ?? '');
    expect(world.count()).toEqual([1, 1, 1]);
    expect(await readRelease()).toMatchObject({ state: 'paused', released: 3, waiting: 9, nextAt: null });
    await world.switchTo({ kind: 'resume' });
    expect(world.count()).toEqual([2, 2, 2]);
  }, 120_000);

  it('begins with the working time when it is started at night, and leaves who shows new interest to the rules', async () => {
    const ids = await open(9);
    const last = (await readOrder()).at(-1) ?? '';
    await world.goTo('2026-11-07T22:00:00.000Z');
    await world.release({ perRepAndDay: 1 });
    await world.thread.settle();
    world.act({ type: 'submitForm', id: last, form: 'Request a demo' });
    await world.tell();
    expect(everybody()).toEqual([last]);

    await world.goTo('2026-11-09T09:00:00.000Z');
    expect(everybody()).toHaveLength(4);
    const decisions = await decisionsOf(last);
    expect(decisions.at(-1)?.state).toMatchObject({ byHand: false });
    expect(decisions.at(-1)?.state.released).toBeUndefined();
    expect(ids).toContain(last);
  }, 60_000);
});
