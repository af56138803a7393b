// HubSpot's values are strings, and one instant has several spellings.
import { expect, it } from 'vitest';
import { isSameValue } from '#domain/values.ts';

it.each([
  ['lead', 'lead', true],
  ['lead', 'Lead', false],
  ['lead', '', false],
  ['1772442000000', '2026-03-02T09:00:00.000Z', true],
  ['2026-03-02T10:00:00+01:00', '1772442000000', true],
  ['1772442000001', '2026-03-02T09:00:00.000Z', false],
  ['2026-03-02T09:00:00.000Z', 'lead', false],
])('“%s” and “%s” are shown alike: %s', (a, b, isSame) => {
  expect(isSameValue(a, b)).toBe(isSame);
});
