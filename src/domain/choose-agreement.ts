// Which of a portal's agreements judges a lead: the first whose scope it is in (design section 4).
import type { Agreement, Instant } from './agreement.ts';
import { toEpochMs } from './instant.ts';
import type { LeadFacts, TrackedValue } from './lead.ts';
import { inStandardNames } from './own-fields.ts';
import { judgeLead } from './verdict.ts';
import { viewLead } from './view.ts';

export interface Candidate {
  /** As HubSpot names them: each agreement may read a field under another name. */
  readonly facts: LeadFacts;
  readonly stage: TrackedValue;
  /** The agreement that judged it last. */
  readonly agreementId: string;
}

/** In no scope: the one that judged it last goes on, so that an open cycle ends under the rules it began with. */
export function chooseAgreement(
  agreements: readonly Agreement[],
  lead: Candidate,
  now: Instant,
): Agreement | null {
  const [first, ...others] = agreements;
  if (first === undefined || others.length === 0) return first ?? null;
  const moment = { nowMs: toEpochMs(now), stage: lead.stage };
  const inScope = agreements.find((agreement) => {
    const facts = inStandardNames(agreement, lead.facts);
    return judgeLead(agreement, viewLead(agreement, facts), moment).verdict.inScope;
  });
  return inScope ?? agreements.find(({ id }) => id === lead.agreementId) ?? first;
}

/**
 * What has to be read before one can be chosen: the first agreement, with the properties that any of them looks at, by the
 * names that HubSpot has for them. The first itself where there is one.
 */
export function needsOfAll(agreements: readonly Agreement[]): Agreement {
  const [first, ...others] = agreements;
  if (first === undefined) throw new Error('no agreement is in force');
  if (others.length === 0) return first;
  const union = (part: 'contact' | 'company'): string[] =>
    [...new Set(agreements.flatMap(({ needs }) => needs[part]))].sort();
  const lists = listsOfAll(agreements);
  const { readFrom: _, ...data } = first.data;
  const outputs = [...new Set(agreements.flatMap(({ needs }) => needs.outputs ?? []))].sort();
  const useCompanyOwner = agreements.some(({ routing }) => routing.useCompanyOwner);
  return {
    ...first,
    data,
    routing: { ...first.routing, useCompanyOwner },
    needs: {
      contact: union('contact'),
      company: union('company'),
      deals: agreements.some(({ needs }) => needs.deals),
      ...(agreements.some(({ needs }) => needs.hubspotLeads) ? { hubspotLeads: true as const } : {}),
      ...(outputs.length === 0 ? {} : { outputs }),
      ...(lists.length > 0 ? { lists } : {}),
    },
  };
}

/** Names of the HubSpot lists that any of them looks at, sorted. */
export function listsOfAll(agreements: readonly Agreement[]): readonly string[] {
  return [...new Set(agreements.flatMap(({ needs }) => needs.lists ?? []))].sort();
}
