// R27, R28, R31: how often sales tries before it gives up, and what becomes of it. Every row is one lead: handed over to rep 7 on a
// Monday at 10:00 (Paris), three attempts owed within five working days, that is by the next Monday at 10:00, unless the lead is
// reached before; a warning comes at 75 % of the forty working hours, on Thursday at 16:00.
import { describe, expect, it } from 'vitest';
import type { SalesClause } from '#domain/agreement-sales.ts';
import type { Clock, Decision } from '#domain/decision.ts';
import { explain } from '#domain/explain/explanation.ts';
import { describeHandling, labelHandling } from '#domain/handling/handling-sentences.ts';
import type { Deal, LeadFacts, Signal } from '#domain/lead.ts';
import { taskText } from '#domain/task-text.ts';
import {
  type AgreementChanges,
  agreementWith,
  cell,
  clausesWith,
  contextAt,
  decideInTurn,
  hotFacts,
  hoursAfter,
  LONG_AGO,
  signal,
  T0,
  wanted,
} from '#test/support/builders.ts';
import { handled, judgeSales, SALES_AGREEMENT, UNMET } from '#test/support/handled.ts';
import { visible } from '#test/support/lead-stories.ts';
import { CALENDAR, NOVEMBER, paris } from '#test/support/ledger.ts';
import { deal } from '#test/support/lifecycle-stories.ts';
import { step } from '#test/support/overdue-lead.ts';
import { routingTo } from '#test/support/routing-builders.ts';

const ATTEMPTS = {
  id: 'attempts',
  label: null,
  start: 'handOver',
  count: 3,
  untilReached: true,
  within: { unit: 'workingDays', amount: 5 },
} as const;

function agreementOn(changes: Partial<SalesClause> = {}, others: AgreementChanges = {}) {
  return agreementWith({
    stages: { sql: 'auto' },
    routing: routingTo(['7', '8', '9']),
    ...others,
    sales: {
      clauses: clausesWith({}, [{ ...ATTEMPTS, ...changes }]),
      attempts: { count: 3, within: ATTEMPTS.within },
    },
  });
}

const WARNED = { warnAt: 750_000 } as const;
const agreement = agreementOn(WARNED);

/** In Paris, where it is an hour later than UTC; day 0 is the Monday of the hand-over. */
const at = (day: number, clock: string): string => hoursAfter(`2026-03-02T${clock}:00.000Z`, day * 24 - 1);
const call = (when: string, more: Partial<Signal> = {}): Signal => ({
  ...signal('touch', when),
  ownerId: '7',
  outcome: 'attempt',
  ...more,
});

interface Lead {
  readonly signals?: readonly Signal[];
  readonly deals?: readonly Deal[];
  readonly contact?: LeadFacts['contact'];
}

function factsOf({ signals = [], deals = [], contact = {} }: Lead): LeadFacts {
  return {
    ...hotFacts,
    contact: { ...hotFacts.contact, hubspot_owner_id: cell('7', LONG_AGO), ...contact },
    signals: [...hotFacts.signals, ...signals],
    deals,
  };
}

/** Handed over, then seen with what is known at each instant. */
function lived(terms: typeof agreement, ...seen: readonly (readonly [string, Lead])[]): Decision {
  return decideInTurn(terms, [
    { facts: factsOf({}), context: contextAt(T0) },
    ...seen.map(([now, lead]) => ({ facts: factsOf(lead), context: contextAt(now) })),
  ]);
}

function clockOf(decision: Decision): Clock | undefined {
  return decision.clocks.findLast(({ clause }) => clause === 'attempts');
}

function subjectOf(terms: typeof agreement, decision: Decision, language: 'en' | 'fr'): string {
  const { task } = decision;
  if (task === null) return '';
  const input = { agreement: terms, decision, task, language, facts: factsOf({}), now: T0, lead: {} };
  return visible(taskText(input).subject);
}

