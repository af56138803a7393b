// Every call that Accord makes to HubSpot, by example: what is asked, what a good answer looks like, and HubSpot's own
// definition of both where the SDK has one. The tests beside this file walk through the list; one of them fails when a
// call of src/hubspot is missing here.
import type { HubspotPort, RowOutcome } from '#pipeline/ports.ts';
import type { ExpectedCall } from '#test/support/http-mock.ts';
import type { ModelName } from '#test/support/hubspot-model.ts';
import { callOf } from './harness.ts';

export interface PortCall {
  readonly endpoint: string;
  readonly request: ExpectedCall;
  readonly good: unknown;
  readonly goodStatus?: number;
  readonly models: { readonly request?: ModelName; readonly answer?: ModelName };
  /** Calls that come first and answer this; they are not what the entry is about. */
  readonly before?: readonly { readonly request: ExpectedCall; readonly answer: unknown }[];
  /** Calls that follow a good answer. */
  readonly after?: readonly { readonly request: ExpectedCall; readonly answer: unknown }[];
}

/** A call that throws when it fails. */
export interface ThrowingCall extends PortCall {
  readonly invoke: (hubspot: HubspotPort) => Promise<unknown>;
  /** False: sent once whatever happens. */
  readonly repeated: boolean;
  /** Statuses after which less is asked for instead of the same again (batch-sizes.test.ts). */
  readonly divided?: readonly number[];
  /** Statuses that this call understands as something else than a failure. */
  readonly understood?: readonly number[];
}

/** A write of rows: failures are outcomes of its rows (10.3). */
export interface RowCall extends PortCall {
  readonly invoke: (hubspot: HubspotPort) => Promise<readonly RowOutcome[]>;
}

const AT = '2026-11-22T10:00:00.000Z';
const DATED = { createdAt: AT, updatedAt: AT, archived: false };
const RECORD = { id: '1', properties: { email: 'ada@example.test', phone: null }, ...DATED };
const BATCH = { status: 'COMPLETE', startedAt: AT, completedAt: AT };
const OBJECTS = 'crm/objects';
const BATCH_ANSWER = { api: OBJECTS, model: 'BatchResponseSimplePublicObject' } as const;
const READ_MODELS = {
  request: { api: OBJECTS, model: 'BatchReadInputSimplePublicObjectId' },
  answer: BATCH_ANSWER,
} as const;
const FILTER = { propertyName: 'city', operator: 'EQ', value: 'Paris' } as const;
const SEARCH_MODELS = {
  // The SDK says that sorts are texts; HubSpot's search documentation shows objects (hubspot.md 4.4).
  request: { api: OBJECTS, model: 'PublicObjectSearchRequest', otherwise: ['sorts'] },
  answer: { api: OBJECTS, model: 'CollectionResponseWithTotalSimplePublicObject' },
} as const;
const SHOWN_PROPERTY = {
  name: 'name',
  label: 'Name',
  type: 'string',
  fieldType: 'text',
  description: '',
  groupName: 'companyinformation',
  options: [],
  ...DATED,
} as const;
const PROPERTIES = 'crm/properties';

