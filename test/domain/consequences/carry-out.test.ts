// What follows a breach (R28): when, once, in which order, and what each does to the lead.
import { describe, expect, it } from 'vitest';
import { mayHaveConsequences, passedOwners } from '#domain/consequences/pending.ts';
import { type DoneConsequence, initialState } from '#domain/lead.ts';
import {
  clausesWith,
  codesOf,
  contextAt,
  daysAfter,
  hoursAfter,
  LONG_AGO,
  T0,
  wanted,
} from '#test/support/builders.ts';
import { agreementOn, DUE, overdueLead, SETTLED, step } from '#test/support/overdue-lead.ts';

const JUST_BEFORE = hoursAfter(SETTLED, -1 / 3600);

describe('the time of a consequence', () => {
  it('comes two minutes after the due time: a touch in time may only just be on its way', () => {
    const story = overdueLead(agreementOn(step('warn')));

    expect(story.at(DUE).reviewAt).toEqual({ at: SETTLED, exact: true });
    expect(story.at(JUST_BEFORE).consequences).toEqual([]);
    expect(story.at(SETTLED).consequences).toMatchObject([{ event: 'done', do: 'warn', dueAt: DUE }]);
  });

  it('is counted from the due time on the calendar of work', () => {
    const story = overdueLead(agreementOn(step('escalate', { after: { unit: 'workingDays', amount: 2 } })));
    story.at(DUE);

    expect(story.at(hoursAfter(SETTLED, 47.9)).consequences).toEqual([]);
    expect(story.at(hoursAfter(SETTLED, 48)).consequences).toMatchObject([{ do: 'escalate' }]);
  });

  it('comes once, however often the lead is judged', () => {
    const story = overdueLead(agreementOn(step('warn'), step('agenda')));
    const done = [SETTLED, SETTLED, hoursAfter(SETTLED, 1), daysAfter(SETTLED, 9)].flatMap((now) =>
      story.at(now).consequences.map((event) => event.do),
    );

    expect(done).toEqual(['warn', 'agenda']);
  });

  it('comes for each promise that is broken, whatever came for another', () => {
    const { sales, ...rest } = agreementOn();
    const within = { unit: 'workingDays', amount: 2 } as const;
    const consequences = [step('warn')];
    const second = { id: 'second-touch', start: 'handOver', count: 2, within, consequences } as const;
    const clauses = clausesWith({ 'first-touch': { consequences } }, [second]);
    const story = overdueLead({ ...rest, sales: { ...sales, clauses } });

    expect(story.at(SETTLED).consequences).toMatchObject([{ clause: 'first-touch' }]);
    expect(story.at(hoursAfter(SETTLED, 24)).consequences).toMatchObject([{ clause: 'second-touch' }]);
  });

  it('does not come where the promise was kept, or is excused', () => {
    const kept = overdueLead(agreementOn(step('warn')));
    kept.touch(hoursAfter(T0, 2));
    const excused = overdueLead(agreementOn(step('warn')));
    excused.facts = { ...excused.facts, excuses: [{ clause: 'first-touch', cycle: 1, at: T0 }] };

    expect([kept.at(SETTLED).consequences, excused.at(SETTLED).consequences]).toEqual([[], []]);
  });

  it('does not come for a late touch that came before it was carried out', () => {
    const story = overdueLead(agreementOn(step('reassign')));
    story.at(DUE);
    story.touch(hoursAfter(DUE, 1 / 60));

    expect(story.at(SETTLED)).toMatchObject({ consequences: [], state: { owner: { value: '7' } } });
  });

  it('never comes for a breach from before the effect was switched on, nor while it is off', () => {
    const before = overdueLead(agreementOn(step('warn')));
    before.since = DUE;
    const off = overdueLead(agreementOn(step('warn')));
    off.since = null;

    expect(before.at(daysAfter(DUE, 3)).consequences).toEqual([]);
    expect(off.at(daysAfter(DUE, 3)).consequences).toEqual([]);
    off.since = daysAfter(DUE, 4);
    expect(off.at(daysAfter(DUE, 5)).consequences).toEqual([]);
  });
});

