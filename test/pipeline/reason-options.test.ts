// The options that reps choose a reject reason from, where several agreements are in force.
import { expect, it } from 'vitest';
import { reasonOptions } from '#pipeline/outputs.ts';
import { templateAgreement } from '#test/support/agreement-text.ts';

const agreement = (...reasons: readonly (readonly [string, string])[]) => ({
  ...templateAgreement('en'),
  rejectReasons: reasons.map(([id, label]) => ({ id, label, clause: null })),
});

it('are the reasons of all of them, each id once with every label, and no label twice', () => {
  const first = agreement(['budget', 'No budget'], ['small', 'Too small'], ['other', 'Other']);
  const second = agreement(['budget', 'Pas de budget'], ['tiny', 'Too small'], ['other', 'Other']);

  expect(reasonOptions([first, second])).toEqual([
    { value: 'budget', label: 'No budget / Pas de budget' },
    { value: 'small', label: 'Too small (small)' },
    { value: 'other', label: 'Other' },
    { value: 'tiny', label: 'Too small (tiny)' },
  ]);
});

it('are those of the agreement alone where there is one', () => {
  expect(reasonOptions([agreement(['a', 'A'], ['b', 'B'])])).toEqual([
    { value: 'a', label: 'A' },
    { value: 'b', label: 'B' },
  ]);
});

it('are none before the first agreement', () => {
  expect(reasonOptions([])).toEqual([]);
});
