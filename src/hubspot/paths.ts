// The dated paths of HubSpot's API (D10). Numbered versions end in 2027; the SDK's generated methods still use them.
import type { CrmObjectType } from '#pipeline/ports.ts';
import { OBJECT_TYPE_IDS } from './webhook-event.ts';

export const DEFAULT_API_URL = 'https://api.hubapi.com';

export const TYPE_IDS: Readonly<Record<CrmObjectType, string>> = {
  contacts: OBJECT_TYPE_IDS.contact,
  companies: OBJECT_TYPE_IDS.company,
  tasks: OBJECT_TYPE_IDS.task,
  deals: OBJECT_TYPE_IDS.deal,
  leads: OBJECT_TYPE_IDS.lead,
  calls: OBJECT_TYPE_IDS.call,
  meetings: OBJECT_TYPE_IDS.meeting,
  emails: OBJECT_TYPE_IDS.email,
  communications: OBJECT_TYPE_IDS.communication,
};

export interface Paths {
  readonly objects: (objectType: CrmObjectType) => string;
  readonly batch: (objectType: CrmObjectType, action: 'read' | 'create' | 'update') => string;
  readonly search: (objectType: CrmObjectType) => string;
  readonly properties: (objectType: CrmObjectType) => string;
  readonly pipelines: (objectType: CrmObjectType) => string;
  readonly associations: (from: string, to: string) => string;
  readonly owners: string;
  readonly users: string;
  readonly listSearch: string;
  readonly listMemberships: string;
  readonly listMembers: (listId: string) => string;
  readonly accountDetails: string;
  readonly propertyLimits: string;
  readonly uninstall: string;
  readonly actionCallback: (callbackId: string) => string;
  readonly actionCallbacks: string;
  readonly token: string;
  readonly introspect: string;
  readonly revoke: string;
}

export function pathsOf(apiVersion: string): Paths {
  const objects = (objectType: CrmObjectType): string => `/crm/objects/${apiVersion}/${objectType}`;
  return {
    objects,
    batch: (objectType, action) => `${objects(objectType)}/batch/${action}`,
    search: (objectType) => `${objects(objectType)}/search`,
    properties: (objectType) => `/crm/properties/${apiVersion}/${TYPE_IDS[objectType]}`,
    pipelines: (objectType) => `/crm/pipelines/${apiVersion}/${objectType}`,
    associations: (from, to) => `/crm/associations/${apiVersion}/${from}/${to}/batch/read`,
    owners: `/crm/owners/${apiVersion}`,
    users: `/crm/objects/${apiVersion}/users`,
    listSearch: `/crm/lists/${apiVersion}/search`,
    listMemberships: `/crm/lists/${apiVersion}/records/memberships/batch/read`,
    listMembers: (listId) => `/crm/lists/${apiVersion}/${encodeURIComponent(listId)}/memberships/join-order`,
    accountDetails: `/account-info/${apiVersion}/details`,
    propertyLimits: `/crm/limits/${apiVersion}/custom-properties`,
    uninstall: `/appinstalls/${apiVersion}/external-install`,
    actionCallback: (callbackId) =>
      `/automation/actions/callbacks/${apiVersion}/${encodeURIComponent(callbackId)}/complete`,
    actionCallbacks: `/automation/actions/callbacks/${apiVersion}/complete`,
    token: `/oauth/${apiVersion}/token`,
    introspect: `/oauth/${apiVersion}/token/introspect`,
    revoke: `/oauth/${apiVersion}/token/revoke`,
  };
}
