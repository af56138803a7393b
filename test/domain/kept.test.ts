// What is worked out once, because every decision would pay for it again ("Speed" in src/domain/README.md).
import { describe, expect, it } from 'vitest';
import type { Agreement, Condition, Filter } from '#domain/agreement.ts';
import { holdsCondition, matchesFilter, type Sight } from '#domain/conditions/index.ts';
import { toEpochMs } from '#domain/instant.ts';
import { completenessAt, fieldPresence, missingAt } from '#domain/mandatory.ts';
import { sumDimension } from '#domain/scoring.ts';
import { timeConditionsOf } from '#domain/time-conditions.ts';
import { themeAt, themedSignals } from '#domain/trail.ts';
import { timesOfCondition, viewLead } from '#domain/view.ts';
import {
  agreementWith,
  contactIs,
  engagementRule,
  factsWith,
  hoursAfter,
  mandatory,
  signal,
  T0,
  when,
} from '#test/support/builders.ts';

const NOW = toEpochMs(T0);

/** The same object, and how often one of its properties was read. */
function counting<Value extends object>(value: Value, property: keyof Value) {
  const counted = { reads: 0 };
  const watched = new Proxy(value, {
    get(target, key, receiver) {
      if (key === property) counted.reads++;
      return Reflect.get(target, key, receiver) as unknown;
    },
  });
  return { watched, counted };
}

describe('of an agreement', () => {
  it('what turns with time is collected once', () => {
    const agreement = agreementWith();

    expect(timeConditionsOf(agreement)).toBe(timeConditionsOf(agreement));
  });

  it('a filter is made ready once', () => {
    const { watched, counted } = counting(when(contactIs('size', 'big')), 'anyOf');
    const [first, second] = [sightOf(), sightOf()];
    const outcomes = [first, second].map((sight) => matchesFilter(watched, sight));
    const reads = counted.reads;
    matchesFilter(watched, sightOf());

    expect([outcomes, counted.reads]).toEqual([[true, true], reads]);
  });

  it('the fields asked for in a stage are listed once', () => {
    const agreement = agreementWith({ data: mandatory({ lead: ['country'] }) });
    const { watched: data, counted } = counting(agreement.data, 'mandatory');
    const asking: Agreement = { ...agreement, data };
    const first = fieldPresence(asking, factsWith(), 'lead');
    const reads = counted.reads;

    expect([fieldPresence(asking, factsWith(), 'lead'), counted.reads]).toEqual([first, reads]);
    expect(first).toEqual({ country: false });
  });

  it('the group of each rule is looked up once', () => {
    const rules = [engagementRule('form', 40, { group: 'g' })];
    const dimension = { cap: 100_000, groups: [{ id: 'g', label: 'G', cap: 5_000 }], rules };
    const { watched, counted } = counting(dimension, 'rules');
    const sums = [sumDimension(watched, [9_000]), sumDimension(watched, [4_000])];

    expect([sums, counted.reads]).toEqual([[5_000, 4_000], 1]);
  });

  it('what a detail is about is found once, until there are too many', () => {
    const { watched: theme, counted } = counting(
      { id: 'price', label: 'Prices', contains: ['price'] },
      'contains',
    );
    const agreement = agreementWith({ nurture: { themes: [theme] } });
    const seen = (...pages: string[]): number => {
      const before = counted.reads;
      for (const page of pages)
        themeAt(agreement, viewLead(agreement, factsWith({ signals: [signal('pageView', T0, page)] })), NOW);
      return counted.reads - before;
    };
    const pages = (from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, index) => `/${from + index}`);

    expect([seen('/1', '/2'), seen('/1', '/2')]).toEqual([2, 0]);
    expect([seen(...pages(3, 5_000)), seen('/1')]).toEqual([4_998, 0]);
    expect([seen('/5001'), seen('/1')]).toEqual([1, 1]);
  });
});

describe('of a lead, for one decision', () => {
  it('the outcome that time does not change', () => {
    const deals: Condition = { kind: 'deals', status: 'open', operator: 'EQ', count: 0 };
    const filter = when(contactIs('size', 'big'), deals);
    const sight = sightOf();

    expect([matchesFilter(filter, sight), sight.view.outcomes.get(filter)]).toEqual([true, 0]);
    sight.view.outcomes.set(filter, null);
    expect(matchesFilter(filter, sight)).toBe(false);
  });

  it.each<[string, Condition]>([
    ['a day counted from today', { ...contactIs('seen', 'today'), type: 'date' } as Condition],
    ['deals of some days', { kind: 'deals', status: 'any', operator: 'GTE', count: 0, withinDays: 7 }],
    ['the score', { kind: 'score', part: 'total', operator: 'GTE', milliPoints: 0 }],
  ])('not one that looks at %s', (_, condition) => {
    const filter: Filter = { anyOf: [[contactIs('size', 'big')], [condition]] };
    const sight = sightOf();

    expect([matchesFilter(filter, sight), holdsCondition(contactIs('size', 'big'), sight)]).toEqual([
      true,
      true,
    ]);
    expect(sight.view.outcomes.size).toBe(0);
  });

  it('the signals that a condition asks for by their text', () => {
    const condition = {
      kind: 'signals',
      signal: 'form',
      operator: 'GTE',
      count: 1,
      withinDays: 7,
      detailContains: 'demo',
    } as const;
    const { view } = sightOf();

    expect(timesOfCondition(view, condition)).toBe(timesOfCondition(view, condition));
  });

  it('whether a field holds a value, and how complete the lead is', () => {
    const agreement = agreementWith({ data: mandatory({ lead: ['country', 'phone'] }) });
    const { watched: contact, counted } = counting(
      factsWith({ contact: { country: 'France' } }).contact,
      'country',
    );
    const view = viewLead(agreement, { ...factsWith(), contact });
    const missing = [missingAt(agreement, view, 'lead'), missingAt(agreement, view, 'lead')];
    const reads = counted.reads;

    expect([missing, completenessAt(agreement, view, 'lead'), counted.reads]).toEqual([
      [['phone'], ['phone']],
      50,
      reads,
    ]);
    expect([reads, [...view.completeness]]).toEqual([1, [['lead', 50]]]);
    view.completeness.set('lead', 99);
    expect(completenessAt(agreement, view, 'lead')).toBe(99);
  });

  it('the themes that its signals tell, in the order of their instants', () => {
    const themes = [
      { id: 'price', label: 'Prices', contains: ['price'] },
      { id: 'team', label: 'Team', contains: ['team'] },
    ];
    const signals = ['/team', '/about', '/price', ''].map((detail, index) =>
      signal('pageView', hoursAfter(T0, index), detail),
    );
    const view = viewLead(agreementWith(), factsWith({ signals }));
    const told = themedSignals(themes, view);

    expect(told).toMatchObject([
      { at: NOW, theme: 'team' },
      { at: toEpochMs(hoursAfter(T0, 2)), theme: 'price' },
    ]);
    expect(themedSignals(themes, view)).toBe(told);
  });
});

function sightOf(): Sight {
  const facts = factsWith({ contact: { size: 'big' }, signals: [signal('form', T0, 'Demo')] });
  const view = viewLead(agreementWith(), facts);
  return { view, nowMs: NOW, stageSince: null, score: { fit: 0, engagement: 0, total: 0, parts: [] } };
}
