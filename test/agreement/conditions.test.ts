// Conditions of a document: what a property's type allows, what a portal has, and what they become when compiled.
import { describe, expect, it } from 'vitest';
import { type ParseOptions, type Problem, parseAgreement } from '#agreement/parse.ts';
import type { PropertyTypes } from '#agreement/property-types.ts';
import type { Condition } from '#domain/agreement.ts';
import { edited } from '#test/support/agreement-text.ts';

/** The first gate's conditions; the others of the template stand as they are. */
const GATE = '[{ property: hs_email_optout, operator: EQ, value: true }]';
const OPTIONS: ParseOptions = { id: 'main', version: 1, year: 2026 };

const PORTAL: PropertyTypes = {
  contact: {
    lifecyclestage: { type: 'enumeration', options: ['lead', 'marketingqualifiedlead', '4711'] },
    tier: { type: 'enumeration', options: ['Gold', 'Silver'] },
    roles: { type: 'multi', options: ['CHAMPION', 'LEGAL'] },
    contract_end: { type: 'date' },
    hubspot_owner_id: { type: 'enumeration' },
  },
  company: { industry: { type: 'enumeration', options: ['INSURANCE', 'RETAIL'] } },
  isComplete: true,
};

function problemsOf(condition: string, options: Partial<ParseOptions> = {}): readonly Problem[] {
  const result = parseAgreement(edited(GATE, `[{ ${condition} }]`), { ...OPTIONS, ...options });
  return (result.ok ? [] : result.error).filter(({ path }) => path.startsWith('score.gates[2].when'));
}

function compiled(condition: string, options: Partial<ParseOptions> = {}): Condition | undefined {
  const result = parseAgreement(edited(GATE, `[{ ${condition} }]`), { ...OPTIONS, ...options });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value.agreement.score.gates.find(({ id }) => id === 'unsubscribed')?.when.anyOf[0]?.[0];
}

