// Filters as HubSpot's search takes them, and why some cannot be asked. That the counts agree: push-down-counts.test.ts.
import { describe, expect, it } from 'vitest';
import type { Condition, Filter } from '#domain/agreement.ts';
import { both, pushDown } from '#hubspot/push-down.ts';
import { readPropertyTypes } from '#pipeline/read-property-types.ts';
import { when } from '#test/support/builders.ts';
import { useHttpMock } from '#test/support/http-mock.ts';
import { bearer, callOf, startHubspot } from './harness.ts';

const http = useHttpMock();

/** A Sunday evening, 23:40 in Paris. */
const MOMENT = { nowMs: Date.parse('2026-11-22T22:40:00.000Z'), timeZone: 'Europe/Paris' };

/** Its type is '' when nobody knows it. */
function contact(...[property, type, operator, more = {}]: [string, string, string, object?]): Condition {
  const typed = type === '' ? {} : { type };
  return { kind: 'property', object: 'contact', property, ...typed, operator, ...more } as Condition;
}

function groupsOf(filter: Filter): unknown {
  const pushed = pushDown(filter, MOMENT);
  return pushed.kind === 'search' ? pushed.groups : pushed;
}

const ms = (instant: string): string => String(Date.parse(instant));

describe('a filter pushed down', () => {
  it.each<[string, Condition, unknown]>([
    [
      'lower-cases the list of a text',
      contact('country', 'string', 'IN', { values: ['France', 'FRANCE', 'Italy'] }),
      [[{ propertyName: 'country', operator: 'IN', values: ['france', 'italy'] }]],
    ],
    [
      'leaves the list of an enumeration as it is',
      contact('lifecyclestage', 'enumeration', 'NOT_IN', { values: ['Lead'] }),
      [[{ propertyName: 'lifecyclestage', operator: 'NOT_IN', values: ['Lead'] }]],
    ],
    [
      'asks for each word',
      contact('jobtitle', 'string', 'CONTAINS_TOKEN', { value: 'head of' }),
      [
        [
          { propertyName: 'jobtitle', operator: 'CONTAINS_TOKEN', value: 'head' },
          { propertyName: 'jobtitle', operator: 'CONTAINS_TOKEN', value: 'of' },
        ],
      ],
    ],
    [
      'lets one missing word be enough',
      contact('jobtitle', 'string', 'NOT_CONTAINS_TOKEN', { value: 'head of' }),
      [
        [{ propertyName: 'jobtitle', operator: 'NOT_CONTAINS_TOKEN', value: 'head' }],
        [{ propertyName: 'jobtitle', operator: 'NOT_CONTAINS_TOKEN', value: 'of' }],
      ],
    ],
    [
      'takes a local day of an instant as a span',
      contact('createdate', 'datetime', 'EQ', { value: '2026-10-25' }),
      [
        [
          {
            propertyName: 'createdate',
            operator: 'BETWEEN',
            value: ms('2026-10-24T22:00:00Z'),
            highValue: String(Date.parse('2026-10-25T23:00:00Z') - 1),
          },
        ],
      ],
    ],
    [
      'takes “not on that day” as before it or after it',
      contact('createdate', 'datetime', 'NEQ', { value: 'today' }),
      [
        [{ propertyName: 'createdate', operator: 'LT', value: ms('2026-11-21T23:00:00Z') }],
        [{ propertyName: 'createdate', operator: 'GTE', value: ms('2026-11-22T23:00:00Z') }],
      ],
    ],
    [
      'takes a plain date as midnight in UTC',
      contact('contract_end', 'date', 'LTE', { value: 'today+30' }),
      [
        [
          {
            propertyName: 'contract_end',
            operator: 'LT',
            value: String(Date.parse('2026-12-22T00:00:00Z') + 1),
          },
        ],
      ],
    ],
    [
      'takes days since as a date',
      {
        kind: 'daysSince',
        object: 'contact',
        property: 'createdate',
        type: 'datetime',
        operator: 'GTE',
        days: 30,
      },
      [[{ propertyName: 'createdate', operator: 'LT', value: ms('2026-10-23T22:00:00Z') }]],
    ],
    [
      'leaves out of a list what is no number',
      contact('budget', 'number', 'NOT_IN', { values: ['1e3', '1e400'] }),
      [[{ propertyName: 'budget', operator: 'NOT_IN', values: ['1000'] }]],
    ],
  ])('%s', (_, condition, expected) => {
    expect(groupsOf(when(condition))).toEqual(expected);
  });

  it('multiplies what may be one or the other', () => {
    const day = contact('createdate', 'datetime', 'NEQ', { value: 'today' });
    const city = contact('city', 'string', 'HAS_PROPERTY');

    expect(groupsOf({ anyOf: [[city, day]] })).toMatchObject([
      [{ propertyName: 'city' }, { operator: 'LT' }],
      [{ propertyName: 'city' }, { operator: 'GTE' }],
    ]);
  });

  it('of two filters asks for both', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((name) => contact(name, 'string', 'HAS_PROPERTY')) as [
      Condition,
      Condition,
      Condition,
    ];

    expect(groupsOf(both({ anyOf: [[a], [b]] }, when(c)))).toMatchObject([
      [{ propertyName: 'a' }, { propertyName: 'c' }],
      [{ propertyName: 'b' }, { propertyName: 'c' }],
    ]);
  });

  it('that nobody can match is not asked', () => {
    const never = contact('createdate', 'datetime', 'EQ', { value: 'tomorrow' });
    const company = { ...contact('name', '', 'HAS_PROPERTY'), object: 'company' } as Condition;

    expect(pushDown(when(never, company), MOMENT)).toEqual({ kind: 'nobody' });
    expect(pushDown({ anyOf: [] }, MOMENT)).toEqual({ kind: 'nobody' });
  });
});

