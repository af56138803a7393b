// The demo and the rehearsal as a user runs them: the commands, what they print, how they end, what they leave behind.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
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

interface Launched {
  readonly ended: Promise<Run>;
  interrupt(): void;
  /** The first group of the pattern, as soon as it is printed. */
  printed(pattern: RegExp): Promise<string>;
}

function launch(args: readonly string[]): Launched {
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
  const ended = once(child, 'close').then((): Run => ({ code: child.exitCode, output }));
  return {
    ended,
    interrupt: () => void child.kill('SIGINT'),
    printed: async (pattern) => {
      let found = pattern.exec(output);
      while (found === null && child.exitCode === null) {
        await Promise.race([once(child.stdout, 'data'), ended]);
        found = pattern.exec(output);
      }
      if (found === null) throw new Error(`the demo ended without ${pattern}: ${output}`);
      return found[1] ?? '';
    },
  };
}

function runDemo(args: readonly string[]): Promise<Run> {
  return launch(args).ended;
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
    const child = launch(['--contacts', '150']);
    await child.printed(/(observing)/);
    child.interrupt();
    const { code } = await child.ended;

    expect(code).toBe(130);
    expect(await leftovers()).toEqual([]);
  });

  it('stays with --keep until it is told to end', async () => {
    const child = launch(['--contacts', '60', '--speed', '24', '--keep']);
    const url = await child.printed(/Still running: (http:\/\/\S+)/);
    const token = await child.printed(/authorization: Bearer (\w+)/);

    const health = await fetch(`${url}/healthz`);
    const queue = await fetch(`${url}/api/v1/portals/44001234/queue`, {
      headers: { authorization: `Bearer ${token}` },
    });
    child.interrupt();
    const { code } = await child.ended;

    expect(health.status).toBe(200);
    expect(queue.status).toBe(200);
    expect(code).toBe(130);
    expect(await leftovers()).toEqual([]);
  });

  it('tells with --preview who would move under another agreement', async () => {
    const template = await readFile(
      join(import.meta.dirname, '../../src/agreement/templates/agreement.en.yaml'),
      'utf8',
    );
    const file = join(folder, 'lower.yaml');
    const line = 'entry: [{ score: total, operator: GTE, value: 60 }]';
    expect(template).toContain(line);
    // A property of the user's own, which the generated portal cannot have.
    const gate = '    - { id: tier, label: Tier, when: [{ property: tier, operator: EQ, value: gold }] }\n';
    await writeFile(
      file,
      template.replace(line, line.replace('60', '45')).replace('  gates:\n', `  gates:\n${gate}`),
    );

    const { code, output } = await runDemo(['--contacts', '150', '--speed', '12', '--preview', file]);

    expect(output).toContain('they were added, empty: tier');
    expect(output).toContain('If lower.yaml were in force');
    const [, after, before] =
      /By the rules alone (\d+) leads would be handed over \(now (\d+)\)/.exec(output) ?? [];
    expect(Number(after)).toBeGreaterThan(Number(before));
    expect(output).toMatch(/\d+ × with marketing → baseline\n {2}\S.*: .*points/);
    expect(code).toBe(0);
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
