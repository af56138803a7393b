// A lead of the backlog that is let go (5a.2): only where a rep who may have one today can take it; what it says of itself.
import { describe, expect, it } from 'vitest';
import { isInBacklog } from '#domain/backlog/backlog.ts';
import { decide } from '#domain/decide.ts';
import type { BacklogRelease, Decision, Desk, SourcePause } from '#domain/decision.ts';
import type { LeadFacts, LeadState } from '#domain/lead.ts';
import {
  type AgreementChanges,
  agreementWith,
  codesOf,
  contextAt,
  daysAfter,
  decideInTurn,
  factsWith,
  hotFacts,
  hotWith,
  hoursAfter,
  signal,
  T0,
} from '#test/support/builders.ts';
import { deskOf, memberWith, poolWith, routingTo } from '#test/support/routing-builders.ts';
import { PAUSED_SOURCE } from '#test/support/source-pause.ts';

const RELEASE: BacklogRelease = {
  number: 2,
  by: 'Nora Blanc',
  startedAt: T0,
  perRepAndDay: 3,
  given: {},
};
/** A day after the switch-on, at eleven in Paris. */
const NOW = hoursAfter(daysAfter(T0, 1), 1);

interface Setting {
  readonly facts?: LeadFacts;
  readonly agreement?: AgreementChanges;
  readonly release?: Partial<BacklogRelease>;
  readonly desk?: Partial<Desk> | null;
  readonly companyOwner?: string;
  readonly sourcePause?: SourcePause;
}

function stateBefore(setting: Setting): LeadState {
  const { facts = hotFacts, agreement = {} } = setting;
  const context = contextAt(T0, { baselineAt: T0 });
  return decideInTurn(agreementWith(agreement), [{ facts, context }]).state;
}

function letGo(setting: Setting = {}): Decision {
  const { facts = hotFacts, agreement = {}, desk = {} } = setting;
  const { desk: whole = deskOf([]), ...context } = contextAt(NOW, {
    baselineAt: T0,
    release: { ...RELEASE, ...setting.release },
    pool: { companyOwner: setting.companyOwner ?? '' },
    desk: desk ?? {},
    ...(setting.sourcePause === undefined ? {} : { sourcePause: setting.sourcePause }),
  });
  const seen = desk === null ? context : { ...context, desk: whole };
  return decide(agreementWith(agreement), { facts, state: stateBefore(setting) }, seen);
}

const ownedBy = (owner: string): LeadFacts => hotWith({ contact: { hubspot_owner_id: owner } });
const away = { from: '2026-03-03', until: '2026-03-03' };

