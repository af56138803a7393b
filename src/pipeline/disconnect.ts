// The end of an install from our side (5a.13): writing stops first, then what the admin chose is tidied up while the token
// lives, HubSpot is told, and last our rows go where they shall not stay. Each step may be repeated: whoever was
// interrupted asks again.
import { EFFECTS } from '#domain/decision.ts';
import { portalId as toPortalId } from '#domain/ids.ts';
import { err, ok, type Result } from '#domain/result.ts';
import { AppError } from '#platform/errors.ts';
import type { Logger } from '#platform/logger.ts';
import type { Actor, AdminStore } from './admin-ports.ts';
import { clearValues } from './clear-values.ts';
import { closeTasks } from './close-tasks.ts';
import { OUTPUT_PROPERTY_NAMES, TASK_KEY_PROPERTY } from './outputs.ts';
import type { CallContext, HubspotPort } from './ports.ts';
import { switchEffects } from './switch-effects.ts';

/** A person waits, and so does the connection of whoever called; what is left then is left for the next call. */
const WAIT_MS = 120_000;

export interface DisconnectWish {
  /** Accord's open tasks in HubSpot: `close` completes them. */
  readonly tasks: 'close' | 'keep';
  /**
   * Accord's properties with their values: `clear` takes them out of the account (HubSpot restores them for 90 days), and of the
   * account's own what Accord wrote there and still stands.
   */
  readonly properties: 'clear' | 'keep';
  /** What Accord stores: `keep` is there again after another install, `erase` is gone for good. */
  readonly data: 'keep' | 'erase';
}

/** `away`: HubSpot does not answer, or not all was tidied up in time; the account observes only, and nothing is lost. */
export type DisconnectRefusal =
  | { readonly kind: 'not-installed' }
  | { readonly kind: 'away'; readonly code: string; readonly tasksClosed: number };

export interface Disconnected {
  /** `done`: by us. `before`: HubSpot had ended the install already, so that nothing could be tidied up there. */
  readonly uninstall: 'done' | 'before';
  readonly tasksClosed: number;
  readonly propertiesCleared: number;
  /** Properties that HubSpot kept, since something of the account uses them. */
  readonly propertiesKept: readonly { readonly name: string; readonly message: string }[];
  /** Rows erased, by table; empty when the data were kept. */
  readonly erased: Readonly<Record<string, number>>;
}

export interface DisconnectDeps {
  readonly store: AdminStore;
  readonly hubspot: Pick<HubspotPort, 'batchRead' | 'batchUpdate' | 'archiveProperties' | 'uninstall'>;
  readonly wake: (portalId: string) => Promise<void>;
  readonly logger: Logger;
}

export async function disconnect(
  deps: DisconnectDeps,
  portalId: string,
  ask: { readonly wish: DisconnectWish; readonly by: Actor },
): Promise<Result<Disconnected, DisconnectRefusal>> {
  const { store, logger } = deps;
  const { wish, by } = ask;
  const portal = await store.findPortal(portalId);
  if (portal === null) return err({ kind: 'not-installed' });
  const tidied = portal.status === 'active' ? await leave(deps, portalId, ask) : ok(NOTHING_TIDIED);
  if (!tidied.ok) return tidied;
  if (portal.status !== 'uninstalled') await store.endInstall(portalId, { wish, by });
  const erased = wish.data === 'erase' ? await store.erasePortal(portalId, by) : {};
  logger.info({ portalId, uninstall: tidied.value.uninstall, data: wish.data }, 'portal disconnected');
  return ok({ ...tidied.value, erased });
}

type Tidied = Omit<Disconnected, 'erased'>;
const NOTHING_TIDIED: Tidied = {
  uninstall: 'before',
  tasksClosed: 0,
  propertiesCleared: 0,
  propertiesKept: [],
};

async function leave(
  deps: DisconnectDeps,
  portalId: string,
  { wish, by }: { readonly wish: DisconnectWish; readonly by: Actor },
): Promise<Result<Tidied, DisconnectRefusal>> {
  const command = { kind: 'effects', effects: EFFECTS, enabled: false } as const;
  await switchEffects(deps, portalId, { command, by });
  const call: CallContext = {
    portalId: toPortalId(portalId),
    lane: 'interactive',
    signal: AbortSignal.timeout(WAIT_MS),
  };
  let tasksClosed = 0;
  try {
    if (wish.tasks === 'close') {
      const closed = await closeTasks(deps, call);
      tasksClosed = closed.closed;
      if (closed.waitsFor !== null) return stopped(closed.waitsFor, tasksClosed);
    }
    if (wish.properties === 'keep')
      return ok({ ...NOTHING_CLEARED, tasksClosed, uninstall: await uninstall(deps, call) });
    // The account's own properties stay, and so does what somebody else has written there since.
    const waitsFor = await clearValues(deps, call);
    if (waitsFor !== null) return stopped(waitsFor, tasksClosed);
    const cleared = await clearProperties(deps, call);
    return ok({ ...cleared, tasksClosed, uninstall: await uninstall(deps, call) });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    deps.logger.warn({ err: error, portalId }, 'a disconnect did not finish');
    return stopped(error.code, tasksClosed);
  }
}

/** Where HubSpot ended the install before or meanwhile, there is nothing left to tidy up. */
function stopped(code: string, tasksClosed: number): Result<Tidied, DisconnectRefusal> {
  return isOver(code) ? ok({ ...NOTHING_TIDIED, tasksClosed }) : err({ kind: 'away', code, tasksClosed });
}

const NOTHING_CLEARED = { propertiesCleared: 0, propertiesKept: [] };

async function clearProperties(
  { hubspot, store }: DisconnectDeps,
  call: CallContext,
): Promise<Pick<Tidied, 'propertiesCleared' | 'propertiesKept'>> {
  const ofContacts = await hubspot.archiveProperties(call, 'contacts', OUTPUT_PROPERTY_NAMES);
  const ofTasks = await hubspot.archiveProperties(call, 'tasks', [TASK_KEY_PROPERTY]);
  await store.forgetProvision(call.portalId);
  const kept = [...ofContacts.kept, ...ofTasks.kept].map(({ name, message }) => ({ name, message }));
  return { propertiesKept: kept, propertiesCleared: ofContacts.archived.length + ofTasks.archived.length };
}

async function uninstall({ hubspot }: DisconnectDeps, call: CallContext): Promise<Tidied['uninstall']> {
  try {
    await hubspot.uninstall(call);
    return 'done';
  } catch (error) {
    if (error instanceof AppError && isOver(error.code)) return 'before';
    throw error;
  }
}

/** Seen also when the answer to our own uninstall was lost and it is sent again. */
function isOver(code: string): boolean {
  return code === 'GRANT_DEAD' || code === 'NOT_INSTALLED' || code === 'UNAUTHORIZED';
}