describe('while the clocks of machines disagree', () => {
  it('nothing is breached; once they agree it is, at the instant at which it was due', () => {
    const story = overdueLead(agreementOn(step('warn')));
    const sure = hoursAfter(DUE, 2);
    story.clocksHeldUntil = sure;
    const held = story.at(hoursAfter(DUE, 1));

    expect(held).toMatchObject({ consequences: [], reviewAt: { at: sure, exact: true } });
    expect(held.clocks).toMatchObject([{ status: 'running', dueAt: DUE, breachedAt: null }]);
    expect(story.at(sure).clocks).toMatchObject([{ status: 'breached', breachedAt: DUE }]);
  });

  it('what was done meanwhile counts', () => {
    const story = overdueLead(agreementOn(step('warn')));
    story.clocksHeldUntil = hoursAfter(DUE, 2);
    story.at(hoursAfter(DUE, 1));
    story.touch(hoursAfter(DUE, -1));

    expect(story.at(hoursAfter(DUE, 3)).clocks).toMatchObject([{ status: 'met', breachedAt: null }]);
  });

  it('a breach that was found before stays one', () => {
    const story = overdueLead(agreementOn(step('warn')));
    story.at(DUE);
    story.clocksHeldUntil = hoursAfter(DUE, 2);

    expect(story.at(hoursAfter(DUE, 0.01)).state.clocks).toMatchObject([{ breachedAt: DUE }]);
  });
});

describe('each kind', () => {
  it.each(['warn', 'escalate', 'agenda', 'suspend'] as const)('%s leaves the lead as it is', (kind) => {
    const story = overdueLead(agreementOn(step(kind)));
    const { consequences: _before, ...left } = story.at(DUE).state;
    const { state, consequences, reasons } = story.at(SETTLED);

    expect(consequences).toMatchObject([{ do: kind, ownerId: '7', ownerAfter: '7', clause: 'first-touch' }]);
    const { consequences: done, ...after } = state;
    expect({ ...after, scored: null }).toEqual({ ...left, scored: null });
    expect(done).toMatchObject([{ run: 1, step: 0, before: null, undoneAt: null }]);
    expect(reasons).toContainEqual({
      code: 'consequenceDone',
      params: { clause: 'first-touch', do: kind, ownerId: '7', dueAt: DUE },
    });
  });

  it('reassign gives the lead to another rep, who has the whole time', () => {
    const story = overdueLead(agreementOn(step('reassign')));
    story.at(DUE);
    const decision = story.at(SETTLED);

    expect(wanted(decision, 'hubspot_owner_id')).toBe('8');
    expect(decision.task).toMatchObject({ ownerId: '8' });
    expect(decision.consequences).toMatchObject([
      { do: 'reassign', ownerId: '7', ownerAfter: '8', touchedAt: null, isRestored: false },
    ]);
    expect(decision.clocks).toMatchObject([
      { clause: 'first-touch', run: 1, ownerId: '7', status: 'ended', breachedAt: DUE },
      { clause: 'first-touch', run: 2, ownerId: '8', status: 'running', since: SETTLED, breachedAt: null },
    ]);
  });

  it('reassign does not give it back to whoever lost it, though he is next in turn, owns the contact and the company', () => {
    const story = overdueLead(agreementOn(step('reassign')));
    story.pool = { companyOwner: '7' };
    story.at(DUE);

    expect(story.at(SETTLED).state.owner.value).toBe('8');
  });

  it('reassign holds the lead while nobody else can have it; HubSpot keeps the owner, no clock runs', () => {
    const story = overdueLead(agreementOn(step('reassign')));
    story.pool = { members: ['7'] };
    story.at(DUE);
    const held = story.at(SETTLED);

    expect(codesOf(held)).toContain('ownerHold');
    expect(held).toMatchObject({ task: null, state: { assignedAt: null, owner: { value: '7' } } });
    expect(held.consequences).toMatchObject([{ ownerId: '7', ownerAfter: '' }]);
    expect(held.clocks.at(-1)).toMatchObject({ ownerId: '', dueAt: null, status: 'running' });
    story.pool = { members: ['7', '8'] };
    expect(story.at(hoursAfter(SETTLED, 1)).state.owner.value).toBe('8');
  });

  it('reassign and return are the last of a decision: what else would follow has lost its object', () => {
    const story = overdueLead(agreementOn(step('warn'), step('reassign'), step('return')));
    story.at(DUE);

    expect(story.at(SETTLED).consequences.map((event) => event.do)).toEqual(['warn', 'reassign']);
    expect(story.at(hoursAfter(SETTLED, 1)).consequences).toEqual([]);
  });

  it('return ends the cycle in nurture', () => {
    const story = overdueLead(agreementOn(step('return')));
    story.at(DUE);
    const decision = story.at(SETTLED);

    expect(decision.state).toMatchObject({ status: 'recycled', recycleReason: 'returned:first-touch' });
    expect(wanted(decision, 'lifecyclestage')).toBe('lead');
    expect(decision.clocks).toMatchObject([{ status: 'ended', breachedAt: DUE }]);
    expect(decision.consequences).toMatchObject([{ do: 'return', ownerId: '7', ownerAfter: '' }]);
    expect(decision.task).toBeNull();
  });

  it('is forgotten with the next hand-over, whose breaches have their own', () => {
    const story = overdueLead(agreementOn(step('warn')));
    story.at(SETTLED);
    const { at } = { at: daysAfter(T0, 3) };
    story.see({ lifecyclestage: 'lead', accord_answer: 'reject', accord_reject_reason: 'budget' }, at);
    expect(story.at(at).state).toMatchObject({ status: 'recycled', consequences: [{ do: 'warn' }] });
    story.see({ lifecyclestage: 'marketingqualifiedlead' }, daysAfter(at, 1));

    expect(story.at(daysAfter(at, 1)).state).toMatchObject({ cycle: 2, status: 'accepted' });
    expect(story.state.consequences).toBeUndefined();
  });
});