describe('a lead of the backlog', () => {
  it('is told by the decision that leaves it there, and by no other', () => {
    const context = contextAt(NOW, { baselineAt: T0 });
    const judge = (facts: LeadFacts) => decideInTurn(agreementWith(), [{ facts, context }]);

    expect(isInBacklog(judge(hotFacts))).toBe(true);
    expect(isInBacklog(judge(factsWith({ contact: { lifecyclestage: 'lead' } })))).toBe(false);
    expect(isInBacklog(judge(hotWith({ contact: { lifecyclestage: 'customer' } })))).toBe(false);
    expect(isInBacklog(judge(hotWith({ contact: { lifecyclestage: 'salesqualifiedlead' } })))).toBe(false);
    expect(isInBacklog(judge(hotWith({ signals: [signal('form', NOW)] })))).toBe(false);
    const left = judge(hotFacts);
    const recycled = { ...left, state: { ...left.state, status: 'recycled' as const } };
    expect(isInBacklog(recycled)).toBe(false);
  });

  it('is handed over as by hand, to whose turn it is, and says by which release', () => {
    const { state, reasons, route } = letGo();

    expect(state).toMatchObject({
      status: 'handedOver',
      cycle: 1,
      handedOverAt: NOW,
      assignedAt: NOW,
      byHand: true,
      newMqlAt: null,
      released: { number: 2, by: 'Nora Blanc', startedAt: T0 },
    });
    expect(['7', '8']).toContain(state.owner.value);
    expect(route?.ownerId).toBe(state.owner.value);
    const told = reasons.filter(({ code }) => code === 'handedOver' || code === 'released');
    expect(told).toEqual([
      { code: 'handedOver', params: { cycle: 1, byHand: 0 } },
      { code: 'released', params: { number: 2, by: 'Nora Blanc', startedAt: T0 } },
    ]);
  });

  it('is handed over by the rules where it shows new interest, release or not', () => {
    const { state } = letGo({
      facts: hotWith({ signals: [signal('form', NOW)] }),
      release: { perRepAndDay: 1, given: { 7: 1, 8: 1 } },
    });

    expect(state).toMatchObject({ status: 'handedOver', byHand: false, newMqlAt: NOW, assignedAt: NOW });
    expect(state.released).toBeUndefined();
  });

  it.each([
    ['does not qualify', { facts: factsWith({ contact: { lifecyclestage: 'lead', size: 'big' } }) }],
    ['stands in a protected stage', { facts: hotWith({ contact: { lifecyclestage: 'customer' } }) }],
    ['comes from a source that is paused', { sourcePause: PAUSED_SOURCE }],
  ] as const)('stays where it is when it %s', (_, setting) => {
    const { state } = letGo(setting);

    expect(state.released).toBeUndefined();
    expect(state.handedOverAt).toBeNull();
  });

  it('is forgotten to have been let go with the next hand-over', () => {
    const first = letGo();
    const agreement = agreementWith();
    const recycled = {
      ...first.state,
      status: 'recycled',
      recycledAt: NOW,
      recycleReason: 'cooled',
    } as const;
    const later = daysAfter(NOW, 40);
    const facts = hotWith({
      signals: [signal('form', daysAfter(NOW, 39)), signal('form', daysAfter(NOW, 38))],
    });
    const { state } = decide(agreement, { facts, state: recycled }, contextAt(later, { baselineAt: T0 }));

    expect(state).toMatchObject({ status: 'handedOver', cycle: 2 });
    expect(state.released).toBeUndefined();
  });
});

describe('the share of a day', () => {
  it('goes to nobody who has had his', () => {
    const { state, reasons } = letGo({ release: { given: { 7: 3 } } });

    expect(state.owner.value).toBe('8');
    const skipped = reasons.find(({ code }) => code === 'repsSkipped');
    expect(skipped?.params).toMatchObject({ obstacle: 'full', by: 'release', ownerIds: '7' });
  });

  it('leaves the lead without an owner when everybody has had his', () => {
    const decision = letGo({ release: { given: { 7: 3, 8: 4 } } });

    expect(decision.state.assignedAt).toBeNull();
    expect(codesOf(decision)).toContain('ownerHold');
  });

  it('leaves it without one where nobody can be looked for', () => {
    expect(letGo({ desk: null }).state.assignedAt).toBeNull();
  });

  it('counts beside the limits of the agreement, not instead of them', () => {
    const pool = poolWith({ members: [memberWith('7', { maxPerDay: 1 }), memberWith('8', { maxOpen: 2 })] });
    const routing = { ...routingTo([]), pools: [pool] };
    const loads = { 7: { today: 1, open: 0 }, 8: { today: 0, open: 1 } };

    expect(letGo({ agreement: { routing }, desk: { loads } }).state.owner.value).toBe('8');
    const full = { ...loads, 8: { today: 0, open: 2 } };
    expect(letGo({ agreement: { routing }, desk: { loads: full } }).state.assignedAt).toBeNull();
  });
});

