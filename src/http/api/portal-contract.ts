// What the contract says of a portal as a whole; its routes are in contract.ts and contract-card.ts.
import { z } from 'zod';
import { EFFECTS } from '#domain/decision.ts';
import { Count, Id, Instant } from './route.ts';

const EffectState = z.object({ enabled: z.boolean(), since: Instant.nullable() });
export const PortalSummary = z.object({
  portalId: Id,
  status: z.enum(['active', 'parked', 'uninstalled']),
  statusReason: z.string(),
  mode: z.enum(['observe', 'live', 'paused']),
  language: z.enum(['en', 'fr']),
  timeZone: z.string(),
  effects: z.record(z.enum(EFFECTS), EffectState),
  provisionedAt: Instant.nullable(),
  installedAt: Instant,
  baselineAt: Instant,
  regime: Count,
});
const Counts = z.record(z.string(), Count);
export const PortalReport = PortalSummary.extend({
  uniqueTaskKey: z.boolean(),
  grant: z.object({
    scopes: z.array(z.string()),
    lacking: z
      .array(z.string())
      .meta({ description: 'Scopes that this release needs and the account has not granted yet.' }),
    installUrl: z.string().meta({ description: 'Where an administrator of the account connects it again.' }),
  }),
  agreement: z.object({ id: z.string(), version: Count }).nullable(),
  backfill: z.object({ done: z.boolean(), leads: Count, toJudge: Count }),
  leads: z.object({ byStatus: Counts, byStage: Counts, byGrade: Counts }),
  events: z.object({ accepted: Count, duplicated: Count, setAside: Count, echoed: Count }),
  parked: Count,
  withheld: Count,
  openTasks: Count,
  blockedStages: z.array(z.string()).readonly(),
  unread: z
    .array(
      z.object({
        object: z.enum(['deals', 'leads', 'users', 'lists']),
        because: z.enum(['notGranted', 'refused', 'missing']),
        scope: z.string(),
        note: z.string(),
      }),
    )
    .readonly(),
  failing: z
    .object({
      because: z.enum(['FAILURES', 'EDGE_FAULT', 'PORTAL_MOVING']),
      failures: Count,
      restUntil: z.string().nullable(),
    })
    .nullable(),
  unwritten: z
    .array(
      z.object({
        object: z.enum(['contacts', 'tasks']),
        because: z.enum(['MISSING_SCOPES', 'FORBIDDEN']),
        changes: Count,
        note: z.string(),
      }),
    )
    .readonly(),
  uncalled: z
    .array(
      z.object({
        because: z.enum(['EXPIRED', 'REFUSED']),
        steps: Count,
        lastAt: z.string(),
        note: z.string(),
      }),
    )
    .readonly(),
  unreadableTimes: z
    .array(
      z.object({
        ownerId: z.string(),
        name: z.string(),
        properties: z.array(z.string()).readonly(),
        note: z.string(),
      }),
    )
    .readonly(),
  setBacks: z
    .array(z.object({ property: z.string(), source: z.string(), times: Count, leads: Count }))
    .readonly(),
});

export const WithheldSummary = z.object({
  effect: z.string(),
  target: z.string(),
  changes: Count,
  overwriting: Count,
});
