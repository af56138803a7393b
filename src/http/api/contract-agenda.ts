// The part of the contract about what the meetings of both sides have to talk about.
import { z } from 'zod';
import { Count, Id, Instant, Language, route } from './route.ts';

export const AGENDA_ROUTES = {
  readAgenda: route({
    path: '/portals/{portalId}/agenda',
    caller: 'team',
    summary:
      'What a meeting of both sides has to talk about: promises at risk or broken that the agreement makes a point of it, breaches, and sources below the floor.',
    query: z.strictObject({
      meeting: z.enum(['weekly', 'monthly']).default('weekly'),
      agreement: z.string().max(100).optional().meta({ description: 'Without it, the first one.' }),
      language: Language.optional(),
    }),
    answer: z.object({
      at: Instant,
      since: Instant.meta({
        description: 'What was judged or done before it was a point of an earlier meeting.',
      }),
      agreement: z.object({ id: z.string(), version: Count }),
      meeting: z.object({
        day: z.string().nullable(),
        at: z.string().nullable(),
        minutes: Count,
        agenda: z.array(z.string()).meta({ description: 'As the agreement words it.' }),
      }),
      points: z.array(
        z.object({
          kind: z.enum(['promise', 'breach', 'sourcePause']),
          side: z.enum(['marketing', 'sales']).meta({ description: 'Whose promise it is.' }),
          clause: z.string(),
          text: z.string(),
          leads: z
            .array(Id)
            .meta({ description: 'Contacts, as many as the meeting is to discuss; of erased ones none.' }),
          total: Count,
        }),
      ),
    }),
    refusals: { 404: 'No agreement is in force.' },
  }),
} as const;
