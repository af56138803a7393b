// What rules may look at though HubSpot has no property for it: worked out from the facts, never stored, never written back.
import type { LeadFacts } from './lead.ts';

export const DERIVED_FACTS = ['emailDomain'] as const;
export type DerivedFact = (typeof DERIVED_FACTS)[number];

/** '' when unknown. */
const MAKERS: Readonly<Record<DerivedFact, (facts: LeadFacts) => string>> = {
  /** Domain of the e-mail address, lower case. */
  emailDomain: ({ contact }: LeadFacts) =>
    (contact['email']?.value ?? '').split('@').at(1)?.trim().toLowerCase() ?? '',
};

/** Contact properties that derived facts are made from; an agreement that uses one needs them read. */
export const DERIVED_FROM: Readonly<Record<DerivedFact, readonly string[]>> = { emailDomain: ['email'] };

export function deriveFact(facts: LeadFacts, name: string): string {
  return Object.hasOwn(MAKERS, name) ? MAKERS[name as DerivedFact](facts) : ''; // checked beside
}
