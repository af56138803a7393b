// A portal's properties: what there is, and the creation of ours. Existing ones are left alone, whoever made them.
import type {
  ArchivedProperties,
  CallContext,
  CrmObjectType,
  PortalProperty,
  PropertyDefinition,
} from '#pipeline/ports.ts';
import { AnyAnswer, CreatedPropertiesAnswer, PropertiesAnswer } from './answers.ts';
import { MAX_BATCH_ROWS } from './batch-write.ts';
import type { HubspotClient } from './client.ts';
import { HubspotError } from './errors.ts';

interface PropertyTarget {
  readonly objectType: CrmObjectType;
  readonly groupName: string;
}

interface PropertyFailure {
  readonly name: string;
  readonly code: string;
  readonly message: string;
}

/** HubSpot wants both options spelled out for a bool. */
const BOOL_OPTIONS = [
  { label: 'Yes', value: 'true' },
  { label: 'No', value: 'false' },
] as const;

export async function listProperties(
  client: HubspotClient,
  context: CallContext,
  objectType: CrmObjectType,
): Promise<readonly PortalProperty[]> {
  const answer = await client.call(context, {
    endpoint: `${objectType} properties list`,
    method: 'GET',
    path: client.paths.properties(objectType),
    query: { archived: 'false' },
    answer: PropertiesAnswer,
    repeatable: true,
  });
  return answer.results.map((property) => ({
    name: property.name,
    label: property.label ?? property.name,
    type: property.type,
    fieldType: property.fieldType,
    readOnly: property.calculated === true || property.modificationMetadata?.readOnlyValue === true,
    hasUniqueValue: property.hasUniqueValue === true,
    isOwn: property.hubspotDefined === false,
    options: (property.options ?? []).map(({ value, label, displayOrder }) => ({
      value,
      label: label ?? value,
      displayOrder: displayOrder ?? -1,
    })),
  }));
}

/** Creates the group unless it exists. */
export async function ensureGroup(
  client: HubspotClient,
  context: CallContext,
  target: {
    readonly objectType: CrmObjectType;
    readonly group: { readonly name: string; readonly label: string };
  },
): Promise<void> {
  const { name, label } = target.group;
  await unlessExisting(
    client.call(context, {
      endpoint: `${target.objectType} property group create`,
      method: 'POST',
      path: `${client.paths.properties(target.objectType)}/groups`,
      body: { name, label },
      answer: AnyAnswer,
      repeatable: true,
    }),
  );
}

/**
 * Creates what is missing in one call. How HubSpot names the failed ones of a batch is not documented, so those are
 * created one by one, which gives each its own reason.
 */
export async function createProperties(
  client: HubspotClient,
  context: CallContext,
  job: { readonly target: PropertyTarget; readonly definitions: readonly PropertyDefinition[] },
): Promise<readonly PropertyFailure[]> {
  const { target, definitions } = job;
  if (definitions.length > MAX_BATCH_ROWS)
    throw new Error(`${definitions.length} properties in a batch, HubSpot takes 100`);
  const existing = new Set(
    (await listProperties(client, context, target.objectType)).map(({ name }) => name),
  );
  const missing = definitions.filter(({ name }) => !existing.has(name));
  if (missing.length === 0) return [];
  const created = await createTogether(client, context, { target, definitions: missing });
  const failures: PropertyFailure[] = [];
  for (const definition of missing.filter(({ name }) => !created.has(name))) {
    const failure = await createAlone(client, context, { target, definition });
    if (failure !== null) failures.push(failure);
  }
  return failures;
}

/** In the order given. HubSpot takes a list of options as a whole. */
export async function setOptions(
  client: HubspotClient,
  context: CallContext,
  job: {
    readonly objectType: CrmObjectType;
    readonly name: string;
    readonly options: readonly { readonly label: string; readonly value: string }[];
  },
): Promise<void> {
  await client.call(context, {
    endpoint: `${job.objectType} property update`,
    method: 'PATCH',
    path: `${client.paths.properties(job.objectType)}/${job.name}`,
    body: {
      options: job.options.map((option, displayOrder) => ({ ...option, displayOrder, hidden: false })),
    },
    answer: AnyAnswer,
    repeatable: true,
  });
}