export const READS: readonly ThrowingCall[] = [
  {
    endpoint: 'contacts batch read',
    request: {
      method: 'POST',
      path: '/crm/objects/2026-03/contacts/batch/read',
      body: { inputs: [{ id: '1' }], properties: ['email'], propertiesWithHistory: [] },
    },
    invoke: (hubspot) =>
      hubspot.batchRead(callOf(), { objectType: 'contacts', ids: ['1'], properties: ['email'] }),
    good: { ...BATCH, results: [RECORD] },
    models: READ_MODELS,
    repeated: true,
  },
  {
    endpoint: 'leads batch read',
    request: {
      method: 'POST',
      path: '/crm/objects/2026-03/leads/batch/read',
      body: { inputs: [{ id: '1' }], properties: [], propertiesWithHistory: ['hs_pipeline_stage'] },
    },
    invoke: (hubspot) =>
      hubspot.batchRead(callOf(), {
        objectType: 'leads',
        ids: ['1'],
        properties: [],
        history: ['hs_pipeline_stage'],
      }),
    good: {
      ...BATCH,
      results: [
        {
          ...RECORD,
          propertiesWithHistory: {
            hs_pipeline_stage: [{ value: 'new', timestamp: AT, sourceType: 'CRM_UI' }],
          },
        },
      ],
    },
    models: READ_MODELS,
    repeated: true,
  },
  {
    endpoint: 'tasks batch read',
    request: {
      method: 'POST',
      path: '/crm/objects/2026-03/tasks/batch/read',
      body: {
        inputs: [{ id: 'key' }],
        properties: [],
        propertiesWithHistory: [],
        idProperty: 'accord_task_key',
      },
    },
    invoke: (hubspot) =>
      hubspot.batchRead(callOf(), {
        objectType: 'tasks',
        ids: ['key'],
        properties: [],
        idProperty: 'accord_task_key',
      }),
    good: { ...BATCH, results: [] },
    models: READ_MODELS,
    repeated: true,
  },
  {
    endpoint: 'leads pipelines',
    request: { method: 'GET', path: '/crm/pipelines/2026-03/leads' },
    invoke: (hubspot) => hubspot.listPipelines(callOf(), 'leads'),
    good: {
      results: [
        {
          id: '1',
          label: 'Leads',
          displayOrder: 0,
          ...DATED,
          stages: [{ id: '2', label: 'New', displayOrder: 0, metadata: {}, ...DATED }],
        },
      ],
    },
    models: { answer: { api: 'crm/pipelines', model: 'CollectionResponsePipelineNoPaging' } },
    repeated: true,
  },
  {
    endpoint: 'contacts list',
    request: {
      method: 'GET',
      path: '/crm/objects/2026-03/contacts',
      query: { limit: '5', archived: 'false', properties: 'email,phone', after: '7' },
    },
    invoke: (hubspot) =>
      hubspot.listContacts(callOf(), { after: '7', limit: 5, properties: ['email', 'phone'] }),
    good: { results: [RECORD], paging: { next: { after: '8', link: 'https://api.hubapi.com/next' } } },
    models: {
      answer: {
        api: OBJECTS,
        model: 'CollectionResponseSimplePublicObjectWithAssociationsForwardPaging',
      },
    },
    repeated: true,
    divided: [502, 504],
  },
  {
    endpoint: 'associations contacts to companies batch read',
    request: {
      method: 'POST',
      path: '/crm/associations/2026-03/contacts/companies/batch/read',
      body: { inputs: [{ id: '1' }] },
    },
    invoke: (hubspot) => hubspot.readAssociations(callOf(), { from: 'contacts', to: 'companies' }, ['1']),
    good: {
      ...BATCH,
      results: [
        {
          from: { id: '1' },
          to: [
            {
              toObjectId: '2',
              associationTypes: [{ category: 'HUBSPOT_DEFINED', typeId: 1, label: 'Primary' }],
            },
          ],
        },
      ],
    },
    models: {
      request: { api: 'crm/associations/v4', model: 'BatchInputPublicFetchAssociationsBatchRequest' },
      answer: { api: 'crm/associations/v4', model: 'BatchResponsePublicAssociationMultiWithLabel' },
    },
    repeated: true,
  },
  {
    endpoint: 'contacts search',
    request: {
      method: 'POST',
      path: '/crm/objects/2026-03/contacts/search',
      body: {
        filterGroups: [{ filters: [FILTER] }],
        sorts: [{ propertyName: 'hs_object_id', direction: 'ASCENDING' }],
        properties: ['email'],
        limit: 10,
      },
    },
    invoke: (hubspot) =>
      hubspot.searchContacts(callOf(), { groups: [[FILTER]], properties: ['email'], limit: 10 }),
    good: { total: 1, results: [RECORD] },
    models: SEARCH_MODELS,
    repeated: true,
    divided: [502, 504],
  },
  {
    endpoint: 'companies search',
    request: {
      method: 'POST',
      path: '/crm/objects/2026-03/companies/search',
      body: { filterGroups: [{ filters: [FILTER] }], properties: [], limit: 1 },
    },
    invoke: (hubspot) => hubspot.countRecords(callOf(), 'companies', [[FILTER]]),
    good: { total: 3, results: [] },
    models: SEARCH_MODELS,
    repeated: true,
  },
  {
    endpoint: 'owners list',
    request: { method: 'GET', path: '/crm/owners/2026-03', query: { limit: '100', archived: 'false' } },
    invoke: (hubspot) => hubspot.listOwners(callOf()),
    good: {
      results: [
        {
          id: '5',
          type: 'PERSON',
          email: 'rep@example.test',
          firstName: 'Ada',
          lastName: 'Lovelace',
          userId: 9,
          userIdIncludingInactive: 9,
          teams: [{ id: '3', name: 'Paris', primary: true }],
          ...DATED,
        },
      ],
    },
    models: { answer: { api: 'crm/owners', model: 'CollectionResponsePublicOwnerForwardPaging' } },
    after: [
      {
        request: { method: 'GET', path: '/crm/owners/2026-03', query: { limit: '100', archived: 'true' } },
        answer: { results: [] },
      },
    ],
    repeated: true,
  },
  {
    endpoint: 'users list',
    request: {
      method: 'GET',
      path: '/crm/objects/2026-03/users',
      query: {
        limit: '100',
        archived: 'false',
        properties:
          'hs_internal_user_id,hs_standard_time_zone,hs_working_hours,hs_out_of_office_hours,hs_deactivated',
      },
    },
    invoke: (hubspot) => hubspot.listUsers(callOf()),
    good: { results: [RECORD] },
    models: {
      answer: {
        api: OBJECTS,
        model: 'CollectionResponseSimplePublicObjectWithAssociationsForwardPaging',
      },
    },
    repeated: true,
  },
  {
    endpoint: 'companies properties list',
    request: { method: 'GET', path: '/crm/properties/2026-03/0-2', query: { archived: 'false' } },
    invoke: (hubspot) => hubspot.listProperties(callOf(), 'companies'),
    good: { results: [SHOWN_PROPERTY] },
    models: { answer: { api: PROPERTIES, model: 'CollectionResponsePropertyNoPaging' } },
    repeated: true,
  },
  {
    endpoint: 'account details',
    request: { method: 'GET', path: '/account-info/2026-03/details' },
    invoke: (hubspot) => hubspot.accountDetails(callOf()),
    good: { portalId: 1, timeZone: 'UTC' },
    // The SDK has no account-info API.
    models: {},
    repeated: true,
  },
  {
    endpoint: 'custom property limits',
    request: { method: 'GET', path: '/crm/limits/2026-03/custom-properties' },
    invoke: (hubspot) => hubspot.propertyRoom(callOf(), 'contacts'),
    good: {
      byObjectType: [{ objectTypeId: '0-1', limit: 10, usage: 4, percentage: 40 }],
      overallLimit: 10,
      overallUsage: 4,
    },
    // The SDK has no limits API.
    models: {},
    repeated: true,
  },
];

