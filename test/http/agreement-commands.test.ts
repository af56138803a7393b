// `agreement preview|revert|verify` and `doctor` as a person types them, on a database with two agreements in force.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { runCommand } from '#cli/run-command.ts';
import { ENGLISH_TEMPLATE, edited } from '#test/support/agreement-text.ts';
import { activate, askAs, MARKETING, SALES } from '#test/support/agreements.ts';
import { defineProperty } from '#test/support/define-property.ts';
import { ADMIN_TOKEN, installInBrowser, PORTAL, SECRET, startWeb, type TestWeb } from '#test/support/web.ts';

const KEYS = `k1:${Buffer.alloc(32, 7).toString('base64')}`;
const LOWER = edited('value: 60 }]', 'value: 50 }]');

let web: TestWeb;
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'accord-commands-'));
  web = await startWeb({ env: { ENCRYPTION_KEYS: KEYS } });
  await installInBrowser(web);
  await activate(web, ENGLISH_TEMPLATE);
  await activate(web, LOWER);
  await putSecondInForce();
  for (const [name, value] of Object.entries({
    DATABASE_URL: web.test.url,
    HUBSPOT_CLIENT_ID: 'web-client',
    HUBSPOT_CLIENT_SECRET: SECRET,
    HUBSPOT_API_URL: web.sandboxUrl,
    PUBLIC_URL: web.url,
    ENCRYPTION_KEYS: KEYS,
    ADMIN_TOKEN,
  }))
    vi.stubEnv(name, value);
}, 60_000);
afterAll(async () => {
  vi.unstubAllEnvs();
  await web.close();
  await rm(folder, { recursive: true });
});
afterEach(() => vi.restoreAllMocks());

const withOutput = (output: string): string =>
  edited('routing:\n', `outputs:\n  ${output}: { property: brand_fit, overwrite: true }\nrouting:\n`);

/** Another agreement of the same account, through its whole life: it sends its fit to a property of the account's. */
async function putSecondInForce(): Promise<void> {
  const ask = async (user: typeof SALES, path: string, body: object = {}) => {
    const answer = await askAs(web, user, { path: `${path}?agreement=brand-two`, body });
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.json));
    return answer.json;
  };
  await defineProperty(web.sandboxUrl, PORTAL, { name: 'brand_fit', type: 'number', fieldType: 'number' });
  const { version } = await ask(MARKETING, 'draft', { document: withOutput('fit') });
  const { contentHash } = await ask(MARKETING, `${version}/propose`);
  for (const user of [MARKETING, SALES]) await ask(user, `${version}/sign`, { contentHash });
  const { token } = await ask(MARKETING, `${version}/preview`);
  await ask(SALES, `${version}/activate`, { confirm: token });
}

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly errors: string;
}

async function accord(...args: string[]): Promise<Ended> {
  let [out, errors] = ['', ''];
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => Boolean((out += String(chunk))));
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => Boolean((errors += String(chunk))));
  const code = await runCommand(args);
  vi.restoreAllMocks();
  return { code, out, errors };
}

async function fileOf(document: string): Promise<string> {
  const file = join(folder, 'agreement.yaml');
  await writeFile(file, document);
  return file;
}

/** Puts one more letter into a document in force, and takes it out again. */
async function tampered<T>(agreementId: string, look: () => Promise<T>): Promise<T> {
  const change = (document: ReturnType<typeof sql>) =>
    sql`update agreement_version set document = ${document}
      where portal_id = ${PORTAL} and agreement_id = ${agreementId} and status = 'active'`.execute(
      web.test.database.db,
    );
  await change(sql`document || '#'`);
  try {
    return await look();
  } finally {
    await change(sql`rtrim(document, '#')`);
  }
}

describe('agreement check at an account', () => {
  it('holds the document against the other agreements there, not against the one that it is for', async () => {
    const file = await fileOf(withOutput('score'));
    const main = await accord('agreement', 'check', file, '--portal', PORTAL);
    const itself = await accord('agreement', 'check', file, '--portal', PORTAL, '--agreement', 'brand-two');

    expect([main.code, main.out]).toEqual([1, '']);
    expect(main.errors).toContain('brand-two');
    expect(main.errors).toContain('outputs.score.property');
    expect([itself.code, itself.errors]).toEqual([0, '']);
  });

  it('takes an agreement’s name for nothing but that', async () => {
    const file = await fileOf(ENGLISH_TEMPLATE);
    const alone = await accord('agreement', 'check', file, '--agreement', 'brand-two');
    const rendered = await accord(
      'agreement',
      'render',
      file,
      '--agreement',
      'brand-two',
      '--portal',
      PORTAL,
    );

    for (const { code, errors } of [alone, rendered]) {
      expect(code).toBe(2);
      expect(errors).toContain('--agreement goes with check --portal.');
    }
  });
});

