// Creates what Accord writes to in HubSpot, on the admin's click, never at install (5a.1); as often as one likes.
import { portalId as toPortalId } from '#domain/ids.ts';
import { err, ok, type Result } from '#domain/result.ts';
import type { Actor, AdminStore } from './admin-ports.ts';
import { type Conflict, createOutputs } from './create-outputs.ts';
import type { CallContext, HubspotPort } from './ports.ts';

/** A handful of calls; an admin waits for them. */
const WAIT_MS = 60_000;

export interface ProvisionDeps {
  readonly store: AdminStore;
  readonly hubspot: Pick<HubspotPort, 'ensureGroup' | 'createProperties' | 'listProperties' | 'propertyRoom'>;
}

export interface Provisioned {
  /** False while a conflict stands: nothing can be switched on before it is solved. */
  readonly provisioned: boolean;
  readonly uniqueTaskKey: boolean;
  readonly conflicts: readonly Conflict[];
}

export async function provision(
  deps: ProvisionDeps,
  portalId: string,
  by: Actor,
): Promise<Result<Provisioned, 'not-installed'>> {
  const portal = await deps.store.findPortal(portalId);
  if (portal === null || portal.status !== 'active') return err('not-installed');
  const call: CallContext = {
    portalId: toPortalId(portalId),
    lane: 'interactive',
    signal: AbortSignal.timeout(WAIT_MS),
  };
  const agreements = await deps.store.readAgreementsAhead(portalId);
  const { language } = portal;
  const { conflicts, uniqueTaskKey } = await createOutputs(deps.hubspot, call, { language, agreements });
  const provisioned = conflicts.length === 0;
  if (provisioned) await deps.store.storeProvision(portalId, { uniqueTaskKey, by });
  return ok({ provisioned, uniqueTaskKey, conflicts });
}
