// Builds one portal with HubSpot's standard properties and nobody in it. Leaves filling it to the generator.

import type { Clock } from '#platform/clock.ts';
import { COMPANY_INFORMATION } from './catalog/company-properties.ts';
import { CONTACT_ACTIVITY, CONTACT_INFORMATION } from './catalog/contact-properties.ts';
import { DEAL_INFORMATION } from './catalog/deal-properties.ts';
import {
  CALL_INFORMATION,
  COMMUNICATION_INFORMATION,
  EMAIL_INFORMATION,
  MEETING_INFORMATION,
} from './catalog/engagement-properties.ts';
import { DEFAULT_LEAD_PIPELINES, type LeadPipeline, listLeadRows } from './catalog/lead-properties.ts';
import { DEFAULT_STAGES, listStageDateRows } from './catalog/lifecycle-stages.ts';
import { expandTable, listOptions } from './catalog/property-table.ts';
import { TASK_INFORMATION } from './catalog/task-properties.ts';
import { USER_INFORMATION } from './catalog/user-properties.ts';
import { associationTypesOf, createAssociationStore } from './crm/associations.ts';
import { addUniqueProperty, createObjectStore } from './crm/object-store.ts';
import {
  OBJECT_TYPES,
  type ObjectType,
  type Portal,
  type PortalSettings,
  type PropertyDef,
  type PropertyGroup,
} from './model.ts';
import type { PortalOptions } from './options.ts';
import type { EventDraft } from './webhooks/events.ts';

export interface PortalParts {
  readonly settings: PortalSettings;
  readonly clock: Clock;
  readonly emit: (portal: Portal, draft: EventDraft) => void;
}

/** Twelve digits, as records of recent portals have: wider than 32 bits on purpose. */
const FIRST_ID = 101_000_000_001;

export function createPortal(options: PortalOptions, parts: PortalParts): Portal {
  const stages =
    options.lifecycleStages?.map(({ value, label }) => [value, label] as const) ?? DEFAULT_STAGES;
  const leadPipelines = options.leadPipelines ?? DEFAULT_LEAD_PIPELINES;
  const lag = parts.settings.indexLagMs;
  const portal: Portal = {
    portalId: options.portalId,
    timeZone: options.timeZone,
    uiDomain: options.uiDomain ?? 'app.hubspot.test',
    currency: options.currency ?? 'EUR',
    hubDomain: options.hubDomain ?? `portal-${options.portalId}.example`,
    settings: parts.settings,
    leadPipelines,
    rules: options.rules ?? { requiredOnCreate: {}, conditional: [] },
    clock: parts.clock,
    objects: perType(() => createObjectStore(lag)),
    properties: buildProperties(stages, leadPipelines),
    groups: buildGroups(),
    owners: new Map(),
    callers: new Map(),
    lists: new Map(),
    associations: createAssociationStore(),
    associationTypes: associationTypesOf(options.associationLabels ?? []),
    workflowRuns: new Map(),
    nextId: FIRST_ID,
    installed: options.installed ?? false,
    closed: false,
    emit: (draft) => parts.emit(portal, draft),
  };
  addUniqueProperty(portal.objects.contacts, 'email');
  return portal;
}

type Stages = readonly (readonly [string, string])[];

function buildProperties(stages: Stages, pipelines: readonly LeadPipeline[]): Portal['properties'] {
  return {
    contacts: indexProperties(stages, [
      ...expandTable('contactinformation', CONTACT_INFORMATION),
      ...expandTable('contact_activity', CONTACT_ACTIVITY),
      ...expandTable('contactlcs', listStageDateRows(stages)),
    ]),
    companies: indexProperties(stages, [
      ...expandTable('companyinformation', COMPANY_INFORMATION),
      ...expandTable('companylcs', listStageDateRows(stages)),
    ]),
    tasks: indexProperties(stages, expandTable('task', TASK_INFORMATION)),
    deals: indexProperties(stages, expandTable('dealinformation', DEAL_INFORMATION)),
    leads: indexProperties(stages, expandTable('leadinformation', listLeadRows(pipelines))),
    users: indexProperties(stages, expandTable('userinformation', USER_INFORMATION)),
    calls: indexProperties(stages, expandTable('call', CALL_INFORMATION)),
    meetings: indexProperties(stages, expandTable('meeting', MEETING_INFORMATION)),
    emails: indexProperties(stages, expandTable('email', EMAIL_INFORMATION)),
    communications: indexProperties(stages, expandTable('communication', COMMUNICATION_INFORMATION)),
  };
}

function buildGroups(): Portal['groups'] {
  return {
    contacts: indexGroups([
      ['contactinformation', 'Contact information'],
      ['contact_activity', 'Contact activity'],
      ['contactlcs', 'Contact stage dates'],
    ]),
    companies: indexGroups([
      ['companyinformation', 'Company information'],
      ['companylcs', 'Company stage dates'],
    ]),
    tasks: indexGroups([['task', 'Task information']]),
    deals: indexGroups([['dealinformation', 'Deal information']]),
    leads: indexGroups([['leadinformation', 'Lead information']]),
    users: indexGroups([['userinformation', 'User information']]),
    calls: indexGroups([['call', 'Call information']]),
    meetings: indexGroups([['meeting', 'Meeting information']]),
    emails: indexGroups([['email', 'Email information']]),
    communications: indexGroups([['communication', 'Communication information']]),
  };
}

function perType<T>(make: () => T): Record<ObjectType, T> {
  // OBJECT_TYPES lists every key of the record.
  return Object.fromEntries(OBJECT_TYPES.map((type) => [type, make()])) as Record<ObjectType, T>;
}

function indexProperties(
  stages: readonly (readonly [string, string])[],
  defs: readonly PropertyDef[],
): Map<string, PropertyDef> {
  const withOptions = defs.map((def) =>
    def.name === 'lifecyclestage' ? { ...def, options: listOptions(stages) } : def,
  );
  return new Map(withOptions.map((def) => [def.name, def]));
}

function indexGroups(rows: readonly (readonly [string, string])[]): Map<string, PropertyGroup> {
  return new Map(rows.map(([name, label], displayOrder) => [name, { name, label, displayOrder }]));
}
