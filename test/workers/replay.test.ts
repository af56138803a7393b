// Every decision of a real portal, made again from what was stored with it: the same bytes (I8). And what `replay` says when
// they are not.
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { replays } from '#cli/replay-command.ts';
import { runCommand } from '#cli/run-command.ts';
import { explain } from '#domain/explain/explanation.ts';
import { type Replay, readInputs, replayDecision, type StoredDecision } from '#pipeline/replay.ts';
import { generatePortal } from '#sandbox/generator/portal.ts';
import { findDecision, findDecisionAt } from '#store/stored-decisions.ts';
import { PORTAL, startThread, type Thread } from '#test/support/thread.ts';

const PORTAL_TEXT = String(PORTAL);
const LEADS = 300;
let thread: Thread;

beforeAll(async () => {
  thread = await startThread();
  generatePortal(thread.sandbox.requirePortal(PORTAL), { seed: 7, contacts: LEADS, companies: 40 });
  await thread.settle();
});
afterAll(() => thread.close());

async function replayAll(): Promise<{ decision: StoredDecision; replay: Replay }[]> {
  const all: { decision: StoredDecision; replay: Replay }[] = [];
  for await (const one of replays(thread.test.database, PORTAL_TEXT)) all.push(one);
  return all;
}

async function latest(): Promise<StoredDecision> {
  const all = await replayAll();
  const { seq } = all.at(-1)!.decision;
  return (await findDecision(thread.test.database, seq))!;
}

describe('replaying', () => {
  it('gives every decision of a portal byte for byte (I8)', async () => {
    const all = await replayAll();

    expect(all.length).toBeGreaterThanOrEqual(LEADS);
    expect(all.filter(({ replay }) => replay.kind !== 'equal')).toEqual([]);
    expect(all.map(({ decision }) => Number(decision.seq))).toEqual(
      all.map(({ decision }) => Number(decision.seq)).toSorted((a, b) => a - b),
    );
  });

  it('says where a decision differs, and whether another engine made it', async () => {
    const { agreement } = thread;
    const decision = await latest();
    const inputs = readInputs(decision)!;
    const { agreementId, version } = decision;
    const shifted = {
      ...inputs,
      agreement: { id: agreementId, version },
      context: { ...inputs.context, regime: inputs.context.regime + 1 },
    };
    const changed = { ...decision, inputs: JSON.stringify(shifted), engine: 'accord 0' };

    expect(replayDecision(changed, { engine: 'accord 1', agreement })).toEqual({
      kind: 'differs',
      path: 'state.regime',
      stored: String(inputs.context.regime),
      replayed: String(inputs.context.regime + 1),
      engineChanged: true,
    });
  });

  it('tells an altered outcome, a compacted and an erased one, and one whose version is not there', async () => {
    const { agreement } = thread;
    const decision = await latest();
    const by = { engine: decision.engine, agreement };

    expect(
      replayDecision({ ...decision, outcome: decision.outcome.replace('"total"', '"totaI"') }, by),
    ).toEqual({
      kind: 'altered',
    });
    expect(replayDecision({ ...decision, inputs: '' }, by)).toEqual({ kind: 'compacted' });
    expect(replayDecision({ ...decision, inputs: '', outcome: '{}' }, by)).toEqual({ kind: 'altered' });
    expect(replayDecision({ ...decision, inputs: '', outcome: '', outcomeHash: '' }, by)).toEqual({
      kind: 'erased',
    });
    expect(replayDecision(decision, { ...by, agreement: null })).toEqual({ kind: 'noVersion' });
  });
});

