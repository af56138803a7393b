// The lead's own signs of life, and the themes they tell.
import { describe, expect, it } from 'vitest';
import { toEpochMs } from '#domain/instant.ts';
import { activityAhead, latestActivity, listActivity, themeAt } from '#domain/trail.ts';
import { viewLead } from '#domain/view.ts';
import { agreementWith, factsWith, hoursAfter, signal, T0 } from '#test/support/builders.ts';

const NOW = toEpochMs(T0);
const inHours = (times: readonly number[]) => times.map((at) => (at - NOW) / 3_600_000);

describe('activity', () => {
  const agreement = agreementWith();
  const facts = factsWith({
    createdAt: hoursAfter(T0, -3),
    signals: [
      signal('call', hoursAfter(T0, -2.5)),
      signal('form', hoursAfter(T0, -2)),
      signal('emailOpen', hoursAfter(T0, -1)),
      signal('touch', T0),
      signal('call', hoursAfter(T0, 1)),
    ],
  });

  it('is creation and what the lead did: neither opened mail nor what sales did', () => {
    expect(inHours(listActivity(viewLead(agreement, facts)))).toEqual([-3, -2.5, -2, 1]);
  });

  it.each([
    [-4, null, [-3, -2.5, -2, 1]],
    [-3, -3, [-2.5, -2, 1]],
    [-2, -2, [1]],
    [0, -2, [1]],
    [1, 1, []],
  ])('%d hours from now was last %s, and comes %j', (hours, last, ahead) => {
    const at = NOW + hours * 3_600_000;
    const view = viewLead(agreement, facts);
    const latest = latestActivity(view, at);

    expect(latest === null ? null : (latest - NOW) / 3_600_000).toBe(last);
    expect(inHours(activityAhead(view, at)).toSorted((a, b) => a - b)).toEqual(ahead);
  });

  it('may all lie ahead', () => {
    const unborn = viewLead(agreement, factsWith({ createdAt: hoursAfter(T0, 1) }));

    expect(latestActivity(unborn, NOW)).toBeNull();
    expect(inHours(activityAhead(unborn, NOW))).toEqual([1]);
    expect(activityAhead(unborn, NOW + 3_600_000)).toEqual([]);
  });
});

describe('the theme', () => {
  const themes = [
    { id: 'price', label: 'Prices', contains: ['pricing'] },
    { id: 'proof', label: 'Stories', contains: ['case'] },
    { id: 'team', label: 'Team', contains: ['team'] },
  ];
  const page = (detail: string, hours: number) => signal('pageView', hoursAfter(T0, hours), detail);

  it.each<[string, ReturnType<typeof page>[], recent: string, frequent: string]>([
    ['nothing', [], '', ''],
    ['a page of none', [page('/about', -1)], '', ''],
    ['a page without address', [page('', -1)], '', ''],
    ['a page dated ahead', [page('/case', -1), page('/PRICING', 1)], 'proof', 'proof'],
    ['a page dated now', [page('/case', -1), page('/PRICING', 0)], 'price', 'price'],
    [
      'one of them twice',
      [page('/case', -3), page('/pricing', -2), page('/case', -1), page('/team', -1)],
      'proof',
      'proof',
    ],
    ['a later page of none', [page('/case', -2), page('/about', -1)], 'proof', 'proof'],
    ['two at one instant', [page('/case', -1), page('/pricing', -1)], 'price', 'price'],
    ['two at one instant, the other way round', [page('/pricing', -1), page('/case', -1)], 'price', 'price'],
    ['three at one instant', [page('/case', -1), page('/team', -1), page('/case', -1)], 'proof', 'proof'],
    [
      'an earlier one that comes first in the agreement',
      [page('/pricing', -2), page('/team', -1)],
      'team',
      'team',
    ],
    ['a mail that was opened', [signal('emailOpen', T0, 'pricing')], '', ''],
    ['a form', [signal('form', T0, 'Pricing request')], 'price', 'price'],
  ])('of %s', (...[, signals, recent, frequent]) => {
    const told = (['recent', 'frequent'] as const).map((themeBy) => {
      const agreement = agreementWith({ nurture: { themes, themeBy } });
      return themeAt(agreement, viewLead(agreement, factsWith({ signals })), NOW);
    });

    expect(told).toEqual([recent, frequent]);
  });
});
