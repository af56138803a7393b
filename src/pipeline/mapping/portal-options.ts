// What an account has to choose from, where an agreement says what its values mean: lead statuses, lifecycle stages, stages
// and disqualification reasons of HubSpot's lead object, properties of its own.
import { mayStandFor, readAs } from '#agreement/check-fields.ts';
import type { KnownProperty } from '#agreement/property-types.ts';
import type { ValueType } from '#domain/agreement.ts';
import { LEAD_STATUS_PROPERTY } from '#domain/names.ts';
import { REFUSALS } from '#pipeline/linked.ts';
import type { CallContext, HubspotPort } from '#pipeline/ports.ts';
import { inOrder, readProperty } from '#pipeline/read-property-types.ts';
import { AppError } from '#platform/errors.ts';

export interface Option {
  readonly value: string;
  readonly label: string;
}

export interface LeadOptions {
  /** Of all its pipelines. */
  readonly stages: readonly Option[];
  /** Of `hs_lead_disqualification_reason`. */
  readonly reasons: readonly Option[];
}

/** Made by the account, not by HubSpot or by us. */
export interface OwnProperty extends Option {
  readonly type: ValueType;
}

export interface OwnProperties {
  readonly contact: readonly OwnProperty[];
  readonly company: readonly OwnProperty[];
}

/** One that an output could be written to. */
export interface Target extends Option {
  readonly holds: KnownProperty;
}

export interface PortalOptions {
  readonly leadStatus: readonly Option[];
  readonly lifecycle: readonly Option[];
  readonly own: OwnProperties;
  /** Of contacts, made by the account. */
  readonly targets: readonly Target[];
  /** Null where HubSpot refuses: a scope that was not granted, an edition without the object. */
  readonly leads: LeadOptions | null;
}

type Hubspot = Pick<HubspotPort, 'listProperties' | 'listPipelines'>;

export async function readPortalOptions(hubspot: Hubspot, call: CallContext): Promise<PortalOptions> {
  const properties = await hubspot.listProperties(call, 'contacts');
  return {
    leadStatus: optionsOf(properties, LEAD_STATUS_PROPERTY),
    lifecycle: optionsOf(properties, 'lifecyclestage'),
    own: {
      contact: ownAmong(properties, 'contact'),
      company: ownAmong(await hubspot.listProperties(call, 'companies'), 'company'),
    },
    targets: properties
      .filter(({ isOwn }) => isOwn)
      .map((property) => ({ value: property.name, label: property.label, holds: readProperty(property) })),
    leads: await readLeadOptions(hubspot, call),
  };
}

export async function readLeadOptions(hubspot: Hubspot, call: CallContext): Promise<LeadOptions | null> {
  try {
    const pipelines = await hubspot.listPipelines(call, 'leads');
    const properties = await hubspot.listProperties(call, 'leads');
    return {
      stages: pipelines.flatMap(({ stages }) => stages.map(({ id, label }) => ({ value: id, label }))),
      reasons: optionsOf(properties, 'hs_lead_disqualification_reason'),
    };
  } catch (error) {
    if (error instanceof AppError && REFUSALS.includes(error.code)) return null;
    throw error;
  }
}

function ownAmong(
  properties: Awaited<ReturnType<Hubspot['listProperties']>>,
  object: keyof OwnProperties,
): readonly OwnProperty[] {
  return properties
    .filter(({ name, isOwn }) => isOwn && mayStandFor(object, name))
    .map((property) => ({
      value: property.name,
      label: property.label,
      type: readAs(readProperty(property).type),
    }));
}

function optionsOf(
  properties: Awaited<ReturnType<Hubspot['listProperties']>>,
  name: string,
): readonly Option[] {
  const options = properties.find((property) => property.name === name)?.options ?? [];
  return inOrder(options).map(({ value, label }) => ({ value, label }));
}