function told(terms: typeof agreement, [now, lead]: readonly [string, Lead], language: 'en' | 'fr'): string {
  const { state } = lived(terms, [now, lead]);
  const { clauses } = explain(
    { agreement: terms, facts: factsOf(lead), state, context: contextAt(now) },
    language,
  );
  return visible(clauses.find(({ clause }) => clause === 'promises.sales.attempts')?.text ?? '');
}

const [FIRST, SECOND, THIRD] = [call(at(0, '11:00')), call(at(2, '15:00')), call(at(4, '09:30'))];
const TWO = [FIRST, SECOND];

/** What happened, when it is looked at, the status of the promise, the property in HubSpot. */
const ROWS: readonly (readonly [string, Lead, string, Clock['status'], string])[] = [
  ['two attempts', { signals: TWO }, at(3, '15:59'), 'running', 'on_track'],
  [
    'two attempts, three quarters of the time are over',
    { signals: TWO },
    at(3, '16:00'),
    'warned',
    'warning',
  ],
  ['two attempts until the time is over', { signals: TWO }, at(7, '10:00'), 'breached', 'breached'],
  ['two attempts, two weeks later', { signals: TWO }, at(14, '10:00'), 'breached', 'breached'],
  ['three attempts', { signals: [...TWO, THIRD] }, at(4, '10:00'), 'met', 'met'],
  [
    'three attempts, the third a day too late',
    { signals: [...TWO, call(at(8, '10:00'))] },
    at(8, '09:00'),
    'breached',
    'breached',
  ],
  [
    'three attempts, the third by another rep: it is a promise of all of sales',
    { signals: [...TWO, call(at(4, '09:30'), { ownerId: '8' })] },
    at(4, '10:00'),
    'met',
    'met',
  ],
  [
    'three attempts, the third entered two days later: what is not logged did not happen',
    { signals: [...TWO, { ...THIRD, loggedAt: at(6, '10:00') }] },
    at(7, '09:00'),
    'warned',
    'warning',
  ],
  [
    'reached at the second attempt: no third one is owed',
    { signals: [FIRST, { ...SECOND, outcome: 'contact' }] },
    at(7, '10:00'),
    'met',
    'met',
  ],
  [
    'a second call of which nobody says whether the lead answered: in doubt nobody is accused',
    { signals: [FIRST, touchBy('7', at(2, '15:00'))] },
    at(7, '10:00'),
    'met',
    'met',
  ],
  [
    'reached by another rep',
    { signals: [FIRST, call(at(2, '15:00'), { ownerId: '8', outcome: 'contact' })] },
    at(7, '10:00'),
    'met',
    'met',
  ],
  [
    'the lead writes back',
    { signals: [FIRST, signal('emailReply', at(2, '15:00'))] },
    at(7, '10:00'),
    'met',
    'met',
  ],
  ['the lead calls', { signals: [FIRST, signal('call', at(2, '15:00'))] }, at(7, '10:00'), 'met', 'met'],
  [
    'a meeting is booked',
    { signals: [FIRST, signal('meeting', at(2, '15:00'), 'booked')] },
    at(7, '10:00'),
    'met',
    'met',
  ],
  [
    'a deal is made',
    { signals: [FIRST], deals: [deal({ createdAt: at(2, '15:00') })] },
    at(7, '10:00'),
    'met',
    'met',
  ],
  [
    'a deal of before the hand-over is none of this time',
    { signals: [FIRST], deals: [deal({ createdAt: LONG_AGO })] },
    at(7, '10:00'),
    'breached',
    'breached',
  ],
  [
    'sales makes it an opportunity',
    { signals: [FIRST], contact: { lifecyclestage: cell('opportunity', at(2, '15:00')) } },
    at(7, '10:00'),
    'met',
    'met',
  ],
  [
    'the lead fills another form: it asks for a contact, and has had none',
    { signals: [FIRST, signal('form', at(2, '15:00'))] },
    at(7, '10:00'),
    'breached',
    'breached',
  ],
];

