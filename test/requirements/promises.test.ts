// R27, R31: what sales did about a lead, and how its promise to make the first contact stands for it. Every row is one lead:
// handed over to rep 7 on a Monday at 10:00 (Paris), accepted at 11:00, first contact owed within a working day, that is by
// Tuesday 11:00; a warning comes at 75 % of the eight working hours, Monday 17:00.
import { describe, expect, it } from 'vitest';
import type { Clock } from '#domain/decision.ts';
import { explain } from '#domain/explain/explanation.ts';
import type { LeadFacts, LeadPause, Signal } from '#domain/lead.ts';
import {
  agreementWith,
  cell,
  clausesWith,
  contextAt,
  decideInTurn,
  hotFacts,
  hoursAfter,
  signal,
  T0,
  wanted,
} from '#test/support/builders.ts';
import { visible } from '#test/support/lead-stories.ts';

const MONDAY = '2026-03-02';
/** In Paris, where it is an hour later than UTC. */
const at = (day: number, clock: string): string => hoursAfter(`${MONDAY}T${clock}:00.000Z`, day * 24 - 1);
const ACCEPTED = at(0, '11:00');
const DUE = at(1, '11:00');

const TERMS = { 'first-touch': { warnAt: 750_000, pauses: ['travel'] } } as const;
const SALES = {
  clauses: clausesWith(TERMS),
  pauses: [{ id: 'travel', label: 'Trade fair', atMost: { unit: 'workingHours', amount: 4 }, perLead: 1 }],
} as const;
const agreement = agreementWith({ sales: SALES });

const touch = (when: string, more: Partial<Signal> = {}): Signal => ({ ...signal('touch', when), ...more });
const call = (when: string, outcome: 'attempt' | 'contact'): Signal => touch(when, { ownerId: '7', outcome });

interface Lead {
  readonly touches?: readonly Signal[];
  readonly pauses?: readonly LeadPause[];
  readonly excused?: true;
  readonly contact?: LeadFacts['contact'];
}

function factsOf({ touches = [], pauses = [], excused, contact = {} }: Lead): LeadFacts {
  return {
    ...hotFacts,
    contact: { ...hotFacts.contact, accord_answer: cell('accept', ACCEPTED), ...contact },
    signals: [...hotFacts.signals, ...touches],
    ...(pauses.length === 0 ? {} : { pauses }),
    ...(excused ? { excuses: [{ clause: 'first-touch', cycle: 1, at: ACCEPTED }] } : {}),
  };
}

/** Handed over, accepted, then seen with what is known at each instant. */
function lived(terms: typeof agreement, ...seen: readonly (readonly [string, Lead])[]) {
  return decideInTurn(terms, [
    { facts: hotFacts, context: contextAt(T0) },
    { facts: factsOf({}), context: contextAt(ACCEPTED) },
    ...seen.map(([now, lead]) => ({ facts: factsOf(lead), context: contextAt(now) })),
  ]);
}

function clockOf(decision: ReturnType<typeof lived>, clause = 'first-touch'): Clock | undefined {
  return decision.clocks.findLast((clock) => clock.clause === clause);
}

/** What happened, when it is looked at, the status of the promise, the property in HubSpot. */
type Row = readonly [string, Lead, string, Clock['status'], string];

