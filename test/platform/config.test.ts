// The environment: what is read, what is refused and how it is said, what is generated, what the README says.
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { configTable, describeConfig, readConfig } from '#platform/config.ts';
import { completeSecrets } from '#platform/generated-secrets.ts';

const KEY = Buffer.alloc(32, 7).toString('base64');
const FIT = { HUBSPOT_CLIENT_ID: 'client', HUBSPOT_CLIENT_SECRET: 'new-one, old-one' };

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

function fit(env: Readonly<Record<string, string>> = {}) {
  const config = readConfig({ ...FIT, ...env });
  if (!config.ok) throw new Error(config.error.join('\n'));
  return config.value;
}

function problemsOf(env: Readonly<Record<string, string>>): readonly string[] {
  const config = readConfig({ ...FIT, ...env });
  return config.ok ? [] : config.error;
}

describe('reading the environment', () => {
  it('needs nothing but the app’s id and secret', () => {
    expect(fit()).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      publicUrl: 'http://localhost:3000',
      databaseUrl: null,
      redisUrl: null,
      dataDir: '.accord',
      logLevel: 'info',
      workerConcurrency: 32,
      adminToken: null,
      hubspot: {
        clientSecrets: ['new-one', 'old-one'],
        apiUrl: 'https://api.hubapi.com',
        apiVersion: '2026-03',
        rateLimit: 110,
        acceptV1: true,
      },
    });
  });

  it('takes an empty variable for one that is not set', () => {
    expect(fit({ PORT: '', REDIS_URL: '  ', LOG_LEVEL: '' })).toMatchObject({
      port: 3000,
      redisUrl: null,
      logLevel: 'info',
    });
  });

  it('drops the slash at the end of an address, which would be signed twice', () => {
    expect(fit({ PUBLIC_URL: 'https://accord.example.com/' }).publicUrl).toBe('https://accord.example.com');
  });

  it('reads several encryption keys in their order', () => {
    const keys = fit({ ENCRYPTION_KEYS: `k2:${KEY},k1:${KEY}` }).encryptionKeys;

    expect(keys.map(({ id }) => id)).toEqual(['k2', 'k1']);
  });
});

describe('refusing an environment', () => {
  it('says every problem at once, each in one line with its name and an example', () => {
    const config = readConfig({
      PORT: 'eighty',
      HUBSPOT_API_VERSION: 'v3',
      ACCEPT_V1_SIGNATURES: 'yes',
      LOG_LEVEL: 'loud',
    });

    const lines = config.ok ? [] : config.error;
    expect(lines.map((line) => line.split(' ')[0] ?? '').toSorted()).toEqual([
      'ACCEPT_V1_SIGNATURES',
      'HUBSPOT_API_VERSION',
      'HUBSPOT_CLIENT_ID',
      'HUBSPOT_CLIENT_SECRET',
      'LOG_LEVEL',
      'PORT',
    ]);
    for (const line of lines) expect(line).toMatch(/^[A-Z_0-9]+ .+\. Example: [A-Z_0-9]+=\S+$/);
  });

  it.each([
    [{ DATABASE_URL: 'mysql://root:hunter2@db/x' }],
    [{ REDIS_URL: 'http://:hunter2@redis' }],
    [{ HUBSPOT_CLIENT_SECRET: 'hunter2,' }],
    [{ ENCRYPTION_KEYS: 'k1:hunter2' }],
    [{ ADMIN_TOKEN: 'hunter2' }],
    [{ PUBLIC_URL: 'hunter2' }],
    [{ PUBLIC_URL: 'https://accord.example.com/?token=hunter2' }],
    [{ SMTP_URL: 'https://accord:hunter2@mail.example.com', MAIL_FROM: 'accord@example.com' }],
    [{ MAIL_FROM: 'hunter2' }],
    [{ WEBHOOK_ORIGINS: 'https://chat.example.com/hunter2' }],
    [{ WEBHOOK_ORIGINS: 'http://hunter2.example.com' }],
  ])('never repeats the value of %o', (env) => {
    const lines = problemsOf(env);

    expect(lines.length).toBeGreaterThan(0);
    expect(lines.join('\n')).not.toContain('hunter2');
    expect(lines[0]).toContain(Object.keys(env)[0]);
  });

  it('reads where notices go', () => {
    const { notices } = fit({
      SMTP_URL: 'smtps://accord:secret@mail.example.com',
      MAIL_FROM: 'Accord <accord@example.com>',
      WEBHOOK_ORIGINS: 'https://chat.example.com/, http://127.0.0.1:8080',
      NOTICE_GATHER_SECONDS: '0',
    });
    expect(notices).toEqual({
      mail: { smtpUrl: 'smtps://accord:secret@mail.example.com', from: 'Accord <accord@example.com>' },
      webhookOrigins: ['https://chat.example.com', 'http://127.0.0.1:8080'],
      gatherSeconds: 0,
      digestSeconds: 900,
    });
    expect(fit().notices).toMatchObject({ mail: null, webhookOrigins: [] });
    expect(problemsOf({ SMTP_URL: 'smtp://mail.example.com' })).toEqual([
      expect.stringContaining('MAIL_FROM is missing'),
    ]);
  });

  it('wants keys of one’s own beside a database of one’s own', () => {
    expect(problemsOf({ DATABASE_URL: 'postgres://db/accord' })).toEqual([
      expect.stringContaining('ENCRYPTION_KEYS is missing'),
    ]);
    expect(problemsOf({ DATABASE_URL: 'postgres://db/accord', ENCRYPTION_KEYS: `k1:${KEY}` })).toEqual([]);
    expect(problemsOf({ DATABASE_DIRECT_URL: 'postgres://db/accord' })).toEqual([
      expect.stringContaining('DATABASE_URL is missing'),
    ]);
  });
});

