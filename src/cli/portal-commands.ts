// Commands about one HubSpot account: what is switched on, what is parked. The same use cases as /api/v1.
import { parseArgs } from 'node:util';
import { nearest } from '#agreement/nearest.ts';
import { EFFECTS, type Effect } from '#domain/decision.ts';
import type { Actor } from '#pipeline/admin-ports.ts';
import { parkedText } from '#pipeline/parked-text.ts';
import type { SwitchCommand } from '#pipeline/switch-effects.ts';
import type { Context } from '#src/context.ts';
import { renderTable } from './table.ts';
import { requirePortalId, UsageError } from './usage.ts';
import { withContext } from './with-context.ts';

const MAX_SHOWN = 200;

export function listPortals(): Promise<number> {
  return withContext(async ({ reports }) => {
    const portals = await reports.listPortals();
    const rows = portals.map(({ portalId, status, mode, effects, installedAt, statusReason }) => [
      portalId,
      statusReason === '' ? status : `${status} (${statusReason})`,
      mode,
      EFFECTS.filter((effect) => effects[effect].enabled).join(', ') || 'none',
      installedAt,
    ]);
    return print(
      portals.length === 0
        ? 'No HubSpot account has installed the app.'
        : renderTable(['account', 'status', 'mode', 'effects on', 'installed'], rows),
    );
  });
}

export function provisionPortal(args: readonly string[]): Promise<number> {
  const portalId = onlyPortal(args);
  return withContext(async ({ admin }) => {
    const outcome = await admin.provision(portalId, operator());
    if (!outcome.ok) return fail(notInstalled(portalId));
    const { provisioned, uniqueTaskKey, conflicts } = outcome.value;
    for (const { object, name, message } of conflicts)
      process.stdout.write(`${object} ${name}: ${message}\n`);
    if (!provisioned) return fail('Not provisioned: solve the conflicts above, then run it again.');
    return print(`Provisioned. Tasks carry a ${uniqueTaskKey ? 'unique' : 'plain'} key.`);
  });
}

export function pausePortal(args: readonly string[]): Promise<number> {
  return switchOnly(onlyPortal(args), { kind: 'pause' });
}

export function resumePortal(args: readonly string[]): Promise<number> {
  return switchOnly(onlyPortal(args), { kind: 'resume' });
}

export async function effectsCommand(args: readonly string[]): Promise<number> {
  const [portal, direction, ...names] = positionals(args);
  const portalId = requirePortalId(portal);
  if (direction === undefined) return withContext((context) => showEffects(context, portalId));
  if (direction !== 'on' && direction !== 'off') throw new UsageError(`${direction} is neither on nor off.`);
  if (names.length === 0) throw new UsageError('Which effect?');
  return switchOnly(portalId, {
    kind: 'effects',
    effects: names.map(readEffect),
    enabled: direction === 'on',
  });
}

export async function parkedCommand(args: readonly string[]): Promise<number> {
  const [portal, action] = positionals(args);
  const portalId = requirePortalId(portal);
  if (action !== undefined && action !== 'retry') throw new UsageError(`Unknown action ${action}.`);
  return withContext(async (context) => {
    if (!(await context.reports.hasPortal(portalId))) return fail(notInstalled(portalId));
    if (action === undefined) return showParked(context, portalId);
    const { properties, tasks } = await context.admin.retryParked(portalId, operator());
    return print(`Tried again: ${properties} properties, ${tasks} tasks.`);
  });
}

function switchOnly(portalId: string, command: SwitchCommand): Promise<number> {
  return withContext(async (context) => {
    const outcome = await context.admin.switch(portalId, { command, by: operator() });
    if (!outcome.ok && outcome.error === 'not-installed') return fail(notInstalled(portalId));
    if (!outcome.ok && outcome.error === 'not-provisioned') {
      return fail(
        `Accord’s properties do not exist in HubSpot yet. First: npm run accord -- provision ${portalId}`,
      );
    }
    if (!outcome.ok) process.stdout.write('Nothing to change.\n');
    return showEffects(context, portalId);
  });
}

async function showEffects({ reports }: Context, portalId: string): Promise<number> {
  const portal = await reports.readPortal(portalId);
  if (portal === null) return fail(notInstalled(portalId));
  const rows = EFFECTS.map((effect) => {
    const { enabled, since } = portal.effects[effect];
    return [effect, enabled ? 'on' : 'off', since ?? 'never switched'];
  });
  const said = [...portal.unwritten, ...portal.unread, ...portal.uncalled, ...portal.unreadableTimes];
  const notes = said.map(({ note }) => `\n${note}`).join('');
  return print(`Mode: ${portal.mode}\n${renderTable(['effect', 'state', 'since'], rows)}${notes}`);
}

async function showParked({ reports }: Context, portalId: string): Promise<number> {
  const { items, next } = await reports.listParked(portalId, { after: null, limit: MAX_SHOWN });
  if (items.length === 0) return print('Nothing is parked.');
  const rows = items.map((parked) => [parked.contactId, parked.kind, parked.target, parked.reason]);
  const explanations = new Set(items.map((parked) => parkedText(parked, 'en')));
  const more =
    next === null ? '' : `\nThe first ${MAX_SHOWN}; all of them: GET /api/v1/portals/${portalId}/parked`;
  const what = [...explanations].map((text) => `\n- ${text}`).join('');
  return print(`${renderTable(['contact', 'kind', 'target', 'reason'], rows)}${more}\n${what}`);
}

function readEffect(name: string): Effect {
  const effect = EFFECTS.find((one) => one === name);
  if (effect !== undefined) return effect;
  const near = nearest(name, EFFECTS);
  throw new UsageError(
    `Unknown effect ${name}.${near === undefined ? '' : ` Did you mean ${near}?`} Effects: ${EFFECTS.join(', ')}.`,
  );
}

function onlyPortal(args: readonly string[]): string {
  const [portal, ...rest] = positionals(args);
  if (rest.length > 0) throw new UsageError(`One account at a time: ${rest.join(' ')} is too much.`);
  return requirePortalId(portal);
}

export function positionals(args: readonly string[]): readonly string[] {
  return parseArgs({ args: [...args], allowPositionals: true, options: {} }).positionals;
}

export function operator(): Actor {
  return { actor: 'operator', origin: 'cli' };
}

export function notInstalled(portalId: string): string {
  return `HubSpot account ${portalId} has not installed the app. Installed ones: npm run accord -- portals`;
}

function print(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

function fail(text: string): number {
  process.stderr.write(`${text}\n`);
  return 1;
}
