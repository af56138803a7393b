// Fields that an account keeps in properties of its own: what may be said of them, and what becomes of a document that does.
import { describe, expect, it } from 'vitest';
import { diffAgreements } from '#agreement/diff.ts';
import { type ParsedAgreement, type ParseOptions, parseAgreement } from '#agreement/parse.ts';
import { type PropertyTypes, STANDARD_TYPES } from '#agreement/property-types.ts';
import { renderAgreement } from '#agreement/render.ts';
import type { Condition } from '#domain/agreement.ts';
import { ENGLISH_TEMPLATE, edited, lineOf } from '#test/support/agreement-text.ts';

const OPTIONS: ParseOptions = { id: 'main', version: 1, year: 2026 };
/** The first gate's conditions; the others of the template stand as they are. */
const GATE = '[{ property: hs_email_optout, operator: EQ, value: true }]';
const DUPLICATES = '  duplicates: { oneOwner: true }';

const PORTAL: PropertyTypes = {
  contact: {
    ...STANDARD_TYPES.contact,
    lifecyclestage: { type: 'enumeration' },
    fonction: { type: 'string' },
    pays: { type: 'enumeration', options: ['FR', 'BE'] },
    effectif: { type: 'number' },
  },
  company: { ...STANDARD_TYPES.company, effectif_groupe: { type: 'number' } },
  isComplete: true,
};

function withReading(readFrom: string, text = ENGLISH_TEMPLATE): string {
  return text.replace(DUPLICATES, () => `  readFrom: ${readFrom}\n${DUPLICATES}`);
}

function parse(text: string, options: Partial<ParseOptions> = {}): ParsedAgreement {
  const result = parseAgreement(text, { ...OPTIONS, ...options });
  if (!result.ok) throw new Error(JSON.stringify(result.error, null, 1));
  return result.value;
}

function problemsOf(text: string, options: Partial<ParseOptions> = {}) {
  const result = parseAgreement(text, { ...OPTIONS, ...options });
  return result.ok ? [] : result.error;
}

