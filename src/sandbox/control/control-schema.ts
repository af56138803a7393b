// The bodies of the control API. Strict: a misspelt knob must not pass silently in a test.
import { z } from 'zod';
import { LEAD_STATES } from '#sandbox/catalog/lead-properties.ts';
import { FAULT_KINDS } from '#sandbox/faults.ts';
import { OBJECT_TYPES } from '#sandbox/model.ts';

const Share = z.number().min(0).max(1);

export const FaultChange = z.strictObject({
  shares: z.partialRecord(z.enum(FAULT_KINDS), Share).optional(),
  rowRefusalShare: Share.optional(),
  pathIncludes: z.string().optional(),
  hangMs: z.number().min(0).optional(),
  maxInputs: z.number().int().min(1).nullable().optional(),
  script: z
    .array(
      z.strictObject({
        kind: z.enum([...FAULT_KINDS, 'rowRefusal']),
        times: z.number().int().min(1),
        method: z.string().optional(),
        pathIncludes: z.string().optional(),
      }),
    )
    .optional(),
});

export const SwitchChange = z.strictObject({
  countersFireWebhooks: z.boolean().optional(),
  batchUpdatePartial: z.boolean().optional(),
  latencyMs: z.tuple([z.number().min(0), z.number().min(0)]).optional(),
  dateOffsetMs: z.number().optional(),
});

export const WebhookChange = z.strictObject({
  targetUrl: z.url().nullable().optional(),
  subscriptions: z
    .array(
      z.strictObject({
        subscriptionType: z.string(),
        objectType: z.string().exactOptional(),
        propertyName: z.string().exactOptional(),
        active: z.boolean().exactOptional(),
      }),
    )
    .optional(),
  maxBatch: z.number().int().min(1).max(100).optional(),
  mixPortals: z.boolean().optional(),
  duplicateShare: Share.optional(),
  lostShare: Share.optional(),
  shuffle: z.boolean().optional(),
  delayMs: z.tuple([z.number().min(0), z.number().min(0)]).optional(),
  retryScale: z.number().min(0).optional(),
  timeoutMs: z.number().min(1).optional(),
  maxInFlight: z.number().int().min(1).optional(),
  signatures: z.array(z.enum(['v1', 'v2', 'v3'])).optional(),
  reusedEventIdShare: Share.optional(),
});

export const ClockChange = z.strictObject({ offsetMs: z.number() });

export const NewPortal = z.strictObject({
  portalId: z.number().int().positive(),
  timeZone: z.string(),
  uiDomain: z.string().exactOptional(),
  currency: z.string().exactOptional(),
  hubDomain: z.string().exactOptional(),
  installed: z.boolean().exactOptional(),
  leadPipelines: z
    .array(
      z.strictObject({
        id: z.string(),
        label: z.string(),
        stages: z.array(z.strictObject({ id: z.string(), label: z.string(), state: z.enum(LEAD_STATES) })),
      }),
    )
    .exactOptional(),
  associationLabels: z
    .array(
      z.strictObject({
        from: z.enum(OBJECT_TYPES),
        to: z.enum(OBJECT_TYPES),
        typeId: z.number().int().positive(),
        label: z.string(),
        inverse: z.strictObject({ typeId: z.number().int().positive(), label: z.string() }),
      }),
    )
    .exactOptional(),
  lifecycleStages: z.array(z.strictObject({ value: z.string(), label: z.string() })).exactOptional(),
});
