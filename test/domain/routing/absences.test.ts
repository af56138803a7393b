// When owners are absent: the agreement's local days and HubSpot's instants together, and which of them are one.
import { describe, expect, it } from 'vitest';
import type { RoutingPool } from '#domain/agreement-routing.ts';
import type { UserTime } from '#domain/decision.ts';
import { toEpochMs } from '#domain/instant.ts';
import { absencesAhead, spellAt } from '#domain/routing/absences.ts';
import { absencesUsed } from '#domain/routing/desk.ts';
import { daysAfter, hoursAfter, T0 } from '#test/support/builders.ts';
import { memberWith, poolWith } from '#test/support/routing-builders.ts';

const DAY = { from: '2026-03-02', until: '2026-03-02' };
const IN_PARIS = { from: '2026-03-01T23:00:00.000Z', until: '2026-03-02T23:00:00.000Z', by: 'agreement' };

function ahead(pools: readonly Partial<RoutingPool>[], users: Readonly<Record<string, UserTime>> = {}) {
  const people = {
    reps: { 'rep7@example.com': '7', 'rep8@example.com': '8' },
    activeOwners: ['7', '8'],
    users,
  };
  return absencesAhead({ pools: pools.map(poolWith) }, people, toEpochMs(T0));
}

describe('the absences ahead', () => {
  it('are local days of the agreement, of any pool, and instants of HubSpot, in order', () => {
    const pools = [
      { members: [memberWith('7')] },
      { members: [memberWith('7', { absences: [DAY] }), memberWith('66', { absences: [DAY] })] },
    ];
    const away = [{ from: hoursAfter(T0, -72), until: hoursAfter(T0, 1) }];

    expect(ahead(pools, { 7: { away }, 8: {} })).toEqual({ 7: [{ ...away[0], by: 'hubspot' }, IN_PARIS] });
  });

  it('of everybody are those of whoever has no place of his own', () => {
    const everyone = memberWith('', { email: '*', absences: [DAY] });

    expect(ahead([{ members: [memberWith('7'), everyone] }])).toEqual({ 8: [IN_PARIS] });
  });

  it('are neither over nor more than 31 days away', () => {
    const away = [
      { from: hoursAfter(T0, -2), until: T0 },
      { from: hoursAfter(T0, -2), until: hoursAfter(T0, 0.001) },
      { from: hoursAfter(daysAfter(T0, 31), -0.001), until: daysAfter(T0, 32) },
      { from: daysAfter(T0, 31), until: daysAfter(T0, 32) },
    ];

    expect(ahead([], { 7: { away } })).toEqual({
      7: away.slice(1, 3).map((absence) => ({ ...absence, by: 'hubspot' })),
    });
  });
});

describe('a spell', () => {
  const absence = (from: number, until: number, by: 'agreement' | 'hubspot' = 'hubspot') => ({
    from: hoursAfter(T0, from),
    until: hoursAfter(T0, until),
    by,
  });
  const absences = {
    7: [
      absence(-9, -6),
      absence(-5, 1),
      absence(-4, 0.5, 'agreement'),
      absence(1, 3, 'agreement'),
      absence(4, 5),
    ],
  };
  const see = (hours: number, ownerId = '7') => {
    const spell = spellAt({ absences }, ownerId, toEpochMs(hoursAfter(T0, hours)));
    return (
      spell &&
      [spell.fromMs, spell.untilMs]
        .map((at) => (at - toEpochMs(T0)) / 3_600_000)
        .concat(spell.by === 'hubspot' ? 1 : 0)
    );
  };

  it.each([
    [-6.5, [-9, -6, 1]],
    [-5.5, null],
    [-5, [-5, 3, 1]],
    [1, [-5, 3, 0]],
    [3, null],
    [4.5, [4, 5, 1]],
  ])('at %d hours is what touches or overlaps', (hours, spell) => {
    expect(see(hours)).toEqual(spell);
  });

  it('is none of somebody of whom nothing is said', () => {
    expect([see(0, '8'), spellAt({}, '7', toEpochMs(T0))]).toEqual([null, null]);
  });
});

describe('what is kept with a decision', () => {
  const late = { from: daysAfter(T0, 1), until: daysAfter(T0, 2), by: 'hubspot' } as const;
  const now = { from: hoursAfter(T0, -1), until: daysAfter(T0, 2), by: 'hubspot' } as const;

  it('is all of the lead’s own owners, and of others what may be met now', () => {
    const absences = { 7: [now, late], 8: [now, late], 9: [late] };

    expect(absencesUsed(absences, { now: T0, ownerIds: ['7'] })).toEqual({
      absences: { 7: [now, late], 8: [now] },
    });
    expect(absencesUsed({ 9: [late] }, { now: T0, ownerIds: ['7'] })).toEqual({});
  });
});
