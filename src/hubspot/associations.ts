// Which records are associated with which, read in batches and to the last page.
import type { Association, CallContext, CrmObjectType } from '#pipeline/ports.ts';
import { AssociationsAnswer } from './answers.ts';
import { readInParts } from './ask-for-less.ts';
import type { HubspotClient } from './client.ts';
import { HubspotError } from './errors.ts';

/** HubSpot takes 1,000 inputs per call. */
const MAX_INPUTS = 1_000;
/** HubSpot pages a record's associations by 500; 200 pages are 100,000 contacts of one company. */
const MAX_PAGES = 200;

interface AssociationTypes {
  readonly from: CrmObjectType;
  readonly to: CrmObjectType;
}

interface Input {
  readonly id: string;
  readonly after?: string;
}

export async function readAssociations(
  client: HubspotClient,
  context: CallContext,
  request: { readonly types: AssociationTypes; readonly ids: readonly string[] },
): Promise<readonly Association[]> {
  const found: Association[] = [];
  const unique = [...new Set(request.ids)].map((id): Input => ({ id }));
  for (let start = 0; start < unique.length; start += MAX_INPUTS) {
    let inputs: readonly Input[] = unique.slice(start, start + MAX_INPUTS);
    for (let page = 0; inputs.length > 0; page += 1) {
      if (page === MAX_PAGES) throw tooManyPages(request.types);
      const parts = await readInParts(client, context, {
        endpoint: endpointOf(request.types),
        items: inputs,
        read: (part, divisible) =>
          readPage(client, context, { types: request.types, inputs: part, divisible }),
      });
      found.push(...parts.flatMap(({ associations }) => associations));
      inputs = parts.flatMap(({ more }) => more);
    }
  }
  return found;
}

async function readPage(
  client: HubspotClient,
  context: CallContext,
  request: {
    readonly types: AssociationTypes;
    readonly inputs: readonly Input[];
    readonly divisible: boolean;
  },
): Promise<{ readonly associations: readonly Association[]; readonly more: readonly Input[] }> {
  const { from, to } = request.types;
  const endpoint = endpointOf(request.types);
  const answer = await client.call(context, {
    endpoint,
    method: 'POST',
    path: client.paths.associations(from, to),
    body: { inputs: request.inputs },
    answer: AssociationsAnswer,
    repeatable: true,
    divisible: request.divisible,
  });
  if (!answer.errors.every(isAboutAbsence)) {
    throw new HubspotError({ code: 'SERVER_ERROR', endpoint, applied: 'no', retryable: true });
  }
  return {
    associations: answer.results.flatMap((result) =>
      result.to.map((end) => ({
        fromId: result.from.id,
        toId: end.toObjectId,
        typeIds: end.associationTypes.map((type) => type.typeId),
      })),
    ),
    more: answer.results.flatMap((result) =>
      result.paging === null ? [] : [{ id: result.from.id, after: result.paging }],
    ),
  };
}

/** A record without associations, or without existence, comes as an error of the 207; it simply has none. */
function isAboutAbsence(error: Readonly<Record<string, unknown>>): boolean {
  return (
    error['category'] === 'OBJECT_NOT_FOUND' ||
    error['subCategory'] === 'crm.associations.NO_ASSOCIATIONS_FOUND'
  );
}

function endpointOf(types: AssociationTypes): string {
  return `associations ${types.from} to ${types.to} batch read`;
}

function tooManyPages(types: AssociationTypes): HubspotError {
  return new HubspotError({
    code: 'TOO_MANY_PAGES',
    endpoint: endpointOf(types),
    applied: 'no',
    retryable: false,
  });
}
