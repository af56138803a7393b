// Branded ids: a portal's is the one that must never be mixed up with another. HubSpot ids are strings everywhere; a
// brand is made only here and by schemas.

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type PortalId = Branded<'PortalId'>;

export function portalId(value: string): PortalId {
  return value as PortalId;
}
