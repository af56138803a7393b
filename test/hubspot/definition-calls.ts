// The calls that create, change and take away definitions of properties, and those that end an install or a workflow's wait;
// the others are in calls.ts.
import type { ExpectedCall } from '#test/support/http-mock.ts';
import type { ThrowingCall } from './calls.ts';
import { callOf } from './harness.ts';

const AT = '2026-11-22T10:00:00.000Z';
const DATED = { createdAt: AT, updatedAt: AT, archived: false };
const BATCH = { status: 'COMPLETE', startedAt: AT, completedAt: AT };
const PROPERTY = {
  name: 'accord_score',
  label: 'Score',
  type: 'number',
  fieldType: 'number',
  description: 'Points',
} as const;
const SENT_PROPERTY = { ...PROPERTY, groupName: 'accord' } as const;
const SHOWN_PROPERTY = { ...SENT_PROPERTY, options: [], ...DATED } as const;
const PROPERTIES = 'crm/properties';
const CONTACT_PROPERTIES = '/crm/properties/2026-03/0-1';
const LIST_PROPERTIES: ExpectedCall = {
  method: 'GET',
  path: CONTACT_PROPERTIES,
  query: { archived: 'false' },
};
const BATCH_CREATE_PROPERTIES: ExpectedCall = {
  method: 'POST',
  path: `${CONTACT_PROPERTIES}/batch/create`,
  body: { inputs: [SENT_PROPERTY] },
};

export const DEFINITIONS: readonly ThrowingCall[] = [
  {
    endpoint: 'contacts property group create',
    request: {
      method: 'POST',
      path: `${CONTACT_PROPERTIES}/groups`,
      body: { name: 'accord', label: 'Accord' },
    },
    invoke: (hubspot) => hubspot.ensureGroup(callOf(), 'contacts', { name: 'accord', label: 'Accord' }),
    good: { name: 'accord', label: 'Accord', displayOrder: -1, archived: false },
    goodStatus: 201,
    models: {
      request: { api: PROPERTIES, model: 'PropertyGroupCreate' },
      answer: { api: PROPERTIES, model: 'PropertyGroup' },
    },
    understood: [409],
    repeated: true,
  },
  {
    endpoint: 'contacts properties batch create',
    request: BATCH_CREATE_PROPERTIES,
    invoke: (hubspot) =>
      hubspot.createProperties(callOf(), { objectType: 'contacts', groupName: 'accord' }, [PROPERTY]),
    good: { ...BATCH, results: [SHOWN_PROPERTY] },
    goodStatus: 201,
    models: {
      request: { api: PROPERTIES, model: 'BatchInputPropertyCreate' },
      answer: { api: PROPERTIES, model: 'BatchResponseProperty' },
    },
    before: [{ request: LIST_PROPERTIES, answer: { results: [] } }],
    // A verdict on one of them leads to each alone: portal.test.ts.
    understood: [400, 409],
    repeated: true,
  },
  {
    endpoint: 'contacts property create',
    request: { method: 'POST', path: CONTACT_PROPERTIES, body: SENT_PROPERTY },
    invoke: (hubspot) =>
      hubspot.createProperties(callOf(), { objectType: 'contacts', groupName: 'accord' }, [PROPERTY]),
    good: SHOWN_PROPERTY,
    goodStatus: 201,
    models: {
      request: { api: PROPERTIES, model: 'PropertyCreate' },
      answer: { api: PROPERTIES, model: 'Property' },
    },
    before: [
      { request: LIST_PROPERTIES, answer: { results: [] } },
      { request: BATCH_CREATE_PROPERTIES, answer: { ...BATCH, results: [] } },
    ],
    understood: [400, 409],
    repeated: true,
  },
  {
    endpoint: 'contacts property update',
    request: {
      method: 'PATCH',
      path: `${CONTACT_PROPERTIES}/accord_reject_reason`,
      body: { options: [{ label: 'No budget', value: 'budget', displayOrder: 0, hidden: false }] },
    },
    invoke: (hubspot) =>
      hubspot.setOptions(callOf(), { objectType: 'contacts', name: 'accord_reject_reason' }, [
        { label: 'No budget', value: 'budget' },
      ]),
    good: SHOWN_PROPERTY,
    models: {
      request: { api: PROPERTIES, model: 'PropertyUpdate' },
      answer: { api: PROPERTIES, model: 'Property' },
    },
    repeated: true,
  },
  {
    endpoint: 'contacts property archive',
    request: { method: 'DELETE', path: `${CONTACT_PROPERTIES}/accord_score` },
    invoke: (hubspot) => hubspot.archiveProperties(callOf(), 'contacts', ['accord_score']),
    good: '',
    goodStatus: 204,
    models: {},
    understood: [400, 404, 409],
    repeated: true,
  },
  {
    endpoint: 'workflow action complete',
    request: {
      method: 'POST',
      path: '/automation/actions/callbacks/2026-03/ap-44001234-9876543210-3-0/complete',
      body: { outputFields: { score: '63', hs_execution_state: 'SUCCESS' }, typedOutputs: {} },
    },
    invoke: (hubspot) =>
      hubspot.completeAction(callOf(), {
        callbackId: 'ap-44001234-9876543210-3-0',
        outputFields: { score: '63', hs_execution_state: 'SUCCESS' },
      }),
    good: '',
    goodStatus: 204,
    // The SDK is of v4; the dated versions demand typedOutputs as well (HubSpot's reference of 2026-03, "Complete a callback").
    models: {
      request: {
        api: 'automation/actions',
        model: 'CallbackCompletionRequest',
        otherwise: ['typedOutputs'],
      },
    },
    repeated: true,
  },
  {
    endpoint: 'workflow actions batch complete',
    request: {
      method: 'POST',
      path: '/automation/actions/callbacks/2026-03/complete',
      body: {
        inputs: [{ callbackId: 'ap-1', outputFields: { hs_execution_state: 'SUCCESS' }, typedOutputs: {} }],
      },
    },
    invoke: (hubspot) =>
      hubspot.completeActions(callOf(), [
        { callbackId: 'ap-1', outputFields: { hs_execution_state: 'SUCCESS' } },
      ]),
    good: '',
    goodStatus: 204,
    models: {
      // Likewise; the name of the list is checked, its rows are those of the call above.
      request: {
        api: 'automation/actions',
        model: 'BatchInputCallbackCompletionBatchRequest',
        otherwise: ['inputs'],
      },
    },
    repeated: true,
  },
  {
    endpoint: 'app uninstall',
    request: { method: 'DELETE', path: '/appinstalls/2026-03/external-install' },
    invoke: (hubspot) => hubspot.uninstall(callOf()),
    good: '',
    goodStatus: 204,
    models: {},
    repeated: false,
  },
];
