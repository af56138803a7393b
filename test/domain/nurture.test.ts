// What nurture tells of a lead where the agreement says little about it.
import { describe, expect, it } from 'vitest';
import { decide } from '#domain/decide.ts';
import { initialState } from '#domain/lead.ts';
import {
  type AgreementChanges,
  agreementWith,
  contextAt,
  decideInTurn,
  factsWith,
  hotFacts,
  hotWith,
  hoursAfter,
  LATER,
  rejectedAnswer,
  scoreAtLeast,
  T0,
  wanted,
  when,
} from '#test/support/builders.ts';

const cold = factsWith({ createdAt: hoursAfter(T0, -1) });
const track = (id: string, changes: object = {}) => ({ id, label: id, when: null, after: null, ...changes });

function trackOfCold(nurture: AgreementChanges['nurture']): string | undefined {
  const decision = decide(
    agreementWith({ nurture: nurture ?? {} }),
    { facts: cold, state: initialState() },
    contextAt(T0),
  );
  return wanted(decision, 'accord_nurture_track');
}

describe('the track of a lead that sales never had', () => {
  it.each<[string, AgreementChanges['nurture'], string]>([
    ['is none where the agreement has none', {}, ''],
    ['is none where none fits', { tracks: [track('good', { when: when(scoreAtLeast(20)) })] }, ''],
    ['is not one for leads that come back', { tracks: [track('back', { after: ['rejected'] })] }, ''],
    [
      'is the first that fits',
      { tracks: [track('back', { after: ['rejected'] }), track('learn'), track('last')] },
      'learn',
    ],
  ])('%s', (...[, nurture, id]) => {
    expect(trackOfCold(nurture)).toBe(id);
  });
});

describe('the day from which a lead may come back', () => {
  const afterNo = (nurture: AgreementChanges['nurture']) =>
    decideInTurn(agreementWith({ nurture: nurture ?? {} }), [
      { facts: hotFacts, context: contextAt(T0) },
      { facts: hotWith({ contact: rejectedAnswer }), context: contextAt(LATER) },
    ]);

  it('is told where there is one, and empty where the lead never comes back', () => {
    expect(wanted(afterNo({ coolDownDays: 1 }), 'accord_reentry_date')).toBe(
      String(Date.parse(hoursAfter(LATER, 24))),
    );
    expect(wanted(afterNo({ coolDowns: { rejected: null } }), 'accord_reentry_date')).toBe('');
  });
});

describe('a lead that shows no sign of life', () => {
  it('is never inactive where the agreement does not say after how long', () => {
    const old = factsWith();
    const decision = decide(agreementWith(), { facts: old, state: initialState() }, contextAt(T0));

    expect(wanted(decision, 'accord_maturity')).toBe('immature');
    expect(decision.reviewAt).toBeNull();
  });
});
