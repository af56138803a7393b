// One sentence for the admin about workflows that went on without an answer.
import { describe, expect, it } from 'vitest';
import { listUncalled } from '#pipeline/actions/uncalled.ts';

const AT = '2026-03-02T09:00:00.000Z';
const LATER = '2026-03-03T09:00:00.000Z';

describe('workflows that were not called back', () => {
  it.each([
    [
      'en',
      'EXPIRED',
      1,
      'In the last 7 days one step of a workflow went on without Accord’s answer: HubSpot waited',
    ],
    [
      'en',
      'REFUSED',
      4,
      'In the last 7 days 4 steps of workflows went on without Accord’s answer: HubSpot does not',
    ],
    [
      'fr',
      'EXPIRED',
      4,
      'Ces 7 derniers jours, 4 étapes de workflows ont continué sans la réponse d’Accord\u00a0: HubSpot a attendu',
    ],
    [
      'fr',
      'REFUSED',
      1,
      'Ces 7 derniers jours, une étape de workflow a continué sans la réponse d’Accord\u00a0: HubSpot ne laisse pas',
    ],
  ] as const)('are told in %s: %s, %i', (...[language, because, steps, start]) => {
    const reason = because === 'REFUSED' ? 'MISSING_SCOPES' : because;

    const told = listUncalled([{ reason, steps, lastAt: AT }], language);

    expect(told).toMatchObject([{ because, steps, lastAt: AT }]);
    expect(told[0]?.note).toContain(start);
  });

  it('are counted together where one cause has several codes', () => {
    const told = listUncalled(
      [
        { reason: 'FORBIDDEN', steps: 2, lastAt: LATER },
        { reason: 'GRANT_DEAD', steps: 3, lastAt: AT },
      ],
      'en',
    );

    expect(told).toMatchObject([{ because: 'REFUSED', steps: 5, lastAt: LATER }]);
  });

  it('are none of ours where HubSpot knows the execution no more', () => {
    expect(listUncalled([{ reason: 'NOT_FOUND', steps: 2, lastAt: AT }], 'en')).toEqual([]);
  });
});
