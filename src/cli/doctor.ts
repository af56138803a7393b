// `doctor`: what is configured, what can be reached, whether the clocks agree. It prints no secret and changes nothing
// but what every start does (migrations).

import { installUrlOf } from '#http/consent-page.ts';
import { REQUIRED_SCOPES } from '#hubspot/scopes.ts';
import { findMissingChannels } from '#pipeline/notices/check-channels.ts';
import type { PortalReport, PortalSummary } from '#pipeline/reports.ts';
import { describeFinding, verifyPortal } from '#pipeline/versions/integrity.ts';
import { systemClock } from '#platform/clock.ts';
import { MAX_SKEW_MS } from '#platform/clock-watch.ts';
import type { Config } from '#platform/config.ts';
import { readConfig } from '#platform/config.ts';
import { AppError } from '#platform/errors.ts';
import { readVersion } from '#platform/version.ts';
import { type Context, createContext } from '#src/context.ts';
import { renderTable } from './table.ts';

interface Finding {
  readonly what: string;
  readonly ok: boolean;
  readonly detail: string;
}

const REACH_MS = 5_000;

export async function runDoctor(): Promise<number> {
  process.stdout.write(`Accord ${readVersion()}, Node ${process.versions.node}\n\n`);
  const config = readConfig(process.env);
  const findings = config.ok
    ? await examine(config.value)
    : config.error.map((detail) => finding('configuration', false, detail));
  const rows = findings.map(({ what, ok, detail }) => [ok ? 'ok' : 'WRONG', what, detail]);
  process.stdout.write(`${renderTable(['', 'part', 'detail'], rows)}\n`);
  return findings.every(({ ok }) => ok) ? 0 : 1;
}

async function examine(config: Config): Promise<readonly Finding[]> {
  const settings = describeSettings(config);
  const [hubspot, web, inside] = await Promise.all([
    examineHubspot(config),
    examineWeb(config),
    examineInside(config),
  ]);
  return [...settings, ...inside, ...hubspot, web];
}

function describeSettings(config: Config): readonly Finding[] {
  const { hubspot } = config;
  const mode =
    config.databaseUrl === null
      ? `embedded, in ${config.dataDir}`
      : config.redisUrl === null
        ? 'one server'
        : 'fleet';
  const secrets =
    hubspot.clientSecrets.length === 1
      ? '1 secret'
      : `${hubspot.clientSecrets.length} secrets, the first is used`;
  return [
    finding('mode', true, mode),
    finding('app', true, `app ${hubspot.appId ?? 'without id'}, client ${hubspot.clientId}, ${secrets}`),
    finding('public address', isFit(config.publicUrl), publicDetail(config.publicUrl)),
  ];
}

/** HubSpot calls https only; loopback is fine with a sandbox portal. */
function isFit(publicUrl: string): boolean {
  const { protocol, hostname } = new URL(publicUrl);
  return protocol === 'https:' || hostname === 'localhost' || hostname === '127.0.0.1';
}

function publicDetail(publicUrl: string): string {
  if (!isFit(publicUrl)) return `${publicUrl}: HubSpot calls https addresses only`;
  return publicUrl.startsWith('https:')
    ? publicUrl
    : `${publicUrl} (this machine only: HubSpot itself cannot call it)`;
}

