// HubSpot's lead object in the sandbox: pipelines, flags, primary records, events, and accounts that have none.
import { afterEach, describe, expect, it } from 'vitest';
import type { SandboxOptions } from '#sandbox/options.ts';
import { ALL_SCOPES, type Harness, PORTAL_ID, startHarness } from './harness.ts';

const LEADS_SCOPE = 'crm.objects.leads.read';
const PRIMARY_CONTACT = { associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 578 };
const OBJECTS = '/crm/objects/2026-03';
let hub: Harness;

afterEach(() => hub.stop());

async function open(options: SandboxOptions = {}, extra = [LEADS_SCOPE, 'crm.objects.leads.write']) {
  hub = await startHarness(options);
  const { body } = await hub.control('POST', `/portals/${PORTAL_ID}/install`, {
    scopes: [...ALL_SCOPES, ...extra],
  });
  const contact = hub.act({ type: 'create', properties: { email: 'claire@lead.example' } });
  const token: string = body.access_token;
  return { contact, token, granted: body.scopes as string[] };
}

function leadOf(contact: string, properties: Record<string, string> = {}) {
  return {
    properties: { hs_lead_name: 'Claire', ...properties },
    associations: [{ to: { id: contact }, types: [PRIMARY_CONTACT] }],
  };
}

