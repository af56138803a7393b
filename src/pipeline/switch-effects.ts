// Observe first (5a.1): effects go on and off one by one, and all at once by pausing. Between observing and acting lies a
// new regime with a new baseline, so that nothing that was so before is handed over (5a.2).
import { EFFECTS, type Effect } from '#domain/decision.ts';
import { err, ok, type Result } from '#domain/result.ts';
import type { Actor, AdminStore, Switches, SwitchPlan } from './admin-ports.ts';
import { holdPortal } from './hold-portal.ts';
import { isLive } from './plan-writes.ts';

export type SwitchCommand =
  | { readonly kind: 'effects'; readonly effects: readonly Effect[]; readonly enabled: boolean }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' };

/**
 * `not-provisioned`: our properties do not exist in HubSpot yet, so nothing could be written. `not-signed`: the agreement
 * in force has not been signed by both sides, so nobody has agreed to what would be written (R02).
 */
export type SwitchRefusal = 'not-installed' | 'not-provisioned' | 'not-signed' | 'unchanged';

export interface SwitchDeps {
  readonly store: AdminStore;
  readonly wake: (portalId: string) => Promise<void>;
}

/** Carries out a switch at once: no turn of this portal is at work meanwhile. `unchanged` is no failure. */
export async function switchEffects(
  deps: SwitchDeps,
  portalId: string,
  change: { readonly command: SwitchCommand; readonly by: Actor },
): Promise<Result<SwitchPlan, SwitchRefusal>> {
  const portal = await deps.store.findPortal(portalId);
  if (portal === null) return err('not-installed');
  const { command, by } = change;
  const outcome = await holdPortal(deps.store, portalId, (lease) =>
    deps.store.changeSwitches(lease, (before) => planSwitch(before, command), {
      ...by,
      action: actionOf(command),
    }),
  );
  if ('refusal' in outcome) return err(outcome.refusal);
  await deps.wake(portalId);
  return ok(outcome);
}

/** The rules alone. Exported for its tests. */
export function planSwitch(
  before: Switches,
  command: SwitchCommand,
): SwitchPlan | { readonly refusal: SwitchRefusal } {
  const effects = changedEffects(before, command);
  const obstacle = command.kind === 'effects' && command.enabled ? findObstacle(before, effects) : null;
  if (obstacle !== null) return { refusal: obstacle };
  const paused = command.kind === 'effects' ? before.paused : command.kind === 'pause';
  if (effects.length === 0 && paused === before.paused) return { refusal: 'unchanged' };
  const after = {
    ...before.effects,
    ...Object.fromEntries(effects.map(({ effect, enabled }) => [effect, enabled])),
  };
  const newRegime = acts(before.effects, before.paused) !== acts(after, paused);
  const scoresReturn = writes(after, paused, 'scores') && !writes(before.effects, before.paused, 'scores');
  return {
    effects,
    paused,
    newRegime,
    rejudge: newRegime || scoresReturn,
    takeBack:
      command.kind === 'pause'
        ? { effects: EFFECTS.filter((effect) => before.effects[effect]), keep: true }
        : { effects: effects.filter(({ enabled }) => !enabled).map(({ effect }) => effect), keep: false },
  };
}

/** What is on already stays on: only a new effect asks for signatures. */
function findObstacle(before: Switches, switchedOn: SwitchPlan['effects']): SwitchRefusal | null {
  if (!before.provisioned) return 'not-provisioned';
  return switchedOn.length > 0 && !before.signed ? 'not-signed' : null;
}

function changedEffects(before: Switches, command: SwitchCommand): SwitchPlan['effects'] {
  if (command.kind !== 'effects') return [];
  const { enabled } = command;
  return EFFECTS.filter(
    (effect) => command.effects.includes(effect) && before.effects[effect] !== enabled,
  ).map((effect) => ({
    effect,
    enabled,
  }));
}

function acts(effects: Switches['effects'], paused: boolean): boolean {
  const states = EFFECTS.map((effect) => [effect, { enabled: effects[effect], since: '' }] as const);
  // EFFECTS lists every key of the record.
  return isLive(Object.fromEntries(states) as Parameters<typeof isLive>[0], paused);
}

function writes(effects: Switches['effects'], paused: boolean, effect: Effect): boolean {
  return !paused && effects[effect];
}

function actionOf(command: SwitchCommand): string {
  if (command.kind !== 'effects') return command.kind;
  return `effects ${command.enabled ? 'on' : 'off'}: ${command.effects.join(', ')}`;
}
