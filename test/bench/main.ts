// Speed as ratios measured in one run, on the machine at hand: `npm run bench`. Never a test: machines differ.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { decide, type Lead } from '#domain/decide.ts';
import { initialState, type LeadFacts, type Signal } from '#domain/lead.ts';
import { generatePortal } from '#sandbox/generator/portal.ts';
import { storeEvents } from '#store/inbox.ts';
import { templateAgreement } from '#test/support/agreement-text.ts';
import { compareBusinessTime } from '#test/support/business-cases.ts';
import { testDatabase } from '#test/support/database.ts';
import { changeEvent, insertPortal } from '#test/support/portal.ts';
import { PORTAL, startThread } from '#test/support/thread.ts';

const NOW = '2026-11-02T10:00:00.000Z';
const ROUND_MS = 3_000;
/** Until the engine has compiled what runs often. */
const WARM_ROUNDS = 40_000;
/** Leads judged in turn. */
const JUDGED = 200;
const SIGNAL_COUNTS = [0, 10, 50];
const KINDS = ['form', 'pageView', 'emailClick', 'meeting'] as const;
/** What leads see and send differs from one to the next; of a site's pages and forms many have seen the same. */
const DETAILS: Readonly<Record<(typeof KINDS)[number], readonly string[]>> = {
  form: ['Request a demo', 'Contact us', 'Newsletter', 'Webinar: how others do it', 'Download the guide'],
  pageView: Array.from(
    { length: 200 },
    (_, page) => `https://www.our-company.example/en/blog/article-${page}`,
  ),
  emailClick: ['November newsletter', 'Invitation to the webinar'],
  meeting: ['booked', 'held', 'no show'],
};
const LEADS = 2_000;
const LOADED = 20_000;

benchDecisions();
benchMemory();
await benchReceiving();
await benchThread();
compareBusinessHours();

/** No speed but a count: promises with pauses, each counted minute by minute as well; a difference ends with its case. */
function compareBusinessHours(): void {
  const { cases, paused, acrossClockChange } = compareBusinessTime('bench', { calendars: 200, each: 5_000 });
  print('Business time against minutes counted one by one', [
    ['cases', String(cases), '0 differences'],
    ['moved by pauses', String(paused), ratio(paused, cases)],
    ['across a clock change', String(acrossClockChange), ratio(acrossClockChange, cases)],
  ]);
}

function benchDecisions(): void {
  const agreement = templateAgreement('en');
  const context = {
    now: NOW,
    regime: 0,
    baselineAt: '2026-01-01T00:00:00.000Z',
    pool: { activeOwners: ['1'], companyOwner: '' },
  };
  const rates = SIGNAL_COUNTS.map((signals) => {
    const leads = Array.from({ length: JUDGED }, (_, serial) => loadLead(signals, serial));
    let next = 0;
    const rate = ratePerSecond(() => {
      const { facts } = leads[next++ % JUDGED] ?? loadLead(signals, 0);
      decide(agreement, { facts, state: initialState() }, context);
    });
    return { signals, rate };
  });
  const base = rates[0]?.rate ?? 1;
  print(
    'Decisions on the template agreement, per second of one core',
    rates.map(({ signals, rate }) => [`${signals} signals`, `${Math.round(rate)}/s`, ratio(rate, base)]),
  );
}

function benchMemory(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const rows = SIGNAL_COUNTS.map((signals) => {
    const leads: unknown[] = [];
    collect();
    const before = process.memoryUsage().heapUsed;
    for (let serial = 0; serial < LOADED; serial++) leads.push(loadLead(signals, serial));
    collect();
    const bytes = (process.memoryUsage().heapUsed - before) / leads.length;
    return { signals, bytes };
  });
  const base = rows[0]?.bytes ?? 1;
  print(
    `Memory of a lead with its facts and state, of ${LOADED} loaded`,
    rows.map(({ signals, bytes }) => [`${signals} signals`, `${Math.round(bytes)} B`, ratio(bytes, base)]),
  );
}

