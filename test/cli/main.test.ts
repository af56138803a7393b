// The command line as a person meets it: help, typos, wrong calls. What commands do is tested with their use cases.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '#cli/commands.ts';
import { configTable } from '#platform/config.ts';

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly errors: string;
}

async function accord(...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, ['src/cli/main.ts', ...args], { env: { PATH: process.env['PATH'] ?? '' } });
  let [out, errors] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const [code] = await once(child, 'close');
  return { code: code as number | null, out, errors };
}

describe('the command line', { timeout: 30_000 }, () => {
  it('lists every command, also when asked for nothing', async () => {
    const [help, nothing] = await Promise.all([accord('--help'), accord()]);

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
    [['sandbox', '--port', 'high'], 'high is no port.'],
    [['portals', '--verbose'], 'HUBSPOT_CLIENT_ID'],
  ])('%j is refused with what is wrong', async (args, message) => {
    const { code, errors } = await accord(...args);

    expect(errors).toContain(message);
    expect(code).toBe(args[0] === 'portals' ? 1 : 2);
  });
});
