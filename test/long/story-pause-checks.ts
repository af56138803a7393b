// What must be so of the source that falls under its floor: paused once by what had been judged, its leads held with the reason,
// and handed over when a person says so.
import { expect, it } from 'vitest';
import { AD, instantOf, LIFT, LOOKED_AT, MANAGER, repWith } from '#demo/story-sla/cast.ts';
import { HOUR_MS } from '#domain/instant.ts';
import { SOURCE_PROPERTY } from '#domain/names.ts';
import type { Ending } from './story-checks.ts';

const COHORT = '2026-03';
/** The first of April is the last day of the wait. */
const JUDGED_ON = '2026-04-02';
const NUMBERS = {
  source: AD.source,
  clause: 'quality',
  month: COHORT,
  from: 'mql',
  to: 'accepted',
  reached: 0,
  matured: AD.misses,
  floor: 400_000,
} as const;

/** `read` is asked when the tests run. */
export function itPausesTheSource(read: () => Ending): void {
  it('paused the source of the ad once, when its month was judged, until the manager ended it; told both sides once each', () => {
    const { pauses, pauseNotices, story } = read();
    const { timeZone } = story.ground;
    const [pause] = pauses;
    // The clock may have jumped by an hour.
    const late = (at: string | null | undefined, day: string, time: string): number =>
      (Date.parse(at ?? '') - instantOf(timeZone, day, time)) / HOUR_MS;

    expect(pauses).toMatchObject([
      { ...NUMBERS, endedBy: 'person', endedByActor: `user ${MANAGER.userId}`, held: 0 },
    ]);
    expect(late(pause?.since, JUDGED_ON, LOOKED_AT)).toBeGreaterThanOrEqual(0);
    expect(late(pause?.since, JUDGED_ON, LOOKED_AT)).toBeLessThan(1.1);
    expect(late(pause?.until, LIFT.day, LIFT.time)).toBeGreaterThanOrEqual(0);
    expect(late(pause?.until, LIFT.day, LIFT.time)).toBeLessThan(1.1);
    expect(pauseNotices).toEqual([
      'sourcePaused marketing',
      'sourcePaused sales',
      'sourceResumed marketing',
      'sourceResumed sales',
    ]);
  });

  it('held back all that the source brought meanwhile, nothing else, each with clause and numbers', () => {
    const { decisions, pauses } = read();
    const [since = '', until = ''] = pauses.flatMap((pause) => [pause.since, pause.until ?? '']);
    const held = decisions.filter(({ decision }) => decision.state.heldSince !== undefined);
    const reasons = held.flatMap(({ decision }) =>
      decision.reasons.filter(({ code }) => code === 'sourcePaused').map(({ params }) => params),
    );
    const handedOver = byLead(read()).filter(({ source, handedOverAt }) => {
      const isMeanwhile = handedOverAt !== null && handedOverAt > since && handedOverAt < until;
      return source === AD.source && isMeanwhile;
    });

    expect(held.length).toBeGreaterThan(2);
    expect(reasons).toEqual(held.map(() => NUMBERS));
    expect(held.every(({ decision }) => decision.clocks.length === 0 && decision.task === null)).toBe(true);
    expect(byLead(read()).filter((lead) => lead.wasHeld && lead.source !== AD.source)).toEqual([]);
    expect(handedOver).toEqual([]);
  });

  it('showed them over the API, night by night, with the reason', () => {
    const { story } = read();
    const held = byLead(read()).flatMap(({ wasHeld, contactId }) => (wasHeld ? [contactId] : []));
    const nights = story.standing.map(({ day }) => day);
    const last = story.standing.at(-1);

    expect(nights).toEqual(['2026-04-02', '2026-04-03', '2026-04-04', '2026-04-05', '2026-04-06']);
    expect(story.standing.every((night) => night.held === night.leads.length)).toBe(true);
    expect(last?.sentence).toMatch(/PAID_SOCIAL.*0\s?%.*(?:0 of 8|0 sur 8).*40\s?%/u);
    expect(held).toEqual(expect.arrayContaining([...(last?.leads ?? [])]));
    expect(last?.leads.length).toBeGreaterThan(2);
  });

  it('handed the held leads over when the pause ended, once, to who has the leads of the ad; she accepted them', () => {
    const { pauses } = read();
    const leads = byLead(read());
    const released = leads.filter(({ wasHeld }) => wasHeld);
    const until = pauses[0]?.until ?? '';
    const { ownerId } = repWith('ads');

    for (const lead of released) expect(lead).toMatchObject({ cycle: 1, ownerId, wasAccepted: true });
    expect(released.filter(({ handedOverAt }) => handedOverAt === null || handedOverAt < until)).toEqual([]);
    expect(
      leads.filter(
        ({ source, wasHeld, handedOverAt }) =>
          source === AD.source && !wasHeld && handedOverAt !== null && handedOverAt > until,
      ).length,
    ).toBeGreaterThan(0);
  });
}

interface HeldOrNot {
  readonly contactId: string;
  /** As HubSpot has it. */
  readonly source: string;
  readonly wasHeld: boolean;
  /** At the end. */
  readonly handedOverAt: string | null;
  readonly cycle: number;
  readonly ownerId: string;
  readonly wasAccepted: boolean;
}

function byLead({ decisions, story }: Ending): readonly HeldOrNot[] {
  const { sandbox, portalNumber } = story.ground;
  const contacts = sandbox.requirePortal(portalNumber).objects.contacts.live;
  return [...Map.groupBy(decisions, ({ contactId }) => contactId)].map(([contactId, own]) => {
    const state = own.at(-1)?.decision.state;
    return {
      contactId,
      source: contacts.get(contactId)?.values[SOURCE_PROPERTY] ?? '',
      wasHeld: own.some(({ decision }) => decision.state.heldSince !== undefined),
      handedOverAt: state?.handedOverAt ?? null,
      cycle: state?.cycle ?? 0,
      ownerId: state?.owner.value ?? '',
      wasAccepted: own.some(({ decision }) => decision.state.acceptedAt !== null),
    };
  });
}
