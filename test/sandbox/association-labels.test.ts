// Association labels that an admin made: beside HubSpot's own types, in their category, in both directions.
import { afterEach, describe, expect, it } from 'vitest';
import { createSandbox } from '#sandbox/sandbox.ts';
import { type Harness, PORTAL_ID, startHarness } from './harness.ts';

const DECIDER = {
  from: 'contacts',
  to: 'companies',
  typeId: 37,
  label: 'Decider',
  inverse: { typeId: 38, label: 'Decides for' },
} as const;
const PATH = '/crm/associations/2026-03';
const PLAIN = { category: 'HUBSPOT_DEFINED', typeId: 279, label: null };
const OWN = { category: 'USER_DEFINED', typeId: 37, label: 'Decider' };

let hub: Harness;
afterEach(() => hub.stop());

async function start(): Promise<{ contact: string; company: string }> {
  hub = await startHarness({
    portals: [{ portalId: PORTAL_ID, timeZone: 'Europe/Paris', associationLabels: [DECIDER] }],
  });
  const made = hub.sandbox.apply(PORTAL_ID, [
    { type: 'create', properties: { email: 'ada@lead.example' } },
    { type: 'create', objectType: 'companies', properties: { name: 'Nordfil' } },
  ]);
  const [contact = '', company = ''] = made.map((one) => (one.ok ? String(one.id) : ''));
  return { contact, company };
}

function create(ends: { contact: string; company: string }, category: string) {
  const types = [{ associationCategory: category, associationTypeId: DECIDER.typeId }];
  return hub.call('POST', `${PATH}/contacts/companies/batch/create`, {
    inputs: [{ from: { id: ends.contact }, to: { id: ends.company }, types }],
  });
}

async function typesBetween(from: string, to: string, id: string): Promise<unknown> {
  const { body } = await hub.call('POST', `${PATH}/${from}/${to}/batch/read`, { inputs: [{ id }] });
  return body.results[0]?.to[0]?.associationTypes;
}

describe('an association label of the account', () => {
  it('is listed, and is read from both ends with the plain link that it brings along', async () => {
    const ends = await start();

    expect((await create(ends, 'USER_DEFINED')).status).toBe(201);

    expect((await hub.call('GET', `${PATH}/contacts/companies/labels`)).body.results).toContainEqual(OWN);
    const there = await typesBetween('contacts', 'companies', ends.contact);
    expect(there).toHaveLength(2);
    expect(there).toEqual(expect.arrayContaining([PLAIN, OWN]));
    expect(await typesBetween('companies', 'contacts', ends.company)).toContainEqual({
      category: 'USER_DEFINED',
      typeId: 38,
      label: 'Decides for',
    });
  });

  it('is no primary one: a second company takes nobody’s place', async () => {
    const ends = await start();
    const [other] = hub.sandbox.apply(PORTAL_ID, [
      { type: 'create', objectType: 'companies', properties: { name: 'Sudfil' } },
    ]);
    const companies = [ends.company, other?.ok === true ? String(other.id) : ''];

    for (const id of companies)
      hub.sandbox.apply(PORTAL_ID, [
        { type: 'link', id: ends.contact, to: { type: 'companies', id, label: 'Decider' } },
      ]);

    const { body } = await hub.call('POST', `${PATH}/contacts/companies/batch/read`, {
      inputs: [{ id: ends.contact }],
    });
    expect(body.results[0].to).toHaveLength(2);
    for (const { associationTypes } of body.results[0].to) expect(associationTypes).toContainEqual(OWN);
  });

  it('is not valid in HubSpot’s category, nor in an account that has it not', async () => {
    const ends = await start();

    expect((await create(ends, 'HUBSPOT_DEFINED')).status).toBe(400);
    const labels = (await hub.call('GET', `${PATH}/companies/contacts/labels`)).body.results;
    expect(labels.map(({ category }: { category: string }) => category)).toContain('USER_DEFINED');
    await hub.stop();
    hub = await startHarness({});
    const made = hub.sandbox.apply(PORTAL_ID, [
      { type: 'create', properties: { email: 'ada@lead.example' } },
      { type: 'create', objectType: 'companies', properties: { name: 'Nordfil' } },
    ]);
    const [contact = '', company = ''] = made.map((one) => (one.ok ? String(one.id) : ''));
    expect((await create({ contact, company }, 'USER_DEFINED')).status).toBe(400);
  });

  it('may not take a number of HubSpot’s, nor join what cannot be associated', async () => {
    hub = await startHarness({});
    const withLabel = (change: object) => () =>
      createSandbox({
        portals: [{ portalId: 1, timeZone: 'UTC', associationLabels: [{ ...DECIDER, ...change }] }],
      });

    expect(withLabel({ typeId: 279 })).toThrow('association type 279 is taken');
    expect(withLabel({ from: 'calls', to: 'tasks' })).toThrow('calls cannot be associated with tasks');
  });
});
