// By what two contacts are taken for one person (R57): keys that they share. Nothing is merged upon them, only shown and
// counted once.
import type { Agreement } from './agreement.ts';
import { phoneOf } from './derived-facts.ts';
import type { LeadFacts } from './lead.ts';
import { normalizeCompanyName } from './normalize/company-name.ts';
import { emailKey, normalizeDomain, personalEmail } from './normalize/email.ts';
import { isPlaceholder } from './normalize/placeholder.ts';
import { foldText } from './normalize/text.ts';
import { contactValue } from './view.ts';

export const IDENTITY_KINDS = ['email', 'phone', 'name'] as const;
export type IdentityKind = (typeof IDENTITY_KINDS)[number];

export interface IdentityKey {
  readonly kind: IdentityKind;
  readonly key: string;
}

/** The properties that keys are made from. */
export const IDENTITY_FROM = {
  // The source is no key, but what reports about data are split by.
  contact: [
    'hs_analytics_source',
    'email',
    'phone',
    'mobilephone',
    'firstname',
    'lastname',
    'company',
    'country',
  ],
  company: ['name', 'domain', 'country'],
} as const;

/**
 * - `email`: the normalised address.
 * - `phone`: a valid number with the name, since colleagues share a switchboard; first and last name in either order.
 * - `name`: first and last name with the company's domain, or its name where no domain is known.
 */
export function identityKeys({ data }: Pick<Agreement, 'data'>, facts: LeadFacts): readonly IdentityKey[] {
  const email = emailKey(contactValue(facts, 'email'), data.duplicates.ignoreGmailDots);
  const name = nameOf(facts);
  const firm = firmOf(facts);
  const phones = new Set(PHONES.map((property) => phoneOf(facts, property)).filter((phone) => phone !== ''));
  return [
    ...(email === '' ? [] : [{ kind: 'email', key: email } as const]),
    ...(name === '' ? [] : [...phones].map((phone) => ({ kind: 'phone', key: `${phone} ${name}` }) as const)),
    ...(name === '' || firm === '' ? [] : [{ kind: 'name', key: `${name} @ ${firm}` } as const]),
  ];
}

const PHONES = ['phone', 'mobilephone'] as const;

/** Both names, or it is too little to tell a person by; in alphabetical order, as forms swap them. */
function nameOf(facts: LeadFacts): string {
  const names = ['firstname', 'lastname'].map((property) => contactValue(facts, property));
  if (names.some((name) => name === '' || isPlaceholder(name))) return '';
  return names.map(foldText).toSorted().join(' ');
}

/** The domain of a business address, else of the company, else the company's name. */
function firmOf(facts: LeadFacts): string {
  const email = contactValue(facts, 'email');
  if (personalEmail(email) === 'false') return normalizeDomain(email);
  const domain = normalizeDomain(facts.company['domain']?.value ?? '');
  if (domain !== '') return domain;
  const name = contactValue(facts, 'company') || (facts.company['name']?.value ?? '');
  return isPlaceholder(name) ? '' : normalizeCompanyName(name);
}