const SEQUENCES: readonly Row[] = [
  ['nothing yet', {}, at(0, '16:59'), 'running', 'on_track'],
  ['nothing, three quarters of the time are over', {}, at(1, '09:00'), 'warned', 'warning'],
  ['nothing until the time is over', {}, at(1, '11:00'), 'breached', 'breached'],
  ['nothing for a week', {}, at(7, '11:00'), 'breached', 'breached'],
  [
    'a call that the lead answered',
    { touches: [call(at(0, '14:00'), 'contact')] },
    at(0, '15:00'),
    'met',
    'met',
  ],
  [
    'a call that nobody answered',
    { touches: [call(at(0, '14:00'), 'attempt')] },
    at(0, '15:00'),
    'met',
    'met',
  ],
  ['an e-mail by nobody named', { touches: [touch(at(0, '14:00'))] }, at(0, '15:00'), 'met', 'met'],
  [
    'a call between hand-over and acceptance: nobody is punished for being early',
    { touches: [call(at(0, '10:30'), 'contact')] },
    at(0, '15:00'),
    'met',
    'met',
  ],
  [
    'a call before the hand-over',
    { touches: [call(at(0, '09:30'), 'contact')] },
    at(0, '15:00'),
    'running',
    'on_track',
  ],
  ['a call in the last minute', { touches: [call(DUE, 'contact')] }, at(1, '12:00'), 'met', 'met'],
  [
    'a call a minute too late',
    { touches: [call(at(1, '11:01'), 'contact')] },
    at(1, '12:00'),
    'metLate',
    'met_late',
  ],
  ['a meeting to come', { touches: [touch(at(1, '10:00'))] }, at(0, '15:00'), 'running', 'on_track'],
  [
    'a call by another rep',
    { touches: [touch(at(0, '14:00'), { ownerId: '8' })] },
    at(0, '15:00'),
    'running',
    'on_track',
  ],
  [
    'a call by another rep, then by the owner',
    { touches: [touch(at(0, '14:00'), { ownerId: '8' }), call(at(0, '16:00'), 'attempt')] },
    at(0, '17:00'),
    'met',
    'met',
  ],
  [
    'a call entered two hours later',
    { touches: [touch(at(0, '14:00'), { loggedAt: at(0, '16:00') })] },
    at(0, '17:00'),
    'met',
    'met',
  ],
  [
    'a call entered the day after next: what is not logged did not happen',
    { touches: [touch(at(0, '14:00'), { loggedAt: at(1, '14:01') })] },
    at(1, '15:00'),
    'breached',
    'breached',
  ],
  [
    'an incoming e-mail, a page view and a form are no touches',
    {
      touches: [
        signal('emailReply', at(0, '14:00')),
        signal('pageView', at(0, '14:00')),
        signal('form', at(0, '14:00')),
      ],
    },
    at(0, '16:00'),
    'running',
    'on_track',
  ],
  [
    'the lead status says in progress, and nothing is documented',
    { contact: { hs_lead_status: cell('IN_PROGRESS', at(0, '14:00')) } },
    at(1, '11:00'),
    'breached',
    'breached',
  ],
  [
    'stopped for a trade fair',
    { pauses: [{ reason: 'travel', from: at(0, '14:00'), to: null }] },
    at(0, '15:00'),
    'paused',
    'paused',
  ],
  [
    'stopped for a trade fair and nobody started it again: after four working hours it runs',
    { pauses: [{ reason: 'travel', from: at(0, '14:00'), to: null }] },
    at(1, '14:00'),
    'warned',
    'warning',
  ],
  [
    'stopped for two hours: due at 13:00',
    { pauses: [{ reason: 'travel', from: at(0, '14:00'), to: at(0, '16:00') }] },
    at(1, '13:00'),
    'breached',
    'breached',
  ],
  [
    'stopped twice, which the agreement allows once: due at 12:00',
    {
      pauses: [
        { reason: 'travel', from: at(0, '14:00'), to: at(0, '15:00') },
        { reason: 'travel', from: at(0, '15:30'), to: at(0, '16:30') },
      ],
    },
    at(1, '12:00'),
    'breached',
    'breached',
  ],
  [
    'stopped for a reason that the agreement does not know',
    { pauses: [{ reason: 'holiday', from: at(0, '14:00'), to: null }] },
    at(1, '11:00'),
    'breached',
    'breached',
  ],
  ['excused by a manager', { excused: true }, at(2, '11:00'), 'excused', 'excused'],
];

