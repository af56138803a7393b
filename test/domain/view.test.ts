// The facts as a decision needs them: signals in order, by kind and by rule.
import { describe, expect, it } from 'vitest';
import type { SignalKind } from '#domain/agreement.ts';
import { toEpochMs } from '#domain/instant.ts';
import type { Signal } from '#domain/lead.ts';
import {
  contactValue,
  hasNewSignal,
  hasQualifyingSignal,
  latestUntil,
  timesAfter,
  timesOfCondition,
  viewLead,
} from '#domain/view.ts';
import { agreementWith, engagementRule, factsWith, hoursAfter, signal, T0 } from '#test/support/builders.ts';

const hour = (hours: number): number => toEpochMs(hoursAfter(T0, hours));
const RULES = [
  engagementRule('form', 40),
  engagementRule('demo', 10, { detailContains: 'Demo' }),
  engagementRule('demo again', 5, { detailContains: 'dEMO' }),
  engagementRule('page', 0, { signal: 'pageView' }),
  engagementRule('open', -5, { signal: 'emailOpen' }),
  engagementRule('price', 20, { signal: 'pageView', detailContains: 'price' }),
];
const AGREEMENT = agreementWith({ score: { engagement: { cap: 100_000, groups: [], rules: RULES } } });
const SIGNALS: readonly Signal[] = [
  signal('emailOpen', hoursAfter(T0, -5)),
  signal('form', hoursAfter(T0, -4), 'Newsletter'),
  signal('pageView', hoursAfter(T0, -3), '/demo'),
  signal('form', hoursAfter(T0, -2), 'Book a DEMO'),
  signal('pageView', hoursAfter(T0, -1), '/PRICES'),
];
const viewOf = (signals = SIGNALS) => viewLead(AGREEMENT, factsWith({ signals }));

describe('signals', () => {
  it('are there for each kind and each rule, by kind and text', () => {
    const view = viewOf();

    expect(view.times).toEqual({
      form: [hour(-4), hour(-2)],
      pageView: [hour(-3), hour(-1)],
      emailOpen: [hour(-5)],
      emailClick: [],
      emailReply: [],
      meeting: [],
      call: [],
      touch: [],
    });
    expect(view.counted).toEqual([
      [hour(-4), hour(-2)],
      [hour(-2)],
      [hour(-2)],
      [hour(-3), hour(-1)],
      [hour(-5)],
      [hour(-1)],
    ]);
    expect(view.qualifying).toEqual([0, 1, 2, 5].map((rule) => view.counted[rule]));
  });

  it.each([[[4, 3, 2, 1, 0]], [[0, 1, 2, 4, 3]], [[1, 0, 2, 3, 4]]])('are put in order (%j)', (order) => {
    const view = viewOf();
    const turned = viewOf(order.map((index) => SIGNALS[index]!));

    expect([turned.signals, turned.instants, turned.counted]).toEqual([
      view.signals,
      view.instants,
      view.counted,
    ]);
  });

  it('that come in order are taken as they come', () => {
    const facts = factsWith({ signals: [...SIGNALS, SIGNALS.at(-1)!] });

    expect(viewLead(AGREEMENT, facts).signals).toBe(facts.signals);
  });

  it.each([
    [-4, -2, true],
    [-2, 0, true],
    [-1, 0, false],
    [-5, -4, true],
    [-9, -5, false],
  ])('that qualify lie after hour %d and until hour %d: %s', (after, until, has) => {
    expect(hasQualifyingSignal(viewOf(), hour(after), hour(until))).toBe(has);
  });

  it.each([
    [undefined, [-4, -2]],
    ['demo', [-2]],
    ['LETTER', [-4]],
    ['price', []],
  ] as const)('of a condition on forms about “%s” are those of hours %j', (detailContains, hours) => {
    const condition = {
      kind: 'signals',
      signal: 'form',
      operator: 'GTE',
      count: 1,
      withinDays: 7,
      ...(detailContains === undefined ? {} : { detailContains }),
    } as const;
    const view = viewOf();

    expect(timesOfCondition(view, condition)).toEqual(hours.map(hour));
    expect(timesOfCondition(view, condition)).toEqual(hours.map(hour));
  });
});

describe('a new signal', () => {
  it.each<[string, Signal[], boolean]>([
    ['nothing', [], false],
    ['a form of after the baseline', [signal('form', hoursAfter(T0, -1))], true],
    ['a form of before', [signal('form', hoursAfter(T0, -3))], false],
    ['a form of before that was under way', [late('form', -3)], true],
    ['a page that earns nothing', [late('pageView', -3)], false],
    ['a page whose text a rule asks for, whatever the case', [late('pageView', -3, '/PRICES')], true],
    ['mail whose opening costs points', [late('emailOpen', -3)], false],
    ['a call that no rule counts', [late('call', -3)], false],
  ])('%s', (...[, signals, isNew]) => {
    const newness = { agreement: AGREEMENT, baselineAt: hoursAfter(T0, -2), nowMs: hour(0) };

    expect(hasNewSignal({ ...newness, view: viewOf(signals) })).toBe(isNew);
  });

  it('that was under way is none before its instant, whenever the baseline is', () => {
    const newness = { agreement: AGREEMENT, baselineAt: hoursAfter(T0, 9), nowMs: hour(0) };
    const areNew = [0, 1].map((hours) => hasNewSignal({ ...newness, view: viewOf([late('form', hours)]) }));

    expect(areNew).toEqual([true, false]);
  });

  function late(kind: SignalKind, hours: number, detail = ''): Signal {
    return { ...signal(kind, hoursAfter(T0, hours), detail), late: true };
  }
});

describe('instants in order', () => {
  it.each([
    [0, null, [1, 3, 3, 5]],
    [1, 1, [3, 3, 5]],
    [2, 1, [3, 3, 5]],
    [3, 3, [5]],
    [4, 3, [5]],
    [5, 5, []],
    [6, 5, []],
  ])('until %d end with %s, and %j come after', (now, last, after) => {
    expect(latestUntil([1, 3, 3, 5], now)).toBe(last);
    expect(timesAfter([1, 3, 3, 5], now)).toEqual(after);
  });

  it('may be none', () => {
    expect(latestUntil([], 1)).toBeNull();
    expect(timesAfter([], 1)).toEqual([]);
  });

  it('cost nothing where none is ahead, as of most leads', () => {
    expect([timesAfter([1, 3], 3), timesAfter([1, 3], 4)].every((none) => none === timesAfter([], 1))).toBe(
      true,
    );
  });
});

it('a property without a value is empty', () => {
  const facts = factsWith({ contact: { size: 'big' } });

  expect([contactValue(facts, 'size'), contactValue(facts, 'country')]).toEqual(['big', '']);
});
