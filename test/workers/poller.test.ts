// The poller alone against a portal that people change while it searches: no webhook is delivered, the index lags, and
// whole groups change at one instant. What it knows in the end is held against the portal, record by record.
import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import { isSameValue } from '#domain/values.ts';
import { sleep } from '#platform/clock.ts';
import type { ActionInput } from '#sandbox/actions/action.ts';
import { createRandom } from '#test/e2e/scenario.ts';
import { PORTAL, startThread, type Thread } from '#test/support/thread.ts';

const PORTAL_TEXT = String(PORTAL);
const PEOPLE = 40;
/** More than HubSpot's largest page of a search. */
const CROWD = 230;
const ACTS = 150;
const LAG_MS = 400;
const TITLES = ['CEO', 'Head of Sales', 'Student', 'Directrice marketing', ''];
const LIMIT_MS = 60_000;

let thread: Thread;

afterEach(() => thread.close());

function act(action: ActionInput): string {
  const [result] = thread.sandbox.apply(PORTAL, [action]);
  if (result === undefined || !result.ok) throw new Error(JSON.stringify(result));
  return String(result.id);
}

/** The next search is due at once, as it would be 45 s later. */
async function due(): Promise<void> {
  await sql`update signal_poll set next_at = least(next_at, clock_timestamp())`.execute(
    thread.test.database.db,
  );
}

interface Known {
  readonly contactId: string;
  readonly cells: Readonly<Record<string, { readonly v: string }>>;
  readonly forms: number;
  readonly pages: number;
}

/** As the last decision counted them. */
async function readKnown(): Promise<ReadonlyMap<string, Known>> {
  const { rows } = await sql<Known>`
    select m.object_id as "contactId", m.cells,
      (select count(*)::int from jsonb_array_elements(d.inputs::jsonb -> 'facts' -> 'signals') s where s ->> 'kind' = 'form') as forms,
      (select count(*)::int from jsonb_array_elements(d.inputs::jsonb -> 'facts' -> 'signals') s where s ->> 'kind' = 'pageView') as pages
    from mirror m join lead l on l.portal_id = m.portal_id and l.contact_id = m.object_id
    join decision d on d.portal_id = l.portal_id and d.seq = l.last_decision
    where m.portal_id = ${PORTAL_TEXT} and m.object_type = 'contact'`.execute(thread.test.database.db);
  return new Map(rows.map((row) => [row.contactId, row]));
}

const WATCHED = ['jobtitle', 'country', 'company', 'hs_lead_status', 'num_conversion_events'];

/** What the portal holds and is not known, or is known otherwise. */
async function findMissed(): Promise<string[]> {
  const known = await readKnown();
  return [...thread.sandbox.requirePortal(PORTAL).objects.contacts.live.values()].flatMap(
    ({ id, values }) => {
      const mine = known.get(id);
      if (mine === undefined) return [`${id} is not known`];
      const wrong = WATCHED.filter((name) => !isSameValue(values[name] ?? '', mine.cells[name]?.v ?? ''));
      const counts = [
        ['forms', mine.forms, values['num_conversion_events']],
        ['pages', mine.pages, values['hs_analytics_num_page_views']],
      ] as const;
      const miscounted = counts.filter(([, counted, held]) => counted !== Number(held ?? 0));
      return [
        ...wrong.map((name) => `${id} ${name}: ${mine.cells[name]?.v} for ${values[name]}`),
        ...miscounted.map(([name, counted, held]) => `${id} ${name}: ${counted} for ${held}`),
      ];
    },
  );
}

/** Somebody does something; a whole group at one instant now and then. */
function createLife(seed: number, people: readonly string[]): () => void {
  const random = createRandom(seed);
  const pick = <T>(items: readonly T[]): T => {
    const item = items[Math.floor(random() * items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  };
  const emailOf = (id: string): string =>
    thread.sandbox.requirePortal(PORTAL).objects.contacts.live.get(id)?.values['email'] ?? '';
  let born = 0;
  const acts: readonly ((id: string) => ActionInput)[] = [
    (id) => ({
      type: 'set',
      id,
      properties: { jobtitle: pick(TITLES), country: pick(['France', 'Germany']) },
    }),
    (id) => ({
      type: 'set',
      id,
      properties: { hs_lead_status: pick(['NEW', 'OPEN']), company: pick(TITLES) },
    }),
    (id) => ({ type: 'submitForm', email: emailOf(id), form: pick(['Newsletter', 'Request a demo']) }),
    (id) => ({ type: 'pageView', id, url: 'https://www.site.example/pricing' }),
    () => ({
      type: 'create',
      properties: { email: `born${seed}-${born++}@lead.example`, jobtitle: pick(TITLES) },
    }),
  ];
  return () => void act(pick(acts)(pick(people)));
}

async function settleAll(): Promise<void> {
  // What was written last is in the index, and two rounds have looked since.
  await sleep(LAG_MS + 100);
  for (let round = 0; round < 2; round++) {
    await due();
    await thread.settle();
  }
}

/** `maxInputs`: of a page or a batch that HubSpot can process. */
async function start(people: number, maxInputs: number | null = null): Promise<readonly string[]> {
  thread = await startThread({
    indexLagMs: LAG_MS,
    rateLimit: { max: 1_000, searchMax: 1_000 },
    faults: { maxInputs },
  });
  const ids = Array.from({ length: people }, (_, index) =>
    act({ type: 'create', properties: { email: `n${index}@lead.example`, jobtitle: 'CEO' } }),
  );
  await settleAll();
  return ids;
}

describe('a portal that nobody tells anything of', () => {
  it.each([1, 2, 3])(
    'is known whole by its polls, nothing missed and nothing counted twice, whatever happens while they run (seed %i)',
    async (seed) => {
      const people = await start(PEOPLE);
      const live = createLife(seed, people);
      const random = createRandom(seed + 1_000);
      const life = { goesOn: true };
      const polling = (async () => {
        while (life.goesOn) {
          await due();
          await thread.turn();
        }
      })();

      for (let count = 0; count < ACTS; count++) {
        live();
        // One behaviour of one person at a time: of two in one millisecond HubSpot itself keeps one date.
        await sleep(2 + random() * 40);
      }
      life.goesOn = false;
      await polling;
      await settleAll();

      expect(await findMissed()).toEqual([]);
    },
    LIMIT_MS,
  );

  it.each([null, 70])(
    'finds every one of a crowd that changed at one instant in the middle of a round (pages that HubSpot can process: %o)',
    async (maxInputs) => {
      const people = await start(CROWD, maxInputs);
      const atMs = Date.now();
      for (const id of people) act({ type: 'set', id, properties: { country: 'France' }, atMs });
      await sleep(LAG_MS + 100);
      await due();
      await thread.turn();
      for (const id of people)
        act({ type: 'set', id, properties: { jobtitle: 'Head of Sales' }, atMs: atMs + 1 });

      await settleAll();

      expect(await findMissed()).toEqual([]);
      const { tooMuch = 0 } = thread.sandbox.state.faults.injected();
      expect(tooMuch > 0).toBe(maxInputs !== null);
    },
    LIMIT_MS,
  );
});
