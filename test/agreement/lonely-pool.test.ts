// A pool of one rep from whom a consequence may take a lead: `agreement check` says that it would go to nobody.
import { describe, expect, it } from 'vitest';
import { parseAgreement } from '#agreement/parse.ts';
import { edited } from '#test/support/agreement-text.ts';

const EVERYONE =
  '  pool: everyone # CHANGE: or a list of e-mail addresses of HubSpot users, in the order of their turns';
const REASSIGN = '      - { after: 2 working days, do: reassign }\n';

function warned(pool: string, language: 'en' | 'fr' = 'en', without = '') {
  const text = edited(EVERYONE, pool).replace(without, '');
  const result = parseAgreement(text, { id: 'main', version: 1, year: 2026, language });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value.notes.filter(({ code }) => code === 'lonelyPool');
}

describe('a pool of one rep', () => {
  it('is told, where it stands and in both languages, while a consequence takes leads from reps', () => {
    expect(warned('  pool: [ann@our-company.example]')).toMatchObject([
      { path: 'routing.pool', params: { rep: 'ann@our-company.example' } },
    ]);
    const named =
      '  pool: [ann@our-company.example, bob@our-company.example]\n  pools: [{ id: north, label: North, members: [zoe@our-company.example] }]';
    expect(warned(named, 'fr')).toMatchObject([
      { path: 'routing.pools[0]', problem: expect.stringContaining('zoe@our-company.example') as string },
    ]);
  });

  it.each([
    [
      'has a way out',
      '  pool: [ann@our-company.example]\n  overflow: all\n  pools: [{ id: all, label: All, members: everyone }]',
      '',
    ],
    ['is everyone, however few they are', '  pool: everyone', ''],
    ['loses no lead to a consequence', '  pool: [ann@our-company.example]', REASSIGN],
  ])('is no matter where it %s', (_, pool, without) => {
    expect(warned(pool, 'en', without)).toEqual([]);
  });
});
