import { describe, expect, it } from 'vitest';
import { createShareWork } from '#platform/share-work.ts';

describe('shared work', () => {
  it('is done once for all who ask while it runs, and anew afterwards', async () => {
    const share = createShareWork<number>();
    let done = 0;
    const work = async (): Promise<number> => {
      await Promise.resolve();
      return ++done;
    };

    expect(await Promise.all([share('a', work), share('a', work), share('b', work)])).toEqual([1, 1, 2]);
    expect(await share('a', work)).toBe(3);
  });

  it('fails for all who asked, and can be asked for again', async () => {
    const share = createShareWork<string>();
    const fail = async (): Promise<string> => {
      throw new Error('the database is away');
    };

    const outcomes = await Promise.allSettled([share('a', fail), share('a', fail)]);

    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await share('a', async () => 'done')).toBe('done');
  });
});
