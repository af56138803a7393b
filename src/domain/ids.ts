// Branded ids. HubSpot ids are strings everywhere; a brand is made only here and by schemas.

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type PortalId = Branded<'PortalId'>;
/** HubSpot record id of a contact; may change by a merge. */
export type ContactId = Branded<'ContactId'>;
/** Our own id of a lead; HubSpot contact ids are aliases of it. */
export type LeadId = Branded<'LeadId'>;
export type OwnerId = Branded<'OwnerId'>;
export type AgreementId = Branded<'AgreementId'>;

export function portalId(value: string): PortalId {
  return value as PortalId;
}
export function contactId(value: string): ContactId {
  return value as ContactId;
}
export function ownerId(value: string): OwnerId {
  return value as OwnerId;
}
export function agreementId(value: string): AgreementId {
  return value as AgreementId;
}

/** The lead id is the contact id at first sight, so that a rebuilt database finds the same task keys. */
export function leadIdOf(contact: ContactId): LeadId {
  return contact as string as LeadId;
}
