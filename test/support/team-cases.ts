// The sales teams that routing is measured on: even and very uneven weights, and every way to come back from an absence.
import type { Team } from './sales-team.ts';

const ones = (count: number): number[] => Array.from({ length: count }, () => 100);
const forgive = { policy: 'forgive', cap: null, expiresDays: null } as const;

export const TEAMS: readonly (readonly [string, Omit<Team, 'leads'>])[] = [
  ['20 reps of the same weight', { weights: ones(20), isBusy: false, afterAbsence: forgive, seed: 1 }],
  ['weights 10 : 1 × 10', { weights: [1000, ...ones(10)], isBusy: false, afterAbsence: forgive, seed: 2 }],
  [
    'weights 20 : 10 : 1 × 18',
    { weights: [2000, 1000, ...ones(18)], isBusy: false, afterAbsence: forgive, seed: 3 },
  ],
  [
    '20 busy reps, forgiven',
    { weights: [300, 200, 150, ...ones(17)], isBusy: true, afterAbsence: forgive, seed: 4 },
  ],
  [
    '20 busy reps with credit',
    {
      weights: [300, 200, 150, ...ones(17)],
      isBusy: true,
      afterAbsence: { policy: 'credit', cap: 10, expiresDays: 30 },
      seed: 5,
    },
  ],
  [
    '20 busy reps who catch up, weights 20 : 10 : 1 × 18',
    {
      weights: [2000, 1000, ...ones(18)],
      isBusy: true,
      afterAbsence: { policy: 'catch-up', cap: 5, expiresDays: null },
      seed: 6,
    },
  ],
];
