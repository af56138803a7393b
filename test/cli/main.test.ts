// The command line as a person meets it: help, typos, wrong calls. What commands do is tested with their use cases.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { COMMANDS } from '#cli/commands.ts';
import { runCommand } from '#cli/run-command.ts';
import { configTable } from '#platform/config.ts';

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly errors: string;
}

/** In this process, with what it writes caught. */
async function accord(...args: string[]): Promise<Ended> {
  let [out, errors] = ['', ''];
  const caught = [
    vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => Boolean((out += String(chunk)))),
    vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => Boolean((errors += String(chunk)))),
  ];
  try {
    const code = await runCommand(args);
    return { code, out, errors };
  } finally {
    for (const spy of caught) spy.mockRestore();
  }
}

describe('the command line', () => {
  it('lists every command, also when asked for nothing', async () => {
    const help = await accord('--help');
    const nothing = await accord();

    expect(help.code).toBe(0);
    for (const { usage } of COMMANDS) expect(help.out).toContain(usage);
    expect(nothing.out).toBe(help.out);
  });

  it('prints the table for the README', async () => {
    const { code, out } = await accord('config', '--markdown');

    expect(code).toBe(0);
    expect(out).toBe(`${configTable()}\n`);
  });

  it.each<[string[], string]>([
    [['efects', '1'], 'Did you mean effects?'],
    [['juggle'], 'Unknown command juggle. All commands'],
    [['effects', 'twelve'], 'twelve is no HubSpot account id'],
    [['effects', '12', 'on', 'task'], 'Did you mean tasks?'],
    [['effects', '12', 'maybe', 'tasks'], 'neither on nor off'],
    [['pause'], 'The HubSpot account id is missing.'],
    [['pause', '1', '2'], 'One account at a time'],
    [['parked', '1', 'burn'], 'Unknown action burn.'],
    [['agreement', 'sign', 'x.yaml'], 'Unknown action sign.'],
    [['retention', 'set', '1', '--events', '6'], '--events is a number of days from 7 to 400, not 6.'],
    [['retention', 'set', '1'], 'Set what?'],
    [['sandbox', '--port', 'high'], 'high is no port.'],
    [['portals', '--verbose'], 'portals takes nothing'],
  ])('%j is refused with what is wrong', async (args, message) => {
    const { code, errors } = await accord(...args);

    expect(errors).toContain(message);
    expect(code).toBe(2);
  });

  it('ends a process with the code of its command', { timeout: 30_000 }, async () => {
    const child = spawn(process.execPath, ['src/cli/main.ts', 'juggle'], {
      env: { PATH: process.env['PATH'] ?? '' },
      stdio: 'ignore',
    });

    expect(await once(child, 'close')).toEqual([2, null]);
  });
});