describe('operands that cannot be of the type', () => {
  it.each([
    ['company: numberofemployees, operator: GTE, value: many', 'value', 'noNumber', undefined],
    ['company: numberofemployees, operator: IN, values: [1, two]', 'values[1]', 'noNumber', undefined],
    ['property: hs_email_optout, operator: EQ, value: maybe', 'value', 'noBool', undefined],
    ['property: createdate, operator: GTE, value: 2026-02-30', 'value', 'noDay', undefined],
    ['property: createdate, operator: GTE, value: last week', 'value', 'noDay', undefined],
    [
      'property: createdate, operator: BETWEEN, value: 2026-03-01, highValue: 2026-02-01',
      'highValue',
      'reversedRange',
      undefined,
    ],
    ['property: jobtitle, operator: GTE, value: b', 'operator', 'operatorNotOffered', undefined],
    ['property: annualrevenue, operator: GTE, value: 1000000', 'operator', 'operatorNotOffered', undefined],
    [
      'property: createdate, operator: CONTAINS_TOKEN, value: 2026',
      'operator',
      'operatorNotOffered',
      undefined,
    ],
    ['property: hs_buying_role, operator: EQ, value: A;B', 'value', 'oneChoice', undefined],
    ['property: renewal, operator: LTE, value: today + 30 days', 'value', 'dayNeedsType', undefined],
    [
      'property: birthday, type: date, operator: EQ, value: "2026-03-01T10:00:00Z"',
      'value',
      'dayOnly',
      '2026-03-01',
    ],
    ['property: createdate, type: date, operator: EQ, value: today', 'type', 'wrongPropertyType', 'datetime'],
    ['daysSince: jobtitle, operator: GTE, value: 30', 'daysSince', 'noDateProperty', undefined],
    [
      'daysSince: { company: industry }, operator: GTE, value: 30',
      'daysSince.company',
      'noDateProperty',
      undefined,
    ],
    ['score: { rule: form-dem }, operator: GTE, value: 5', 'score.rule', 'unknownReference', 'form-demo'],
    ['score: { group: browse }, operator: GTE, value: 5', 'score.group', 'unknownReference', undefined],
    [
      'score: { rule: form-demo, group: browsing }, operator: GTE, value: 5',
      'score',
      'oneScorePart',
      undefined,
    ],
    ['score: {}, operator: GTE, value: 5', 'score', 'oneScorePart', undefined],
    ['deals: closed, operator: GTE, count: 1', 'deals', 'badWord', undefined],
    ['company: numberofemployees, operator: LT, value: "1e400"', 'value', 'noNumber', undefined],
    ['property: jobtitle, operator: CONTAINS_TOKEN, value: "--"', 'value', 'noToken', undefined],
    ['property: my_own, operator: NOT_CONTAINS_TOKEN, value: "--"', 'value', 'noToken', undefined],
    [
      'property: createdate, operator: BETWEEN, value: today, highValue: today - 30 days',
      'highValue',
      'reversedRange',
      undefined,
    ],
    [
      'property: createdate, operator: BETWEEN, value: "2026-03-01T10:00:00Z", highValue: "2026-03-01T09:00:00Z"',
      'highValue',
      'reversedRange',
      undefined,
    ],
    ['signal: form, operator: GTE, count: 0, withinDays: 30', 'count', 'countAlways', undefined],
    ['signal: form, operator: LT, count: 0, withinDays: 30', 'count', 'countNever', undefined],
    ['deals: open, operator: GTE, count: 0', 'count', 'countAlways', undefined],
    ['derived: personalEmail, operator: EQ, value: yes', 'value', 'noBool', undefined],
    ['derived: personalEmail, operator: IN, values: [true, oui]', 'values[1]', 'noBool', undefined],
    [
      'derived: personalEmail, operator: CONTAINS_TOKEN, value: true',
      'operator',
      'operatorNotForFact',
      undefined,
    ],
    ['derived: seniority, operator: GTE, value: director', 'operator', 'operatorNotForFact', undefined],
    ['derived: seniority, operator: EQ, value: directeur', 'value', 'badWord', 'director'],
    [
      'derived: country, operator: CONTAINS_TOKEN, value: France',
      'operator',
      'operatorNotForFact',
      undefined,
    ],
    [
      'derived: emailDomain, operator: BETWEEN, value: a, highValue: b',
      'operator',
      'operatorNotForFact',
      undefined,
    ],
    ['derived: emailDomain, operator: EQ, value: co.uk', 'value', 'badDomain', undefined],
    ['derived: emailDomain, operator: CONTAINS_TOKEN, value: "--"', 'value', 'noToken', undefined],
    ['derived: phone, operator: EQ, value: 01 42 68 53 00', 'value', 'noPhone', undefined],
    ['derived: phone, operator: CONTAINS_TOKEN, value: "0142685300"', 'value', 'noPhone', undefined],
    ['derived: companyName, operator: IN, values: [Acme, "-"]', 'values[1]', 'noCompanyName', undefined],
    ['dayssince: createdate, operator: GTE, value: 30', 'dayssince', 'unknownKey', 'daysSince'],
  ])('%s: %s is %s', (...[condition, place, code, suggestion]) => {
    const problems = problemsOf(condition);

    expect(problems.map(({ path }) => path)).toEqual([`score.gates[2].when[0].${place}`]);
    expect(problems[0]).toMatchObject({ code });
    expect(problems[0]?.suggestion).toBe(suggestion);
  });

  it('are told though another condition beside them is wrong in another way', () => {
    const text = edited(
      GATE,
      '[{ company: numberofemployees, operator: GTE, value: many }, { propertee: x }]',
    );
    const result = parseAgreement(text, OPTIONS);

    expect(result.ok ? [] : result.error.map(({ code }) => code).toSorted()).toEqual([
      'noNumber',
      'unknownKey',
    ]);
  });
});