describe('secrets of a machine where nothing is set', () => {
  it('are made once, readable by their owner only, and shared by all that start at once', async () => {
    const dataDir = join(await mkdtemp(join(tmpdir(), 'accord-config-')), 'data');
    folders.push(join(dataDir, '..'));
    const config = fit({ ACCORD_DATA_DIR: dataDir });

    const several = await Promise.all([1, 2, 3, 4, 5].map(() => completeSecrets(config)));
    const later = await completeSecrets(config);

    expect(new Set([...several, later].map(({ adminToken }) => adminToken)).size).toBe(1);
    expect(
      new Set([...several, later].map(({ encryptionKeys }) => encryptionKeys[0]?.key.toString('hex'))).size,
    ).toBe(1);
    expect(later.adminToken?.length).toBeGreaterThanOrEqual(32);
    expect(later.encryptionKeys[0]?.key.length).toBe(32);
    for (const file of ['admin-token', 'encryption-keys'])
      expect((await stat(join(dataDir, file))).mode & 0o777).toBe(0o600);
  });

  it('do not replace what is set, and are not made beside a database of one’s own', async () => {
    const token = 'a-token-that-somebody-has-set-0123456789';
    const own = fit({ DATABASE_URL: 'postgres://db/accord', ENCRYPTION_KEYS: `k1:${KEY}` });
    const dataDir = await mkdtemp(join(tmpdir(), 'accord-config-'));
    folders.push(dataDir);

    expect((await completeSecrets(own)).adminToken).toBeNull();
    expect((await completeSecrets(fit({ ACCORD_DATA_DIR: dataDir, ADMIN_TOKEN: token }))).adminToken).toBe(
      token,
    );
  });
});

describe('the table of variables', () => {
  it('stands in the README as it is here', async () => {
    const readme = await readFile(join(import.meta.dirname, '..', '..', 'README.md'), 'utf8');
    const table = /<!-- config:start -->\n([\s\S]*?)\n<!-- config:end -->/.exec(readme)?.[1];

    expect(table?.trim()).toBe(configTable());
  });

  it('names each variable that is read, with an example that is accepted', () => {
    for (const { name, example } of describeConfig()) {
      const usable = { ENCRYPTION_KEYS: `k1:${KEY}`, ADMIN_TOKEN: 'x'.repeat(32) }[name] ?? example;
      const beside = {
        DATABASE_URL: 'postgres://db/accord',
        ENCRYPTION_KEYS: `k1:${KEY}`,
        MAIL_FROM: 'accord@example.com',
      };
      expect({ name, problems: problemsOf({ ...beside, [name]: usable }) }).toEqual({ name, problems: [] });
    }
  });
});
