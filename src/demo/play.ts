// Plays the generated life of a portal at the demo's speed: each action happens when the virtual clock reaches it.
import { systemClock } from '#platform/clock.ts';
import { createLife } from '#sandbox/generator/life.ts';
import type { DemoOptions } from './options.ts';
import { PORTAL_NUMBER, type Stage } from './stage.ts';

const TICK_MS = 20;
const REPORT_EVERY_MS = 500;
const SECONDS_PER_HOUR = 3_600;

export async function playLife(
  stage: Stage,
  act: { readonly options: DemoOptions; readonly untilMs: number; readonly seed: string },
  report: () => Promise<void>,
): Promise<void> {
  const portal = stage.sandbox.requirePortal(PORTAL_NUMBER);
  const { options } = act;
  const life = createLife(portal, {
    seed: `${options.seed}:${act.seed}`,
    startMs: stage.clock.nowMs(),
    leadsPerDay: options.leadsPerDay,
  });
  await stage.clock.run(options.speed * SECONDS_PER_HOUR);
  let reportedMs = 0;
  for (let next = life.next().value; next.atMs < act.untilMs; next = life.next().value) {
    while (stage.clock.nowMs() < next.atMs) await stage.pause(TICK_MS);
    // Dated by the sandbox's own clock: an action never lies before a decision it was applied after.
    const { atMs: _planned, ...action } = next.action;
    stage.sandbox.apply(PORTAL_NUMBER, [action]);
    if (systemClock.nowMs() - reportedMs >= REPORT_EVERY_MS) {
      reportedMs = systemClock.nowMs();
      await report();
    }
  }
}
