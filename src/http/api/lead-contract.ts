// What `GET /portals/{portalId}/leads/{contactId}` takes and answers.
import { z } from 'zod';
import { Clock } from './contract-clocks.ts';

const Instant = z.iso.datetime();
const Sentences = z.array(z.string());

export const LeadQuery = z.strictObject({
  language: z.enum(['en', 'fr']).optional(),
  at: Instant.optional().meta({ description: 'A past instant; the decision then in force is explained.' }),
});

const Clause = z.object({
  clause: z.string().meta({ description: 'Place in the agreement, e.g. `score.gates.competitor`.' }),
  standing: z.enum(['met', 'notMet', 'notYet', 'doesNotApply']),
  text: z.string(),
  conditions: z
    .array(z.array(z.object({ holds: z.boolean(), text: z.string() })))
    .meta({ description: 'Groups of conditions; one group must hold as a whole.' }),
});

export const LeadReport = z.object({
  leadId: z.string(),
  contactId: z.string(),
  companyId: z.string().nullable(),
  /** The version that judged the decision explained. */
  agreement: z.object({ id: z.string(), version: z.int().nonnegative() }),
  rehearsed: z.boolean(),
  /** As the decision in force at the instant left it. */
  state: z.looseObject({ status: z.string() }),
  verdict: z.looseObject({ grade: z.string() }).nullable(),
  at: Instant.meta({ description: 'The instant that the explanation is about.' }),
  short: z.string().meta({ description: 'At most 250 characters.' }),
  card: Sentences.meta({ description: 'At most six lines.' }),
  why: Sentences,
  whyNotYet: Sentences,
  whatWouldItTake: Sentences,
  clauses: z
    .array(Clause)
    .meta({ description: 'Empty when the inputs of the decision were erased or compacted.' }),
  clocks: z.array(Clock).meta({ description: 'Promises of sales, as the decision in force left them.' }),
  pauses: z.array(z.object({ reason: z.string(), from: Instant, to: Instant.nullable() })),
  reviewAt: Instant.nullable(),
  reviewExact: z.boolean(),
  decisions: z.array(
    z.object({
      seq: z.string(),
      at: Instant,
      version: z.int().nonnegative(),
      live: z.boolean(),
      summary: z.string(),
      note: z
        .string()
        .nullable()
        .meta({ description: 'What sales wrote beside a no, where this decision heard of it.' }),
    }),
  ),
});
