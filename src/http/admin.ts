// The administrator's use cases with their ports filled in, for the API, the pages and the command line alike.
import { portalId as toPortalId } from '#domain/ids.ts';
import { type DisconnectDeps, disconnect } from '#pipeline/disconnect.ts';
import { type FindPersonDeps, findPerson } from '#pipeline/erasure/find-person.ts';
import { type InstallDeps, installPortal } from '#pipeline/install-portal.ts';
import { readPortalOptions } from '#pipeline/mapping/portal-options.ts';
import type { CallContext, HubspotPort } from '#pipeline/ports.ts';
import { type ProvisionDeps, provision } from '#pipeline/provision.ts';
import { switchEffects } from '#pipeline/switch-effects.ts';
import type { Admin } from './web-context.ts';

interface OptionsDeps {
  readonly hubspot: Pick<HubspotPort, 'listProperties' | 'listPipelines'>;
}

export function createAdmin(
  deps: InstallDeps & ProvisionDeps & DisconnectDeps & FindPersonDeps & OptionsDeps,
): Admin {
  return {
    install: (grant, wish) => installPortal(deps, grant, wish),
    switch: (portalId, change) => switchEffects(deps, portalId, change),
    setLanguage: (portalId, wish) => deps.store.storeLanguage(portalId, wish),
    provision: (portalId, by) => provision(deps, portalId, by),
    disconnect: (portalId, ask) => disconnect(deps, portalId, ask),
    findPerson: (portalId, email) => findPerson(deps, portalId, email),
    readPortalOptions: (portalId) => readPortalOptions(deps.hubspot, callNow(portalId)),
    retryParked: async (portalId, by) => {
      const retried = await deps.store.retryParked(portalId, by);
      await deps.wake(portalId);
      return retried;
    },
    switchBackfill: async (portalId, change) => {
      const isReading = await deps.store.switchBackfill(portalId, change);
      if (isReading) await deps.wake(portalId);
      return isReading;
    },
    startReconciliation: async (portalId) => {
      const outcome = await deps.store.startReconciliation(portalId);
      if (outcome === 'started') await deps.wake(portalId);
      return outcome;
    },
  };
}

/** Three lists; a person waits for them. */
const WAIT_MS = 10_000;

function callNow(portalId: string): CallContext {
  return {
    portalId: toPortalId(portalId),
    lane: 'interactive',
    signal: AbortSignal.timeout(WAIT_MS),
  };
}