describe('leads', () => {
  it('begin in the first stage, are flagged by their stage, and keep its history', async () => {
    const { contact, token } = await open();
    const { body: made } = await hub.call('POST', `${OBJECTS}/leads`, leadOf(contact), token);

    await hub.call(
      'PATCH',
      `${OBJECTS}/leads/${made.id}`,
      {
        properties: {
          hs_pipeline_stage: 'unqualified-stage-id',
          hs_lead_disqualification_reason: 'NO_BUDGET',
        },
      },
      token,
    );
    const { body } = await hub.call(
      'POST',
      `${OBJECTS}/leads/batch/read`,
      {
        inputs: [{ id: made.id }],
        properties: ['hs_pipeline', 'hs_lead_is_open', 'hs_lead_is_disqualified'],
        propertiesWithHistory: ['hs_pipeline_stage'],
      },
      token,
    );

    expect(body.results[0].properties).toMatchObject({
      hs_pipeline: 'lead-pipeline-id',
      hs_lead_is_open: 'false',
      hs_lead_is_disqualified: 'true',
    });
    expect(
      body.results[0].propertiesWithHistory.hs_pipeline_stage.map(({ value }: { value: string }) => value),
    ).toEqual(['unqualified-stage-id', 'new-stage-id']);
  });

  it('name their pipelines and stages, and know no other stage', async () => {
    const { contact, token } = await open({
      portals: [
        {
          portalId: PORTAL_ID,
          timeZone: 'Europe/Paris',
          leadPipelines: [
            { id: '77', label: 'Inbound', stages: [{ id: '4711', label: 'Ready', state: 'qualified' }] },
          ],
        },
      ],
    });

    const { body } = await hub.call('GET', '/crm/pipelines/2026-03/leads', undefined, token);
    const wrong = await hub.call(
      'POST',
      `${OBJECTS}/leads`,
      leadOf(contact, { hs_pipeline_stage: 'connected-stage-id' }),
      token,
    );

    expect(body.results).toMatchObject([
      { id: '77', label: 'Inbound', stages: [{ id: '4711', label: 'Ready' }] },
    ]);
    expect(wrong.status).toBe(400);
    expect(wrong.body.errors[0].code).toBe('INVALID_OPTION');
  });

  it('are found by search, also by the contact they belong to', async () => {
    const { contact, token } = await open();
    const { body: made } = await hub.call('POST', `${OBJECTS}/leads`, leadOf(contact), token);

    const search = (filters: unknown[]) =>
      hub.call(
        'POST',
        `${OBJECTS}/leads/search`,
        { filterGroups: [{ filters }], properties: ['hs_pipeline_stage'], limit: 10, after: '0', sorts: [] },
        token,
      );
    const byStage = await search([
      { propertyName: 'hs_pipeline_stage', operator: 'EQ', value: 'new-stage-id' },
    ]);
    const byContact = await search([
      { propertyName: 'associations.contact', operator: 'EQ', value: contact },
    ]);

    expect(byStage.body.results.map(({ id }: { id: string }) => id)).toEqual([made.id]);
    expect(byContact.body.total).toBe(1);
  });

  it('have one primary contact, and go with their last primary record', async () => {
    const { contact, token } = await open();
    const other = hub.act({ type: 'create', properties: { email: 'jean@lead.example' } });
    const orphan = await hub.call(
      'POST',
      `${OBJECTS}/leads`,
      { ...leadOf(contact), associations: [] },
      token,
    );
    const nameless = await hub.call(
      'POST',
      `${OBJECTS}/leads`,
      { ...leadOf(contact), properties: {} },
      token,
    );
    const { body: made } = await hub.call('POST', `${OBJECTS}/leads`, leadOf(contact), token);
    hub.act({
      type: 'link',
      objectType: 'leads',
      id: made.id,
      to: { type: 'contacts', id: other, primary: true },
    });

    const { body } = await hub.call(
      'POST',
      '/crm/associations/2026-03/leads/contacts/batch/read',
      { inputs: [{ id: made.id }] },
      token,
    );
    hub.act({
      type: 'link',
      objectType: 'leads',
      id: made.id,
      to: { type: 'contacts', id: other },
      removes: true,
    });
    const gone = await hub.call('GET', `${OBJECTS}/leads/${made.id}`, undefined, token);

    expect([orphan.status, nameless.status]).toEqual([400, 400]);
    const types = body.results[0].to.map(
      (end: { toObjectId: number; associationTypes: { typeId: number }[] }) => [
        String(end.toObjectId),
        end.associationTypes.map(({ typeId }) => typeId).toSorted((a, b) => a - b),
      ],
    );
    expect(Object.fromEntries(types)).toEqual({ [contact]: [608], [other]: [578, 608] });
    expect(gone.status).toBe(404);
  });

  it('tell their changes by the generic webhooks, under their type id', async () => {
    const rows = ['object.creation', 'object.associationChange', 'object.deletion'].map(
      (subscriptionType) => ({
        subscriptionType,
        objectType: 'lead',
      }),
    );
    const stage = {
      subscriptionType: 'object.propertyChange',
      objectType: 'lead',
      propertyName: 'hs_pipeline_stage',
    };
    const flag = { ...stage, propertyName: 'hs_lead_is_disqualified' };
    const { contact, token } = await open({ webhook: { subscriptions: [...rows, stage, flag] } });

    const { body: made } = await hub.call('POST', `${OBJECTS}/leads`, leadOf(contact), token);
    hub.act({
      type: 'set',
      objectType: 'leads',
      id: made.id,
      properties: { hs_pipeline_stage: 'unqualified-stage-id' },
    });

    const told = hub.sandbox.state.events.events.map(({ event }) => [
      event['subscriptionType'],
      event['objectTypeId'] ?? event['fromObjectTypeId'],
      event['propertyValue'],
    ]);
    expect(told).toContainEqual(['object.creation', '0-136', undefined]);
    expect(told).toContainEqual(['object.associationChange', '0-136', undefined]);
    expect(told).toContainEqual(['object.propertyChange', '0-136', 'unqualified-stage-id']);
    expect(JSON.stringify(told)).not.toContain('true');
  });

  it.each([
    ['without their scope', {}, []],
    [
      'of an account whose edition has none',
      { portals: [{ portalId: PORTAL_ID, timeZone: 'Europe/Paris', leadPipelines: [] }] },
      [LEADS_SCOPE],
    ],
  ] as const)(
    '%s are refused from whichever end, and the scope is not granted',
    async (...[, options, extra]) => {
      const { contact, token, granted } = await open(options, [...extra]);

      const read = { inputs: [{ id: contact }] };
      const answers = [
        await hub.call('GET', `${OBJECTS}/leads`, undefined, token),
        await hub.call('GET', '/crm/pipelines/2026-03/leads', undefined, token),
        await hub.call('POST', '/crm/associations/2026-03/contacts/leads/batch/read', read, token),
        await hub.call('POST', '/crm/associations/2026-03/leads/contacts/batch/read', read, token),
      ];

      expect(granted).not.toContain(LEADS_SCOPE);
      expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
      expect(answers.every(({ body }) => body.category === 'MISSING_SCOPES')).toBe(true);
    },
  );
});
