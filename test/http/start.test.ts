// The all-in-one start as a process of its own on a data folder: serves, is left alone by a second start, ends on a signal.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const START_MS = 40_000;
let folder: string;
let env: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'accord-start-'));
  env = {
    PATH: process.env['PATH'] ?? '',
    PORT: String(await freePort()),
    HUBSPOT_CLIENT_ID: 'start',
    HUBSPOT_CLIENT_SECRET: 'start-secret',
    HUBSPOT_API_URL: 'http://127.0.0.1:9',
    ACCORD_DATA_DIR: join(folder, 'data'),
  };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

function start(
  args: readonly string[],
  changes: Readonly<Record<string, string>> = {},
): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, args, {
    env: { ...env, ...changes },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = once(child, 'exit').then(([code]) => ({ code: code as number | null, output }));
  return { child, ended };
}

async function waitUntilReady(): Promise<void> {
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline) {
    const response = await fetch(`http://127.0.0.1:${env['PORT']}/readyz`).catch(() => null);
    if (response?.ok) return;
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
  throw new Error('the start did not become ready');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('starting on a data folder', () => {
  it(
    'serves alone, however often it is started, and ends in order',
    async () => {
      const first = start(['src/cli/main.ts', 'start']);
      await waitUntilReady();

      const second = await start(['src/cli/main.ts', 'start'], { PORT: String(await freePort()) }).ended;
      const stillThere = await fetch(`http://127.0.0.1:${env['PORT']}/healthz`);
      first.child.kill('SIGTERM');
      const { code } = await first.ended;

      expect(second.code).toBe(1);
      expect(second.output).toContain(
        `already runs on the data folder ${env['ACCORD_DATA_DIR']} (pid ${first.child.pid}, port ${env['PORT']})`,
      );
      expect(stillThere.status).toBe(200);
      expect(code).toBe(0);
    },
    START_MS * 2,
  );

  it(
    'comes back after it was killed',
    async () => {
      const killed = start(['src/cli/main.ts', 'start']);
      await waitUntilReady();
      killed.child.kill('SIGKILL');
      await killed.ended;

      const next = start(['src/cli/main.ts', 'start']);
      await waitUntilReady();
      next.child.kill('SIGTERM');

      expect((await next.ended).code).toBe(0);
    },
    START_MS * 2,
  );
});

describe('refusing to start', () => {
  it.each([
    {
      what: 'its settings',
      env: { HUBSPOT_CLIENT_ID: '', HUBSPOT_CLIENT_SECRET: '' },
      lines: ['HUBSPOT_CLIENT_ID is missing', 'HUBSPOT_CLIENT_SECRET is missing'],
    },
    {
      what: 'its database',
      env: {
        DATABASE_URL: 'postgres://accord:hunter2@127.0.0.1:9/accord',
        ENCRYPTION_KEYS: `k1:${Buffer.alloc(32).toString('base64')}`,
      },
      lines: ['DATABASE_URL: the database cannot be used (ECONNREFUSED).'],
    },
  ])('without $what says so in a line each', async ({ env: changes, lines }) => {
    const { code, output } = await start(['src/server.ts'], changes).ended;

    expect(code).toBe(1);
    for (const line of lines) expect(output).toContain(line);
    expect(output.trim().split('\n').length).toBe(lines.length);
    expect(output).not.toContain('hunter2');
  });
});