/** As the store hands them over: parsed from JSON, nothing shared between two leads but the names of properties. */
function loadLead(signals: number, serial: number): Lead {
  return JSON.parse(JSON.stringify({ facts: factsWith(signals, serial), state: initialState() })) as Lead;
}

/** With an owner who keeps it: where enough was seen, the lead is handed over, and its clocks run. */
function factsWith(count: number, serial: number): LeadFacts {
  const signals = Array.from({ length: count }, (_, index): Signal => {
    const at = new Date(Date.parse(NOW) - index * 7_000_000).toISOString();
    const kind = KINDS[index % KINDS.length] ?? 'form';
    const details = DETAILS[kind];
    const detail = details[(serial + index * 7) % details.length] ?? '';
    return { id: `${kind}:${at}`, kind, at, detail };
  }).toReversed();
  const values = {
    email: 'a@b.example',
    lastname: 'A',
    company: 'B',
    jobtitle: 'CEO',
    country: 'France',
    lifecyclestage: 'lead',
    hubspot_owner_id: '1',
  };
  const contact = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, { value, at: '2026-02-01T00:00:00.000Z' }]),
  );
  return {
    contactId: '1',
    createdAt: '2026-02-01T00:00:00.000Z',
    gone: false,
    contact,
    company: {},
    signals,
    deals: [],
  };
}

async function benchReceiving(): Promise<void> {
  const test = await testDatabase();
  await insertPortal(test.database, '1');
  let serial = 0;
  const eventOf = () =>
    changeEvent('1', {
      contact: String(++serial % 5_000),
      property: 'city',
      value: String(serial),
      at: NOW,
      key: `k${serial}`,
    });
  const rates: [number, number][] = [];
  for (const size of [1, 10, 100]) {
    const startedMs = performance.now();
    let stored = 0;
    while (performance.now() - startedMs < ROUND_MS) {
      await storeEvents(test.database, '1', { events: Array.from({ length: size }, eventOf), setAside: [] });
      stored += size;
    }
    rates.push([size, (stored * 1_000) / (performance.now() - startedMs)]);
  }
  const base = rates[0]?.[1] ?? 1;
  print(
    'Events stored with their dirty marks, one connection',
    rates.map(([size, rate]) => [`${size} a batch`, `${Math.round(rate)}/s`, ratio(rate, base)]),
  );
  await test.close();
}

async function benchThread(): Promise<void> {
  const thread = await startThread({ rateLimit: { max: 100_000 } });
  generatePortal(thread.sandbox.requirePortal(PORTAL), { seed: 1, contacts: LEADS, companies: 300 });
  const startedMs = performance.now();
  await thread.settle();
  const seconds = (performance.now() - startedMs) / 1_000;
  const calls = thread.sandbox.state.calls.calls.length;
  print('First import, judged and written back over HTTP', [
    ['leads', `${Math.round(LEADS / seconds)}/s`, ''],
    ['HubSpot calls per 100 leads', (calls / (LEADS / 100)).toFixed(1), ''],
    ['against one read and one write per lead', '200', ratio(200, calls / (LEADS / 100))],
    [
      "against HubSpot's limit at that many calls",
      `${Math.round((11 * LEADS) / calls)}/s`,
      ratio(LEADS / seconds, (11 * LEADS) / calls),
    ],
  ]);
  await thread.close();
}

/** By the processor time that it took, so that what else runs on the machine hardly matters. */
function ratePerSecond(run: () => void): number {
  for (let warm = 0; warm < WARM_ROUNDS; warm++) run();
  const before = process.cpuUsage();
  const startedMs = performance.now();
  let rounds = 0;
  while (performance.now() - startedMs < ROUND_MS) {
    run();
    rounds++;
  }
  const { user, system } = process.cpuUsage(before);
  return rounds / ((user + system) / 1_000_000);
}

function ratio(value: number, base: number): string {
  return `× ${(value / base).toFixed(2)}`;
}

function print(title: string, rows: readonly (readonly string[])[]): void {
  process.stdout.write(`\n${title}\n`);
  for (const [name = '', value = '', share = ''] of rows)
    process.stdout.write(`  ${name.padEnd(44)}${value.padStart(10)}  ${share}\n`);
}
