// Which of the account's properties the settings page offers for what Accord writes, where an account has very many.
import { describe, expect, it } from 'vitest';
import { fittingProperties } from '#agreement/check-outputs.ts';
import { parseAgreement } from '#agreement/parse.ts';
import type { KnownProperty } from '#agreement/property-types.ts';
import { mapOutputs } from '#pipeline/mapping/mapped-outputs.ts';
import { ENGLISH_TEMPLATE } from '#test/support/agreement-text.ts';

const HOLDS: readonly KnownProperty[] = [
  { type: 'string' },
  { type: 'number' },
  { type: 'datetime' },
  { type: 'enumeration', options: ['high', 'medium', 'low', 'none'] },
  { type: 'bool' },
];
const TARGETS = Array.from({ length: 1500 }, (_, index) => ({
  value: `property_of_this_account_number_${index}`,
  label: `Property of this account, number ${index}`,
  holds: HOLDS[index % HOLDS.length] ?? { type: 'string' as const },
}));

function draftOf(text: string) {
  const parsed = parseAgreement(text, { id: 'main', version: 1, year: 2026 });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value.document;
}

describe('the account’s properties behind what Accord writes', () => {
  it('are each named once, and still those that can hold each output', () => {
    const draft = draftOf(ENGLISH_TEMPLATE);
    const { outputs, targets } = mapOutputs({ targets: TARGETS }, { draft, inForce: null, others: [] }, 'en');

    const known = Object.fromEntries(TARGETS.map(({ value, holds }) => [value, holds]));
    const fitting = fittingProperties(draft, known, []);
    for (const { output, kinds } of outputs) {
      const offered = targets.filter(({ kind }) => kinds.includes(kind)).map(({ value }) => value);
      expect([output, offered]).toEqual([output, fitting[output]]);
    }
    expect(fitting.score).toHaveLength(600);
    const names = JSON.stringify({ outputs, targets }).match(/property_of_this_account_number_\d+/g) ?? [];
    expect(names).toHaveLength(1200);
    expect(targets.some(({ value }) => known[value]?.type === 'bool')).toBe(false);
  });

  it('leave out what another agreement writes something else to', () => {
    const [text = '', number = ''] = TARGETS.map(({ value }) => value);
    const parsed = parseAgreement(ENGLISH_TEMPLATE, { id: 'emea', version: 1, year: 2026 });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
    const others = [{ ...parsed.value.agreement, outputs: { fit: number } }];
    const documents = { draft: draftOf(ENGLISH_TEMPLATE), inForce: null, others };
    const { outputs, targets } = mapOutputs({ targets: TARGETS.slice(0, 2) }, documents, 'en');

    const offered = (output: string) => {
      const { kinds = [] } = outputs.find((one) => one.output === output) ?? {};
      return targets.filter(({ kind }) => kinds.includes(kind)).map(({ value }) => value);
    };
    expect(offered('score')).toEqual([text]);
    expect(offered('fit')).toEqual([text, number]);
  });
});
