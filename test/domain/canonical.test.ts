// One text for one value.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerOf, canonicalJson, isSameRun, isSameVerdictAnswer } from '#domain/canonical.ts';
import { decide } from '#domain/decide.ts';
import { type ClockState, initialState, type Verdict } from '#domain/lead.ts';
import { agreementWith, contextAt, hotFacts, hoursAfter, T0 } from '#test/support/builders.ts';

describe('canonical JSON', () => {
  it('sorts keys at every depth and keeps the order of lists', () => {
    expect(canonicalJson({ b: [{ d: 1, c: 'é"' }, null], a: { z: false, y: -0.5 } })).toBe(
      '{"a":{"y":-0.5,"z":false},"b":[{"c":"é\\"","d":1},null]}',
    );
  });

  it('leaves out what is undefined, as JSON does', () => {
    expect(canonicalJson({ a: undefined, b: [undefined] })).toBe('{"b":[null]}');
    expect(canonicalJson(undefined)).toBe('null');
  });

  it('says the same as JSON, whatever the order of keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);

        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(turnKeys(value))).toBe(text);
      }),
    );
  });
});

describe('the answer of a decision', () => {
  const decision = decide(agreementWith(), { facts: hotFacts, state: initialState() }, contextAt(T0));
  const textOf = (changes: Partial<typeof decision>): string =>
    canonicalJson(answerOf({ ...decision, ...changes }));

  it.each<[keyof Verdict, Partial<Verdict>, isPart: boolean]>([
    ['inScope', { inScope: false }, true],
    ['grade', { grade: 'C3' }, true],
    ['disqualifiedBy', { disqualifiedBy: 'bounced' }, true],
    ['gates', { gates: ['competitor'] }, true],
    ['persona', { persona: 'buyer' }, true],
    ['missingFields', { missingFields: ['phone'] }, true],
    ['meetsMql', { meetsMql: false }, true],
    ['meetsExit', { meetsExit: true }, true],
    ['qualifies', { qualifies: false }, true],
    ['fit', { fit: 1 }, false],
    ['engagement', { engagement: 1 }, false],
    ['total', { total: 1 }, false],
    ['parts', { parts: [] }, false],
    ['completeness', { completeness: 1 }, false],
    ['personaGroup', { personaGroup: 1 }, false],
  ])('has the verdict’s %s in it, or not', (_, change, isPart) => {
    const verdict = { ...decision.verdict, ...change };

    expect(isSameVerdictAnswer(decision.verdict, verdict)).toBe(!isPart);
    expect(textOf({ verdict }) === textOf({})).toBe(!isPart);
  });

  it('tells lists of the same length apart', () => {
    const verdict = { ...decision.verdict, gates: ['a', 'b'] };

    expect(isSameVerdictAnswer(verdict, { ...verdict, gates: ['a', 'b'] })).toBe(true);
    expect(isSameVerdictAnswer(verdict, { ...verdict, gates: ['a', 'c'] })).toBe(false);
    expect(isSameVerdictAnswer(verdict, { ...verdict, gates: ['a', 'b', 'c'] })).toBe(false);
  });

  it('has state, wishes and task in it, without what only accompanies them', () => {
    const { state, properties, task } = decision;

    expect(textOf({ state: { ...state, regime: 9, scored: null } })).toBe(textOf({}));
    expect(textOf({ state: { ...state, cycle: 9 } })).not.toBe(textOf({}));
    expect(textOf({ properties: properties.filter(({ ridesAlong }) => !ridesAlong) })).toBe(textOf({}));
    expect(textOf({ properties: properties.slice(1) })).not.toBe(textOf({}));
    expect(textOf({ task: { ...task!, context: [] } })).toBe(textOf({}));
    expect(textOf({ task: { ...task!, ownerId: '9' } })).not.toBe(textOf({}));
    expect(textOf({ task: null })).not.toBe(textOf({}));
  });
});

describe('the run of a promise', () => {
  const run: ClockState = {
    clause: 'accept',
    run: 1,
    lastRun: 2,
    startedAt: T0,
    ownerId: '7',
    since: T0,
    dueAt: null,
    warnedAt: null,
    breachedAt: null,
    metAt: null,
  };
  const later = hoursAfter(T0, 1);

  it('is the same as one that says the same, and as none that there is not', () => {
    expect(isSameRun(run, { ...run })).toBe(true);
    expect(isSameRun(run, undefined)).toBe(false);
  });

  it.each<Partial<ClockState>>([
    { clause: 'feedback' },
    { run: 2 },
    { lastRun: 3 },
    { startedAt: later },
    { ownerId: '8' },
    { since: later },
    { dueAt: later },
    { warnedAt: later },
    { breachedAt: later },
    { metAt: later },
  ])('is another one with %o', (change) => {
    expect(isSameRun(run, { ...run, ...change })).toBe(false);
  });
});

function turnKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turnKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, item]) => [key, turnKeys(item)]),
  );
}
