// What a lead's page says of each promise of sales: sales' own clauses, those that wait, and every way a clock can stand.
import { describe, expect, it } from 'vitest';
import type { SalesClause } from '#domain/agreement-sales.ts';
import type { DecisionContext } from '#domain/decision.ts';
import { explain } from '#domain/explain/explanation.ts';
import { initialState } from '#domain/lead.ts';
import { type AgreementChanges, clausesWith, contextAt, hoursAfter, T0 } from '#test/support/builders.ts';
import { HANDED_OVER, lineOf, type Row } from '#test/support/clause-stories.ts';
import { visible } from '#test/support/lead-stories.ts';
import { agreementOn, DUE, overdueLead, type Story } from '#test/support/overdue-lead.ts';

const TWO_HOURS = { unit: 'workingHours', amount: 2 } as const;

/** The usual promises, and two attempts within two working hours for what sales calls hot leads. */
function withHot(clause: Partial<SalesClause>, stages: AgreementChanges['stages'] = {}): AgreementChanges {
  const hot = { id: 'hot', label: 'Hot leads', start: 'handOver', within: TWO_HOURS, count: 2 } as const;
  return { stages, sales: { clauses: clausesWith({}, [{ ...hot, ...clause }]) } };
}

const HOT = 'Hot leads: 2 attempts within 2 working hours';
const CHAUDS = 'Hot leads~: 2 tentatives sous 2 heures ouvrées';
const OWN = 'promises.sales.clauses.hot';
const BY_OPPORTUNITY = { start: 'stage', stage: 'opportunity' } as const;
const BY_YES = { start: 'stage', stage: 'sql' } as const;
const FIRST_TOUCH = 'promises.sales.firstTouchWithin';
const TOUCH = 'Sales makes the first contact within 1 working day';
const TOUCHER = 'Les ventes prennent le premier contact sous 1 jour ouvré';

const WAITING: readonly Row[] = [
  [
    'a clause of sales’ own that runs, by its label and what it counts',
    { agreement: withHot({}), state: HANDED_OVER },
    OWN,
    'notYet',
    `${HOT}: due Monday 2 March 2026 at 11:00.`,
    `${CHAUDS}~: dû le lundi 2 mars 2026 à 11~h~00.`,
  ],
  [
    'a clause of sales’ own that counts contacts, of which one is promised',
    { agreement: withHot({ counts: 'contact', count: 1 }), state: HANDED_OVER },
    OWN,
    'notYet',
    'Hot leads: 1 contact within 2 working hours: due Monday 2 March 2026 at 11:00.',
    'Hot leads~: 1 contact sous 2 heures ouvrées~: dû le lundi 2 mars 2026 à 11~h~00.',
  ],
  [
    'one that starts with the opportunity',
    { agreement: withHot(BY_OPPORTUNITY), state: HANDED_OVER },
    OWN,
    'notYet',
    `${HOT}: starts when the lead is an opportunity.`,
    `${CHAUDS}~: court dès que le lead est une opportunité.`,
  ],
  [
    'one that starts with the opportunity: a touch before it does not keep it',
    { agreement: withHot(BY_OPPORTUNITY), state: { ...HANDED_OVER, touchedAt: hoursAfter(T0, -1) } },
    OWN,
    'notYet',
    `${HOT}: starts when the lead is an opportunity.`,
    `${CHAUDS}~: court dès que le lead est une opportunité.`,
  ],
  [
    'one that starts with the opportunity, where no answer is asked for: touches are owed all the same',
    { agreement: withHot(BY_OPPORTUNITY, { sql: 'auto' }), state: { ...HANDED_OVER, status: 'accepted' } },
    OWN,
    'notYet',
    `${HOT}: starts when the lead is an opportunity.`,
    `${CHAUDS}~: court dès que le lead est une opportunité.`,
  ],
  [
    'one that starts with the yes',
    { agreement: withHot(BY_YES), state: HANDED_OVER },
    OWN,
    'notYet',
    `${HOT}: starts when sales has accepted the lead.`,
    `${CHAUDS}~: court dès que les ventes ont accepté le lead.`,
  ],
  [
    'one of a segment in which the lead was not when it was handed over',
    { agreement: withHot({ segment: 'enterprise' }), state: HANDED_OVER },
    OWN,
    'doesNotApply',
    `${HOT}: nothing is owed.`,
    `${CHAUDS}~: rien n’est dû.`,
  ],
  [
    'one of a segment in which the lead was not when sales accepted it',
    {
      agreement: withHot({ ...BY_YES, segment: 'enterprise' }),
      state: { ...HANDED_OVER, status: 'accepted', acceptedAt: hoursAfter(T0, -1) },
    },
    OWN,
    'doesNotApply',
    `${HOT}: nothing is owed.`,
    `${CHAUDS}~: rien n’est dû.`,
  ],
  [
    'a first contact that is promised after a no: of a lead without one nothing is owed, touched or not',
    {
      agreement: { sales: { clauses: clausesWith({ 'first-touch': { start: 'reject', stage: null } }) } },
      state: { ...HANDED_OVER, touchedAt: hoursAfter(T0, -1) },
    },
    FIRST_TOUCH,
    'doesNotApply',
    `${TOUCH}: nothing is owed.`,
    `${TOUCHER}~: rien n’est dû.`,
  ],
];

