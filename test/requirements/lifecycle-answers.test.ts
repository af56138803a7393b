// T1 as tables: who says that an MQL is an SQL, and wherever sales may have said it.
import { describe, expect, it } from 'vitest';
import {
  agreementWith,
  cell,
  contextAt,
  daysAfter,
  decideInTurn,
  HALF_LATER,
  hotFacts,
  hotWith,
  hoursAfter,
  LATER,
  T0,
} from '#test/support/builders.ts';
import { deal, happen, hubspotLead, MAPPED, read } from '#test/support/lifecycle-stories.ts';

describe('T1 who says that an MQL is an SQL', () => {
  it.each([
    ['auto', {}, 'accepted', 'salesqualifiedlead'],
    ['propose', {}, 'handedOver', 'marketingqualifiedlead'],
    ['propose', { accord_answer: cell('accept', HALF_LATER) }, 'accepted', 'salesqualifiedlead'],
    ['manual', { accord_answer: cell('accept', HALF_LATER) }, 'accepted', 'marketingqualifiedlead'],
    ['manual', { lifecyclestage: cell('salesqualifiedlead', HALF_LATER) }, 'accepted', 'salesqualifiedlead'],
  ] as const)('%s, with %j: %s at %s', (...[sql, contact, status, stage]) => {
    const { state } = happen({ changes: { stages: { sql } }, contact });

    expect([state.status, state.stage.value]).toEqual([status, stage]);
  });

  it.each([
    [
      { $card_answer: cell('accept', HALF_LATER) },
      [],
      'accepted',
      'The answer was given on the record card.',
      'La réponse a été donnée sur la carte de la fiche.',
    ],
    [
      { $card_answer: cell('reject:no-budget', HALF_LATER) },
      [],
      'recycled',
      'Rejected by sales: No budget.',
      'Refusé par les ventes : No budget.',
    ],
    [
      { $card_answer: cell('reject', HALF_LATER) },
      [],
      'rejected',
      'the reason is still owed',
      'le motif est encore dû',
    ],
    [
      { hs_lead_status: cell('OPEN_DEAL', HALF_LATER) },
      [],
      'accepted',
      'The answer was read from the lead status.',
      'La réponse a été lue dans le statut du lead.',
    ],
    [
      { hs_lead_status: cell('IN_PROGRESS', HALF_LATER) },
      [],
      'working',
      'Accepted by sales',
      'Accepté par les ventes',
    ],
    [
      { hs_lead_status: cell('UNQUALIFIED', HALF_LATER) },
      [],
      'recycled',
      'Rejected by sales: No budget.',
      'Refusé par les ventes : No budget.',
    ],
    [
      { hs_lead_status: cell('BAD_TIMING', HALF_LATER) },
      [],
      'rejected',
      'the reason is still owed',
      'le motif est encore dû',
    ],
    [
      { hs_lead_status: cell('NEW', HALF_LATER) },
      [],
      'handedOver',
      'Handed over to sales.',
      'Transmis aux ventes.',
    ],
    [
      { hs_lead_status: cell('OPEN_DEAL', daysAfter(T0, -3)) },
      [],
      'handedOver',
      'Handed over to sales.',
      'Transmis aux ventes.',
    ],
    [
      {},
      [deal()],
      'accepted',
      'from a deal that the owner created',
      'dans une transaction créée par le propriétaire',
    ],
    [{}, [deal({ ownerId: '99' })], 'handedOver', 'Handed over to sales.', 'Transmis aux ventes.'],
    [
      { accord_answer: cell('reject', hoursAfter(T0, 1)), $card_answer: cell('accept', HALF_LATER) },
      [],
      'accepted',
      'on the record card',
      'sur la carte de la fiche',
    ],
    [
      { accord_answer: cell('reject', LATER), $card_answer: cell('accept', HALF_LATER) },
      [],
      'rejected',
      'the reason is still owed',
      'le motif est encore dû',
    ],
  ] as const)('an answer by %j, deals %j: %s', (...[contact, deals, status, english, french]) => {
    const shown = read(
      happen({ changes: MAPPED, contact: { hubspot_owner_id: '7', ...contact }, deals }),
      MAPPED,
    );

    expect(shown.status).toBe(status);
    expect(shown.english).toContain(english);
    expect(shown.french).toContain(french);
  });

  it.each([
    [
      hubspotLead({ stage: 'connected-stage-id', state: 'connected' }),
      'working',
      'The answer was read from the stage of the HubSpot lead.',
      'La réponse a été lue dans la phase du lead HubSpot.',
    ],
    [hubspotLead({ state: 'qualified' }), 'accepted', 'Accepted by sales', 'Accepté par les ventes'],
    [
      hubspotLead({ state: 'disqualified', reason: 'NO_MONEY' }),
      'recycled',
      'Rejected by sales: No budget.',
      'Refusé par les ventes : No budget.',
    ],
    [
      hubspotLead({ state: 'disqualified', reason: 'no-budget' }),
      'recycled',
      'Rejected by sales: No budget.',
      'Refusé par les ventes : No budget.',
    ],
    [
      hubspotLead({ state: 'disqualified', reason: 'MOVED_AWAY' }),
      'recycled',
      'Rejected by sales: MOVED_AWAY.',
      'Refusé par les ventes : MOVED_AWAY.',
    ],
    [
      hubspotLead({ state: 'disqualified' }),
      'rejected',
      'the reason is still owed',
      'le motif est encore dû',
    ],
    [
      hubspotLead({ stage: '4711', state: 'qualified' }),
      'recycled',
      'Rejected by sales: Not now.',
      'Refusé par les ventes : Not now.',
    ],
    [
      hubspotLead({ stage: '4711', reason: 'NO_MONEY' }),
      'recycled',
      'Rejected by sales: No budget.',
      'Refusé par les ventes : No budget.',
    ],
    [hubspotLead(), 'handedOver', 'Handed over to sales.', 'Transmis aux ventes.'],
    [
      hubspotLead({ state: 'disqualified', stageAt: daysAfter(T0, -3) }),
      'handedOver',
      'Handed over to sales.',
      'Transmis aux ventes.',
    ],
  ] as const)('an answer by the HubSpot lead %j: %s', (...[lead, status, english, french]) => {
    const shown = read(
      happen({ changes: MAPPED, contact: { hubspot_owner_id: '7' }, hubspotLeads: [lead] }),
      MAPPED,
    );

    expect(shown.status).toBe(status);
    expect(shown.english).toContain(english);
    expect(shown.french).toContain(french);
  });

  it('of several HubSpot leads, the one that was moved last answers', () => {
    const hubspotLeads = [
      hubspotLead({ state: 'disqualified', stageAt: hoursAfter(T0, 1) }),
      hubspotLead({ id: '2', state: 'qualified' }),
    ];

    expect(happen({ changes: MAPPED, hubspotLeads }).state).toMatchObject({ status: 'accepted' });
  });

  it('a reason that comes to the HubSpot lead later ends the cycle, but not one of another cycle', () => {
    const no = hubspotLead({ state: 'disqualified' });
    const because = { ...no, reason: 'NO_MONEY' };
    const decision = decideInTurn(agreementWith(MAPPED), [
      { facts: hotFacts, context: contextAt(T0) },
      { facts: { ...hotFacts, hubspotLeads: [no] }, context: contextAt(LATER) },
      { facts: { ...hotFacts, hubspotLeads: [because] }, context: contextAt(hoursAfter(LATER, 1)) },
    ]);
    const plainNo = {
      ...hotWith({ contact: { accord_answer: cell('reject', LATER) } }),
      hubspotLeads: [{ ...because, stageAt: daysAfter(T0, -3) }],
    };
    const other = decideInTurn(agreementWith(MAPPED), [
      { facts: hotFacts, context: contextAt(T0) },
      { facts: plainNo, context: contextAt(hoursAfter(LATER, 1)) },
    ]);

    expect(decision.state).toMatchObject({ status: 'recycled', recycleReason: 'rejected:No budget' });
    expect(other.state).toMatchObject({ status: 'rejected' });
  });

  it('takes an answer once: a later one stands though the earlier is still there', () => {
    const no = hotWith({ contact: { accord_answer: cell('reject', hoursAfter(T0, 1)) } });
    const yes = hotWith({
      contact: { accord_answer: cell('reject', hoursAfter(T0, 1)), $card_answer: cell('accept', HALF_LATER) },
    });
    const gone = hotWith({ contact: { accord_answer: cell('reject', hoursAfter(T0, 1)) } });

    const decision = decideInTurn(agreementWith(MAPPED), [
      { facts: hotFacts, context: contextAt(T0) },
      { facts: no, context: contextAt(hoursAfter(T0, 1.5)) },
      { facts: yes, context: contextAt(LATER) },
      { facts: gone, context: contextAt(hoursAfter(LATER, 1)) },
    ]);

    expect(decision.state).toMatchObject({ status: 'accepted', rejectedAt: null, answeredAt: HALF_LATER });
  });
});
