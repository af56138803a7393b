// How soon the record card and the workflow actions answer in a portal with 100,000 judged leads: `npm run bench:answers`.
// Signed calls over HTTP, at the pace that the limit of one account lets through. HubSpot gives an action seconds, and people
// look at the card; nothing here may come near one.
import { sql } from 'kysely';
import { sleep } from '#platform/clock.ts';
import type { Database } from '#store/database.ts';
import { COLD, HANDED_OVER, startCardWeb } from '#test/support/card-leads.ts';
import { PORTAL, SECRET, signature } from '#test/support/web.ts';

const LEADS = 100_000;
const FILL_MS = 60_000;
const BATCH = 5_000;
/** Of lead n the contact is this plus n; even ones are handed over. */
const FIRST = 70_000_000;
const ROUNDS = 300;
/** Five calls a round: within 400 in ten seconds. */
const ROUND_MS = 130;
const WITHIN_MS = 1_000;

let executions = 0;

type Call = (contact: { readonly handedOver: string; readonly cold: string }) => Promise<Response>;

const CALLS: Readonly<Record<string, Call>> = {
  card: ({ handedOver }) => readCard(handedOver),
  'judge now': ({ cold }) => act('judge-now', cold),
  'check SLA': ({ handedOver }) => act('check-sla', handedOver),
  'hand over': ({ cold }) => act('hand-over', cold),
  recycle: ({ handedOver }) => act('recycle', handedOver),
};

const web = await startCardWeb();
const { database } = web.test;
const leads = await fill(database);
process.stdout.write(
  `\nAnswers in a portal with ${leads} judged leads, ${ROUNDS} calls of each, one at a time\n`,
);
const slow = await measureAll(leads);
await web.close();
process.exitCode = slow ? 1 : 0;

/** Copies of the two leads that are there, decisions included. Answers how many it had the time for. */
async function fill({ db }: Database): Promise<number> {
  const startedMs = performance.now();
  let filled = 0;
  while (filled < LEADS && performance.now() - startedMs < FILL_MS) {
    await sql`
      with wanted as (
        select (${FIRST + filled}::bigint + n)::text as id, case n % 2 when 0 then ${HANDED_OVER}::text else ${COLD}::text end as model
        from generate_series(0, ${BATCH - 1}::int) n),
      decided as (
        insert into decision (portal_id, lead_id, agreement_id, version, at, live, engine, inputs, outcome, outcome_hash)
        select d.portal_id, w.id, d.agreement_id, d.version, d.at, d.live, d.engine, d.inputs, d.outcome, d.outcome_hash
        from wanted w join decision d on d.portal_id = ${PORTAL}::text and d.lead_id = w.model
        returning seq, lead_id),
      made as (
        insert into lead (portal_id, lead_id, agreement_id, contact_id, state, judged_version, last_decision)
        select l.portal_id, w.id, l.agreement_id, w.id, l.state, l.judged_version, d.seq
        from wanted w join decided d on d.lead_id = w.id join lead l on l.portal_id = ${PORTAL}::text and l.lead_id = w.model
        returning 1)
      insert into lead_alias (portal_id, contact_id, lead_id) select ${PORTAL}::text, id, id from wanted`.execute(
      db,
    );
    filled += BATCH;
  }
  for (const table of ['lead', 'lead_alias', 'decision']) await sql`analyze ${sql.table(table)}`.execute(db);
  return filled;
}

/** True when one was too slow. */
async function measureAll(filled: number): Promise<boolean> {
  const took = new Map(Object.keys(CALLS).map((name) => [name, [] as number[]]));
  for (let round = 0; round < ROUNDS; round++) {
    const startedMs = performance.now();
    // Far apart, as a portal's leads are asked for.
    const place = (round * 7_919) % (filled / 2);
    const contact = { handedOver: String(FIRST + 2 * place), cold: String(FIRST + 2 * place + 1) };
    for (const [name, call] of Object.entries(CALLS)) took.get(name)?.push(await timed(call, contact));
    await sleep(Math.max(0, ROUND_MS - (performance.now() - startedMs)));
  }
  for (const [name, each] of took) report(name, each);
  return [...took.values()].flat().some((ms) => ms >= WITHIN_MS);
}

async function timed(call: Call, contact: Parameters<Call>[0]): Promise<number> {
  const startedMs = performance.now();
  const response = await call(contact);
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`answered ${response.status}`);
  return performance.now() - startedMs;
}

function readCard(contactId: string): Promise<Response> {
  const user = `portalId=${PORTAL}&userId=171&userEmail=rep%40sales.example&appId=1`;
  const address = `${web.url}/hubspot/card/leads/${contactId}/card?language=en&${user}`;
  return fetch(address, { headers: signature(address, '', { secret: SECRET, method: 'GET' }) });
}

function act(action: string, contactId: string): Promise<Response> {
  const address = `${web.url}/hubspot/actions/${action}`;
  const body = JSON.stringify({
    callbackId: `ap-${PORTAL}-${executions++}`,
    origin: { portalId: Number(PORTAL) },
    object: { objectId: Number(contactId), objectType: 'CONTACT' },
    inputFields: {},
  });
  const headers = { 'content-type': 'application/json', ...signature(address, body, { secret: SECRET }) };
  return fetch(address, { method: 'POST', headers, body });
}

function report(name: string, took: readonly number[]): void {
  const sorted = took.toSorted((a, b) => a - b);
  const at = (share: number): string => `${(sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1)} ms`;
  const columns = [`p50 ${at(0.5)}`, `p99 ${at(0.99)}`, `longest ${(sorted.at(-1) ?? 0).toFixed(1)} ms`];
  process.stdout.write(`  ${name.padEnd(12)}${columns.map((column) => column.padEnd(20)).join('')}\n`);
}
