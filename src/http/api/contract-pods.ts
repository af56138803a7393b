// The part of the contract about pods: pools of reps with the marketer who works with each.
import { z } from 'zod';
import { MonthQuery } from './clause-contract.ts';
import { Count, Instant, route } from './route.ts';

export const POD_ROUTES = {
  listPods: route({
    path: '/portals/{portalId}/pods',
    caller: 'team',
    summary:
      'What each pool of reps and its marketer came to in a month, and what it may expect in the week to come. Every lead is counted in the pool of whoever has it, so that the pools sum up to the clauses of the month.',
    query: MonthQuery.omit({ language: true }),
    answer: z.object({
      month: z.string(),
      at: Instant,
      agreement: z.object({ id: z.string(), version: Count }),
      since: Instant.nullable().meta({ description: 'From when on leads were counted.' }),
      items: z.array(
        z.object({
          pool: z.string().nullable().meta({ description: 'Null: leads of reps in no pool, and of nobody.' }),
          label: z.string(),
          marketer: z.string().nullable().meta({ description: 'E-mail address.' }),
          handedOver: Count,
          accepted: Count,
          sql: Count,
          promises: z.array(z.object({ clause: z.string(), due: Count, kept: Count })),
          nextWeek: z.object({
            expected: Count.meta({
              description: 'Hand-overs in the next seven days, at the pace of the last four weeks.',
            }),
            capacity: Count.nullable().meta({
              description: 'What the limits per day of pool and reps let through; null: no limit.',
            }),
          }),
        }),
      ),
    }),
    refusals: { 404: 'No agreement was in force in that month.' },
  }),
} as const;
