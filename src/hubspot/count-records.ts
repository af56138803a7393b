// How many records HubSpot's search finds. The records themselves are never read this way: the index lags behind writes.
import type { CallContext, CrmObjectType, SearchFilter } from '#pipeline/ports.ts';
import { SearchAnswer } from './answers.ts';
import type { HubspotClient } from './client.ts';

export async function countRecords(
  client: HubspotClient,
  context: CallContext,
  job: { readonly objectType: CrmObjectType; readonly groups: readonly (readonly SearchFilter[])[] },
): Promise<number> {
  const { total } = await client.call(context, {
    endpoint: `${job.objectType} search`,
    method: 'POST',
    path: client.paths.search(job.objectType),
    body: countBody(job.groups),
    answer: SearchAnswer,
    repeatable: true,
    bucket: 'search',
  });
  return total;
}

/** The total comes with any page; one row is the smallest. */
export function countBody(groups: readonly (readonly SearchFilter[])[]): Readonly<Record<string, unknown>> {
  return { filterGroups: groups.map((filters) => ({ filters })), properties: [], limit: 1 };
}
