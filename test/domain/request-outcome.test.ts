// What a workflow hears of the hand-over or the recycling that it asked for.
import { describe, expect, it } from 'vitest';
import type { Decision } from '#domain/decision.ts';
import { initialState, type LeadState } from '#domain/lead.ts';
import { outcomeOf } from '#domain/request-outcome.ts';
import {
  agreementWith,
  contextAt,
  decideInTurn,
  HALF_LATER,
  hotFacts,
  LATER,
  T0,
} from '#test/support/builders.ts';

const ASKED = HALF_LATER;
const BASE = decideInTurn(agreementWith(), [{ facts: hotFacts, context: contextAt(T0) }]);
const decided = (state: Partial<LeadState>, more: Partial<Decision> = {}): Decision => ({
  ...BASE,
  reasons: [],
  ...more,
  state: { ...initialState(), requestedAt: ASKED, ...state },
});
const OPEN = { status: 'handedOver', handedOverAt: LATER, assignedAt: LATER } as const;

describe('a hand-over that was asked for', () => {
  it.each<[string, Decision, string, string]>([
    ['was carried out', decided(OPEN), 'handed_over', ''],
    ['was so before', decided({ ...OPEN, handedOverAt: T0 }), 'already', ''],
    [
      'is held, by what the last pool said',
      decided(
        { ...OPEN, assignedAt: null },
        {
          reasons: [
            { code: 'overflow', params: { reason: 'full' } },
            { code: 'ownerHold', params: { pool: 'p', reason: 'offHours' } },
            { code: 'unheard', params: { reason: 'another' } },
          ],
        },
      ),
      'held',
      'offHours',
    ],
    ['is held as nobody was looked for', decided({ ...OPEN, assignedAt: null }), 'held', 'nobody'],
    [
      'is refused out of scope',
      decided({}, { verdict: { ...BASE.verdict, inScope: false } }),
      'refused',
      'out_of_scope',
    ],
    ['is refused as it was before the switch-on', decided({ requestedAt: T0 }), 'refused', 'not_heard'],
    ['is refused after the win', decided({ status: 'won' }), 'refused', 'won'],
    [
      'is refused as a cycle has just ended',
      decided({ status: 'recycled', recycledAt: LATER }),
      'refused',
      'just_ended',
    ],
    [
      'is refused as a cycle has ended at that very instant',
      decided({ status: 'recycled', recycledAt: ASKED }),
      'refused',
      'just_ended',
    ],
    ['is refused to a lead in no cycle beyond the funnel', decided({}), 'refused', 'stage_too_far'],
    [
      'is refused beyond the funnel',
      decided({ status: 'recycled', recycledAt: T0 }),
      'refused',
      'stage_too_far',
    ],
  ])('%s', (...[, decision, result, reason]) => {
    expect(outcomeOf('handOver', ASKED, decision)).toEqual({ result, reason });
  });
});

describe('a recycling that was asked for', () => {
  it.each<[string, Decision, string, string]>([
    [
      'was carried out',
      decided({ status: 'recycled', recycledAt: LATER, recycleReason: 'request:budget' }),
      'recycled',
      'request:budget',
    ],
    ['was so before', decided({ status: 'recycled', recycledAt: T0 }), 'already', ''],
    [
      'was carried out at that very instant',
      decided({ status: 'recycled', recycledAt: ASKED, recycleReason: 'request' }),
      'recycled',
      'request',
    ],
    [
      'met a lead that the agreement disqualified meanwhile',
      decided({ status: 'disqualified', recycledAt: LATER, recycleReason: 'disqualified:student' }),
      'already',
      '',
    ],
    ['had nothing to take back', decided({ status: 'none' }), 'already', ''],
    ['came before the switch-on', decided(OPEN), 'refused', 'not_heard'],
  ])('%s', (...[, decision, result, reason]) => {
    expect(outcomeOf('recycle', ASKED, decision)).toEqual({ result, reason });
  });
});
