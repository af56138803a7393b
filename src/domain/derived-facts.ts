// What rules may look at though HubSpot has no property for it: worked out from the facts, never stored, never written back.
import { readJobTitle } from './job-title/job-title.ts';
import { DEPARTMENTS, SENIORITIES } from './job-title/taxonomy.ts';
import type { LeadFacts } from './lead.ts';

export const DERIVED_FACTS = ['emailDomain', 'seniority', 'department'] as const;
export type DerivedFact = (typeof DERIVED_FACTS)[number];

/** '' when unknown. */
const MAKERS: Readonly<Record<DerivedFact, (facts: LeadFacts) => string>> = {
  /** Domain of the e-mail address, lower case. */
  emailDomain: ({ contact }: LeadFacts) =>
    (contact['email']?.value ?? '').split('@').at(1)?.trim().toLowerCase() ?? '',
  /** One of `SENIORITIES`, read from `jobtitle`. */
  seniority: ({ contact }: LeadFacts) => readJobTitle(contact['jobtitle']?.value ?? '').seniority,
  /** One of `DEPARTMENTS`, read from `jobtitle`. */
  department: ({ contact }: LeadFacts) => readJobTitle(contact['jobtitle']?.value ?? '').department,
};

/** Contact properties that derived facts are made from; an agreement that uses one needs them read. */
export const DERIVED_FROM: Readonly<Record<DerivedFact, readonly string[]>> = {
  emailDomain: ['email'],
  seniority: ['jobtitle'],
  department: ['jobtitle'],
};

/** The values that a fact can take, where they are few: a condition on another is a slip. */
export const DERIVED_VALUES: Readonly<Partial<Record<DerivedFact, readonly string[]>>> = {
  seniority: SENIORITIES,
  department: DEPARTMENTS,
};

export function deriveFact(facts: LeadFacts, name: string): string {
  return Object.hasOwn(MAKERS, name) ? MAKERS[name as DerivedFact](facts) : ''; // checked beside
}
