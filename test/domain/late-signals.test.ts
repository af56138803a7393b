// What was under way when a version came into force counts as new, and nothing else (5a.2).
import { describe, expect, it } from 'vitest';
import { decide } from '#domain/decide.ts';
import { markLate } from '#domain/late-signals.ts';
import { initialState } from '#domain/lead.ts';
import { type Sighting, signalsOf } from '#domain/sightings.ts';
import {
  agreementWith,
  contextAt,
  daysAfter,
  hotWith,
  hoursAfter,
  signal,
  T0,
} from '#test/support/builders.ts';

/** T0 is when the version came into force. */
const BEFORE = hoursAfter(T0, -0.01);
const AFTER = hoursAfter(T0, 0.01);
const LONG_AGO = daysAfter(T0, -300);

function sighting(changes: Partial<Sighting>): Sighting {
  const { kind = 'form', at = BEFORE } = changes;
  return { id: `${kind}:${at}`, source: 'property', kind, at, detail: '', seenAt: AFTER, ...changes };
}

function lateOf(all: readonly Sighting[], switchedAt = LONG_AGO): readonly string[] {
  return markLate(signalsOf(all), all, { baselineAt: T0, switchedAt })
    .filter(({ late }) => late === true)
    .map(({ id }) => id);
}

describe('a signal is late', () => {
  const reply = { kind: 'emailReply', at: BEFORE } as const;
  it.each<[string, readonly Sighting[], number]>([
    ['dated before and not stored yet: yes', [sighting({})], 1],
    ['dated before and stored after: yes, at every later look too', [sighting({ knownAt: AFTER })], 1],
    ['stored at the very instant: no', [sighting({ knownAt: T0 })], 0],
    ['dated at the very instant: yes', [sighting({ at: T0 })], 1],
    ['dated after: no, it is new by its date', [sighting({ at: AFTER })], 0],
    ['dated a day before: no', [sighting({ at: hoursAfter(T0, -24) })], 0],
    ['dated just less than a day before: yes', [sighting({ at: hoursAfter(T0, -23.99) })], 1],
    [
      'a mail that the contact’s date told before: no',
      [
        sighting({ ...reply, knownAt: BEFORE }),
        sighting({ ...reply, id: 'email:7', source: 'engagement', at: hoursAfter(BEFORE, -0.02) }),
      ],
      0,
    ],
    [
      'a mail that the contact’s date told of two minutes earlier: no',
      [
        sighting({ ...reply, at: hoursAfter(BEFORE, -1 / 30), knownAt: BEFORE }),
        sighting({ ...reply, id: 'email:7', source: 'engagement' }),
      ],
      0,
    ],
    [
      'a mail that the contact’s date told of more than two minutes earlier: yes',
      [
        sighting({ ...reply, at: hoursAfter(BEFORE, -0.034), knownAt: BEFORE }),
        sighting({ ...reply, id: 'email:7', source: 'engagement' }),
      ],
      1,
    ],
    [
      'a mail of a quarter of an hour after another: yes',
      [
        sighting({ ...reply, at: hoursAfter(BEFORE, -0.25), knownAt: BEFORE }),
        sighting({ ...reply, id: 'email:7', source: 'engagement' }),
      ],
      1,
    ],
    [
      'a second form just after a first: yes, the second',
      [sighting({ at: hoursAfter(BEFORE, -0.01), knownAt: BEFORE }), sighting({})],
      1,
    ],
    [
      'a page at the very time of a form that was known: yes, the page',
      [sighting({ knownAt: BEFORE }), sighting({ kind: 'pageView' })],
      1,
    ],
    [
      'beside one of long ago: yes, and that one is not',
      [sighting({ at: LONG_AGO, knownAt: LONG_AGO }), sighting({})],
      1,
    ],
  ])('%s', (_, all, count) => {
    expect(lateOf(all)).toHaveLength(count);
  });

  it('not when it was known by another date, which was corrected since', () => {
    const knownAt = hoursAfter(BEFORE, -1);
    const call = { id: 'call:7', source: 'engagement', kind: 'call', knownAt } as const;
    const before = sighting({ ...call, at: hoursAfter(BEFORE, -2) });
    const corrected = sighting(call);
    const lateWith = (stored: readonly Sighting[]): readonly unknown[] =>
      markLate(signalsOf([corrected]), stored, { baselineAt: T0, switchedAt: LONG_AGO }).map(
        ({ late }) => late,
      );

    expect([lateWith([before]), lateWith([])]).toEqual([[undefined], [true]]);
  });

  it('never after a switch of the portal: what was so before is fact', () => {
    expect(lateOf([sighting({})], T0)).toEqual([]);
    expect(lateOf([sighting({})], BEFORE)).toEqual([]);
    expect(lateOf([sighting({})], hoursAfter(BEFORE, -0.01))).toHaveLength(1);
  });
});

describe('a lead over the line when a version comes into force', () => {
  const agreement = agreementWith();
  const known = signal('form', BEFORE);
  const judged = (late: boolean, status: 'none' | 'baseline' = 'none') => {
    const facts = hotWith({ createdAt: LONG_AGO, signals: [late ? { ...known, late: true } : known] });
    const state = { ...initialState(), regime: 1, status };
    return decide(agreement, { facts, state }, contextAt(AFTER, { regime: 2, baselineAt: T0 })).state.status;
  };

  it('is handed over by a signal that was under way, and baseline by what was known', () => {
    expect([judged(true), judged(true, 'baseline')]).toEqual(['handedOver', 'handedOver']);
    expect([judged(false), judged(false, 'baseline')]).toEqual(['baseline', 'baseline']);
  });

  it('and judged again before it was read, is handed over when it is', () => {
    const facts = hotWith({ createdAt: LONG_AGO, signals: [signal('form', hoursAfter(T0, -30))] });
    const context = contextAt(AFTER, { regime: 2, baselineAt: T0 });
    const first = decide(agreement, { facts, state: { ...initialState(), regime: 1 } }, context);
    const read = { ...facts, signals: [...facts.signals, { ...known, late: true as const }] };
    const then = decide(agreement, { facts: read, state: first.state }, context);

    expect(first.state.status).toBe('baseline');
    expect(then.state.status).toBe('handedOver');
  });

  it('is not by one that earns no points', () => {
    const facts = hotWith({
      createdAt: LONG_AGO,
      signals: [known, { ...signal('touch', BEFORE), late: true as const }],
    });
    const state = { ...initialState(), regime: 1 };
    const decision = decide(agreement, { facts, state }, contextAt(AFTER, { regime: 2, baselineAt: T0 }));

    expect(decision.state.status).toBe('baseline');
  });
});
