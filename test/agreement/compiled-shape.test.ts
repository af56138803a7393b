// What a compiled agreement holds, key by key. Stored versions keep the shape they were frozen with, and are completed when
// they are run under another (pipeline/versions/compiled-form.ts): it must be counted.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { COMPILED_SHAPE } from '#agreement/compile.ts';
import { parseAgreement } from '#agreement/parse.ts';
import { FULL_AGREEMENT } from '#test/support/full-agreement.ts';

/** Keys of these are the document's own words. */
const BY_NAME = [
  'answers.hubspotLeads.reasons',
  'answers.hubspotLeads.stages',
  'answers.leadStatus',
  'answers.reasons',
  'calendar.week',
  'data.readFrom.company',
  'data.readFrom.contact',
  'marketing.volume[].months',
  'nurture.coolDowns',
  'overlays[].changes.calendar.week',
  'overlays[].changes.points',
  'overlays[].changes.sales',
  'routing.pools[].members[].hours.week',
];

function listPaths(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) return [`${path}[]`, ...value.flatMap((item) => listPaths(item, `${path}[]`))];
  if (typeof value !== 'object' || value === null) return [path];
  // Conditions differ by their kind.
  if ('anyOf' in value) return [`${path}: filter`];
  return Object.entries(value).flatMap(([key, item]) =>
    listPaths(item, BY_NAME.includes(path) ? `${path}.*` : path === '' ? key : `${path}.${key}`),
  );
}

it('is the shape that is counted: raise COMPILED_SHAPE with every change of this list', () => {
  const parsed = parseAgreement(FULL_AGREEMENT, { id: 'main', version: 1, year: 2026 });
  const paths = parsed.ok ? [...new Set(listPaths(parsed.value.agreement))].toSorted() : [];
  const [counted, ...known] = readFileSync(join(import.meta.dirname, 'compiled-shape.txt'), 'utf8')
    .trimEnd()
    .split('\n');

  expect(paths).toEqual(known);
  expect(counted).toBe(`shape ${COMPILED_SHAPE}`);
});
