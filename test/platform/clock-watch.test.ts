// Whether the clocks of process, PostgreSQL and HubSpot agree enough to accuse anybody (10.10).
import { describe, expect, it } from 'vitest';
import { createClockWatch } from '#platform/clock-watch.ts';

function watchAt(startMs: number) {
  const clock = { ms: startMs, nowMs: () => clock.ms };
  return { clock, watch: createClockWatch(clock) };
}

describe('clocks of machines', () => {
  it('are trusted while nothing is known of others, and up to half a minute apart', () => {
    const { watch } = watchAt(5_000_000);
    expect([watch.isDoubtful(), watch.skewMs('hubspot')]).toEqual([false, null]);
    watch.note('database', 5_000_000 - 30_000);

    expect([watch.isDoubtful(), watch.skewMs('database')]).toEqual([false, -30_000]);
    watch.note('database', 5_000_000 - 30_001);
    expect(watch.isDoubtful()).toBe(true);
  });

  it('are in doubt when the two others disagree, each close to this one', () => {
    const { watch } = watchAt(5_000_000);
    watch.note('database', 5_000_000 - 20_000);
    watch.note('hubspot', 5_000_000 + 20_000);

    expect([watch.spreadMs(), watch.isDoubtful()]).toEqual([40_000, true]);
  });

  it('are judged by what was seen lately; an answer without a date says nothing', () => {
    const { clock, watch } = watchAt(5_000_000);
    watch.note('hubspot', 5_000_000 + 60_000);
    watch.note('hubspot', Number.NaN);
    expect(watch.isDoubtful()).toBe(true);
    clock.ms += 600_001;

    expect([watch.isDoubtful(), watch.skewMs('hubspot')]).toEqual([false, null]);
  });
});
