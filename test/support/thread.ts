// The thread without its web half: sandbox portal, HubSpot adapter, database and turn, in one process over real HTTP.
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { parseAgreement } from '#agreement/parse.ts';
import { readTemplate } from '#agreement/template.ts';
import type { Agreement } from '#domain/agreement.ts';
import { EFFECTS } from '#domain/decision.ts';
import { portalId } from '#domain/ids.ts';
import { createHubspot } from '#hubspot/create-hubspot.ts';
import { OPTIONAL_SCOPES, REQUIRED_SCOPES } from '#hubspot/scopes.ts';
import { type EraseDeps, eraseDue } from '#pipeline/erasure/erase-due.ts';
import { contactOutputDefinitions, PROPERTY_GROUP, taskKeyDefinition } from '#pipeline/outputs.ts';
import type { OauthTokens } from '#pipeline/ports.ts';
import { runTurn, type TurnDeps, type TurnResult } from '#pipeline/run-turn.ts';
import { sleep, systemClock } from '#platform/clock.ts';
import { createClockWatch } from '#platform/clock-watch.ts';
import { createSecretBox } from '#platform/secrets.ts';
import type { SandboxOptions } from '#sandbox/options.ts';
import { createSandbox, type Sandbox } from '#sandbox/sandbox.ts';
import { createAdminStore } from '#store/admin-store.ts';
import { createApiBudget } from '#store/api-budget.ts';
import { createErasureStore } from '#store/erasure/erasure-store.ts';
import { createTombstones, type Tombstones } from '#store/erasure/tombstones.ts';
import { countPending } from '#store/ledger.ts';
import { createTokenStore, saveTokens } from '#store/tokens.ts';
import { createTurnStore } from '#store/turn-store.ts';
import { type TestDatabase, testDatabase, testLogger } from './database.ts';
import { insertPortal, insertSignedVersion } from './portal.ts';

export const PORTAL = 44001234;
const PORTAL_TEXT = String(PORTAL);
const SCOPES = [...REQUIRED_SCOPES, ...OPTIONAL_SCOPES];