describe('accord replay', () => {
  it('answers by exit code and in a sentence: equal, differs, altered, compacted, erased, not there', async () => {
    const { db } = thread.test.database;
    const { seq } = await latest();
    const row = sql`where seq = ${seq}::bigint`;

    const equal = await accord('replay', seq);
    await sql`update decision set outcome = replace(outcome, '"total"', '"totaI"') ${row}`.execute(db);
    const altered = await accord('replay', seq);
    const all = await accord('replay', '--portal', PORTAL_TEXT, '--all');
    await sql`update decision set inputs = '', outcome = replace(outcome, '"totaI"', '"total"') ${row}`.execute(
      db,
    );
    const compacted = await accord('replay', seq);
    await sql`update decision set outcome = '', outcome_hash = '' ${row}`.execute(db);
    const erased = await accord('replay', seq);
    const allErased = await accord('replay', '--portal', PORTAL_TEXT, '--all');
    await sql`delete from decision ${row}`.execute(db);
    const gone = await accord('replay', seq);

    expect([equal.code, equal.out]).toEqual([0, expect.stringContaining('equal, byte for byte')]);
    expect([altered.code, altered.out]).toEqual([1, expect.stringContaining('was altered')]);
    expect([all.code, all.out]).toEqual([
      1,
      expect.stringMatching(/\d+ equal, 1 different or altered, 0 erased/),
    ]);
    expect([compacted.code, compacted.out]).toEqual([3, expect.stringContaining('compacted')]);
    expect([erased.code, erased.out]).toEqual([3, expect.stringContaining('the person was erased')]);
    expect([allErased.code, allErased.out]).toEqual([
      0,
      expect.stringMatching(/, 0 different or altered, 1 erased/),
    ]);
    expect([gone.code, gone.errors]).toEqual([1, expect.stringContaining(`no decision ${seq}`)]);
  });

  it.each<[string[], string]>([
    [[], 'Which decision?'],
    [['seven'], 'Which decision?'],
    [['7', '8'], 'One decision at a time'],
    [['7', '--all', '--portal', PORTAL_TEXT], 'Either one decision or --all.'],
    [['7', '--portal', PORTAL_TEXT], '--portal goes with --all.'],
    [['--all'], 'The HubSpot account id is missing.'],
  ])('%j is refused with what is wrong', async (args, message) => {
    const { code, errors } = await accord('replay', ...args);

    expect([code, errors]).toEqual([2, expect.stringContaining(message)]);
  });
});

/** The command in this process, on the thread's database, with what it writes caught. */
async function accord(...args: string[]): Promise<{ code: number; out: string; errors: string }> {
  vi.stubEnv('DATABASE_URL', thread.test.url);
  vi.stubEnv('HUBSPOT_CLIENT_ID', 'sandbox-client');
  vi.stubEnv('HUBSPOT_CLIENT_SECRET', 'unused');
  vi.stubEnv('ENCRYPTION_KEYS', `k:${randomBytes(32).toString('base64')}`);
  vi.stubEnv('ADMIN_TOKEN', 'admin-token-of-the-replay-tests-0123456789');
  let [out, errors] = ['', ''];
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => Boolean((out += String(chunk))));
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => Boolean((errors += String(chunk))));
  try {
    return { code: await runCommand(args), out, errors };
  } finally {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  }
}

describe('the decision in force', () => {
  it('is the last one at or before the instant asked for', async () => {
    const { database } = thread.test;
    const { leadId } = await latest();
    const { now, decision: current } = await findDecisionAt(database, PORTAL_TEXT, { leadId, at: null });
    const early = '2001-01-01T00:00:00.000Z';
    const copy = sql`insert into decision (portal_id, lead_id, agreement_id, version, at, live, engine, inputs, outcome, outcome_hash)
      select portal_id, lead_id, agreement_id, version, ${early}::timestamptz, live, engine, inputs, outcome, outcome_hash
      from decision where seq = ${current!.seq}::bigint returning seq`;
    await copy.execute(database.db);
    await sql`update decision set seq = 0 where at = ${early}::timestamptz`.execute(database.db);

    const at = async (instant: string) =>
      (await findDecisionAt(database, PORTAL_TEXT, { leadId, at: instant })).decision?.at ?? null;

    expect(current!.at <= now).toBe(true);
    expect(await at(current!.at)).toBe(current!.at);
    expect(await at('2002-01-01T00:00:00.000Z')).toBe(early);
    expect(await at(early)).toBe(early);
    expect(await at('2000-12-31T23:59:59.999Z')).toBeNull();
    await sql`delete from decision where seq = 0`.execute(database.db);
  });

  it('is explained on six lines and in one', async () => {
    const { agreement } = thread;
    const some = (await replayAll()).filter((_, index) => index % 10 === 0);
    for (const { decision } of some) {
      const { facts, context } = readInputs(decision)!;
      const outcome = JSON.parse(decision.outcome) as { state: Parameters<typeof explain>[0]['state'] };
      const told = explain({ agreement, facts, state: outcome.state, context }, 'fr');

      expect(told.short.length).toBeLessThanOrEqual(250);
      expect(told.card.length).toBeLessThanOrEqual(6);
      expect(told.clauses.map(({ clause }) => clause)).toContain('stages.mql.entry');
      expect([...told.card, ...told.clauses.map(({ text }) => text)].join('\n')).not.toMatch(/undefined|NaN/);
    }
  });
});