describe('what the portal lacks', () => {
  it.each([
    ['property: tiers, operator: EQ, value: Gold', 'property', 'unknownProperty', 'tier'],
    ['company: industri, operator: EQ, value: RETAIL', 'company', 'unknownCompanyProperty', 'industry'],
    ['daysSince: contract_ends, operator: GTE, value: 1', 'daysSince', 'unknownProperty', 'contract_end'],
    ['property: tier, operator: EQ, value: gold', 'value', 'unknownOption', 'Gold'],
    ['property: roles, operator: IN, values: [LEGAL, CHAMPIONS]', 'values[1]', 'unknownOption', 'CHAMPION'],
    ['company: industry, operator: NEQ, value: Banking', 'value', 'unknownOption', undefined],
    ['property: hubspot_owner_id, operator: EQ, value: 12', 'value', 'unknownOwnerId', undefined],
  ])('%s: %s is %s', (...[condition, place, code, suggestion]) => {
    const people = { owners: [{ id: '7', email: 'ann@corp.example', teams: [] }] };
    const problems = problemsOf(condition, { propertyTypes: PORTAL, people });

    expect(problems.map(({ path }) => path)).toEqual([`score.gates[2].when[0].${place}`]);
    expect(problems[0]).toMatchObject({ code });
    expect(problems[0]?.suggestion).toBe(suggestion);
  });

  it.each([
    ['Competitor', ['Competitors', 'Partners'], 'unknownList', 'Competitors'],
    ['Newsletter', ['Competitors', 'Partners'], 'unknownList', undefined],
    ['Newsletter', [], 'noLists', undefined],
  ])('are lists too: %s, of %j', (...[list, lists, code, suggestion]) => {
    const problems = problemsOf(`list: ${list}, operator: MEMBER`, { lists });

    expect(problems).toMatchObject([{ path: 'score.gates[2].when[0].list', code }]);
    expect(problems[0]?.suggestion).toBe(suggestion);
  });

  it.each([
    ['however it is written', { lists: ['KEY accounts '] }],
    ['where the account keeps its lists to itself', { lists: null }],
  ])('a list is there %s', (_, around) => {
    expect(problemsOf('list: Key Accounts, operator: NOT_MEMBER', around)).toEqual([]);
  });

  it('are teams of notices too, however they are written', () => {
    const owner = { id: '7', email: 'ann@corp.example', teams: ['Sales North'] };
    const notify = (team: string): string =>
      edited('sales: [{ channel: task }]', `sales: [{ channel: task, team: ${team} }]`);
    const codesFor = (team: string): readonly string[] => {
      const result = parseAgreement(notify(team), { ...OPTIONS, people: { owners: [owner] } });
      return (result.ok ? [] : result.error).map(({ path, code }) => `${path} ${code}`);
    };

    expect(codesFor('Sales South')).toContain('notify.sales[0].team unknownTeam');
    expect(codesFor('" SALES north"').filter((each) => each.endsWith('Team'))).toEqual([]);
  });

  it('are stages and owners too', () => {
    const routing = `pool: [anne@corp.example, bob@corp.example]
  pools: [{ id: p, label: P, members: [{ email: bobby@corp.example, weight: 2 }] }]
  rules: [{ id: r, countries: [DE], to: [cara@corp.example] }]
  #`;
    const text = edited('pool: everyone', routing);
    const result = parseAgreement(text, {
      ...OPTIONS,
      propertyTypes: PORTAL,
      people: {
        owners: [
          { id: '7', email: 'Ann@corp.example', teams: [] },
          { id: '8', email: 'bob@corp.example', teams: [] },
        ],
      },
    });
    const found = (result.ok ? [] : result.error).filter(({ code }) =>
      ['unknownStageValue', 'unknownOwner'].includes(code),
    );

    expect(found.map(({ path, code, suggestion }) => [path, code, suggestion])).toEqual([
      ['stages.sql.lifecycle', 'unknownStageValue', undefined],
      ['stages.opportunity.lifecycle', 'unknownStageValue', undefined],
      ['stages.before[0]', 'unknownStageValue', undefined],
      ['stages.protected[0]', 'unknownStageValue', undefined],
      ['stages.protected[1]', 'unknownStageValue', undefined],
      ['stages.protected[2]', 'unknownStageValue', undefined],
      ['routing.pool[0]', 'unknownOwner', 'ann@corp.example'],
      ['routing.pools[0].members[0].email', 'unknownOwner', 'bob@corp.example'],
      ['routing.rules[0].to[0]', 'unknownOwner', 'ann@corp.example'],
    ]);
  });
});

