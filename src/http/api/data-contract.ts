// Answers of the reports about data and feedback.
import { z } from 'zod';
import { IDENTITY_KINDS } from '#domain/identity.ts';
import { ORPHAN_KINDS } from '#pipeline/sweep/orphan.ts';

const Count = z.int().nonnegative();
const Percent = z.number().min(0).max(100);

export const Completeness = z.object({
  inboundLeads: Count,
  asked: Count,
  present: Count,
  percent: Percent.nullable(),
  target: Percent.nullable(),
  met: z.boolean().nullable(),
  rows: z.array(
    z.object({ field: z.string(), source: z.string(), ownerId: z.string(), asked: Count, present: Count }),
  ),
});

export const DuplicateGroup = z.object({
  personId: z.string(),
  leads: z.array(
    z.object({ leadId: z.string(), contactId: z.string(), ownerId: z.string(), status: z.string() }),
  ),
  reasons: z.array(z.object({ kind: z.enum(IDENTITY_KINDS), key: z.string() })),
  ownersConflict: z.boolean(),
});

export const Volumes = z.object({
  months: z.array(z.object({ month: z.string(), handOvers: Count, persons: Count })),
});

export const SilentLead = z.object({
  contactId: z.string(),
  ownerId: z.string(),
  status: z.enum(['handedOver', 'rejected']),
  handedOverAt: z.iso.datetime(),
});

export const Orphan = z.object({
  kind: z.enum(ORPHAN_KINDS),
  subject: z.string().meta({ description: 'Lead, task or record that it is about.' }),
  contactId: z.string(),
  what: z.string(),
  todo: z
    .string()
    .meta({ description: 'What the sweep did, where it did something, else what a person has to do.' }),
  mended: z.boolean(),
  foundAt: z.iso.datetime(),
  seenAt: z.iso.datetime(),
  mendedAt: z.iso.datetime().nullable(),
});

export const Feedback = z.object({
  handedOver: Count,
  answered: Count,
  silent: Count,
  withdrawn: Count,
  percent: Percent.nullable(),
  rejects: z.array(z.object({ reason: z.string(), clause: z.string().nullable(), leads: Count })),
});
