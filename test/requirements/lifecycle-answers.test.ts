// T1 as tables: who says that an MQL is an SQL, and wherever sales may have said it.
import { describe, expect, it } from 'vitest';
import type { Decision } from '#domain/decision.ts';
import type { LeadFacts } from '#domain/lead.ts';
import {
  type AgreementChanges,
  agreementWith,
  cell,
  contextAt,
  daysAfter,
  decideInTurn,
  factsWith,
  HALF_LATER,
  hotFacts,
  hotWith,
  hoursAfter,
  LATER,
  T0,
} from '#test/support/builders.ts';
import { deal, happen, hubspotLead, MAPPED, OWN_STAGES, read } from '#test/support/lifecycle-stories.ts';

/** A portal with a stage of its own for the work. */
const OWN_WORK: AgreementChanges = {
  stages: {
    sql: 'manual',
    custom: [{ id: 'work', label: 'In work', lifecycle: '1004', after: 'mql', moment: 'working' }],
  },
};

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

  it.each([
    ['a no', { accord_answer: ['reject', 1] }, 'salesqualifiedlead', 2, 'accepted', 'firstTouch'],
    ['a no', { accord_answer: ['reject', 1] }, '1004', 2, 'working', 'firstTouch'],
    ['a no', { accord_answer: ['reject', 1] }, 'marketingqualifiedlead', 2, 'rejected', 'feedback'],
    [
      'a no that came after it',
      { accord_answer: ['reject', 2] },
      'salesqualifiedlead',
      1,
      'rejected',
      'feedback',
    ],
    ['a yes', { accord_answer: ['accept', 1] }, '1004', 2, 'working', 'firstTouch'],
    ['a yes', { accord_answer: ['accept', 1] }, 'salesqualifiedlead', 2, 'accepted', 'firstTouch'],
  ] as const)('%s, %j, and the stage %s set by hand at hour %i: %s, task %s', (...told) => {
    const [, answers, value, hour, status, clause] = told;
    const contact = {
      accord_answer: cell(answers.accord_answer[0], hoursAfter(T0, answers.accord_answer[1])),
    };
    const lifecyclestage = cell(value, hoursAfter(T0, hour));
    const answered = {
      facts: hotWith({ contact }),
      context: contextAt(hoursAfter(T0, answers.accord_answer[1])),
    };
    const decision = decideInTurn(agreementWith(OWN_WORK), [
      { facts: hotFacts, context: contextAt(T0) },
      ...(answers.accord_answer[1] < hour ? [answered] : []),
      { facts: hotWith({ contact: { ...contact, lifecyclestage } }), context: contextAt(LATER) },
    ]);
    const { english, french } = read(decision, OWN_WORK);
    const isYesByStage =
      answers.accord_answer[0] === 'reject' && (status === 'accepted' || status === 'working');

    expect([decision.state.status, decision.task?.clause]).toEqual([status, clause]);
    expect(decision.state.rejectedAt === null).toBe(status !== 'rejected');
    expect(english.includes('Accepted by sales, who set the stage to')).toBe(isYesByStage);
    expect(french.includes('Accepté par les ventes, qui ont posé le stade')).toBe(isYesByStage);
  });

  it.each([
    ['CRM_UI', 'in HubSpot, not by Accord', 'dans HubSpot, pas par Accord'],
    ['MOBILE', 'in HubSpot, not by Accord', 'dans HubSpot, pas par Accord'],
    [undefined, 'in HubSpot, not by Accord', 'dans HubSpot, pas par Accord'],
    ['AUTOMATION_PLATFORM', 'by a workflow in HubSpot', 'par un workflow dans HubSpot'],
    ['WORKFLOWS', 'by a workflow in HubSpot', 'par un workflow dans HubSpot'],
    ['IMPORT', 'by an import into HubSpot', 'par un import dans HubSpot'],
    ['CALCULATED', 'by HubSpot itself', 'par HubSpot lui-même'],
  ] as const)(
    'a stage set with the source %s is told as set %s, and is an act only of a person',
    (...told) => {
      const [source, english, french] = told;
      const isPerson = english.startsWith('in HubSpot');
      const lead = factsWith({ contact: { lifecyclestage: 'lead' } });
      const setTo = (facts: LeadFacts, value: string): Decision => {
        const lifecyclestage = { ...cell(value, HALF_LATER), ...(source === undefined ? {} : { source }) };
        return decideInTurn(agreementWith(OWN_STAGES), [
          { facts, context: contextAt(T0) },
          { facts: { ...facts, contact: { ...facts.contact, lifecyclestage } }, context: contextAt(LATER) },
        ]);
      };
      const statuses = [
        setTo(lead, 'marketingqualifiedlead'),
        setTo(lead, 'salesqualifiedlead'),
        setTo(lead, '1003'),
        setTo(hotFacts, 'salesqualifiedlead'),
        setTo(hotFacts, '1001'),
        setTo(hotFacts, '1002'),
        setTo(hotFacts, '1003'),
      ].map(({ state }) => state.status);
      const shown = read(setTo(hotFacts, 'salesqualifiedlead'), OWN_STAGES);

      expect(statuses).toEqual(
        isPerson
          ? ['handedOver', 'accepted', 'disqualified', 'accepted', 'accepted', 'recycled', 'disqualified']
          : ['none', 'none', 'none', 'handedOver', 'handedOver', 'handedOver', 'handedOver'],
      );
      expect(shown.stage).toBe('salesqualifiedlead');
      expect(shown.english).toContain(english);
      expect(shown.french).toContain(french);
      expect(shown.english.includes('by hand')).toBe(isPerson);
    },
  );
});