describe('an owner who keeps the lead', () => {
  const pool = (changes: Parameters<typeof memberWith>[1]) => ({
    routing: {
      ...routingTo([]),
      pools: [poolWith({ members: [memberWith('7', changes), memberWith('8')] })],
    },
  });

  it('gets it, and it counts as given', () => {
    const { state, route, reasons } = letGo({ facts: ownedBy('7') });

    expect(state).toMatchObject({ assignedAt: NOW, owner: { value: '7', by: 'other' } });
    expect(route).toMatchObject({ ownerId: '7' });
    expect(route?.turns).toBeUndefined();
    expect(reasons).toContainEqual({ code: 'ownerKept', params: { ownerId: '7' } });
  });

  const inTwoPools = () => {
    const { routing } = pool({});
    const other = poolWith({ id: 'other', members: [memberWith('7', { maxOpen: 0 })] });
    return { routing: { ...routing, pools: [...routing.pools, other] } };
  };

  it.each<[string, string, Setting]>([
    ['has had his share', 'full', { release: { given: { 7: 3 } } }],
    ['is absent', 'absent', { agreement: pool({ absences: [away] }) }],
    [
      'is off work',
      'hours',
      { agreement: pool({ hours: { timeZone: 'Europe/Paris', week: { 2: [{ from: 1200, to: 1300 }] } } }) },
    ],
    [
      'has as many as he may in a day',
      'full',
      { agreement: pool({ maxPerDay: 2 }), desk: { loads: { 7: { today: 2, open: 0 } } } },
    ],
    [
      'has as many open ones as he may',
      'full',
      { agreement: pool({ maxOpen: 4 }), desk: { loads: { 7: { today: 0, open: 4 } } } },
    ],
    ['has as many as another pool of his lets him', 'full', { agreement: inTwoPools() }],
  ])('waits for him who %s, and goes to nobody else', (_, reason, setting) => {
    const { state, reasons } = letGo({ facts: ownedBy('7'), ...setting });

    expect(state).toMatchObject({ assignedAt: null, owner: { value: '7' } });
    expect(reasons).toContainEqual({ code: 'ownerHold', params: { pool: '*', reason } });
  });

  it('gets a lead that shows new interest by its own pool alone, whatever another pool of his says', () => {
    const fresh = hotWith({ signals: [signal('form', NOW)] });
    const { state } = letGo({ companyOwner: '7', agreement: inTwoPools(), facts: fresh });

    expect(state).toMatchObject({ assignedAt: NOW, owner: { value: '7' } });
  });

  it('keeps it by the rules of every lead once the release is over', () => {
    const agreement = pool({ maxOpen: 0 });
    const facts = ownedBy('7');
    const held = letGo({ facts, agreement }).state;
    const later = decide(
      agreementWith(agreement),
      { facts, state: held },
      contextAt(hoursAfter(NOW, 1), { baselineAt: T0 }),
    );

    expect(held.assignedAt).toBeNull();
    expect(later.state).toMatchObject({ assignedAt: hoursAfter(NOW, 1), owner: { value: '7', by: 'other' } });
  });

  it('waits where nobody can be looked for, which is told', () => {
    expect(codesOf(letGo({ facts: ownedBy('7'), desk: null }))).toContain('ownerHold');
  });

  it('who is in no pool gets his share, and no more', () => {
    expect(letGo({ facts: ownedBy('9') }).state).toMatchObject({ assignedAt: NOW, owner: { value: '9' } });
    const { state, reasons } = letGo({ facts: ownedBy('9'), release: { given: { 9: 3 } } });

    expect(state.assignedAt).toBeNull();
    expect(reasons).toContainEqual({ code: 'ownerHold', params: { pool: '*', reason: 'full' } });
  });

  it('loses it to the pool when he may hold none', () => {
    expect(letGo({ facts: ownedBy('55') }).state.owner).toMatchObject({ by: 'accord' });
  });
});

describe('an account that has an owner', () => {
  it.each([
    ['gives it to him', {}, '9'],
    ['gives it to a rep of the pool when he has had his share', { given: { 9: 3 } }, '7'],
  ] as const)('%s', (_, release, ownerId) => {
    const { state, reasons } = letGo({ companyOwner: '9', release });
    const isBusy = ownerId !== '9';

    expect(state.owner.value).toBe(ownerId);
    expect(reasons.filter(({ code }) => code === 'ownerBusy')).toEqual(
      isBusy ? [{ code: 'ownerBusy', params: { ownerId: '9', obstacle: 'full', by: 'release' } }] : [],
    );
  });

  it('gives it to nobody who is off work, though it would be his at any other time', () => {
    const hours = { timeZone: 'Europe/Paris', week: { 2: [{ from: 1200, to: 1300 }] } };
    const members = [memberWith('7', { hours }), memberWith('8')];
    const agreement = { routing: { ...routingTo([]), pools: [poolWith({ members })] } };
    const fresh = hotWith({ signals: [signal('form', NOW)] });

    expect(letGo({ companyOwner: '7', agreement }).state.owner.value).toBe('8');
    expect(letGo({ companyOwner: '7', agreement, facts: fresh }).state.owner.value).toBe('7');
  });
});
