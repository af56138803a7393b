// The end of an install in the contract of /api/v1.
import { z } from 'zod';
import { Count, Reason, route } from './route.ts';

const Wish = z.strictObject({
  tasks: z
    .enum(['close', 'keep'])
    .meta({ description: 'Accord’s open tasks in HubSpot: complete them, or leave them.' }),
  properties: z.enum(['clear', 'keep']).meta({
    description:
      'Accord’s properties with their values: take them out of the account (HubSpot lets an admin restore them for 90 days), or leave them.',
  }),
  data: z.enum(['keep', 'erase']).meta({
    description:
      'What Accord stores: kept for another install, or erased for good, the audit trail included.',
  }),
  confirm: z.string().optional().meta({ description: 'To erase: the id of the account, once more.' }),
  reason: Reason,
});

export const LIFE_ROUTES = {
  disconnectPortal: route({
    method: 'post',
    path: '/portals/{portalId}/disconnect',
    summary:
      'Ends the install: all effects go off, what was chosen is tidied up in HubSpot, and HubSpot uninstalls the app. May be repeated where it did not finish.',
    body: Wish,
    answer: z.object({
      uninstall: z
        .enum(['done', 'before'])
        .meta({ description: '`before`: HubSpot had ended the install already.' }),
      tasksClosed: Count,
      propertiesCleared: Count,
      propertiesKept: z
        .array(z.object({ name: z.string(), message: z.string() }))
        .meta({ description: 'Something of the account uses them; HubSpot says what.' }),
      erased: z.record(z.string(), Count),
      summary: z.string(),
    }),
    refusals: {
      409: 'Erasing was not confirmed.',
      502: 'HubSpot did not take all of it; nothing is written any more, and asking again goes on.',
    },
  }),
} as const;
