// A portal with a backlog, all the way: contacts that were over the line while Accord observed, then switched on; days that pass;
// a release; and who has got what, as the sandbox shows it.
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Agreement } from '#domain/agreement.ts';
import type { RoutingPool } from '#domain/agreement-routing.ts';
import { EFFECTS } from '#domain/decision.ts';
import { toIncoming } from '#http/incoming.ts';
import { parseWebhookBatch } from '#hubspot/schema.ts';
import { WEBHOOK_SUBSCRIPTIONS } from '#hubspot/subscriptions.ts';
import { type BacklogDeps, type ReleaseTerms, startRelease, stopRelease } from '#pipeline/backlog/backlog.ts';
import { type SwitchCommand, switchEffects } from '#pipeline/switch-effects.ts';
import { createSecretBox } from '#platform/secrets.ts';
import { createAdminStore } from '#store/admin-store.ts';
import { createBacklogStore } from '#store/backlog-log.ts';
import { storeEvents } from '#store/inbox.ts';
import { setVirtualClock } from '#store/ledger.ts';
import { memberWith, poolWith } from './routing-builders.ts';
import { PORTAL, startThread, type Thread } from './thread.ts';

const PORTAL_TEXT = String(PORTAL);
export const REPS = ['71', '72', '73'] as const;
/** Mondays to Fridays, 9:00 to 12:30 and 14:00 to 18:00, in winter the same as UTC. */
const MONDAY = '2026-11-02T10:00:00.000Z';
const OPERATOR = {
  actor: 'user 171',
  origin: 'hubspot',
  role: 'admin',
  userId: '171',
  email: 'x@y.example',
} as const;

export interface BacklogThread {
  readonly thread: Thread;
  readonly backlog: BacklogDeps;
  goTo(instant: string): Promise<void>;
  act(...actions: Parameters<Thread['sandbox']['apply']>[1]): readonly string[];
  tell(): Promise<void>;
  /** Contacts that ask for a demo, some of them more eagerly. */
  arrive(count: number, properties?: Record<string, string>): Promise<readonly string[]>;
  switchOn(): Promise<void>;
  switchTo(command: SwitchCommand): Promise<void>;
  release(terms?: Partial<ReleaseTerms>): ReturnType<typeof startRelease>;
  stop(number?: number): ReturnType<typeof stopRelease>;
  /** Contacts that sales has, in the sandbox, by owner. */
  given(): ReadonlyMap<string, readonly string[]>;
  count(): readonly number[];
}

/** One pool of three reps. */
export async function startBacklog(
  pool: Partial<RoutingPool> = {},
  change: (agreement: Agreement) => Agreement = (agreement) => agreement,
): Promise<BacklogThread> {
  let nowMs = Date.parse(MONDAY);
  let told = 0;
  const thread = await startThread(
    { webhook: { subscriptions: WEBHOOK_SUBSCRIPTIONS }, clock: { nowMs: () => nowMs } },
    (agreement) => change(withPool(agreement, pool)),
  );
  const { database } = thread.test;
  await sql`update portal_effect set enabled = false`.execute(database.db);
  await sql`update portal set baseline_at = '2026-10-01', switched_at = '2026-10-01', installed_at = '2026-10-01', last_now = '2026-10-01'`.execute(
    database.db,
  );
  const backlog: BacklogDeps = { store: createBacklogStore(database), wake: async () => undefined };
  const admin = createAdminStore(database, {
    box: createSecretBox([{ id: 'k', key: randomBytes(32) }]),
  });
  const place = { portalId: PORTAL_TEXT, roles: null } as const;

  const act: BacklogThread['act'] = (...actions) =>
    thread.sandbox.apply(PORTAL, actions).map((result) => {
      if (!result.ok) throw new Error(result.error);
      return result.id ?? '';
    });
  const goTo = async (instant: string): Promise<void> => {
    nowMs = Date.parse(instant);
    await setVirtualClock(database, { from: instant, speed: 1e-6 });
    await thread.settle();
  };
  const tell = async (): Promise<void> => {
    const raw = thread.sandbox.state.events.events.slice(told).map(({ event }) => event);
    told += raw.length;
    for (let start = 0; start < raw.length; start += 100) {
      const batch = parseWebhookBatch(raw.slice(start, start + 100));
      if (!batch.ok) throw new Error(batch.error.message);
      await storeEvents(database, PORTAL_TEXT, toIncoming(batch.value));
    }
    await thread.settle();
  };
  const switchTo = async (command: SwitchCommand): Promise<void> => {
    const change = { command, by: OPERATOR };
    const outcome = await switchEffects({ store: admin, wake: async () => undefined }, PORTAL_TEXT, change);
    if (!outcome.ok) throw new Error(outcome.error);
    await thread.settle();
  };
  const given = (): ReadonlyMap<string, readonly string[]> => {
    const { live } = thread.sandbox.requirePortal(PORTAL).objects.contacts;
    const open = [...live].filter(([, { values }]) => values['accord_handover_status'] === 'handed_over');
    const byOwner = Map.groupBy(open, ([, { values }]) => values['hubspot_owner_id'] ?? '');
    return new Map([...byOwner].map(([owner, contacts]) => [owner, contacts.map(([id]) => id)]));
  };

  for (const id of REPS)
    act({
      type: 'createOwner',
      ownerId: id,
      userId: Number(`1${id}`),
      email: `rep${id}@example.com`,
      firstName: 'Rep',
      lastName: id,
    });
  await goTo(MONDAY);
  return {
    thread,
    backlog,
    goTo,
    act,
    tell,
    arrive: async (count, properties = {}) => {
      const ids = Array.from({ length: count }, (_, index) => arrive(act, index, properties));
      await tell();
      return ids;
    },
    switchOn: () => switchTo({ kind: 'effects', effects: [...EFFECTS], enabled: true }),
    switchTo,
    release: ({ perRepAndDay = 5, limit = null } = {}) =>
      startRelease(backlog, place, { terms: { perRepAndDay, limit }, by: OPERATOR }),
    stop: (number = 1) => stopRelease(backlog, place, { number, by: OPERATOR }),
    given,
    count: () => REPS.map((id) => given().get(id)?.length ?? 0),
  };
}

function withPool(agreement: Agreement, pool: Partial<RoutingPool>): Agreement {
  const members = REPS.map((id) => memberWith(id, { timeZone: 'Europe/London' }));
  const { sales, routing } = agreement;
  return {
    ...agreement,
    sales: {
      ...sales,
      attempts: null,
      clauses: sales.clauses.map((clause) => ({ ...clause, consequences: [] })),
    },
    routing: { ...routing, useCompanyOwner: false, pools: [poolWith({ members, ...pool })] },
  };
}

let arrived = 0;

function arrive(act: BacklogThread['act'], index: number, properties: Record<string, string>): string {
  const name = `Planted${arrived++}`;
  const [id = ''] = act({
    type: 'create',
    properties: {
      firstname: 'Claire',
      lastname: name,
      company: `Firm ${name}`,
      jobtitle: index % 2 === 0 ? 'CEO' : 'Marketing manager',
      country: 'France',
      phone: '+33142685300',
      lifecyclestage: 'lead',
      email: `${name.toLowerCase()}@${name.toLowerCase()}.example`,
      hs_analytics_source: 'ORGANIC_SEARCH',
      ...properties,
    },
  });
  act({ type: 'submitForm', id, form: 'Request a demo' }, { type: 'bookMeeting', id });
  for (let page = 0; page < index % 5; page++)
    act({ type: 'pageView', id, url: `https://www.site.example/pricing/${page}` });
  return id;
}
