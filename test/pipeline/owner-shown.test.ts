// Nobody is accused of what he could not see yet (10.6): since when an owner whom Accord set can see the lead.
import { describe, expect, it } from 'vitest';
import { EFFECTS } from '#domain/decision.ts';
import { initialState, type LeadState } from '#domain/lead.ts';
import { emptyMirror, foldRead, type Mirror } from '#domain/mirror.ts';
import { ownerShown } from '#pipeline/clocks/owner-shown.ts';
import type { OutboxProperty, PortalRecord } from '#pipeline/turn-store.ts';
import { T0 } from '#test/support/builders.ts';

const SHOWN = '2026-03-02T09:00:02.000Z';

function portal(changes: { live?: boolean; owner?: boolean } = {}): Pick<PortalRecord, 'live' | 'effects'> {
  const { live = true, owner = true } = changes;
  const effects = Object.fromEntries(
    EFFECTS.map((effect) => [effect, { enabled: effect !== 'owner' || owner, since: T0 }]),
  ) as PortalRecord['effects']; // every effect
  return { live, effects };
}

function ownedBy(value: string, by: 'accord' | 'other'): LeadState {
  return { ...initialState(), owner: { value, before: '', by, at: T0 } };
}

function row(changes: Partial<OutboxProperty> = {}): OutboxProperty {
  const sent = { property: 'hubspot_owner_id', value: '71', state: 'confirmed', sentValue: '71' } as const;
  const ofOwner = { effect: 'owner', ridesAlong: false } as const;
  return { ...sent, ...ofOwner, intendedAt: T0, confirmedAt: SHOWN, restoreTo: null, ...changes };
}

function holding(owner: string): Mirror {
  const read = { properties: { hubspot_owner_id: owner }, createdAt: T0, updatedAt: T0, readSet: '' };
  return foldRead(emptyMirror(T0), read);
}

const accord = ownedBy('71', 'accord');
const nobody = ownedBy('', 'other');

describe('an owner', () => {
  it.each([
    ['whom HubSpot has confirmed is seen since then', portal(), accord, [row()], { ownerShownAt: SHOWN }],
    [
      'whose write is not sent yet is not seen',
      portal(),
      accord,
      [row({ state: 'intended' })],
      { ownerShownAt: null },
    ],
    [
      'whose write is on the wire is not seen',
      portal(),
      accord,
      [row({ state: 'sent' })],
      { ownerShownAt: null },
    ],
    ['who is still to be set will not be seen at once', portal(), nobody, [], { ownerShownAt: null }],
    ['whom HubSpot refused sees his task', portal(), accord, [row({ state: 'parked' })], {}],
    ['whose wish was withheld sees his task', portal(), accord, [], {}],
    ['confirmed by an earlier release is seen at once', portal(), accord, [row({ confirmedAt: null })], {}],
    ['is seen at once while Accord observes', portal({ live: false }), nobody, [], {}],
    ['is seen at once where owners are switched off', portal({ owner: false }), nobody, [], {}],
  ])('%s', (...[, portalNow, live, outbox, shown]) => {
    expect(ownerShown(portalNow, { live, outbox }, holding(''))).toEqual(shown);
  });

  it('whom a person set while ours was on its way is seen at once', () => {
    const given = { live: accord, outbox: [row({ state: 'intended' })] };
    expect(ownerShown(portal(), given, holding('72'))).toEqual({});
  });

  it('whom a person set is seen at once', () => {
    expect(ownerShown(portal(), { live: ownedBy('72', 'other'), outbox: [row()] }, holding('72'))).toEqual(
      {},
    );
  });
});
