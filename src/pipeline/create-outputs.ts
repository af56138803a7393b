// Makes sure that HubSpot has what Accord writes to: its property group, its contact properties, and the key of its tasks.
// The account's quota is looked at first, so that either all of them are made or none; existing ones are left alone, and
// those that do not fit are named with what to do.
import { REJECT_REASON_PROPERTY } from '#domain/names.ts';
import type { Language } from '#domain/wording.ts';
import { AppError } from '#platform/errors.ts';
import {
  contactOutputDefinitions,
  type OutputsOf,
  PROPERTY_GROUP,
  TASK_KEY_PROPERTY,
  taskKeyDefinition,
} from './outputs.ts';
import type { CallContext, HubspotPort, PortalProperty, PropertyDefinition } from './ports.ts';
import { PROVISION_WORDS } from './provision-words.ts';

export interface Conflict {
  readonly object: 'contact' | 'task';
  readonly name: string;
  readonly code: string;
  readonly message: string;
}

interface CreatedOutputs {
  readonly uniqueTaskKey: boolean;
  readonly conflicts: readonly Conflict[];
  /** Names of contact properties that were not there before. */
  readonly created: readonly string[];
}

type Hubspot = Pick<HubspotPort, 'ensureGroup' | 'createProperties' | 'listProperties' | 'propertyRoom'>;

interface Wish {
  readonly language: Language;
  readonly agreements: readonly OutputsOf[];
}

export async function createOutputs(
  hubspot: Hubspot,
  call: CallContext,
  wish: Wish,
): Promise<CreatedOutputs> {
  const { language } = wish;
  const contacts = await createContactOutputs(hubspot, call, wish);
  const task = await createTaskKey(hubspot, call, language);
  return {
    uniqueTaskKey: task.unique,
    conflicts: [...contacts.conflicts, ...task.conflicts],
    created: contacts.created,
  };
}

async function createContactOutputs(
  hubspot: Hubspot,
  call: CallContext,
  { language, agreements }: Wish,
): Promise<Pick<CreatedOutputs, 'conflicts' | 'created'>> {
  const definitions = contactOutputDefinitions(language, agreements);
  await hubspot.ensureGroup(call, 'contacts', PROPERTY_GROUP);
  const found = await hubspot.listProperties(call, 'contacts');
  const existing = new Map(found.map((property) => [property.name, property]));
  const misfits = definitions.flatMap((definition) =>
    misfitsOf(existing.get(definition.name), definition, language),
  );
  const missing = definitions.filter(({ name }) => !existing.has(name));
  const room = missing.length === 0 ? null : await readRoom(hubspot, call, 'contacts');
  if (room !== null && room < missing.length) {
    const message = PROVISION_WORDS[language].noRoom(missing.length, room);
    const full: Conflict = { object: 'contact', name: PROPERTY_GROUP.name, code: 'PROPERTY_LIMIT', message };
    return { conflicts: [full, ...misfits], created: [] };
  }
  const target = { objectType: 'contacts', groupName: PROPERTY_GROUP.name } as const;
  const failures = await hubspot.createProperties(call, target, definitions);
  const failed = new Set(failures.map(({ name }) => name));
  return {
    conflicts: [...failures.map((failure): Conflict => ({ object: 'contact', ...failure })), ...misfits],
    created: missing.map(({ name }) => name).filter((name) => !failed.has(name)),
  };
}

/** Null where HubSpot does not tell: then creating tells. */
async function readRoom(
  hubspot: Hubspot,
  call: CallContext,
  objectType: 'contacts' | 'tasks',
): Promise<number | null> {
  try {
    return await hubspot.propertyRoom(call, objectType);
  } catch (error) {
    if (!(error instanceof AppError) || error.retryable) throw error;
    return null;
  }
}

function misfitsOf(
  found: PortalProperty | undefined,
  definition: PropertyDefinition,
  language: Language,
): readonly Conflict[] {
  const words = PROVISION_WORDS[language];
  const { name } = definition;
  const misfit = (message: string): readonly Conflict[] => [
    { object: 'contact', name, code: 'PROPERTY_DIFFERS', message },
  ];
  // Free text of before stays free text; options that are lacking come with the next turn (fit-properties.ts).
  if (found === undefined || name === REJECT_REASON_PROPERTY) return [];
  if (found.type !== definition.type) return misfit(words.otherType(name, found.type, definition.type));
  if (found.readOnly) return misfit(words.readOnly(name));
  const known = new Set(found.options.map((option) => option.value));
  const lacking = (definition.options ?? []).map(({ value }) => value).filter((value) => !known.has(value));
  return lacking.length === 0 ? [] : misfit(words.lacksOptions(name, lacking));
}

/** Unique where HubSpot allows it on tasks, else plain; then open tasks are found through their contacts (10.3). */
async function createTaskKey(
  hubspot: Hubspot,
  call: CallContext,
  language: Language,
): Promise<{ readonly unique: boolean; readonly conflicts: readonly Conflict[] }> {
  const target = { objectType: 'tasks', groupName: PROPERTY_GROUP.name } as const;
  try {
    await hubspot.ensureGroup(call, 'tasks', PROPERTY_GROUP);
    const refused = await hubspot.createProperties(call, target, [taskKeyDefinition(language, true)]);
    const failures =
      refused.length === 0
        ? []
        : await hubspot.createProperties(call, target, [taskKeyDefinition(language, false)]);
    const key = (await hubspot.listProperties(call, 'tasks')).find(({ name }) => name === TASK_KEY_PROPERTY);
    return {
      unique: key?.hasUniqueValue ?? false,
      conflicts: failures.map((failure): Conflict => ({ object: 'task', ...failure })),
    };
  } catch (error) {
    // A portal that lets us create no property on tasks at all: said as a conflict, beside those of the contacts.
    if (!(error instanceof AppError) || error.retryable) throw error;
    const message = PROVISION_WORDS[language].noTaskProperty;
    return {
      unique: false,
      conflicts: [{ object: 'task', name: TASK_KEY_PROPERTY, code: error.code, message }],
    };
  }
}