describe('a promise before its clock starts', () => {
  it.each(WAITING)('%s', (...[, situation, clause, standing, english, french]) => {
    expect(lineOf(situation, clause, 'en')).toEqual([standing, english]);
    expect(lineOf(situation, clause, 'fr')).toEqual([standing, french]);
  });
});

/** Handed over at T0; the first contact is due a day later, its clock may be stopped for a trade fair, and its rep is warned. */
function touchOwed(changes: Partial<SalesClause> = {}): Story {
  const { sales, ...rest } = agreementOn();
  const clauses = clausesWith({ 'first-touch': { pauses: ['fair'], warnAt: 500_000, ...changes } });
  const atMost = { unit: 'elapsedHours', amount: 6 } as const;
  const pauses = [{ id: 'fair', label: 'Trade fair', atMost, perLead: null }];
  return overdueLead({ ...rest, sales: { ...sales, clauses, pauses } });
}

type Context = Partial<Pick<DecisionContext, 'ownerShownAt'>>;

/** How the first contact stands on the page, in both languages. */
function shown(story: Pick<Story, 'agreement' | 'facts' | 'state'>, now: string, also: Context = {}) {
  const { agreement, facts, state } = story;
  const input = { agreement, facts, state, context: contextAt(now, also) };
  return (['en', 'fr'] as const).flatMap((language) =>
    explain(input, language)
      .clauses.filter(({ clause }) => clause === FIRST_TOUCH)
      .map(({ standing, text }) => [standing, visible(text)]),
  );
}

describe('a promise whose clock runs', () => {
  it('is still to be met when the rep has been warned', () => {
    const story = touchOwed();
    story.at(hoursAfter(T0, 5));

    expect(story.state.clocks?.[0]?.warnedAt).toBe(hoursAfter(T0, 4));
    expect(shown(story, hoursAfter(T0, 5))).toEqual([
      ['notYet', `${TOUCH}: due Tuesday 3 March 2026 at 10:00.`],
      ['notYet', `${TOUCHER}~: dû le mardi 3 mars 2026 à 10~h~00.`],
    ]);
  });

  it('is still to be met while its clock stands still: at the latest after the longest pause', () => {
    const story = touchOwed();
    story.facts = { ...story.facts, pauses: [{ reason: 'fair', from: hoursAfter(T0, 1), to: null }] };

    expect(shown(story, hoursAfter(T0, 2))).toEqual([
      ['notYet', `${TOUCH}: the clock stands still; due Tuesday 3 March 2026 at 16:00 at the latest.`],
      ['notYet', `${TOUCHER}~: le délai est suspendu~; dû le mardi 3 mars 2026 à 16~h~00 au plus tard.`],
    ]);
  });

  it('waits until HubSpot shows the rep whose lead it is', () => {
    const story = touchOwed();
    const clocks = (story.state.clocks ?? []).map((run) => ({ ...run, dueAt: null }));

    expect(shown({ ...story, state: { ...story.state, clocks } }, T0, { ownerShownAt: null })).toEqual([
      ['notYet', `${TOUCH}: starts when HubSpot shows the lead’s owner.`],
      ['notYet', `${TOUCHER}~: court dès que HubSpot montre le propriétaire du lead.`],
    ]);
  });

  it('waits for an owner while the lead is nobody’s, though it counts from the yes', () => {
    const story = touchOwed();
    const { clocks: _clocks, ...state } = { ...story.state, owner: initialState().owner, assignedAt: null };

    expect(shown({ ...story, state }, hoursAfter(T0, 1))).toEqual([
      ['notYet', `${TOUCH}: starts when the lead has an owner.`],
      ['notYet', `${TOUCHER}~: court dès que le lead a un propriétaire.`],
    ]);
  });
});

describe('a promise whose clock is over', () => {
  it('is met by a contact in time that became known only after the due time', () => {
    const story = touchOwed();
    story.at(hoursAfter(DUE, 1));
    story.touch(hoursAfter(T0, 1));

    expect(shown(story, hoursAfter(DUE, 2))).toEqual([
      ['met', `${TOUCH}: done Monday 2 March 2026 at 11:00, though it became known only after the due time.`],
      ['met', `${TOUCHER}~: fait le lundi 2 mars 2026 à 11~h~00, mais connu seulement après l’échéance.`],
    ]);
  });

  it('does not apply when a manager excuses it', () => {
    const story = touchOwed();
    story.facts = { ...story.facts, excuses: [{ clause: 'first-touch', cycle: 1, at: T0 }] };

    expect(shown(story, hoursAfter(DUE, 1))).toEqual([
      ['doesNotApply', `${TOUCH}: excused by a manager.`],
      ['doesNotApply', `${TOUCHER}~: excusé par un manager.`],
    ]);
  });

  it('does not apply any more after a no, even one that its clock had run for', () => {
    const story = touchOwed();
    story.see({ accord_answer: 'reject' }, hoursAfter(T0, 2));
    story.at(hoursAfter(T0, 2));

    expect(story.state).toMatchObject({ status: 'rejected', clocks: [{ clause: 'first-touch' }, {}] });
    expect(shown(story, hoursAfter(T0, 3))).toEqual([
      ['doesNotApply', `${TOUCH}: nothing is owed.`],
      ['doesNotApply', `${TOUCHER}~: rien n’est dû.`],
    ]);
  });
});
