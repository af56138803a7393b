// What Accord must know of the portal itself: its id and its time zone.
import type { AccountDetails, CallContext } from '#pipeline/ports.ts';
import { AccountAnswer } from './answers.ts';
import type { HubspotClient } from './client.ts';

export function readAccountDetails(client: HubspotClient, context: CallContext): Promise<AccountDetails> {
  return client.call(context, {
    endpoint: 'account details',
    method: 'GET',
    path: client.paths.accountDetails,
    answer: AccountAnswer,
    repeatable: true,
  });
}
