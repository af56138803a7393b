// Three weeks in leaps: from one instant at which something happens to the next, each only when all that followed from the one
// before is done. So the same seed gives the same story, however fast the machine is.

import { putInForce } from '#demo/sign-agreement.ts';
import type { Agreement } from '#domain/agreement.ts';
import { MINUTE_MS } from '#domain/instant.ts';
import type { Notice } from '#domain/notices/notice.ts';
import { lookForAlerts } from '#pipeline/alerts/look-for-alerts.ts';
import { sleep, systemClock } from '#platform/clock.ts';
import { createAlertStore } from '#store/alerts.ts';
import { createClauseReports } from '#store/clause-reports.ts';
import { insertNotices } from '#store/notices.ts';
import { loadNextDue } from '#store/story.ts';
import { createAgenda } from './agenda.ts';
import { type Arrival, dayOf, drawArrivals, eachDay } from './arrivals.ts';
import { FIRST_DAY, ILLNESS, instantOf, LAST_DAY, LOOKED_AT } from './cast.ts';
import type { Ground } from './ground.ts';
import { Manager } from './manager.ts';
import { RepsAtWork } from './reps-at-work.ts';

/** What time alone brings is looked for this often: nobody's day is finer. */
const LOOK_EVERY_MS = 5 * MINUTE_MS;
const DAY_ENDS = '20:00';
const FIRE_TICK_MS = 30;
const SETTLED_WITHIN_MS = 120_000;

export interface Course {
  readonly agreement: Agreement;
  /** The document for the days of the illness. */
  readonly withAbsence: string;
  /** Before and after each leap; where chaos gets in. */
  readonly aroundLeap?: (atMs: number, leap: () => Promise<void>) => Promise<void>;
  /** When people have acted and what follows from it is under way; where chaos gets in, too. */
  readonly onActed?: () => Promise<void>;
  /** At rest, at the end of each day. */
  readonly onDayEnd: (day: string) => Promise<void>;
  readonly onLeap?: (atMs: number) => void;
}

/** Answers how many leads came. */
export async function playStory(ground: Ground, course: Course): Promise<number> {
  const { clock, timeZone, seed, language } = ground;
  const agenda = createAgenda();
  const arrivals = drawArrivals(seed, language, timeZone).filter(({ atMs }) => atMs > clock.nowMs());
  for (const arrival of arrivals) agenda.note({ atMs: arrival.atMs, happen: () => arrive(ground, arrival) });
  agenda.note({
    atMs: instantOf(timeZone, ILLNESS.from, '08:00'),
    happen: async () => void (await putInForce(ground, course.withAbsence)),
  });
  for (const day of eachDay(FIRST_DAY, LAST_DAY))
    agenda.note({ atMs: instantOf(timeZone, day, LOOKED_AT), happen: () => lookAtPromises(ground) });
  const reps = new RepsAtWork(ground, agenda, course.agreement.calendar);
  const manager = new Manager(ground, agenda);
  for (const day of eachDay(FIRST_DAY, LAST_DAY)) {
    const endMs = instantOf(timeZone, day, DAY_ENDS);
    while (clock.nowMs() < endMs) {
      const atMs = Math.min(await nextMs(ground, agenda.nextMs()), endMs);
      course.onLeap?.(atMs);
      const leap = async (): Promise<void> => {
        await clock.leapTo(atMs);
        for (const { happen } of agenda.take(atMs)) await happen();
        await course.onActed?.();
        await settle(ground);
      };
      await (course.aroundLeap === undefined ? leap() : course.aroundLeap(atMs, leap));
      reps.look();
      await manager.look();
    }
    await course.onDayEnd(dayOf(timeZone, endMs));
  }
  return arrivals.length;
}

/** As the worker does every hour of business time, which here takes no time: the worker's own look may come days later. */
async function lookAtPromises({ database, portalId }: Ground): Promise<void> {
  const deps = {
    store: createAlertStore(database),
    clauses: createClauseReports(database),
    notices: {
      add: (id: string, notices: readonly Notice[]) =>
        database.transaction((tx) => insertNotices(tx, id, notices)),
    },
  };
  await lookForAlerts(deps, portalId);
}

/** At rest, and all has fired that is due: a decision that finds a breach may come before its firing. */
async function settle(ground: Ground): Promise<void> {
  const endsAt = systemClock.nowMs() + SETTLED_WITHIN_MS;
  for (;;) {
    await ground.rest();
    const dueMs = await loadNextDue(ground.database, ground.portalId);
    if (dueMs === null || dueMs > ground.clock.nowMs()) return;
    if (systemClock.nowMs() > endsAt) throw new Error('what is due does not fire');
    await sleep(FIRE_TICK_MS);
  }
}

/** The next entry, or the next multiple of five minutes by which something is due. */
async function nextMs(ground: Ground, plannedMs: number | null): Promise<number> {
  const dueMs = await loadNextDue(ground.database, ground.portalId);
  const nowMs = ground.clock.nowMs();
  const lookMs =
    dueMs === null
      ? Number.POSITIVE_INFINITY
      : Math.max(Math.ceil(dueMs / LOOK_EVERY_MS) * LOOK_EVERY_MS, nowMs + MINUTE_MS);
  return Math.min(lookMs, Math.max(plannedMs ?? Number.POSITIVE_INFINITY, nowMs));
}

/** A visitor fills in a form of the web site: HubSpot makes the contact and tells Accord. */
function arrive({ sandbox, portalNumber }: Ground, { email, form, properties }: Arrival): void {
  const [result] = sandbox.apply(portalNumber, [
    { type: 'submitForm', email, form, properties: { ...properties } },
  ]);
  if (result?.ok !== true) throw new Error(`${email}: ${result?.error ?? 'no answer'}`);
}
