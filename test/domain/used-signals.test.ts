// Which kinds of signals an agreement looks at.
import { expect, it } from 'vitest';
import { usedSignals } from '#domain/used-signals.ts';
import { agreementWith, engagementRule, when } from '#test/support/builders.ts';

it('are those that give points and those that a condition counts', () => {
  const rules = [
    engagementRule('form', 40),
    engagementRule('open', -5, { signal: 'emailOpen' }),
    engagementRule('page', 0, { signal: 'pageView' }),
  ];
  const called = when({ kind: 'signals', signal: 'call', operator: 'GTE', count: 1, withinDays: 7 });

  const agreement = agreementWith({
    score: {
      engagement: { cap: 100_000, groups: [], rules },
      gates: [{ id: 'called', label: '', when: called }],
    },
  });

  expect([...usedSignals(agreement)].sort()).toEqual(['call', 'emailOpen', 'form']);
});
