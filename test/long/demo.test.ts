// The demo and the rehearsal as a user runs them: the commands, what they print, how they end, what they leave behind.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'accord-demo-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Run {
  readonly code: number | null;
  readonly output: string;
}

async function runDemo(args: readonly string[], interruptAfterMs?: number): Promise<Run> {
  const child = spawn(process.execPath, ['src/cli/main.ts', 'demo', ...args], {
    // A folder of its own for temporary files shows what is left behind.
    env: { PATH: process.env['PATH'] ?? '', TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  if (interruptAfterMs !== undefined) setTimeout(() => child.kill('SIGINT'), interruptAfterMs);
  await once(child, 'close');
  return { code: child.exitCode, output };
}

async function leftovers(): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.startsWith('accord-demo-'));
}

describe('npm run demo', () => {
  it('lives, reconciles and leaves nothing behind', async () => {
    const { code, output } = await runDemo(['--contacts', '150', '--speed', '12']);

    expect(output).toContain('HubSpot and Accord agree on every contact and task.');
    expect(output).toMatch(/0 record writes in HubSpot/);
    expect(code).toBe(0);
    expect(await leftovers()).toEqual([]);
  });

  it('rehearses on an export, names its bad line and keeps its own columns', async () => {
    const rows = Array.from(
      { length: 40 },
      (_, index) => `${index + 1};person${index}@firm.example;Doe ${index};Firm;CEO;France;VIP`,
    );
    const csv = [
      '\uFEFFRecord ID;Email;Last Name;Company Name;Job Title;Country/Region;Our label',
      ...rows,
      '7;double@firm.example;Doe;Firm;CEO;France;VIP',
    ];
    const file = join(folder, 'contacts.csv');
    await writeFile(file, csv.join('\r\n'));

    const { code, output } = await runDemo(['--import', file]);

    expect(output).toMatch(/imported 40 contacts; 1 lines? reported/);
    expect(output).toMatch(/ 42: /);
    expect(output).toContain('Our label → our_label');
    expect(output).toContain('would hand over');
    expect(code).toBe(0);
  });

  it('ends at Ctrl-C without leaving a folder or a server', async () => {
    const { code } = await runDemo(['--contacts', '150'], 9_000);

    expect(code).toBe(130);
    expect(await leftovers()).toEqual([]);
  });

  it('names what is wrong with an agreement before it starts anything', async () => {
    const file = join(folder, 'bad.yaml');
    await writeFile(file, 'name: x\nscoope: {}\n');

    const { code, output } = await runDemo(['--agreement', file]);

    expect(output).toContain('scoope');
    expect(output).not.toContain('Starting');
    expect(code).toBe(2);
  });
});
