// What counts as an answer of sales, where it comes from, and which of several counts.
import { describe, expect, it } from 'vitest';
import { firstAnswerAt, givenReason, hearAnswer } from '#domain/answer-sources.ts';
import type { HubspotLead, LeadState } from '#domain/lead.ts';
import { agreementWith, cell, type FactChanges, factsWith, hoursAfter, T0 } from '#test/support/builders.ts';
import { HELD } from '#test/support/held-lead.ts';
import { deal, hubspotLead, MAPPED } from '#test/support/lifecycle-stories.ts';

const AGREEMENT = agreementWith(MAPPED);
const hour = (hours: number): string => hoursAfter(T0, hours);

interface Said extends FactChanges {
  readonly hubspotLeads?: readonly HubspotLead[];
}

/** Of a lead that rep 7 has had since T0, unless the state says otherwise. */
function said(facts: Said, state: Partial<LeadState> = {}) {
  return { agreement: AGREEMENT, facts: factsWith(facts), state: { ...HELD, ...state } };
}

const inField = (word: string, hours = 1): Said => ({ contact: { accord_answer: cell(word, hour(hours)) } });
const onCard = (value: string): Said => ({ contact: { $card_answer: cell(value, hour(1)) } });
const ofNobody: Partial<LeadState> = { owner: { value: '', before: '', by: 'other', at: T0 } };

describe('an answer of sales', () => {
  it.each<[string, Said, object]>([
    ['in the field', inField('Accept'), { source: 'property', answer: 'accept', reason: '' }],
    ['in the field, a no', inField('reject'), { source: 'property', answer: 'reject', reason: '' }],
    ['on the card', onCard('reject:no-budget'), { source: 'card', answer: 'reject', reason: 'No budget' }],
    [
      'by the lead status',
      { contact: { hs_lead_status: cell('UNQUALIFIED', hour(1)) } },
      { source: 'leadStatus', answer: 'reject', reason: 'No budget' },
    ],
    [
      'by the stage of a HubSpot lead',
      { hubspotLeads: [hubspotLead({ state: 'qualified', stageAt: hour(1) })] },
      { source: 'hubspotLead', answer: 'accept', reason: '' },
    ],
    [
      'by a deal that the owner made',
      { deals: [deal({ createdAt: hour(1) })] },
      { source: 'deal', answer: 'accept', reason: '' },
    ],
  ])('is heard %s', (...[, facts, answer]) => {
    expect(hearAnswer(said(facts))).toEqual({ ...answer, at: hour(1) });
  });

  it.each<[string, Said, Partial<LeadState>]>([
    ['a word that says neither yes nor no', inField('maybe'), {}],
    ['an empty field', inField(''), {}],
    ['an empty card', onCard(''), {}],
    ['a word on the card that says neither', onCard('later:no-budget'), {}],
    [
      'a lead status that the agreement does not name',
      { contact: { hs_lead_status: cell('NEW', hour(1)) } },
      {},
    ],
    ['a deal of another rep', { deals: [deal({ ownerId: '8' })] }, {}],
    ['a deal of nobody on a lead of nobody', { deals: [deal({ ownerId: '' })] }, ofNobody],
    ['an answer of the cycle before', inField('accept', -1), {}],
    ['an answer of the instant of the hand-over', inField('accept', 0), {}],
    ['an answer that was taken already', inField('accept'), { answeredAt: hour(1) }],
  ])('is none: %s', (...[, facts, state]) => {
    expect(hearAnswer(said(facts, state))).toBeNull();
  });

  it('is the latest of several, and of two in one instant the one on the card', () => {
    const both = (card: number, field: number) =>
      said({
        contact: { $card_answer: cell('reject:', hour(card)), accord_answer: cell('accept', hour(field)) },
      });

    expect(hearAnswer(both(1, 2))?.source).toBe('property');
    expect(hearAnswer(both(2, 1))?.source).toBe('card');
    expect(hearAnswer(both(2, 2))?.source).toBe('card');
  });
});

describe('the first word of sales in a cycle', () => {
  const deals = [2, 1, 3].map((hours) => deal({ createdAt: hour(hours) }));
  const before = deal({ createdAt: hour(-1) });
  const atOnce = deal({ createdAt: T0 });

  it.each<[string, Said, Partial<LeadState>, string | null]>([
    ['is the earliest of its answers', { deals }, {}, hour(1)],
    ['is not one of the cycle before', { deals: [before, ...deals] }, {}, hour(1)],
    ['is not one of the instant of the hand-over', { deals: [atOnce, ...deals] }, {}, hour(1)],
    ['stays the first when a later one was taken', { deals }, { answeredAt: hour(3) }, hour(1)],
    ['is any where nothing is spent', { deals: [before, ...deals] }, { answersAfter: null }, hour(-1)],
    ['is missing where sales said nothing', {}, {}, null],
    ['is missing where all was said before', { deals: [before] }, {}, null],
  ])('%s', (...[, facts, state, at]) => {
    expect(firstAnswerAt(said(facts, state))).toBe(at);
  });
});

describe('the reason of a no', () => {
  const NO = { state: 'disqualified', stageAt: hour(2), reason: 'NO_MONEY' } as const;
  const taken = { answeredAt: hour(2) };

  it.each<[string, Said, Partial<LeadState>, string]>([
    [
      'in the field goes first',
      { contact: { accord_reject_reason: 'no budget' }, hubspotLeads: [hubspotLead(NO)] },
      taken,
      'No budget',
    ],
    [
      'in the field stays as typed where the agreement does not know it',
      { contact: { accord_reject_reason: 'Moved' } },
      {},
      'Moved',
    ],
    ['is on the HubSpot lead whose no was taken', { hubspotLeads: [hubspotLead(NO)] }, taken, 'No budget'],
    [
      'is not on one whose no was not taken',
      { hubspotLeads: [hubspotLead({ ...NO, stageAt: hour(1) })] },
      taken,
      '',
    ],
    [
      'is not on another one that said yes in that instant',
      { hubspotLeads: [hubspotLead({ id: '2', state: 'qualified', stageAt: hour(2) }), hubspotLead(NO)] },
      taken,
      'No budget',
    ],
    [
      'is none where a lead moved then to a stage that says nothing',
      { hubspotLeads: [hubspotLead({ stageAt: hour(2) })] },
      taken,
      '',
    ],
    ['is none where nothing was said', {}, {}, ''],
  ])('%s', (...[, facts, state, reason]) => {
    expect(givenReason(said(facts, state))).toBe(reason);
  });
});
