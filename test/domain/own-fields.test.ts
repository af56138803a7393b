// Fields that an account keeps in properties of its own, in decisions: what is read by a fixed name finds them there.
import { describe, expect, it } from 'vitest';
import { chooseAgreement, needsOfAll } from '#domain/choose-agreement.ts';
import { decide } from '#domain/decide.ts';
import { deriveFact } from '#domain/derived-facts.ts';
import { applyChanges, listFieldChanges } from '#domain/explain/changes.ts';
import { identityKeys } from '#domain/identity.ts';
import { initialState } from '#domain/lead.ts';
import { holdsValue } from '#domain/mandatory.ts';
import { inStandardNames, ownName, standardName } from '#domain/own-fields.ts';
import {
  agreementWith,
  contactIs,
  contextAt,
  factsWith,
  fitRule,
  mandatory,
  T0,
  wanted,
  when,
} from '#test/support/builders.ts';

const FRENCH = agreementWith({
  data: {
    ...mandatory({ mql: ['fonction', 'portable', 'societe', 'pays'] }),
    normalize: ['phone', 'country'],
    owes: [{ fields: ['portable'], by: 'marketing', within: { unit: 'elapsedHours', amount: 1 } }],
    readFrom: {
      contact: {
        jobtitle: 'fonction',
        country: 'pays',
        mobilephone: 'portable',
        company: 'societe',
        lastname: 'nom',
      },
      company: { country: 'pays_siege' },
    },
  },
});
/** As the mirror has it. */
const READ = factsWith({
  contact: {
    fonction: 'Directrice marketing',
    portable: '06 12 34 56 78',
    societe: 'Durand SA',
    firstname: 'Anne',
    nom: 'Petit',
  },
  company: { pays_siege: 'France', country: 'Espagne' },
});
const FACTS = inStandardNames(FRENCH, READ);

describe('facts of an account with properties of its own', () => {
  it('have their values under both names, and forget what the standard property holds', () => {
    expect(FACTS.contact['jobtitle']).toEqual(READ.contact['fonction']);
    expect(FACTS.contact['fonction']).toEqual(READ.contact['fonction']);
    expect(FACTS.company['country']?.value).toBe('France');
    const left = factsWith({ contact: { jobtitle: 'CEO', zip: '75001' } });
    expect(Object.keys(inStandardNames(FRENCH, left).contact)).toEqual(['zip']);
    expect(inStandardNames(FRENCH, FACTS)).toEqual(FACTS);
  });

  it('stay as they are where nothing is mapped', () => {
    expect(inStandardNames(agreementWith(), READ)).toBe(READ);
  });

  it.each([
    ['seniority', 'director'],
    ['department', 'marketing'],
    ['country', 'FR'],
    ['phone', '+33612345678'],
    ['companyName', 'durand'],
  ])('derive the %s from them', (fact, value) => {
    expect(deriveFact(FACTS, fact)).toBe(value);
    expect(deriveFact(READ, fact)).not.toBe(value);
  });

  it('tell a person by them', () => {
    const kinds = (facts: typeof FACTS) => identityKeys(FRENCH, facts).map(({ kind }) => kind);

    expect(kinds(FACTS)).toEqual(['phone', 'name']);
    expect(kinds(READ)).toEqual([]);
  });
});

describe('a name', () => {
  it('is translated both ways, per object', () => {
    expect(ownName(FRENCH, 'contact', 'jobtitle')).toBe('fonction');
    expect(ownName(FRENCH, 'company', 'jobtitle')).toBe('jobtitle');
    expect(ownName(FRENCH, 'contact', 'toString')).toBe('toString');
    expect(standardName(FRENCH, 'contact', 'portable')).toBe('mobilephone');
    expect(standardName(FRENCH, 'company', 'portable')).toBe('portable');
    expect(standardName(agreementWith(), 'contact', 'portable')).toBe('portable');
  });
});

describe('a mandatory field of one’s own', () => {
  it.each([
    ['portable', '06 12 34 56 78', true],
    ['portable', '12', false],
    ['pays', 'Belgique', true],
    ['pays', 'Nulle part', false],
    ['fonction', 'n/a', false],
  ])('%s is held to the kind of the standard one: %s', (field, value, holds) => {
    const facts = factsWith({ contact: { [field]: value }, company: { pays_siege: 'France' } });

    expect(holdsValue(FRENCH, inStandardNames(FRENCH, facts), field)).toBe(holds);
  });

  it('of the company is held by who belongs to a named one', () => {
    const named = inStandardNames(FRENCH, factsWith({ company: { name: 'Durand SA' } }));

    expect(holdsValue(FRENCH, named, 'societe')).toBe(true);
    expect(holdsValue(agreementWith(), named, 'societe')).toBe(false);
  });

  it('is named as missing by the name that a rep fills in', () => {
    const lead = { facts: inStandardNames(FRENCH, factsWith()), state: initialState() };
    const decision = decide(FRENCH, lead, contextAt(T0));

    expect(decision.verdict.missingFields).toEqual(['fonction', 'portable', 'societe', 'pays']);
    expect(wanted(decision, 'accord_missing_fields')).toContain('portable');
  });

  it('tried with a value is read under the standard name too', () => {
    const empty = inStandardNames(FRENCH, factsWith());
    const { needed } = listFieldChanges(FRENCH, empty);
    const tried = applyChanges({ agreement: FRENCH, facts: empty }, needed, T0);

    expect(needed.map((change) => (change.kind === 'field' ? change.property : ''))).toEqual([
      'fonction',
      'portable',
      'societe',
      'pays',
    ]);
    expect(deriveFact(tried, 'country')).toBe('FR');
    expect(deriveFact(tried, 'phone')).toMatch(/^\+33/);
  });
});

describe('of several agreements', () => {
  it('each reads a field where it says, and the first in whose scope the lead is judges it', () => {
    const seniors = {
      kind: 'property',
      object: 'derived',
      property: 'seniority',
      operator: 'EQ',
      value: 'owner',
    } as const;
    const scope = { include: when(seniors), exclude: null };
    const mapped = agreementWith({
      id: 'mapped',
      scope,
      data: { readFrom: { contact: { jobtitle: 'fonction' } } },
      needs: { contact: ['fonction'], company: [], deals: true },
    });
    const plain = agreementWith({
      id: 'plain',
      scope,
      needs: { contact: ['jobtitle'], company: [], deals: true },
    });
    const chosen = (contact: Record<string, string>) =>
      chooseAgreement(
        [mapped, plain],
        { facts: factsWith({ contact }), stage: initialState().stage, agreementId: '' },
        T0,
      )?.id;

    expect(chosen({ fonction: 'Owner', jobtitle: 'Student' })).toBe('mapped');
    expect(chosen({ fonction: 'Student', jobtitle: 'Owner' })).toBe('plain');
    expect(chosen({ jobtitle: 'Owner' })).toBe('plain');
    const all = needsOfAll([mapped, plain]);
    expect(all.needs.contact).toEqual(['fonction', 'jobtitle']);
    expect(all.data.readFrom).toBeUndefined();
  });
});

it('a rule on an own property counts its points', () => {
  const agreement = agreementWith({
    ...FRENCH,
    score: {
      fit: {
        cap: 100_000,
        groups: [],
        rules: [fitRule('title', 20, when(contactIs('fonction', 'Directrice marketing')))],
      },
    },
  });

  expect(decide(agreement, { facts: FACTS, state: initialState() }, contextAt(T0)).verdict.fit).toBe(20_000);
});
