// What HubSpot's users see of sales' promises about a lead: the worst of the open ones, else of the closed, and the next due time.
import { describe, expect, it } from 'vitest';
import { nextDueOf, slaStatusOf } from '#domain/clock-outputs.ts';
import type { Standing } from '#domain/clocks.ts';
import type { ClockStatus } from '#domain/decision.ts';
import type { ClockState } from '#domain/lead.ts';
import { hoursAfter, T0 } from '#test/support/builders.ts';

const DUE = hoursAfter(T0, 24);

function standing(status: ClockStatus, changes: Partial<ClockState> = {}): Standing {
  const times = { startedAt: T0, since: T0, dueAt: DUE, warnedAt: null, breachedAt: null, metAt: null };
  const run = { clause: 'first-touch', run: 1, ownerId: '7', ...times, ...changes };
  return { clause: null, run, status, askedBy: null };
}
const broken = standing('ended', { breachedAt: DUE });

describe('the status of what sales owes', () => {
  it.each<[string, Standing[], string]>([
    ['nothing where nothing is promised', [], ''],
    ['nothing where all ended before it was due', [standing('ended')], ''],
    ['breached where one ended after it was due', [broken], 'breached'],
    ['not that of one that ended before it was due', [standing('ended'), standing('met')], 'met'],
    ['that of the worst that is open', [standing('running'), standing('warned')], 'warning'],
    ['breached before all', [standing('warned'), standing('breached'), standing('met')], 'breached'],
    ['on track where one runs and one stands still', [standing('paused'), standing('running')], 'on_track'],
    ['paused where all that is open stands still', [standing('paused'), standing('met')], 'paused'],
    ['that of an open one, whatever was broken before', [broken, standing('running')], 'on_track'],
    ['breached where of closed ones one was never kept', [standing('metLate'), broken], 'breached'],
    ['met late where one was', [standing('met'), standing('metLate'), standing('excused')], 'met_late'],
    ['excused where the others were kept', [standing('met'), standing('excused')], 'excused'],
    ['met where it was known late', [standing('metKnownLate')], 'met'],
  ])('is %s', (...[, standings, status]) => {
    expect(slaStatusOf(standings)).toBe(status);
  });
});

describe('the next due time', () => {
  const soon = { dueAt: hoursAfter(T0, 2) };
  const later = { dueAt: hoursAfter(T0, 30) };

  it.each<[string, Standing[], string | null]>([
    ['none where nothing is promised', [], null],
    [
      'the earliest, whichever comes first',
      [standing('running', later), standing('warned', soon)],
      soon.dueAt,
    ],
    ['that of an overdue promise too', [standing('breached', soon), standing('running', later)], soon.dueAt],
    ['not that of a promise that was kept', [standing('met', soon), standing('running', later)], later.dueAt],
    ['not that of one that ended', [standing('ended', soon)], null],
    ['none where it stands still', [standing('paused', { dueAt: null })], null],
    [
      'that of another where one stands still',
      [standing('paused', { dueAt: null }), standing('running', later)],
      later.dueAt,
    ],
  ])('is %s', (...[, standings, at]) => {
    expect(nextDueOf(standings)).toBe(at);
  });
});