describe('R31: every first contact is documented', () => {
  it.each(SEQUENCES)('%s', (...[, lead, now, status, property]) => {
    const mapped = agreementWith({
      sales: SALES,
      answers: { leadStatus: { in_progress: { answer: 'working', reason: '' } } },
    });
    const decision = lived(mapped, [now, lead]);

    expect(clockOf(decision)?.status).toBe(status);
    expect(wanted(decision, 'accord_sla_status')).toBe(property);
    expect(decision.task?.clause ?? null).toBe(
      ['running', 'warned', 'breached', 'paused'].includes(status) ? 'firstTouch' : null,
    );
  });

  it.each([
    ['attempt', call(at(0, '14:00'), 'attempt'), 'met'],
    ['contact', call(at(0, '14:00'), 'attempt'), 'running'],
    ['contact', call(at(0, '14:00'), 'contact'), 'met'],
    ['contact', touch(at(0, '14:00'), { ownerId: '7' }), 'met'],
  ] as const)('where an %s counts, a touch of outcome %o: %s', (counts, made, status) => {
    const terms = agreementWith({ sales: { clauses: clausesWith({ 'first-touch': { counts } }) } });

    expect(clockOf(lived(terms, [at(0, '15:00'), { touches: [made] }]))?.status).toBe(status);
  });

  it('takes two touches where sales promised two, dated by the second', () => {
    const two = {
      id: 'depth',
      start: 'handOver',
      count: 2,
      within: { unit: 'elapsedHours', amount: 48 },
    } as const;
    const terms = agreementWith({ sales: { clauses: clausesWith({}, [two]) } });
    const touches = [call(at(0, '14:00'), 'attempt'), call(at(0, '16:00'), 'attempt')];
    const [one, both] = [touches.slice(0, 1), touches].map((made) =>
      clockOf(lived(terms, [at(0, '17:00'), { touches: made }]), 'depth'),
    );

    expect(one).toMatchObject({ status: 'running', metAt: null });
    expect(both).toMatchObject({ status: 'met', metAt: at(0, '16:00') });
  });

  it('is said in English and French', () => {
    const story = (now: string, lead: Lead) => {
      const decision = lived(agreement, [now, lead]);
      const input = { agreement, facts: factsOf(lead), state: decision.state, context: contextAt(now) };
      return (['en', 'fr'] as const).map((language) => {
        const { clauses } = explain(input, language);
        return visible(clauses.find(({ clause }) => clause.endsWith('firstTouchWithin'))?.text ?? '');
      });
    };
    const [who, qui] = [
      'Sales makes the first contact within 1 working day',
      'Les ventes prennent le premier contact sous 1 jour ouvré',
    ];

    expect(story(at(0, '15:00'), {})).toEqual([
      `${who}: due Tuesday 3 March 2026 at 11:00.`,
      `${qui}~: dû le mardi 3 mars 2026 à 11~h~00.`,
    ]);
    expect(story(at(2, '11:00'), { excused: true })).toEqual([
      `${who}: excused by a manager.`,
      `${qui}~: excusé par un manager.`,
    ]);
    expect(story(at(0, '15:00'), { pauses: [{ reason: 'travel', from: at(0, '14:00'), to: null }] })).toEqual(
      [
        `${who}: the clock stands still; due Tuesday 3 March 2026 at 15:00 at the latest.`,
        `${qui}~: le délai est suspendu~; dû le mardi 3 mars 2026 à 15~h~00 au plus tard.`,
      ],
    );
    expect(story(at(1, '12:00'), { touches: [call(at(1, '11:01'), 'contact')] })).toEqual([
      `${who}: done Tuesday 3 March 2026 at 11:01, was due Tuesday 3 March 2026 at 11:00.`,
      `${qui}~: fait le mardi 3 mars 2026 à 11~h~01, était dû le mardi 3 mars 2026 à 11~h~00.`,
    ]);
  });
});