describe('a filter that cannot be pushed down says why', () => {
  const known = (name: string): Condition => contact(name, 'string', 'HAS_PROPERTY');

  it.each<[string, string, Filter]>([
    ['company', 'name', when({ ...known('name'), object: 'company' } as Condition)],
    [
      'derived',
      'emailDomain',
      when({
        kind: 'property',
        object: 'derived',
        property: 'emailDomain',
        operator: 'EQ',
        value: 'acme.co.uk',
      }),
    ],
    ['untyped', 'mine', when(contact('mine', '', 'EQ', { value: '1' }))],
    ['signals', '', when({ kind: 'signals', signal: 'form', operator: 'GTE', count: 1, withinDays: 30 })],
    ['deals', '', when({ kind: 'deals', status: 'won', operator: 'GTE', count: 1 })],
    ['score', '', when({ kind: 'score', part: 'total', operator: 'GTE', milliPoints: 1 })],
    [
      'score',
      '',
      when({ kind: 'scorePart', of: 'rule', id: 'a', parts: ['a'], operator: 'GTE', milliPoints: 1 }),
    ],
    ['stageAge', '', when({ kind: 'stageAge', operator: 'GTE', days: 1 })],
    ['list', '', when({ kind: 'list', list: 'Competitors', operator: 'MEMBER' })],
    ['groups', '', { anyOf: Array.from({ length: 6 }, (_, index) => [known(`p${index}`)]) }],
    ['filters', '', when(...Array.from({ length: 7 }, (_, index) => known(`p${index}`)))],
    [
      'filters',
      '',
      { anyOf: [0, 1, 2, 3].map((group) => [0, 1, 2, 3, 4].map((index) => known(`p${group}${index}`))) },
    ],
    [
      'length',
      '',
      when(contact('city', 'string', 'IN', { values: Array.from({ length: 400 }, (_, n) => `town-${n}`) })),
    ],
  ])('%s %s', (code, property, filter) => {
    expect(pushDown(filter, MOMENT)).toEqual({ kind: 'refused', obstacles: [{ code, property }] });
  });
});

describe('what properties hold', () => {
  it('is read from the portal: several choices apart from one, options where there are any', async () => {
    const list = (path: string, results: readonly unknown[]): void =>
      http
        .expect({
          method: 'GET',
          path: `/crm/properties/2026-03/${path}`,
          query: { archived: 'false' },
          headers: bearer(),
        })
        .reply(200, { results });
    const options = [
      { label: 'A', value: 'a', displayOrder: 0, hidden: false },
      { label: 'B', value: 'b', displayOrder: -1, hidden: true },
    ];
    list('0-1', [
      { name: 'tier', type: 'enumeration', fieldType: 'select', options },
      { name: 'roles', type: 'enumeration', fieldType: 'checkbox', options },
      { name: 'hubspot_owner_id', type: 'enumeration', fieldType: 'select', options: [] },
      { name: 'optout', type: 'bool', fieldType: 'booleancheckbox', options },
      { name: 'phone', type: 'phone_number', fieldType: 'phonenumber' },
      { name: 'contract_end', type: 'date', fieldType: 'date' },
    ]);
    list('0-2', [{ name: 'numberofemployees', type: 'number', fieldType: 'number' }]);

    expect(await readPropertyTypes(startHubspot().hubspot, callOf())).toEqual({
      contact: {
        tier: { type: 'enumeration', options: ['a', 'b'] },
        roles: { type: 'multi', options: ['a', 'b'] },
        hubspot_owner_id: { type: 'enumeration' },
        optout: { type: 'bool' },
        phone: { type: 'string' },
        contract_end: { type: 'date' },
      },
      company: { numberofemployees: { type: 'number' } },
      isComplete: true,
    });
  });

  it('counts against the limit of search, which other apps share', async () => {
    const harness = startHubspot();
    http
      .expect({
        method: 'POST',
        path: '/crm/objects/2026-03/contacts/search',
        headers: bearer(),
        body: { filterGroups: [], properties: [], limit: 1 },
      })
      .reply(200, { total: 12_345, results: [] });

    expect(await harness.hubspot.countRecords(callOf(), 'contacts', [])).toBe(12_345);
    expect(harness.budgetUses).toMatchObject([{ bucket: 'search' }]);
  });
});
