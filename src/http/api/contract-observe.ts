// The observe report in the contract of /api/v1 (5a.1).
import { z } from 'zod';
import { Count, Instant, Language, route } from './route.ts';

const Stage = z.object({
  value: z.string().meta({ description: 'HubSpot’s; empty: none.' }),
  text: z.string(),
});

const ObserveReport = z.object({
  since: Instant.meta({ description: 'When the rehearsal began: at install, or with the version in force.' }),
  days: Count.meta({ description: 'How far back hand-overs and writers are counted.' }),
  handOvers: z
    .array(z.object({ ownerId: z.string(), name: z.string(), day: z.iso.date(), count: Count }))
    .meta({
      description: 'Rehearsed, by local day and rep, newest first; an empty owner: nobody was found.',
    }),
  stages: z
    .array(z.object({ from: Stage, to: Stage, leads: Count }))
    .meta({ description: 'Lifecycle stages that would have been set, as they stand now.' }),
  writers: z
    .array(
      z.object({
        property: z.string(),
        source: z.string().meta({ description: 'HubSpot’s changeSource; empty: it did not tell.' }),
        sourceId: z
          .string()
          .meta({ description: 'HubSpot’s sourceId; empty for a workflow, which names each run.' }),
        name: z.string().meta({ description: 'Of a person who is an owner in HubSpot.' }),
        own: z.boolean().meta({ description: 'Accord itself.' }),
        changes: Count,
        lastAt: Instant,
      }),
    )
    .meta({ description: 'Who wrote lifecycle stage and owner of contacts: at most 50, most often first.' }),
});

export const OBSERVE_ROUTES = {
  readObserveReport: route({
    path: '/portals/{portalId}/observe-report',
    caller: 'team',
    summary:
      'What the rehearsal has come to, before anything is switched on: hand-overs by rep and day, stages that would be set, and who else writes stage and owner.',
    query: z.strictObject({ language: Language.optional() }),
    answer: ObserveReport,
  }),
} as const;