describe('R27: a clock in mid-flight', () => {
  const early = { touches: [call(at(0, '14:00'), 'contact')] };

  it('says when a touch of before the due time became known after it', () => {
    const decision = lived(agreement, [at(1, '12:00'), {}], [at(1, '13:00'), early]);

    expect(clockOf(decision)).toMatchObject({
      status: 'metKnownLate',
      breachedAt: DUE,
      metAt: at(0, '14:00'),
    });
    expect(wanted(decision, 'accord_sla_status')).toBe('met');
  });

  it('is open again when the touch is deleted', () => {
    const decision = lived(agreement, [at(0, '15:00'), early], [at(0, '16:00'), {}]);

    expect(clockOf(decision)).toMatchObject({ status: 'running', metAt: null });
    expect(decision.reasons).toContainEqual({ code: 'clockReopened', params: { clause: 'first-touch' } });
  });

  it('warns and breaches once, each at its own instant, however late it is looked at', () => {
    const first = lived(agreement, [at(4, '09:00'), {}]);
    const second = lived(agreement, [at(4, '09:00'), {}], [at(5, '09:00'), {}]);
    const codes = (decision: typeof first) =>
      decision.reasons.filter(({ code }) => ['clockWarned', 'clockBreached'].includes(code));

    expect(codes(first)).toEqual([
      { code: 'clockWarned', params: { clause: 'first-touch', at: at(0, '17:00') } },
      { code: 'clockBreached', params: { clause: 'first-touch', dueAt: DUE } },
    ]);
    expect(codes(second)).toEqual([]);
    expect(clockOf(second)).toMatchObject({ warnedAt: at(0, '17:00'), breachedAt: DUE });
  });

  it('begins a new run for a new owner, while the total of the lead goes on', () => {
    const given = { contact: { hubspot_owner_id: cell('8', at(1, '12:00')) } };
    const decision = lived(agreement, [at(1, '11:30'), {}], [at(1, '12:00'), given]);
    const runs = decision.clocks.filter(({ clause }) => clause === 'first-touch');

    expect(runs).toMatchObject([
      { run: 1, ownerId: '7', status: 'ended', breachedAt: DUE },
      {
        run: 2,
        ownerId: '8',
        status: 'running',
        since: at(1, '12:00'),
        dueAt: at(2, '12:00'),
        totalDueAt: DUE,
      },
    ]);
  });

  it('runs for nobody while nobody owns the lead', () => {
    const left = { contact: { hubspot_owner_id: cell('', at(0, '15:00')) } };
    const clock = clockOf(
      lived(
        agreement,
        [at(0, '14:00'), { contact: { hubspot_owner_id: cell('7', T0) } }],
        [at(0, '15:00'), left],
      ),
    );

    expect(clock).toMatchObject({ run: 2, ownerId: '', dueAt: null, totalDueAt: DUE, status: 'running' });
  });

  it('waits until HubSpot shows the owner', () => {
    const seen = (shown: string | null) =>
      decideInTurn(agreement, [
        { facts: hotFacts, context: contextAt(T0, { ownerShownAt: null }) },
        { facts: hotFacts, context: contextAt(at(0, '12:00'), { ownerShownAt: shown }) },
      ]);
    const [waiting, running] = [seen(null), seen(at(0, '11:30'))];

    expect(clockOf(waiting, 'accept')).toMatchObject({ dueAt: null, status: 'running' });
    expect(waiting.task).toBeNull();
    expect(clockOf(running, 'accept')).toMatchObject({ since: at(0, '11:30'), dueAt: at(1, '11:30') });
  });

  it('is never due earlier by a new version than people were told, but for as much time as the warning gives', () => {
    const within = { unit: 'workingHours', amount: 1 } as const;
    const shorter = agreementWith({
      sales: { ...SALES, clauses: clausesWith({ 'first-touch': { ...TERMS['first-touch'], within } }) },
    });
    const before = lived(agreement, [at(0, '14:00'), {}]);
    const under = (baselineAt: string) =>
      decideInTurn(
        shorter,
        [{ facts: factsOf({}), context: contextAt(baselineAt, { baselineAt }) }],
        before.state,
      );

    // A quarter of an hour is what is left after the warning of the new promise.
    expect(clockOf(under(at(0, '15:00')))?.dueAt).toBe(at(0, '15:15'));
    expect(clockOf(under(at(1, '10:55')))?.dueAt).toBe(DUE);
  });

  it('ends with its cycle', () => {
    const lost = { contact: { lifecyclestage: cell('customer', at(0, '15:00')) } };
    const decision = lived(agreement, [at(0, '15:00'), lost]);

    expect(decision.clocks.map(({ clause, status }) => [clause, status])).toEqual([
      ['accept', 'met'],
      ['first-touch', 'ended'],
    ]);
    expect(wanted(decision, 'accord_sla_due')).toBe('');
  });
});