describe('a field read from a property of one’s own', () => {
  it.each([
    ['{ contact: { email: courriel } }', 'contact.email', 'fixedField', undefined],
    ['{ contact: { lifecyclestage: phase } }', 'contact.lifecyclestage', 'fixedField', undefined],
    ['{ contact: { hubspot_owner_id: vendeur } }', 'contact.hubspot_owner_id', 'fixedField', undefined],
    ['{ contact: { hs_lead_status: statut } }', 'contact.hs_lead_status', 'fixedField', undefined],
    ['{ contact: { accord_answer: reponse } }', 'contact.accord_answer', 'fixedField', undefined],
    [
      '{ contact: { recent_conversion_date: vu } }',
      'contact.recent_conversion_date',
      'fixedField',
      undefined,
    ],
    ['{ contact: { hs_email_open: lus } }', 'contact.hs_email_open', 'fixedField', undefined],
    ['{ company: { domain: site } }', 'company.domain', 'fixedField', undefined],
    ['{ contact: { jobtitel: fonction } }', 'contact.jobtitel', 'unknownField', 'jobtitle'],
    ['{ contact: { __proto__x: fonction } }', 'contact.__proto__x', 'unknownField', undefined],
    ['{ contact: { jobtitle: jobtitle } }', 'contact.jobtitle', 'fieldOntoItself', undefined],
    ['{ contact: { jobtitle: email } }', 'contact.jobtitle', 'fixedProperty', undefined],
    ['{ contact: { jobtitle: accord_persona } }', 'contact.jobtitle', 'fixedProperty', undefined],
    ['{ contact: { jobtitle: Fonction } }', 'contact.jobtitle', 'badProperty', 'fonction'],
    ['{ contact: { phone: mobilephone } }', 'contact.phone', 'fieldTwice', undefined],
    [
      '{ contact: { jobtitle: job_function, job_function: metier } }',
      'contact.jobtitle',
      'fieldTwice',
      undefined,
    ],
    ['{ contacts: { jobtitle: fonction } }', 'contacts', 'unknownKey', 'contact'],
  ])('%s is refused at %s: %s', (...[readFrom, path, code, suggestion]) => {
    const [problem, ...others] = problemsOf(withReading(readFrom));

    expect(others).toEqual([]);
    expect(problem).toMatchObject({ path: `data.readFrom.${path}`, code });
    expect(problem?.suggestion).toBe(suggestion);
    expect(problem?.line).toBe(lineOf(withReading(readFrom), '  readFrom:'));
  });

  it('is refused where two fields share one, at both, and may be shared by contact and company', () => {
    const shared = problemsOf(withReading('{ contact: { jobtitle: libre, country: libre } }'));

    expect(shared.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'data.readFrom.contact.jobtitle fieldTwice',
      'data.readFrom.contact.country fieldTwice',
    ]);
    expect(problemsOf(withReading('{ contact: { country: pays }, company: { country: pays } }'))).toEqual([]);
  });

  it.each([
    ['contact: { jobtitle: fonctions }', 'contact.jobtitle', 'unknownProperty', 'fonction'],
    [
      'company: { numberofemployees: effectifs_groupe }',
      'company.numberofemployees',
      'unknownCompanyProperty',
      'effectif_groupe',
    ],
    ['contact: { jobtitle: effectif }', 'contact.jobtitle', 'wrongFieldType', undefined],
    ['contact: { createdate: effectif }', 'contact.createdate', 'fixedField', undefined],
  ])('%s is held against the account’s properties', (...[named, path, code, suggestion]) => {
    const [problem, ...others] = problemsOf(withReading(`{ ${named} }`), { propertyTypes: PORTAL });

    expect(others).toEqual([]);
    expect(problem).toMatchObject({ path: `data.readFrom.${path}`, code });
    expect(problem?.suggestion).toBe(suggestion);
  });

  it('may be an option where HubSpot’s own is text, and the check says so', () => {
    const notes = (language: 'en' | 'fr') =>
      parse(withReading('{ contact: { country: pays, jobtitle: fonction } }'), {
        propertyTypes: PORTAL,
        language,
      }).notes.filter(({ path }) => path.startsWith('data.'));

    expect(notes('en')).toEqual([
      expect.objectContaining({
        path: 'data.readFrom.contact.country',
        code: 'fieldTypeDiffers',
        problem: expect.stringContaining('“pays” holds one of its options, and “country” is text'),
      }),
    ]);
    expect(notes('fr')[0]?.problem).toContain('une de ses options');
  });

  it('is what conditions on the standard one are checked and typed by', () => {
    const asked = (condition: string) =>
      withReading('{ contact: { country: pays } }', edited(GATE, `[{ ${condition} }]`));
    const known = { propertyTypes: PORTAL };

    expect(problemsOf(asked('property: country, operator: EQ, value: FR'), known)).toEqual([]);
    expect(problemsOf(asked('property: country, operator: EQ, value: France'), known)).toMatchObject([
      { path: 'score.gates[2].when[0].value', code: 'unknownOption' },
    ]);
    expect(problemsOf(asked('property: country, operator: CONTAINS_TOKEN, value: FR'), known)).toMatchObject([
      { code: 'operatorNotOffered' },
    ]);
  });
});

