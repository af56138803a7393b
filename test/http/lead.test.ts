// One lead's page over HTTP: now and at a past instant, under the version of the agreement then in force (R34).
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMPILED_SHAPE } from '#agreement/compile.ts';
import { canonicalJson } from '#domain/canonical.ts';
import { decide } from '#domain/decide.ts';
import { initialState, type LeadFacts, type LeadState } from '#domain/lead.ts';
import { templateAgreement } from '#test/support/agreement-text.ts';
import { cell, contextAt, factsWith, signal } from '#test/support/builders.ts';
import { installInBrowser, PORTAL, startWeb, type TestWeb } from '#test/support/web.ts';

const CONTACT = '9001';
const JUDGED = '2026-03-02T09:00:00.000Z';
const ASKED = '2026-03-04T09:00:00.000Z';
const BEFORE = '2026-03-01T09:00:00.000Z';
const BETWEEN = '2026-03-03T09:00:00Z';
/** The line was 60 points when the lead was first judged. */
const FIRST = templateAgreement('en');
const SECOND = {
  ...FIRST,
  version: 2,
  stages: {
    ...FIRST.stages,
    mqlEntry: {
      anyOf: [
        [{ kind: 'score' as const, part: 'total' as const, operator: 'GTE' as const, milliPoints: 50_000 }],
      ],
    },
  },
};

const quiet = factsWith({
  contact: {
    email: 'c@lead.example',
    lastname: 'Moreau',
    company: 'Nordfil',
    jobtitle: 'Marketing director',
  },
});
const asking = { ...quiet, signals: [signal('form', ASKED, 'Request a demo'), signal('meeting', ASKED)] };

let web: TestWeb;
/** By the last decision. */
let stood: LeadState;

beforeAll(async () => {
  web = await startWeb({ sandbox: { portals: [{ portalId: Number(PORTAL), timeZone: 'Europe/Paris' }] } });
  await installInBrowser(web);
  for (const agreement of [FIRST, SECOND])
    await run(sql`insert into agreement_version (portal_id, agreement_id, version, status, language, document, compiled,
        content_hash, shape, created_at)
      values (${PORTAL}, 'tested', ${agreement.version}, 'superseded', 'en', '', ${canonicalJson(agreement)}, '', ${COMPILED_SHAPE}, now())`);
  await run(sql`insert into lead (portal_id, lead_id, agreement_id, contact_id, state, judged_version)
    values (${PORTAL}, ${CONTACT}, 'tested', ${CONTACT}, ${JSON.stringify(initialState())}::jsonb, 2)`);
  await run(
    sql`insert into lead_alias (portal_id, contact_id, lead_id) values (${PORTAL}, ${CONTACT}, ${CONTACT})`,
  );
  const left = await judge({ agreement: FIRST, facts: quiet, state: initialState(), now: JUDGED });
  stood = await judge({ agreement: SECOND, facts: asking, state: left, now: ASKED });
});
afterAll(() => web.close());

async function run(statement: ReturnType<typeof sql>): Promise<void> {
  await statement.execute(web.test.database.db);
}

/** Decides and stores as the pipeline does; answers the state that is left. */
async function judge(step: {
  readonly agreement: typeof FIRST;
  readonly facts: LeadFacts;
  readonly state: LeadState;
  readonly now: string;
}): Promise<LeadState> {
  const { agreement, facts, state, now } = step;
  const context = contextAt(now);
  const decision = decide(agreement, { facts, state }, context);
  const inputs = canonicalJson({
    agreement: { id: 'tested', version: agreement.version },
    facts,
    state,
    context,
  });
  const outcome = canonicalJson(decision);
  const hash = createHash('sha256').update(outcome).digest('hex');
  await run(sql`insert into decision (portal_id, lead_id, agreement_id, version, at, live, engine, inputs, outcome, outcome_hash)
    values (${PORTAL}, ${CONTACT}, 'tested', ${agreement.version}, ${now}, true, 'test', ${inputs}, ${outcome}, ${hash})`);
  return decision.state;
}

async function page(query = ''): Promise<Awaited<ReturnType<TestWeb['api']>>> {
  return web.api('GET', `/portals/${PORTAL}/leads/${CONTACT}${query}`);
}

interface Clause {
  readonly clause: string;
  readonly standing: string;
  readonly text: string;
}

