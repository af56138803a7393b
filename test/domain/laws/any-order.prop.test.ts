// Law (I2): the same facts, told in whatever order and with signals known under whatever further ids, give the same verdict.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalJson } from '#domain/canonical.ts';
import { toEpochMs } from '#domain/instant.ts';
import type { LeadFacts } from '#domain/lead.ts';
import { judgeLead } from '#domain/verdict.ts';
import { viewLead } from '#domain/view.ts';
import { arbMoment, type Moment } from '#test/support/arbitraries.ts';

function verdictOf({ agreement, context, decision }: Moment, facts: LeadFacts): string {
  const moment = { nowMs: toEpochMs(context.now), stage: decision.state.stage };
  return canonicalJson(judgeLead(agreement, viewLead(agreement, facts), moment).verdict);
}

function shuffled<Item>(items: readonly Item[], keys: readonly number[]): Item[] {
  const keyed = items.map((item, index) => ({ item, key: keys[index % keys.length]! * (index + 7) }));
  return keyed.toSorted((a, b) => a.key - b.key).map(({ item }) => item);
}

it('the verdict does not depend on the order in which facts are listed', () => {
  const keys = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(arbMoment, keys, (moment, order) => {
      const { facts } = moment.lead;
      const cells = (object: 'contact' | 'company') =>
        Object.fromEntries(shuffled(Object.entries(facts[object]), order));
      const turned = {
        ...facts,
        contact: cells('contact'),
        company: cells('company'),
        signals: shuffled(facts.signals, order),
        deals: shuffled(facts.deals, order),
      };

      expect(verdictOf(moment, turned)).toBe(verdictOf(moment, facts));
    }),
    { numRuns: 2_000 },
  );
});