export interface Thread {
  readonly sandbox: Sandbox;
  readonly sandboxUrl: string;
  readonly test: TestDatabase;
  readonly deps: TurnDeps;
  readonly agreement: Agreement;
  /** Events are to be stored with these where somebody may have been erased. */
  readonly tombstones: Tombstones;
  readonly erasures: EraseDeps;
  /** Every pass of every erasure that was asked for, whenever it would be due. */
  eraseAll(): Promise<void>;
  /** Turns until nothing is pending; answers how many it took. */
  settle(): Promise<number>;
  turn(): Promise<TurnResult>;
  /** The account installs the app again; HubSpot may honour fewer scopes than it says were granted. */
  reinstall(scopes: readonly string[], honoured?: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** Live from the start, with the template in force and a pool of every owner. */
export async function startThread(
  options: SandboxOptions = {},
  /** What is different in the agreement in force: it is signed as it is, so no test may edit it afterwards. */
  change: (agreement: Agreement) => Agreement = (agreement) => agreement,
  apiVersion: '2026-03' | '2026-09' = '2026-03',
): Promise<Thread> {
  const test = await testDatabase();
  const sandbox = createSandbox({
    seed: 1,
    portals: [{ portalId: PORTAL, timeZone: 'Europe/Paris' }],
    ...options,
  });
  const { url } = await sandbox.start(0);
  const box = createSecretBox([{ id: 'k', key: randomBytes(32) }]);
  await insertPortal(test.database, PORTAL_TEXT);
  await sql`update portal set backfill_after = '', baseline_at = '2000-01-01'`.execute(test.database.db);
  const tokens = await installInSandbox(url, SCOPES);
  await test.database.transaction((tx) => saveTokens(tx, box, { portalId: PORTAL_TEXT, tokens }));
  const clocks = createClockWatch(systemClock);
  const hubspot = createHubspot({
    apiUrl: url,
    apiVersion,
    clientId: 'sandbox-client',
    clientSecret: 'unused',
    tokens: createTokenStore(test.database, box),
    budget: createApiBudget(test.database, { general: 110 }),
    clock: systemClock,
    clocks,
    logger: testLogger,
  });
  const tombstones = createTombstones(test.database, box);
  const erasures = {
    store: createErasureStore(test.database, tombstones),
    clock: systemClock,
    logger: testLogger,
  };
  const deps: TurnDeps = {
    store: createTurnStore(test.database, 'test', tombstones),
    hubspot,
    clock: systemClock,
    clocks,
    logger: testLogger,
  };
  const agreement = await publishTemplate(test, change);
  await provision(deps, agreement);
  const turn = (): Promise<TurnResult> => runTurn(deps, PORTAL_TEXT, new AbortController().signal);
  return {
    sandbox,
    sandboxUrl: url,
    test,
    deps,
    agreement,
    tombstones,
    erasures,
    eraseAll: () => eraseAll(test, erasures),
    turn,
    settle: () => settle(test, turn),
    reinstall: async (scopes, honoured = scopes) => {
      const grant = {
        portalId: PORTAL_TEXT,
        userId: null,
        tokens: { ...(await installInSandbox(url, honoured)), scopes },
      };
      const by = { actor: 'tester', origin: 'oauth' } as const;
      const store = createAdminStore(test.database, { box });
      await store.storeInstall(grant, { language: 'en', by });
    },
    close: async () => {
      await sandbox.stop();
      await test.close();
    },
  };
}

async function eraseAll({ database }: TestDatabase, erasures: EraseDeps): Promise<void> {
  for (let pass = 0; pass < 4; pass++) {
    await sql`update erasure set next_at = clock_timestamp()`.execute(database.db);
    await eraseDue(erasures, new AbortController().signal);
  }
  const { rows } = await sql`select 1 from erasure`.execute(database.db);
  if (rows.length > 0) throw new Error('an erasure does not end');
}

/** Longer than anything waits: links of an activity for five seconds, a backfill for its share of ten seconds of budget. */
const REST_MS = 40_000;
const POLL_MS = 20;

async function settle(test: TestDatabase, turn: () => Promise<TurnResult>): Promise<number> {
  const endsAt = systemClock.nowMs() + REST_MS;
  for (let turns = 1; systemClock.nowMs() < endsAt; turns++) {
    const result = await turn();
    if (result === 'idle' && (await countPending(test.database, PORTAL_TEXT)) === 0) return turns;
    // What waits for a second or for HubSpot comes due while time passes, not while turns are counted.
    if (result === 'idle') await sleep(POLL_MS);
  }
  throw new Error('the portal does not come to rest');
}

async function installInSandbox(url: string, scopes: readonly string[]): Promise<OauthTokens> {
  const response = await fetch(`${url}/sandbox/portals/${PORTAL}/install`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ scopes }),
  });
  const grant = (await response.json()) as { access_token: string; refresh_token: string };
  return {
    accessToken: grant.access_token,
    refreshToken: grant.refresh_token,
    expiresAt: new Date(Date.now() + 1_800_000).toISOString(),
    scopes,
  };
}

/** The reject reason stays free text. */
async function provision({ hubspot }: TurnDeps, agreement: Agreement): Promise<void> {
  const call = {
    portalId: portalId(PORTAL_TEXT),
    lane: 'interactive',
    signal: AbortSignal.timeout(20_000),
  } as const;
  const groupName = PROPERTY_GROUP.name;
  await hubspot.ensureGroup(call, 'contacts', PROPERTY_GROUP);
  await hubspot.ensureGroup(call, 'tasks', PROPERTY_GROUP);
  const failed = [
    ...(await hubspot.createProperties(
      call,
      { objectType: 'contacts', groupName },
      contactOutputDefinitions('en', [{ ...agreement, rejectReasons: [] }]),
    )),
    ...(await hubspot.createProperties(call, { objectType: 'tasks', groupName }, [
      taskKeyDefinition('en', true),
    ])),
  ];
  if (failed.length > 0) throw new Error(JSON.stringify(failed));
}

async function publishTemplate(
  test: TestDatabase,
  change: (agreement: Agreement) => Agreement,
): Promise<Agreement> {
  const text = await readTemplate('en');
  const parsed = parseAgreement(text, { id: 'default', version: 1, year: new Date().getUTCFullYear() });
  if (!parsed.ok) throw new Error(parsed.error.map((problem) => problem.problem).join('\n'));
  const agreement = change(parsed.value.agreement);
  await insertSignedVersion(test.database, PORTAL_TEXT, { agreement, document: text });
  for (const effect of EFFECTS) {
    await sql`insert into portal_effect (portal_id, effect, enabled, since) values (${PORTAL_TEXT}, ${effect}, true, '2000-01-01')`.execute(
      test.database.db,
    );
  }
  await sql`update portal set unique_task_key = true, provisioned_at = accord_now()`.execute(
    test.database.db,
  );
  return agreement;
}
