// HubSpot's search, for finding what changed without a webhook. It has a rate limit of its own and sends no headers about it.
import type { CallContext, CrmObjectType, RecordPage, SearchRequest } from '#pipeline/ports.ts';
import { ListAnswer } from './answers.ts';
import { askForLess } from './ask-for-less.ts';
import type { HubspotClient } from './client.ts';

/** HubSpot's limits. */
const MAX_GROUPS = 5;
const MAX_PAGE = 200;

export async function searchRecords(
  client: HubspotClient,
  context: CallContext,
  job: { readonly objectType: CrmObjectType; readonly request: SearchRequest },
): Promise<RecordPage> {
  const { objectType, request } = job;
  const { groups, properties, limit } = request;
  if (groups.length < 1 || groups.length > MAX_GROUPS)
    throw new Error(`A search of ${groups.length} groups: HubSpot takes 1 to ${MAX_GROUPS}`);
  if (limit < 1 || limit > MAX_PAGE)
    throw new Error(`A page of ${limit} records: HubSpot finds 1 to ${MAX_PAGE}`);
  const endpoint = `${objectType} search`;
  const { answer, count } = await askForLess(client, context, {
    endpoint,
    wanted: limit,
    send: (size, divisible) =>
      client.call(context, {
        endpoint,
        method: 'POST',
        path: client.paths.search(objectType),
        body: {
          filterGroups: groups.map((filters) => ({ filters })),
          sorts: [{ propertyName: 'hs_object_id', direction: 'ASCENDING' }],
          properties,
          limit: size,
        },
        answer: ListAnswer,
        repeatable: true,
        divisible,
        bucket: 'search',
      }),
  });
  return { records: answer.results, isLast: answer.results.length < count };
}
