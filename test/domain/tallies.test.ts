// What rules ask of details: which tallies a signal belongs to, and how much is remembered of that.
import { describe, expect, it } from 'vitest';
import type { Agreement, SignalKind } from '#domain/agreement.ts';
import { isQualifying, talliesOf, tallyPlanOf } from '#domain/tallies.ts';
import { agreementWith, engagementRule, signal, T0 } from '#test/support/builders.ts';

const MOST = 5_000;
const asking = (): Agreement =>
  agreementWith({
    score: {
      engagement: {
        cap: 100_000,
        groups: [],
        rules: [
          engagementRule('any', 1),
          engagementRule('demo', 10, { detailContains: 'Demo' }),
          engagementRule('price', 5, { detailContains: 'price' }),
          engagementRule('price again', 5, { detailContains: 'PRICE' }),
          engagementRule('page', 5, { signal: 'pageView', detailContains: 'price' }),
        ],
      },
    },
  });

describe('what rules ask of details', () => {
  it('is one tally for each rule that asks for a text, of its kind', () => {
    const plan = tallyPlanOf(asking());

    expect([plan.size, plan.ofRules]).toEqual([4, [null, 0, 1, 2, 3]]);
    expect(talliesOf(plan, 'form', 'DEMO and prices')).toEqual([0, 1, 2]);
    expect(talliesOf(plan, 'form', 'newsletter')).toEqual([]);
    expect(talliesOf(plan, 'pageView', '/demo/price')).toEqual([3]);
    expect([plan.asked.call, talliesOf(plan, 'call', 'demo')]).toEqual([[], []]);
  });

  it('is worked out once for an agreement, and once for a detail', () => {
    const agreement = asking();
    const plan = tallyPlanOf(agreement);
    talliesOf(plan, 'call', 'demo');

    expect(tallyPlanOf(agreement)).toBe(plan);
    expect(talliesOf(plan, 'form', 'demo')).toBe(talliesOf(plan, 'form', 'demo'));
    expect([plan.known.form.size, plan.known.call.size]).toEqual([1, 0]);
  });

  it('is remembered of so many details, then all are forgotten', () => {
    const plan = tallyPlanOf(asking());
    for (let page = 1; page <= MOST; page++) talliesOf(plan, 'form', `page ${page}`);

    expect(plan.known.form.size).toBe(MOST);
    expect([talliesOf(plan, 'form', 'one more demo'), plan.known.form.size]).toEqual([[0], 1]);
  });
});

describe('a signal that earns points', () => {
  const agreement = agreementWith({
    score: {
      engagement: {
        cap: 100_000,
        groups: [],
        rules: [
          engagementRule('page', -1, { signal: 'pageView' }),
          engagementRule('demo', 10, { signal: 'pageView', detailContains: 'demo' }),
          engagementRule('careers', -10, { signal: 'pageView', detailContains: 'careers' }),
          engagementRule('blog', 0, { signal: 'pageView', detailContains: 'blog' }),
          engagementRule('open', 0, { signal: 'emailOpen' }),
          engagementRule('meeting', 20, { signal: 'meeting' }),
          engagementRule('no show', -20, { signal: 'meeting', detailContains: 'no show' }),
        ],
      },
    },
  });
  it.each<[string, SignalKind, string, boolean]>([
    ['a page about what a rule gives points for', 'pageView', '/demo', true],
    ['a page that costs points', 'pageView', '/careers', false],
    ['a page that a rule counts for nothing', 'pageView', '/blog', false],
    ['a page that is about both', 'pageView', '/careers/demo', true],
    ['any other page', 'pageView', '/', false],
    ['mail whose opening is worth nothing', 'emailOpen', '', false],
    ['a meeting', 'meeting', 'booked', true],
    ['a meeting that one rule gives points for and another takes them away', 'meeting', 'no show', true],
    ['a call that no rule counts', 'call', '', false],
  ])('%s', (...[, kind, detail, isSo]) => {
    expect(isQualifying(agreement, signal(kind, T0, detail))).toBe(isSo);
  });
});
