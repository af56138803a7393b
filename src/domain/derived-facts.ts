// What rules may look at though HubSpot has no property for it: worked out from the facts, never stored, never written back.
import { readJobTitle } from './job-title/job-title.ts';
import { DEPARTMENTS, SENIORITIES } from './job-title/taxonomy.ts';
import type { LeadFacts } from './lead.ts';
import { normalizeCompanyName } from './normalize/company-name.ts';
import { normalizeCountry } from './normalize/country.ts';
import { normalizeDomain, normalizeEmail, personalEmail } from './normalize/email.ts';
import { normalizePhone } from './normalize/phone.ts';
import { isPlaceholder } from './normalize/placeholder.ts';

export const DERIVED_FACTS = [
  'emailDomain',
  'personalEmail',
  'country',
  'phone',
  'companyName',
  'seniority',
  'department',
] as const;
export type DerivedFact = (typeof DERIVED_FACTS)[number];

/** '' when unknown. */
const MAKERS: Readonly<Record<DerivedFact, (facts: LeadFacts) => string>> = {
  /** Registrable domain of the e-mail address: `ann@mail.acme.co.uk` → `acme.co.uk`. */
  emailDomain: (facts) => normalizeDomain(normalizeEmail(contact(facts, 'email'))),
  /** `true` when everybody can have an address there, else `false`. */
  personalEmail: (facts) => personalEmail(contact(facts, 'email')),
  /** ISO 3166-1 alpha-2, of the contact, else of the company. */
  country: countryOf,
  /** E.164, of the phone, else of the mobile phone; a national number is read as one of the country. */
  phone: (facts) => phoneOf(facts, 'phone') || phoneOf(facts, 'mobilephone'),
  /** Without legal form, accents and case; as the contact says it, else the company's. */
  companyName: (facts) => plainName(contact(facts, 'company')) || plainName(company(facts, 'name')),
  /** One of `SENIORITIES`, read from `jobtitle`. */
  seniority: (facts) => readJobTitle(contact(facts, 'jobtitle')).seniority,
  /** One of `DEPARTMENTS`, read from `jobtitle`. */
  department: (facts) => readJobTitle(contact(facts, 'jobtitle')).department,
};

interface Sources {
  readonly contact: readonly string[];
  readonly company: readonly string[];
}

/** The properties that derived facts are made from; an agreement that uses one needs them read. */
export const DERIVED_FROM: Readonly<Record<DerivedFact, Sources>> = {
  emailDomain: { contact: ['email'], company: [] },
  personalEmail: { contact: ['email'], company: [] },
  country: { contact: ['country'], company: ['country'] },
  phone: { contact: ['phone', 'mobilephone', 'country'], company: ['country'] },
  companyName: { contact: ['company'], company: ['name'] },
  seniority: { contact: ['jobtitle'], company: [] },
  department: { contact: ['jobtitle'], company: [] },
};

interface Kind {
  readonly type: 'string' | 'bool' | 'enumeration';
  /** The words that it can be, where they are few: a condition on another is a slip. */
  readonly words?: readonly string[];
}

/** How each fact may be asked about; none of them has an order. */
export const DERIVED_KINDS: Readonly<Record<DerivedFact, Kind>> = {
  emailDomain: { type: 'string' },
  personalEmail: { type: 'bool' },
  country: { type: 'enumeration' },
  phone: { type: 'string' },
  companyName: { type: 'string' },
  seniority: { type: 'enumeration', words: SENIORITIES },
  department: { type: 'enumeration', words: DEPARTMENTS },
};

export function isDerivedFact(name: string): name is DerivedFact {
  return Object.hasOwn(DERIVED_KINDS, name);
}

export function deriveFact(facts: LeadFacts, name: string): string {
  return isDerivedFact(name) ? MAKERS[name](facts) : '';
}

/** The country that the lead is taken to be in; '' when nobody said it in a way that is understood. */
function countryOf(facts: LeadFacts): string {
  return normalizeCountry(contact(facts, 'country')) || normalizeCountry(company(facts, 'country'));
}

/** One of the contact's phone properties in E.164. */
export function phoneOf(facts: LeadFacts, property: string): string {
  const value = contact(facts, property);
  return value === '' ? '' : normalizePhone(value, countryOf(facts));
}

function plainName(value: string): string {
  return isPlaceholder(value) ? '' : normalizeCompanyName(value);
}

function contact(facts: LeadFacts, property: string): string {
  return facts.contact[property]?.value ?? '';
}

function company(facts: LeadFacts, property: string): string {
  return facts.company[property]?.value ?? '';
}
