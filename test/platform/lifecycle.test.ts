import { describe, expect, it } from 'vitest';
import { createLifecycle } from '#platform/lifecycle.ts';
import { createLogger } from '#platform/logger.ts';
import { startProcess } from '#test/support/processes.ts';

const logger = createLogger('silent', 'test');

describe('lifecycle', () => {
  it('stops in reverse order, one after the other', async () => {
    const lifecycle = createLifecycle(logger);
    const log: string[] = [];
    for (const name of ['database', 'queue', 'http']) {
      lifecycle.onStop(name, async () => {
        log.push(`${name} stopping`);
        await new Promise(setImmediate);
        log.push(`${name} stopped`);
      });
    }

    expect(await lifecycle.stop()).toBe(true);

    expect(log).toEqual([
      'http stopping',
      'http stopped',
      'queue stopping',
      'queue stopped',
      'database stopping',
      'database stopped',
    ]);
  });

  it('goes on when a part fails or hangs, and says that it was not clean', async () => {
    const lifecycle = createLifecycle(logger);
    const stopped: string[] = [];
    lifecycle.onStop('first', async () => {
      stopped.push('first');
    });
    lifecycle.onStop('failing', () => Promise.reject(new Error('no')));
    lifecycle.onStop('hanging', () => new Promise(() => undefined), 20);
    lifecycle.onStop('throwing', () => {
      throw new Error('at once');
    });

    expect(await lifecycle.stop()).toBe(false);

    expect(stopped).toEqual(['first']);
  });

  it('stops everything once, however often it is asked', async () => {
    const lifecycle = createLifecycle(logger);
    let stops = 0;
    lifecycle.onStop('part', async () => {
      stops += 1;
    });

    await Promise.all([lifecycle.stop(), lifecycle.stop()]);
    await lifecycle.stop();

    expect(stops).toBe(1);
  });

  it('also stops what was started while the others were being stopped', async () => {
    const lifecycle = createLifecycle(logger);
    let isLateStopped = false;
    lifecycle.onStop('starter', async () => {
      lifecycle.onStop('late', async () => {
        isLateStopped = true;
      });
    });

    await lifecycle.stop();

    expect(isLateStopped).toBe(true);
  });
});

describe('signals', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    '%s stops the parts and ends the process with 0',
    async (signal) => {
      const program = startProcess('stop-on-signals', []);
      await program.message('ready');

      await program.kill(signal);

      expect(program.child.exitCode).toBe(0);
    },
  );

  it('a signal that arrives twice at once counts once, a later one ends a process whose parts hang', async () => {
    const program = startProcess('stop-on-signals', ['hang']);
    await program.message('ready');

    for (let i = 0; i < 2; i += 1) {
      program.child.kill('SIGTERM');
      await program.message('signalled');
    }
    expect(program.child.exitCode).toBe(null);
    const insist = (): number | null => {
      program.child.kill('SIGTERM');
      return program.child.exitCode;
    };

    await expect.poll(insist, { timeout: 4_000, interval: 100 }).toBe(143);
  });
});