describe('what holds a consequence', () => {
  it('waits until fewer than agreed are an hour old, and says so', () => {
    const story = overdueLead(agreementOn(step('reassign', { maxPerHour: 2 })));
    story.at(DUE);
    const ago = (minutes: number) => hoursAfter(SETTLED, -minutes / 60);
    story.recent = { 'first-touch:0': [ago(50), ago(40), ago(10)] };
    const held = story.at(SETTLED);
    const free = hoursAfter(ago(40), 1);

    expect(held).toMatchObject({ consequences: [], reviewAt: { at: free, exact: true } });
    expect(held.reasons).toContainEqual({
      code: 'consequenceHeld',
      params: { clause: 'first-touch', do: 'reassign', until: free },
    });
    expect(story.at(free).consequences).toMatchObject([{ do: 'reassign' }]);
  });

  it('counts each step of each clause apart', () => {
    const story = overdueLead(agreementOn(step('warn', { maxPerHour: 1 })));
    story.recent = { 'first-touch:1': [DUE], 'accept:0': [DUE] };

    expect(story.at(SETTLED).consequences).toMatchObject([{ do: 'warn' }]);
  });

  it('is no limit where none is agreed on', () => {
    const story = overdueLead(agreementOn(step('warn')));
    story.recent = { 'first-touch:0': [DUE] };

    expect(story.at(SETTLED).consequences).toMatchObject([{ do: 'warn' }]);
  });

  it('rests for the same lead as long as agreed', () => {
    const story = overdueLead(agreementOn(step('reassign', { coolDownHours: 60 })));
    story.pool = { members: ['7', '8', '9'] };
    story.at(DUE);
    story.at(SETTLED);
    const second = hoursAfter(SETTLED, 24);
    story.at(second);
    const held = story.at(hoursAfter(second, 1));
    const free = hoursAfter(SETTLED, 60);

    expect(held).toMatchObject({ consequences: [], reviewAt: { at: free, exact: true } });
    expect(held.reasons).toContainEqual({
      code: 'consequenceHeld',
      params: { clause: 'first-touch', do: 'reassign', until: free },
    });
    expect(story.at(free).consequences).toMatchObject([{ ownerId: '8', ownerAfter: '9', run: 2 }]);
  });

  it('rests after the very step of the very promise only', () => {
    const story = overdueLead(agreementOn(step('warn', { coolDownHours: 60 }), step('reassign')));
    story.pool = { members: ['7', '8', '9'] };
    story.at(DUE);
    story.at(SETTLED);
    const [warned, reassigned] = story.state.consequences!;
    const lately = hoursAfter(SETTLED, 20);
    story.state = {
      ...story.state,
      consequences: [
        { ...warned!, at: hoursAfter(SETTLED, -40) },
        { ...warned!, clause: 'accept', at: lately },
        { ...reassigned!, at: lately },
      ],
    };
    story.at(hoursAfter(DUE, 24.1));

    expect(story.at(hoursAfter(DUE, 25)).consequences).toEqual([]);
    expect(story.state.consequences?.slice(3)).toMatchObject([
      { do: 'warn', run: 2, ownerId: '8' },
      { do: 'reassign', run: 2, ownerId: '8' },
    ]);
  });

  it('waits while nobody knows what sales did with the lead, and says so', () => {
    const story = overdueLead(agreementOn(step('warn')));
    story.at(DUE);
    const known = hoursAfter(SETTLED, 1 / 12);
    story.notBefore = known;
    const held = story.at(SETTLED);

    expect(held).toMatchObject({ consequences: [], reviewAt: { at: known, exact: true } });
    expect(held.reasons).toContainEqual({
      code: 'consequenceUnread',
      params: { clause: 'first-touch', do: 'warn', until: known },
    });
    expect(story.at(known).consequences).toMatchObject([{ do: 'warn' }]);
  });

  it('is nothing to be held before its time', () => {
    const story = overdueLead(agreementOn(step('warn', { maxPerHour: 1 })));
    story.recent = { 'first-touch:0': [DUE] };

    expect(codesOf(story.at(DUE))).not.toContain('consequenceHeld');
    expect(story.since).toBe(LONG_AGO);
  });
});

