// The composition root: opens what the configuration names, wires the ports, and closes everything in reverse order.

import { portalId as toPortalId } from '#domain/ids.ts';
import { createAdmin } from '#http/admin.ts';
import { keepReadiness } from '#http/readiness.ts';
import { receiveJournal } from '#http/receive-journal.ts';
import type { Readiness, WebContext } from '#http/web-context.ts';
import { createHubspot, type Hubspot, type HubspotOptions } from '#hubspot/create-hubspot.ts';
import { createJournal } from '#hubspot/journal.ts';
import { createMail } from '#notify/mail.ts';
import { htmlFragment } from '#notify/mail-body.ts';
import { createWebhook } from '#notify/webhook.ts';
import type { AlertDeps } from '#pipeline/alerts/look-for-alerts.ts';
import type { Fired } from '#pipeline/clocks/clock-store.ts';
import type { JournalDeps } from '#pipeline/journal/ports.ts';
import { type SendDeps, sendNotices } from '#pipeline/notices/send-notices.ts';
import type { CallContext } from '#pipeline/ports.ts';
import { readPropertyTypes } from '#pipeline/read-property-types.ts';
import type { InboxStore } from '#pipeline/receive-events.ts';
import type { TurnDeps } from '#pipeline/run-turn.ts';
import type { SweepDeps } from '#pipeline/sweep/sweep-portal.ts';
import type { TurnStore } from '#pipeline/turn-store.ts';
import { type Clock, systemClock } from '#platform/clock.ts';
import { type ClockWatch, createClockWatch } from '#platform/clock-watch.ts';
import type { Config } from '#platform/config.ts';
import { completeSecrets } from '#platform/generated-secrets.ts';
import { createLifecycle, type Lifecycle } from '#platform/lifecycle.ts';
import { createLogger, type Logger } from '#platform/logger.ts';
import { createMetrics, type Metrics } from '#platform/metrics.ts';
import { createSecretBox, type SecretBox } from '#platform/secrets.ts';
import { createShareWork } from '#platform/share-work.ts';
import { describeEngine } from '#platform/version.ts';
import { connectQueue } from '#queue/connect.ts';
import type { QueueConnection } from '#queue/connection.ts';
import { migrateQueue } from '#queue/postgres.ts';
import { createWaker, type Waker } from '#queue/produce.ts';
import { createActionParts } from '#store/action-parts.ts';
import { createAdminStore } from '#store/admin-store.ts';
import { createAlertStore } from '#store/alerts.ts';
import { createApiBudget } from '#store/api-budget.ts';
import { createBacklogStore } from '#store/backlog-log.ts';
import { createClauseReports } from '#store/clause-reports.ts';
import { createClockActs } from '#store/clock-acts.ts';
import { createConsequenceLogs } from '#store/consequence-log.ts';
import { type Database, isUnavailable } from '#store/database.ts';
import { createTombstones, type Tombstones } from '#store/erasure/tombstones.ts';
import { fireClocks } from '#store/fire-clocks.ts';
import { createForgetting, maintain } from '#store/forgetting.ts';
import { listUntold } from '#store/inbox.ts';
import { createInboxStore } from '#store/inbox-store.ts';
import { createJournalStore } from '#store/journal.ts';
import { pendingMigrations } from '#store/migrate.ts';
import { createNoticeDesk } from '#store/notice-desk.ts';
import { createNoticeStore } from '#store/notice-store.ts';
import { createOauthStates } from '#store/oauth-states.ts';
import { openStore } from '#store/open-store.ts';
import { readDatabaseClock } from '#store/portals.ts';
import { createPreviewStore } from '#store/preview-store.ts';
import { createReports } from '#store/reports.ts';
import { createRoleStore } from '#store/role-grants.ts';
import { createKeys, type Keys } from '#store/rotate-keys.ts';
import { endSession, readSession, SESSION_HOURS, storeSession } from '#store/sessions.ts';
import { createSweepParts } from '#store/sweep-parts.ts';
import { createTokenStore } from '#store/tokens.ts';
import { createTurnStore } from '#store/turn-store.ts';
import { createVersionStore } from '#store/version-store.ts';
import { findDuePortals } from '#store/work.ts';

export interface Context extends WebContext {
  readonly database: Database;
  /** Past any pooler: for session locks. */
  readonly directUrl: string;
  readonly queue: QueueConnection;
  readonly waker: Waker;
  readonly hubspot: Hubspot;
  readonly inbox: InboxStore;
  readonly turnStore: TurnStore;
  readonly turn: TurnDeps;
  readonly findDuePortals: (limit: number) => Promise<readonly string[]>;
  /** Warnings and breaches that are due, of every portal. */
  readonly fireClocks: (limit: number) => Promise<Fired>;
  /** True when clocks disagree too much for anything to fire. */
  readonly lookAtClocks: () => Promise<boolean>;
  readonly maintain: () => Promise<void>;
  readonly keys: Keys;
  /** One look at the notices; true when there may be more to send. */
  readonly sendNotices: () => Promise<boolean>;
  readonly callbacks: ReturnType<typeof createActionParts>['callbacks'];
  readonly sweep: SweepDeps;
  readonly alerts: AlertDeps;
  /** Null: switched off. */
  readonly journal: JournalDeps | null;
  /** Stop what you start on top through this: it stops before what it stands on. */
  readonly lifecycle: Lifecycle;
  close(): Promise<void>;
}

