// The keys that a person may be known by, and the groups of leads that share them.
import { describe, expect, it } from 'vitest';
import { identityKeys } from '#domain/identity.ts';
import { groupByIdentity, type KeyOfLead } from '#domain/identity-groups.ts';
import { agreementWith, type FactChanges, factsWith } from '#test/support/builders.ts';

const ANN = { firstname: 'Ann', lastname: 'Smith' };
const PHONE = '+33142685300';
const MOBILE = '+33612345678';

function keysOf(contact: Record<string, string>, company: FactChanges['company'] = {}): string[] {
  return identityKeys(agreementWith(), factsWith({ contact, company })).map(
    ({ kind, key }) => `${kind} ${key}`,
  );
}

describe('a person is known by', () => {
  it.each<[string, Record<string, string>, FactChanges['company'], string[]]>([
    ['nothing', {}, {}, []],
    ['an address', { email: 'Ann@Acme.fr' }, {}, ['email ann@acme.fr']],
    ['no text that is no address', { email: 'ann' }, {}, []],
    ['a number with the name', { ...ANN, phone: PHONE }, {}, [`phone ${PHONE} ann smith`]],
    ['each number once', { ...ANN, phone: PHONE, mobilephone: PHONE }, {}, [`phone ${PHONE} ann smith`]],
    [
      'both numbers',
      { ...ANN, phone: PHONE, mobilephone: MOBILE },
      {},
      [`phone ${PHONE} ann smith`, `phone ${MOBILE} ann smith`],
    ],
    ['no number without the name', { phone: PHONE, firstname: 'Ann' }, {}, []],
    ['no number with a name that is none', { ...ANN, lastname: 'n/a', phone: PHONE }, {}, []],
    ['no number that cannot be called', { ...ANN, phone: '12' }, {}, []],
    [
      'names in either order',
      { firstname: 'Smith', lastname: 'ANN', phone: PHONE },
      {},
      [`phone ${PHONE} ann smith`],
    ],
    [
      'the name with the domain of a business address',
      { ...ANN, email: 'a@sales.acme.fr', company: 'Other' },
      { domain: 'other.fr' },
      ['email a@sales.acme.fr', 'name ann smith @ acme.fr'],
    ],
    [
      'the name with the domain of the company, where the address is a personal one',
      { ...ANN, email: 'ann@gmail.com', company: 'Acme' },
      { domain: 'https://www.acme.fr' },
      ['email ann@gmail.com', 'name ann smith @ acme.fr'],
    ],
    [
      'the name with that of the company',
      { ...ANN, company: 'ACME SAS' },
      { name: 'Other' },
      ['name ann smith @ acme'],
    ],
    ['the name with that of the company’s record', ANN, { name: 'Acme' }, ['name ann smith @ acme']],
    ['no name with a company that is none', { ...ANN, company: 'n/a' }, {}, []],
    ['no company without a name', { company: 'Acme' }, {}, []],
  ])('%s', (...[, contact, company, keys]) => {
    expect(keysOf(contact, company)).toEqual(keys);
  });
});

describe('groups', () => {
  const held = (key: string, ...leadIds: string[]): KeyOfLead[] =>
    leadIds.map((leadId) => ({ leadId, kind: 'email', key }));
  const idsOf = (...keys: KeyOfLead[]): string[] =>
    groupByIdentity(keys).map(
      ({ id, leadIds, reasons }) =>
        `${id}: ${leadIds.join(',')} by ${reasons.map(({ key }) => key).join(',')}`,
    );

  it.each<[string, KeyOfLead[], string[]]>([
    ['are none where nobody shares', [...held('a', '1'), ...held('b', '2')], []],
    ['are named and ordered by number', held('a', '10', '9', '100'), ['9: 9,10,100 by a']],
    [
      'are ordered among each other',
      [...held('a', '10', '11'), ...held('b', '9', '12')],
      ['9: 9,12 by b', '10: 10,11 by a'],
    ],
    [
      'are one where a third joins two late',
      [...held('a', '1', '2'), ...held('b', '3', '4'), ...held('c', '4', '2')],
      ['1: 1,2,3,4 by a,b,c'],
    ],
    [
      'are one along a chain, from either end',
      [...held('a', '4', '3'), ...held('b', '3', '2'), ...held('c', '2', '1'), ...held('d', '1', '4')],
      ['1: 1,2,3,4 by a,b,c,d'],
    ],
    [
      'keep two kinds of the same text apart',
      [...held('a', '1'), { leadId: '2', kind: 'phone', key: 'a' }],
      [],
    ],
  ])('%s', (_, keys, expected) => {
    expect(idsOf(...keys)).toEqual(expected);
  });
});
