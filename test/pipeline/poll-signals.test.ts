// Whether a portal is searched for signals at all; what a search finds is in test/workers/signals.test.ts.
import { describe, expect, it } from 'vitest';
import { needsPolling } from '#pipeline/poll-signals.ts';
import { agreementWith, engagementRule } from '#test/support/builders.ts';

const scoring = (signal: 'meeting' | 'form') => {
  const { score } = agreementWith();
  const rules = [engagementRule('one', 10, { signal })];
  return agreementWith({ score: { ...score, engagement: { ...score.engagement, rules } } });
};

describe('a portal is searched for signals', () => {
  it.each([
    ['when its agreement scores what no webhook tells', [scoring('form')], true],
    ['when webhooks tell all that is scored, since they get lost', [scoring('meeting')], true],
    ['not without an agreement', [], false],
  ])('%s', (_, agreements, expected) => {
    expect(needsPolling(agreements)).toBe(expected);
  });
});