export interface Overrides {
  readonly logger?: Logger;
  readonly clock?: Clock;
  /** Connections of this process's pool. */
  readonly poolSize?: number;
  readonly part?: string;
}

export async function createContext(given: Config, overrides: Overrides = {}): Promise<Context> {
  const logger = overrides.logger ?? createLogger(given.logLevel, overrides.part ?? 'accord');
  const lifecycle = createLifecycle(logger);
  try {
    return await wire(await completeSecrets(given), { logger, lifecycle, overrides });
  } catch (error) {
    await lifecycle.stop();
    throw error;
  }
}

interface Base {
  readonly logger: Logger;
  readonly lifecycle: Lifecycle;
  readonly overrides: Overrides;
}

async function wire(config: Config, base: Base): Promise<Context> {
  const { logger, lifecycle } = base;
  const clock = base.overrides.clock ?? systemClock;
  const own = { config, logger, clock, lifecycle };
  const opened = await openParts(config, base);
  const { database, waker } = opened;
  const box = createSecretBox(config.encryptionKeys);
  const tokens = createTokenStore(database, box);
  const clocks = createClockWatch(clock);
  const metrics = createMetrics(clocks);
  const hubspot = connectHubspot(config, { tokens, database, clock, clocks, metrics, logger });
  const tombstones = createTombstones(database, box);
  const inbox = createInboxStore(database, tombstones);
  const turnStore = createTurnStore(database, describeEngine(), tombstones);
  const wake = (portalId: string): Promise<void> => waker.wake(toPortalId(portalId));
  const reports = createReports(database);
  const clauses = createClauseReports(database);
  const receive = { inbox, wake, logger };
  const forgetting = createForgetting(database, { tombstones, clock, logger });
  const store = createAdminStore(database, { box });
  return {
    ...opened,
    ...own,
    hubspot,
    inbox,
    turnStore,
    turn: { store: turnStore, hubspot, clock, clocks, logger, ...pacesOf(config) },
    ...loopsOf(database, clocks),
    keys: createKeys(database, box),
    sendNotices: createNoticeSender(config, { database, box, hubspot, turnStore, metrics, clock, logger }),
    notices: createNoticeDesk(database, box, config.notices.webhookOrigins),
    metrics,
    ...roundsOf(config, { database, box, hubspot, clauses, receive, clock, tombstones }),
    receive,
    ...createActionParts(database, { config, tombstones, receive, hubspot, clock }),
    ...forgetting,
    ...signInParts(database, hubspot),
    admin: createAdmin({ store, hubspot, wake, logger, erasures: forgetting.erasures.store }),
    reports,
    clauses,
    clocks: { store: createClockActs(database), reports, wake },
    consequences: { ...createConsequenceLogs(database), reports, wake },
    backlog: { store: createBacklogStore(database), wake },
    versions: createVersions(database, { hubspot, turnStore, wake }),
    readiness: readinessOf({ ...opened, clock, clocks, logger }),
    isUnavailable,
    close: async () => void (await lifecycle.stop()),
  };
}

interface RoundParts extends Pick<Context, 'database' | 'hubspot' | 'clauses' | 'receive' | 'clock'> {
  readonly box: SecretBox;
  readonly tombstones: Tombstones;
}

/** What workers do for one account after the other, beside its turns. */
function roundsOf(config: Config, parts: RoundParts): Pick<Context, 'sweep' | 'alerts' | 'journal'> {
  const { database, box, hubspot, clauses, receive } = parts;
  const { wake, logger } = receive;
  return {
    sweep: { ...createSweepParts(database, parts.tombstones), hubspot, wake, logger },
    alerts: { store: createAlertStore(database), clauses, notices: createNoticeStore(database, box), logger },
    journal: journalOf(config, parts),
  };
}

function pacesOf({ pollSeconds, ownersSeconds }: Config): Pick<TurnDeps, 'pollEveryMs' | 'ownersEveryMs'> {
  return { pollEveryMs: pollSeconds * 1_000, ownersEveryMs: ownersSeconds * 1_000 };
}

function signInParts(
  database: Database,
  { oauth }: Hubspot,
): Pick<Context, 'oauth' | 'oauthStates' | 'sessions' | 'roles'> {
  return {
    oauth,
    oauthStates: createOauthStates(database),
    sessions: createSessions(database),
    roles: createRoleStore(database),
  };
}

/** What every worker does again and again, whatever portal it is about. */
function loopsOf(
  database: Database,
  clocks: ClockWatch,
): Pick<Context, 'findDuePortals' | 'fireClocks' | 'lookAtClocks' | 'maintain'> {
  return {
    findDuePortals: (limit) => findDuePortals(database, limit),
    fireClocks: (limit) => fireClocks(database, limit),
    lookAtClocks: async () => {
      clocks.note('database', await readDatabaseClock(database));
      return clocks.isDoubtful();
    },
    maintain: () => maintain(database),
  };
}