describe('what the next steps ask', () => {
  const done = (changes: Partial<DoneConsequence>): DoneConsequence => ({
    cycle: 1,
    clause: 'first-touch',
    run: 1,
    step: 0,
    do: 'reassign',
    at: SETTLED,
    startedAt: T0,
    dueAt: DUE,
    ownerId: '7',
    before: null,
    undoneAt: null,
    ...changes,
  });

  it('passes over whoever lost the lead by a consequence that stands', () => {
    const consequences = [
      done({ ownerId: '7' }),
      done({ ownerId: '8', undoneAt: SETTLED }),
      done({ ownerId: '9', do: 'warn' }),
      done({ ownerId: '10', run: 2 }),
    ];

    expect(passedOwners({ ...initialState(), consequences })).toEqual(['7', '10']);
    expect(passedOwners(initialState())).toEqual([]);
  });

  it('has nothing to work out while the effect is off, or where the agreement says nothing of a breach', () => {
    const on = contextAt(SETTLED, { consequences: { since: LONG_AGO, recent: {} } });
    const state = initialState();
    const may = [
      { agreement: agreementOn(step('warn')), context: on, state },
      { agreement: agreementOn(step('warn')), context: contextAt(SETTLED), state },
      { agreement: agreementOn(), context: on, state },
    ].map(mayHaveConsequences);

    expect(may).toEqual([true, false, false]);
  });
});
