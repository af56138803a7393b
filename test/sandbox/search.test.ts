import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Harness, PORTAL_ID, startHarness } from './harness.ts';

const SEARCH = '/crm/objects/2026-03/contacts/search';

describe('search', () => {
  let hub: Harness;
  let company: string;
  const ids: Record<string, string> = {};
  beforeAll(async () => {
    hub = await startHarness();
    company = hub.act({ type: 'create', objectType: 'companies', properties: { name: 'Acme' } });
    const people: Record<string, Record<string, string>> = {
      ada: {
        jobtitle: 'Chief Marketing Officer',
        lifecyclestage: 'lead',
        hs_buying_role: 'CHAMPION;DECISION_MAKER',
        hs_analytics_num_page_views: '9',
      },
      bob: { jobtitle: 'sales manager', lifecyclestage: 'customer', hs_analytics_num_page_views: '10' },
      eve: {
        mobilephone: 'EXT. 5',
        lifecyclestage: 'lead',
        hs_latest_source_timestamp: '2026-11-01T00:00:00Z',
      },
    };
    for (const [name, properties] of Object.entries(people)) {
      ids[name] = hub.act({
        type: 'create',
        properties: { ...properties, email: `${name}@lead.example`, firstname: name },
      });
    }
    hub.act({ type: 'link', id: ids['ada']!, to: { type: 'companies', id: company, primary: true } });
  });
  afterAll(() => hub.stop());

  const search = (body: unknown): Promise<Answer> => hub.call('POST', SEARCH, body);
  const found = async (...filters: unknown[]): Promise<string[]> => {
    const answer = await search({ filterGroups: [{ filters }], properties: ['firstname'] });
    expect(answer).toMatchObject({ status: 200 });
    return answer.body.results.map((one: { properties: { firstname: string } }) => one.properties.firstname);
  };

  it.each([
    [
      'EQ on text, whatever the case',
      [{ propertyName: 'jobtitle', operator: 'EQ', value: 'SALES Manager' }],
      ['bob'],
    ],
    ['EQ on an option, exactly', [{ propertyName: 'lifecyclestage', operator: 'EQ', value: 'Lead' }], []],
    ['EQ on an option', [{ propertyName: 'lifecyclestage', operator: 'EQ', value: 'lead' }], ['ada', 'eve']],
    [
      'NEQ, not matching records without a value',
      [{ propertyName: 'jobtitle', operator: 'NEQ', value: 'sales manager' }],
      ['ada'],
    ],
    [
      'IN with a lower-case value',
      [{ propertyName: 'jobtitle', operator: 'IN', values: ['chief marketing officer'] }],
      ['ada'],
    ],
    [
      'IN with another case, never',
      [{ propertyName: 'jobtitle', operator: 'IN', values: ['Chief Marketing Officer'] }],
      [],
    ],
    [
      'IN on a phone number written with letters, in lower case only',
      [{ propertyName: 'mobilephone', operator: 'IN', values: ['ext. 5'] }],
      ['eve'],
    ],
    [
      'IN on a phone number in capitals, never',
      [{ propertyName: 'mobilephone', operator: 'IN', values: ['EXT. 5'] }],
      [],
    ],
    [
      'NOT_IN',
      [{ propertyName: 'lifecyclestage', operator: 'NOT_IN', values: ['customer'] }],
      ['ada', 'eve'],
    ],
    [
      'GT by number, not by text',
      [{ propertyName: 'hs_analytics_num_page_views', operator: 'GT', value: '9' }],
      ['bob'],
    ],
    ['LTE', [{ propertyName: 'hs_analytics_num_page_views', operator: 'LTE', value: '9' }], ['ada']],
    [
      'BETWEEN, bounds included',
      [{ propertyName: 'hs_analytics_num_page_views', operator: 'BETWEEN', value: '9', highValue: '10' }],
      ['ada', 'bob'],
    ],
    [
      'GTE on a date in milliseconds',
      [
        {
          propertyName: 'hs_latest_source_timestamp',
          operator: 'GTE',
          value: String(Date.parse('2026-11-01')),
        },
      ],
      ['eve'],
    ],
    [
      'LT on a date in ISO',
      [{ propertyName: 'hs_latest_source_timestamp', operator: 'LT', value: '2026-11-01T00:00:00Z' }],
      [],
    ],
    ['HAS_PROPERTY', [{ propertyName: 'jobtitle', operator: 'HAS_PROPERTY' }], ['ada', 'bob']],
    ['NOT_HAS_PROPERTY', [{ propertyName: 'jobtitle', operator: 'NOT_HAS_PROPERTY' }], ['eve']],
    [
      'CONTAINS_TOKEN, whole words',
      [{ propertyName: 'jobtitle', operator: 'CONTAINS_TOKEN', value: 'market' }],
      [],
    ],
    [
      'CONTAINS_TOKEN with a wildcard',
      [{ propertyName: 'jobtitle', operator: 'CONTAINS_TOKEN', value: 'market*' }],
      ['ada'],
    ],
    [
      'NOT_CONTAINS_TOKEN',
      [{ propertyName: 'jobtitle', operator: 'NOT_CONTAINS_TOKEN', value: 'sales' }],
      ['ada'],
    ],
    [
      'one of several choices',
      [{ propertyName: 'hs_buying_role', operator: 'EQ', value: 'CHAMPION' }],
      ['ada'],
    ],
    [
      'AND in a group',
      [
        { propertyName: 'lifecyclestage', operator: 'EQ', value: 'lead' },
        { propertyName: 'jobtitle', operator: 'HAS_PROPERTY' },
      ],
      ['ada'],
    ],
  ])('answers %s', async (_, filters, expected) => {
    expect(await found(...filters)).toEqual(expected);
  });

  it('joins groups by OR, and finds by association and by words', async () => {
    const groups = await search({
      filterGroups: [
        { filters: [{ propertyName: 'firstname', operator: 'EQ', value: 'bob' }] },
        { filters: [{ propertyName: 'associations.company', operator: 'EQ', value: company }] },
      ],
    });

    expect(groups.body.total).toBe(2);
    expect((await search({ query: 'eve@lead' })).body.results[0].id).toBe(ids['eve']);
  });

  it.each([
    ['six groups', { filterGroups: Array.from({ length: 6 }, () => ({ filters: [] })) }],
    [
      'seven filters in a group',
      {
        filterGroups: [
          { filters: Array.from({ length: 7 }, () => ({ propertyName: 'email', operator: 'HAS_PROPERTY' })) },
        ],
      },
    ],
    [
      'nineteen filters',
      {
        filterGroups: [6, 6, 6, 1].map((length) => ({
          filters: Array.from({ length }, () => ({ propertyName: 'email', operator: 'HAS_PROPERTY' })),
        })),
      },
    ],
    ['more than 3,000 characters', { query: 'x'.repeat(3_000) }],
    ['two sorts', { sorts: ['email', 'firstname'] }],
    ['a page of 201', { limit: 201 }],
    ['a row beyond 10,000', { limit: 100, after: '9901' }],
    [
      'an unknown property',
      { filterGroups: [{ filters: [{ propertyName: 'nope', operator: 'EQ', value: '1' }] }] },
    ],
    [
      'an unknown operator',
      { filterGroups: [{ filters: [{ propertyName: 'email', operator: 'LIKE', value: '1' }] }] },
    ],
    [
      'IN without values',
      { filterGroups: [{ filters: [{ propertyName: 'email', operator: 'IN', value: '1' }] }] },
    ],
    ...['2026-02-30', 'March 7', '2026-03-01T10:00'].map((value): [string, object] => [
      `the date ${value}`,
      { filterGroups: [{ filters: [{ propertyName: 'createdate', operator: 'GTE', value }] }] },
    ]),
    ...['0x10', ' 5', '1,000', 'Infinity'].map((value): [string, object] => [
      `the number “${value}”`,
      { filterGroups: [{ filters: [{ propertyName: 'num_notes', operator: 'GTE', value }] }] },
    ]),
    [
      'GT on a text',
      { filterGroups: [{ filters: [{ propertyName: 'email', operator: 'GT', value: '1' }] }] },
    ],
  ])('refuses %s', async (_, body) => {
    const answer = await search(body);

    expect(answer.status).toBe(400);
    expect(answer.body.category).toBe('VALIDATION_ERROR');
  });

  it('pages in the order of the sort', async () => {
    const first = await search({ sorts: [{ propertyName: 'firstname', direction: 'DESCENDING' }], limit: 2 });
    const second = await search({ sorts: ['-firstname'], limit: 2, after: first.body.paging.next.after });

    expect(first.body).toMatchObject({ total: 3, paging: { next: { after: '2' } } });
    expect([...first.body.results, ...second.body.results].map((one: { id: string }) => one.id)).toEqual([
      ids['eve'],
      ids['bob'],
      ids['ada'],
    ]);
    expect(second.body.paging).toBeUndefined();
  });

  it('reaches row 10,000 and no further, and walks on by record id', async () => {
    const many = await startHarness();
    many.act(
      ...Array.from({ length: 10_050 }, (_, index) => ({
        type: 'create' as const,
        properties: { email: `m${index}@lead.example` },
      })),
    );
    const ask = (body: unknown): Promise<Answer> => many.call('POST', SEARCH, body);

    const last = await ask({ limit: 100, after: '9900' });
    const beyond = await ask({ limit: 100, after: '10000' });
    const lastId = last.body.results.at(-1).id;
    const rest = await ask({
      filterGroups: [{ filters: [{ propertyName: 'hs_object_id', operator: 'GT', value: lastId }] }],
      limit: 200,
    });
    await many.stop();

    expect(last.body.total).toBe(10_050);
    expect(last.body.results).toHaveLength(100);
    expect(beyond.status).toBe(400);
    expect(rest.body).toMatchObject({ total: 50 });
  });

  it('does not see a write, a change or a deletion before the index has caught up', async () => {
    const slow = await startHarness({ indexLagMs: 60_000 });
    const id = slow.act({ type: 'create', properties: { email: 'lag@lead.example', jobtitle: 'Old' } });
    const ask = async (): Promise<unknown> =>
      (await slow.call('POST', SEARCH, { properties: ['jobtitle'] })).body.results.map(
        (one: { properties: { jobtitle: string } }) => one.properties.jobtitle,
      );
    const settle = (): Promise<Answer> => slow.control('POST', `/portals/${PORTAL_ID}/index/settle`);

    expect(await ask()).toEqual([]);
    await settle();
    slow.act({ type: 'set', id, properties: { jobtitle: 'New' } });
    expect(await ask()).toEqual(['Old']);
    await settle();
    expect(await ask()).toEqual(['New']);
    slow.act({ type: 'delete', id });
    expect(await ask()).toEqual(['New']);
    await settle();
    expect(await ask()).toEqual([]);
    await slow.stop();
  });
});