function touchBy(ownerId: string, when: string): Signal {
  return { ...signal('touch', when), ownerId };
}

describe('R27 sales tries so often before it gives up', () => {
  it.each(ROWS)('%s', (...[, lead, now, status, property]) => {
    const decision = lived(agreement, [at(0, '12:00'), { signals: [FIRST] }], [now, lead]);

    expect(clockOf(decision)?.status).toBe(status);
    expect(wanted(decision, 'accord_sla_status')).toBe(property);
    expect(decision.task?.tries ?? null).toEqual(
      ['running', 'warned', 'breached'].includes(status) ? { count: 3, counts: 'attempt' } : null,
    );
  });

  it('is met late by an attempt after its time, and known late by one of before it', () => {
    const missed = [at(7, '11:00'), { signals: TWO }] as const;
    const late = lived(agreement, missed, [at(8, '11:00'), { signals: [...TWO, call(at(8, '10:00'))] }]);
    const known = lived(agreement, missed, [at(7, '12:00'), { signals: [...TWO, call(at(7, '09:30'))] }]);

    expect(clockOf(late)).toMatchObject({
      status: 'metLate',
      breachedAt: at(7, '10:00'),
      metAt: at(8, '10:00'),
    });
    expect(wanted(late, 'accord_sla_status')).toBe('met_late');
    expect(clockOf(known)).toMatchObject({ status: 'metKnownLate', metAt: at(7, '09:30') });
    expect(known.state.status).toBe('recycled');
  });

  it('gives the rep one task: the first contact, then the attempts until there are enough or the lead is reached', () => {
    const start = lived(agreement, [at(0, '10:30'), {}]);
    const tried = lived(agreement, [at(0, '12:00'), { signals: [FIRST] }]);
    const reached = lived(agreement, [at(0, '12:00'), { signals: [{ ...FIRST, outcome: 'contact' }] }]);

    expect([start, tried, reached].map((each) => subjectOf(agreement, each, 'en'))).toEqual([
      'Make the first contact: a lead',
      'Make 3 attempts or reach the lead: a lead',
      '',
    ]);
    expect(subjectOf(agreement, tried, 'fr')).toBe('Faire 3 tentatives ou joindre le lead~: un lead');
    expect([start, tried].map(({ task }) => [task?.occurrence, task?.dueAt])).toEqual([
      ['c1', at(1, '10:00')],
      ['c1', at(7, '10:00')],
    ]);
    expect([tried, reached].map((each) => wanted(each, 'accord_next_step'))).toEqual(['first_touch', 'none']);
  });

  it('takes the contacts for what they are where contacts are promised', () => {
    const contacts = agreementOn({ counts: 'contact', untilReached: false });
    const made = [FIRST, SECOND, THIRD].map((each) => ({ ...each, outcome: 'contact' as const }));
    const seen = (signals: readonly Signal[]) =>
      clockOf(lived(contacts, [at(4, '10:00'), { signals }]))?.status;

    expect([seen(made.slice(0, 1)), seen([...TWO, THIRD]), seen(made)]).toEqual([
      'running',
      'running',
      'met',
    ]);
    expect(told(contacts, [at(4, '10:00'), {}], 'en')).toContain(
      'Sales makes 3 contacts within 5 working days',
    );
    expect(told(contacts, [at(4, '10:00'), {}], 'fr')).toContain(
      'Les ventes font 3 contacts sous 5 jours ouvrés',
    );
  });

  it('begins with the assignment where the document says so, and so does the time after which sales gives up', () => {
    const assigned = agreementOn({ start: 'assignment' });
    const given = { contact: { hubspot_owner_id: cell('8', at(2, '12:00')) } };
    const three = [13, 14, 15].map((hour) => call(at(2, `${hour}:00`), { ownerId: '8' }));
    const seen = (now: string) =>
      lived(assigned, [at(2, '12:00'), given], [now, { ...given, signals: three }]).state.status;

    expect(clockOf(lived(assigned, [at(2, '12:00'), given]))).toMatchObject({
      run: 2,
      dueAt: at(9, '12:00'),
    });
    expect([seen(at(7, '10:00')), seen(at(9, '12:00'))]).toEqual(['working', 'recycled']);
  });

  it('leaves the ending to its own rule: enough attempts and no answer go back to nurture, too few stay with sales', () => {
    const enough = lived(agreement, [at(7, '10:00'), { signals: [...TWO, THIRD] }]);
    const few = lived(agreement, [at(7, '10:00'), { signals: TWO }]);

    expect(enough.state).toMatchObject({ status: 'recycled', recycleReason: 'noContact' });
    expect(clockOf(enough)?.status).toBe('met');
    expect(few.state.status).toBe('working');
  });

  it('is owed no more once sales has said no', () => {
    const no = { signals: TWO, contact: { accord_answer: cell('reject', at(3, '10:00')) } };

    expect(clockOf(lived(agreement, [at(3, '10:00'), no], [at(8, '10:00'), no]))).toBeUndefined();
    expect(lived(agreement, [at(3, '10:00'), no]).clocks).toContainEqual(
      expect.objectContaining({ clause: 'attempts', status: 'ended', breachedAt: null }),
    );
  });

  it('does not run under a version that knows no such clause, where the attempts still end the cycle', () => {
    const before = { ...agreement, sales: { ...agreement.sales, clauses: clausesWith({}) } };
    const decision = lived(before, [at(7, '10:00'), { signals: [...TWO, THIRD] }]);

    expect(clockOf(decision)).toBeUndefined();
    expect(decision.state.recycleReason).toBe('noContact');
  });

  it.each<[string, readonly [string, Lead], string, string]>([
    [
      'due',
      [at(3, '10:00'), { signals: TWO }],
      'due Monday 9 March 2026 at 10:00.',
      'dû le lundi 9 mars 2026 à 10~h~00.',
    ],
    [
      'overdue',
      [at(8, '10:00'), { signals: TWO }],
      'was due Monday 9 March 2026 at 10:00.',
      'était dû le lundi 9 mars 2026 à 10~h~00.',
    ],
    [
      'kept',
      [at(5, '10:00'), { signals: [FIRST, { ...SECOND, outcome: 'contact' }] }],
      'done Wednesday 4 March 2026 at 15:00.',
      'fait le mercredi 4 mars 2026 à 15~h~00.',
    ],
  ])('is said in English and French: %s', (...[, seen, english, french]) => {
    const [who, qui] = [
      'Sales makes 3 attempts or reaches the lead within 5 working days',
      'Les ventes font 3 tentatives ou joignent le lead sous 5 jours ouvrés',
    ];

    expect(told(agreement, seen, 'en')).toBe(`${who}: ${english}`);
    expect(told(agreement, seen, 'fr')).toBe(`${qui}~: ${french}`);
  });
});

