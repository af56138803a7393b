// A sales team of twenty works off its leads, whatever its weights, limits and absences (R17, R23).
import { describe, expect, it } from 'vitest';
import { workOff } from '#test/support/sales-team.ts';
import { TEAMS } from '#test/support/team-cases.ts';

/** All 100,000 take minutes a team: `LEADS=100000 npx vitest run --project long test/long/sales-team.test.ts`. */
const LEADS = Number(process.env['LEADS'] ?? 20_000);

describe.each(TEAMS)(
  '%s',
  (name, team) => {
    it('exceed no limit, are a lead from their share at most, and are not flooded', () => {
      const { given, ...books } = workOff({ ...team, leads: LEADS });

      console.info(name, { ...books, given: given.length });
      expect(books.breaches).toEqual([]);
      expect(books.worstShareError).toBeLessThan(1000);
      expect(books.longRunError).toBeLessThan(team.isBusy ? 2000 : 1000);
      expect(books.floods).toBe(0);
      expect(given.length).toBeGreaterThan(LEADS * 0.9);
    });
  },
  600_000,
);