export const ROW_WRITES: readonly RowCall[] = [
  {
    endpoint: 'contacts batch update',
    request: {
      method: 'POST',
      path: '/crm/objects/2026-03/contacts/batch/update',
      body: { inputs: [{ id: '1', properties: { accord_score: '10' }, objectWriteTraceId: 't1' }] },
    },
    invoke: (hubspot) =>
      hubspot.batchUpdate(callOf(), 'contacts', [
        { traceId: 't1', id: '1', properties: { accord_score: '10' } },
      ]),
    good: {
      ...BATCH,
      results: [{ ...RECORD, properties: { accord_score: '10' }, objectWriteTraceId: 't1' }],
    },
    models: {
      request: { api: OBJECTS, model: 'BatchInputSimplePublicObjectBatchInput' },
      answer: BATCH_ANSWER,
    },
  },
  {
    endpoint: 'tasks batch create',
    request: {
      method: 'POST',
      path: '/crm/objects/2026-03/tasks/batch/create',
      body: {
        inputs: [
          {
            properties: { hs_task_subject: 'Call', accord_task_key: 'k1' },
            associations: [
              {
                to: { id: '1' },
                types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 204 }],
              },
            ],
            objectWriteTraceId: 't1',
          },
        ],
      },
    },
    invoke: (hubspot) =>
      hubspot.batchCreateTasks(callOf(), [
        {
          traceId: 't1',
          contactId: '1',
          properties: { hs_task_subject: 'Call', accord_task_key: 'k1' },
        },
      ]),
    good: { ...BATCH, results: [{ ...RECORD, properties: {}, objectWriteTraceId: 't1' }] },
    goodStatus: 201,
    models: {
      request: { api: OBJECTS, model: 'BatchInputSimplePublicObjectBatchInputForCreate' },
      answer: BATCH_ANSWER,
    },
  },
];

/** The token endpoints carry no portal's token; oauth.test.ts has what is sent and what every answer means. */
export const TOKEN_ENDPOINTS = [
  'oauth token exchange',
  'oauth token refresh',
  'oauth token introspection',
  'oauth token revocation',
] as const;

/** Of the app, not of a portal: journal.test.ts. */
export const JOURNAL_ENDPOINTS = [
  'journal subscriptions',
  'journal subscription create',
  'oauth client credentials',
  'journal read',
  'journal file',
];
