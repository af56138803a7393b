// The story's script: the same for the same seed, inside its three weeks, with everything rare in it. What comes of it is
// test/long/story.test.ts.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { agreementCheck } from '#cli/agreement-check.ts';
import { readDemoOptions } from '#demo/options.ts';
import { createAgenda } from '#demo/story-sla/agenda.ts';
import { writeAgreements } from '#demo/story-sla/agreement.ts';
import { drawArrivals } from '#demo/story-sla/arrivals.ts';
import {
  AD,
  FIRST_DAY,
  instantOf,
  LAST_ARRIVALS,
  LIFT,
  LOOKED_AT,
  REPS,
  repWith,
  STAFF,
} from '#demo/story-sla/cast.ts';
import { planFor } from '#demo/story-sla/habits.ts';
import { createRandom } from '#sandbox/random.ts';

const ZONE = 'Europe/Paris';

describe('demo --story', () => {
  it('takes sla with a seed and a language, and nothing that it would not heed', () => {
    expect(readDemoOptions(['--story', 'sla', '--seed', '3', '--language', 'fr'])).toMatchObject({
      ok: true,
      value: { story: 'sla', seed: 3, language: 'fr' },
    });
    expect(readDemoOptions([])).toMatchObject({ ok: true, value: { story: null } });
    expect(readDemoOptions(['--story', 'saga'])).toEqual({ ok: false, error: '--story takes sla' });
    expect(readDemoOptions(['--story', 'sla', '--speed', '2'])).toEqual({
      ok: false,
      error: '--story goes with --seed and --language only, not --speed',
    });
    expect(readDemoOptions(['--keep'])).toMatchObject({
      ok: true,
      value: { seed: 1, speed: 2, contacts: 600, leadsPerDay: 60, language: 'en', keep: true },
    });
  });
});

describe('arrivals', () => {
  it('are the same for the same seed, others for another', () => {
    expect(drawArrivals(1, 'fr', ZONE)).toEqual(drawArrivals(1, 'fr', ZONE));
    expect(drawArrivals(2, 'fr', ZONE)).not.toEqual(drawArrivals(1, 'fr', ZONE));
  });

  it('are 50 to 75 leads of different addresses, in order, inside the story', () => {
    const arrivals = drawArrivals(1, 'en', ZONE);
    const instants = arrivals.map(({ atMs }) => atMs);

    expect(arrivals.length).toBeGreaterThanOrEqual(50);
    expect(arrivals.length).toBeLessThanOrEqual(75);
    expect(new Set(arrivals.map(({ email }) => email)).size).toBe(arrivals.length);
    expect(instants).toEqual(instants.toSorted((a, b) => a - b));
    expect(instants[0]).toBeGreaterThan(instantOf(ZONE, FIRST_DAY, '08:00'));
    expect(instants.at(-1)).toBeLessThan(instantOf(ZONE, LAST_ARRIVALS, '20:00'));
  });
});

describe('the ad', () => {
  it('brings no lead to the pool, and in its month as many as can do nothing with it, whatever the seed', () => {
    for (const seed of [1, 2, 3]) {
      const arrivals = drawArrivals(seed, 'fr', ZONE);
      const byAd = arrivals.filter(({ properties }) => properties['hs_analytics_source'] === AD.source);
      const mendedMs = instantOf(ZONE, AD.mended, '00:00');

      expect(byAd.filter(({ atMs }) => atMs < mendedMs)).toHaveLength(AD.misses);
      expect(byAd.every(({ atMs }) => atMs >= instantOf(ZONE, AD.from, '00:00'))).toBe(true);
      expect(REPS.some(({ character }) => character === 'ads')).toBe(false);
    }
  });

  it('brings enough leads while hand-overs from it are paused', () => {
    const byAd = drawArrivals(1, 'en', ZONE).filter(
      ({ properties }) => properties['hs_analytics_source'] === AD.source,
    );
    const pausedMs = instantOf(ZONE, '2026-04-02', LOOKED_AT);
    const liftedMs = instantOf(ZONE, LIFT.day, LIFT.time);

    expect(byAd.filter(({ atMs }) => atMs > pausedMs && atMs < liftedMs).length).toBeGreaterThanOrEqual(3);
    expect(byAd.some(({ atMs }) => atMs > liftedMs)).toBe(true);
  });
});

describe('habits', () => {
  it('have everything rare in them within a rep’s first leads', () => {
    const random = createRandom(1, 'test');
    const plans = STAFF.flatMap((rep) => [0, 1, 2, 3, 4].map((nth) => planFor(rep, nth, random)));
    const kinds = new Set(plans.flat().map(({ deed }) => deed.kind));

    expect([...kinds].sort()).toEqual(
      'accept call deleteCall email enterCall excuse giveReason pause reject resume'.split(' '),
    );
    expect(planFor(repWith('forgetful'), 0, random)).toEqual([]);
  });
});

describe('the agenda', () => {
  it('gives what is due in order of time, of equal instants what was noted first', async () => {
    const agenda = createAgenda();
    const done: string[] = [];
    const note = (atMs: number, name: string): void =>
      agenda.note({ atMs, happen: () => void done.push(name) });
    for (const [atMs, name] of [
      [5, 'c'],
      [2, 'a'],
      [2, 'b'],
      [9, 'd'],
    ] as const)
      note(atMs, name);

    expect(agenda.nextMs()).toBe(2);
    for (const { happen } of agenda.take(5)) await happen();
    expect(done).toEqual(['a', 'b', 'c']);
    expect(agenda.nextMs()).toBe(9);
  });
});

describe('the story’s agreements', () => {
  it.each(['en', 'fr'] as const)(
    'have no mistake in %s, and differ by the absence alone',
    async (language) => {
      const { first, withAbsence } = await writeAgreements(language);
      const folder = await mkdtemp(join(tmpdir(), 'accord-story-'));
      try {
        for (const document of [first, withAbsence]) {
          const file = join(folder, 'agreement.yaml');
          await writeFile(file, document);
          expect(await agreementCheck(file, language)).toMatchObject({ exitCode: 0 });
        }
      } finally {
        await rm(folder, { recursive: true });
      }
      const added = withAbsence.split('\n').filter((line) => !first.split('\n').includes(line));
      expect(added.join('\n')).toMatch(/ines\.moreau[\s\S]+absences[\s\S]+2026-03-26/);
      expect(added.length).toBeLessThan(8);
    },
  );
});