async function examineInside(config: Config): Promise<readonly Finding[]> {
  try {
    const context = await createContext({ ...config, logLevel: 'silent' }, { part: 'doctor', poolSize: 2 });
    try {
      return await examineContext(context);
    } finally {
      await context.close();
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [finding('database', false, error.message)];
  }
}

async function examineContext(context: Context): Promise<readonly Finding[]> {
  const { checks } = await context.readiness();
  const portals = await context.reports.listPortals();
  const api = context.config.adminToken === null ? 'off: ADMIN_TOKEN is not set' : 'on, with a bearer token';
  return [
    finding('database', checks.database.ok, checks.database.detail || 'answers'),
    finding('migrations', checks.migrations.ok, checks.migrations.detail || 'up to date'),
    finding('queue', checks.queue.ok, checks.queue.detail || `answers (${context.queue.kind})`),
    finding('clocks', checks.clock.ok, checks.clock.detail || 'this process and the database agree'),
    await examineKeys(context),
    finding('/api/v1', true, api),
    ...(await Promise.all(portals.map(({ portalId }) => examineAgreements(context, portalId)))).flat(),
    ...(await Promise.all(portals.map((portal) => examineChannels(context, portal)))),
    ...(await Promise.all(portals.map(({ portalId }) => examineGrant(context, portalId)))).flat(),
    ...(await Promise.all(portals.map(({ portalId }) => examineReads(context, portalId)))),
    ...(await Promise.all(portals.map(({ portalId }) => examineCalls(context, portalId)))),
    ...(await Promise.all(portals.map(({ portalId }) => examineWrites(context, portalId)))),
    ...(await Promise.all(portals.map(({ portalId }) => examineWorkflows(context, portalId)))),
    ...portals.map(({ portalId, status, statusReason, mode }) =>
      finding(
        `account ${portalId}`,
        status === 'active',
        statusReason === '' ? `${status}, ${mode}` : `${status}: ${statusReason}`,
      ),
    ),
  ];
}

/** A release may need more than an account granted to an earlier one. */
async function examineGrant({ reports, config }: Context, portalId: string): Promise<readonly Finding[]> {
  const report = await reports.readPortal(portalId);
  if (report?.status !== 'active') return [];
  const lacking = REQUIRED_SCOPES.filter((scope) => !report.scopes.includes(scope));
  if (lacking.length === 0) return [];
  const link = installUrlOf(config.publicUrl, portalId);
  return [finding(`grant ${portalId}`, false, `lacks ${lacking.join(', ')}: an administrator opens ${link}`)];
}

/** What was sealed with a key that is not there any more cannot be opened: its account is as good as not installed. */
async function examineKeys({ keys, config }: Context): Promise<Finding> {
  const use = await keys.readUse();
  const known = new Set(config.encryptionKeys.map(({ id }) => id));
  const told = use.map(({ keyId, values }) => `${keyId} seals ${values}`).join(', ');
  const lost = use.filter(({ keyId }) => !known.has(keyId)).map(({ keyId }) => keyId);
  if (lost.length > 0) {
    return finding(
      'keys',
      false,
      `${told}; ENCRYPTION_KEYS lacks ${lost.join(', ')}: put it back, behind the first`,
    );
  }
  const isDone = use.every(({ keyId }) => keyId === keys.first);
  return finding(
    'keys',
    true,
    isDone ? told || 'nothing is sealed yet' : `${told}; to seal all with ${keys.first}: keys rotate`,
  );
}

/** Every version against its hash, its signatures and its period in force; nothing is parked by looking. */
async function examineAgreements({ versions }: Context, portalId: string): Promise<readonly Finding[]> {
  const what = `agreements ${portalId}`;
  const faults = await verifyPortal(versions.store, portalId);
  if (faults.length === 0) return [finding(what, true, 'as they were frozen and signed')];
  return faults.map((fault) =>
    finding(what, false, describeFinding(fault, 'en').replace('PORTAL', portalId)),
  );
}

/** Notices that the agreement sends where nothing is set up reach nobody; no matter while nothing is told at all. */
async function examineChannels(
  context: Context,
  { portalId, effects }: Pick<PortalSummary, 'portalId' | 'effects'>,
): Promise<Finding> {
  const { turnStore, notices, config } = context;
  const what = `notices ${portalId}`;
  const setUp = { mail: config.notices.mail !== null, webhooks: await notices.listWebhooks(portalId) };
  try {
    const agreements = (await turnStore.loadPortal(portalId))?.agreements ?? [];
    const missing = agreements.flatMap(({ notify }) => findMissingChannels(notify, setUp));
    const lines = missing.map(({ side, channel, team }) =>
      channel === 'email'
        ? `e-mail to ${side}: SMTP_URL is not set`
        : `${channel} of ${team === '' ? side : `${side} (${team})`}: no webhook is set (PUT /api/v1/portals/${portalId}/channels)`,
    );
    return finding(
      what,
      missing.length === 0 || !effects.consequences.enabled,
      [...new Set(lines)].join('; ') || 'every channel is set up',
    );
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return finding(what, false, 'the agreement in force cannot be read');
  }
}

/** What the account does not grant is its choice; what it grants and HubSpot refuses, and hours that make no sense, are not. */
async function examineReads({ reports }: Context, portalId: string): Promise<Finding> {
  const report = await reports.readPortal(portalId);
  const { unread = [], unreadableTimes = [] } = report ?? {};
  const isFine = unreadableTimes.length === 0 && unread.every(({ because }) => because === 'notGranted');
  const notes = [...unread, ...unreadableTimes].map(({ note }) => note);
  return finding(`reading ${portalId}`, isFine, notes.join(' ') || 'all that the agreement looks at');
}

/** A failure or two pass by themselves; connections that HubSpot's edge does not take, and calls that rest, are told. */
async function examineCalls({ reports }: Context, portalId: string): Promise<Finding> {
  const { failing = null } = (await reports.readPortal(portalId)) ?? {};
  const what = `calls ${portalId}`;
  if (failing === null) return finding(what, true, 'HubSpot answers, or has not been called yet');
  const { because, failures, restUntil } = failing;
  const rest = restUntil === null ? '' : `; calls rest until ${restUntil}`;
  const told = `${CALLS_FAIL[because](failures)}${rest}`;
  return finding(what, because === 'FAILURES' && restUntil === null, told);
}

const CALLS_FAIL: Readonly<
  Record<NonNullable<PortalReport['failing']>['because'], (times: number) => string>
> = {
  FAILURES: (times) => `HubSpot has not answered the last calls (${times} in a row)`,
  EDGE_FAULT: (times) =>
    `connections fail at HubSpot’s edge (522, 525 or 526; ${times} in a row): look at TLS and proxies between here and HubSpot`,
  PORTAL_MOVING: () => 'HubSpot moves the account to another data centre',
};

async function examineWrites({ reports }: Context, portalId: string): Promise<Finding> {
  const { unwritten = [] } = (await reports.readPortal(portalId)) ?? {};
  const notes = unwritten.map(({ note }) => note).join(' ');
  return finding(`writing ${portalId}`, unwritten.length === 0, notes || 'HubSpot refuses nothing');
}

async function examineWorkflows({ reports }: Context, portalId: string): Promise<Finding> {
  const { uncalled = [] } = (await reports.readPortal(portalId)) ?? {};
  const notes = uncalled.map(({ note }) => note).join(' ');
  return finding(`workflows ${portalId}`, uncalled.length === 0, notes || 'all that waited were called back');
}

/** Any answer will do; its Date tells HubSpot's clock. */
async function examineHubspot({ hubspot }: Config): Promise<readonly Finding[]> {
  const response = await reach(hubspot.apiUrl);
  if (response === null) return [finding('HubSpot', false, `${hubspot.apiUrl} does not answer`)];
  const dated = Date.parse(response.headers.get('date') ?? '');
  const reached = finding('HubSpot', true, `${hubspot.apiUrl} answers, version ${hubspot.apiVersion}`);
  if (Number.isNaN(dated)) return [reached];
  const skewMs = Math.abs(dated - systemClock.nowMs());
  const isClose = skewMs <= MAX_SKEW_MS;
  return [
    reached,
    finding(
      'HubSpot’s clock',
      isClose,
      isClose
        ? 'agrees with this machine'
        : `${Math.round(skewMs / 1_000)} s from this machine: no promise is warned of or breached meanwhile`,
    ),
  ];
}

/** Not running is no fault: doctor is often asked before the first start. */
async function examineWeb({ publicUrl }: Config): Promise<Finding> {
  const response = await reach(`${publicUrl}/healthz`);
  if (response === null) return finding('web', true, 'not running, or not reachable from here');
  return finding(
    'web',
    response.ok,
    response.ok ? 'running' : `${publicUrl}/healthz answers ${response.status}`,
  );
}

async function reach(address: string): Promise<Response | null> {
  try {
    return await fetch(address, { redirect: 'manual', signal: AbortSignal.timeout(REACH_MS) });
  } catch {
    return null;
  }
}

function finding(what: string, ok: boolean, detail: string): Finding {
  return { what, ok, detail };
}
