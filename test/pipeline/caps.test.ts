// What the decisions of a batch know of each other's consequences.
import { describe, expect, it } from 'vitest';
import { EFFECTS } from '#domain/decision.ts';
import { initialState } from '#domain/lead.ts';
import { Caps, openCaps } from '#pipeline/consequences/caps.ts';
import { hoursAfter, LONG_AGO } from '#test/support/builders.ts';
import { agreementOn, DUE, overdueLead, SETTLED, step } from '#test/support/overdue-lead.ts';

const AGREEMENT = agreementOn(step('warn', { maxPerHour: 2 }), step('suspend'));
const ago = (minutes: number) => hoursAfter(SETTLED, -minutes / 60);
const had = (at: string, changes = {}) => ({
  agreementId: AGREEMENT.id,
  clause: 'first-touch',
  step: 0,
  at,
  ...changes,
});

/** A lead whose first touch is overdue. */
function overdue() {
  const story = overdueLead(AGREEMENT);
  story.at(DUE);
  return story;
}

describe('the caps of a batch', () => {
  it('tell a lead that sales has of the steps of which the hour is full, as many as may be had', () => {
    const recent = [
      had(ago(50)),
      had(ago(40)),
      had(ago(30)),
      had(ago(20), { step: 1 }),
      had(ago(10), { agreementId: 'x' }),
    ];
    const caps = new Caps(LONG_AGO, SETTLED, { recent, suspended: [], pauses: [] });

    expect(caps.contextFor(AGREEMENT, overdue().state)).toEqual({
      consequences: { since: LONG_AGO, recent: { 'first-touch:0': [ago(40), ago(30)] } },
    });
    expect(caps.contextFor(AGREEMENT, initialState())).toEqual({
      consequences: { since: LONG_AGO, recent: {} },
    });
  });

  it('count what the batch has done, and say who counted on less', () => {
    const caps = new Caps(LONG_AGO, SETTLED, { recent: [], suspended: ['9'], pauses: [] });
    const story = overdue();
    const decision = story.at(SETTLED);

    expect(caps.isOutdated(AGREEMENT, decision)).toBe(false);
    caps.note(AGREEMENT, decision);
    expect(caps.isOutdated(AGREEMENT, decision)).toBe(true);
    expect(caps.isOutdated({ ...AGREEMENT, id: 'other' }, decision)).toBe(false);
    expect(caps.contextFor(AGREEMENT, story.state).consequences?.recent).toEqual({});
    caps.note(AGREEMENT, decision);
    expect(caps.contextFor(AGREEMENT, story.state).consequences?.recent).toEqual({
      'first-touch:0': [SETTLED, SETTLED],
    });
    expect(['7', '8', '9'].map((owner) => caps.mayGetLeads(owner))).toEqual([false, true, false]);
    expect(caps.stillActive(['7', '8'])).toEqual(['8']);
  });

  it.each(['consequences', 'owner', 'stage'] as const)(
    'are none while %s is off, and none is read',
    async (off) => {
      const effects = Object.fromEntries(
        EFFECTS.map((effect) => [effect, { enabled: effect !== off, since: LONG_AGO }]),
      ) as Parameters<typeof openCaps>[1]['effects'];
      const store = { readConsequences: () => Promise.reject(new Error('nothing is to be read')) };
      const caps = await openCaps(
        store,
        { portalId: '1', live: true, effects, agreements: [AGREEMENT] },
        SETTLED,
      );

      expect(caps.contextFor(AGREEMENT, overdue().state)).toEqual({});
    },
  );

  it('hold since the last of the effects they rest on was switched on', async () => {
    const effects = Object.fromEntries(
      EFFECTS.map((effect) => [effect, { enabled: true, since: effect === 'owner' ? DUE : LONG_AGO }]),
    ) as Parameters<typeof openCaps>[1]['effects'];
    const store = {
      readConsequences: (_portal: string, after: string) =>
        Promise.resolve({ recent: [had(after), had(after)], suspended: [], pauses: [] }),
    };
    const caps = await openCaps(
      store,
      { portalId: '1', live: true, effects, agreements: [AGREEMENT] },
      SETTLED,
    );

    expect(caps.contextFor(AGREEMENT, overdue().state)).toEqual({
      consequences: { since: DUE, recent: { 'first-touch:0': [ago(60), ago(60)] } },
    });
  });
});
