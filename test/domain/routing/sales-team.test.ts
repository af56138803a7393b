// Nobody above a limit, nobody a whole lead from his share, nobody flooded, the same again (R17, R23). The long suite takes
// twenty times as many leads.
import { describe, expect, it } from 'vitest';
import { workOff } from '#test/support/sales-team.ts';
import { TEAMS } from '#test/support/team-cases.ts';

const LEADS = 5_000;

describe.each(TEAMS)('%s', (_, team) => {
  const books = workOff({ ...team, leads: LEADS });

  it('get no lead above a limit, while away, or outside the pool', () => {
    expect(books.breaches).toEqual([]);
    expect(books.given.length).toBeGreaterThan(LEADS * 0.9);
  });

  it('are never a whole lead from their share within an interval', () => {
    expect(books.worstShareError).toBeLessThan(1000);
    expect(books.intervals).toBeGreaterThanOrEqual(team.isBusy ? 50 : 1);
  });

  it('have their share over all intervals', () => {
    expect(books.longRunError).toBeLessThan(team.isBusy ? 2000 : 1000);
  });

  it('are not flooded when they come back', () => {
    expect(books.floods).toBe(0);
    expect(books.madeUp > 0).toBe(team.afterAbsence.policy !== 'forgive');
  });

  it('get the same leads again', () => {
    expect(workOff({ ...team, leads: LEADS / 5 }).given).toEqual(
      books.given.slice(0, workOff({ ...team, leads: LEADS / 5 }).given.length),
    );
  });
});