describe('R28 what follows when sales did not try often enough', () => {
  const acting = { since: LONG_AGO, recent: {} };
  const SETTLED = hoursAfter(at(7, '10:00'), 1 / 30);

  function afterwards(terms: typeof agreement, signals: readonly Signal[] = TWO): Decision {
    const facts = factsOf({ signals });
    return decideInTurn(terms, [
      { facts: factsOf({}), context: contextAt(T0) },
      { facts: factsOf({ signals: TWO }), context: contextAt(at(7, '10:00')) },
      { facts, context: contextAt(SETTLED, { consequences: acting }) },
    ]);
  }

  it('is the clock alone where the agreement says nothing', () => {
    const { consequences, state, clocks } = afterwards(agreementOn());

    expect([consequences, state.owner.value, state.status]).toEqual([[], '7', 'working']);
    expect(clocks.find(({ clause }) => clause === 'attempts')).toMatchObject({
      status: 'breached',
      warnedAt: null,
    });
  });

  it('goes to another rep, who has the whole time for the attempts that are left', () => {
    const terms = agreementOn({ consequences: [step('reassign')] });
    const decision = afterwards(terms);
    const runs = decision.clocks.filter(({ clause }) => clause === 'attempts');

    expect(decision.consequences).toMatchObject([{ clause: 'attempts', do: 'reassign', ownerAfter: '8' }]);
    expect(runs).toMatchObject([
      { run: 1, ownerId: '7', status: 'ended', breachedAt: at(7, '10:00') },
      { run: 2, ownerId: '8', status: 'running', since: SETTLED },
    ]);

    const third = { signals: [...TWO, call(at(8, '10:00'), { ownerId: '8' })] };
    const tried = decideInTurn(
      terms,
      [{ facts: factsOf(third), context: contextAt(at(8, '11:00')) }],
      decision.state,
    );
    expect(clockOf(tried)).toMatchObject({ run: 2, status: 'met', metAt: at(8, '10:00') });
    expect(tried.state.recycleReason).toBe('noContact');
  });

  it('follows nothing where the lead was reached in time, which became known late', () => {
    const reply = signal('emailReply', at(4, '10:00'));
    const decision = afterwards(agreementOn({ consequences: [step('reassign')] }), [...TWO, reply]);

    expect([decision.consequences, decision.state.owner.value]).toEqual([[], '7']);
    expect(clockOf(decision)?.status).toBe('metKnownLate');
  });

  it('is taken back where that became known after it', () => {
    const terms = agreementOn({ consequences: [step('return')] });
    const returned = afterwards(terms);
    const later = hoursAfter(SETTLED, 1);
    const known = { signals: [...TWO, signal('emailReply', at(4, '10:00'))] };
    const back = decideInTurn(
      terms,
      [{ facts: factsOf(known), context: contextAt(later, { consequences: acting }) }],
      returned.state,
    );

    expect(returned.state.recycleReason).toBe('returned:attempts');
    expect(back.consequences).toMatchObject([
      { event: 'undone', clause: 'attempts', touchedAt: at(4, '10:00') },
    ]);
    expect(back.state.status).toBe('working');
  });
});