describe('an agreement that reads a field from a property of one’s own', () => {
  const TEXT = withReading(
    '{ contact: { jobtitle: fonction, country: pays, hs_analytics_source: origine }, company: { country: pays_siege, numberofemployees: effectif } }',
    edited('mql: [email, lastname, company]', 'mql: [email, jobtitle, country, pays]')
      .replace('fields: [company, country], by: marketing', 'fields: [country], by: marketing')
      .replace(
        GATE,
        '[{ property: jobtitle, operator: CONTAINS_TOKEN, value: stagiaire }, { daysSince: { company: closedate }, operator: LT, value: 9 }]',
      )
      .replace(
        '  keepContactOwner: true\n',
        '  keepContactOwner: true\n  rules: [{ id: paid, sources: [PAID_SEARCH], to: everyone }]\n',
      ),
  );
  const { agreement } = parse(TEXT);

  it('names the own property wherever a rule looks at it, and reads no other', () => {
    const conditions: Condition[] = [];
    JSON.stringify(agreement, (_, value) => {
      if (value !== null && typeof value === 'object' && 'kind' in value && 'property' in value)
        conditions.push(value as Condition);
      return value;
    });
    const named = new Set(
      conditions.flatMap((one) => (one.kind === 'property' ? [`${one.object}.${one.property}`] : [])),
    );

    for (const own of ['contact.fonction', 'company.effectif', 'contact.origine'])
      expect(named).toContain(own);
    for (const gone of ['contact.jobtitle', 'company.numberofemployees', 'contact.hs_analytics_source'])
      expect(named).not.toContain(gone);
    // What Accord works out itself keeps its name.
    expect(named).toContain('derived.seniority');
    expect(agreement.needs.contact).toEqual(expect.arrayContaining(['fonction', 'origine', 'pays']));
    expect(agreement.needs.company).toEqual(expect.arrayContaining(['effectif', 'pays_siege']));
    for (const gone of ['jobtitle', 'country', 'hs_analytics_source'])
      expect(agreement.needs.contact).not.toContain(gone);
    expect(agreement.needs.company).not.toContain('country');
    expect(agreement.needs.contact).toEqual([...new Set(agreement.needs.contact)].toSorted());
  });

  it('asks for the own property where the standard one is mandatory or owed', () => {
    expect(agreement.data.mandatory.mql.fields).toEqual(['email', 'fonction', 'pays']);
    expect(agreement.data.owes[0]?.fields).toEqual(['pays']);
  });

  it('types conditions as HubSpot’s own property is, where the account’s is not known', () => {
    const employees = agreement.segments.flatMap(({ when }) => when.anyOf.flat());

    expect(employees.length).toBeGreaterThan(0);
    for (const condition of employees)
      expect(condition).toMatchObject({ property: 'effectif', type: 'number' });
  });

  it('carries the map; one that maps nothing is compiled as before', () => {
    expect(agreement.data.readFrom).toEqual({
      contact: { jobtitle: 'fonction', country: 'pays', hs_analytics_source: 'origine' },
      company: { country: 'pays_siege', numberofemployees: 'effectif' },
    });
    const plain = JSON.stringify(parse(ENGLISH_TEMPLATE).agreement);
    expect(plain).not.toContain('readFrom');
    for (const empty of ['{}', '{ contact: {}, company: {} }'])
      expect(JSON.stringify(parse(withReading(empty)).agreement)).toBe(plain);
  });

  it('owes a field that is asked for by its other name', () => {
    const asked = edited(
      'sql: { fields: [phone, country], how: warn }',
      'sql: { fields: [phone, pays], how: warn }',
    );
    const owedNowhere = (text: string) => parse(text).notes.filter(({ code }) => code === 'owedNowhere');

    expect(owedNowhere(asked)).toMatchObject([{ params: { field: 'country' } }]);
    expect(owedNowhere(withReading('{ contact: { country: pays } }', asked))).toEqual([]);
  });

  it('says so in the contract and in what changes, in both languages', () => {
    const before = parse(ENGLISH_TEMPLATE).document;
    const after = parse(withReading('{ contact: { jobtitle: fonction } }')).document;
    const moved = parse(withReading('{ contact: { jobtitle: poste }, company: {} }')).document;
    const told = (...[from, to, language]: Parameters<typeof diffAgreements>) =>
      diffAgreements(from, to, language).map(({ part, path, text }) => `${part} | ${path} | ${text}`);

    expect(renderAgreement(after, { language: 'en', format: 'markdown' })).toContain(
      'The contact’s job title is read from the property “fonction”.',
    );
    expect(renderAgreement(after, { language: 'fr', format: 'markdown' })).toContain(
      'Contact\u00a0: le champ «\u00a0fonction\u00a0» se lit dans la propriété «\u00a0fonction\u00a0».',
    );
    expect(told(before, after, 'en')).toEqual([
      'Data | data.readFrom.contact.jobtitle | The contact’s job title is read from the property “fonction”.',
    ]);
    expect(told(after, moved, 'en')).toEqual([
      'Data | data.readFrom.contact.jobtitle | The contact’s job title is read from the property “poste” (was “fonction”).',
    ]);
    expect(told(after, before, 'fr')).toEqual([
      'Données | data.readFrom.contact.jobtitle | Contact\u00a0: le champ «\u00a0fonction\u00a0» se lit dans la propriété standard de HubSpot (avant\u00a0: «\u00a0fonction\u00a0»).',
    ]);
    expect(told(before, parse(withReading('{ contact: {} }')).document, 'en')).toEqual([]);
  });
});