describe('agreement preview', () => {
  it('says against which version of which agreement, and whether the activation will ask twice', async () => {
    const file = await fileOf(ENGLISH_TEMPLATE);
    const main = await accord('agreement', 'preview', file, '--portal', PORTAL);
    const second = await accord('agreement', 'preview', file, '--portal', PORTAL, '--agreement', 'brand-two');

    expect([main.code, second.code, main.errors]).toEqual([0, 0, '']);
    expect(main.out).toContain('Against version 3 in force');
    expect(second.out).toContain('Against version 1 in force');
    expect(main.out).toContain('Within the blast limit of 5 %');
  });

  it('refuses what the account does not have, with place and fix', async () => {
    const file = await fileOf(
      edited(
        '  gates:\n',
        '  gates:\n    - { id: x, label: X, when: [{ property: jobtitel, operator: HAS_PROPERTY }] }\n',
      ),
    );
    const { code, out, errors } = await accord('agreement', 'preview', file, '--portal', PORTAL);

    expect([code, out]).toEqual([1, '']);
    expect(errors).toMatch(
      /^The document has 1 problem\.\n {2}line \d+, score\.gates\[0\]\.when\[0\]\.property: /,
    );
    expect(errors).toContain('→ write jobtitle\n');
  });
});

describe('agreement revert', () => {
  it('prepares it for a signatory, and changes nothing itself', async () => {
    const { code, out } = await accord('agreement', 'revert', '--portal', PORTAL, '--reason', 'too low');
    const { json } = await web.api('GET', `/portals/${PORTAL}/agreements/3`);

    expect(code).toBe(0);
    expect(out).toContain('version 3 would be taken back and version 2 in force again');
    expect(out).toContain('the command line never signs');
    expect(json).toMatchObject({ status: 'active', revertWish: { actor: 'operator', reason: 'too low' } });
  });

  it('says why there is nothing to go back to', async () => {
    const first = await accord('agreement', 'revert', '--portal', PORTAL, '--agreement', 'brand-two');
    const unknown = await accord('agreement', 'revert', '--portal', PORTAL, '--agreement', 'brand-three');

    expect([first.code, unknown.code]).toEqual([1, 1]);
    expect(first.errors).toContain('Version 1 followed no other');
    expect(unknown.errors).toContain('has no agreement brand-three in force');
  });
});

describe('agreement verify', () => {
  it('parks the account for a tampered version of any agreement, and takes it out again', async () => {
    const sound = await accord('agreement', 'verify', '--portal', PORTAL);
    const found = await tampered('brand-two', () => accord('agreement', 'verify', '--portal', PORTAL));
    const parked = await web.api('GET', `/portals/${PORTAL}`);
    const mended = await accord('agreement', 'verify', '--portal', PORTAL);
    const after = await web.api('GET', `/portals/${PORTAL}`);

    expect([sound.code, sound.out]).toEqual([0, 'Every version is what was frozen and signed.\n']);
    expect(found.code).toBe(1);
    expect(found.errors).toContain('version 1 of agreement brand-two is not what was frozen');
    expect(found.errors).toContain(`agreement verify --portal ${PORTAL}`);
    expect(parked.json.status).toBe('parked');
    expect([mended.code, after.json.status]).toEqual([0, 'active']);
  });
});

describe('doctor', () => {
  it('names channels that are not set up, which is wrong once anybody is to be told', async () => {
    const quiet = await accord('doctor');
    const { db } = web.test.database;
    await sql`insert into portal_effect values (${PORTAL}, 'consequences', true, now()) on conflict (portal_id, effect) do update set enabled = true`.execute(
      db,
    );
    const telling = await accord('doctor');
    await sql`update portal_effect set enabled = false where effect = 'consequences'`.execute(db);

    const line = `notices ${PORTAL} +e-mail to marketing: SMTP_URL is not set`;
    expect(quiet.out).toMatch(new RegExp(`ok +${line}`));
    expect(telling.out).toMatch(new RegExp(`WRONG +${line}`));
    expect([quiet.code, telling.code]).toEqual([0, 1]);
  });

  it('has a line for the agreements of each account, and names what is tampered with', async () => {
    const sound = await accord('doctor');
    const found = await tampered('brand-two', () => tampered('main', () => accord('doctor')));
    const status = (await web.api('GET', `/portals/${PORTAL}`)).json.status;

    expect(sound.out).toMatch(new RegExp(`ok +agreements ${PORTAL} +as they were frozen and signed`));
    expect(sound.code).toBe(0);
    expect(found.code).toBe(1);
    // One line each, which ends with the command to type.
    const lines = found.out.split('\n').filter((one) => one.includes(`agreements ${PORTAL}`));
    expect(lines).toEqual([
      expect.stringMatching(
        /^ *WRONG .*version 3 of agreement main is not what was frozen.*--portal 44001234$/,
      ),
      expect.stringMatching(
        /^ *WRONG .*version 1 of agreement brand-two is not what was frozen.*--portal 44001234$/,
      ),
    ]);
    // Looking parks nobody.
    expect(status).toBe('active');
  });
});