function journalOf(
  { hubspot }: Config,
  { database, receive, clock }: Pick<Context, 'database' | 'receive' | 'clock'>,
): JournalDeps | null {
  if (!hubspot.journal) return null;
  const { apiUrl, apiVersion, clientId, clientSecrets } = hubspot;
  return {
    store: createJournalStore(database),
    journal: createJournal({ apiUrl, apiVersion, clientId, clientSecret: clientSecrets[0] ?? '', clock }),
    receive: receiveJournal(receive, (events) => listUntold(database, events)),
    logger: receive.logger,
  };
}

interface NoticeParts extends Pick<Context, 'database' | 'hubspot' | 'turnStore' | 'clock' | 'logger'> {
  readonly box: SecretBox;
  readonly metrics: Metrics;
}

function createNoticeSender({ notices, publicUrl }: Config, parts: NoticeParts): Context['sendNotices'] {
  const { database, box, hubspot, turnStore, metrics, clock, logger } = parts;
  const deps: SendDeps = {
    store: createNoticeStore(database, box),
    senders: {
      mail: notices.mail === null ? null : createMail(notices.mail),
      webhook: createWebhook({ origins: notices.webhookOrigins, clock }),
    },
    hubspot,
    loadPortal: (portalId) => turnStore.loadPortal(portalId),
    renderTaskBody: htmlFragment,
    clock,
    paces: { gatherMs: notices.gatherSeconds * 1_000, digestMs: notices.digestSeconds * 1_000 },
    publicUrl,
    logger,
    countNotice: (channel, result) => metrics.countNotice(channel, result),
  };
  return () => sendNotices(deps);
}

function createSessions(database: Database): Context['sessions'] {
  return {
    hours: SESSION_HOURS,
    store: (hash, user) => storeSession(database, hash, user),
    read: (hash) => readSession(database, hash),
    end: (hash) => endSession(database, hash),
  };
}

/** Two lists; a person waits for them. */
const TYPES_WAIT_MS = 10_000;

function createVersions(
  database: Database,
  parts: Pick<Context, 'hubspot' | 'turnStore'> & { readonly wake: (portalId: string) => Promise<void> },
): Context['versions'] {
  const callNow = (portalId: string): CallContext => ({
    portalId: toPortalId(portalId),
    lane: 'interactive',
    signal: AbortSignal.timeout(TYPES_WAIT_MS),
  });
  return {
    store: createVersionStore(database),
    readPropertyTypes: (portalId) => readPropertyTypes(parts.hubspot, callNow(portalId)),
    leads: createPreviewStore(database),
    loadPortal: (portalId) => parts.turnStore.loadPortal(portalId),
    share: createShareWork(),
    wake: parts.wake,
  };
}

/** What holds connections, in the order in which one stands on the other. */
async function openParts(
  config: Config,
  { logger, lifecycle, overrides }: Base,
): Promise<Pick<Context, 'database' | 'directUrl' | 'queue' | 'waker'>> {
  const poolSize = overrides.poolSize === undefined ? {} : { poolSize: overrides.poolSize };
  const parts = { logger, lifecycle, alsoMigrate: migrateQueue, ...poolSize };
  const { database, directUrl } = await openStore(config, parts);
  const redisUrl = config.redisUrl ?? undefined;
  const queue = await connectQueue({ databaseUrl: directUrl, redisUrl, logger });
  lifecycle.onStop('queue', () => queue.close());
  const waker = createWaker({ connection: queue, logger });
  lifecycle.onStop('waker', () => waker.close());
  return { database, directUrl, queue, waker };
}

function readinessOf(
  parts: Pick<Context, 'database' | 'directUrl' | 'queue' | 'clock' | 'logger'> & {
    readonly clocks: ClockWatch;
  },
): () => Promise<Readiness> {
  const { database, directUrl, queue, clock, clocks, logger } = parts;
  const deps = {
    ping: { database: () => database.ping(), queue: () => queue.ping() },
    pendingMigrations: () => pendingMigrations({ url: directUrl, logger }),
    readDatabaseClock: () => readDatabaseClock(database),
    clocks,
  };
  return keepReadiness(deps, clock);
}

type HubspotParts = Pick<HubspotOptions, 'tokens' | 'clock' | 'clocks' | 'logger'> &
  Pick<Context, 'database' | 'metrics'>;

function connectHubspot(config: Config, { database, metrics, ...rest }: HubspotParts): Hubspot {
  const { clientSecrets, rateLimit, ...api } = config.hubspot;
  const own = { clientSecret: clientSecrets[0] ?? '', noteEdgeFault: () => metrics.countEdgeFault() };
  const budget = createApiBudget(database, { general: rateLimit });
  return createHubspot({ ...api, ...own, ...rest, budget });
}
