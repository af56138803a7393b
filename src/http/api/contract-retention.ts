// The part of the contract about how long events and decisions are kept.
import { z } from 'zod';
import { RETENTION_BOUNDS } from '#pipeline/retention/retention.ts';
import { Reason, route } from './route.ts';

const days = ({ least, most }: { readonly least: number; readonly most: number }) =>
  z.int().min(least).max(most);

const Retention = z.object({
  decisionsKeepDays: days(RETENTION_BOUNDS.decisionsKeepDays).meta({
    description: 'After it, what a decision was made from is dropped; its answer and hash stay.',
  }),
  eventsKeepDays: days(RETENTION_BOUNDS.eventsKeepDays).meta({
    description: 'After it, HubSpot’s events are dropped; the facts they told stay.',
  }),
});

export const RETENTION_ROUTES = {
  readRetention: route({
    path: '/portals/{portalId}/retention',
    summary: 'How many days events and the inputs of decisions are kept.',
    answer: Retention,
  }),
  setRetention: route({
    method: 'put',
    path: '/portals/{portalId}/retention',
    summary: 'Sets one or both; the next night drops what is older.',
    body: z.strictObject({ ...Retention.partial().shape, reason: Reason }),
    answer: Retention,
  }),
} as const;