/**
 * Takes properties with all their values out of the account; HubSpot lets an admin restore them for 90 days. One by one:
 * a property that a workflow or list of the account uses may be refused, and must not keep the others.
 */
export async function archiveProperties(
  client: HubspotClient,
  context: CallContext,
  job: { readonly objectType: CrmObjectType; readonly names: readonly string[] },
): Promise<ArchivedProperties> {
  const archived: string[] = [];
  const kept: PropertyFailure[] = [];
  for (const name of job.names) {
    const end = await archiveProperty(client, context, { objectType: job.objectType, name });
    if (end === 'archived') archived.push(name);
    else if (end !== 'absent') kept.push(end);
  }
  return { archived, kept };
}

async function archiveProperty(
  client: HubspotClient,
  context: CallContext,
  { objectType, name }: { readonly objectType: CrmObjectType; readonly name: string },
): Promise<PropertyFailure | 'archived' | 'absent'> {
  try {
    await client.call(context, {
      endpoint: `${objectType} property archive`,
      method: 'DELETE',
      path: `${client.paths.properties(objectType)}/${name}`,
      answer: AnyAnswer,
      repeatable: true,
    });
    return 'archived';
  } catch (error) {
    if (error instanceof HubspotError && error.status === 404) return 'absent';
    if (!isVerdict(error)) throw error;
    return failureOf(name, error);
  }
}

function failureOf(name: string, error: HubspotError): PropertyFailure {
  const code = error.faults.code ?? error.category ?? error.code;
  return { name, code, message: error.faults.message === '' ? code : error.faults.message };
}

async function createTogether(
  client: HubspotClient,
  context: CallContext,
  job: { readonly target: PropertyTarget; readonly definitions: readonly PropertyDefinition[] },
): Promise<ReadonlySet<string>> {
  try {
    const answer = await client.call(context, {
      endpoint: `${job.target.objectType} properties batch create`,
      method: 'POST',
      path: `${client.paths.properties(job.target.objectType)}/batch/create`,
      body: { inputs: job.definitions.map((definition) => inputOf(definition, job.target.groupName)) },
      answer: CreatedPropertiesAnswer,
      repeatable: true,
    });
    return new Set(answer.results.map(({ name }) => name));
  } catch (error) {
    if (isVerdict(error)) return new Set();
    throw error;
  }
}

async function createAlone(
  client: HubspotClient,
  context: CallContext,
  job: { readonly target: PropertyTarget; readonly definition: PropertyDefinition },
): Promise<PropertyFailure | null> {
  const { name } = job.definition;
  try {
    await unlessExisting(
      client.call(context, {
        endpoint: `${job.target.objectType} property create`,
        method: 'POST',
        path: client.paths.properties(job.target.objectType),
        body: inputOf(job.definition, job.target.groupName),
        answer: AnyAnswer,
        repeatable: true,
      }),
    );
    return null;
  } catch (error) {
    if (!isVerdict(error)) throw error;
    return failureOf(name, error);
  }
}

function inputOf(definition: PropertyDefinition, groupName: string): Readonly<Record<string, unknown>> {
  const { options = definition.type === 'bool' ? BOOL_OPTIONS : undefined, ...rest } = definition;
  return {
    ...rest,
    groupName,
    ...(options === undefined
      ? {}
      : { options: options.map((option, displayOrder) => ({ ...option, displayOrder, hidden: false })) }),
  };
}

/** 409 is the answer to creating what exists: the wish is fulfilled. */
async function unlessExisting(creation: Promise<unknown>): Promise<void> {
  try {
    await creation;
  } catch (error) {
    if (!(error instanceof HubspotError && error.status === 409)) throw error;
  }
}

/** HubSpot judged the definition itself (invalid, over quota, exists); other failures are about the call. */
function isVerdict(error: unknown): error is HubspotError {
  return error instanceof HubspotError && (error.status === 400 || error.status === 409);
}
