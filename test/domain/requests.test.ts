// What the record card or a workflow asks for by Accord's own means: hand the lead over, recycle it into a track.
import { describe, expect, it } from 'vitest';
import { decide } from '#domain/decide.ts';
import type { Decision } from '#domain/decision.ts';
import { sentence } from '#domain/explain/decision-sentences.ts';
import { initialState } from '#domain/lead.ts';
import { requestedTrack, writeRequest } from '#domain/requests.ts';
import {
  agreementWith,
  cell,
  contactIs,
  contextAt,
  decideInTurn,
  type FactChanges,
  factsWith,
  HALF_LATER,
  hotFacts,
  hotWith,
  hoursAfter,
  LATER,
  T0,
  wanted,
  when,
} from '#test/support/builders.ts';

const AGREEMENT = agreementWith({
  nurture: {
    tracks: [
      { id: 'everybody', label: 'Everybody', when: null, after: null },
      { id: 'budget', label: 'Budget later', when: when(contactIs('kind', 'nobody')), after: null },
    ],
  },
});
const asked = (value: string, at = HALF_LATER, contact: FactChanges['contact'] = {}) => ({
  contact: { ...contact, $sales_request: cell(value, at) },
});

/** A cold lead that was judged before, and what is so a while later. */
function cold(changes: FactChanges, baselineAt = hoursAfter(T0, -1)): Decision {
  return decideInTurn(AGREEMENT, [
    { facts: factsWith(), context: contextAt(T0, { baselineAt: hoursAfter(T0, -1) }) },
    { facts: factsWith(changes), context: contextAt(LATER, { baselineAt }) },
  ]);
}

function open(changes: FactChanges): Decision {
  return decideInTurn(AGREEMENT, [
    { facts: hotFacts, context: contextAt(T0) },
    { facts: hotWith(changes), context: contextAt(LATER) },
  ]);
}

describe('a hand-over on request', () => {
  it('is one by hand, whatever the score, and sets the stage', () => {
    const decision = cold(asked('handOver'));

    expect(decision.state).toMatchObject({
      status: 'handedOver',
      byHand: true,
      newMqlAt: null,
      cycle: 1,
      requestedAt: HALF_LATER,
    });
    expect(wanted(decision, 'lifecyclestage')).toBe('marketingqualifiedlead');
  });

  it('is heard of a lead that nobody has judged yet', () => {
    const lead = { facts: factsWith(asked('handOver')), state: initialState() };

    const decision = decide(AGREEMENT, lead, contextAt(LATER, { baselineAt: T0 }));

    expect(decision.state).toMatchObject({ status: 'handedOver', byHand: true });
  });

  it.each([
    ['asked for before the switch-on', asked('handOver'), LATER],
    ['of a lead beyond the funnel', asked('handOver', HALF_LATER, { lifecyclestage: cell('customer', T0) })],
    ['that nobody knows', asked('promote')],
    ['asked for in the instant of the switch-on', asked('handOver'), HALF_LATER],
  ])('does not come %s', (_, changes, baselineAt = hoursAfter(T0, -1)) => {
    expect(cold(changes, baselineAt).state.status).toBe('none');
  });

  it('is heard once: the lead that was recycled since stays with marketing', () => {
    const request = asked('handOver').contact;
    const decision = decideInTurn(AGREEMENT, [
      { facts: factsWith(), context: contextAt(T0) },
      { facts: factsWith({ contact: request }), context: contextAt(LATER) },
      {
        facts: factsWith({
          contact: { ...request, $card_answer: cell('reject:Budget', hoursAfter(LATER, 1)) },
        }),
        context: contextAt(hoursAfter(LATER, 2)),
      },
    ]);

    expect(decision.state).toMatchObject({ status: 'recycled', recycleReason: 'rejected:No budget' });
  });
});

describe('a request', () => {
  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['of a lead out of scope', { kind: 'own' }, 'none'],
    ['of a lead that the agreement covers', {}, 'handedOver'],
    ['of a lead that stands at SQL', { lifecyclestage: 'salesqualifiedlead' }, 'handedOver'],
    ['of a lead that stands at opportunity', { lifecyclestage: 'opportunity' }, 'none'],
  ])('for a hand-over %s is heard', (_, contact, status) => {
    const agreement = agreementWith({ scope: { include: null, exclude: when(contactIs('kind', 'own')) } });
    const { state } = decideInTurn(agreement, [
      { facts: factsWith({ contact }), context: contextAt(T0) },
      { facts: factsWith(asked('handOver', HALF_LATER, contact)), context: contextAt(LATER) },
    ]);

    expect(state).toMatchObject({ status, requestedAt: HALF_LATER });
  });

  it('is heard where it is newer than the one heard last, and not again', () => {
    const [early, late] = [hoursAfter(T0, 1), HALF_LATER];
    const afterHearing = (requestedAt: string) =>
      decide(
        AGREEMENT,
        { facts: factsWith(asked('handOver')), state: { ...cold({}).state, requestedAt } },
        contextAt(LATER, { baselineAt: hoursAfter(T0, -1) }),
      ).state.status;

    expect([afterHearing(early), afterHearing(late), afterHearing(LATER)]).toEqual([
      'handedOver',
      'none',
      'none',
    ]);
  });

  it('for a hand-over of a lead that sales have changes nothing but that it is heard', () => {
    const { state } = open(asked('handOver'));

    expect(state).toMatchObject({ status: 'handedOver', cycle: 1, byHand: false, requestedAt: HALF_LATER });
  });

  it('names its track up to the end, and another end names none', () => {
    expect(open(asked('recycle:a:b')).state.recycleReason).toBe('request:a:b');
    expect(['request:a:b', 'request', 'request:', 'rejected:request:a'].map(requestedTrack)).toEqual([
      'a:b',
      null,
      '',
      null,
    ]);
    expect(open(asked('recycled:budget')).state.status).toBe('handedOver');
  });
});

describe('recycling on request', () => {
  it.each([
    ['recycle', 'request', 'everybody'],
    ['recycle:budget', 'request:budget', 'budget'],
    ['recycle:gone', 'request:gone', 'everybody'],
  ])('%s ends the cycle as %s, in the track %s', (value, recycleReason, track) => {
    const decision = open(asked(value));

    expect(decision.state).toMatchObject({ status: 'recycled', recycleReason, handedOverAt: null });
    expect(wanted(decision, 'accord_nurture_track')).toBe(track);
  });

  it('leaves a lead alone that is not with sales', () => {
    expect(cold(asked('recycle:budget')).state).toMatchObject({ status: 'none', requestedAt: HALF_LATER });
  });

  it('is told in both languages', () => {
    const reason = { code: 'recycled', params: { reason: 'request:budget' } };

    expect(sentence(reason, 'en', AGREEMENT)).toBe(
      'Back to nurture: asked for by hand or by a workflow (Budget later).',
    );
    expect(sentence(reason, 'fr', AGREEMENT)).toBe(
      'Retour au nurturing\u00a0: demandé à la main ou par un workflow (Budget later).',
    );
  });
});

describe('the cell of a request', () => {
  it.each([
    [{ kind: 'handOver' }, 'handOver'],
    [{ kind: 'recycle', track: '' }, 'recycle'],
    [{ kind: 'recycle', track: 'budget' }, 'recycle:budget'],
  ] as const)('%j is written %s', (request, value) => {
    expect(writeRequest(request)).toBe(value);
  });
});