function clauseOf(json: { readonly clauses: readonly Clause[] }, clause: string): Clause | undefined {
  return json.clauses.find((one) => one.clause === clause);
}

describe('a lead’s page', () => {
  it('tells a past instant by the decision and the version then in force', async () => {
    const { status, json } = await page(`?at=${BETWEEN}`);

    expect(status).toBe(200);
    expect(json).toMatchObject({
      at: '2026-03-03T09:00:00.000Z',
      agreement: { id: 'tested', version: 1 },
      state: { status: 'none' },
      verdict: { meetsMql: false },
    });
    expect(clauseOf(json, 'stages.mql.entry')).toMatchObject({
      standing: 'notYet',
      text: 'Does not yet meet the entry to the stage MQL: the score is at least 60 points: no, it is 13.',
    });
    expect(json.whatWouldItTake.length).toBeGreaterThan(0);
    expect(json.card.length).toBeLessThanOrEqual(6);
  });

  it('tells now by the last decision, in the language asked for', async () => {
    const { json } = await page('?language=fr');

    expect(json).toMatchObject({ agreement: { version: 2 }, whatWouldItTake: [] });
    expect(json.why).toContain('Transmis aux ventes.');
    expect(clauseOf(json, 'promises.sales.acceptWithin')?.standing).toBe('notMet');
    expect(json.decisions.map(({ version }: { version: number }) => version)).toEqual([2, 1]);
  });

  it('tells from the instant of a decision on what it decided', async () => {
    const { json } = await page(`?at=${ASKED}`);

    expect(json.state.status).toBe('handedOver');
    expect(clauseOf(json, 'promises.sales.acceptWithin')?.standing).toBe('notYet');
  });

  it('refuses an instant before the first decision, and one to come', async () => {
    const early = await page(`?at=${BEFORE}`);
    const late = await page('?at=2999-01-01T00:00:00Z');
    const unreadable = await page('?at=yesterday');

    expect([early.status, early.json.error]).toEqual([404, 'NOT_JUDGED_YET']);
    expect([late.status, late.json.error]).toEqual([400, 'AT_IN_FUTURE']);
    expect([unreadable.status, unreadable.json.error]).toEqual([400, 'BAD_REQUEST']);
  });

  it('still tells why when the inputs of the decision were erased', async () => {
    await run(sql`update decision set inputs = '' where lead_id = ${CONTACT} and version = 1`);
    const { json } = await page(`?at=${BETWEEN}`);

    expect(json.clauses).toEqual([]);
    expect(json.whyNotYet.length).toBeGreaterThan(0);
    expect(json.verdict.meetsMql).toBe(false);
  });
});

describe('a note beside a no', () => {
  const SAID = '2026-03-05T09:00:00.000Z';
  const NOTED = '2026-03-05T09:01:00.000Z';
  const LATER = '2026-03-05T11:00:00.000Z';
  const no = { accord_answer: cell('reject', SAID), accord_reject_reason: cell('no-budget', SAID) };
  const noting = (note: string, at: string): LeadFacts => ({
    ...asking,
    contact: { ...asking.contact, ...no, accord_reject_note: cell(note, at) },
  });

  it('is told beside the decision that heard of it, which came after the no, and beside none that follows', async () => {
    const steps = [
      { facts: { ...asking, contact: { ...asking.contact, ...no } }, now: SAID },
      { facts: noting('Ring in May', NOTED), now: NOTED },
      { facts: noting('Ring in May', NOTED), now: LATER },
      { facts: noting('Ring in June', LATER), now: LATER },
    ];
    for (const step of steps) stood = await judge({ agreement: SECOND, state: stood, ...step });
    const { json } = await page();

    expect(json.decisions.map(({ note }: { note: string | null }) => note)).toEqual([
      'Ring in June',
      null,
      'Ring in May',
      null,
      null,
      null,
    ]);
    expect(json.decisions[0]).not.toHaveProperty('noteBefore');
  });

  it('is not told again by the oldest decision of the list', async () => {
    const facts = noting('Ring in June', LATER);
    for (let more = 0; more < 10; more += 1)
      await judge({ agreement: SECOND, facts, state: stood, now: LATER });
    const { json } = await page();

    expect(json.decisions.map(({ note }: { note: string | null }) => note)).toEqual(Array(10).fill(null));
  });
});
