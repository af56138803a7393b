// R15 and R16 as tables: the portal's own stages beside the four, and stages that follow the cycle and the deals by
// themselves.
import { describe, expect, it } from 'vitest';
import { checkStages } from '#agreement/check-lifecycle.ts';
import { describe as sayIssue } from '#agreement/messages.ts';
import { blockedStages } from '#domain/portal-stages.ts';
import {
  type AgreementChanges,
  agreementWith,
  cell,
  contextAt,
  daysAfter,
  decideInTurn,
  HALF_LATER,
  hotFacts,
  hoursAfter,
  LATER,
  signal,
  T0,
} from '#test/support/builders.ts';
import { deal, happen, NO, OWN_STAGES, read } from '#test/support/lifecycle-stories.ts';

describe('R15 custom stages beside the four', () => {
  it.each([
    ['is handed over', {}, [], 'handedOver', 'marketingqualifiedlead'],
    [
      'is accepted: the stage of its own',
      { accord_answer: cell('accept', HALF_LATER) },
      [],
      'accepted',
      '1001',
    ],
    [
      'is accepted and called: SQL',
      { accord_answer: cell('accept', HALF_LATER) },
      [signal('touch', HALF_LATER)],
      'working',
      'salesqualifiedlead',
    ],
    ['is rejected with its reason: recycled', NO, [], 'recycled', '1002'],
    ['bounces: disqualified', { bounced: 'yes' }, [], 'disqualified', '1003'],
    [
      'is set to SAL by a rep: accepted',
      { lifecyclestage: cell('1001', HALF_LATER) },
      [],
      'accepted',
      '1001',
    ],
    [
      'is set to Recycled by a rep: the cycle ends',
      { lifecyclestage: cell('1002', HALF_LATER) },
      [],
      'recycled',
      '1002',
    ],
    [
      'is set to a stage that nobody mapped: left alone',
      { lifecyclestage: cell('4711', HALF_LATER) },
      [],
      'recycled',
      '4711',
    ],
  ] as const)('a lead that %s', (...[, contact, signals, status, stage]) => {
    const shown = read(happen({ changes: OWN_STAGES, contact, signals }), OWN_STAGES);

    expect([shown.status, shown.stage]).toEqual([status, stage]);
  });

  it.each([
    [
      { accord_answer: cell('accept', HALF_LATER) },
      'Stage set from MQL to SAL.',
      'Stade passé de MQL à SAL.',
    ],
    [{ bounced: 'yes' }, 'Disqualified: Bounced.', 'Écarté : Bounced.'],
    [
      { lifecyclestage: cell('1002', HALF_LATER) },
      'Back to nurture: somebody set the stage Recycled.',
      'Retour au nurturing : quelqu’un a posé le stade Recycled.',
    ],
  ] as const)('%j is told in both languages', (contact, english, french) => {
    const shown = read(happen({ changes: OWN_STAGES, contact }), OWN_STAGES);

    expect(shown.english).toContain(english);
    expect(shown.french).toContain(french);
  });

  it.each([
    [
      'has them all, in this order',
      ['lead', 'marketingqualifiedlead', '1001', 'salesqualifiedlead', 'opportunity', '1002', '1003'],
      [],
      [],
    ],
    [
      'lacks the accepted stage',
      ['lead', 'marketingqualifiedlead', 'salesqualifiedlead', 'opportunity', '1002', '1003'],
      ['stages.custom.0.lifecycle stageNotInPortal'],
      ['1001'],
    ],
    [
      'shows SQL before MQL',
      ['lead', 'salesqualifiedlead', 'marketingqualifiedlead', '1001', 'opportunity', '1002', '1003'],
      ['stages.sql.lifecycle stageOrder'],
      ['salesqualifiedlead'],
    ],
    ['has not been read yet', [], [], []],
  ] as const)('a portal that %s', (...[, order, problems, blocked]) => {
    const { stages } = agreementWith(OWN_STAGES);

    const issues = checkStages(stages, order);

    expect(issues.map(({ path, code }) => `${path.join('.')} ${code}`)).toEqual(problems);
    expect(blockedStages(stages, order)).toEqual(blocked);
    for (const issue of issues) {
      expect(sayIssue(issue, 'en')).not.toBe(sayIssue(issue, 'fr'));
      expect(sayIssue(issue, 'fr').length).toBeGreaterThan(30);
    }
  });
});

describe('R16 the stage follows by itself, forwards and backwards', () => {
  it.each([
    ['no deal', 'handedOver', [], 'marketingqualifiedlead', undefined],
    ['an open deal', 'opportunity', [deal()], 'opportunity', undefined],
  ] as const)('a rejected lead goes back with %s', (...[, from, deals, before]) => {
    const changes: AgreementChanges = { nurture: { recycledStage: 'lead' }, stages: { moveBack: 'any' } };
    const stage = from === 'opportunity' ? { lifecyclestage: cell('opportunity', hoursAfter(T0, 1)) } : {};
    const answer = NO;

    const decision = happen({ changes, contact: { ...stage, ...answer }, deals });

    expect(decision.state.status).toBe('recycled');
    expect(decision.state.stage.value).toBe(deals.length > 0 ? before : 'lead');
  });

  it.each([
    ['an open deal keeps the opportunity', [deal({ ownerId: '99' })], 'handedOver', '', ''],
    [
      'a deal won wins the lead',
      [deal({ status: 'won' })],
      'won',
      'A deal of this contact was won.',
      'Une transaction de ce contact a été gagnée.',
    ],
    [
      'a deal lost recycles it',
      [deal({ status: 'lost' })],
      'recycled',
      'Back to nurture: the deal was lost.',
      'Retour au nurturing : la transaction a été perdue.',
    ],
    [
      'another deal is still open',
      [deal({ status: 'lost' }), deal({ id: '2', ownerId: '99' })],
      'handedOver',
      '',
      '',
    ],
    [
      'a deal lost before the hand-over says nothing',
      [deal({ status: 'lost', createdAt: daysAfter(T0, -9), statusAt: daysAfter(T0, -2) })],
      'handedOver',
      '',
      '',
    ],
  ] as const)('%s', (...[, deals, status, english, french]) => {
    const agreement = agreementWith({});
    const facts = { ...hotFacts, deals: deals.filter((each) => each.createdAt < T0) };

    const decision = decideInTurn(agreement, [
      { facts, context: contextAt(T0) },
      { facts: { ...hotFacts, deals }, context: contextAt(LATER) },
    ]);
    const shown = read(decision, {});

    expect(shown.status).toBe(status);
    expect(shown.english).toContain(english);
    expect(shown.french).toContain(french);
  });
});