describe('a compiled condition', () => {
  const property = { kind: 'property', object: 'contact' };

  it.each<[string, object, Partial<ParseOptions>]>([
    [
      'property: jobtitle, operator: EQ, value: CEO',
      { ...property, property: 'jobtitle', type: 'string', operator: 'EQ', value: 'CEO' },
      {},
    ],
    [
      'property: hs_v2_date_entered_4711, operator: GTE, value: "aujourd’hui - 30 jours"',
      { type: 'datetime', value: 'today-30' },
      {},
    ],
    [
      'property: renewal, type: date, operator: BETWEEN, value: today, highValue: today + 90 days',
      { type: 'date', value: 'today', highValue: 'today+90' },
      {},
    ],
    [
      'property: roles, operator: IN, values: [LEGAL]',
      { type: 'multi', values: ['LEGAL'] },
      { propertyTypes: { contact: { roles: { type: 'multi' } }, company: {}, isComplete: false } },
    ],
    [
      'daysSince: { company: createdate }, operator: GTE, value: 30',
      {
        kind: 'daysSince',
        object: 'company',
        property: 'createdate',
        type: 'datetime',
        operator: 'GTE',
        days: 30,
      },
      {},
    ],
    [
      'deals: won, operator: GTE, count: 1, withinDays: 365',
      { kind: 'deals', status: 'won', operator: 'GTE', count: 1, withinDays: 365 },
      {},
    ],
    [
      'signal: form, detailContains: demo, operator: GTE, count: 2, withinDays: 7',
      { kind: 'signals', signal: 'form', detailContains: 'demo', operator: 'GTE', count: 2, withinDays: 7 },
      {},
    ],
    [
      'score: { rule: form-demo }, operator: GTE, value: 10',
      {
        kind: 'scorePart',
        of: 'rule',
        id: 'form-demo',
        parts: ['form-demo'],
        operator: 'GTE',
        milliPoints: 10_000,
      },
      {},
    ],
    [
      'score: { group: browsing }, operator: LT, value: 3',
      { kind: 'scorePart', parts: ['page-pricing', 'page-pricing-fr', 'page-any', 'cap:group:browsing'] },
      {},
    ],
  ])('of %s', (condition, expected, options) => {
    expect(compiled(condition, options)).toMatchObject(expected);
  });

  const derived = { kind: 'property', object: 'derived' };
  it.each<[string, object]>([
    [
      'emailDomain, operator: EQ, value: mail.acme.co.uk',
      { ...derived, property: 'emailDomain', value: 'acme.co.uk' },
    ],
    ['emailDomain, operator: IN, values: [ann@Acme.example]', { values: ['acme.example'] }],
    ['phone, operator: EQ, value: +33 1 42 68 53 00', { value: '+33142685300' }],
    ['phone, operator: CONTAINS_TOKEN, value: "+33*"', { value: '+33*' }],
    ['companyName, operator: EQ, value: Société Générale S.A.', { value: 'societe generale' }],
    ['companyName, operator: CONTAINS_TOKEN, value: "Société *rale"', { value: 'societe *rale' }],
    ['country, operator: NOT_IN, values: [Allemagne]', { values: ['DE'] }],
    ['personalEmail, operator: EQ, value: false', { value: 'false' }],
  ])('of derived: %s is in the normal form of the fact', (condition, expected) => {
    expect(compiled(`derived: ${condition}`)).toMatchObject(expected);
  });

  it('without a known property has no type', () => {
    expect(compiled('property: my_field, operator: GTE, value: 3')).not.toHaveProperty('type');
  });

  it('makes the properties that it looks at be read', () => {
    const text = edited(
      GATE,
      '[{ daysSince: renewal, operator: GTE, value: 0 }, { daysSince: { company: closedate }, operator: GTE, value: 0 }]',
    );
    const result = parseAgreement(text, OPTIONS);

    expect(result.ok && result.value.agreement.needs.contact).toContain('renewal');
    expect(result.ok && result.value.agreement.needs.company).toContain('closedate');
  });
});

describe('lists', () => {
  it('are read by the name that the document has for them, each once', () => {
    const gate = '[{ list: " Competitors ", operator: MEMBER }, { list: competitors, operator: NOT_MEMBER }]';
    const result = parseAgreement(edited(GATE, gate), OPTIONS);
    const agreement = result.ok ? result.value.agreement : null;

    expect(agreement?.needs.lists).toEqual(['competitors']);
    expect(agreement?.score.gates.find(({ id }) => id === 'unsubscribed')?.when.anyOf).toEqual([
      [
        { kind: 'list', list: 'Competitors', operator: 'MEMBER' },
        { kind: 'list', list: 'competitors', operator: 'NOT_MEMBER' },
      ],
    ]);
  });

  it('are none where no condition names one', () => {
    const result = parseAgreement(edited(GATE, GATE), OPTIONS);
    expect(result.ok && Object.hasOwn(result.value.agreement.needs, 'lists')).toBe(false);
  });
});
