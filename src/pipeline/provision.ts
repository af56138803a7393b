// Creates what Accord writes to in HubSpot: its property group, its contact properties, and the key of its tasks. On the
// admin's click, never at install (5a.1); as often as one likes.

import { portalId as toPortalId } from '#domain/ids.ts';
import { REJECT_REASON_PROPERTY } from '#domain/names.ts';
import { err, ok, type Result } from '#domain/result.ts';
import { setFrench } from '#domain/typography.ts';
import type { Language } from '#domain/wording.ts';
import { AppError } from '#platform/errors.ts';
import type { Actor, AdminStore } from './admin-ports.ts';
import {
  contactOutputDefinitions,
  PROPERTY_GROUP,
  reasonOptions,
  TASK_KEY_PROPERTY,
  taskKeyDefinition,
} from './outputs.ts';
import type { CallContext, HubspotPort, PropertyDefinition } from './ports.ts';

/** What an admin reads in the language of the account; what HubSpot refused, HubSpot says. */
const WORDS = {
  en: {
    otherType: (name: string, found: string, needed: string) =>
      `A property ${name} exists already: it is of type ${found}, ${needed} is needed. Rename or delete it in HubSpot.`,
    lacksOptions: (name: string, options: readonly string[]) =>
      `A property ${name} exists already: it lacks the options ${options.join(', ')}. Add them in HubSpot.`,
    noTaskProperty: 'HubSpot does not let Accord create its task property.',
  },
  fr: {
    otherType: (name: string, found: string, needed: string) =>
      setFrench(
        `Une propriété ${name} existe déjà : elle est de type ${found}, il faut ${needed}. Renommez-la ou supprimez-la dans HubSpot.`,
      ),
    lacksOptions: (name: string, options: readonly string[]) =>
      setFrench(
        `Une propriété ${name} existe déjà : il lui manque les options ${options.join(', ')}. Ajoutez-les dans HubSpot.`,
      ),
    noTaskProperty: 'HubSpot ne laisse pas Accord créer sa propriété de tâche.',
  },
} as const;

/** A handful of calls; an admin waits for them. */
const WAIT_MS = 60_000;

export interface ProvisionDeps {
  readonly store: AdminStore;
  readonly hubspot: Pick<HubspotPort, 'ensureGroup' | 'createProperties' | 'listProperties'>;
}

interface Conflict {
  readonly object: 'contact' | 'task';
  readonly name: string;
  readonly code: string;
  readonly message: string;
}

export interface Provisioned {
  /** False while a conflict stands: nothing can be switched on before it is solved. */
  readonly provisioned: boolean;
  readonly uniqueTaskKey: boolean;
  readonly conflicts: readonly Conflict[];
}

export async function provision(
  deps: ProvisionDeps,
  portalId: string,
  by: Actor,
): Promise<Result<Provisioned, 'not-installed'>> {
  const portal = await deps.store.findPortal(portalId);
  if (portal === null || portal.status !== 'active') return err('not-installed');
  const call: CallContext = {
    portalId: toPortalId(portalId),
    lane: 'interactive',
    signal: AbortSignal.timeout(WAIT_MS),
  };
  const reasons = reasonOptions(await deps.store.readAgreementsInForce(portalId));
  const { language } = portal;
  const definitions = contactOutputDefinitions(language, reasons);
  const contacts = await provisionContacts(deps, call, { definitions, language });
  const task = await provisionTaskKey(deps, call, language);
  const conflicts = [...contacts, ...task.conflicts];
  const provisioned = conflicts.length === 0;
  if (provisioned) await deps.store.storeProvision(portalId, { uniqueTaskKey: task.unique, by });
  return ok({ provisioned, uniqueTaskKey: task.unique, conflicts });
}

async function provisionContacts(
  { hubspot }: ProvisionDeps,
  call: CallContext,
  {
    definitions,
    language,
  }: { readonly definitions: readonly PropertyDefinition[]; readonly language: Language },
): Promise<readonly Conflict[]> {
  const words = WORDS[language];
  await hubspot.ensureGroup(call, 'contacts', PROPERTY_GROUP);
  const existing = new Map(
    (await hubspot.listProperties(call, 'contacts')).map((property) => [property.name, property]),
  );
  const target = { objectType: 'contacts', groupName: PROPERTY_GROUP.name } as const;
  const failures = await hubspot.createProperties(call, target, definitions);
  const misfits = definitions.flatMap((definition): Conflict[] => {
    const found = existing.get(definition.name);
    // Free text of before stays free text; options that are lacking come with the next turn (reject-reasons.ts).
    if (found === undefined || definition.name === REJECT_REASON_PROPERTY) return [];
    if (found.type !== definition.type)
      return [misfit(definition.name, words.otherType(definition.name, found.type, definition.type))];
    const known = new Set(found.options.map((option) => option.value));
    const lacking = (definition.options ?? []).filter((option) => !known.has(option.value));
    return lacking.length === 0
      ? []
      : [
          misfit(
            definition.name,
            words.lacksOptions(
              definition.name,
              lacking.map(({ value }) => value),
            ),
          ),
        ];
  });
  return [...failures.map((failure): Conflict => ({ object: 'contact', ...failure })), ...misfits];
}

function misfit(name: string, message: string): Conflict {
  return { object: 'contact', name, code: 'PROPERTY_DIFFERS', message };
}

/** Unique where HubSpot allows it on tasks, else plain; then open tasks are found through their contacts (10.3). */
async function provisionTaskKey(
  { hubspot }: ProvisionDeps,
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
    const message = WORDS[language].noTaskProperty;
    return {
      unique: false,
      conflicts: [{ object: 'task', name: TASK_KEY_PROPERTY, code: error.code, message }],
    };
  }
}
