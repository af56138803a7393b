// What is kept beside each lead for reports about data.
import type { Agreement } from '#domain/agreement.ts';
import type { Decision } from '#domain/decision.ts';
import { type IdentityKey, identityKeys } from '#domain/identity.ts';
import type { LeadFacts } from '#domain/lead.ts';
import { fieldPresence } from '#domain/mandatory.ts';
import { SOURCE_PROPERTY } from '#domain/names.ts';
import { agreementForLead } from '#domain/overlays.ts';

export interface LeadData {
  readonly keys: readonly IdentityKey[];
  readonly inScope: boolean;
  /** HubSpot's original source; '' when unknown. */
  readonly source: string;
  readonly ownerId: string;
  /** Fields asked for at the lead's stage and the next: whether each holds a value. */
  readonly fields: Readonly<Record<string, boolean>>;
}

export function dataOf(agreement: Agreement, facts: LeadFacts, { verdict, state }: Decision): LeadData {
  return {
    keys: facts.gone ? [] : identityKeys(agreement, facts),
    inScope: verdict.inScope,
    source: facts.contact[SOURCE_PROPERTY]?.value ?? '',
    ownerId: state.owner.value,
    fields: fieldPresence(agreementForLead(agreement, facts), facts, state.stage.value),
  };
}