describe('R32 the attempts of a month', () => {
  const clauses = clausesWith({}, [{ ...ATTEMPTS, count: 5, rate: 900_000 }]);
  const signed = { ...SALES_AGREEMENT, sales: { ...SALES_AGREEMENT.sales, clauses }, calendar: CALENDAR };
  const given = [
    handled({ clause: 'attempts' }),
    handled({ clause: 'attempts', ...UNMET }),
    handled({ clause: 'attempts', ...UNMET, metAt: paris('2026-11-12 09:00') }),
    handled({ clause: 'attempts', metAt: null, isOver: true }),
  ];

  it('are counted like every promise of sales, and said in English and French', () => {
    const states = judgeSales({ now: paris('2026-12-03 09:00'), handled: given, agreement: signed });
    const state = states.find(({ promise }) => promise.id === 'attempts');
    if (state === undefined) throw new Error('no clause of the attempts');

    expect(state).toMatchObject({ status: 'missed', due: 3, kept: 1, late: 1, broken: 1 });
    const [en, fr] = (['en', 'fr'] as const).map((language) =>
      visible(`${labelHandling(state, { month: NOVEMBER, language })}. ${describeHandling(state, language)}`),
    );
    expect(en).toBe(
      'Sales makes 5 attempts or reaches the lead within 5 working days, for 90% of the leads due in November 2026. Not kept: in time for 1 of 3, 33.33%, 1 late, 1 not at all.',
    );
    expect(fr).toBe(
      'Les ventes font 5 tentatives ou joignent le lead sous 5 jours ouvrés, pour 90~% des leads à échéance en novembre 2026. Non tenu~: à temps pour 1 sur 3, soit 33,33~%, 1 en retard, 1 pas du tout.',
    );
  });
});
