// Where lifecycle values stand, and which moves HubSpot makes only through an empty value.
import { expect, it } from 'vitest';
import type { CustomStage, StageModel } from '#domain/agreement.ts';
import { customStage, isProtected, mayPassEmpty, rankOf, stageAt } from '#domain/lifecycle-order.ts';
import { agreementWith } from '#test/support/builders.ts';

const own = (lifecycle: string, after: CustomStage['after'], moment: CustomStage['moment']): CustomStage => ({
  id: lifecycle,
  label: lifecycle,
  lifecycle,
  after,
  moment,
});
const STAGES: StageModel = agreementWith({
  stages: {
    custom: [
      own('yes', 'mql', 'accepted'),
      own('nurtured', null, 'recycled'),
      own('early', 'lead', null),
      own('work', 'mql', 'working'),
      own('gone', null, null),
    ],
    before: ['subscriber', 'other'],
    protected: ['customer', 'gone', 'other'],
  },
}).stages;

it('each value stands in its place, and what nobody mapped is protected', () => {
  const order = [
    ['', 'subscriber'],
    ['nurtured'],
    ['lead'],
    ['early'],
    ['marketingqualifiedlead'],
    ['yes'],
    ['work'],
    ['salesqualifiedlead'],
    ['opportunity'],
    ['customer', 'gone', 'other', '4711'],
  ];
  const values = order.flat();
  const ranks = [...new Set(values.map((value) => rankOf(STAGES, value)))];

  expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
  expect(ranks.map((rank) => values.filter((value) => rankOf(STAGES, value) === rank))).toEqual(order);
  expect(values.filter((value) => isProtected(STAGES, value))).toEqual(order.at(-1));
});

it.each([
  ['lead', 'marketingqualifiedlead', false],
  ['marketingqualifiedlead', 'lead', true],
  ['work', 'yes', true],
  ['yes', 'work', false],
  ['nurtured', 'lead', true],
  ['nurtured', 'nurtured', true],
  ['lead', 'nurtured', true],
  ['lead', 'lead', false],
  ['', 'lead', false],
])('from “%s” to “%s” HubSpot may show an empty value: %s', (from, to, mayBeEmpty) => {
  expect(mayPassEmpty(STAGES, from, to)).toBe(mayBeEmpty);
});

it('a custom stage is found by its value and by the moment that sets it', () => {
  expect(customStage(STAGES, 'work')?.moment).toBe('working');
  expect(customStage(STAGES, 'lead')).toBeUndefined();
  expect(stageAt(STAGES, 'recycled')).toBe('nurtured');
  expect(stageAt(STAGES, 'disqualified')).toBeUndefined();
});
