// What Accord must know of the portal itself (its id, its time zone, how many properties it may still create), and the end
// of an install from our side.
import type { AccountDetails, CallContext, CrmObjectType } from '#pipeline/ports.ts';
import { AccountAnswer, AnyAnswer, PropertyLimitsAnswer } from './answers.ts';
import type { HubspotClient } from './client.ts';
import { TYPE_IDS } from './paths.ts';

export function readAccountDetails(client: HubspotClient, context: CallContext): Promise<AccountDetails> {
  return client.call(context, {
    endpoint: 'account details',
    method: 'GET',
    path: client.paths.accountDetails,
    answer: AccountAnswer,
    repeatable: true,
  });
}

/** Custom properties that the account may still create for these objects; null when HubSpot names no limit for them. */
export async function readPropertyRoom(
  client: HubspotClient,
  context: CallContext,
  objectType: CrmObjectType,
): Promise<number | null> {
  const { byObjectType } = await client.call(context, {
    endpoint: 'custom property limits',
    method: 'GET',
    path: client.paths.propertyLimits,
    answer: PropertyLimitsAnswer,
    repeatable: true,
  });
  const found = byObjectType.find(({ objectTypeId }) => objectTypeId === TYPE_IDS[objectType]);
  return found === undefined ? null : Math.max(0, found.limit - found.usage);
}

/** HubSpot drops cards and webhooks and mails the account's super admins. A second time it answers that the token is dead. */
export async function uninstallApp(client: HubspotClient, context: CallContext): Promise<void> {
  await client.call(context, {
    endpoint: 'app uninstall',
    method: 'DELETE',
    path: client.paths.uninstall,
    answer: AnyAnswer,
    repeatable: false,
  });
}
