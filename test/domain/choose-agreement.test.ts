// Which agreement judges a lead, and what is read before one of several is chosen.
import { describe, expect, it } from 'vitest';
import { chooseAgreement, needsOfAll } from '#domain/choose-agreement.ts';
import { initialState } from '#domain/lead.ts';
import { agreementWith, contactIs, factsWith, T0, when } from '#test/support/builders.ts';

const inCountry = (country: string) =>
  agreementWith({ id: country, scope: { include: when(contactIs('country', country)), exclude: null } });
const FRANCE = inCountry('FR');
const SPAIN = inCountry('ES');

describe('the agreement of a lead', () => {
  it.each([
    ['the first whose scope it is in', [FRANCE, SPAIN], 'ES', 'FR', 'ES'],
    ['the first of two', [FRANCE, { ...FRANCE, id: 'again' }], 'FR', 'again', 'FR'],
    ['in no scope, the one that judged it last', [FRANCE, SPAIN], 'IT', 'ES', 'ES'],
    ['in no scope and never judged, the first', [FRANCE, SPAIN], 'IT', '', 'FR'],
    ['the only one, in its scope or not', [SPAIN], 'IT', '', 'ES'],
  ])('is %s', (...[, agreements, country, agreementId, chosen]) => {
    const lead = { facts: factsWith({ contact: { country } }), stage: initialState().stage, agreementId };

    expect(chooseAgreement(agreements, lead, T0)?.id).toBe(chosen);
    expect(chooseAgreement([], lead, T0)).toBeNull();
  });
});

describe('what has to be read', () => {
  const plain = agreementWith({
    routing: { useCompanyOwner: false },
    needs: { contact: ['zip'], company: [], deals: false },
  });
  const looking = agreementWith({
    id: 'brand',
    needs: { contact: ['country'], company: ['name'], deals: true, hubspotLeads: true },
  });

  it('is what any of the agreements in force looks at, under the first', () => {
    expect(needsOfAll([plain, looking])).toEqual({
      ...plain,
      routing: { ...plain.routing, useCompanyOwner: true },
      needs: { contact: ['country', 'zip'], company: ['name'], deals: true, hubspotLeads: true },
    });
  });

  it('is every list that one of them names', () => {
    const listing = (...lists: readonly string[]) =>
      agreementWith({ needs: { contact: [], company: [], deals: false, lists } });

    expect(needsOfAll([plain, listing('partners'), listing('a', 'partners')]).needs.lists).toEqual([
      'a',
      'partners',
    ]);
  });

  it('is no more than one of them asks for', () => {
    expect(needsOfAll([plain, plain])).toEqual(plain);
    expect(needsOfAll([plain])).toBe(plain);
    expect(() => needsOfAll([])).toThrow('no agreement');
  });
});
