// What rules may look at though HubSpot has no property for it.
import { expect, it } from 'vitest';
import { deriveFact } from '#domain/derived-facts.ts';
import { type FactChanges, factsWith } from '#test/support/builders.ts';

it.each<[fact: string, facts: FactChanges, value: string]>([
  ['emailDomain', { contact: { email: 'ann@mail.acme.co.uk' } }, 'acme.co.uk'],
  ['personalEmail', { contact: { email: 'ann@gmail.com' } }, 'true'],
  ['country', { contact: { country: 'Suisse' }, company: { country: 'Germany' } }, 'CH'],
  ['country', { contact: { country: 'here' }, company: { country: 'Germany' } }, 'DE'],
  ['country', { contact: { country: 'here' } }, ''],
  [
    'phone',
    { contact: { country: 'FR', phone: '01 42 68 53 00', mobilephone: '06 12 34 56 78' } },
    '+33142685300',
  ],
  ['phone', { contact: { country: 'FR', phone: 'none', mobilephone: '06 12 34 56 78' } }, '+33612345678'],
  ['phone', { contact: { phone: '01 42 68 53 00' }, company: { country: 'France' } }, '+33142685300'],
  ['phone', { contact: { phone: '01 42 68 53 00' } }, ''],
  ['companyName', { contact: { company: 'ACME S.A.S.' }, company: { name: 'Beta GmbH' } }, 'acme'],
  ['companyName', { contact: { company: 'n/a' }, company: { name: 'Beta GmbH' } }, 'beta'],
  ['companyName', { company: { name: 'unknown' } }, ''],
  ['companyName', {}, ''],
  ['seniority', { contact: { jobtitle: 'Directrice marketing' } }, 'director'],
  ['department', { contact: { jobtitle: 'Directrice marketing' } }, 'marketing'],
  ['toString', { contact: { toString: 'x' } }, ''],
])('%s of %j is “%s”', (fact, facts, value) => {
  expect(deriveFact(factsWith(facts), fact)).toBe(value);
});
