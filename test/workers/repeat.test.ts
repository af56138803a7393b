// What a worker does again and again: at once while there is more, after a pause where it failed, until it stops.
import { describe, expect, it } from 'vitest';
import type { Logger } from '#platform/logger.ts';
import { repeatUntil } from '#workers/repeat.ts';

/** A pause that nobody waits for: whoever begins one stops the work. */
const FOR_EVER_MS = 2_000_000_000;

function setUp(everyMs: number, failedPauseMs: number) {
  const stop = new AbortController();
  const warned: unknown[] = [];
  const logger = { warn: (...told: unknown[]) => void warned.push(told.at(-1)) } as Pick<Logger, 'warn'>;
  const run = (work: () => Promise<boolean>): Promise<void> =>
    repeatUntil(stop.signal, { work, everyMs, failedPauseMs, failure: 'it failed', logger });
  return { stop, warned, run };
}

describe('what is repeated', () => {
  it('goes on at once while there is more, and pauses where there is not', async () => {
    const { stop, run } = setUp(FOR_EVER_MS, 1);
    let times = 0;

    await run(() => {
      times += 1;
      if (times === 3) setImmediate(() => stop.abort());
      return Promise.resolve(times < 3);
    });

    expect(times).toBe(3);
  });

  it('goes on after a failure, which is told once each', async () => {
    const { stop, warned, run } = setUp(FOR_EVER_MS, 1);
    let times = 0;

    await run(() => {
      times += 1;
      if (times < 3) return Promise.reject(new Error('away'));
      setImmediate(() => stop.abort());
      return Promise.resolve(false);
    });

    expect([times, warned]).toEqual([3, ['it failed', 'it failed']]);
  });

  it('tells nothing of what failed because it stops, and begins nothing once stopped', async () => {
    const { stop, warned, run } = setUp(1, 1);
    let times = 0;

    await run(() => {
      times += 1;
      stop.abort();
      return Promise.reject(new Error('stopped'));
    });
    await run(() => Promise.resolve(Boolean((times += 1))));

    expect([times, warned]).toEqual([1, []]);
  });
});
